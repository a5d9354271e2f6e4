"""Model URLs ("/companies/小米/") -> what stands in pages and feeds: percent-encoded, below the base path."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

_SAFE = "/#?&=%:;,@!$'()*+~-._"
_LOCAL_REFERENCE = re.compile(r'(\s(?:href|src)=")(/(?!/)|#)')


@lru_cache(maxsize=65536)
def href(url: str, base_path: str) -> str:
    """The URL below `base_path`; an address elsewhere or a fragment stays what it is."""
    if url.startswith("/") and not url.startswith("//"):
        return base_path + quote(url[1:], safe=_SAFE)
    return quote(url, safe=_SAFE)


def absolute(url: str, base_url: str) -> str:
    """The URL with scheme and host."""
    if url.startswith("/") and not url.startswith("//"):
        return base_url + quote(url[1:], safe=_SAFE)
    return quote(url, safe=_SAFE)


def localise(html: str, base_path: str) -> str:
    """Sanitised HTML with its root-relative references below `base_path`."""
    if base_path == "/":
        return html
    return _LOCAL_REFERENCE.sub(lambda m: m[1] + (base_path if m[2] == "/" else m[2]), html)


def absolutise(html: str, page_url: str, base_url: str) -> str:
    """Sanitised HTML with every local reference absolute, fragments on `page_url`."""
    page = absolute(page_url, base_url)
    return _LOCAL_REFERENCE.sub(lambda m: m[1] + (base_url if m[2] == "/" else f"{page}#"), html)


def origin(base_url: str) -> str:
    """Scheme and host of the site."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}"
