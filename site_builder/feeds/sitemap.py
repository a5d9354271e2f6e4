"""sitemap.xml (sitemaps.org protocol 0.9), split at 50,000 addresses under an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from site_builder.documents import Record
from site_builder.feeds import xml
from site_builder.model import Output
from site_builder.theming.info import Info
from site_builder.theming.render import Bodies
from site_builder.theming.urls import absolute

MAX_ADDRESSES = 50_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class SitemapView(Record, frozen=True, kw_only=True):
    """What the writer sees: addresses, or in an index other sitemaps, with their last change."""

    is_index: bool
    addresses: tuple[tuple[str, datetime | None], ...]


def plan(outputs: Iterable[Output]) -> Iterator[Output]:
    """The sitemap of the indexable pages among `outputs`."""
    pages = sorted((output.url, output.lastmod) for output in outputs if output.indexable and output.template)
    chunks = [tuple(pages[start : start + MAX_ADDRESSES]) for start in range(0, len(pages), MAX_ADDRESSES)]
    if len(chunks) <= 1:
        yield _plan_file("sitemap.xml", SitemapView(is_index=False, addresses=chunks[0] if chunks else ()))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(chunks) + 1)]
    for name, chunk in zip(names, chunks, strict=True):
        yield _plan_file(name, SitemapView(is_index=False, addresses=chunk))
    latest = [max((at for _, at in chunk if at), default=None) for chunk in chunks]
    index = tuple((f"/{name}", at) for name, at in zip(names, latest, strict=True))
    yield _plan_file("sitemap.xml", SitemapView(is_index=True, addresses=index))


def _plan_file(name: str, view: SitemapView) -> Output:
    return Output(path=name, url=f"/{name}", kind="sitemap", view=view, stage="feed", indexable=False)


def write(view: SitemapView, info: Info, bodies: Bodies) -> bytes:
    """The sitemap as UTF-8."""
    outer, inner = ("sitemapindex", "sitemap") if view.is_index else ("urlset", "url")
    parts = [f'<?xml version="1.0" encoding="utf-8"?>\n<{outer} {_NAMESPACE}>\n']
    for url, changed in view.addresses:
        lastmod = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
        parts.append(f"<{inner}><loc>{xml.text(absolute(url, info.base_url))}</loc>{lastmod}</{inner}>\n")
    parts.append(f"</{outer}>\n")
    return "".join(parts).encode()
