"""The few selectors that site rules need, on an element tree: `tag`, `#id`, `.class`, `.prefix*` and chains of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from site_builder.formats.html_tree import Element

_PART = re.compile(r"(?P<kind>[#.]?)(?P<name>[\w-]+)(?P<any>\*?)")


def select(root: Element, selector: str) -> Iterator[Element]:
    """Every element that `selector` means, in the order of the page."""
    parts = [(match["kind"], match["name"], bool(match["any"])) for match in _PART.finditer(selector)]
    for element in root.iter():
        if isinstance(element.tag, str) and parts and all(_fits(element, *part) for part in parts):
            yield element


def select_first(root: Element, selectors: Sequence[str]) -> Element | None:
    """The first element that the first successful selector means."""
    return next((found for selector in selectors for found in select(root, selector)), None)


def select_text(root: Element, selectors: Sequence[str]) -> str:
    """The words of that element on one line; "" where there is none."""
    found = select_first(root, selectors)
    return "" if found is None else " ".join("".join(str(text) for text in found.itertext()).split())


def _fits(element: Element, kind: str, name: str, is_prefix: bool) -> bool:
    if kind == "#":
        return element.get("id") == name
    if kind == ".":
        classes = (element.get("class") or "").split()
        return any(found.startswith(name) for found in classes) if is_prefix else name in classes
    return element.tag == name
