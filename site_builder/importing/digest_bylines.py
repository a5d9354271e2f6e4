"""A page of many reports with a line `outlet · time` each -> one item a report.

An item begins with a title line above a line "outlet· 2026-01-07 10:52"; `digest_placement` has moved the lines that
stood above their titles. A line with nothing but an address is the report's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from site_builder.documents import Credit, DigestRef
from site_builder.errors import Problem
from site_builder.formats.blocks import Block
from site_builder.importing.credits import writers
from site_builder.importing.digest_byline_lines import Byline
from site_builder.importing.digest_dates import from_day, is_relative
from site_builder.importing.digest_entries import address_of, read_title
from site_builder.importing.digest_facts import only_address
from site_builder.importing.digest_left_over import (
    LEFT_OVER,
    Piece,
    left_over_blocks,
    left_over_warnings,
    removals,
)
from site_builder.importing.digest_page import Line, Page, heading_days, heading_text
from site_builder.importing.digest_placement import Bylines, is_digest_of
from site_builder.importing.digest_summaries import read_text, without_cut_mark
from site_builder.importing.digest_words import CHROME_TEXT, CLOSING, GENERIC_SECTIONS, MAX_CHROME_TEXT
from site_builder.importing.items import Context, FieldFinding, Item, Removal
from site_builder.importing.loose_markdown import read_body
from site_builder.language.characters import single_line
from site_builder.language.dates import ParsedDate, parse_date
from site_builder.language.urls import is_web_url

_MARKED_TITLE = re.compile(r"\s{0,8}(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.、．)）]|.{0,200}(?:\]\(|https?://))")
"""A title that is a heading, an entry of a list or a link: other rules know better how to read it."""
_CHROME = {"search documents", "search", "documents", "搜索文档", "搜索"}
SURE, _SINGLE = 0.97, 0.7
_MARKUP = re.compile(r"\]\(|\*\*|(?<!\S)https?://")


class _Found(msgspec.Struct, frozen=True):
    """An item where it stands in the page."""

    title: str
    """Markdown of its line; "" for none."""
    byline: Byline
    line: int
    """1-based line of the byline."""
    lines: tuple[Line, ...]
    """Of its text, and an address between title and byline."""
    section: str = ""
    day: str = ""
    """ISO date of the heading it stands under."""


def sniff_bylines(page: Page, bylines: Bylines) -> float:
    """How surely the page is a digest: bylines below title lines. A single one may be the byline of an article."""
    titles = {index: _title_index(page.lines, index, 0) for index in bylines.by_index}
    found = {
        index: byline
        for index, byline in bylines.by_index.items()
        if titles[index] >= 0 and not _MARKED_TITLE.match(page.lines[titles[index]].text[:300])
    }
    unclear = bylines.side == "unclear" and bool(found) and is_digest_of(bylines)
    if unclear or is_digest_of(Bylines(by_index=found, side=bylines.side)):
        return SURE
    return _SINGLE if any(byline.is_dotted and not is_relative(byline.date) for byline in found.values()) else 0.0


def read_bylines(page: Page, bylines: Bylines, context: Context) -> Iterator[Item | Problem]:
    """The reports in the page's order."""
    indices = list(bylines.by_index)
    topic, pieces = _page_head(page, indices)
    *founds, last = _find_items(page, bylines)
    last, tail = _without_tail(last)
    pieces = (*pieces, *tail)
    yield from left_over_warnings(pieces, context.file)
    is_first = True
    for found in (*founds, last):
        if not found.title:
            message = f'no title stands above "{found.byline.outlet} {found.byline.date}"'
            yield Problem(context.file, found.line, "digest-title-missing", message, "add a line with the title")
            continue
        for result in _read_item(found, page, "" if page.is_issue else topic, context):
            if is_first and isinstance(result, Item):
                removed, left_over = (*removals(pieces), *result.removed), left_over_blocks(page, pieces)
                result, is_first = msgspec.structs.replace(result, removed=removed, left_over=left_over), False
            yield result


def lost_times(page: Page, bylines: Bylines) -> list[tuple[str, int]]:
    """(time, line) of the bylines whose time counts from a day that the page does not name."""
    return [
        (byline.date, page.lines[index].number)
        for index, byline in bylines.by_index.items()
        if is_relative(byline.date) and not page.day
    ]


def _page_head(page: Page, bylines: Sequence[int]) -> tuple[str, tuple[Piece, ...]]:
    """(the topic, what stands above the first title)."""
    end = _title_index(page.lines, bylines[0], 0) if bylines else -1
    head = [line for line in page.lines[: max(end, 0)] if line.text.strip() and not line.is_rule]
    named = next((line for line in head if line.text.strip().casefold() not in _CHROME), None)
    pieces: list[Piece] = []
    for line in head:
        text = line.text.strip()
        is_chrome = line is named or text.casefold() in _CHROME or bool(CHROME_TEXT.search(text))
        rule = "digest-day" if line.number == page.day_line else "page-chrome" if is_chrome else LEFT_OVER
        if line is named or line.level <= 1:
            pieces.append(Piece(rule=rule, text=text, line=line.number))
    return heading_text(named.text.strip()) if named else "", tuple(pieces)


def _title_index(lines: Sequence[Line], byline: int, floor: int) -> int:
    """The line of the title above a byline; -1 where none stands between `floor` and it."""
    above = range(byline - 1, floor - 1, -1)
    return next((index for index in above if lines[index].text.strip() and not only_address(lines[index].text)), -1)


def _find_items(page: Page, bylines: Bylines) -> Iterator[_Found]:
    lines = page.lines
    indices = list(bylines.by_index)
    floors = [0, *(index + 1 for index in indices)]
    titles = [_title_index(lines, index, floor) for index, floor in zip(indices, floors, strict=False)]
    section, day = "", page.day
    above = lines[: max(titles[0], 0)]
    for place, index in enumerate(indices):
        for heading in _headings_at_end(above):
            days = heading_days(heading.heading, page.year)
            section, day = ("", days[0]) if len(days) == 1 else (heading.heading, day)
        following = indices[place + 1] if place + 1 < len(indices) else len(lines)
        end = titles[place + 1] if place + 1 < len(indices) and titles[place + 1] > index else following
        above = lines[index + 1 : end]
        kept = above[: len(above) - len(_headings_at_end(above))]
        title = titles[place]
        yield _Found(
            title=lines[title].text.strip() if title >= 0 else "",
            byline=bylines.by_index[index],
            line=lines[index].number,
            lines=tuple(
                line for line in (*lines[title + 1 : index], *kept) if line.text.strip() and not line.is_rule
            ) if title >= 0 else (),
            section=section,
            day=day,
        )  # fmt: skip


def _headings_at_end(lines: Sequence[Line]) -> list[Line]:
    """The headings below the last line of text."""
    end = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].text and not lines[index].level), -1)
    return [line for line in lines[end + 1 :] if line.level > 1 or (line.level and end >= 0)]


def _without_tail(last: _Found) -> tuple[_Found, list[Piece]]:
    """(the last item without what follows the closing words, or says of the page what every page says; that)."""
    lines = last.lines
    closing = next((index for index, line in enumerate(lines) if CLOSING.fullmatch(line.text.strip()[:60])), len(lines))
    while closing and _is_chrome(lines[closing - 1]):
        closing -= 1
    tail = [
        Piece(rule=_rule(line), text=line.text.strip(), line=line.number) for line in lines[closing:]
    ]  # fmt: skip
    return msgspec.structs.replace(last, lines=lines[:closing]), tail


def _rule(line: Line) -> str:
    return "digest-chrome" if _is_chrome(line) or CLOSING.fullmatch(line.text.strip()[:60]) else LEFT_OVER


def _is_chrome(line: Line) -> bool:
    return len(line.text) <= MAX_CHROME_TEXT and bool(CHROME_TEXT.search(line.text))


def _read_item(found: _Found, page: Page, topic: str, context: Context) -> Iterator[Item | Problem]:
    entry = read_title(found.title)
    dated, counted, problem = _date(found, page, context)
    if problem:
        yield problem
    url, lines = _address(entry.url, found.lines)
    text, cut = without_cut_mark("\n".join(lines))
    url = url or address_of(text)
    blocks, credits, marks = _blocks(text)
    if not blocks:
        message = f'"{entry.title}" has no text'
        yield Problem(context.file, found.line, "digest-text-missing", message, severity="warning")
    removed: list[Removal] = [("reference-marks", " ".join(marks))] if marks else []
    if cut:
        removed.append(("cut-mark", cut))
    section = single_line(found.section)
    yield Item(
        title=entry.title,
        blocks=blocks,
        date=dated.value if dated else None,
        date_precision=dated.precision if dated else "second",
        outlet=single_line(found.byline.outlet),
        source_url=url if is_web_url(url) else "",
        authors=writers(credits),
        credits=credits,
        truncated=bool(cut),
        removed=tuple(removed),
        tags=(topic,) if topic else (),
        categories=(section,) if section and section.casefold() not in GENERIC_SECTIONS else (),
        digest=DigestRef(
            title=topic or page.title or context.file.rpartition(".")[0], date=page.day, url=page.url, file=context.file
        ),
        extra={"topic": topic} if topic else {},
        found=counted,
    )


def _date(
    found: _Found, page: Page, context: Context
) -> tuple[ParsedDate | None, tuple[FieldFinding, ...], Problem | None]:
    """(the date of the byline, how it was found, what is wrong with it)."""
    date = found.byline.date
    try:
        if not is_relative(date):
            return parse_date(date, zone=context.zone), (), None
        whose = "the digest's day" if found.day == page.day else "the day it stands under,"
        clock = page.clock if found.day == page.day else ""
        moment, how = from_day(date, found.day, whose=whose, clock=clock, zone=context.zone)
    except ValueError as error:
        return None, (), Problem(context.file, found.line, "date-impossible", str(error), severity="warning")
    return moment, how, None


def _address(url: str, lines: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """(the report's own address, the lines without it): on its title, else alone on the first or the last line."""
    kept = [line.text.strip() for line in lines]
    for place in (0, -1):
        if kept and not url and (found := only_address(kept[place])):
            url = found
            del kept[place]
    return url, tuple(kept)


def _blocks(text: str) -> tuple[tuple[Block, ...], tuple[Credit, ...], list[str]]:
    """(blocks, credits, reference marks left out) of plain text, or of Markdown."""
    if not _MARKUP.search(text):
        return read_text(text)
    try:
        return read_body(text.replace("\n", "\n\n")).blocks, (), []
    except ValueError:
        return read_text(text)
