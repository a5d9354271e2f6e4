"""Companies, tags and outlets into the one file that gives facets their names and completes what readers type."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from site_builder.documents import Record, Taxonomy
from site_builder.model import Term

_FACETS: dict[Taxonomy, str] = {"companies": "company", "tags": "tag", "outlets": "outlet"}
TAXONOMIES = tuple(_FACETS)
"""The taxonomies that the search has facets of."""

Row = tuple[str, str, tuple[str, ...], str]
"""Slug, name, other names and tickers, pinyin with a space between syllables."""


class SearchTerms(Record, frozen=True, kw_only=True, omit_defaults=False):
    """Terms with articles, those with most first."""

    company: Sequence[Row] = ()
    tag: Sequence[Row] = ()
    outlet: Sequence[Row] = ()


def terms_of(terms: Sequence[Term]) -> bytes:
    """`terms`, in their order, as JSON."""
    rows: dict[str, list[Row]] = {facet: [] for facet in _FACETS.values()}
    for term in terms:
        rows[_FACETS[term.taxonomy]].append(_row(term))
    return msgspec.json.encode(SearchTerms(**rows))


def _row(term: Term) -> Row:
    facts = term.facts
    others = dict.fromkeys(name for name in (*facts.aliases, facts.english, *facts.tickers) if name)
    others.pop(term.name, None)
    return (term.slug, term.name, tuple(others), _pinyin(term))


def _pinyin(term: Term) -> str:
    """The syllables of the name, of which the sort key is made, without their tones."""
    syllables = term.sort_key[1:].partition("\t")[0].split()
    return " ".join(syllable.rstrip("12345") or syllable for syllable in syllables)
