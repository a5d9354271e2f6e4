"""A digest's page -> the page with its day headings marked as headings, where plain text has no marks for them.

`航运早报 2024年11月6日 星期三`, `2024年11月6日`: a full date and, besides it, at most a weekday, an issue number
and words of the page's own name. The same line below an item's title, or as the last line of every item, is the
date of that item and stays with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from site_builder.importing.digest_page import DAY, Line, Page, find_days, title_key
from site_builder.importing.digest_rules import (
    BOLD_LINE,
    BULLET,
    CLOCK,
    MAX_TITLE,
    NUMBERED,
    URL_LINE,
    is_only_link,
    says_more,
)
from site_builder.language.characters import single_line

_LONGEST = 40
_WEEKDAY = re.compile(
    r"(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b",
    re.IGNORECASE,
)
_NUMBER_OF_ISSUE = re.compile(r"第\s?\d{1,5}\s?期")
_EMPTY_BRACKETS = re.compile(r"[（(【\[《「]\s{0,3}[）)】\]》」]")
_EDGES = " \t-—–|｜·•:：,，"
_LEVEL = 1
"""A day stands above all sections of its digest."""


def with_day_headings(page: Page) -> Page:
    """The page, its lines that name the day of the items below them as headings; its name without a day of several."""
    name = title_key(_without_day(page.title))
    found = {index: rest for index, line in enumerate(page.lines) if (rest := _rest(line, name)) is not None}
    readable = [index for index, line in enumerate(page.lines) if line.text and not (line.is_rule or line.is_code)]
    marked = _marked(page.lines, readable, found)
    if not marked:
        return page
    lines = tuple(
        msgspec.structs.replace(line, level=_LEVEL, heading=single_line(line.text.strip(" *_"))) if is_day else line
        for line, is_day in ((line, index in marked) for index, line in enumerate(page.lines))
    )
    several = len({day for line in lines if line.level for day in find_days(line.heading)}) > 1
    title = (_without_day(page.title) or page.title) if several else page.title
    return msgspec.structs.replace(page, lines=lines, title=title, day="" if several else page.day)


def _without_day(text: str) -> str:
    """A name without day and weekday."""
    bare = _EMPTY_BRACKETS.sub("", _WEEKDAY.sub("", DAY.sub("", text))) if DAY.search(text) else text
    return single_line(bare).strip(_EDGES)


def _rest(line: Line, name: str) -> str | None:
    """What a day heading says of the page's name, "" for nothing; None for a line that is no day heading."""
    text = line.text
    if line.level or line.is_code or line.is_rule or len(text) > _LONGEST or len(find_days(text)) != 1:
        return None
    if NUMBERED.match(text) or BULLET.match(text) or text.lstrip().startswith((">", "|")):
        return None
    words = _NUMBER_OF_ISSUE.sub(" ", _WEEKDAY.sub(" ", DAY.sub(" ", text))).split()
    keys = [title_key(word) for word in words]
    return "".join(keys) if all(key in name for key in keys) else None


def _marked(lines: Sequence[Line], readable: Sequence[int], found: dict[int, str]) -> set[int]:
    """Those of `found` that are headings: items stand below them.

    A bare date stands right above an item; where one of them does not, all are dates of the items above them.
    """
    named: set[int] = set()
    bare: set[int] = set()
    is_bare = True
    begins = False
    for place in range(len(readable) - 1, -1, -1):
        index = readable[place]
        if index not in found:
            begins = begins or _begins(lines, readable[place : place + 2])
        elif found[index]:
            named |= {index} if begins or not place else set()
            begins = False
        else:
            below = readable[place + 1 : place + 3]
            above = lines[readable[place - 1]] if place else None
            is_bare = is_bare and _begins(lines, below) and not (above and above.level > 1)
            bare.add(index)
    return named | (bare if is_bare else set())


def _begins(lines: Sequence[Line], indices: Sequence[int]) -> bool:
    """True if an item or a section may begin with the first of two lines."""
    if not indices:
        return False
    line, below = lines[indices[0]], lines[indices[1]] if len(indices) > 1 else None
    if line.level or any(form.match(line.text) for form in (NUMBERED, BULLET, CLOCK, BOLD_LINE)):
        return True
    if line.text.startswith("[") or is_only_link(line):
        return not URL_LINE.match(line.text) and not says_more(line)
    return below is not None and len(line.text) <= MAX_TITLE and bool(URL_LINE.match(below.text))
