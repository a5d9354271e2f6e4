"""Texts -> shingles, signatures and Jaccard similarities: how much of their wording two reports share.

A text is read as a row of units: a Chinese character, or a word or number of any other script. Shingles are five
units beside Chinese and three words in a run of other scripts (Broder 1997: resemblance). A signature is a MinHash by
one permutation (Li, Owen, Zhang 2012) whose empty bins are filled from others in a fixed order (Shrivastava 2017), so
that one hash a shingle is enough. CRC-32 hashes: the same in every process, on every machine and in every year.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from operator import eq
from zlib import crc32

from site_builder.language.cjk import CJK
from site_builder.language.han_variants import TRADITIONAL, fold_to_simplified

BINS = 128
"""Minima in a signature."""
ROWS = 2
"""Minima in a band: texts that agree in a whole band are compared. With 64 bands of 2, of pairs with a similarity of
0.25 98 % are, with 0.55 all, with 0.02 (strangers of one trade) 3 %."""
BAND_BYTES = 4 * ROWS
SIGNATURE_BYTES = 4 * BINS
MIN_SHINGLES = 16
"""A text with fewer says too little to be told from others."""

_BIN_SHIFT = 25
"""The upper 7 of 32 bits choose one of 128 bins."""
_PACK = struct.Struct(f">{BINS}I").pack
_CJK_UNITS = 5
_WORD_UNITS = 3
_WORD = re.compile(f"[^\\W\\d_{CJK}]+|\\d+")
_GROUPED_DIGITS = re.compile(r"(?<=\d),(?=\d{3})")
_NOT_UNIT = re.compile(f"[^{CJK}\U00040000-\U0010ffff]+")
_WORD_RUN = re.compile(f"([\U00040000-\U0010ffff]{{{_WORD_UNITS},}})")
_PUNCTUATION = re.compile(r"[\s，。、；：？！“”‘’（）《》【】「」…—]+")
"""Full-width marks would send a whole text the long way through NFKC: a third of the cost of a signature."""
_TRADITIONAL = frozenset(TRADITIONAL)
_FIRST_WORD_CODE = 0x40000
_WORD_CODES = 0x110000 - _FIRST_WORD_CODE
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?!\d*[年月日号时])")


def key_text(text: str) -> str:
    """`text` as it is compared: width, case and traditional characters folded; only letters and digits kept."""
    return "".join(char for char in _fold(text) if char.isalnum())


def split_units(text: str) -> str:
    """One character a unit: Chinese ones themselves, each other word as a code point that stands for it."""
    folded = _GROUPED_DIGITS.sub("", _fold(text))
    return _NOT_UNIT.sub("", _WORD.sub(_encode_word, folded))


def find_shingles(text: str) -> frozenset[int]:
    """The 32-bit hashes of the shingles of `text`."""
    shingles: set[int] = set()
    # Every other part is a run of words; Chinese characters on either side of one belong to no common shingle.
    for number, part in enumerate(_WORD_RUN.split(split_units(text))):
        width = _WORD_UNITS if number % 2 else _CJK_UNITS
        count = max(0, len(part) - width + 1)
        encoded = part.encode("utf-32-le")
        shingles.update(map(crc32, map(encoded.__getitem__, _slices(width, -(-count // 1024))[:count])))
    return frozenset(shingles)


def make_signature(shingles: frozenset[int]) -> bytes:
    """128 minima of 4 bytes; b"" for a text too short to be compared."""
    if len(shingles) < MIN_SHINGLES:
        return b""
    minima = {shingle >> _BIN_SHIFT: shingle for shingle in sorted(shingles, reverse=True)}
    if len(minima) < BINS:
        return _PACK(*(minima[place] if place in minima else _borrow(minima, place) for place in range(BINS)))
    return _PACK(*(minima[place] for place in range(BINS)))


def estimate_similarity(first: bytes, second: bytes) -> float:
    """What two signatures tell of the Jaccard similarity; off by 0.04 as a rule, more for short texts."""
    equal: int = sum(map(eq, memoryview(first).cast("I"), memoryview(second).cast("I")), 0)
    return equal / BINS


def measure_similarity(first: frozenset[int], second: frozenset[int]) -> float:
    """The Jaccard similarity of two sets of shingles: 1 for equal ones."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def find_numbers(text: str) -> frozenset[str]:
    """The numbers of `text` that carry news: prices, counts, codes; no dates and no single digits."""
    folded = unicodedata.normalize("NFKC", text)
    numbers = (number.replace(",", "") for number in _NUMBER.findall(folded))
    return frozenset(number for number in numbers if len(number) > 1)


def title_units(title: str) -> frozenset[str]:
    """What titles are compared by: pairs of neighbouring Chinese characters, and every other word."""
    units = _WORD_RUN_OR_CJK.findall(_fold(title))
    return frozenset(pair for unit in units for pair in _pair_up(unit))


def _pair_up(unit: str) -> Iterator[str]:
    if not _CJK_RUN.match(unit) or len(unit) == 1:
        yield unit
        return
    yield from (unit[at : at + 2] for at in range(len(unit) - 1))


_CJK_RUN = re.compile(f"[{CJK}]+")
_WORD_RUN_OR_CJK = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", _PUNCTUATION.sub(" ", text)).lower()
    # To look is ten times cheaper than to fold, and most texts are simplified.
    return folded if _TRADITIONAL.isdisjoint(folded) else fold_to_simplified(folded)


def _encode_word(match: re.Match[str]) -> str:
    return chr(_FIRST_WORD_CODE + crc32(match[0].encode("utf-8", "surrogatepass")) % _WORD_CODES)


@lru_cache(maxsize=64)
def _slices(width: int, thousands: int) -> tuple[slice, ...]:
    """Where `width` units begin and end, four bytes each: a loop in C is twice as fast as one that counts."""
    return tuple(slice(at, at + 4 * width) for at in range(0, 4 * 1024 * thousands, 4))


def _borrow(minima: dict[int, int], place: int) -> int:
    """The minimum of the first filled bin in the order that belongs to an empty one."""
    return next(minima[other] for other in _LENDERS[place] if other in minima)


_LENDERS = tuple(
    sorted(range(BINS), key=lambda other, place=place: crc32(bytes([place, other]) * 2))  # type: ignore[misc]
    for place in range(BINS)
)
"""Empty bin -> the other bins in the order in which it asks them."""
