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
    found = [re.sub(r"^(?:By|作者|文)[\s:：|｜/]+", "", plain_name(name)) for name in names]
    people = [name for name in found if name and "://" not in name and fold(name) != fold(outlet)]
    return tuple(dict.fromkeys(name for name in people if not is_outlet(name)))


def own_summary(summary: str, text: str) -> str:
    """The publisher's summary; "" where it is too long for one or only repeats how the text begins."""
    summary = plain_name(summary)
    stem = _NOT_LETTERS.sub("", fold(_ELLIPSIS.sub("", summary)))
    opening = _NOT_LETTERS.sub("", fold(text[: 3 * MAX_SUMMARY]))
    return "" if len(summary) > MAX_SUMMARY or stem in opening else summary


def plain_name(value: str) -> str:
    """A name or title on one line, its entities resolved."""
    return single_line(html.unescape(value))
