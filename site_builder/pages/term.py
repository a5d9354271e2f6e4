"""Term pages: for each company, tag, category, outlet and author its articles, newest first, in pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from site_builder.archive.ancestry import find_families
from site_builder.archive.co_occurrence import MIN_SHARED, find_company_pairs, find_tag_pairs
from site_builder.archive.coverage import Standings, count_months, find_standings, group_by_month, mark
from site_builder.archive.folding import Folding, fold_stories, read_folding
from site_builder.archive.paging import paginate
from site_builder.documents import TAXONOMIES, Record, Taxonomy, TermFacts
from site_builder.model import Article, Body, Output, Site, Term, TermRef
from site_builder.pages.context import PlanSettings, busiest_terms, newest_change, page_output, tag_page_url
from site_builder.views import FeedLink, Head, MonthCount, MonthGroup, Pager, TermCount

_SHOWN = 12
"""Terms of a kind that an overview names."""
_THIN: Collection[Taxonomy] = ("companies", "tags")
"""Taxonomies whose pages with few articles ask not to be indexed: texts and articles name them by the hundred."""


class TermOverview(Record, frozen=True, kw_only=True):
    """What only a term's newest page tells; numbered pages stay as they are when it changes."""

    count: int
    first: datetime | None
    latest: datetime | None
    about: int = 0
    """Articles about the company, where the term is one."""
    months: tuple[MonthCount, ...] = ()
    """Months with articles, oldest first."""
    companies: tuple[TermCount, ...] = ()
    """Companies on the same articles, most frequent first; on a company's page with lift, two articles at least."""
    tags: tuple[TermCount, ...] = ()
    """The same for tags. On a company's page they lead to the pages of company and tag where there are such."""
    outlets: tuple[TermCount, ...] = ()
    partial: int = 0
    """Of an outlet: articles without their whole text, because the source breaks off, has none, or only a summary may
    be published."""


class TermView(Record, frozen=True, kw_only=True):
    """What term.html sees. `overview` is None on numbered pages."""

    head: Head
    taxonomy: Taxonomy
    term: TermRef
    facts: TermFacts
    months: tuple[MonthGroup, ...]
    """The page's articles, newest first; the reports of one story as one entry."""
    pager: Pager
    body: Body | None = None
    """The description, on the newest page only."""
    overview: TermOverview | None = None
    parent: TermRef | None = None
    children: tuple[TermRef, ...] = ()


class _Relations(Record, frozen=True, kw_only=True):
    """What the pages of all terms are planned with."""

    together: Mapping[Taxonomy, Mapping[str, tuple[TermCount, ...]]]
    """Taxonomy -> slug -> terms of the taxonomy on the same articles."""
    families: Mapping[str, Collection[str]]
    """Company slug -> those below it, with roll-up."""
    children: Mapping[tuple[Taxonomy, str], tuple[TermRef, ...]]
    folding: Folding


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """Every term's newest page and numbered pages."""
    relations = _Relations(
        together={"companies": find_company_pairs(site), "tags": find_tag_pairs(site)},
        families=find_families(site.above),
        children=_find_children(site),
        folding=read_folding(site),
    )
    for taxonomy in TAXONOMIES:
        for term in site.terms.get(taxonomy, ()):
            yield from _plan_term(site, term, settings, relations)


def _find_children(site: Site) -> dict[tuple[Taxonomy, str], tuple[TermRef, ...]]:
    """(taxonomy, slug) -> the terms right below it, by sort key."""
    children: dict[tuple[Taxonomy, str], list[TermRef]] = {}
    for taxonomy, terms in site.terms.items():
        for term in terms:
            parent = site.parents.get((taxonomy, term.slug))
            if parent:
                children.setdefault((taxonomy, parent.slug), []).append(term.ref)
    return {key: tuple(refs) for key, refs in children.items()}


def _plan_term(site: Site, term: Term, settings: PlanSettings, relations: _Relations) -> Iterator[Output]:
    key = (term.taxonomy, term.slug)
    articles = site.by_term.get(key, ())
    below = relations.families.get(term.slug, ())
    standings = find_standings(articles, term.slug, below=below) if term.taxonomy == "companies" else {}
    enough = len(articles) >= max(1, settings.index_from if term.taxonomy in _THIN else 1)
    feed = FeedLink(url=f"{term.url}feed.xml", title=term.name)
    source = term.path or (articles[0].parsed.path if articles else "")
    for page, part in paginate(articles, url=term.url, size=settings.page_size):
        newest = page.pager.number == 0
        indexable = settings.indexable and newest and enough
        head = Head(
            title=term.name, url=page.url, description=term.facts.description, feeds=(feed,), indexable=indexable
        )
        view = TermView(
            head=head, taxonomy=term.taxonomy, term=term.ref, facts=TermFacts(name=term.name),
            months=group_by_month(mark(fold_stories(part, relations.folding), standings)), pager=page.pager,
        )  # fmt: skip
        if newest:
            view = replace(
                view, facts=term.facts, body=term.body, parent=site.parents.get(key),
                children=relations.children.get(key, ()),
                overview=_overview(term, articles, standings, relations=relations, with_tags=settings.with_tags),
            )  # fmt: skip
        yield page_output(page.url, "term", view, lastmod=newest_change(part), indexable=indexable, source=source)


def _overview(
    term: Term, articles: Sequence[Article], standings: Standings, *, relations: _Relations, with_tags: bool
) -> TermOverview:
    def beside(taxonomy: Taxonomy, limit: int) -> tuple[TermCount, ...]:
        if taxonomy == term.taxonomy and taxonomy in relations.together:
            return relations.together[taxonomy].get(term.slug, ())[:limit]
        field = "outlet" if taxonomy == "outlets" else taxonomy
        found = busiest_terms(articles, field, limit=limit + 1)
        return tuple(count for count in found if count.term.url != term.url)[:limit]

    pairs = with_tags and term.taxonomy == "companies"
    tags = beside("tags", len(articles) if pairs else _SHOWN)
    return TermOverview(
        count=len(articles),
        first=articles[-1].card.date if articles else None,
        latest=articles[0].card.date if articles else None,
        about=sum(standing.is_about for standing in standings.values()),
        months=count_months(articles, standings),
        companies=beside("companies", _SHOWN),
        tags=_lead_to_pairs(tags, term) if pairs else tags,
        outlets=beside("outlets", _SHOWN),
        partial=sum(map(_is_partial, articles)) if term.taxonomy == "outlets" else 0,
    )


def _lead_to_pairs(tags: Sequence[TermCount], company: Term) -> tuple[TermCount, ...]:
    """The tags with articles enough lead to their pages below the company's; of the others, the most frequent."""
    return tuple(
        replace(tag, term=replace(tag.term, url=tag_page_url(company.ref, tag.term)))
        if tag.count >= MIN_SHARED else tag
        for place, tag in enumerate(tags)
        if tag.count >= MIN_SHARED or place < _SHOWN
    )  # fmt: skip


def _is_partial(article: Article) -> bool:
    parsed = article.parsed
    return parsed.front_matter.truncated or article.card.rights == "excerpt" or not parsed.body.characters
