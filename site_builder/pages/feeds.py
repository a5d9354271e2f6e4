"""The feeds page: every feed of the archive, for people."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.documents import TAXONOMIES, Record, Taxonomy
from site_builder.model import Output, Site
from site_builder.pages.context import PlanSettings, count_term, page_output
from site_builder.views import Head, TermCount


class FeedGroup(Record, frozen=True, kw_only=True):
    """The terms of one taxonomy that have a feed."""

    taxonomy: Taxonomy
    terms: tuple[TermCount, ...]


class FeedsView(Record, frozen=True, kw_only=True):
    """What feeds.html sees. A term's feed is its URL with "feed.xml"."""

    head: Head
    groups: tuple[FeedGroup, ...]


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """The one page."""
    groups = tuple(
        FeedGroup(taxonomy=taxonomy, terms=tuple(count_term(site, term) for term in site.terms.get(taxonomy, ())))
        for taxonomy in TAXONOMIES
        if site.terms.get(taxonomy)
    )
    head = Head(title="", url="/feeds/", indexable=settings.indexable)
    yield page_output("/feeds/", "feeds", FeedsView(head=head, groups=groups), indexable=settings.indexable)
