"""Addresses as published and as keys: tracking removed, redirectors unwrapped, unsafe schemes refused.

RFC 3986 syntax. What is kept is kept byte for byte: parameters are filtered, never decoded and encoded again.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from site_builder.language.redirectors import (
    COMMENTS,
    COUNTRY,
    HOST_TRACKING,
    NOT_IDENTITY,
    REDIRECTORS,
    SECURE,
    TRACKING,
    TRACKING_PAIRS,
)

_SAFE_SCHEMES = {"http", "https", "mailto"}
_LONGEST = 8_000
"""Characters of an address that is looked into: each address inside another costs a pass."""
_DECODED = 3
"""Times that an address is encoded inside another at most."""
_UNWANTED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def clean_url(url: str) -> str:
    """`url` fit to be published: https for `//host`, no redirector, no tracking; "" where it is unsafe.

    Relative addresses and fragments are kept as they stand, and so is a redirector to anything but a web address.
    """
    url = safe_url(url)
    while parts := _web_parts(url):
        target = _redirect_target(parts) if len(url) <= _LONGEST else ""
        if not target:
            kept = _without_tracking(parts)
            return url if kept == parts.query else urlunsplit(parts._replace(query=kept))
        url = target
    return url


def article_url(url: str) -> str:
    """`clean_url` of an article's own address: no fragment that leads to its comments, https where the site has it."""
    address, mark, fragment = clean_url(url).partition("#")
    parts = _web_parts(address)
    if parts and parts.scheme.lower() == "http" and SECURE.intersection(_sites((parts.hostname or "").lower())):
        address = f"https{address[4:]}"
    return address if COMMENTS.fullmatch(fragment) else f"{address}{mark}{fragment}"


def safe_url(url: str) -> str:
    """`url` as it stands, but without the characters browsers skip, and with https for `//host`; "" where unsafe."""
    url = _without_controls(url)
    if url.startswith("//"):
        url = f"https:{url}"
    if not _SCHEME.match(url):
        return "" if _hides_script(url) else url
    parts = _split(url)
    if parts is None or parts.scheme.lower() not in _SAFE_SCHEMES:
        return ""
    return url if parts.hostname or parts.scheme.lower() == "mailto" else ""


def is_web_url(url: str) -> bool:
    """True for an absolute http(s) address with a host and without spaces or backslashes."""
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    return not _UNWANTED.search(url) and "\\" not in url


def url_key(url: str) -> str:
    """`url` as an identity: no scheme, `www.`, default port, tracking, fragment or closing slash.

    Two addresses with equal keys are the same page; "" where `url` is no web address.
    """
    cleaned = clean_url(url)
    if not is_web_url(cleaned):
        return ""
    parts = urlsplit(cleaned)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = "&".join(sorted(_filter_query(parts.query, NOT_IDENTITY).split("&")))
    path = parts.path.rstrip("/")
    return f"{host}{port}{path}?{query}" if query else f"{host}{port}{path}"


def _without_controls(url: str) -> str:
    """Browsers drop line ends and tabs inside addresses; so must a check of the scheme."""
    return _UNWANTED.sub(lambda match: "%20" if match[0] == " " else "", url.strip())


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _filter_query(query: str, unwanted: re.Pattern[str]) -> str:
    if not query:
        return query
    kept = [pair for pair in query.split("&") if not unwanted.fullmatch(pair.partition("=")[0])]
    return "&".join(kept)


def _without_tracking(parts: SplitResult) -> str:
    """The query without what only counts readers, on every site or on this one."""
    query = _filter_query(parts.query, TRACKING)
    if not query:
        return query
    host = (parts.hostname or "").lower()
    own = next((HOST_TRACKING[site] for site in _sites(host) if site in HOST_TRACKING), None)
    kept = [pair for pair in query.split("&") if not TRACKING_PAIRS.fullmatch(pair)]
    return _filter_query("&".join(kept), own) if own else "&".join(kept)


def _sites(host: str) -> list[str]:
    """The host and the domains it stands under."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)][:6]


def _hides_script(address: str) -> bool:
    """True for a relative address that is a script once it is decoded."""
    for _ in range(_DECODED):
        decoded = unquote(address)
        if "javascript:" in _UNWANTED.sub("", decoded).lower():
            return True
        if decoded == address:
            return False
        address = decoded
    return False


def _web_parts(url: str) -> SplitResult | None:
    parts = _split(url)
    return parts if parts and parts.scheme.lower() in ("http", "https") and parts.hostname else None


def _redirect_target(parts: SplitResult) -> str:
    """The web address that a redirector leads to; "" for any other address."""
    host = COUNTRY.sub(".*", parts.hostname or "")
    rules = _RULES.get(host, ())
    path = parts.path.lower().rstrip("/") if rules else ""
    for wanted, names in rules:
        if wanted not in ("*", path):
            continue
        values = {name: value for name, _, value in (pair.partition("=") for pair in reversed(parts.query.split("&")))}
        values[""] = parts.query
        target = next((found for name in names if (found := _decode(values.get(name, "")))), "")
        if target:
            return target
    return ""


def _decode(value: str) -> str:
    """The web address in `value`, encoded once or more; "" where it holds none."""
    for _ in range(_DECODED):
        target = _without_controls(value)
        if target.lower().startswith(("http://", "https://")):
            return target if is_web_url(target[:5].lower() + target[5:]) else ""
        value = unquote(value)
    return ""


_RULES = {
    host: [(path.rstrip("/"), names) for other, path, names in REDIRECTORS if other == host]
    for host, _, _ in REDIRECTORS
}
