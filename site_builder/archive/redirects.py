"""Aliases of articles, pages and digests -> redirects from old addresses to the present ones."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.model import Record, Site


class Redirect(Record, frozen=True, kw_only=True):
    """One old address."""

    old: str
    """With a leading slash, without a final one."""
    target: str
    """The present URL."""
    title: str
    source: str
    """The document that names the old address; "" for a story's."""


def find_redirects(site: Site) -> Iterator[Redirect]:
    """Every alias: of articles, newest first, of pages and digests; then the former ids of stories."""
    documents = [(a.parsed.front_matter, a.card.url, a.parsed.path) for a in site.articles]
    documents += [(page.front_matter, f"/{page.slug}/", page.path) for page in site.pages]
    documents += [(d.parsed.front_matter, d.url, d.parsed.path) for d in site.digests]
    for front, url, path in documents:
        for alias in front.aliases:
            yield Redirect(old="/" + alias.strip("/"), target=url, title=front.title, source=path)
    for story in site.stories:
        for former in story.former_ids:
            yield Redirect(old=f"/stories/{former}", target=story.url, title=story.title, source="")
