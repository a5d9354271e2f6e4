"""Story pages: /stories/, the list of all by month, and for each who reported it, when, and what the reports share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from site_builder.archive.folding import (
    Folding,
    newest_stories,
    other_outlets,
    read_folding,
    report_link,
    story_entry,
)
from site_builder.archive.paging import paginate
from site_builder.documents import Record
from site_builder.model import Article, Card, Output, Site, Story
from site_builder.pages.context import PlanSettings, busiest_terms, day_url, newest_change, page_output
from site_builder.views import Entry, Head, Link, Pager, ReportLink, TermCount

_TERMS = 12
_MINUTES_UP_TO = 120
_HOURS_UP_TO = 48


class Span(Record, frozen=True, kw_only=True):
    """A time between two reports, in the unit in which people would say it."""

    count: int
    unit: Literal["minutes", "hours", "days"]


class TimelineReport(Record, frozen=True, kw_only=True):
    """A report in its place in the time line."""

    report: ReportLink
    is_lead: bool = False
    truncated: bool = False
    """The source itself ends in the middle of the text."""
    after: Span | None = None
    """Since the first report; None for the first, those of the same minute, and where a source gave only the day."""


class TimelineDay(Record, frozen=True, kw_only=True):
    """The reports of one day, in order of time."""

    day: date
    url: str
    reports: tuple[TimelineReport, ...]

    @property
    def count(self) -> int:
        """Their number, as day headings show it."""
        return len(self.reports)


class StoryView(Record, frozen=True, kw_only=True):
    """What story.html sees."""

    head: Head
    lead: Card
    outlets: int
    """0 or 1 where no two are known."""
    reports: int
    others: tuple[Link, ...]
    """The outlets besides the lead's, each leading to its first report; a report without an outlet by its title."""
    days: tuple[TimelineDay, ...]
    """Oldest first."""
    span: Span | None
    """From the first report to the last."""
    companies: tuple[TermCount, ...]
    """Those that stand on two reports at least, most frequent first."""
    tags: tuple[TermCount, ...]
    sharing: tuple[ReportLink, ...]
    """Articles outside the story that share a passage with a report of it, by time."""


class StoryMonth(Record, frozen=True, kw_only=True):
    """The stories whose newest report is of one month."""

    year: int
    month: int
    entries: tuple[Entry, ...]


class StoriesView(Record, frozen=True, kw_only=True):
    """What stories.html sees: a page of the list, the story with the newest report first."""

    head: Head
    months: tuple[StoryMonth, ...]
    pager: Pager
    count: int = 0
    """Number of all stories, on the newest page only."""


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """The list in pages, then a page a story; nothing where there is no story."""
    if not site.stories:
        return
    folding = read_folding(site)
    yield from _plan_list(newest_stories(site), folding, settings)
    sharing = _find_sharing(site)
    wanted = {*site.story_of, *(url for urls in sharing.values() for url in urls)}
    articles = {article.card.url: article for article in site.articles if article.card.url in wanted}
    for story in site.stories:
        outside = [articles[url].card for url in sharing.get(story.id, ())]
        yield _plan_story(story, [articles[url] for url in story.reports], outside, folding=folding, settings=settings)


def _plan_list(stories: Sequence[Story], folding: Folding, settings: PlanSettings) -> Iterator[Output]:
    for page, part in paginate(stories, url="/stories/", size=settings.page_size):
        is_newest = page.pager.number == 0
        indexable = settings.indexable and is_newest
        entries = [story_entry(story, folding) for story in part]
        months = tuple(
            StoryMonth(year=year, month=month, entries=tuple(found))
            for (year, month), found in groupby(entries, key=lambda entry: (entry.date.year, entry.date.month))
        )
        head = Head(title="", url=page.url, indexable=indexable)
        view = StoriesView(head=head, months=months, pager=page.pager, count=len(stories) if is_newest else 0)
        yield page_output(page.url, "stories", view, lastmod=max(s.last for s in part), indexable=indexable)


def _plan_story(
    story: Story, reports: Sequence[Article], outside: Iterable[Card], *, folding: Folding, settings: PlanSettings
) -> Output:
    lead = folding.cards[story.lead]
    indexable = settings.indexable and not any(report.card.draft for report in reports)
    view = StoryView(
        head=Head(
            title=story.title, url=story.url, description=lead.summary, language=lead.language, indexable=indexable,
            image=lead.image.src if lead.image else "",
        ),
        lead=lead, outlets=len(story.outlets), reports=len(story.reports),
        others=other_outlets(story, lead, folding), days=_make_timeline(story, reports),
        span=measure_span(story.first, story.last), companies=_shared_terms(reports, "companies"),
        tags=_shared_terms(reports, "tags"),
        sharing=tuple(report_link(card) for card in sorted(outside, key=lambda card: (card.date, card.url))),
    )  # fmt: skip
    return page_output(story.url, "story", view, lastmod=newest_change(reports), indexable=indexable)


def _make_timeline(story: Story, reports: Sequence[Article]) -> tuple[TimelineDay, ...]:
    return tuple(
        TimelineDay(
            day=day,
            url=day_url(day),
            reports=tuple(
                TimelineReport(
                    report=report_link(article.card), is_lead=article.card.url == story.lead,
                    truncated=article.parsed.front_matter.truncated, after=measure_span(story.first, article.card.date),
                )
                for article in found
            ),
        )
        for day, found in groupby(reports, key=lambda article: article.card.date.date())
    )  # fmt: skip


def measure_span(first: datetime, last: datetime) -> Span | None:
    """The time between two reports; None for less than a minute, and within a day if one tells only its day."""
    if _is_day_only(first) or _is_day_only(last):
        days = (last.date() - first.date()).days
        return Span(count=days, unit="days") if days else None
    minutes = int((last - first).total_seconds() // 60)
    if minutes < _MINUTES_UP_TO:
        return Span(count=minutes, unit="minutes") if minutes else None
    hours = (minutes + 30) // 60
    return Span(count=hours, unit="hours") if hours < _HOURS_UP_TO else Span(count=(hours + 12) // 24, unit="days")


def _is_day_only(moment: datetime) -> bool:
    """Midnight sharp stands for a source that gave only the day."""
    return moment.hour == moment.minute == 0


def _shared_terms(reports: Sequence[Article], taxonomy: str) -> tuple[TermCount, ...]:
    newest_first = reports[::-1]
    return tuple(count for count in busiest_terms(newest_first, taxonomy, limit=_TERMS) if count.count > 1)


def _find_sharing(site: Site) -> Mapping[str, Sequence[str]]:
    """Id of a story -> URLs of the articles outside it that quote it or that it quotes, each once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for url, quoted in site.quotes.items():
        for other in quoted:
            for inside, outside in ((url, other), (other, url)):
                story = site.story_of.get(inside)
                if story and outside not in story.reports:
                    found[story.id][outside] = None
    return {story_id: tuple(urls) for story_id, urls in found.items()}
