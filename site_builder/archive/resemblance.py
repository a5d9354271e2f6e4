"""Signed texts -> the pairs that share much of their wording: locality-sensitive hashing proposes, Jaccard decides.

Two texts whose signatures agree in one of 64 bands, and that appeared within some days of each other, are a candidate.
Candidates are compared exactly. Texts written to one pattern (the market's close, day after day) resemble each other
as much as reports of one event do; what tells them apart are their numbers, so these are compared too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from site_builder.documents import Record
from site_builder.language.similarity import (
    BAND_BYTES,
    SIGNATURE_BYTES,
    estimate_similarity,
    find_numbers,
    find_shingles,
    measure_similarity,
)

JOINS = 0.55
"""Reports as similar as this are one story; from requirements measured on real reports."""
QUOTES = 0.25
"""Reports as similar as this quote the same passage."""
_WORTH_COMPARING = QUOTES - 0.12
"""Estimates below this are three standard deviations away from `QUOTES`."""
_SHARED_BY_REPORTS = (1, 0.5)
"""(numbers, part): where the side with fewer numbers has so many, reports of one event share this part of them."""
_SHARED_BY_QUOTES = (4, 0.34)
"""The same for texts that share a passage: each may have numbers of its own."""
_SHINGLES_REMEMBERED = 48
_NUMBERS_REMEMBERED = 4096
"""Texts whose shingles (up to 200 KB each) and numbers are kept while their neighbours are compared."""


class Signed(Record, frozen=True, kw_only=True):
    """One text at one time."""

    key: str
    """The body key: equal keys are equal texts."""
    time: float
    """Seconds since 1970."""
    signature: bytes


class Resemblance(Record, frozen=True, kw_only=True, array_like=True):
    """Two texts that share wording; `first` < `second`, or equal where one text appears twice."""

    first: str
    second: str
    similarity: float
    """Jaccard similarity of their shingles, from `QUOTES` to 1."""


def find_resemblances(
    fresh: Sequence[Signed], known: Sequence[Signed], *, seconds: float, text_of: Callable[[str], str]
) -> Iterator[Resemblance]:
    """The pairs with at least one of `fresh` in them; `known` holds the texts compared before, all by time."""

    @lru_cache(maxsize=_NUMBERS_REMEMBERED)
    def numbers_of(key: str) -> frozenset[str]:
        return find_numbers(text_of(key))

    @lru_cache(maxsize=_SHINGLES_REMEMBERED)
    def shingles_of(key: str) -> frozenset[int]:
        return find_shingles(text_of(key))

    for key, other in find_candidates(fresh, known, seconds=seconds):
        numbers = numbers_of(key), numbers_of(other)
        if _differ(*numbers, _SHARED_BY_QUOTES):  # before the shingles: notes of one pattern come by the thousand
            continue
        similarity = measure_similarity(shingles_of(key), shingles_of(other))
        if similarity < QUOTES or (similarity >= JOINS and _differ(*numbers, _SHARED_BY_REPORTS)):
            continue
        first, second = sorted((key, other))
        yield Resemblance(first=first, second=second, similarity=round(similarity, 4))


def _differ(first: frozenset[str], second: frozenset[str], rule: tuple[int, float]) -> bool:
    """True where two texts share a pattern at most: their numbers are not the same."""
    enough, part = rule
    fewer = min(len(first), len(second))
    return fewer >= enough and len(first & second) < part * fewer


def find_candidates(fresh: Sequence[Signed], known: Sequence[Signed], *, seconds: float) -> list[tuple[str, str]]:
    """(key of a fresh text, other key), each pair once, grouped by the first; both arguments by time."""
    everything = sorted((*fresh, *known), key=lambda signed: signed.time)
    begin = bisect_left(everything, fresh[0].time - seconds, key=lambda signed: signed.time)
    end = bisect_right(everything, fresh[-1].time + seconds, key=lambda signed: signed.time)
    near = everything[begin:end]
    found: set[tuple[str, str]] = set()
    own = {signed.key for signed in fresh}
    for at in range(0, SIGNATURE_BYTES, BAND_BYTES):
        buckets: dict[bytes, list[Signed]] = defaultdict(list)
        for signed in fresh:
            buckets[signed.signature[at : at + BAND_BYTES]].append(signed)
        for other in near:
            for signed in buckets.get(other.signature[at : at + BAND_BYTES], ()):
                if other.key != signed.key and abs(other.time - signed.time) <= seconds:
                    turned = other.key in own and other.key < signed.key
                    found.add((other.key, signed.key) if turned else (signed.key, other.key))
    signatures = {signed.key: signed.signature for signed in near}
    return sorted(pair for pair in found if estimate_similarity(*(signatures[key] for key in pair)) >= _WORTH_COMPARING)
