"""Where a build's time went: the templates, pages and articles that took most of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from site_builder.documents import Record
from site_builder.model import Output

_SHOWN = 8


class Spent(Record, frozen=True, kw_only=True):
    """Processor seconds spent on one thing, or on several of one name."""

    name: str
    seconds: float
    count: int = 1


class Slowest(Record, frozen=True, kw_only=True):
    """What took longest, each list with the slowest first."""

    templates: tuple[Spent, ...] = ()
    """By template, feeds and other written files by kind; all its pages together."""
    pages: tuple[Spent, ...] = ()
    """By path in the destination."""
    articles: tuple[Spent, ...] = ()
    """Documents by path: reading their Markdown, where the cache did not know them."""


def find_slowest(
    parsed: Mapping[str, float], rendered: Iterable[tuple[str, float]], outputs: Mapping[str, Output]
) -> Slowest:
    """From seconds by document, and (path, seconds) of what was rendered."""
    pages = {path: seconds for path, seconds in rendered if outputs[path].kind != "search"}
    by_template: dict[str, list[float]] = {}
    for path, seconds in pages.items():
        output = outputs[path]
        by_template.setdefault(output.template or output.kind, []).append(seconds)
    templates = (Spent(name=name, seconds=sum(found), count=len(found)) for name, found in by_template.items())
    return Slowest(templates=_rank(templates), pages=_rank(_single(pages)), articles=_rank(_single(parsed)))


def _single(seconds: Mapping[str, float]) -> Iterable[Spent]:
    return (Spent(name=name, seconds=spent) for name, spent in seconds.items())


def _rank(spent: Iterable[Spent]) -> tuple[Spent, ...]:
    return tuple(sorted(spent, key=lambda one: (-one.seconds, one.name))[:_SHOWN])
