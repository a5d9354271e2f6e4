"""Lines `outlet · time` of a page -> whether they stand above or below the titles of their items.

Either way is common, and to take one for the other builds every item of two neighbours. It is told for the page as a
whole: by blank lines, by what stands first and last, by which end of the text between two such lines is a title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from site_builder.documents import Record
from site_builder.importing.digest_byline_lines import Byline, host_outlet, read_byline, same_outlet
from site_builder.importing.digest_dates import is_relative
from site_builder.importing.digest_page import Line, Page, find_days
from site_builder.importing.digest_rules import BOLD_LINE, BOXED, BULLET, NUMBERED, URL_LINE
from site_builder.importing.digest_words import CHROME_TEXT, CLOSING

Side = Literal["above", "below", "unclear"]

FEWEST = 3
"""Bylines that need no other sign; one or two such lines stand in articles, too."""
_SURELY = 3
"""Times as many signs for one side as for the other that decide."""
_LONGEST_TITLE = 120
_ENDS = re.compile(r".*(?:[。；;…]|\.{3}|[^A-Z.]\.)[”’\"')」』]{0,2}$")
"""How text ends, and titles do not."""


class Bylines(Record, frozen=True):
    """The bylines of a page."""

    by_index: Mapping[int, Byline]
    """Index of a line of the page -> what it says."""
    side: Side
    """Where they stand, seen from the titles."""


NONE = Bylines(by_index={}, side="unclear")
"""Of a page without them."""


def find_bylines(page: Page) -> Bylines:
    """The bylines of the page, and where they stand; none where they are too few to make a digest."""
    found = {
        index: byline
        for index, line in enumerate(page.lines)
        if not (line.is_code or line.is_rule or line.level) and (byline := read_byline(line.text))
    }
    loose = [byline for byline in found.values() if not byline.is_dotted]
    outlets = {byline.outlet for byline in loose if find_days(byline.date)}
    if len(found) < FEWEST and len(outlets) < 2:
        found = {index: byline for index, byline in found.items() if byline.is_dotted}
    return Bylines(by_index=found, side=_side(page.lines, found))


def is_digest_of(bylines: Bylines) -> bool:
    """True if the bylines are so many that the page is a digest."""
    dated = sum(not is_relative(byline.date) for byline in bylines.by_index.values())
    return dated > 1 or len(bylines.by_index) >= FEWEST


def with_bylines_below(page: Page, bylines: Bylines) -> Page:
    """The page, each byline that stands above a title moved below it."""
    if bylines.side != "above":
        return page
    lines = list(page.lines)
    for index in bylines.by_index:
        title = _next(lines, index, bylines.by_index)
        if title is not None:
            lines[index : title + 1] = [lines[title], lines[index], *lines[index + 1 : title]]
    return msgspec.structs.replace(page, lines=tuple(lines))


def _side(lines: Sequence[Line], found: Mapping[int, Byline]) -> Side:
    above = below = 0
    indices = list(found)
    for place, index in enumerate(indices):
        floor = indices[place - 1] if place else -1
        end = indices[place + 1] if place + 1 < len(indices) else len(lines)
        one, other = _signs(lines, index, floor=floor, end=end, found=found)
        above, below = above + one, below + other
        between = _without_headings(_said(lines, floor, index)) if place else []
        if between:
            first, last = _is_title(between[0]), _is_title(between[-1])
            above, below = above + (first and not last), below + (last and not first)
    if above and above >= _SURELY * below:
        return "above"
    return "below" if below and below >= _SURELY * above else "unclear"


def _signs(lines: Sequence[Line], index: int, *, floor: int, end: int, found: Mapping[int, Byline]) -> tuple[int, int]:
    """Signs at one byline that its title stands (below it, above it)."""
    before, after = _said(lines, floor, index), _said(lines, index, end)
    above_is_blank = index - 1 <= floor or not lines[index - 1].text.strip() or lines[index - 1].level == 1
    below_is_blank = index + 1 >= end or not lines[index + 1].text.strip()
    signs = [0, 0]
    if above_is_blank and not below_is_blank:
        signs[0] += 1
    elif below_is_blank and not above_is_blank and floor >= 0:
        signs[1] += 1
    if not before or (floor < 0 and all(line.level for line in before)):
        signs[0] += 1
    elif URL_LINE.match(before[-1].text):
        is_own = same_outlet(host_outlet(before[-1].text.strip(" <>")), found[index].outlet)
        signs[1 if is_own else 0] += 1
    if not after:
        signs[1] += 1
    is_apart = above_is_blank and not below_is_blank
    if before and after and _is_marked(after[0]) != (_is_marked(before[-1]) and not is_apart):
        signs[0 if _is_marked(after[0]) else 1] += 1
    return signs[0], signs[1]


def _said(lines: Sequence[Line], floor: int, end: int) -> list[Line]:
    """What stands between two lines, without what says nothing and what closes the page."""
    return [
        line
        for line in lines[floor + 1 : end]
        if line.text.strip() and not line.is_rule and not CLOSING.fullmatch(line.text[:60])
    ]


def _without_headings(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the headings below the text: they may be of a section."""
    end = next((index for index in range(len(lines) - 1, -1, -1) if not lines[index].level), -1)
    return lines[: end + 1] or lines


def _is_marked(line: Line) -> bool:
    return line.level > 1 or any(form.match(line.text) for form in (BOLD_LINE, BOXED, NUMBERED, BULLET))


def _is_title(line: Line) -> bool:
    text = line.text.strip()
    is_text = len(text) > _LONGEST_TITLE or bool(_ENDS.match(text) or URL_LINE.match(line.text))
    return not is_text and not CHROME_TEXT.search(text)


def _next(lines: Sequence[Line], index: int, found: Mapping[int, Byline]) -> int | None:
    """The title below a byline; None where another one comes first."""
    following = (place for place in range(index + 1, len(lines)) if lines[place].text.strip())
    place = next(following, None)
    return None if place is None or place in found else place
