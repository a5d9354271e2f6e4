"""Emphasis beside Chinese punctuation: `**“小米”**是` is bold, as readers expect.

CommonMark 0.31 decides by spaces and punctuation on both sides whether `*` may open or close; Chinese has
no spaces, so its rule leaves literal asterisks (commonmark/commonmark-spec#650). This is the amendment
proposed there and specified by the Markdown CJK-friendly amendments: a CJK character counts like white space
when the other side is punctuation, and CJK punctuation does not count as punctuation.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_HANGUL = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF))
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def scan_markers(text: str, start: int, *, limit: int, splits_words: bool) -> tuple[bool, bool, int]:
    """(may open emphasis, may close it, length) of the run of markers at `start`; nothing counts from `limit` on.

    `splits_words` is true for `*`, which works inside words, and false for `_`.
    """
    marker, end = text[start], start
    while end < limit and text[end] == marker:
        end += 1
    before = _kind(_character_before(text, start))
    after = _kind(text[end] if end < limit else " ")
    left = after != "space" and (after != "punctuation" or before in ("space", "punctuation", "cjk"))
    right = before != "space" and (before != "punctuation" or after in ("space", "punctuation", "cjk"))
    before_is_punctuation = before == "punctuation" or _is_cjk_punctuation(text[start - 1 : start])
    after_is_punctuation = after == "punctuation" or _is_cjk_punctuation(text[end : end + 1])
    can_open = left and (splits_words or not right or before_is_punctuation)
    can_close = right and (splits_words or not left or after_is_punctuation)
    return can_open, can_close, end - start


def _character_before(text: str, position: int) -> str:
    """The character left of `position`, looking past a variation selector; a space at the start."""
    if position and ord(text[position - 1]) in _VARIATION_SELECTORS and position > 1:
        return text[position - 2]
    return text[position - 1] if position else " "


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """"space", "cjk", "punctuation" or "other"."""
    if character.isspace():
        return "space"
    if is_cjk_friendly(character):
        return "cjk"
    return "punctuation" if unicodedata.category(character)[0] in "PS" else "other"


def is_cjk_friendly(character: str) -> bool:
    """True for wide East Asian letters, ideographs and punctuation; not for Hangul (it has spaces) or emoji."""
    code = ord(character)
    if code < 0x1100 or any(low <= code <= high for low, high in _HANGUL):
        return False
    if unicodedata.east_asian_width(character) not in "WFH":
        return False
    return not (0x1F000 <= code <= 0x1FAFF or 0x2300 <= code <= 0x27BF)


def _is_cjk_punctuation(character: str) -> bool:
    return bool(character) and is_cjk_friendly(character) and unicodedata.category(character)[0] in "PS"
