"""Standalone pages (`content/pages/about.md` → /about/), the 404 page and redirects from old URLs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.archive.redirects import find_redirects
from site_builder.documents import Record
from site_builder.model import Body, Output, Site
from site_builder.pages.context import PlanSettings, page_output
from site_builder.views import Head


class PageView(Record, frozen=True, kw_only=True):
    """What page.html sees."""

    head: Head
    title: str
    body: Body
    language: str
    extra: Mapping[str, Any] = {}
    """Front matter under names that are not ours."""


class NotFoundView(Record, frozen=True, kw_only=True):
    """What 404.html sees."""

    head: Head


class RedirectView(Record, frozen=True, kw_only=True):
    """What redirect.html sees: `target` is the page's present URL."""

    head: Head
    target: str


def plan(site: Site, settings: PlanSettings) -> Iterator[Output]:
    """Pages, the 404 page, and a redirecting page for each alias of an article, page or digest."""
    for page in site.pages:
        front, url = page.front_matter, f"/{page.slug}/"
        indexable = settings.indexable and not front.draft
        head = Head(
            title=front.title, url=url, description=front.summary, language=page.language, indexable=indexable
        )
        view = PageView(head=head, title=front.title, body=page.body, language=page.language, extra=front.extra)
        lastmod = front.updated or front.date
        yield page_output(url, "page", view, lastmod=lastmod, indexable=indexable, source=page.path)
    head = Head(title="404", url="/404.html", indexable=False)
    yield Output(
        path="404.html", url="/404.html", kind="404", view=NotFoundView(head=head), template="404.html",
        indexable=False,
    )  # fmt: skip
    yield from _plan_redirects(site)


def _plan_redirects(site: Site) -> Iterator[Output]:
    for redirect in find_redirects(site):
        old, target = redirect.old, redirect.target
        view = RedirectView(head=Head(title=redirect.title, url=target, indexable=False), target=target)
        is_file = old.endswith((".html", ".htm"))
        yield Output(
            path=old[1:] if is_file else f"{old[1:]}/index.html", url=old if is_file else f"{old}/",
            kind="redirect", view=view, template="redirect.html", indexable=False, source=redirect.source,
            line=redirect.line,
        )  # fmt: skip
