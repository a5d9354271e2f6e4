"""Articles of a term -> how its lists and its chart show them: the place a company has in each; by month.

With roll-up, a company's articles are also those of the companies below it. A standing says which of them it is of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import groupby

from msgspec.structs import replace

from site_builder.documents import Record
from site_builder.model import Article, Mention, TermRef
from site_builder.views import Entry, EntryPlace, MonthCount, MonthGroup

_ORDER: tuple[EntryPlace, ...] = ("title", "about", "mentioned")


class Standing(Record, frozen=True, kw_only=True):
    """What a company, or one below it, has to do with an article. Fields as in `Entry`."""

    place: EntryPlace
    via: tuple[TermRef, ...] = ()

    @property
    def is_about(self) -> bool:
        """True if the article is mainly about the company."""
        return self.place in ("title", "about")


Standings = Mapping[str, Standing]
"""Article URL -> standing; empty for the articles of a term that is no company."""


def find_standings(articles: Sequence[Article], company: str, *, below: Collection[str] = ()) -> dict[str, Standing]:
    """The standing of the company with this slug, or of those `below` it, in each of its articles."""
    return {article.card.url: _find_standing(article, company, below) for article in articles}


def _find_standing(article: Article, company: str, below: Collection[str]) -> Standing:
    """The best place among the company and those below it."""
    places = {m.slug: _place_of(m) for m in article.mentions if m.slug == company or m.slug in below}
    best = next(place for place in _ORDER if place in places.values())
    if places.get(company) == best:
        return Standing(place=best)
    return Standing(place=best, via=tuple(ref for ref in article.card.companies if places.get(ref.slug) == best))


def _place_of(mention: Mention) -> EntryPlace:
    if not mention.about:
        return "mentioned"
    return "title" if any(surface.place == "title" for surface in mention.surfaces) else "about"


def mark(entries: Sequence[Entry], standings: Standings) -> tuple[Entry, ...]:
    """The entries with the company's place in the article that each shows."""
    if not standings:
        return tuple(entries)
    found = ((entry, standings[entry.card.url]) for entry in entries)
    return tuple(replace(entry, place=standing.place, via=standing.via) for entry, standing in found)


def group_by_month(entries: Sequence[Entry]) -> tuple[MonthGroup, ...]:
    """Entries (newest first) as one group a month."""
    return tuple(
        MonthGroup(month=month, url=f"/{month:%Y/%m}/", entries=tuple(found))
        for month, found in groupby(entries, key=lambda entry: _month_of(entry.date))
    )


def count_months(articles: Sequence[Article], standings: Standings) -> tuple[MonthCount, ...]:
    """How many of the articles each month has, oldest first; months without any are left out."""
    counts = Counter(_month_of(article.card.date) for article in articles)
    about = Counter(
        _month_of(article.card.date)
        for article in articles
        if (standing := standings.get(article.card.url)) and standing.is_about
    )
    return tuple(MonthCount(month=month, count=counts[month], about=about[month]) for month in sorted(counts))


def _month_of(day: date) -> date:
    return date(day.year, day.month, 1)
