"""What the archive holds, as plain rows for `list`: the site as a build would assemble it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

import msgspec

from site_builder.archive.story_suggestions import suggest_stories
from site_builder.building.build import BuildOptions, load_site
from site_builder.building.cache import Cache
from site_builder.building.parallel import default_jobs
from site_builder.building.project import Project
from site_builder.documents import Taxonomy
from site_builder.errors import Problem
from site_builder.model import Article, Digest, ParsedPage, Site, Term

Row = dict[str, Any]

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "articles": ("date", "outlet", "title", "path"),
    "drafts": ("date", "outlet", "title", "path"),
    "companies": ("articles", "about", "name", "url"),
    "stories": ("id", "lead"),
    "digests": ("date", "articles", "title", "url"),
}
_TERM_COLUMNS = ("articles", "name", "url")


def list_archive(project: Project, what: str, *, now: datetime | None) -> tuple[list[Row], list[Problem]]:
    """The rows of one kind, and the problems met on the way."""
    options = BuildOptions(
        destination=project.root / "output", jobs=default_jobs(), now=now, drafts=what in ("articles", "drafts"),
        future=True,
    )  # fmt: skip
    site, problems = _load(project, options)
    if any(article.card.draft for article in site.articles):  # a draft must not begin a story
        public, _ = _load(project, msgspec.structs.replace(options, drafts=False))
        site = msgspec.structs.replace(site, stories=public.stories, story_of=public.story_of, quotes=public.quotes)
    return _ROWS.get(what, _list_terms)(site, what), problems


def list_suggestions(project: Project, *, now: datetime | None) -> tuple[list[Row], list[Problem]]:
    """Pairs of articles that may be one story, most similar first, and the problems met on the way."""
    options = BuildOptions(destination=project.root / "output", jobs=default_jobs(), now=now, future=True)
    site, problems = _load(project, options)
    return [msgspec.to_builtins(suggestion) for suggestion in suggest_stories(site)], problems


def _load(project: Project, options: BuildOptions) -> tuple[Site, list[Problem]]:
    with Cache(project.cache_file) as cache:
        return load_site(project, options, cache, progress=lambda step, done, total: None)


def list_columns(what: str, row: Row) -> list[str]:
    """The cells of one row for people."""
    return [str(row.get(name) or "-") for name in _COLUMNS.get(what, _TERM_COLUMNS)]


def _list_articles(site: Site, what: str) -> list[Row]:
    """Dated ones newest first; among all articles then those that wait for a date, by path."""
    if what == "drafts":
        return [_describe_article(article, site) for article in site.articles if article.card.draft]
    rows = [_describe_article(article, site) for article in site.articles]
    return rows + [_describe_undated(undated) for undated in site.undated]


def _describe_article(article: Article, site: Site) -> Row:
    card, parsed, story = article.card, article.parsed, site.story_of.get(article.card.url)
    names = {ref.slug: ref.name for ref in card.companies}
    return {
        "path": parsed.path,
        "url": card.url,
        "title": card.title,
        "date": card.date.isoformat(),
        "updated": card.updated.isoformat() if card.updated else None,
        "outlet": card.outlet.slug if card.outlet else None,
        "source_url": card.source_url or None,
        "language": card.language,
        "authors": [ref.name for ref in card.authors],
        "tags": [ref.slug for ref in card.tags],
        "categories": [ref.slug for ref in card.categories],
        "companies": [
            {"slug": m.slug, "name": names[m.slug], "about": m.about, "forms": list(m.forms)} for m in article.mentions
        ],
        "story": story.id if story else None,
        "draft": card.draft,
        "characters": parsed.body.characters,
        "summary": card.summary,
    }


def _describe_undated(article: ParsedPage) -> Row:
    """An article that is not on the site: no address, no date; its names lead nowhere yet."""
    front = article.front_matter
    unknown = dict.fromkeys(("url", "date", "updated", "outlet", "story"))
    return unknown | {
        "path": article.path,
        "title": front.title,
        "source_url": front.source_url or None,
        "language": article.language,
        "authors": list(front.authors),
        "tags": [],
        "categories": [],
        "companies": [],
        "draft": front.draft,
        "characters": article.body.characters,
        "summary": front.summary,
    }


def _list_terms(site: Site, what: str) -> list[Row]:
    taxonomy = cast(Taxonomy, what)
    return [_describe_term(site, term) for term in site.terms[taxonomy]]


def _describe_term(site: Site, term: Term) -> Row:
    articles = site.by_term.get((term.taxonomy, term.slug), ())
    row: Row = {"slug": term.slug, "name": term.name, "aliases": list(term.facts.aliases)}
    if term.taxonomy == "companies":
        # What the texts say: articles of companies below it are not counted here.
        own = [m for article in articles for m in article.mentions if m.slug == term.slug]
        counts = {"about": sum(mention.about for mention in own), "articles": len(own)}
        return row | {"tickers": list(term.facts.tickers)} | counts | {"url": term.url}
    return row | {"articles": len(articles), "url": term.url}


def _list_stories(site: Site, what: str) -> list[Row]:
    """By their first report, newest first."""
    return [
        {
            "id": story.id,
            "url": story.url,
            "lead": story.lead,
            "reports": list(story.reports),
            "outlets": [outlet.slug for outlet in story.outlets],
        }
        for story in site.stories
    ]


def _list_digests(site: Site, what: str) -> list[Row]:
    """Newest first, then those without a date."""
    return [_describe_digest(digest) for digest in site.digests]


def _describe_digest(digest: Digest) -> Row:
    parsed = digest.parsed
    date = parsed.front_matter.date
    return {
        "slug": parsed.slug,
        "title": parsed.front_matter.title,
        "date": date.isoformat() if date else None,
        "url": digest.url,
        "articles": len(digest.items),
        "path": parsed.path,
        "draft": parsed.front_matter.draft,
    }


_ROWS: Mapping[str, Callable[[Site, str], list[Row]]] = {
    "articles": _list_articles,
    "drafts": _list_articles,
    "stories": _list_stories,
    "digests": _list_digests,
}
