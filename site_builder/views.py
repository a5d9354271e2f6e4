"""Parts that the views of several page kinds share. Each view itself stands beside its page kind."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from site_builder.documents import Record
from site_builder.model import Card, TermRef


class Link(Record, frozen=True, kw_only=True):
    """A page to go to, by its title."""

    url: str
    title: str
    language: str = ""
    """Of the title; "" means the interface's."""


class FeedLink(Record, frozen=True, kw_only=True):
    """A feed for `<link rel=alternate>` and for people."""

    url: str
    title: str


class Head(Record, frozen=True, kw_only=True):
    """What the base template needs of every page."""

    title: str
    url: str
    description: str = ""
    language: str = ""
    """Language of the page's content; "" means the site's."""
    feeds: tuple[FeedLink, ...] = ()
    """The page's own feeds; the site's follows by itself."""
    indexable: bool = True
    image: str = ""


class Pager(Record, frozen=True, kw_only=True):
    """Where a list page stands. Pages are numbered from the oldest: page 1 is full and never changes."""

    number: int = 0
    """0 for the newest page, which has the list's own URL."""
    newer: str = ""
    older: str = ""
    """URLs of the neighbouring pages; "" at the ends."""


class StoryLine(Record, frozen=True, kw_only=True):
    """Below one report of a story: who else reported."""

    url: str
    """The story's page."""
    outlets: int
    """Of the whole story; 0 or 1 where no two are known."""
    reports: int
    """Of the whole story."""
    others: tuple[Link, ...] = ()
    """The outlets besides the report's own, each leading to its first report, by time; a report without an outlet
    goes by its title."""
    left_out: int = 0
    """How many more there are than `others` names."""


EntryPlace = Literal["", "title", "about", "mentioned"]
"""Where an article has a company: in its headline, as what it is about, or in passing; "" where none is asked for."""


class Entry(Record, frozen=True, kw_only=True):
    """An article in a list, standing for the reports of its story that the list would hold besides it."""

    card: Card
    date: datetime
    """Where it stands: the card's date, or that of the newest report folded into it."""
    story: StoryLine | None = None
    place: EntryPlace = ""
    """What the company whose list it is has to do with the article."""
    via: tuple[TermRef, ...] = ()
    """The companies below that one which `place` is of; () where it is the company's own."""


class ReportLink(Record, frozen=True, kw_only=True):
    """An article by who reported it when."""

    url: str
    title: str
    date: datetime
    outlet: TermRef | None = None
    draft: bool = False


class DayGroup(Record, frozen=True, kw_only=True):
    """The entries of one day, newest first."""

    day: date
    url: str
    entries: tuple[Entry, ...]
    count: int
    """Articles of this day in the list, those folded into an entry included."""


class Place(Record, frozen=True, kw_only=True):
    """Where an article stands in a digest."""

    digest: Link
    position: int
    """0 where it is not known."""


class MonthGroup(Record, frozen=True, kw_only=True):
    """The entries of one month, newest first."""

    month: date
    """Its first day."""
    url: str
    """Of the month's own page."""
    entries: tuple[Entry, ...]


class MonthCount(Record, frozen=True, kw_only=True):
    """How many articles a month has."""

    month: date
    """Its first day."""
    count: int
    about: int = 0
    """Of these, how many are about the company."""


class TermCount(Record, frozen=True, kw_only=True):
    """A term on a list page, with its number of articles and the newest article's date."""

    term: TermRef
    count: int
    latest: datetime | None = None
    aliases: tuple[str, ...] = ()
    about: int = 0
    """Articles about it, where it is a company in an index."""
    lift: float = 0.0
    """Beside another term: how many times as often as by chance, rounded; 0 where nothing is compared."""
