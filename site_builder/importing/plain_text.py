"""Plain-text articles -> one item: title, a line with category and date, text with typed headings and lists.

Loose Markdown (marked headings, links, fences) is read as what it is; in all other text every character is a
letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from site_builder.errors import Problem
from site_builder.formats.blocks import Block, list_block, paragraph_block
from site_builder.formats.inline_markdown import Run, write_inline
from site_builder.importing.credits import credit_lines, take_credits, writers
from site_builder.importing.items import Context, Item, Reader, Removal
from site_builder.importing.loose_markdown import markdown_text, read_body
from site_builder.importing.metadata_lines import read_metadata
from site_builder.importing.rules import apply_rules, drop_repeated_title, is_same_title
from site_builder.importing.unwrap import are_wrapped, join_lines
from site_builder.language.characters import single_line, strip_illegal, strip_invisible, unify_line_ends
from site_builder.language.cjk import count_cjk, detect_language, display_width
from site_builder.language.dates import parse_date

_DATE = r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:[ T]{1,2}\d{1,2}:\d{2}(?::\d{2})?)?"
_CATEGORY_DATE = re.compile(rf"(?P<category>[^\d\s:：，。]{{0,20}})\s{{0,4}}(?P<date>{_DATE})")
_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d{2}|19\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_HEADINGS = (
    (re.compile(r"第[一二三四五六七八九十百]{1,3}[章节部篇][\s:：、]"), 2),
    (re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"), 2),
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"), 3),
)
"""Numbered headings of Chinese prose -> their level."""
_HEADING_WIDTH = 70
_SUBTITLE_WIDTH = 60
_BULLET = re.compile(r"(?P<indent>\s{0,12})[•●·▪◦‣○■◆∙*–-]\s{1,4}(?=\S)")
_NUMBER = re.compile(r"(?P<indent>\s{0,12})(?P<number>\d{1,3})(?:[.．、)）](?!\d)\s{0,4})(?=\S)")
_SENTENCE_MARK = re.compile(r"[。！？；，!?;…]|[.,:：]$")
_MARKDOWN = re.compile(
    r"^#{1,6}\s?[^#\s]|^(?:```|~~~)|^> |!?\[[^\]\n]{0,300}\]\([^)\s]{1,600}|"
    r"^\[[^\]\n]{1,80}\]:\s|\*\*[^*\n]{1,200}\*\*",
    re.MULTILINE,
)
_MIN_MARKDOWN = 2
_SAMPLE = 50_000
"""Characters looked at to tell Markdown from plain text."""
_MAX_TITLE = 300
_MAX_METADATA = 40
_UNDERLINE = re.compile(r"={3,}|-{3,}")
"""Below a title, in Markdown's older headings."""


class _Paragraph(msgspec.Struct, frozen=True):
    """Lines between blank lines, with the number of blank lines above."""

    lines: tuple[str, ...]
    gap: int


def sniff(text: str, file: str) -> float:
    """How surely `text` is an article in plain text: anything with a title line and words below it may be."""
    head = unify_line_ends(text[:4000].lstrip("\ufeff"))
    if head.lstrip().startswith(("<", "{", "---\n", "+++\n")):
        return 0.1
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    if len(lines) < 2 or len(lines[0]) > _MAX_TITLE:
        return 0.2
    return 0.8 if any(_CATEGORY_DATE.fullmatch(line) for line in lines[1:4]) else 0.5


def read(text: str, context: Context) -> Iterator[Item | Problem]:
    """The article."""
    text = strip_invisible(strip_illegal(unify_line_ends(text)))
    metadata, count = read_metadata(text.split("\n", _MAX_METADATA)[:_MAX_METADATA])
    paragraphs = list(_paragraphs(text.split("\n", count)[count]))
    if not paragraphs:
        yield Problem(context.file, 1, "text-empty", "the file has no text", "delete the file")
        return
    is_markdown = _is_markdown(text)
    first = paragraphs[0].lines[0]
    title = single_line(markdown_text(first) if is_markdown else first.lstrip("# \t"))[:_MAX_TITLE]
    category, date_text, rest = _category_and_date(_below_title(paragraphs))
    date_text = date_text or metadata.date
    date = None
    try:
        date = parse_date(date_text, zone=context.zone).value if date_text else _date_in_name(context)
    except ValueError as error:
        yield Problem(context.file, _line_of(text, date_text), "date-impossible", str(error), severity="warning")
    rest, again = _without_title(rest, title)
    if is_markdown:
        body = read_body("\n\n".join("\n".join(paragraph.lines) for paragraph in rest))
        blocks, removed = body.blocks, body.removed
    else:
        blocks, removed = tuple(_blocks(rest, english=detect_language(text) == "en")), ()
    below_title, repeated = drop_repeated_title(blocks, title)
    blocks, gone = apply_rules(below_title)
    kept, credits = take_credits(blocks)
    taken = credit_lines(blocks, kept)
    yield Item(
        title=title,
        blocks=kept,
        date=date,
        source_url=metadata.source_url,
        authors=writers((*metadata.credits, *credits)),
        credits=(*metadata.credits, *credits),
        categories=(category,) if category else (),
        removed=(*metadata.removed, *again, *removed, *repeated, *gone, *taken),
    )


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    lines: list[str] = []
    gap = blank = 0
    for line in text.split("\n"):
        if line.strip():
            if not lines:
                gap = blank
            lines.append(line.rstrip())
            blank = 0
            continue
        if lines:
            yield _Paragraph(lines=tuple(lines), gap=gap)
            lines = []
        blank += 1
    if lines:
        yield _Paragraph(lines=tuple(lines), gap=gap)


def _below_title(paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
    """The text without its first line, which may stand directly above it."""
    first = paragraphs[0]
    lines = first.lines[2:] if len(first.lines) > 1 and _UNDERLINE.fullmatch(first.lines[1]) else first.lines[1:]
    below = [_Paragraph(lines=lines, gap=0)] if lines else []
    return [*below, *paragraphs[1:]]


def _category_and_date(paragraphs: list[_Paragraph]) -> tuple[str, str, list[_Paragraph]]:
    """(category, date, the rest) where a line near the top holds nothing else."""
    for index, paragraph in enumerate(paragraphs[:3]):
        match = _CATEGORY_DATE.fullmatch(paragraph.lines[0].strip())
        if match:
            kept = [_Paragraph(lines=paragraph.lines[1:], gap=paragraph.gap)] if len(paragraph.lines) > 1 else []
            category = match["category"].strip(" |｜·-")
            return category, match["date"], [*paragraphs[:index], *kept, *paragraphs[index + 1 :]]
    return "", "", paragraphs


def _date_in_name(context: Context) -> datetime | None:
    match = _DATE_IN_NAME.search(context.file)
    return parse_date("-".join(match.groups()), zone=context.zone).value if match else None


def _without_title(paragraphs: list[_Paragraph], title: str) -> tuple[list[_Paragraph], tuple[Removal, ...]]:
    """(the text without the title, should it stand there again, and what was left out)."""
    if len(paragraphs) > 1 and len(paragraphs[0].lines) == 1 and is_same_title(paragraphs[0].lines[0], title):
        return paragraphs[1:], (("repeated-title", paragraphs[0].lines[0].strip()),)
    return paragraphs, ()


def _is_markdown(text: str) -> bool:
    """True if the text is marked up in at least two places."""
    found = _MARKDOWN.finditer(text[:_SAMPLE])
    return sum(1 for _ in zip(range(_MIN_MARKDOWN), found, strict=False)) == _MIN_MARKDOWN


def _blocks(paragraphs: Sequence[_Paragraph], *, english: bool) -> Iterator[Block]:
    """Headings, lists and paragraphs; list items that follow one another are one list."""
    items: list[list[Block]] = []
    start: int | None = None
    for index, paragraph in enumerate(paragraphs):
        found = _list_items(paragraph)
        if found is not None:
            number, texts = found
            if items and not _continues(start, len(items), number):
                yield list_block(items, start)
                items = []
            start = start if items else number
            items += [[_paragraph_block([text])] for text in texts]
            continue
        if items:
            yield list_block(items, start)
            items = []
        level = _heading_level(paragraph, english=english, last=index == len(paragraphs) - 1)
        yield _heading_block(paragraph, level) if level else _text_block(paragraph)
    if items:
        yield list_block(items, start)


def _list_items(paragraph: _Paragraph) -> tuple[int | None, list[str]] | None:
    """(first number or None for bullets, the items' texts); None where the paragraph is no list."""
    first = paragraph.lines[0]
    bullet, number = _BULLET.match(first), _NUMBER.match(first)
    pattern = _BULLET if bullet else _NUMBER
    opening = bullet or number
    if opening is None:
        return None
    marked = [pattern.match(line) for line in paragraph.lines]
    if number and not bullet and not opening["indent"] and not _counts_up(marked):
        return None
    texts: list[str] = []
    for line, match in zip(paragraph.lines, marked, strict=True):
        if match:
            texts.append(line[match.end() :])
        else:
            texts[-1] = join_lines([texts[-1], line])
    return (None if bullet else int(opening["number"])), texts


def _counts_up(marked: Sequence[re.Match[str] | None]) -> bool:
    """True if unindented numbers are those of a list: 1, 2, … on lines of their own."""
    numbers = [int(match["number"]) for match in marked if match]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _continues(start: int | None, count: int, number: int | None) -> bool:
    return number is None if start is None else number == start + count


def _heading_level(paragraph: _Paragraph, *, english: bool, last: bool) -> int:
    """2 or 3 for a heading, 0 for anything else."""
    line = paragraph.lines[0].strip()
    if len(paragraph.lines) > 1 or last or display_width(line) > _HEADING_WIDTH:
        return 0
    for pattern, level in _HEADINGS:
        if pattern.match(line) and not line.endswith(("。", "；", "，", ";", ",")):
            return level
    if display_width(line) > _SUBTITLE_WIDTH or _SENTENCE_MARK.search(line):
        return 0
    if english and not count_cjk(line):
        return 2 if line[:1].isupper() and len(line.split()) <= 9 else 0
    return 2 if paragraph.gap > 1 and count_cjk(line) > 1 else 0


def _heading_block(paragraph: _Paragraph, level: int) -> Block:
    text = single_line(paragraph.lines[0])
    return Block(kind="heading", markdown=f"{'#' * level} {write_inline([Run(text=text)])}", text=text)


def _text_block(paragraph: _Paragraph) -> Block:
    """One paragraph: wrapped lines joined, lines of their own kept."""
    lines = [line.strip() for line in paragraph.lines]
    return _paragraph_block([join_lines(lines)] if are_wrapped(lines) else lines)


def _paragraph_block(lines: Sequence[str]) -> Block:
    return paragraph_block([Run(text="\n".join(single_line(line) for line in lines))])


def _line_of(text: str, part: str) -> int:
    position = text.find(part) if part else -1
    return text.count("\n", 0, position) + 1 if position >= 0 else 0


READER = Reader(name="plain-text", sniff=sniff, read=read)
