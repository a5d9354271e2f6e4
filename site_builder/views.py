"""Parts that the views of several page kinds share. Each view itself stands beside its page kind."""

from __future__ import annotations

from datetime import date, datetime

from site_builder.model import Card, Record, TermRef


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


class DayGroup(Record, frozen=True, kw_only=True):
    """The cards of one day, newest first."""

    day: date
    url: str
    cards: tuple[Card, ...]


class Place(Record, frozen=True, kw_only=True):
    """Where an article stands in a digest."""

    digest: Link
    position: int
    """0 where it is not known."""


class TermCount(Record, frozen=True, kw_only=True):
    """A term on a list page, with its number of articles and the newest article's date."""

    term: TermRef
    count: int
    latest: datetime | None = None
    aliases: tuple[str, ...] = ()
