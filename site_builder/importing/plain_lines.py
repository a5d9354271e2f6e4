"""Lines as a file has them -> lines as their author meant them: hard wrapping undone.

Boards, mails and printed columns break lines at a fixed width. A line is broken there if the first word of the next
one would not have fitted: so also where words are long and edges are ragged. Lines of verse, addresses and tables end
before the edge and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

import msgspec

from site_builder.importing.compounds import join_word
from site_builder.importing.items import Removal
from site_builder.importing.unwrap import are_wrapped, join_lines
from site_builder.language.cjk import CJK, count_cjk, display_width

_NARROWEST, _WIDEST = 40, 130
"""Columns; nobody wraps lines at less or more."""
_LONG = 56
_TOLERANCE = 4
"""Columns: no line begins with closing punctuation, so that one or two characters more or less stand in it."""
_LATIN_TOLERANCE = 1
_MIN_BROKEN = 3
_BROKEN_SHARE = 0.6
"""So many of the lines that could be broken are, in a text that is wrapped as a whole."""
_FIRST_WORD = re.compile(rf"\s{{0,40}}(?:[{CJK}]|[^\s{CJK}]{{1,200}})")
_ADDRESS = re.compile(r"https?://|\||\t")
_SHORTEST = 16
"""Columns: shorter lines are labels, or verse."""
_FULL_SHARE = 0.65
_NARROW_EDGE = 84
"""Columns: longer Chinese lines are paragraphs of their own."""
_LABEL = re.compile(r"[^\s，。,.:：]{1,12}[:：]")
_MARK_INSIDE = re.compile(r"[，。；,.;](?=.)")
_CONTACT = re.compile(rf"{_ADDRESS.pattern}|@|https?:|[Ee]-?mail")
_SENTENCE_END = re.compile(r"[。！？!?…；;：:.][”’\"』」）)]{0,3}$")
_HYPHENATED = re.compile(r"[A-Za-z]{2}-$")
_LOWER = re.compile(r"\s{0,40}[a-z]")
_NEW_START = re.compile(
    r"\u3000{1,8}\S|[\s\u3000]{0,12}(?:[•●·▪◦‣○■◆▲★☆∙*–+-]\s|[•●▪■◆▲★]|[①-⑳]|\d{1,3}[.．、)）](?!\d)|[（(]\d{1,2}[)）]|"
    r"[（(]?[一二三四五六七八九十]{1,3}[、.．)）]|第[一二三四五六七八九十百\d]{1,3}[章节回篇条]|【|问[:：]|答[:：]|[QA][:：.]\s?)"
)
"""Begins a line of its own, whatever stands before."""


_LINE_NUMBER = re.compile(r"(?P<mark>\s{0,8}(?P<number>\d{1,6})(?:[:|│]\s?|[ \t]{1,4}|$)).*")
_MIN_NUMBERED = 5


class LogicalLine(msgspec.Struct, frozen=True):
    """A line as its author meant it."""

    text: str
    """With its indent."""
    gap: int
    """Blank lines above."""
    is_joined: bool = False
    """True if it was broken in the file."""


def strip_line_numbers(lines: Sequence[str]) -> tuple[list[str], tuple[Removal, ...]]:
    """(the lines without the numbers that an editor set before each of them, these numbers).

    Numbers of a list have a mark behind them; these stand before every line, the empty ones too, and count from 1.
    """
    numbered = [_LINE_NUMBER.fullmatch(line[:2000]) for line in lines if line.strip()]
    found = [match for match in numbered if match]
    counts = [int(match["number"]) for match in found] == list(range(1, len(found) + 1))
    if len(found) < _MIN_NUMBERED or len(found) < len(numbered) or not counts:
        return list(lines), ()
    stripped = [line[match.end("mark") :] if (match := _LINE_NUMBER.match(line)) else line for line in lines]
    return stripped, (("line-numbers", f"1–{len(found)}"),)


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which the lines of a text are broken; 0 for a text that is not wrapped as a whole."""
    prose = [line.rstrip() for line in lines if not _ADDRESS.search(line)]
    width = max((display_width(line) for line in prose), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [(left, right) for left, right in pairwise(prose) if left and right and not _NEW_START.match(right)]
    broken = sum(_is_full(left, right, width) for left, right in pairs)
    return width if broken >= _MIN_BROKEN and broken >= _BROKEN_SHARE * len(pairs) else 0


def logical_lines(lines: Sequence[str], gap: int, *, width: int) -> Iterator[LogicalLine]:
    """The lines of one paragraph with `gap` blank lines above; `width` is that of the whole text."""
    for segment in _split(lines, lambda _, line: not _NEW_START.match(line)):
        if len(segment) == 1:
            yield LogicalLine(text=segment[0].rstrip(), gap=gap)
            gap = 0
            continue
        if not width and _is_column(segment):
            groups = iter([segment])
        elif _flows(segment):
            groups = _split(segment, partial(_runs_on, lines=segment))
        else:
            groups = _split(segment, lambda before, line: _goes_on(before, line, width))
        for group in groups:
            yield LogicalLine(text=_join(group), gap=gap, is_joined=len(group) > 1)
            gap = 0


def _split(lines: Sequence[str], goes_on: Callable[[str, str], bool]) -> Iterator[list[str]]:
    """Groups of lines; a line that does not go on from the one before begins another."""
    group = [lines[0]]
    for before, line in pairwise(lines):
        if not goes_on(before, line):
            yield group
            group = []
        group.append(line)
    yield group


def _is_column(lines: Sequence[str]) -> bool:
    """True for a paragraph that is wrapped by itself. Two lines are one only where the first ends in mid-sentence."""
    stripped = [line.strip() for line in lines]
    if max(map(display_width, stripped)) > _WIDEST or not are_wrapped(stripped):
        return False
    return len(lines) > 2 or (display_width(stripped[0]) >= _LONG and not _SENTENCE_END.search(stripped[0]))


def _flows(lines: Sequence[str]) -> bool:
    """True for prose broken anywhere: as many lines at least end in mid-sentence as end one.

    English goes on in lower case; a Chinese line ends without any mark, in a text whose lines hold marks inside. Verse
    does neither: its lines begin with capitals, or end with marks.
    """
    if len(lines) < (3 if count_cjk(lines[0]) else 2) or any(_CONTACT.search(line[:500]) for line in lines):
        return False
    stripped = [line.strip() for line in lines]
    widths = [display_width(line) for line in stripped]
    edge = max(widths)
    widths.pop()
    is_chinese = bool(count_cjk(stripped[0]))
    if min(widths) < (_SHORTEST if is_chinese else _SHORTEST // 2) or max(widths) > _WIDEST:
        return False
    if is_chinese and (edge > _NARROW_EDGE or not all(_reaches(line, edge) for line in stripped[:-1])):
        return False
    torn = sum(_is_torn(before, line, edge) for before, line in pairwise(stripped))
    has_marks = any(_MARK_INSIDE.search(line) for line in stripped)
    return 2 * torn >= len(widths) and (has_marks or bool(_SENTENCE_END.search(stripped[-1])))


def _reaches(line: str, edge: int) -> bool:
    return bool(_SENTENCE_END.search(line)) or display_width(line) > edge * _FULL_SHARE


def _is_torn(before: str, line: str, edge: int) -> bool:
    """True if a sentence surely goes on from one line to the next."""
    if _SENTENCE_END.search(before) or _LABEL.match(line):
        return False
    if count_cjk(before) or count_cjk(line[:20]):
        is_full = display_width(before) > edge * _FULL_SHARE
        return is_full and before[-1:].isalnum() and line[:1].isalnum()
    return bool(_LOWER.match(line)) and len(before.split()) > 1


def _runs_on(before: str, line: str, *, lines: Sequence[str]) -> bool:
    """True unless the line before ends well before the edge with a sentence, or is a heading."""
    if not count_cjk(before) and _LOWER.match(line) and not _SENTENCE_END.search(before):
        return True
    return display_width(before) > max(map(display_width, lines)) * _FULL_SHARE and not _LABEL.match(line)


def _goes_on(before: str, line: str, width: int) -> bool:
    if _HYPHENATED.search(before) and _LOWER.match(line):
        return True
    return bool(width) and _is_full(before, line, width)


def _is_full(before: str, line: str, width: int) -> bool:
    """True if the first word of `line` would not have fitted behind `before`."""
    word = _FIRST_WORD.match(line[:300])
    first = word[0].strip() if word else ""
    used = display_width(before)
    if count_cjk(first) or count_cjk(before[-1:]) or not before[-1:].isascii():
        needed = 2 if count_cjk(first[:1]) else min(display_width(first), 12)
        return used + needed > width - _TOLERANCE
    if _SENTENCE_END.search(before) and used + 1 + display_width(first) <= width + _LATIN_TOLERANCE:
        return False
    return used + 1 + display_width(first) > width - _LATIN_TOLERANCE


def _join(lines: Sequence[str]) -> str:
    """Broken lines as one, the indent of the first kept; words that have a hyphen of their own keep it."""
    joined = lines[0].rstrip()
    indent = joined[: len(joined) - len(joined.lstrip())]
    text = joined.strip()
    for line in lines[1:]:
        part = line.strip()
        is_hyphenated = _HYPHENATED.search(text) and _LOWER.match(part)
        text = join_word(text, part) if is_hyphenated else join_lines([text, part])
    return f"{indent}{text}"
