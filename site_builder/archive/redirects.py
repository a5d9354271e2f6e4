"""Aliases of articles, pages and digests, former addresses of terms -> redirects to the present addresses."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.documents import Record
from site_builder.model import Site, Term


class Redirect(Record, frozen=True, kw_only=True):
    """One old address."""

    old: str
    """With a leading slash, without a final one."""
    target: str
    """The present URL."""
    title: str
    source: str
    """The document that names the old address; "" for a story's."""
    line: int = 1
    """The line there."""


def find_redirects(site: Site) -> Iterator[Redirect]:
    """Every alias: of articles, newest first, of pages, digests and terms; then the former ids of stories."""
    documents = [(a.parsed.front_matter, a.card.url, a.parsed.path, a.parsed.lines) for a in site.articles]
    documents += [(page.front_matter, f"/{page.slug}/", page.path, {}) for page in site.pages]
    documents += [(d.parsed.front_matter, d.url, d.parsed.path, {}) for d in site.digests]
    for front, url, path, lines in documents:
        for alias in front.aliases:
            line = lines.get("aliases", 1)
            yield Redirect(old="/" + alias.strip("/"), target=url, title=front.title, source=path, line=line)
    for terms in site.terms.values():
        for term in terms:
            line = term.lines.get("redirect_from", 1)
            for old in find_old_addresses(term):
                yield Redirect(old=old, target=term.url, title=term.name, source=term.path, line=line)
    for story in site.stories:
        for former in story.former_ids:
            yield Redirect(old=f"/stories/{former}", target=story.url, title=story.title, source="")


def find_old_feeds(site: Site) -> Iterator[tuple[str, Term]]:
    """(old address of a term's feed, the term). Feed readers follow no page that redirects."""
    for terms in site.terms.values():
        for term in terms:
            for old in find_old_addresses(term):
                yield f"{old}/feed.xml", term


def find_old_addresses(term: Term) -> tuple[str, ...]:
    """Where the term's page was, with a leading slash and without a final one."""
    return tuple("/" + old.strip("/") for old in term.facts.redirect_from)
