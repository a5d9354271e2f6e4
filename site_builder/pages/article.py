"""Article pages: one for each article, with its neighbours in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from site_builder.archive.folding import report_link
from site_builder.documents import Credit, Record
from site_builder.model import Article, Body, Card, NameLink, Output, Site, Story, TermRef
from site_builder.pages.context import PlanSettings, page_output
from site_builder.views import Head, Link, Place, ReportLink

_REPORTS = 8
"""Other reports of its story, and quoted articles, that an article names; the story's page has all."""


class CompanyReason(Record, frozen=True, kw_only=True):
    """A company of the article and why it is listed."""

    term: TermRef
    about: bool = False
    forms: tuple[str, ...] = ()
    reason: str = ""
    """As in `Mention.reason`."""


class StoryBox(Record, frozen=True, kw_only=True):
    """The story of an article."""

    url: str
    outlets: int
    reports: int
    others: tuple[ReportLink, ...]
    """The other reports by time, the first eight."""


class ArticleView(Record, frozen=True, kw_only=True):
    """What article.html sees."""

    head: Head
    card: Card
    body: Body | None
    """None where only an excerpt is published."""
    credits: tuple[Credit, ...] = ()
    companies: tuple[CompanyReason, ...] = ()
    links: tuple[NameLink, ...] = ()
    """Where the text leads to the pages of its companies; () if the archive does not want it."""
    truncated: bool = False
    newer: Link | None = None
    older: Link | None = None
    imported: datetime | None = None
    extra: Mapping[str, Any] = {}
    """Front matter under names that are not ours."""
    digests: tuple[Place, ...] = ()
    """The digests that the article stood in, newest first."""
    story: StoryBox | None = None
    quotes: tuple[ReportLink, ...] = ()
    """Older articles outside its story with which it shares a passage, most similar first."""


class _Surroundings(Record, frozen=True, kw_only=True):
    """What an article's page tells of the rest of the archive."""

    newer: Article | None
    older: Article | None
    places: Sequence[Place]
    story: StoryBox | None
    quotes: tuple[ReportLink, ...]


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """A page for each article, newest first."""
    articles, places = site.articles, _find_places(site)
    cards = {article.card.url: article.card for article in articles}
    for index, article in enumerate(articles):
        url = article.card.url
        around = _Surroundings(
            newer=articles[index - 1] if index else None,
            older=articles[index + 1] if index + 1 < len(articles) else None,
            places=places.get(url, ()),
            story=_story_box(site.story_of[url], url, cards) if url in site.story_of else None,
            quotes=tuple(report_link(cards[quoted]) for quoted in site.quotes.get(url, ())[:_REPORTS]),
        )
        yield _plan_article(article, around, settings)


def _story_box(story: Story, url: str, cards: Mapping[str, Card]) -> StoryBox:
    others = [other for other in story.reports if other != url]
    return StoryBox(
        url=story.url, outlets=len(story.outlets), reports=len(story.reports),
        others=tuple(report_link(cards[other]) for other in others[:_REPORTS]),
    )  # fmt: skip


def _plan_article(article: Article, around: _Surroundings, settings: PlanSettings) -> Output:
    card, parsed = article.card, article.parsed
    front = parsed.front_matter
    indexable = settings.indexable and not card.draft
    head = Head(
        title=card.title, url=card.url, description=card.summary, language=card.language, indexable=indexable,
        image=card.image.src if card.image else "",
    )  # fmt: skip
    refs = {ref.slug: ref for ref in card.companies}
    view = ArticleView(
        head=head,
        card=card,
        body=None if card.rights == "excerpt" else parsed.body,
        credits=front.credits,
        companies=tuple(
            CompanyReason(term=refs[m.slug], about=m.about, forms=m.forms, reason=m.reason)
            for m in article.mentions
        ),
        links=_company_links(article, refs) if settings.link_companies else (),
        truncated=front.truncated,
        newer=_link(around.newer),
        older=_link(around.older),
        imported=front.import_.time if front.import_ else None,
        extra=front.extra,
        digests=tuple(around.places),
        story=around.story,
        quotes=around.quotes,
    )
    return page_output(
        card.url, "article", view, stage="article", lastmod=card.updated or card.date, indexable=indexable,
        source=parsed.path,
    )  # fmt: skip


def _find_places(site: Site) -> dict[str, list[Place]]:
    """URL of an article -> where it stands in digests."""
    places: dict[str, list[Place]] = defaultdict(list)
    for digest in site.digests:
        link = Link(url=digest.url, title=digest.parsed.front_matter.title, language=digest.parsed.language)
        for item in digest.items:
            places[item.card.url].append(Place(digest=link, position=item.position))
    return places


def _company_links(article: Article, refs: Mapping[str, TermRef]) -> tuple[NameLink, ...]:
    """The places in the text where each company is named."""
    links = (
        NameLink(url=refs[m.slug].url, forms=tuple((s.form, s.nths) for s in m.surfaces if s.nths))
        for m in article.mentions
    )
    return tuple(link for link in links if link.forms)


def _link(article: Article | None) -> Link | None:
    if article is None:
        return None
    return Link(url=article.card.url, title=article.card.title, language=article.card.language)
