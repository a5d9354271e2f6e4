"""Taxonomy pages: the index of all companies, tags, categories, outlets or authors, by initial, with counts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from site_builder.model import TAXONOMIES, Output, Record, Site, Taxonomy
from site_builder.pages.context import PlanSettings, count_term, page_output
from site_builder.views import Head, TermCount


class LetterGroup(Record, frozen=True, kw_only=True):
    """The terms under one letter of the index."""

    letter: str
    """"A"–"Z" by pinyin, or "#" for digits and the rest, last."""
    terms: tuple[TermCount, ...]


class TaxonomyView(Record, frozen=True, kw_only=True):
    """What taxonomy.html sees."""

    head: Head
    taxonomy: Taxonomy
    groups: tuple[LetterGroup, ...]
    count: int


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """One index for each taxonomy, empty ones included: the navigation links to them."""
    for taxonomy in TAXONOMIES:
        terms = site.terms.get(taxonomy, ())
        groups = tuple(
            LetterGroup(letter=letter, terms=tuple(count_term(site, term) for term in found))
            for letter, found in groupby(terms, key=lambda term: term.initial)
        )
        url = f"/{taxonomy}/"
        head = Head(title="", url=url, indexable=settings.indexable)
        view = TaxonomyView(head=head, taxonomy=taxonomy, groups=groups, count=len(terms))
        yield page_output(url, "taxonomy", view, indexable=settings.indexable)
