"""What a post's front matter lost, found again in its text: the date, and characters of the title.

Mirrors write `Invalid Date` for dates they could not read, and `_` for characters that no file name may hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from site_builder.documents import Record
from site_builder.formats.blocks import Block
from site_builder.importing.credits import read_credit_date
from site_builder.importing.items import FieldFinding
from site_builder.language.characters import single_line
from site_builder.language.cjk import CJK
from site_builder.language.dates import Precision, parse_date

_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d{2}|19\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_MARKED_UP = re.compile(
    r"<time\b[^<>]{0,300}?\bdatetime\s?=\s?[\"']([^\"'<>]{8,60})[\"']"
    r"|<(?:span|div|p|em|i)\b[^<>]{0,200}?\bclass\s?=\s?[\"'][^\"'<>]{0,80}\b(?:time|date|pubtime|pubdate|publish-time)\b"
    r"[^\"'<>]{0,80}[\"'][^<>]{0,200}>\s{0,20}([^<>]{8,60}?)\s{0,20}</",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"(?:(?:(?:发布|发表|更新)?(?:时间|日期)|发布|发表|更新|published|posted)(?:于|\s?on)?\s?[:：]?\s?)?(?P<date>\S.{5,60})",
    re.IGNORECASE,
)
_LEAD_BLOCKS = 4
_SAMPLE = 50_000

_MAX_TITLE = 300
_TITLE_BLOCKS = 40
_CONTEXT = 4
"""Characters on each side of a `_` that must stand in the text as they do in the title."""
_LISTED_MARK = re.compile(rf"(?:^|(?<=[\W_]))_(S?\*?)(?=ST[{CJK}])")
_HEADLINE = re.compile(r"【([^【】]{4,100})】(?=\s?\S)")
_QUOTED = re.compile(r"_([^_]{1,30})_")
_WORDS = re.compile(r"\w+")
_PAIRS = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"), ("【", "】"))


class Dated(Record, frozen=True):
    """A date with how precise it is and, unless the front matter gives it, where it was found."""

    value: datetime | None = None
    precision: Precision = "second"
    found: FieldFinding | None = None


def find_date(file: str, markup: str, blocks: Sequence[Block], *, zone: ZoneInfo) -> Dated:
    """The date that a post's file name, mark-up or first lines give; none where they do not: it is never guessed."""
    match = _DATE_IN_NAME.search(file)
    if match:
        return _dated("-".join(match.group(1, 3, 4)), "file name", 0.9, zone)
    for found in _MARKED_UP.finditer(markup[:_SAMPLE]):
        dated = _dated(found[1] or found[2], "mark-up of the text", 0.8, zone)
        if dated.value:
            return dated
    for block in blocks[:_LEAD_BLOCKS]:
        line = _STATED.fullmatch(single_line(block.text)) if len(block.text) < 80 else None
        dated = _dated(line["date"], "line of its own", 0.8, zone) if line else Dated()
        if dated.value:
            return dated
        date = read_credit_date(block.text)
        if date:
            return _dated(date, "credit line", 0.8, zone)
    return Dated()


def _dated(text: str, how: str, confidence: float, zone: ZoneInfo) -> Dated:
    try:
        parsed = parse_date(text, zone=zone)
    except ValueError:
        return Dated()
    found = FieldFinding(field="date", value=text, how=how, confidence=confidence)
    return Dated(value=parsed.value, precision=parsed.precision, found=found)


def find_headline(title: str, blocks: Sequence[Block]) -> tuple[str, FieldFinding | None]:
    """(the headline of a flash: 【headline】 where the title holds the lead as well, how it was found)."""
    match = _HEADLINE.match(title)
    lead = single_line(blocks[0].text[:2000]) if blocks else ""
    if match and title[: match.end() + 1] == lead[: match.end() + 1]:
        return match[1], FieldFinding(field="title", value=match[1], how="brackets before the lead", confidence=0.9)
    return restore_title(title, blocks)


def restore_title(title: str, blocks: Sequence[Block]) -> tuple[str, FieldFinding | None]:
    """(the title with what a mirror's file system made `_`, how it was found); as it is where nothing has it whole."""
    if "_" not in title or len(title) > _MAX_TITLE:
        return title, None
    pattern = re.compile(re.escape(title).replace("_", r"[^\w\s]"))
    shown = blocks[:_TITLE_BLOCKS]
    places = (
        *(("name of an image", block.image.alt) for block in shown if block.image),
        *(("line of the text", block.text) for block in shown),
    )
    for how, text in places:
        match = pattern.search(single_line(text[:5000]))
        if match and _is_paired(match[0]):
            return match[0], FieldFinding(field="title", value=match[0], how=how, confidence=1.0)
    text = "\n".join(block.text for block in shown)[:_SAMPLE]
    restored = _LISTED_MARK.sub("*", _restore_parts(_restore_quotes(title, text), text))
    if restored == title or not _is_paired(restored):
        return title, None
    return restored, FieldFinding(field="title", value=restored, how="the same words in the text", confidence=0.8)


def _is_paired(title: str) -> bool:
    """True if every quote that opens closes again: a mirror that lost one of the two lost the place of the other."""
    return all(title.count(opening) == title.count(closing) for opening, closing in _PAIRS)


def _restore_quotes(title: str, text: str) -> str:
    """The title with `_…_` in the quotes that the text has around the same words."""

    def quote(match: re.Match[str]) -> str:
        found = set(re.findall(rf"([“‘「『《\"]){re.escape(match[1])}([”’」』》\"])", text))
        opening, closing = found.pop() if len(found) == 1 else "__"
        return f"{opening}{match[1]}{closing}"

    return _QUOTED.sub(quote, title)


def _restore_parts(title: str, text: str) -> str:
    """The title with each `_` as the text has it between the same words, if it always has the same there."""
    parts = title.split("_")
    restored = parts[0]
    for left, right in pairwise(parts):
        before, after = _tail(left), _head(right)
        found: set[str] = set()
        if before and after and len(before) + len(after) >= _CONTEXT:
            found = set(re.findall(rf"{re.escape(before)}([^\w\s]){re.escape(after)}", text))
        restored += (found.pop() if len(found) == 1 else "_") + right
    return restored


def _tail(text: str) -> str:
    words = _WORDS.findall(text[-_CONTEXT:])
    return words[-1] if words and text.endswith(words[-1]) else ""


def _head(text: str) -> str:
    match = _WORDS.match(text[:_CONTEXT])
    return match[0] if match else ""
