"""The few selectors that site rules need, on an element tree: `tag`, `#id`, `.class`, `.prefix*`,
`[name=value]` and chains of them,
and blanks for "below"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from site_builder.formats.html_tree import Element

_PART = re.compile(r"(?P<kind>[#.]?)(?P<name>[\w-]+)(?P<any>\*?)|\[(?P<attribute>[\w-]+)=(?P<value>[^\]]+)\]")


def select(root: Element, selector: str) -> Iterator[Element]:
    """Every element that `selector` means, in the order of the page."""
    compounds = [list(_PART.finditer(compound)) for compound in selector.split()]
    for element in root.iter():
        if isinstance(element.tag, str) and compounds and _fits_all(element, compounds[-1]):
            above = element.iterancestors()
            if all(any(_fits_all(parent, compound) for parent in above) for compound in compounds[-2::-1]):
                yield element


def select_first(root: Element, selectors: Sequence[str]) -> Element | None:
    """The first element that the first successful selector means."""
    return next((found for selector in selectors for found in select(root, selector)), None)


def select_text(root: Element, selectors: Sequence[str]) -> str:
    """The words of the first element meant that has any, on one line; "" where there is none."""
    found = (element for selector in selectors for element in select(root, selector))
    texts = (" ".join("".join(str(text) for text in element.itertext()).split()) for element in found)
    return next(filter(None, texts), "")


def _fits_all(element: Element, compound: Sequence[re.Match[str]]) -> bool:
    return bool(compound) and all(_fits(element, part) for part in compound)


def _fits(element: Element, part: re.Match[str]) -> bool:
    name, classes = part["name"], (element.get("class") or "").split()
    if part["attribute"]:
        return element.get(part["attribute"]) == part["value"]
    if part["kind"] == "#":
        return element.get("id") == name
    if part["kind"] == ".":
        return any(found.startswith(name) for found in classes) if part["any"] else name in classes
    return element.tag == name
