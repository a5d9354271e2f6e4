"""Company and tag: a page for each pair with two articles or more in common, where the archive asks for them."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.archive.ancestry import find_families
from site_builder.archive.co_occurrence import MIN_SHARED
from site_builder.archive.coverage import find_standings, group_by_month, mark
from site_builder.archive.folding import Folding, fold_stories, read_folding
from site_builder.archive.paging import paginate
from site_builder.documents import Record
from site_builder.model import Article, Output, Site, Term, TermRef
from site_builder.pages.context import PlanSettings, newest_change, page_output, tag_page_url
from site_builder.views import Head, MonthGroup, Pager


class CompanyTagView(Record, frozen=True, kw_only=True):
    """What company_tag.html sees."""

    head: Head
    company: TermRef
    tag: TermRef
    months: tuple[MonthGroup, ...]
    """The page's articles, newest first."""
    pager: Pager
    count: int = 0
    """All articles of the pair; 0 on numbered pages, which stay as they are when it changes."""


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """Newest and numbered pages of every pair, by company."""
    if not settings.with_tags:
        return
    families, folding = find_families(site.above), read_folding(site)
    for company in site.terms.get("companies", ()):
        by_tag: dict[TermRef, list[Article]] = {}
        for article in site.by_term.get(("companies", company.slug), ()):
            for tag in article.card.tags:
                by_tag.setdefault(tag, []).append(article)
        for tag, articles in by_tag.items():
            if len(articles) >= MIN_SHARED:
                below = families.get(company.slug, frozenset())
                yield from _plan_pair(company, tag, articles, below=below, folding=folding, settings=settings)


def _plan_pair(
    company: Term, tag: TermRef, articles: list[Article], *, below: frozenset[str], folding: Folding,
    settings: PlanSettings,
) -> Iterator[Output]:  # fmt: skip
    url = tag_page_url(company.ref, tag)
    enough = len(articles) >= settings.index_from
    standings = find_standings(articles, company.slug, below=below)
    for page, part in paginate(articles, url=url, size=settings.page_size):
        newest = page.pager.number == 0
        indexable = settings.indexable and newest and enough
        view = CompanyTagView(
            head=Head(title=f"{company.name} · {tag.name}", url=page.url, indexable=indexable), company=company.ref,
            tag=tag, months=group_by_month(mark(fold_stories(part, folding), standings)),
            pager=page.pager, count=len(articles) if newest else 0,
        )  # fmt: skip
        yield page_output(
            page.url, "company_tag", view, lastmod=newest_change(part), indexable=indexable, source=company.path
        )
