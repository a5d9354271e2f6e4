"""Model URLs ("/companies/小米/") -> what stands in pages and feeds: percent-encoded, below the base path."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, urljoin

_SAFE = "/#?&=%:;,@!$'()*+~-._"
_TAG = re.compile(r'<[a-z](?:[^<>"]|"[^"]*")*>')
_ATTRIBUTE = re.compile(r'(\s([a-z-]+)=")([^"]*)')
_LOCAL = re.compile(r'(?:href|src)="(?![A-Za-z][A-Za-z0-9+.-]*:|//)')
"""Where text reads like it, too: it only tells where it pays to look closer."""
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def href(url: str, base_path: str) -> str:
    """The URL below `base_path`; an address elsewhere or a fragment stays what it is."""
    return _put_below(url, base_path)


def absolute(url: str, base_url: str) -> str:
    """The URL with scheme and host; an address elsewhere stays what it is."""
    return _put_below(url, base_url)


@lru_cache(maxsize=65536)
def _put_below(url: str, base: str) -> str:
    if url.startswith("/") and not url.startswith("//"):
        return base + quote(url[1:], safe=_SAFE)
    return quote(url, safe=_SAFE)


def localise(html: str, base_path: str) -> str:
    """Sanitised HTML with its root-relative references below `base_path`."""
    if base_path == "/":
        return html
    return _map_references(html, lambda url: base_path + url[1:] if url.startswith("/") else url)


def absolutise(html: str, page_url: str, base_url: str) -> str:
    """Sanitised HTML with every local reference absolute; relative ones and fragments start from `page_url`."""
    page = absolute(page_url, base_url)
    return _map_references(html, lambda url: base_url + url[1:] if url.startswith("/") else urljoin(page, url))


def _map_references(html: str, change: Callable[[str], str]) -> str:
    """The HTML with `change` applied to local references in tags; text that looks like one stays."""
    if not _LOCAL.search(html):
        return html

    def in_reference(match: re.Match[str]) -> str:
        if match[2] not in ("href", "src") or _ELSEWHERE.match(match[3]):
            return match[0]
        return match[1] + change(match[3])

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(in_reference, tag[0]) if '="' in tag[0] else tag[0], html)
