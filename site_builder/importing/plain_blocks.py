"""Lines of plain text -> paragraphs -> blocks: headings by their numbers, lists by their marks, pipe tables, wrapped
lines joined.

Every character is a letter here but those that mark a line as a whole: 一、 （一） 01. ① before a heading, • ● · or 1.
before an item, two ideographic blanks before a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from site_builder.formats.blocks import Block, list_block, paragraph_block
from site_builder.formats.html_tables import write_table
from site_builder.formats.inline_markdown import Run, write_inline
from site_builder.importing.unwrap import are_wrapped, join_lines
from site_builder.language.characters import single_line
from site_builder.language.cjk import CJK, count_cjk, display_width

_HEADINGS = (
    (re.compile(r"第[一二三四五六七八九十百\d]{1,3}[章节部篇][\s:：、]"), 2),
    (re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"), 2),
    (re.compile(r"0\d\s{0,2}[.．、|｜]\s{0,4}(?=\S)"), 2),
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"), 3),
    (re.compile(r"[①-⑳]\s{0,4}(?=\S)"), 3),
)
"""Numbered headings of Chinese prose -> their level."""
_SMALL_HEADING = re.compile(rf"\d{{1,2}}[、.．]\s{{0,4}}(?=[{CJK}“《])")
"""1、 is a heading where a paragraph follows, an item where 2、 does."""
_HEADING_WIDTH = 70
_SMALL_WIDTH = 44
_SUBTITLE_WIDTH = 60
_BULLET = re.compile(r"(?P<indent>\s{0,12})[•●·▪◦‣○■◆∙*–-]\s{1,4}(?=\S)")
_TIGHT_BULLET = re.compile(rf"(?P<indent>\s{{0,12}})[•●▪■◆][\s\u3000]{{0,4}}(?=[{CJK}“《A-Za-z0-9])")
"""Marks that no blank need follow: nothing else begins with them."""
_NUMBER = re.compile(r"(?P<indent>\s{0,12})(?P<number>\d{1,3})(?:[.．、)）](?!\d)\s{0,4})(?=\S)")
_SENTENCE_MARK = re.compile(r"[。！？；，!?;…]|[.,:：]$")
_INDENT = re.compile(r"\u3000{2,4}|[ ]{4}(?=[^\s])")
_WIDEST_COLUMN = 130
"""Columns: nobody wraps lines at more."""
_TORN_OFF = re.compile(r"[，。；、：！？）”’》」』]")
_TABLE_LINE = re.compile(r"\s{0,8}\|?.{0,4000}\|.{0,4000}")
_TABLE_RULE = re.compile(r"\s{0,8}\|?(?:\s{0,8}:?-{2,80}:?\s{0,8}\|)+(?:\s{0,8}:?-{2,80}:?\s{0,8})?")


class Paragraph(msgspec.Struct, frozen=True):
    """Lines between blank lines, with the number of blank lines above."""

    lines: tuple[str, ...]
    gap: int


def split_paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of `text`, lines as they are but for blanks at their ends."""
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
            yield Paragraph(lines=tuple(lines), gap=gap)
            lines = []
        blank += 1
    if lines:
        yield Paragraph(lines=tuple(lines), gap=gap)


def read_blocks(paragraphs: Sequence[Paragraph], *, english: bool) -> Iterator[Block]:
    """Headings, lists, tables and paragraphs; list items that follow one another are one list."""
    paragraphs = [part for paragraph in _join_torn(paragraphs) for part in _split_at_indents(paragraph)]
    items: list[list[Block]] = []
    start: int | None = None
    for index, paragraph in enumerate(paragraphs):
        level = _heading_level(paragraphs, index, english=english)
        found = None if level else _list_items(paragraph)
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
        yield from (_heading_block(paragraph, level),) if level else _text_blocks(paragraph)
    if items:
        yield list_block(items, start)


def _join_torn(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs that begin with closing punctuation go on with the one before: the blank line was a wrapping fault."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        if joined and _TORN_OFF.match(paragraph.lines[0]):
            before = joined.pop()
            line = f"{before.lines[-1]}{paragraph.lines[0]}"
            paragraph = Paragraph(lines=(*before.lines[:-1], line, *paragraph.lines[1:]), gap=before.gap)
        joined.append(paragraph)
    return joined


def _split_at_indents(paragraph: Paragraph) -> Iterator[Paragraph]:
    """One paragraph for each indented line, where the lines below such a line are not indented themselves."""
    indented = [bool(_INDENT.match(line)) for line in paragraph.lines]
    if len(indented) < 2 or not any(indented[1:]) or _is_list_line(paragraph.lines[0]):
        yield paragraph
        return
    lines: list[str] = []
    gap = paragraph.gap
    for line, begins in zip(paragraph.lines, indented, strict=True):
        if begins and lines:
            yield Paragraph(lines=tuple(lines), gap=gap)
            lines, gap = [], 0
        lines.append(line)
    yield Paragraph(lines=tuple(lines), gap=gap)


def _is_list_line(line: str) -> bool:
    return bool(_match_bullet(line) or _NUMBER.match(line))


def _match_bullet(line: str) -> re.Match[str] | None:
    return _BULLET.match(line) or _TIGHT_BULLET.match(line)


def _list_items(paragraph: Paragraph) -> tuple[int | None, list[str]] | None:
    """(first number or None for bullets, the items' texts); None where the paragraph is no list."""
    bullet = _match_bullet(paragraph.lines[0])
    opening = bullet or _NUMBER.match(paragraph.lines[0])
    if opening is None:
        return None
    marked = [_match_bullet(line) if bullet else _NUMBER.match(line) for line in paragraph.lines]
    if not bullet and not opening["indent"] and not _counts_up(marked):
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


def _heading_level(paragraphs: Sequence[Paragraph], index: int, *, english: bool) -> int:
    """2 or 3 for a heading, 0 for anything else."""
    paragraph = paragraphs[index]
    line = paragraph.lines[0].strip()
    if len(paragraph.lines) > 1 or index == len(paragraphs) - 1 or display_width(line) > _HEADING_WIDTH:
        return 0
    for pattern, level in _HEADINGS:
        if pattern.match(line) and not line.endswith(("。", "；", "，", ";", ",")):
            return level
    if display_width(line) > _SUBTITLE_WIDTH or _SENTENCE_MARK.search(line) or "|" in line:
        return 0
    follower = paragraphs[index + 1].lines[0]
    if _SMALL_HEADING.match(line) and line == paragraph.lines[0]:
        neighbours = (paragraphs[index + 1], *paragraphs[max(0, index - 1) : index])
        is_item = any(_NUMBER.match(neighbour.lines[0]) for neighbour in neighbours)
        return 3 if display_width(line) <= _SMALL_WIDTH and not is_item else 0
    if english and not count_cjk(line):
        return 2 if line[:1].isupper() and len(line.split()) <= 9 and not _is_list_line(line) else 0
    is_in_list = _is_list_line(line) or _is_list_line(follower)
    return 2 if paragraph.gap > 1 and count_cjk(line) > 1 and not is_in_list else 0


def _heading_block(paragraph: Paragraph, level: int) -> Block:
    text = single_line(paragraph.lines[0])
    return Block(kind="heading", markdown=f"{'#' * level} {write_inline([Run(text=text)])}", text=text)


def _text_blocks(paragraph: Paragraph) -> Iterator[Block]:
    """One paragraph: wrapped lines joined, lines of their own kept; pipe tables in it as tables."""
    lines = list(paragraph.lines)
    rule = next((index for index, line in enumerate(lines) if index and _TABLE_RULE.fullmatch(line)), 0)
    if rule and _TABLE_LINE.fullmatch(lines[rule - 1]):
        end = next((i for i in range(rule, len(lines)) if not _TABLE_LINE.fullmatch(lines[i])), len(lines))
        yield from _prose(lines[: rule - 1])
        yield _table_block([lines[rule - 1], *lines[rule + 1 : end]])
        yield from _prose(lines[end:])
    else:
        yield from _prose(lines)


def _table_block(lines: Sequence[str]) -> Block:
    """The table of `lines`, header first; rows as wide as the header (GFM §4.10)."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    width = len(rows[0])
    cells = [[[Run(text=cell)] if cell else [] for cell in (*row, *[""] * width)[:width]] for row in rows]
    return Block(kind="table", markdown=write_table(cells), text="\n".join(" ".join(row[:width]) for row in rows))


def _prose(lines: Sequence[str]) -> Iterator[Block]:
    """Wrapped lines as one paragraph, lines longer than any column as one each, short ones as they stand."""
    stripped = [line.strip() for line in lines]
    if max((display_width(line) for line in stripped), default=0) > _WIDEST_COLUMN:
        yield from (_paragraph_block([line]) for line in stripped)
    elif stripped:
        yield _paragraph_block([join_lines(stripped)] if are_wrapped(stripped) else stripped)


def _paragraph_block(lines: Sequence[str]) -> Block:
    return paragraph_block([Run(text="\n".join(single_line(line) for line in lines))])
