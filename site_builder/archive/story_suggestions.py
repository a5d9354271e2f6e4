"""The assembled site -> pairs of articles that may be one story told in different words. A curator decides.

Titles that share words, a company named in both headlines, three days at most: on real news these pairs lie far above
all others, also across languages, and are still too often a sequel or an answer to be joined unasked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from site_builder.archive.stories import APART, own_story_id
from site_builder.documents import Record
from site_builder.language.similarity import title_units
from site_builder.model import Article, Site

MIN_SIMILARITY = 0.3
MAX_HOURS = 72


class Suggestion(Record, frozen=True, kw_only=True):
    """Two articles that may be reports of one event."""

    first: str
    """URL of the older article."""
    second: str
    titles: tuple[str, str]
    similarity: float
    """Of the titles, from 0.3 to 1."""
    companies: tuple[str, ...]
    """Slugs of the companies in both headlines."""
    hours: float
    """Between the two."""
    path: str
    """The document to write the line in."""
    line: str
    """What to write in its front matter: "story: s1f…"."""


def suggest_stories(site: Site) -> list[Suggestion]:
    """The suggestions, most similar first. Nothing for articles of one story, or kept apart by their curator."""
    articles = [article for article in reversed(site.articles) if article.parsed.front_matter.story != APART]
    found = [suggestion for first, second in _find_pairs(articles) if (suggestion := _compare(first, second, site))]
    return sorted(found, key=lambda suggestion: (-suggestion.similarity, suggestion.first, suggestion.second))


def _find_pairs(articles: list[Article]) -> Iterator[tuple[Article, Article]]:
    """Articles about one company within the hours allowed, the older one first; each pair once."""
    by_company: dict[str, list[Article]] = {}
    for article in articles:
        for mention in article.mentions:
            if mention.about:
                by_company.setdefault(mention.slug, []).append(article)
    seen: set[tuple[str, str]] = set()
    for company_articles in by_company.values():
        times = [article.card.date.timestamp() for article in company_articles]
        for number, second in enumerate(company_articles):
            for first in company_articles[bisect_left(times, times[number] - MAX_HOURS * 3600) : number]:
                pair = (first.card.url, second.card.url)
                if pair not in seen:
                    seen.add(pair)
                    yield first, second


def _compare(first: Article, second: Article, site: Site) -> Suggestion | None:
    mine, other = (site.story_of.get(article.card.url) for article in (first, second))
    if mine and other and mine.id == other.id:
        return None
    units, others = title_units(first.card.title), title_units(second.card.title)
    similarity = len(units & others) / len(units | others) if units | others else 0.0
    if similarity < MIN_SIMILARITY:
        return None
    story, document = (other.id, first) if other and not mine else (mine.id if mine else own_story_id(first), second)
    about = {mention.slug for mention in first.mentions if mention.about}
    return Suggestion(
        first=first.card.url,
        second=second.card.url,
        titles=(first.card.title, second.card.title),
        similarity=round(similarity, 3),
        companies=tuple(mention.slug for mention in second.mentions if mention.about and mention.slug in about),
        hours=round((second.card.date - first.card.date).total_seconds() / 3600, 1),
        path=document.parsed.path,
        line=f"story: {story}",
    )
