"""Who published an article and wrote it, and how it was announced: what feeds and pages declare, told apart."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from site_builder.language.characters import fold, single_line

MAX_SUMMARY = 300
"""Characters; a longer one is a text, and the article's own beginning says more."""
_TITLE_PARTS = re.compile(r"\s[-–—|｜_]\s|[｜|_]|\s·\s")
_ROLE = re.compile(
    r"^(?:(?:By|Written by|Posted by|Story by)\s+"
    r"|(?:本报|本网|本刊|特约|实习|首席|见习)?(?:(?:记者|作者|撰文|撰稿|文)[\s:：|｜/丨]+|记者(?=[^\x00-\x7f]{2,3}$)))",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"://|^@|\S@\S+\.\S|^(?:admin(?:istrator)?|editors?|staff|author|guest|webmaster|root"
    r"|佚名|匿名|未知|小编|编辑部?|本站|网络|综合|管理员)$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[a-z0-9_.-]{3,30}")
_NOT_LETTERS = re.compile(r"\W+")
_ELLIPSIS = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|\[&hellip;\])\s*$")


def find_outlet(titles: Sequence[str], url: str, *, is_outlet: Callable[[str], bool]) -> str:
    """A known outlet among the titles of a site or the domains of `url`, else the first title, else the host."""
    names = [name for name in map(plain_name, titles) if name]
    for title in names:
        for name in (title, *map(plain_name, _TITLE_PARTS.split(title))):
            if name and is_outlet(name):
                return name
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    labels = host.split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
    known = next((domain for domain in domains if is_outlet(domain)), "")
    return known or (names[0] if names else host.removeprefix("www."))


def find_people(names: Sequence[str], outlet: str, *, is_outlet: Callable[[str], bool]) -> tuple[str, ...]:
    """The authors that are people: many sites name themselves, or an address."""
    found = [_ROLE.sub("", plain_name(name)).strip() for name in names]
    people = [name for name in found if name and not _NO_PERSON.search(name) and fold(name) != fold(outlet)]
    people = list(dict.fromkeys(name for name in people if not is_outlet(name)))
    return tuple(name for name in people if not _is_handle(name, people))


def _is_handle(name: str, people: Sequence[str]) -> bool:
    """True for the name of an account (devindra) beside that of its owner (Devindra Hardawar)."""
    bare = _NOT_LETTERS.sub("", fold(name))
    owners = (_NOT_LETTERS.sub("", fold(other)) for other in people if other != name and " " in other)
    return bool(_HANDLE.fullmatch(name)) and any(bare in owner or owner in bare for owner in owners)


def own_summary(summary: str, text: str) -> str:
    """The publisher's summary; "" where it is too long for one or only repeats how the text begins."""
    summary = plain_name(summary)
    stem = _NOT_LETTERS.sub("", fold(_ELLIPSIS.sub("", summary)))
    opening = _NOT_LETTERS.sub("", fold(text[: 3 * MAX_SUMMARY]))
    return "" if len(summary) > MAX_SUMMARY or stem in opening else summary


def plain_name(value: str) -> str:
    """A name or title on one line, its entities resolved."""
    return single_line(html.unescape(value))
