"""Taxonomy pages: the index of all companies, tags, categories, outlets or authors, by initial, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from msgspec.structs import replace

from site_builder.documents import TAXONOMIES, Record, Taxonomy
from site_builder.model import Output, Site, Term
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
    about = _count_about(site)
    for taxonomy in TAXONOMIES:
        terms = site.terms.get(taxonomy, ())
        counted = about if taxonomy == "companies" else {}
        groups = tuple(
            LetterGroup(letter=letter, terms=tuple(_count(site, term, counted) for term in found))
            for letter, found in groupby(terms, key=lambda term: term.initial)
        )
        url = f"/{taxonomy}/"
        head = Head(title="", url=url, indexable=settings.indexable)
        view = TaxonomyView(head=head, taxonomy=taxonomy, groups=groups, count=len(terms))
        yield page_output(url, "taxonomy", view, indexable=settings.indexable)


def _count(site: Site, term: Term, about: Mapping[str, int]) -> TermCount:
    return replace(count_term(site, term), about=about.get(term.slug, 0))


def _count_about(site: Site) -> Counter[str]:
    """Company slug -> articles on its page that are about it, or about a company below it."""
    about: Counter[str] = Counter()
    for article in site.articles:
        named = {mention.slug for mention in article.mentions if mention.about}
        about.update(named | {ref.slug for slug in named for ref in site.above.get(slug, ())})
    return about
