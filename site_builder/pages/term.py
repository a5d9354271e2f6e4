"""Term pages: for each company, tag, category, outlet and author its articles, newest first, in pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from site_builder.archive.folding import Folding, fold_stories, read_folding
from site_builder.archive.paging import paginate
from site_builder.model import (
    TAXONOMIES,
    Article,
    Body,
    Output,
    Record,
    Site,
    Taxonomy,
    Term,
    TermFacts,
    TermRef,
)
from site_builder.pages.context import PlanSettings, busiest_terms, count_about, newest_change, page_output
from site_builder.views import Entry, FeedLink, Head, Pager, TermCount


class TermOverview(Record, frozen=True, kw_only=True):
    """What only a term's newest page tells; numbered pages stay as they are when it changes."""

    count: int
    first: datetime | None
    latest: datetime | None
    about: int = 0
    """Articles about the company, where the term is one."""
    companies: tuple[TermCount, ...] = ()
    """Terms that stand on the same articles, most frequent first, without the term itself."""
    tags: tuple[TermCount, ...] = ()
    outlets: tuple[TermCount, ...] = ()


class TermView(Record, frozen=True, kw_only=True):
    """What term.html sees. `overview` is None on numbered pages."""

    head: Head
    taxonomy: Taxonomy
    term: TermRef
    facts: TermFacts
    entries: tuple[Entry, ...]
    pager: Pager
    body: Body | None = None
    """The description, on the newest page only."""
    overview: TermOverview | None = None
    parent: TermRef | None = None
    children: tuple[TermRef, ...] = ()


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """Every term's newest page and numbered pages."""
    folding = read_folding(site)
    for taxonomy in TAXONOMIES:
        terms = site.terms.get(taxonomy, ())
        parents = _find_parents(terms)
        children: dict[str, list[TermRef]] = {}
        for term in terms:
            if term.slug in parents:
                children.setdefault(parents[term.slug].slug, []).append(term.ref)
        for term in terms:
            below = tuple(children.get(term.slug, ()))
            yield from _plan_term(site, term, settings, parent=parents.get(term.slug), children=below, folding=folding)


def _find_parents(terms: Iterable[Term]) -> dict[str, TermRef]:
    """Slug -> the term that its file names as parent, by slug or name."""
    known = {key: term.ref for term in terms for key in (term.name, term.slug)}
    return {term.slug: known[term.facts.parent] for term in terms if term.facts.parent in known}


def _plan_term(
    site: Site,
    term: Term,
    settings: PlanSettings,
    *,
    parent: TermRef | None,
    children: tuple[TermRef, ...],
    folding: Folding,
) -> Iterator[Output]:
    articles = site.by_term.get((term.taxonomy, term.slug), ())
    feed = FeedLink(url=f"{term.url}feed.xml", title=term.name)
    for page, part in paginate(articles, url=term.url, size=settings.page_size):
        newest = page.pager.number == 0
        indexable = settings.indexable and newest and bool(articles)
        view = TermView(
            head=Head(
                title=term.name, url=page.url, description=term.facts.description, feeds=(feed,), indexable=indexable
            ),
            taxonomy=term.taxonomy, term=term.ref, facts=term.facts if newest else TermFacts(name=term.name),
            entries=fold_stories(part, folding), pager=page.pager, body=term.body if newest else None,
            overview=_overview(term, articles) if newest else None,
            parent=parent if newest else None, children=children if newest else (),
        )  # fmt: skip
        yield page_output(
            page.url, "term", view, lastmod=newest_change(part), indexable=indexable,
            source=term.path or (articles[0].parsed.path if articles else ""),
        )  # fmt: skip


def _overview(term: Term, articles: tuple[Article, ...]) -> TermOverview:
    def together(taxonomy: str, limit: int) -> tuple[TermCount, ...]:
        found = busiest_terms(articles, taxonomy, limit=limit + 1)
        return tuple(count for count in found if count.term.url != term.url)[:limit]

    return TermOverview(
        count=len(articles),
        first=articles[-1].card.date if articles else None,
        latest=articles[0].card.date if articles else None,
        about=count_about(articles, term.slug) if term.taxonomy == "companies" else 0,
        companies=together("companies", 12),
        tags=together("tags", 12),
        outlets=together("outlet", 8),
    )
