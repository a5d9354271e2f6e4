"""Documents into the catalogue: the one JSON file that the client filters, counts and sorts hits with.

Pagefind has filters and sorts of its own, which cost seconds on large archives, count only one phrase at a
time and come out in another byte order on every run. Rows of small numbers do all of it exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from site_builder.model import Record, TermRef
from site_builder.search.documents import SearchDocument, title_length

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = tuple[str, int, int, int, int, int, tuple[int, ...], tuple[int, ...]]
"""Identifier of the card and in Pagefind; day since 1970; tokens of the title; then numbers into the facets:
outlet (-1 for none), year, language, companies, tags."""


class Catalogue(Record, frozen=True, kw_only=True, omit_defaults=False):
    """Every document as a row, and the facets that the rows point into."""

    tokens: int
    """Version of the token rules."""
    build: str
    """Changes with every other byte of the bundle; spares the client a conditional request."""
    facets: Mapping[str, tuple[tuple[str, str], ...]]
    """"company", "tag", "outlet", "year", "language" -> (slug, name) of each value."""
    documents: tuple[Row, ...]
    """Newest first; the same instant is ordered by URL."""


def catalogue(
    documents: Sequence[SearchDocument], identifiers: Mapping[str, str], *, tokens: int, build: str
) -> Catalogue:
    """The catalogue of `documents`; `identifiers` maps URLs to Pagefind's names."""
    years = sorted({document.date.year for document in documents}, reverse=True)
    languages = sorted({document.language for document in documents})
    facets = {
        "company": _names([term for document in documents for term in (*document.companies, *document.above)]),
        "tag": _names([term for document in documents for term in document.tags]),
        "outlet": _names([document.outlet for document in documents if document.outlet]),
        "year": {str(year): str(year) for year in years},
        "language": {language: language for language in languages},
    }
    places = {facet: {slug: place for place, slug in enumerate(names)} for facet, names in facets.items()}
    newest_first = sorted(documents, key=lambda document: (-document.date.timestamp(), document.url))
    return Catalogue(
        tokens=tokens,
        build=build,
        facets={facet: tuple(names.items()) for facet, names in facets.items()},
        documents=tuple(_row(document, identifiers[document.url], places) for document in newest_first),
    )


def encode(value: Catalogue) -> bytes:
    """The catalogue as JSON."""
    return msgspec.json.encode(value)


def _row(document: SearchDocument, identifier: str, places: Mapping[str, Mapping[str, int]]) -> Row:
    return (
        identifier,
        (document.date - _EPOCH).days,
        title_length(document),
        places["outlet"][document.outlet.slug] if document.outlet else -1,
        places["year"][str(document.date.year)],
        places["language"][document.language],
        tuple(places["company"][term.slug] for term in (*document.companies, *document.above)),
        tuple(places["tag"][term.slug] for term in document.tags),
    )


def _names(terms: Sequence[TermRef]) -> dict[str, str]:
    return dict(sorted({term.slug: term.name for term in terms}.items()))
