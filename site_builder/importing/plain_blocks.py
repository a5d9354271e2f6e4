"""Lines of plain text -> paragraphs -> blocks: headings by their numbers, lists by their marks, quoted replies, tables,
code, wrapped lines joined.

Every character is a letter here but those that mark a line as a whole: 一、 （一） 01. ① before a heading, • ● · or 1.
before an item, > or : before a quoted line, two ideographic blanks before a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from site_builder.formats.blocks import Block, list_block, paragraph_block, quote_block
from site_builder.formats.inline_markdown import Run, write_inline
from site_builder.importing.plain_headings import heading_level, heading_text
from site_builder.importing.plain_lines import logical_lines, wrap_width
from site_builder.importing.plain_parts import Part, code_block, join_parts, split_parts, table_block, unquote
from site_builder.importing.unwrap import join_lines
from site_builder.language.characters import single_line
from site_builder.language.cjk import CJK, display_width

_BULLET = re.compile(r"(?P<indent>\s{0,12})[•●·▪◦‣○■◆▲★∙*–+-]\s{1,4}(?=\S)")
_TIGHT_BULLET = re.compile(rf"(?P<indent>\s{{0,12}})[•●▪■◆▲★][\s\u3000]{{0,4}}(?=[{CJK}“《A-Za-z0-9])")
"""Marks that no blank need follow: nothing else begins with them."""
_NUMBER = re.compile(
    r"(?P<indent>\s{0,12})(?:(?P<number>\d{1,3})(?:[.．、)）](?!\d)\s{0,4})|(?P<circled>[①-⑳])\s{0,4})(?=\S)"
)
_BOX = re.compile(r"\[(?P<mark>[ xX√✓✔])\]\s{1,4}")
_MOST_NESTED = 5
_INDENT = re.compile(r"\u3000{1,4}|[ ]{4}(?=[^\s])")
_WIDEST_COLUMN = 130
"""Columns: nobody wraps lines at more."""
_SENTENCE = 60
"""Columns: a line of this width that ends a sentence is a paragraph; verses are shorter."""
_SENTENCE_END = re.compile(r"[。！？!?…][”’\"』」）)]{0,3}$")
_LETTERS = re.compile(r"(?:[^\W\d_]|[“《「])[^\\`*\[\]_~<>&{|^!]*")
"""A line without any character that means something in Markdown: it needs no slow look at each."""
_TORN_OFF = re.compile(r"[，。；、：！？）”’》」』]")
_SPEAKER = re.compile(r"(?:问|答|记者|主持人|Q|A)\s?[:：]")
_RULE = re.compile(r"\s{0,8}(?:[=*_~—─━-]\s?){5,300}")
_MOST_QUOTED = 6
"""Levels of quotations within quotations; deeper ones stay as they are written."""


class Paragraph(msgspec.Struct, frozen=True):
    """Lines between blank lines, with the number of blank lines above."""

    lines: tuple[str, ...]
    gap: int


class _Line(msgspec.Struct, frozen=True):
    """A logical line with its place, or a part that is no prose."""

    text: str
    gap: int
    is_first: bool = True
    """True if its paragraph begins with it."""
    is_alone: bool = False
    """True if it is all of its paragraph."""
    is_joined: bool = False
    is_whole: bool = False
    """True if it is a paragraph of its own, because the file has one on each line."""
    block: Block | None = None
    """The block, for what is no prose; `text` is "" then."""


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


def read_blocks(paragraphs: Sequence[Paragraph], *, english: bool, depth: int = 0) -> Iterator[Block]:
    """The blocks of the text; list items that follow one another are one list. `depth` counts quotations."""
    joined = _join_torn(paragraphs)
    width = wrap_width([line for paragraph in joined for line in (*paragraph.lines, "")])
    parts = join_parts([part for paragraph in joined for part in split_parts(paragraph.lines, paragraph.gap)])
    lines = [line for part in parts for line in _read_part(part, width=width, english=english, depth=depth)]
    texts = [line.text for line in lines]
    index = 0
    while index < len(lines):
        line = lines[index]
        level = 0
        if line.block is None:
            level = heading_level(texts, index, gap=line.gap, is_alone=line.is_alone, is_english=english)
        if line.block is not None:
            yield line.block
        elif level:
            yield _heading_block(line.text, level)
        else:
            end = _list_end(lines, index)
            blocks = _list_blocks(lines[index:end]) if end > index else ()
            end = end if end > index else _paragraph_end(lines, index, english=english)
            yield from blocks or _prose(lines[index:end])
            index = end
            continue
        index += 1


def _read_part(part: Part, *, width: int, english: bool, depth: int) -> Iterator[_Line]:
    if part.kind == "prose" or depth >= _MOST_QUOTED:
        yield from _prose_lines(part, width)
    elif part.kind == "quote":
        header, text = unquote(part.lines)
        inner = [_paragraph_block([header])] if header else []
        inner += read_blocks(list(split_paragraphs(text)), english=english, depth=depth + 1)
        yield _Line(text="", gap=part.gap, block=quote_block(inner))
    else:
        block = table_block(part.lines) if part.kind == "table" else code_block(part.lines)
        yield _Line(text="", gap=part.gap, block=block)


def _prose_lines(part: Part, width: int) -> Iterator[_Line]:
    is_whole = any(display_width(line) > _WIDEST_COLUMN for line in part.lines)
    logical = list(logical_lines(part.lines, part.gap, width=width))
    for place, line in enumerate(logical):
        if _RULE.fullmatch(line.text):
            yield _Line(text="", gap=line.gap, block=Block(kind="rule", markdown="---"))
            continue
        yield _Line(
            text=line.text,
            gap=line.gap,
            is_first=place == 0,
            is_alone=len(logical) == 1 or (place == 0 and _is_flush(line.text) and not _is_flush(logical[1].text)),
            is_joined=line.is_joined,
            is_whole=is_whole,
        )


def _join_torn(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs that begin with closing punctuation go on with the one before: the blank line was a wrapping fault."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        if joined and _TORN_OFF.match(paragraph.lines[0]) and not paragraph.lines[0].startswith("： "):
            before = joined.pop()
            line = f"{before.lines[-1]}{paragraph.lines[0]}"
            paragraph = Paragraph(lines=(*before.lines[:-1], line, *paragraph.lines[1:]), gap=before.gap)
        joined.append(paragraph)
    return joined


def _is_flush(line: str) -> bool:
    """True if the line has no indent, as headings above indented paragraphs have none."""
    return not line.startswith(("\u3000", " ", "\t"))


def _match_bullet(line: str) -> re.Match[str] | None:
    return _BULLET.match(line) or _TIGHT_BULLET.match(line)


def _list_end(lines: Sequence[_Line], start: int) -> int:
    """The line after the list that begins on line `start`; `start` where none does."""
    first = lines[start]
    bullet = _match_bullet(first.text)
    opening = bullet or _NUMBER.match(first.text)
    if opening is None:
        return start
    number = None if bullet else _number_of(opening)
    end, count = start + 1, 1
    while end < len(lines) and lines[end].block is None:
        line = lines[end]
        if _is_nested(first.text, line):
            pass
        elif _is_item(line.text, number, count):
            count += 1
        elif not _goes_on(first.text, line):
            break
        end += 1
    is_list = bullet or count > 1 or opening["indent"]
    return end if is_list else start


def _number_of(match: re.Match[str]) -> int:
    return int(match["number"]) if match["number"] else ord(match["circled"]) - ord("①") + 1


def _indent_of(text: str) -> int:
    """Columns before the first letter; a tab is as wide as any step."""
    expanded = text.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _is_nested(first: str, line: _Line) -> bool:
    """True for an item indented below the one that begins with `first`."""
    is_item = _match_bullet(line.text) or _NUMBER.match(line.text)
    return bool(is_item) and _indent_of(line.text) >= _indent_of(first) + 2


def _is_item(text: str, start: int | None, count: int) -> bool:
    """True if the line is the next item of a list of `count` items."""
    if start is None:
        return bool(_match_bullet(text))
    found = _NUMBER.match(text)
    return found is not None and _number_of(found) == start + count


def _goes_on(first: str, line: _Line) -> bool:
    """True if the line belongs to the item above: it stands below it, indented as its text is."""
    if line.is_first or _match_bullet(line.text) or _NUMBER.match(line.text):
        return False
    indent = len(line.text) - len(line.text.lstrip(" \t"))
    return indent > len(first) - len(first.lstrip(" \t")) and not line.text.startswith("\u3000")


def _list_blocks(lines: Sequence[_Line], depth: int = 0) -> tuple[Block, ...]:
    """One list; items indented further than the first are lists inside the items above them."""
    texts: list[str] = []
    nested: list[list[_Line]] = []
    first = _match_bullet(lines[0].text) or _NUMBER.match(lines[0].text)
    start = _number_of(first) if first and "number" in first.re.groupindex else None
    for line in lines:
        found = _match_bullet(line.text) or _NUMBER.match(line.text)
        if texts and depth < _MOST_NESTED and (_is_nested(lines[0].text, line) or (nested[-1] and found is None)):
            nested[-1].append(line)
        elif found is None:
            texts[-1] = join_lines([texts[-1], line.text])
        else:
            texts.append(_BOX.sub(_write_box, line.text[found.end() :], count=1))
            nested.append([])
    items = [
        [_paragraph_block([text]), *(_list_blocks(inner, depth + 1) if inner else ())]
        for text, inner in zip(texts, nested, strict=True)
    ]
    return (list_block(items, start),)


def _write_box(match: re.Match[str]) -> str:
    if match.start():
        return match[0]
    return "☐ " if match["mark"] == " " else "☑ "


def _paragraph_end(lines: Sequence[_Line], start: int, *, english: bool) -> int:
    """The line after those that make one paragraph with line `start`."""
    texts = [line.text for line in lines[start : start + 2]]
    end = start + 1
    while end < len(lines) and lines[end].block is None and not lines[end].is_first:
        line = lines[end]
        texts = [lines[end].text, lines[end + 1].text if end + 1 < len(lines) else ""]
        is_heading = end + 1 < len(lines) and heading_level(texts, 0, gap=0, is_alone=False, is_english=english)
        if is_heading or _list_end(lines, end) > end or _begins_paragraph(lines[end - 1], line, lines[start]):
            break
        end += 1
    return end


def _begins_paragraph(before: _Line, line: _Line, first: _Line) -> bool:
    if line.is_whole or _SPEAKER.match(line.text.strip()) or line.text.startswith("\u3000"):
        return True
    if _INDENT.match(line.text) and not _INDENT.match(first.text):
        return True
    is_long = before.is_joined or display_width(before.text) >= _SENTENCE
    return is_long and bool(_SENTENCE_END.search(before.text))


def _heading_block(line: str, level: int) -> Block:
    text = single_line(heading_text(line))
    return Block(kind="heading", markdown=f"{'#' * level} {write_inline([Run(text=text)])}", text=text)


def _prose(lines: Sequence[_Line]) -> tuple[Block, ...]:
    return (_paragraph_block([line.text.strip() for line in lines]),)


def _paragraph_block(lines: Sequence[str]) -> Block:
    text = single_line(lines[0]) if len(lines) == 1 else ""
    if _LETTERS.fullmatch(text):
        return Block(kind="paragraph", markdown=text, text=text)
    return paragraph_block([Run(text="\n".join(single_line(line) for line in lines))])
