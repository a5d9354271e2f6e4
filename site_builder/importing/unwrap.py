"""Hard-wrapped Chinese whose line ends became spaces -> paragraphs.

The wrap width is estimated for each text: lines of a printed column end within a few columns of one width.
A space there between Chinese characters is deleted, beside a digit or letter only where the text sets none
elsewhere; a space after a sentence's end elsewhere begins a paragraph; every other space is the author's.
"""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from site_builder.language.cjk import CJK, display_width, is_cjk

_NARROWEST, _WIDEST = 40, 180
_TOLERANCE = 4
"""Columns; proportional digits and punctuation make real lines differ this much."""
_SAMPLE = 3_000
"""Characters looked at to estimate the width."""

_HABIT = 3
"""So many times as often without a space as with one."""
_MIXED = {
    kind: (
        re.compile(f"(?:(?<=[{CJK}])(?=[{chars}])|(?<=[{chars}])(?=[{CJK}]))"),
        re.compile(f"(?:(?<=[{CJK}]) (?=[{chars}])|(?<=[{chars}]) (?=[{CJK}]))"),
    )
    for kind, chars in (("0", "0-9"), ("A", "A-Za-z"))
}

_SENTENCE_END = re.compile(r"[。！？!?…][”’\"』」）)]*$")
_CHINESE_PUNCTUATION = frozenset("，。、：；！？“”‘’「」『』（）《》【】…—,.;:!?\"'()%")


class _Piece(msgspec.Struct, frozen=True):
    """Text up to the next space."""

    text: str
    width: int


def unwrap(text: str) -> list[str]:
    """The paragraphs of `text`."""
    pieces = [_Piece(part, display_width(part)) for part in text.split(" ") if part]
    if not pieces:
        return []
    width = _estimate_width(pieces)
    tight = "".join(kind for kind in _MIXED if _is_set_tight(text[:_SAMPLE], kind))
    paragraphs = [[pieces[0].text]]
    column = pieces[0].width
    for before, piece in pairwise(pieces):
        at_edge = bool(width) and abs(column - width) <= _TOLERANCE
        if _SENTENCE_END.search(before.text[-4:]) and not (at_edge and column + 2 > width + 1):
            paragraphs.append([piece.text])
            column = piece.width
            continue
        if at_edge:
            joined = _joins(before.text[-1], piece.text[0]) or _meets(before.text[-1], piece.text[0], tight)
            paragraphs[-1] += [piece.text] if joined else [" ", piece.text]
            column = piece.width
        else:
            paragraphs[-1] += [" ", piece.text]
            column += 1 + piece.width
    return ["".join(parts) for parts in paragraphs]


def join_lines(lines: list[str]) -> str:
    """Lines of one wrapped paragraph as one line: a space only where a word of letters ends or begins."""
    joined = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        glue = "" if joined and line and _joins(joined[-1], line[0]) else " "
        joined = f"{joined}{glue}{line}"
    return joined


def are_wrapped(lines: list[str]) -> bool:
    """True if the lines are one paragraph broken at a fixed width: all but the last about equally long."""
    widths = [display_width(line.strip()) for line in lines]
    if len(widths) < 2 or min(widths[:-1]) < _NARROWEST:
        return False
    return max(widths[:-1]) - min(widths[:-1]) <= 2 * _TOLERANCE and widths[-1] <= max(widths[:-1]) + _TOLERANCE


def _estimate_width(pieces: list[_Piece]) -> int:
    """The width at which most lines end; 0 where nothing tells one."""
    sample: list[_Piece] = []
    length = 0
    for piece in pieces:
        sample.append(piece)
        length += len(piece.text)
        if length > _SAMPLE:
            break
    longest = max((piece.width for piece in sample[:-1]), default=0)
    best, best_score = 0, 0.0
    for width in range(max(_NARROWEST, longest - _TOLERANCE), _WIDEST):
        score = _score(sample, width)
        if score > best_score:
            best, best_score = width, score
    return best


def _score(pieces: list[_Piece], width: int) -> float:
    """How many spaces end a line of `width`, those beside Latin words counting half, the nearer the better."""
    score, column = 0.0, 0
    for before, piece in pairwise(pieces):
        column += before.width
        off = abs(column - width)
        ended = _SENTENCE_END.search(before.text[-4:])
        if off <= _TOLERANCE and not ended:
            score += (1 if _joins(before.text[-1], piece.text[0]) else 0.5) - off / 100
        column = 0 if off <= _TOLERANCE or ended else column + 1
    return score if score >= 1 - _TOLERANCE / 100 else 0.0


def _joins(left: str, right: str) -> bool:
    """True if a line end between the two characters is no space."""
    chinese = (_is_chinese(left), _is_chinese(right))
    return all(chinese) and (is_cjk(left) or is_cjk(right) or not (left.isascii() and right.isascii()))


def _meets(left: str, right: str, kinds: str) -> bool:
    """True for a Chinese letter beside a character of one of `kinds`."""
    if is_cjk(left) == is_cjk(right):
        return False
    other = right if is_cjk(left) else left
    return ("0" in kinds and other.isdigit()) or ("A" in kinds and other.isascii() and other.isalpha())


def _is_set_tight(text: str, kind: str) -> bool:
    """True if the text sets Chinese and digits ("0") or letters ("A") without spaces as a habit."""
    together, apart = _MIXED[kind]
    return len(together.findall(text)) >= _HABIT * len(apart.findall(text))


def _is_chinese(char: str) -> bool:
    return is_cjk(char) or char in _CHINESE_PUNCTUATION
