"""Articles of a list page -> its entries: the reports of one story stand there once.

Pages are cut before they are folded, so a page holds the same articles whatever is known of stories, and what joins a
story on one page moves nothing on the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from site_builder.documents import Record
from site_builder.model import Article, Card, Site, Story
from site_builder.views import Entry, Link, ReportLink, StoryLine

_OUTLETS_IN_LINE = 8


class Folding(Record, frozen=True, kw_only=True):
    """What folding needs of a site; made once for all its pages."""

    story_of: Mapping[str, Story] = {}
    """Article URL -> its story."""
    cards: Mapping[str, Card] = {}
    """Article URL -> card, for the reports of stories."""


def read_folding(site: Site) -> Folding:
    """The reports of all stories."""
    reports = (article.card for article in site.articles if article.card.url in site.story_of)
    return Folding(story_of=site.story_of, cards={card.url: card for card in reports})


def fold_stories(articles: Iterable[Article], folding: Folding) -> tuple[Entry, ...]:
    """An entry an article, but one for all reports of a story, where the first of them stands.

    It shows the story's lead, or where that is not among `articles`, the earliest that is.
    """
    together: dict[str, list[Article]] = {}
    for article in articles:
        story = folding.story_of.get(article.card.url)
        together.setdefault(story.url if story else article.card.url, []).append(article)
    return tuple(_make_entry(found, folding) for found in together.values())


def _make_entry(found: Sequence[Article], folding: Folding) -> Entry:
    card = found[0].card
    story = folding.story_of.get(card.url)
    if story is None:
        return Entry(card=card, date=card.date)
    shown = next((article.card for article in found if article.card.url == story.lead), found[-1].card)
    return Entry(card=shown, date=card.date, story=story_line(story, shown, folding))


def story_entry(story: Story, folding: Folding) -> Entry:
    """The story in a list of stories: its lead, where its newest report stands."""
    lead = folding.cards[story.lead]
    return Entry(card=lead, date=story.last, story=story_line(story, lead, folding))


def newest_stories(site: Site) -> list[Story]:
    """All stories, the one with the newest report first."""
    return sorted(site.stories, key=lambda story: (-story.last.timestamp(), story.id))


def report_link(card: Card) -> ReportLink:
    """The card's article, by who reported it when."""
    return ReportLink(url=card.url, title=card.title, date=card.date, outlet=card.outlet, draft=card.draft)


def story_line(story: Story, card: Card, folding: Folding) -> StoryLine:
    """The line below `card`, one of the story's reports."""
    others = other_outlets(story, card, folding)
    return StoryLine(
        url=story.url, outlets=len(story.outlets), reports=len(story.reports), others=others[:_OUTLETS_IN_LINE],
        left_out=max(0, len(others) - _OUTLETS_IN_LINE),
    )  # fmt: skip


def other_outlets(story: Story, card: Card, folding: Folding) -> tuple[Link, ...]:
    """Who reported besides `card`: every other outlet with its first report, by time; without outlet, the title."""
    own = card.outlet.slug if card.outlet else ""
    found: dict[str, Link] = {}
    for url in story.reports:
        report = folding.cards[url]
        if report.outlet and report.outlet.slug != own:
            found.setdefault(report.outlet.slug, Link(url=url, title=report.outlet.name))
        elif report.outlet is None and url != card.url:
            found[url] = Link(url=url, title=report.title)
    return tuple(found.values())
