"""Addresses as published and as keys: tracking removed, redirectors unwrapped, unsafe schemes refused.

RFC 3986 syntax. What is kept is kept byte for byte: parameters are filtered, never decoded and encoded again.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

_SAFE_SCHEMES = {"http", "https", "mailto"}
_TRACKING = re.compile(
    r"(?:utm_\w*|spm|scm|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)|share_\w*|"
    r"vero_(?:conv|id)|wt_mc|xtor|hmsr|hmpl|hmcu|hmkw|hmci|bd_vid|weibo_id|timestamp_share)",
    re.IGNORECASE,
)
_NOT_IDENTITY = re.compile(
    r"(?:from|source|src|ref|refer|referer|ref_src|isappinstalled|nsukey|channel|scene|wfr|for)",
    re.IGNORECASE,
)
_REDIRECTORS: tuple[tuple[str, str, str], ...] = (
    ("link.zhihu.com", "/", "target"),
    ("hellogithub.com", "/periodical/statistics/click", "target"),
    ("links.jianshu.com", "/go", "to"),
    ("link.jianshu.com", "/", "t"),
    ("www.jianshu.com", "/go-wild", "url"),
    ("www.oschina.net", "/action/gotolink", "url"),
    ("link.juejin.cn", "/", "target"),
    ("link.csdn.net", "/", "target"),
    ("sspai.com", "/link", "target"),
    ("www.google.com", "/url", "q"),
)
"""(host, path in lower case, parameter that carries the real address)."""

_UNWANTED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def clean_url(url: str) -> str:
    """`url` fit to be published: https for `//host`, no redirector, no tracking; "" where it is unsafe.

    Relative addresses and fragments are kept as they stand.
    """
    url = _without_controls(url)
    if url.startswith("//"):
        url = f"https:{url}"
    if not _SCHEME.match(url):
        return url
    parts = _split(url)
    if parts is None or parts.scheme.lower() not in _SAFE_SCHEMES:
        return ""
    if parts.scheme.lower() == "mailto":
        return url
    if not parts.hostname:
        return ""
    target = _redirect_target(parts)
    if target:
        return clean_url(target)
    kept = _filter_query(parts.query, _TRACKING)
    return url if kept == parts.query else urlunsplit(parts._replace(query=kept))


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
    query = "&".join(sorted(_filter_query(parts.query, _NOT_IDENTITY).split("&")))
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


def _redirect_target(parts: SplitResult) -> str:
    for host, path, parameter in _REDIRECTORS:
        if parts.hostname == host and parts.path.lower().rstrip("/") == path.rstrip("/"):
            for pair in parts.query.split("&"):
                name, _, value = pair.partition("=")
                target = unquote(value)
                if name == parameter and target.startswith(("http://", "https://")):
                    return target
    return ""
