"""A line of a digest -> the outlet and the time that it names, where it says nothing else.

`财联社 · 2024-06-18 08:12`, `财联社 08:12`, `06-17 19:00 | 36氪`, `（界面新闻，6月16日）`, `*Reuters, April 30*`,
`来源：财联社 08:12`. Only the first form takes any name for an outlet: the others stand in articles, too.
"""

from __future__ import annotations

import re
from functools import cache

from site_builder.documents import Record
from site_builder.importing.digest_dates import is_relative
from site_builder.importing.digest_page import DAY, ENGLISH_DAY, find_days
from site_builder.importing.outlets import Outlets, collect_outlets, is_outlet, outlet_of_url, resolve_outlet

_DOTTED = re.compile(
    r"(?P<outlet>[^\s·•][^·•\n]{0,59}?)\s{0,3}[·•]\s{0,3}(?P<date>\d{4}-\d{1,2}-\d{1,2}(?:\s{1,2}\d{1,2}:\d{2}(?::\d{2})?)?)"
)
_DOTTED_RELATIVE = re.compile(r"(?P<outlet>[^\s·•][^·•\n]{0,59}?)\s{0,3}[·•]\s{0,3}(?P<date>[^·•\n]{2,20})")
_NO_OUTLET = re.compile(
    r"第\s?\d{1,5}\s?期|(?:vol|no|issue)\.?\s?#?\d{1,5}|#\d{1,5}|\W{1,8}|.{0,30}[:：].{0,30}", re.IGNORECASE
)
"""What stands before the date of a digest itself, and labels."""
LONGEST, _LONGEST_LOOSE = 200, 60
_SEPARATOR = re.compile(r"\s{0,3}[·•|｜/,，—–]\s{0,3}|\s{1,3}-\s{1,3}|\s{1,4}")
_WRAPPED = re.compile(r"[（(\[【](?P<inside>[^（()）\[\]【】]{4,60})[）)\]】]")
_SAID = re.compile(r"(?:来源|来自|出处|据|via|source)\s{0,2}[：:]?\s{0,2}", re.IGNORECASE)
_NAME = re.compile(r"[^\d\W_][\w.&'’+ -]{1,39}|\d{1,2}[^\d\W_][\w.&'’+ -]{0,37}|\d \d [^\W\d_]{2}")
"""A name begins with a letter, or with the number that 36氪 begins with."""
_OF_PRESS = re.compile(
    r".{1,18}(?:社|[日晚早时商周财快]报|[^汇公年季财申简情]报|新闻网?|财经|在线|周刊|杂志|网|广播|电视台?|卫视|电讯|通讯|"
    r"\b(?:News|Times|Post|Journal|Daily|Weekly|Herald|Tribune))",
    re.IGNORECASE,
)
"""Names that outlets have and little else."""
_NUMERIC_DAY = re.compile(r"[\d\s年月日号/.:：T-]{8,24}")
_CLOCK = re.compile(r"[\s,，]{0,3}(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?(?:\s?[ap]\.?m\.?)?", re.IGNORECASE)


class Byline(Record, frozen=True):
    """Who published a report, and when."""

    outlet: str
    """As written."""
    date: str
    """As written; it may count from the digest's day."""
    is_dotted: bool = False
    """True for `outlet · time`, which stands in few articles."""
    is_known: bool = False
    """True if the outlet is a known one, has a name as outlets have, or is called a source."""


def read_byline(line: str) -> Byline | None:
    """The byline that a line is; None for any other line."""
    if not (4 <= len(line) <= LONGEST) or not any(mark in line for mark in "·• |｜/,，—–（(【*"):
        return None
    return _dotted(line.strip()) or (_loose(line) if len(line) <= _LONGEST_LOOSE else None)


def bracketed_byline(text: str) -> Byline | None:
    """The byline in brackets that `text` is, whatever its outlet is called: `（海运网 06-17 21:30）`."""
    wrapped = _WRAPPED.fullmatch(text.strip())
    return _loose(wrapped["inside"], is_sure=True) if wrapped else None


def is_date(text: str) -> bool:
    """True for a full date, with a time of day or without, and for a time that counts from the digest's day.

    A day that the calendar does not have is a date, too: it is told, and no other takes its place.
    """
    if is_relative(text):
        return True
    if len(find_days(text) or DAY.findall(text)) != 1:
        return False
    return bool(_NUMERIC_DAY.fullmatch(text)) or not _CLOCK.sub("", ENGLISH_DAY.sub("", text)).strip(" ,，")


def contradicts(outlet: str, url: str) -> bool | None:
    """True if `url` lies on the domain of another outlet than `outlet`; None where one of them is not known."""
    if not is_outlet(outlet, _shipped()):
        return None
    named, host = resolve_outlet(outlet, _shipped()), outlet_of_url(url, _shipped())
    return None if not host else named[:2] not in host and host[:2] not in named


def is_known(name: str) -> bool:
    """True for an outlet of the shipped table."""
    return is_outlet(name, _shipped())


def host_outlet(url: str) -> str:
    """The outlet of the shipped table on whose domain `url` lies; "" for none."""
    return outlet_of_url(url, _shipped())


def same_outlet(name: str, other: str) -> bool:
    """True if both are names of one outlet."""
    return resolve_outlet(name, _shipped()) == resolve_outlet(other, _shipped())


@cache
def _shipped() -> Outlets:
    return collect_outlets(())


def _dotted(line: str) -> Byline | None:
    if "·" not in line and "•" not in line:
        return None
    match = _DOTTED.fullmatch(line)
    if not match:
        match = _DOTTED_RELATIVE.fullmatch(line)
        match = match if match and is_relative(match["date"]) else None
    if not match or _NO_OUTLET.fullmatch(match["outlet"].strip()):
        return None
    return Byline(outlet=match["outlet"], date=match["date"], is_dotted=True, is_known=_is_press(match["outlet"]))


def _loose(line: str, *, is_sure: bool = False) -> Byline | None:
    text = line.strip().strip("*_ ")
    wrapped = _WRAPPED.fullmatch(text)
    text = (wrapped["inside"] if wrapped else text).strip("*_ ")
    said = _SAID.match(text)
    text = text[said.end() :] if said else text
    if not any(character.isdigit() for character in text) and not any(mark in text for mark in "昨今前刚周星y"):
        return None
    for mark in _SEPARATOR.finditer(text):
        before, after = text[: mark.start()].strip(), text[mark.end() :].strip()
        for outlet, date in ((before, after), (after, before)):
            if outlet and date and _NAME.fullmatch(outlet) and is_date(date):
                is_known = bool(said) or _is_press(outlet)
                return Byline(outlet=outlet, date=date, is_known=is_known) if is_known or is_sure else None
    return None


def _is_press(name: str) -> bool:
    return len(name) <= _LONGEST_LOOSE and (is_outlet(name, _shipped()) or bool(_OF_PRESS.fullmatch(name)))
