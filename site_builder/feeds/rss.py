"""RSS 2.0 feeds of the site and of every term (RSS Advisory Board profile, content:encoded, RFC 822 dates).

Entry identifiers come from the documents' own ids, so they survive a new title, slug or address. The bytes depend
on the entries alone: `lastBuildDate` is the newest change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from msgspec.structs import replace

from site_builder.archive.redirects import find_old_feeds
from site_builder.documents import TAXONOMIES, Record
from site_builder.feeds import xml
from site_builder.model import Article, Card, Output, Site, Term
from site_builder.pages.context import PlanSettings, newest_change
from site_builder.theming.info import Info
from site_builder.theming.render import Bodies
from site_builder.theming.urls import absolute, absolutise

_KEPT = 1024
_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


class FeedEntry(Record, frozen=True, kw_only=True):
    """An article in a feed."""

    card: Card
    body: str
    """Body key; "" where only the summary may be published."""


class FeedView(Record, frozen=True, kw_only=True):
    """What a feed's writer sees."""

    title: str
    """The term's name; "" for the whole site."""
    url: str
    """The feed's own URL."""
    page_url: str
    """The page it belongs to."""
    description: str
    entries: tuple[FeedEntry, ...]
    """Newest first, at most `feed_size`, no drafts."""
    updated: datetime | None


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """feed.xml at the root, in every term's folder, and where a term's folder was before."""
    yield _plan_feed("", "/", "", site.articles, settings)
    for taxonomy in TAXONOMIES:
        for term in site.terms.get(taxonomy, ()):
            yield _plan_term(term, site, settings)
    for old, term in find_old_feeds(site):
        feed = _plan_term(term, site, settings)
        line = term.lines.get("redirect_from", 1)
        yield replace(feed, path=old[1:], url=old, source=term.path, line=line)


def _plan_term(term: Term, site: Site, settings: PlanSettings) -> Output:
    articles = site.by_term.get((term.taxonomy, term.slug), ())
    return _plan_feed(term.name, term.url, term.facts.description, articles, settings)


def _plan_feed(
    title: str, page_url: str, description: str, articles: tuple[Article, ...], settings: PlanSettings
) -> Output:
    shown = [article for article in articles if not article.card.draft][: settings.feed_size]
    entries = tuple(
        FeedEntry(card=a.card, body="" if a.card.rights == "excerpt" else a.parsed.body.key) for a in shown
    )
    url = f"{page_url}feed.xml"
    view = FeedView(
        title=title, url=url, page_url=page_url, description=description, entries=entries, updated=newest_change(shown)
    )
    return Output(path=url[1:], url=url, kind="rss", view=view, stage="feed", indexable=False)


def write(view: FeedView, info: Info, bodies: Bodies) -> bytes:
    """The feed as UTF-8."""
    title = f"{view.title} · {info.title}" if view.title else info.title
    description = view.description or info.description or title
    parts = [
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {_NAMESPACES}>\n<channel>\n',
        xml.element("title", title),
        xml.element("link", absolute(view.page_url, info.base_url)),
        f'<atom:link rel="self" type="application/rss+xml" href={xml.attribute(absolute(view.url, info.base_url))}/>\n',
        xml.element("description", description),
        xml.element("language", info.language),
    ]
    if view.updated:
        parts.append(xml.element("lastBuildDate", format_datetime(view.updated)))
    parts += [_recall_entry(entry, info, bodies) for entry in view.entries]
    parts.append("</channel>\n</rss>\n")
    return "".join(parts).encode()


_written: dict[tuple[FeedEntry, str], str] = {}
"""Entries that this process has written: the newest stand in a dozen feeds."""


def _recall_entry(entry: FeedEntry, info: Info, bodies: Bodies) -> str:
    key = (entry, info.base_url)
    if key not in _written:
        if len(_written) >= _KEPT:
            del _written[next(iter(_written))]
        _written[key] = _write_entry(entry, info, bodies)
    return _written[key]


def _write_entry(entry: FeedEntry, info: Info, bodies: Bodies) -> str:
    card = entry.card
    parts = [
        "<item>\n",
        xml.element("title", card.title),
        xml.element("link", absolute(card.url, info.base_url)),
        xml.element("guid", f"urn:uuid:{card.id}", isPermaLink="false"),
        xml.element("pubDate", format_datetime(card.date)),
    ]
    creators = [author.name for author in card.authors] or ([card.outlet.name] if card.outlet else [])
    parts += [xml.element("dc:creator", name) for name in creators]
    if card.source_url:
        parts.append(xml.element("dc:source", card.source_url))
    parts += [xml.element("category", term.name) for term in (*card.categories, *card.tags, *card.companies)]
    parts.append(xml.element("description", card.summary))
    content = bodies(entry.body) if entry.body else ""
    if card.note_html:
        content = f"<blockquote>{card.note_html}</blockquote>\n{content}"
    if content:
        parts.append(xml.element("content:encoded", absolutise(content, card.url, info.base_url)))
    parts.append("</item>\n")
    return "".join(parts)
