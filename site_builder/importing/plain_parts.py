"""Paragraphs of plain text -> parts that are read in ways of their own: prose, quoted replies, tables, code.

Tables are told by pipes, by tabs, or by columns set apart with blanks; code by lines that no prose has; quotations by
`>` or `:` before each line, as mails and boards put them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from site_builder.formats.blocks import Block
from site_builder.formats.html_tables import write_table
from site_builder.formats.inline_markdown import Run
from site_builder.language.cjk import count_cjk, display_width

PartKind = Literal["prose", "quote", "table", "code"]

_QUOTE = re.compile(r"\s{0,2}(?:>\s?|[:：](?:\s|$)(?=.{0,400}$))")
_QUOTE_HEADER = re.compile(
    r"\s{0,4}(?:【\s?在.{1,80}的(?:大作|文章)中(?:提到|说|写道)\s?[:：]?\s?】|"
    r".{1,80}(?:wrote|writes|写道|提到)\s?[:：]|-{2,8}\s?(?:Original Message|原始邮件|转发的?邮件).{0,20})\s{0,4}"
)
_PIPE = re.compile(r"\s{0,8}\|?.{0,4000}\|.{0,4000}")
_PIPE_RULE = re.compile(r"\s{0,8}\|?(?:\s{0,8}:?-{2,80}:?\s{0,8}[|+])+(?:\s{0,8}:?-{2,80}:?\s{0,8}[|+]?)?")
_COLUMNS_RULE = re.compile(r"[-=+|\s]{3,300}")
_COLUMNS = re.compile(r"[ \u3000]{2,60}")
_CELL_WIDTH = 40
_SENTENCE_INSIDE = re.compile(r"[。！？；]|[,，]$")
_LIST_MARK = re.compile(r"\s{0,12}(?:\d{1,3}[.．、)）]|[•●·▪◦‣○■◆*–-]\s|[（(]\d{1,2}[)）])")
_NUMERIC = re.compile(r"[\d.,%％+-]{1,20}")
_CODE = re.compile(
    r"(?!\s{0,60}[•●·▪◦‣○■◆–]\s)\s{0,60}(?:"
    r"[^\u2e80-\uffef]{0,300}[{}]\s{0,4}(?://.{0,200})?$|[^\u2e80-\uffef]{0,300}[=()\]\w\"']\s{0,2};\s{0,4}(?://.{0,200})?$|"
    r"(?:def|class|if|for|while|else|elif|try|except|with)\b[^\u2e80-\uffef]{0,200}:$|"
    r"#\s?(?:include|define|ifn?def|endif)\b|import\s[\w.]{1,80};?$|from\s[\w.]{1,80}\simport\s|"
    r"[A-Za-z_][\w.\[\]'\"]{0,60}\s?[-+*/:]?=\s?[^=\s].{0,300}(?<![.。])$|[A-Za-z_][\w.]{0,60}\([^()]{0,200}\)\s?;?$|"
    r"[A-Za-z_][\w:*&<>\s-]{0,80}\w\([^()\u2e80-\uffef]{0,200}\)$|[｛｝{}()；;\s]{1,10}$|\$\s\S|(?://|/\*|\*/)|</?[A-Za-z][^<>]{0,200}>|\"[\w-]{1,60}\"\s?:\s?\S|(?:return|break|continue|pass)\b.{0,80}$(?<![.]))"
)
"""Lines that are code, whatever stands around them."""
_PROSE = re.compile(
    r"(?!--|(?:import|from|return|break|continue|pass)\b)"
    r"[^\s:：>|{}=;；()<\"\'$/#【｛｝\[\]](?:[^\t\u3000:|{}=;()<>\"/# ]|[ ](?! )){0,600}"
)
"""Lines that no other kind begins with: a quick look spares most lines five slow ones."""
_CODE_WORDS = re.compile(r"\s{2,60}\S")
_MIN_CODE, _MIN_ROWS = 2, 3
_INDENT = re.compile(r"^[ \t\u3000]{1,80}")
_FENCES = re.compile(r"`{3,}")


class Part(msgspec.Struct, frozen=True):
    """Lines of one kind, with the number of blank lines above."""

    kind: PartKind
    lines: tuple[str, ...]
    gap: int


def split_parts(lines: Sequence[str], gap: int) -> Iterator[Part]:
    """The parts of one paragraph in order."""
    prose: list[str] = []
    index = 0
    while index < len(lines):
        kind, end = _part_at(lines, index)
        if kind == "prose":
            prose.append(lines[index])
            index += 1
            continue
        if prose:
            yield Part(kind="prose", lines=tuple(prose), gap=gap)
            prose, gap = [], 0
        yield Part(kind=kind, lines=tuple(lines[index:end]), gap=gap)
        index, gap = end, 0
    if prose:
        yield Part(kind="prose", lines=tuple(prose), gap=gap)


def join_parts(parts: Sequence[Part]) -> list[Part]:
    """Parts of code or of one quotation that only blank lines keep apart as one."""
    joined: list[Part] = []
    for part in parts:
        before = joined[-1] if joined else None
        if before and before.kind == "code" and all(map(_is_indented_code, part.lines)):
            part = Part(kind="code", lines=part.lines, gap=part.gap)
        if before and before.kind == part.kind and part.kind in ("code", "quote"):
            lines = (*before.lines, *[""] * part.gap, *part.lines)
            joined[-1] = Part(kind=part.kind, lines=lines, gap=before.gap)
        else:
            joined.append(part)
    return joined


def unquote(lines: Sequence[str]) -> tuple[str, str]:
    """(the line that names whom a quotation quotes, its text without the outermost marks); the line is "" where none
    does."""
    header = lines[0].strip() if _QUOTE_HEADER.fullmatch(lines[0][:200]) else ""
    quoted = lines[1:] if header else lines
    return header, "\n".join(_QUOTE.sub("", line, count=1) for line in quoted)


def table_block(lines: Sequence[str]) -> Block:
    """The table of `lines`, header first; rows as wide as the widest (GFM §4.10)."""
    rows = _rows(lines)
    width = max(map(len, rows))
    if any(_NUMERIC.fullmatch(cell) for cell in rows[0]) and not _PIPE_RULE.fullmatch(lines[min(1, len(lines) - 1)]):
        rows = [[""] * width, *rows]
    cells = [[[Run(text=cell)] if cell else [] for cell in (*row, *[""] * width)[:width]] for row in rows]
    text = "\n".join(" ".join(row) for row in rows if any(row))
    return Block(kind="table", markdown=write_table(cells), text=text)


def code_block(lines: Sequence[str]) -> Block:
    """The lines as fenced code, without the indent they all have."""
    text = textwrap.dedent(
        "\n".join(_INDENT.sub(lambda indent: indent[0].replace("\u3000", "  "), line) for line in lines)
    )
    fence = "`" * max(3, *(len(found) + 1 for found in _FENCES.findall(text)), 3)
    return Block(kind="code", markdown=f"{fence}\n{text}\n{fence}", text=text)


def _part_at(lines: Sequence[str], start: int) -> tuple[PartKind, int]:
    """(the kind of the part that begins on line `start`, the line after its last)."""
    if _PROSE.fullmatch(lines[start]):
        return "prose", start + 1
    for kind, find in _PARTS:
        end = find(lines, start)
        if end > start:
            return kind, end
    return "prose", start + 1


def _quote_end(lines: Sequence[str], start: int) -> int:
    is_headed = bool(_QUOTE_HEADER.fullmatch(lines[start][:200]))
    end = _run(lines, start + is_headed, lambda line: bool(_QUOTE.match(line[:500])))
    count = end - start - is_headed
    # A single colon before a line is a slip; a single line after > is a reply.
    is_quote = count > 1 or (count == 1 and (is_headed or lines[start].lstrip().startswith(">")))
    return end if is_quote else start


def _pipe_table_end(lines: Sequence[str], start: int) -> int:
    if start + 1 >= len(lines) or not _PIPE.fullmatch(lines[start]) or not _PIPE_RULE.fullmatch(lines[start + 1]):
        return start
    return _run(lines, start, lambda line: bool(_PIPE.fullmatch(line) or _PIPE_RULE.fullmatch(line)))


def _tab_table_end(lines: Sequence[str], start: int) -> int:
    end = _run(lines, start, lambda line: "\t" in line.strip("\t"))
    rows = [_split_tabs(line) for line in lines[start:end]]
    widths = set(map(len, rows))
    return end if len(rows) > 1 and (len(widths) == 1 or (min(widths) > 2 and len(widths) == 2)) else start


def _aligned_table_end(lines: Sequence[str], start: int) -> int:
    """Rows of columns that blanks set apart, all with as many cells as the first."""
    first = _split_columns(lines[start])
    if len(first) < 2 or not _is_row(lines[start]):
        return start
    end = _run(
        lines, start, lambda line: bool(_COLUMNS_RULE.fullmatch(line)) or (
            _is_row(line) and len(_split_columns(line)) == len(first)
        ),
    )  # fmt: skip
    rows = [line for line in lines[start:end] if not _COLUMNS_RULE.fullmatch(line)]
    if len(rows) < _MIN_ROWS or (len(first) == 2 and not _is_aligned(rows)):
        return start
    return end


def _code_end(lines: Sequence[str], start: int) -> int:
    if not _CODE.match(lines[start][:500]):
        return start
    end = _run(lines, start, lambda line: bool(_CODE.match(line[:500])) or _is_indented_code(line))
    certain = sum(bool(_CODE.match(line[:500])) for line in lines[start:end])
    return end if certain >= _MIN_CODE else start


def _is_indented_code(line: str) -> bool:
    return bool(_CODE_WORDS.match(line)) and not count_cjk(line) and "\u3000" not in line[:4]


_PARTS: tuple[tuple[PartKind, Callable[[Sequence[str], int], int]], ...] = (
    ("quote", _quote_end), ("table", _pipe_table_end), ("table", _tab_table_end), ("table", _aligned_table_end),
    ("code", _code_end),
)  # fmt: skip
"""Kinds of parts -> the line after one that begins on a line, or that line itself."""


def _run(lines: Sequence[str], start: int, fits: Callable[[str], bool]) -> int:
    end = start
    while end < len(lines) and fits(lines[end]):
        end += 1
    return end


def _rows(lines: Sequence[str]) -> list[list[str]]:
    if any(_PIPE_RULE.fullmatch(line) for line in lines):
        return [_split_pipes(line) for line in lines if not _PIPE_RULE.fullmatch(line)]
    if "\t" in lines[0].strip("\t"):
        return [_split_tabs(line) for line in lines]
    return [_split_columns(line) for line in lines if not _COLUMNS_RULE.fullmatch(line)]


def _split_pipes(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _split_tabs(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"\t", line.strip("\n"))]


def _split_columns(line: str) -> list[str]:
    return _COLUMNS.split(line.strip(" \u3000"))


def _is_row(line: str) -> bool:
    cells = _split_columns(line)
    return not _LIST_MARK.match(line) and all(
        display_width(cell) <= _CELL_WIDTH and not _SENTENCE_INSIDE.search(cell) for cell in cells
    )


def _is_aligned(rows: Sequence[str]) -> bool:
    """True if the second cells all begin, or all end, in one column."""
    starts = [display_width(row[: len(row) - len(_split_columns(row)[-1])]) for row in rows]
    ends = [display_width(row.rstrip()) for row in rows]
    return all(left == right for left, right in pairwise(starts)) or all(
        left == right for left, right in pairwise(ends)
    )
