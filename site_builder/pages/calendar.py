"""The archive by time: /archive/, then a page for each year, month and day that has articles."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from site_builder.archive.folding import Folding, fold_stories, read_folding
from site_builder.documents import Record
from site_builder.model import Article, Output, Site
from site_builder.pages.context import PlanSettings, day_url, group_by_day, newest_change, page_output
from site_builder.views import DayGroup, Entry, Head, Link


class MonthCount(Record, frozen=True, kw_only=True):
    """A month of a year's overview; `url` is "" where it has no articles."""

    month: int
    count: int
    url: str = ""


class YearSummary(Record, frozen=True, kw_only=True):
    """A year with its twelve months."""

    year: int
    url: str
    count: int
    months: tuple[MonthCount, ...]


class DayCell(Record, frozen=True, kw_only=True):
    """A day of a month's calendar; `day` is 0 outside the month, `url` "" where there are no articles."""

    day: int
    count: int = 0
    url: str = ""


class ArchiveView(Record, frozen=True, kw_only=True):
    """What archive.html sees: every year, newest first."""

    head: Head
    years: tuple[YearSummary, ...]
    count: int
    digests: int = 0
    """Number of digests; 0 where there is no /digests/."""
    stories: int = 0
    """Number of stories; 0 where there is no /stories/."""


class YearView(Record, frozen=True, kw_only=True):
    """What year.html sees."""

    head: Head
    summary: YearSummary
    newer: Link | None
    older: Link | None


class MonthView(Record, frozen=True, kw_only=True):
    """What month.html sees: the calendar, weeks from Monday, and each day as its own page shows it."""

    head: Head
    year: int
    month: int
    weeks: tuple[tuple[DayCell, ...], ...]
    days: tuple[DayGroup, ...]
    count: int
    newer: Link | None
    older: Link | None


class DayView(Record, frozen=True, kw_only=True):
    """What day.html sees."""

    head: Head
    day: date
    entries: tuple[Entry, ...]
    count: int
    """Number of articles, those folded into an entry included."""
    newer: Link | None
    older: Link | None


_Month = tuple[int, int]


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """All pages of the calendar."""
    months: dict[_Month, list[Article]] = {}
    for day, articles in site.by_day.items():
        months.setdefault((day.year, day.month), []).extend(articles)
    counts = {month: len(articles) for month, articles in months.items()}
    years = [_summarise_year(year, counts) for year in dict.fromkeys(year for year, _ in months)]
    head = Head(title="", url="/archive/", indexable=settings.indexable)
    archive = ArchiveView(
        head=head, years=tuple(years), count=len(site.articles), digests=len(site.digests), stories=len(site.stories)
    )
    yield page_output("/archive/", "archive", archive, indexable=settings.indexable)
    yield from _plan_years(years, settings)
    folding = read_folding(site)
    yield from _plan_months(months, settings, folding=folding)
    yield from _plan_days(site, settings, folding=folding)


def _summarise_year(year: int, counts: dict[_Month, int]) -> YearSummary:
    months = tuple(
        MonthCount(month=m, count=counts.get((year, m), 0), url=_month_url((year, m)) if (year, m) in counts else "")
        for m in range(1, 13)
    )
    return YearSummary(year=year, url=f"/{year:04}/", count=sum(month.count for month in months), months=months)


def _plan_years(years: Sequence[YearSummary], settings: PlanSettings) -> Iterator[Output]:
    links = [Link(url=year.url, title=str(year.year)) for year in years]
    for index, year in enumerate(years):
        newer, older = _neighbours(links, index)
        head = Head(title=str(year.year), url=year.url, indexable=settings.indexable)
        view = YearView(head=head, summary=year, newer=newer, older=older)
        yield page_output(year.url, "year", view, indexable=settings.indexable)


def _plan_months(months: dict[_Month, list[Article]], settings: PlanSettings, *, folding: Folding) -> Iterator[Output]:
    links = [Link(url=_month_url(month), title=f"{month[0]:04}-{month[1]:02}") for month in months]
    for index, (month, articles) in enumerate(months.items()):
        newer, older = _neighbours(links, index)
        entries = [e for _, day in groupby(articles, key=_day_of) for e in fold_stories(day, folding)]
        days = group_by_day(entries, articles)
        view = MonthView(
            head=Head(title=links[index].title, url=links[index].url, indexable=settings.indexable),
            year=month[0], month=month[1], weeks=_weeks(month, days), days=days, count=len(articles),
            newer=newer, older=older,
        )  # fmt: skip
        lastmod = newest_change(articles)
        yield page_output(links[index].url, "month", view, lastmod=lastmod, indexable=settings.indexable)


def _plan_days(site: Site, settings: PlanSettings, *, folding: Folding) -> Iterator[Output]:
    links = [Link(url=day_url(day), title=day.isoformat()) for day in site.by_day]
    for index, (day, articles) in enumerate(site.by_day.items()):
        newer, older = _neighbours(links, index)
        head = Head(title=day.isoformat(), url=links[index].url, indexable=settings.indexable)
        entries = fold_stories(articles, folding)
        view = DayView(head=head, day=day, entries=entries, count=len(articles), newer=newer, older=older)
        lastmod = newest_change(articles)
        yield page_output(links[index].url, "day", view, lastmod=lastmod, indexable=settings.indexable)


def _neighbours(links: Sequence[Link], index: int) -> tuple[Link | None, Link | None]:
    """(newer, older) of a list that is newest first."""
    return links[index - 1] if index else None, links[index + 1] if index + 1 < len(links) else None


def _weeks(month: _Month, days: tuple[DayGroup, ...]) -> tuple[tuple[DayCell, ...], ...]:
    found = {group.day.day: group for group in days}
    return tuple(
        tuple(
            DayCell(day=day, count=found[day].count, url=found[day].url) if day in found else DayCell(day=day)
            for day in week
        )
        for week in calendar.Calendar(firstweekday=0).monthdayscalendar(*month)
    )


def _day_of(article: Article) -> date:
    return article.card.date.date()


def _month_url(month: _Month) -> str:
    return f"/{month[0]:04}/{month[1]:02}/"
