"""A page of many reports on one topic -> one item a report.

An item begins with a title line above a line "outlet· 2026-01-07 10:52". Its text is one line: Chinese with
hard wraps that became spaces, or an English summary whose headings and bullets stand in the running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from site_builder.errors import Problem
from site_builder.formats.blocks import Block, list_block, paragraph_block
from site_builder.formats.inline_markdown import Run, write_inline
from site_builder.importing.credits import split_lead_credits, writers
from site_builder.importing.digest_dates import from_day, is_relative, with_own_day
from site_builder.importing.digest_left_over import (
    LEFT_OVER,
    Piece,
    left_over_blocks,
    left_over_warnings,
    removals,
)
from site_builder.importing.digest_page import Page, heading_text, read_page
from site_builder.importing.items import Context, FieldFinding, Item, Removal
from site_builder.importing.unwrap import unwrap
from site_builder.language.characters import single_line, strip_illegal, strip_invisible, unify_line_ends
from site_builder.language.cjk import is_spaced
from site_builder.language.dates import ParsedDate, parse_date
from site_builder.model import Credit, DigestRef

_BYLINE = re.compile(
    r"(?P<outlet>[^\s·•][^·•\n]{0,59}?)\s{0,3}[·•]\s{0,3}(?P<date>\d{4}-\d{1,2}-\d{1,2}(?:\s{1,2}\d{1,2}:\d{2}(?::\d{2})?)?)"
)
_RELATIVE_BYLINE = re.compile(r"(?P<outlet>[^\s·•][^·•\n]{0,59}?)\s{0,3}[·•]\s{0,3}(?P<date>[^·•\n]{2,20})")
_NO_OUTLET = re.compile(
    r"第\s?\d{1,5}\s?期|(?:vol|no|issue)\.?\s?#?\d{1,5}|#\d{1,5}|\W{1,8}|.{0,30}[:：].{0,30}", re.IGNORECASE
)
"""What stands before the date of a digest itself, and labels."""
_FEWEST_RELATIVE = 3
"""Bylines without a full date that make a digest: one or two such lines stand in articles, too."""
_MARKED_TITLE = re.compile(r"\s{0,8}(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.、．)）]|.{0,200}(?:\]\(|https?://))")
"""A title that is a heading, an entry of a list or a link: other rules know better how to read it."""
_CHROME = {"search documents", "search", "documents", "搜索文档", "搜索"}
_MAX_LINE = 200
"""Titles and bylines are shorter; texts are longer or follow a byline."""
_SURE, _SINGLE = 0.97, 0.7
_CUT = re.compile(r"\s?(?:\.{3}|…{1,2})$")
_WHOLE = re.compile(r"[。！？!?.;；][”’\"')）」』]*$")
_MARKS = re.compile(r"\s?(?:\[\d{1,4}\])+")
_BULLET = re.compile(r"\s-\s(?=[\"“'A-Z0-9$¥€(\[])")
_SECTION_END = re.compile(r"(?:\[\d{1,4}\][.。]?|[.!?][\"”')]?)\s")
_HEADING = re.compile(r"(?:Group \d{1,2}: )?[A-Z][^.!?\[\]]{1,70}")
_ENDS_SENTENCE = re.compile(r"(?:\[\d{1,4}\]|[.!?])[\"”')\].]{0,3}$")


class _Found(msgspec.Struct, frozen=True):
    """An item where it stands in the page."""

    title: str
    outlet: str
    date: str
    line: int
    """1-based line of the byline."""
    text: tuple[str, ...]


def sniff_bylines(text: str) -> float:
    """How surely `text` is a digest: bylines below title lines. A single one may be the byline of an article."""
    lines = [line for line in text.split("\n") if line.strip()]
    found = [
        byline[1]
        for title, line in pairwise(lines)
        if (byline := _byline(line)) and not _MARKED_TITLE.match(title[:300])
    ]
    dated = sum(not is_relative(date) for date in found)
    if dated > 1:
        return _SURE
    return _SURE if len(found) >= _FEWEST_RELATIVE else _SINGLE if dated else 0.0


def read_bylines(text: str, context: Context) -> Iterator[Item | Problem]:
    """The reports in the page's order."""
    lines = [line.strip() for line in strip_invisible(strip_illegal(unify_line_ends(text))).split("\n")]
    bylines = [index for index, line in enumerate(lines) if _byline(line)]
    page = with_own_day(read_page(text, context.file))
    topic, pieces = _page_head(lines, bylines, page)
    yield from left_over_warnings(pieces, context.file)
    for number, found in enumerate(_find_items(lines, bylines)):
        if not found.title:
            message = f'no title stands above "{lines[found.line - 1]}"'
            yield Problem(context.file, found.line, "digest-title-missing", message, "add a line with the title")
            continue
        for result in _read_item(found, topic, context, day=page.day):
            if number == 0 and isinstance(result, Item):
                removed, left_over = (*removals(pieces), *result.removed), left_over_blocks(page, pieces)
                result = msgspec.structs.replace(result, removed=removed, left_over=left_over)
            yield result


def _byline(line: str) -> tuple[str, str] | None:
    """(outlet, date or relative time) of a byline; None for any other line."""
    if len(line) > _MAX_LINE or not ("·" in line or "•" in line):
        return None
    match = _BYLINE.fullmatch(line.strip())
    if not match:
        match = _RELATIVE_BYLINE.fullmatch(line.strip())
        match = match if match and is_relative(match["date"]) else None
    if not match or _NO_OUTLET.fullmatch(match["outlet"].strip()):
        return None
    return match["outlet"], match["date"]


def _page_head(lines: Sequence[str], bylines: Sequence[int], page: Page) -> tuple[str, tuple[Piece, ...]]:
    """(the topic, what stands above the first title)."""
    end = _title_index(lines, bylines[0], 0) if bylines else -1
    head = [(number, line) for number, line in enumerate(lines[: max(end, 0)], start=1) if line]
    named = next(((number, line) for number, line in head if line.casefold() not in _CHROME), (0, ""))
    pieces: list[Piece] = []
    for number, line in head:
        is_chrome = number == named[0] or line.casefold() in _CHROME
        rule = "digest-day" if number == page.day_line else "page-chrome" if is_chrome else LEFT_OVER
        pieces.append(Piece(rule=rule, text=line, line=number))
    return heading_text(named[1]), tuple(pieces)


def _title_index(lines: Sequence[str], byline: int, floor: int) -> int:
    """The line of the title above a byline; -1 where none stands between `floor` and it."""
    return next((index for index in range(byline - 1, floor - 1, -1) if lines[index]), -1)


def _find_items(lines: Sequence[str], bylines: Sequence[int]) -> Iterator[_Found]:
    floor = 0
    titles = []
    for byline in bylines:
        titles.append(_title_index(lines, byline, floor))
        floor = byline + 1
    for index, byline in enumerate(bylines):
        outlet, date = _byline(lines[byline]) or ("", "")
        following = [title for title in titles[index + 1 : index + 2] if title > byline]
        end = following[0] if following else bylines[index + 1] if index + 1 < len(bylines) else len(lines)
        title = titles[index]
        yield _Found(
            title=single_line(lines[title]) if title >= 0 else "",
            outlet=single_line(outlet),
            date=date,
            line=byline + 1,
            text=tuple(line for line in lines[byline + 1 : end] if line),
        )


def _read_item(found: _Found, topic: str, context: Context, *, day: str) -> Iterator[Item | Problem]:
    dated: ParsedDate | None = None
    counted: tuple[FieldFinding, ...] = ()
    try:
        if not is_relative(found.date):
            dated = parse_date(found.date, zone=context.zone)
        elif day:
            dated, counted = from_day(found.date, day, whose="the digest's day", zone=context.zone)
    except ValueError as error:
        yield Problem(context.file, found.line, "date-impossible", str(error), severity="warning")
    text, cut = _without_cut_mark("\n".join(found.text))
    blocks, credits, marks = _read_text(text)
    if not blocks:
        message = f'"{found.title}" has no text'
        yield Problem(context.file, found.line, "digest-text-missing", message, severity="warning")
    removed: list[Removal] = [("reference-marks", " ".join(marks))] if marks else []
    if cut:
        removed.append(("cut-mark", cut))
    yield Item(
        title=found.title,
        blocks=blocks,
        date=dated.value if dated else None,
        date_precision=dated.precision if dated else "second",
        outlet=found.outlet,
        authors=writers(credits),
        credits=credits,
        truncated=bool(cut),
        removed=tuple(removed),
        tags=(topic,) if topic else (),
        digest=DigestRef(title=topic or context.file.rpartition(".")[0], date=day, file=context.file),
        extra={"topic": topic} if topic else {},
        found=counted,
    )


def _without_cut_mark(text: str) -> tuple[str, str]:
    """(the text, the mark that said it goes on); a sentence that is cut ends with "…"."""
    cut = _CUT.search(text[-8:])
    if not cut:
        return text, ""
    text = text[: len(text) - len(cut[0])].rstrip()
    return (text if _WHOLE.search(text[-4:]) else f"{text}…"), cut[0].strip()


def _read_text(text: str) -> tuple[tuple[Block, ...], tuple[Credit, ...], list[str]]:
    """(blocks, credits, reference marks left out)."""
    credits: tuple[Credit, ...] = ()
    blocks: list[Block] = []
    marks = [mark.strip() for mark in _MARKS.findall(text)]
    for line in text.split("\n"):
        if not credits and not blocks:
            credits, line = split_lead_credits(line)
        if not line:
            continue
        if is_spaced(line):
            blocks += _read_summary(line)
        else:
            blocks += [_paragraph(paragraph) for paragraph in unwrap(line)]
    return tuple(block for block in blocks if block.markdown), credits, marks


def _paragraph(text: str) -> Block:
    return paragraph_block([Run(text=_MARKS.sub("", text))])


def _read_summary(text: str) -> Iterator[Block]:
    """Sections of an English summary: a heading, then its points, a single one as a paragraph."""
    sections = list(_sections(text))
    for heading, points in sections:
        if heading:
            yield Block(kind="heading", markdown=f"## {write_inline([Run(text=heading)])}", text=heading)
        blocks = [_paragraph(point) for point in points]
        if len(blocks) > 1:
            yield list_block([[block] for block in blocks], None)
        else:
            yield from blocks


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """(heading or "", points) in order. A heading is what stands between a point's end and the next bullet."""
    heading, points = "", list[str]()
    parts = _points(text)
    for index, part in enumerate(parts):
        if index == len(parts) - 1:
            point, following = part, ""
        elif index == 0 and _HEADING.fullmatch(part):
            point, following = "", part
        else:
            point, following = _split_heading(part)
        if point:
            points.append(point)
        if following:
            if heading or points:
                yield heading, points
            heading, points = following, []
    if heading or points:
        yield heading, points


def _points(text: str) -> list[str]:
    """The parts between bullets; a hyphen in the middle of a sentence is none."""
    parts: list[str] = []
    start = 0
    for match in _BULLET.finditer(text):
        part = text[start : match.start()].strip()
        tail = part[-160:]
        ended = _ENDS_SENTENCE.search(tail) or _split_heading(tail)[1]
        if ended or (not parts and _HEADING.fullmatch(part)):
            parts.append(part)
            start = match.end()
    return [*parts, text[start:].strip()] if parts else [text]


def _split_heading(part: str) -> tuple[str, str]:
    """(the point, the heading that follows it in the running text, or "")."""
    ends = list(_SECTION_END.finditer(part[-160:]))
    if not ends:
        return part, ""
    position = max(0, len(part) - 160) + ends[-1].end()
    heading = part[position:].strip()
    return (part[:position].strip(), heading) if _HEADING.fullmatch(heading) else (part, "")
