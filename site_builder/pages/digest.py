"""Digest pages: /digests/, the list of all by year, and for each its own text and its items in their order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from site_builder.documents import Record
from site_builder.language.urls import clean_url
from site_builder.model import Body, Digest, DigestItem, Output, Site, TermRef
from site_builder.pages.context import PlanSettings, page_output
from site_builder.views import Head


class DigestView(Record, frozen=True, kw_only=True):
    """What digest.html sees."""

    head: Head
    title: str
    language: str
    """Of the title and the text."""
    items: tuple[DigestItem, ...]
    """By position."""
    date: datetime | None = None
    updated: datetime | None = None
    outlet: TermRef | None = None
    """Its `url` is "" where the outlet has no page."""
    authors: tuple[str, ...] = ()
    source_url: str = ""
    body: Body | None = None
    """What the digest says besides its items; None for nothing, and where only an excerpt is published."""
    summary: str = ""
    """In the place of a text that is not published."""
    draft: bool = False


class DigestRow(Record, frozen=True, kw_only=True):
    """A digest in the list of all."""

    url: str
    title: str
    language: str
    count: int
    """Number of its items that are on the site."""
    date: datetime | None = None
    draft: bool = False


class DigestYear(Record, frozen=True, kw_only=True):
    """The digests of one year, newest first."""

    year: int
    """0 for those without a date."""
    digests: tuple[DigestRow, ...]


class DigestsView(Record, frozen=True, kw_only=True):
    """What digests.html sees: every year, newest first, the digests without a date last."""

    head: Head
    years: tuple[DigestYear, ...]
    count: int


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """The list and a page a digest; nothing where there is no digest."""
    if not site.digests:
        return
    years = tuple(
        DigestYear(year=year, digests=tuple(map(_row, found))) for year, found in groupby(site.digests, key=_year)
    )
    head = Head(title="", url="/digests/", indexable=settings.indexable)
    view = DigestsView(head=head, years=years, count=len(site.digests))
    yield page_output(head.url, "digests", view, indexable=settings.indexable)
    for digest in site.digests:
        yield _plan_digest(digest, settings)


def _plan_digest(digest: Digest, settings: PlanSettings) -> Output:
    parsed, front = digest.parsed, digest.parsed.front_matter
    indexable = settings.indexable and not front.draft
    is_excerpt = digest.rights == "excerpt"
    view = DigestView(
        head=Head(
            title=front.title, url=digest.url, description=front.summary, language=parsed.language,
            indexable=indexable, image=front.image,
        ),
        title=front.title, language=parsed.language, items=digest.items, date=front.date, updated=front.updated,
        outlet=digest.outlet, authors=front.authors, source_url=clean_url(front.source_url) if front.source_url else "",
        body=parsed.body if (parsed.body.characters or parsed.body.images) and not is_excerpt else None,
        summary=front.summary if is_excerpt else "", draft=front.draft,
    )  # fmt: skip
    changes = [item.card.updated or item.card.date for item in digest.items]
    changes += [date for date in (front.date, front.updated) if date]
    return page_output(
        digest.url, "digest", view, lastmod=max(changes, default=None), indexable=indexable, source=parsed.path
    )


def _row(digest: Digest) -> DigestRow:
    front = digest.parsed.front_matter
    return DigestRow(
        url=digest.url, title=front.title, language=digest.parsed.language, count=len(digest.items), date=front.date,
        draft=front.draft,
    )  # fmt: skip


def _year(digest: Digest) -> int:
    date = digest.parsed.front_matter.date
    return date.year if date else 0
