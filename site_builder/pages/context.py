"""What every page kind plans with: the settings that decide which pages there are, and shared steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from site_builder.documents import Record
from site_builder.model import Article, Output, Site, Stage, Term, TermRef
from site_builder.views import DayGroup, Entry, TermCount


class PlanSettings(Record, frozen=True, kw_only=True):
    """The part of the configuration that decides which pages there are."""

    page_size: int = 20
    feed_size: int = 20
    search: bool = True
    indexable: bool = True
    """False for a private archive: every page asks not to be indexed."""
    link_companies: bool = True
    """The first mention of a company in a text leads to its page."""
    index_from: int = 0
    """Pages of companies and tags with fewer articles ask not to be indexed."""
    with_tags: bool = False
    """A page for each company and tag with articles in common."""


def page_output(
    url: str,
    kind: str,
    view: Record,
    *,
    template: str = "",
    stage: Stage = "list",
    lastmod: datetime | None = None,
    indexable: bool = True,
    source: str = "",
) -> Output:
    """An HTML page at `url` (ending with a slash), rendered by "<kind>.html" unless a template is named."""
    return Output(
        path=f"{url.lstrip('/')}index.html", url=url, kind=kind, view=view, template=template or f"{kind}.html",
        stage=stage, lastmod=lastmod, indexable=indexable, source=source,
    )  # fmt: skip


def newest_change(articles: Sequence[Article]) -> datetime | None:
    """The latest date or update among the articles; None if there are none."""
    return max((max(a.card.date, a.card.updated or a.card.date) for a in articles), default=None)


def day_url(day: date) -> str:
    """The day's page."""
    return f"/{day:%Y/%m/%d}/"


def tag_page_url(company: TermRef, tag: TermRef) -> str:
    """The page of a company's articles with a tag."""
    return f"{company.url}tags/{tag.slug}/"


def group_by_day(entries: Sequence[Entry], articles: Sequence[Article]) -> tuple[DayGroup, ...]:
    """Entries (newest first) as one group a day, each with its number of `articles`, from which they were made."""
    counts = Counter(article.card.date.date() for article in articles)
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(entry.date.date(), []).append(entry)
    return tuple(
        DayGroup(day=day, url=day_url(day), entries=tuple(found), count=counts[day]) for day, found in days.items()
    )


def count_term(site: Site, term: Term) -> TermCount:
    """The term with the number of articles on its page."""
    articles = site.by_term.get((term.taxonomy, term.slug), ())
    latest = articles[0].card.date if articles else None
    return TermCount(term=term.ref, count=len(articles), latest=latest, aliases=term.facts.aliases)


def busiest_terms(articles: Sequence[Article], taxonomy: str, *, limit: int) -> tuple[TermCount, ...]:
    """The terms most of `articles` carry, with their number there; ties by URL. `taxonomy` names a card's field."""
    counts: dict[str, int] = {}
    newest: dict[str, tuple[TermRef, datetime]] = {}
    for article in articles:
        card = article.card
        value = getattr(card, taxonomy)
        for ref in value if isinstance(value, tuple) else (value,) if value else ():
            if ref.slug in counts:
                counts[ref.slug] += 1
            else:
                counts[ref.slug] = 1
                newest[ref.slug] = (ref, card.date)
    ranked = sorted(counts, key=lambda slug: (-counts[slug], newest[slug][0].url))
    return tuple(
        TermCount(term=newest[slug][0], count=counts[slug], latest=newest[slug][1]) for slug in ranked[:limit]
    )
