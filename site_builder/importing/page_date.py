"""When a page was published, by its site's rule, by what it declares, or as it stands near the heading.

A day inside the story is that of an event: what is read off the page must stand in a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from site_builder.formats.html_tree import Element
from site_builder.importing.page_facts import NO_BYLINE, PageFacts, is_line_of_facts
from site_builder.importing.selectors import select_text
from site_builder.importing.site_rules import SiteRule
from site_builder.language.dates import ParsedDate, parse_date

_MINUTE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?\s{0,4}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)"
)
_DAY = re.compile(
    r"(?<![\d/-])(?:(?:19|20)\d{2}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|年\d{1,2}月\d{1,2}日)"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, (?:19|20)\d{2})(?![\d/-])"
)
_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-])")
_MAX_BYLINE = 120
_NEAR = 400
"""Characters below the heading within which a bare day counts."""
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_MAX_SCRIPT = 2_000_000


def find_date(page: Element, facts: PageFacts, rule: SiteRule, *, zone: ZoneInfo) -> ParsedDate | None:
    """The page's date; a minute is better than a day. None where nothing tells it."""
    ruled = (select_text(page, rule.date), *_in_scripts(page, rule.script_dates))
    found = first_date((*ruled, *facts.dates), zone=zone)
    if found is not None and found.precision != "day":
        return found
    visible = first_date(tuple(_visible(page, _MINUTE)), zone=zone)
    if found is not None:
        return visible if visible and visible.value.date() == found.value.date() else found
    in_url = _IN_URL.search(facts.url)
    days = ("-".join(in_url.groups()) if in_url else "", *_visible(page, _DAY, is_day=True))
    return visible or first_date(days, zone=zone)


def first_date(spellings: Sequence[str], *, zone: ZoneInfo) -> ParsedDate | None:
    """The first of `spellings` that is a date, alone or as the beginning of a line."""
    for spelling in filter(None, spellings):
        inside = _MINUTE.search(spelling[:_MAX_BYLINE]) or _DAY.search(spelling[:_MAX_BYLINE])
        for candidate in (spelling, inside[0].replace("：", ":") if inside else ""):
            try:
                return parse_date(candidate, zone=zone)
            except ValueError:
                continue
    return None


def _visible(page: Element, pattern: re.Pattern[str], *, is_day: bool = False) -> Iterator[str]:
    """Dates in short pieces of text, from the main heading on."""
    is_below = not any(True for _ in page.iter("h1"))
    passed = 0
    for element in page.iter():
        if element.tag == "h1":
            is_below, passed = True, 0
        if not is_below or not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        for text in (element.text, element.tail):
            match = pattern.search(text) if text and len(text.strip()) <= _MAX_BYLINE else None
            passed += len((text or "").strip())
            if match and (_is_minute_line(element) if not is_day else passed <= _NEAR and is_line_of_facts(element)):
                yield match[0].replace("：", ":")


def _is_minute_line(element: Element) -> bool:
    return not any(parent.tag in NO_BYLINE for parent in (element, *element.iterancestors()))


def _in_scripts(page: Element, names: Sequence[str]) -> Iterator[str]:
    """Values of the script variables or keys `names`; seconds and milliseconds as dates."""
    if not names:
        return
    name = rf"(?<![\w.])[\"']?(?:{'|'.join(map(re.escape, names))})[\"']?"
    assigned = re.compile(rf"{name}\s{{0,9}}[=:]\s{{0,9}}[\"']?([0-9][0-9 :T/.+-]{{5,40}})")
    for script in page.iter("script"):
        match = assigned.search((script.text or "")[:_MAX_SCRIPT])
        if match:
            yield _moment(match[1].strip())


def _moment(value: str) -> str:
    if not _SECONDS.fullmatch(value):
        return value
    return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
