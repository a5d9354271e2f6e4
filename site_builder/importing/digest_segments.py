"""A digest's page -> its items' boundaries, by the rule that explains the page best.

What a rule found is measured: the share of its items that carry a link or another sign of being reports, the share
of the page's text that lies in them, how regular its numbers are. The surest rule wins; `THRESHOLD` is what it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from site_builder.documents import Record
from site_builder.importing.digest_entries import BARE_URL, LINK
from site_builder.importing.digest_facts import byline_facts
from site_builder.importing.digest_page import (
    Line,
    Page,
    find_days,
    heading_days,
    is_chrome_heading,
    is_day_heading,
    title_key,
)
from site_builder.importing.digest_rules import (
    BOLD_LINE,
    MAX_TITLE,
    NUMBERED,
    RULES,
    URL_LINE,
    Start,
    is_label,
    is_only_link,
    says_more,
    text_lines,
)
from site_builder.importing.digest_words import CLOSING, MAX_CHROME_TEXT, SUBMISSIONS

FEWEST = 3
"""Items that make a digest."""
THRESHOLD = 0.6
COLLECTION_THRESHOLD = 0.75
"""For a page that names a day or a collection: an article may do so, too."""
_PAIR, _PAIR_THRESHOLD = 2, 0.85
"""A thin issue of a periodical may hold two."""
UNNAMED_THRESHOLD = 0.9
"""For a page whose title does not say that it is a digest."""
_UNNAMED_FEWEST = 8
_UNNAMED_RULES = {"numbered", "heading", "title-and-url"}
_TOLD = 40
"""Characters of text that make a report of a heading."""
_BY_NAME = 0.8
"""What a report without a link counts on a page that calls itself a digest."""
_AHEAD = 0.06
"""What a rule must be surer by than one that stands above it in `RULES`."""
_NEARLY_ALL = 0.9
_MOST_AHEAD = 2
"""Months that a heading may lie ahead of its issue."""
_BASE = 0.55
"""Share of the confidence that does not depend on how much of the page the items cover."""
_LEAST_COVERED = {"title-and-url": 0.3, "heading": 0.5, "numbered": 0.3, "clock": 0.5, "bullet": 0.5,
                  "marked": 0.5, "title-then-address": 0.5}  # fmt: skip
"""Share of the text below which a rule is the less sure the less its items cover: an article has lists, too."""


class Span(Record, frozen=True):
    """An item in the page."""

    start: Start
    end: int
    """Index of the line below its last one."""
    section: str
    """The heading it stands under; "" for none, or for one that only names a day."""
    day: str
    """ISO date of the nearest heading above that names one."""


class Segmentation(Record, frozen=True):
    """A page cut by one rule."""

    rule: str
    spans: tuple[Span, ...]
    confidence: float
    """0 to 1."""
    covered: float
    """Share of the page's text that lies in items."""
    signed: float = 0.0
    """Share of the items with a sign of their own that they are reports: a link, an outlet, a time, a listed title."""
    count: int = 0
    """Items of a rule that has no spans."""

    @property
    def size(self) -> int:
        """Items found."""
        return self.count or len(self.spans)

    def describe(self) -> str:
        """The numbers, for people."""
        return f"{self.rule}: {self.size} items, {self.covered:.0%} of the text, confidence {self.confidence:.2f}"


def segment(page: Page) -> Segmentation:
    """The page cut by the rule that is surest of it."""
    total = content_size(page)
    sections = sections_of(page)
    found = [
        _measure(page, name, starts, sections, total)
        for name, rule in RULES
        for starts in rule(page)
        if len(starts) >= _PAIR
    ]
    best = Segmentation(rule="none", spans=(), confidence=0, covered=0)
    for cut in found:
        ahead = 0.0 if best.rule in ("none", cut.rule) else _AHEAD
        if cut.confidence > best.confidence + ahead or best.rule == "none":
            best = cut
    return best


def is_accepted(page: Page, cut: Segmentation) -> bool:
    """True if `cut` is sure enough to make documents of its items.

    An article has numbered and headed parts, too: without a sign in any of them the page must name itself an issue.
    """
    if not cut.signed and not page.is_issue:
        return False
    if page.is_periodical and len(cut.spans) == _PAIR:
        return cut.confidence >= _PAIR_THRESHOLD
    if page.is_named:
        needed = THRESHOLD if page.is_periodical else COLLECTION_THRESHOLD
        return cut.confidence >= needed and len(cut.spans) >= FEWEST
    sure = cut.confidence >= UNNAMED_THRESHOLD and cut.rule in _UNNAMED_RULES
    return sure and len(cut.spans) >= _UNNAMED_FEWEST


def _measure(page: Page, name: str, starts: list[Start], sections: list[tuple[str, str]], total: int) -> Segmentation:
    spans = _spans(page, starts, sections)
    if len(spans) < _PAIR:
        return Segmentation(rule=name, spans=tuple(spans), confidence=0, covered=0)
    listed = _listed_titles(page) if name == "heading" else set()
    supports = [_support(page, name, span, listed) for span in spans]
    support = sum(supports) / len(spans)
    signed = sum(one == 1.0 for one in supports) / len(spans)
    size = sum(_size(page.lines[span.start.index : span.end]) for span in spans)
    covered = min(1.0, size / total) if total else 0.0
    regular = _regularity([span.start.number for span in spans]) if name == "numbered" else 1.0
    enough = min(1.0, covered / _LEAST_COVERED[name])
    confidence = support * regular * enough * (_BASE + (1 - _BASE) * covered)
    return Segmentation(rule=name, spans=tuple(spans), confidence=confidence, covered=covered, signed=signed)


def _spans(page: Page, starts: list[Start], sections: list[tuple[str, str]]) -> list[Span]:
    """Items from each start to the next, to a heading above it, a thematic break or the closing words."""
    spans: list[Span] = []
    ends = _ends(page, starts[0].level)
    following = [start.index for start in starts[1:]] + [len(page.lines)]
    for start, after in zip(starts, following, strict=True):
        section, day = sections[start.index]
        if is_chrome_heading(section) or (start.level and is_chrome_heading(start.source)):
            continue
        end = min(after, ends[start.index])
        spans.append(Span(start=start, end=end, section=section, day=day))
    return _without_loose_ends(page, spans)


def _ends(page: Page, level: int) -> list[int]:
    """For each line, the first line below it at which an item must end."""
    ends = [len(page.lines)] * len(page.lines)
    nearest = len(page.lines)
    for index in range(len(page.lines) - 1, -1, -1):
        ends[index] = nearest
        line = page.lines[index]
        is_break = line.is_rule and line.text.strip()[:1] in "-*_" and len(line.text) < 90
        closes = not line.is_code and len(line.text) <= 40 and bool(CLOSING.fullmatch(line.text))
        closes = closes or (
            not line.is_code and len(line.text) <= MAX_CHROME_TEXT and bool(SUBMISSIONS.match(line.text))
        )
        if closes or is_break or (line.level and (not level or line.level <= level)):
            nearest = index
    return ends


def _without_loose_ends(page: Page, spans: list[Span]) -> list[Span]:
    """Where nearly every item is one paragraph, the last ones of sections end at their first blank line, too."""
    if not spans:
        return spans
    followed = [span.end == after.start.index for span, after in pairwise(spans)] + [False]
    bodies = [
        _paragraphs(page.lines[span.start.index : span.end])
        for span, is_followed in zip(spans, followed, strict=True)
        if is_followed
    ]
    if not bodies or sum(count == 1 for count in bodies) < _NEARLY_ALL * len(bodies):
        return spans
    cut: list[Span] = []
    for span, is_followed in zip(spans, followed, strict=True):
        if is_followed:
            cut.append(span)
            continue
        end = span.start.index + 1
        while end < span.end and page.lines[end].text.strip():
            end += 1
        cut.append(Span(start=span.start, end=end, section=span.section, day=span.day))
    return cut


def _paragraphs(lines: Sequence[Line]) -> int:
    return sum(1 for before, line in pairwise([Line(text="", number=0), *lines]) if line.text and not before.text)


def _support(page: Page, name: str, span: Span, listed: set[str]) -> float:
    """How much one item looks like a report, 0 to 1."""
    start = span.start
    own = start.source
    body = page.lines[start.index + 1 : span.end]
    if LINK.search(own[:4000]) or BARE_URL.search(own[:4000]):
        return 1.0
    if name == "heading":
        return _heading_support(page, page.lines[start.index], body, listed)
    if name == "clock":
        return 1.0
    if name == "title-and-url":
        first = next((line for line in body[start.skip - 1 :] if line.text.strip()), None)
        return 1.0 if first and (URL_LINE.match(first.text) or is_label(first.text)) else 0.0
    says_when = name == "marked" and bool(byline_facts(own.rpartition("**")[2].strip(" -–—|")))
    if says_when or (name == "marked" and any(is_label(line.text) for line in body)):
        return 1.0
    if any("http" in line.text and not line.text.lstrip().startswith("![") for line in body[:60]):
        return 1.0
    return _BY_NAME if page.is_periodical and (own or any(line.text for line in body)) else 0.0


def _heading_support(page: Page, heading: Line, body: Sequence[Line], listed: set[str]) -> float:
    """How much what stands below a heading without a link looks like one report, not like a section of several."""
    if title_key(heading.heading) in listed:
        return 1.0
    said = [line for line in body if line.text.strip()]
    entries = sum(bool(NUMBERED.match(line.text) or line.text.startswith(("- ", "* "))) for line in said)
    if any(BOLD_LINE.match(line.text) for line in said) or any(line.level for line in said):
        return 0.0
    edges = (*said[:1], *said[-1:])
    if entries <= 1 and any(is_only_link(line) or is_label(line.text) or says_more(line) for line in edges):
        return 1.0
    if entries <= 1 and said and byline_facts(said[0].text):
        return 1.0
    told = sum(len(line.text) for line in said if not line.text.startswith((">", "![", "<img", "<video", "|", "`")))
    is_report = page.is_periodical and not entries and told >= _TOLD and not find_days(heading.heading)
    return _BY_NAME if is_report else 0.0


def _regularity(numbers: Sequence[int]) -> float:
    """Share of numbers that count on, start anew or stand still."""
    fits = sum(1 for before, number in pairwise(numbers) if number in (before + 1, 1, before))
    return fits / (len(numbers) - 1) if numbers[0] <= 1 else 0.5 * fits / (len(numbers) - 1)


def _listed_titles(page: Page) -> set[str]:
    """Keys of the lines that may be a list of the items' titles."""
    return {title_key(line.text) for _, line in text_lines(page) if len(line.text) <= MAX_TITLE} - {""}


def sections_of(page: Page) -> list[tuple[str, str]]:
    """For each line, (the nearest heading above it, the day of the nearest heading that names one).

    The heading of a deeper level ends with the next one of its own or a higher level.
    """
    stack: list[tuple[int, str]] = []
    day = page.day
    result: list[tuple[str, str]] = []
    for line in page.lines:
        if line.level:
            text = line.heading
            while stack and stack[-1][0] >= line.level:
                stack.pop()
            result.append((stack[-1][1] if stack else "", day))
            days = heading_days(text, page.year)
            day = _not_ahead(days[0], page.day, text) if len(days) == 1 else day
            is_title = text == page.title
            if not days and is_day_heading(text):
                day = ""
            stack.append((line.level, "" if days or is_title or is_day_heading(text) else text))
        else:
            result.append((stack[-1][1] if stack else "", day))
    return result


def _not_ahead(day: str, own: str, heading: str) -> str:
    """The day of a heading; 12月31日 in an issue of January is of the year before."""
    is_ahead = bool(own) and not find_days(heading) and int(day[5:7]) > int(own[5:7]) + _MOST_AHEAD
    return f"{int(day[:4]) - 1}{day[4:]}" if is_ahead and day[:4] == own[:4] else day


def content_size(page: Page) -> int:
    """Characters of the page outside headings and sections about the digest itself."""
    sections = sections_of(page)
    lines = [line for line, (section, _) in zip(page.lines, sections, strict=True) if not is_chrome_heading(section)]
    return _size(lines)


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if not (line.is_rule or line.level))
