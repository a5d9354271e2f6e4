"""Relative addresses of a page or feed entry -> absolute ones (RFC 3986 §5), in its tree."""

from __future__ import annotations

from urllib.parse import urljoin

from site_builder.formats.html_tree import Element
from site_builder.language.urls import is_web_url

_ATTRIBUTES = (
    "href", "src", "data-original-src", "data-original", "data-src", "data-actualsrc", "data-lazy-src", "data-echo",
)  # fmt: skip
_ABSOLUTE = ("http:", "https:", "mailto:", "data:", "javascript:", "#")


def resolve(address: str, base: str) -> str:
    """`address` as seen from `base`; as it stands where that cannot be told."""
    if not base or not address.strip() or address.lstrip().lower().startswith(_ABSOLUTE):
        return address
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address


def resolve_all(root: Element, base: str) -> None:
    """Every address in the tree made absolute; `base` is the page's own address."""
    if not is_web_url(base):
        return
    for element in root.iter():
        for name in _ATTRIBUTES if isinstance(element.tag, str) else ():
            value = element.get(name)
            if value is not None:
                element.set(name, resolve(value, base))
