"""The fields read off a web page -> where each stood: JSON-LD, a named meta element, the site's rule, its text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from site_builder.importing.items import FieldFinding
from site_builder.importing.page_date import first_date
from site_builder.importing.page_facts import PageFacts

_READABLE = "title as declared"
_RULED = ("selector of the site's rule", 0.9)


def explain_page(
    facts: PageFacts,
    *,
    title: str,
    date: datetime | None,
    outlet: str,
    authors: Sequence[str],
    ruled: Sequence[str],
    zone: ZoneInfo,
) -> tuple[FieldFinding, ...]:
    """A finding for each field; `ruled` are the texts that the site's rule found: title, date, outlet, authors."""
    rows = (
        ("title", title, _origin(facts, title, ruled[0], facts.titles, ("heading of the page", 0.8))),
        ("date", "", _date_origin(facts, date, ruled[1], zone)),
        ("outlet", outlet, _origin(facts, outlet, ruled[2], facts.sites, ("end of the title, or address", 0.8))),
        ("authors", "", _origin(facts, " ".join(authors), ruled[3], facts.authors, ("byline of the page", 0.6))),
        ("source_url", facts.url, ("canonical link, og:url or the saved address", 0.95)),
        ("image", "", ("meta og:image", 0.9)),
        ("tags", "", ("meta article:tag", 1.0)),
        ("categories", "", ("meta article:section", 1.0)),
    )
    return tuple(FieldFinding(field=field, value=value, how=how, confidence=sure) for field, value, (how, sure) in rows)


def _origin(
    facts: PageFacts, value: str, ruled: str, declared: Sequence[str], otherwise: tuple[str, float]
) -> tuple[str, float]:
    """What gave `value`: the rule, the first declaration that holds it, or what is left."""
    if value and ruled and value in ruled:
        return _RULED
    held = next((spelling for spelling in declared if value and (value in spelling or spelling in value)), "")
    return (facts.names.get(held, _READABLE), 1.0 if held == value else 0.9) if held else otherwise


def _date_origin(facts: PageFacts, date: datetime | None, ruled: str, zone: ZoneInfo) -> tuple[str, float]:
    if ruled in _spellings((ruled,), date, zone):
        return _RULED
    held = next(_spellings(facts.dates, date, zone), "")
    return (
        (facts.names.get(held, _READABLE), 1.0) if held else ("first date near the heading, in scripts or address", 0.7)
    )


def _spellings(spellings: Sequence[str], date: datetime | None, zone: ZoneInfo) -> Iterator[str]:
    for spelling in filter(None, spellings):
        found = first_date((spelling,), zone=zone)
        if date and found and found.value == date:
            yield spelling
