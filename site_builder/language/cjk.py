"""Chinese letters and those of alphabets: how many there are, how wide, and how long they take to read.

Widths follow Unicode Standard Annex #11 (East Asian Width): wide and full-width characters take two columns,
ambiguous ones take one.
"""

from __future__ import annotations

import re

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Inside of a character class: Han, kana and bopomofo letters, without punctuation and Hangul."""

WIDE = (
    "\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2e80-\u303e\u3041-\u33ff"
    "\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60"
    "\uffe0-\uffe6\U00016fe0-\U00018aff\U0001b000-\U0001b2ff\U0001f300-\U0001f64f\U0001f680-\U0001f6ff"
    "\U0001f900-\U0001faff\U00020000-\U0003fffd"
)
"""Inside of a character class: characters of two columns."""

CHARACTERS_PER_MINUTE = 400
WORDS_PER_MINUTE = 220

_CJK = re.compile(f"[{CJK}]")
_CJK_RUN = re.compile(f"[{CJK}]+")
_WIDE = re.compile(f"[{WIDE}]")
_ZERO_WIDTH = re.compile("[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_ALPHABETS = "A-Za-z\u00c0-\u024f\u0370-\u1fff\uac00-\ud7a3"
"""Inside of a character class: letters of scripts that part words with spaces, from Latin to Hangul."""
_SPACED_WORD = re.compile(f"[{_ALPHABETS}][{_ALPHABETS}'’]*")
_WORD = re.compile(f"[0-9{_ALPHABETS}][0-9{_ALPHABETS}'’.,:%-]*")


def is_cjk(char: str) -> bool:
    """True for a Han, kana or bopomofo letter."""
    return bool(_CJK.match(char))


def count_cjk(text: str) -> int:
    """How many characters of `text` are CJK letters."""
    return sum(map(len, _CJK_RUN.findall(text)))


def is_spaced(text: str) -> bool:
    """True if most of `text` is in a script that parts words with spaces; in a tie it is not.

    Words are weighed against single Chinese characters: headlines full of product names are Chinese all the same.
    """
    return len(_SPACED_WORD.findall(text)) > count_cjk(text)


def count_characters(text: str) -> int:
    """Length of `text` without white space."""
    return sum(map(len, text.split()))


def reading_minutes(text: str) -> int:
    """Minutes to read `text`, rounded, at least 1: CJK letters and words of alphabets each at their own speed."""
    words = len(_WORD.findall(text))
    return max(1, round(count_cjk(text) / CHARACTERS_PER_MINUTE + words / WORDS_PER_MINUTE))


def display_width(text: str) -> int:
    """Columns that `text` takes in a fixed-width font; combining and zero-width characters take none."""
    if text.isascii() and text.isprintable():
        return len(text)
    visible = _ZERO_WIDTH.sub("", text)
    return 2 * len(visible) - len(_WIDE.sub("", visible))
