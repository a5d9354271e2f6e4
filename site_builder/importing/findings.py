"""An item and the front matter made of it -> how each field was found, and how sure that is.

A reader says so where it had to look further; what it leaves unsaid was stated by the source or, failing that,
concluded here.
"""

from __future__ import annotations

from collections.abc import Callable

from site_builder.documents import FrontMatter
from site_builder.importing.items import FieldFinding, Item

_STATED = ("front matter", 1.0)
_IN_TEXT = ("text", 0.9)
_FIELDS: tuple[tuple[str, Callable[[FrontMatter], str]], ...] = (
    ("title", lambda matter: matter.title),
    ("date", lambda matter: matter.date.isoformat(" ") if matter.date else ""),
    ("outlet", lambda matter: matter.outlet),
    ("source_url", lambda matter: matter.source_url),
    ("authors", lambda matter: "、".join(matter.authors)),
    ("tags", lambda matter: "、".join(matter.tags)),
    ("categories", lambda matter: "、".join(matter.categories)),
    ("companies", lambda matter: "、".join(company.name for company in matter.companies_marked)),
    ("language", lambda matter: matter.language),
    ("summary", lambda matter: matter.summary),
    ("image", lambda matter: matter.image),
)


def explain_fields(item: Item, front_matter: FrontMatter) -> tuple[FieldFinding, ...]:
    """A finding for every field with a value, in the order of the front matter."""
    told = {finding.field: finding for finding in item.found}
    found: list[FieldFinding] = []
    for field, value_of in _FIELDS:
        value = value_of(front_matter)
        if not value:
            continue
        how, confidence = (told[field].how, told[field].confidence) if field in told else _infer(field, item)
        found.append(FieldFinding(field=field, value=value, how=how, confidence=confidence))
    return tuple(found)


def _infer(field: str, item: Item) -> tuple[str, float]:
    """(how, confidence) of a field that its reader says nothing about."""
    given = item.given
    if field == "language":
        return _STATED if given and given.language else ("letters of the text", 0.9)
    if field == "summary":
        return _STATED if given and given.summary else ("first sentences", 0.8)
    if field == "companies":
        return "the publisher's links", 0.9
    if field == "outlet" and not item.outlet:
        return "domain of source_url", 0.9
    if field == "authors" and any(set(credit.names) & set(item.authors) for credit in item.credits):
        return "credit lines", 0.9
    return _STATED if given else _IN_TEXT
