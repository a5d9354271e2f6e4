"""The search page: a form that works with a script, and ways into the archive for those without."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.documents import Record
from site_builder.model import Output, Site
from site_builder.pages.context import PlanSettings, page_output
from site_builder.views import Head


class SearchView(Record, frozen=True, kw_only=True):
    """What search.html sees."""

    head: Head
    years: tuple[int, ...]
    """Years with articles, newest first."""


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """The one search page, unless search is off."""
    if settings.search:
        years = tuple(dict.fromkeys(day.year for day in site.by_day))
        view = SearchView(head=Head(title="", url="/search/", indexable=False), years=years)
        yield page_output("/search/", "search", view, indexable=False)
