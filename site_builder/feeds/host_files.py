"""robots.txt (RFC 9309), `_headers` and `_redirects` as static hosts read them."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.archive.redirects import find_old_feeds, find_redirects
from site_builder.documents import Record
from site_builder.model import Output, Site
from site_builder.theming.info import Info
from site_builder.theming.render import Bodies
from site_builder.theming.urls import absolute, href

AI_CRAWLERS = (
    "GPTBot", "ClaudeBot", "anthropic-ai", "Google-Extended", "CCBot", "Bytespider", "Applebot-Extended",
    "meta-externalagent", "PerplexityBot", "Amazonbot",
)  # fmt: skip
"""Crawlers that collect training data under a name of their own; asked to stay out by robots = "no-ai"."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https: http:; "
    "connect-src 'self'; font-src 'self'; frame-src 'none'; base-uri 'none'; "
    "form-action 'self'"
)
"""For every page: nothing from elsewhere but images."""

_NAMED_BY_CONTENT = ("assets/*", "pagefind/index/*", "pagefind/cards/*")
_ASKED_EACH_TIME = ("pagefind/*.json",)
"""Search files that keep their name when they change: a mix of old and new would find nothing."""


class RobotsView(Record, frozen=True, kw_only=True):
    """What robots.txt depends on."""

    preset: str


class HeadersView(Record, frozen=True, kw_only=True):
    """What _headers depends on."""

    indexable: bool


class RedirectsView(Record, frozen=True, kw_only=True):
    """Old URL -> present URL, sorted."""

    redirects: tuple[tuple[str, str], ...]


def plan(site: Site, *, robots: str) -> Iterator[Output]:
    """The three files."""
    moved = [(redirect.old, redirect.target) for redirect in find_redirects(site)]
    redirects = sorted([*moved, *((old, f"{term.url}feed.xml") for old, term in find_old_feeds(site))])
    yield _plan_file("robots.txt", "robots", RobotsView(preset=robots))
    yield _plan_file("_headers", "headers", HeadersView(indexable=robots != "private"))
    yield _plan_file("_redirects", "redirects", RedirectsView(redirects=tuple(redirects)))


def _plan_file(name: str, kind: str, view: Record) -> Output:
    return Output(path=name, url=f"/{name}", kind=kind, view=view, stage="feed", indexable=False)


def write_robots(view: RobotsView, info: Info, bodies: Bodies) -> bytes:
    """robots.txt for the chosen preset."""
    if view.preset == "private":
        return b"User-agent: *\nDisallow: /\n"
    groups = ["User-agent: *\nAllow: /\n"]
    if view.preset == "no-ai":
        groups.insert(0, "".join(f"User-agent: {name}\n" for name in AI_CRAWLERS) + "Disallow: /\n")
    groups.append(f"Sitemap: {absolute('/sitemap.xml', info.base_url)}\n")
    return "\n".join(groups).encode()


def write_headers(view: HeadersView, info: Info, bodies: Bodies) -> bytes:
    """Security headers for every page, long caching for files whose names carry their content."""
    lines = [
        f"{info.base_path}*",
        f"  Content-Security-Policy: {CONTENT_SECURITY_POLICY}",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
    ]
    if not view.indexable:
        lines.append("  X-Robots-Tag: noindex")
    for pattern in _NAMED_BY_CONTENT:
        lines += [f"{info.base_path}{pattern}", "  Cache-Control: public, max-age=31536000, immutable"]
    for pattern in _ASKED_EACH_TIME:
        lines += [f"{info.base_path}{pattern}", "  Cache-Control: no-cache"]
    return ("\n".join(lines) + "\n").encode()


def write_redirects(view: RedirectsView, info: Info, bodies: Bodies) -> bytes:
    """One line a redirect: old path, new path, 301."""
    lines = [f"{href(old, info.base_path)} {href(new, info.base_path)} 301\n" for old, new in view.redirects]
    return "".join(lines).encode()
