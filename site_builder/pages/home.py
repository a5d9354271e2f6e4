"""The home page: the newest articles by day, the curator's picks, the busiest companies, tags and outlets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from site_builder.archive.folding import fold_stories, newest_stories, read_folding, story_entry
from site_builder.documents import Record
from site_builder.model import Card, Output, Site
from site_builder.pages.context import (
    PlanSettings,
    busiest_terms,
    group_by_day,
    newest_change,
    page_output,
)
from site_builder.views import DayGroup, Entry, Head, TermCount

_ARTICLES = 30
_STORIES = 5
_RECENT = 400
"""The busiest companies, tags and outlets are counted over this many newest articles."""


class HomeView(Record, frozen=True, kw_only=True):
    """What home.html sees."""

    head: Head
    days: tuple[DayGroup, ...]
    """The newest articles, by day, newest first; a story stands once, on the day of its newest report."""
    stories: tuple[Entry, ...]
    """The stories with the newest reports, each by its lead."""
    picks: tuple[Card, ...]
    companies: tuple[TermCount, ...]
    """Most written about among the newest articles; the count is over those."""
    tags: tuple[TermCount, ...]
    outlets: tuple[TermCount, ...]
    articles: int
    """Number of articles in the archive."""
    first: datetime | None
    latest: datetime | None


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """The one home page."""
    recent, newest = site.articles[:_RECENT], site.articles[:_ARTICLES]
    folding = read_folding(site)
    lastmod = newest_change(recent)
    view = HomeView(
        head=Head(title="", url="/", indexable=settings.indexable),
        days=group_by_day(fold_stories(newest, folding), newest),
        stories=tuple(story_entry(story, folding) for story in newest_stories(site)[:_STORIES]),
        picks=tuple(article.card for article in recent if article.card.pick)[:6],
        companies=busiest_terms(recent, "companies", limit=16),
        tags=busiest_terms(recent, "tags", limit=16),
        outlets=busiest_terms(recent, "outlet", limit=12),
        articles=len(site.articles),
        first=site.articles[-1].card.date if site.articles else None,
        latest=site.articles[0].card.date if site.articles else None,
    )
    yield page_output("/", "home", view, lastmod=lastmod, indexable=settings.indexable)
