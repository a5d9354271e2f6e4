"""A shard's documents into its facts: what the client filters, counts, sorts and ranks hits by, without their texts.

Pagefind has filters and sorts of its own, which cost seconds on large archives, count only one phrase at a time and
come out in another byte order on every run. Columns of small numbers do all of it exactly. They name terms by slug
alone: another name for a company changes the one file of terms, and no shard.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from site_builder.documents import Record
from site_builder.search.documents import SearchDocument
from site_builder.search.pagefind import Chunk

_FIRST, _SKIPPED = ord("#"), (ord("\\"),)
"""Numbers as characters begin here and leave out the backslash, which JSON would double. They stay below the
surrogates: a shard of 2,000 articles has no 55,000 companies or tags."""

_EPOCH = date(1970, 1, 1).toordinal()


class Facts(Record, frozen=True, kw_only=True, omit_defaults=False):
    """Columns of a shard: the n-th value belongs to row n; rows are newest first, the same instant by URL."""

    cuts: str
    """Where each chunk after the first begins, separated by spaces: no word of an earlier chunk is as late."""
    pages: str
    """Row of each page that the index numbers, as characters."""
    days: Sequence[int]
    """Local days since 1970: the first as it is, then each as the difference to the one before."""
    outlets: Sequence[int]
    """Number into `slugs`, -1 for none."""
    languages: Sequence[int]
    companies: str
    """Characters, a row's behind "!" from the row's before."""
    above: Sequence[tuple[int, Sequence[int]]]
    """Row and companies that it does not name but is filtered by, where it has any."""
    about: Sequence[int]
    """How many of the row's companies, from the first, it is about."""
    tags: str
    stories: Sequence[tuple[int, str]]
    """Row and story of the articles that have one."""
    slugs: dict[str, Sequence[str]]
    """"company", "tag", "outlet", "language" -> the values that the shard uses, most frequent first."""


def facts_of(documents: Sequence[SearchDocument], *, pages: Sequence[int], cuts: str) -> bytes:
    """The facts of a shard's `documents`, newest first, as JSON."""
    slugs: dict[str, Sequence[str]] = {
        "company": _by_frequency(slug for d in documents for slug in (*d.companies, *d.above)),
        "tag": _by_frequency(slug for document in documents for slug in document.tags),
        "outlet": _by_frequency(document.outlet for document in documents if document.outlet),
        "language": _by_frequency(document.language for document in documents),
    }
    places = {facet: {slug: place for place, slug in enumerate(values)} for facet, values in slugs.items()}
    days = [document.date.toordinal() - _EPOCH for document in documents]
    facts = Facts(
        cuts=cuts,
        pages=_as_characters(pages),
        days=[*days[:1], *(later - earlier for earlier, later in itertools.pairwise(days))],
        outlets=[places["outlet"].get(document.outlet, -1) for document in documents],
        languages=[places["language"][document.language] for document in documents],
        companies=_as_rows([places["company"][slug] for slug in document.companies] for document in documents),
        above=[
            (row, [places["company"][slug] for slug in document.above])
            for row, document in enumerate(documents)
            if document.above
        ],
        about=[document.about for document in documents],
        tags=_as_rows(sorted(places["tag"][slug] for slug in document.tags) for document in documents),
        stories=[(row, document.story) for row, document in enumerate(documents) if document.story],
        slugs=slugs,
    )
    return msgspec.json.encode(facts)


def _as_rows(rows: Iterable[Iterable[int]]) -> str:
    return "!".join(_as_characters(row) for row in rows)


def _as_characters(numbers: Iterable[int]) -> str:
    """A character a number, from "#" on: packed, it takes two thirds of what digits and commas do."""
    return "".join(chr(_FIRST + number + sum(_FIRST + number >= code for code in _SKIPPED)) for number in numbers)


def cut_words(chunks: Sequence[Chunk]) -> str:
    """Where each chunk after the first begins: as much of its first word as tells it from the last one before."""
    return " ".join(_shortest_after(before.last, chunk.first) for before, chunk in itertools.pairwise(chunks))


def _shortest_after(last: str, first: str) -> str:
    lengths = range(1, len(first) + 1)
    return next(first[:length] for length in lengths if first[:length] > last)


def _by_frequency(slugs: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(slugs)
    return tuple(sorted(counted, key=lambda slug: (-counted[slug], slug)))
