"""A digest's page -> the lines on which its items may start, one rule a way of writing digests.

A rule finds candidates and decides nothing: `digest_segments` measures what each rule found and chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from site_builder.documents import Record
from site_builder.importing.digest_entries import BARE_URL, LINK, read_entry
from site_builder.importing.digest_page import Line, Page, heading_source
from site_builder.importing.digest_words import LABELS, MORE

_BARE = "1"
_MOSTLY = 0.6
"""Share of numbers that are 1 where every number is."""
NUMBERED = re.compile(
    r" ?(?P<bold>\*\*|__)?(?:(?P<digits>\d{1,3})(?P<style>、|[.．](?!\d{1,2}(?!\d))|[)）])|【(?P<boxed>\d{1,3})】|"
    r"(?P<circled>[①-⑳])|(?P<keycap>\d)\ufe0f?\u20e3|(?P<ten>🔟))"
    r"[\s|｜/]{0,8}(?P<rest>.{0,20000})$"
)
BARE_NUMBER = re.compile(r" ?(?P<digits>0[1-9]|[1-9]\d?)(?:[ \t|｜/]{1,8}(?P<rest>\S.{0,20000})|)$")
"""`01 title`, `1 title`: counts only where such lines begin with 1, since articles say 10 ships, too."""
MARK = re.compile(
    r" ?(?P<mark>[▍▌▎▋█┃■◆●▶►◎★☆※✦✅🔹🔸🔷🔶📌📍👉⭐🔥🚀💡📰🗞])\ufe0f?\s{0,4}(?P<rest>[^\s▍▌▎▋█┃■◆●▶►].{0,20000})$"
)
"""A mark that sets a title apart: ▍, ■, 📌."""
BOLD_BULLET = re.compile(r" ?[-*+•·]\s{1,4}(?:\*\*|__)[^*_\n]{2,160}(?:\*\*|__)")
BOXED = re.compile(r" ?(?:\*\*)?【(?P<title>[^【】\n]{2,120})】(?:\*\*)?\s{0,3}(?P<rest>.{0,20000})$")
TITLE_THEN_URL = re.compile(
    rf" ?(?P<title>[^\s\[<|#>].{{1,159}}?)\s{{0,4}}[|｜：:\s—–-]\s{{0,4}}<?{BARE_URL.pattern}>?\s{{0,4}}$"
)
CLOCK = re.compile(
    r" ?(?:[-*+•·]\s{1,4})?(?:\*\*|[\[【（(])?(?P<time>(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?:\*\*|[\]】）)])?"
    r"[\s|｜：:·-]{1,6}(?P<rest>\S.{0,20000})$"
)
BULLET = re.compile(r" ?[-*+•·◆■●▶]\s{1,6}(?P<rest>.{0,20000})$")
BOLD_LINE = re.compile(r" ?(?:[-*+•·]\s{1,4}|\d{1,3}[.、]\s{0,3})?(\*\*|__)(?P<title>.{2,300}?)\1\s{0,8}$")
_BOLD_LEAD = re.compile(r" ?(?:\*\*|__)[^*_\n]{2,160}(?:[.。!！?？](?:\*\*|__)|(?:\*\*|__)\s{0,3}[（(—–：:-])")
_OPEN_BOLD_LINE = re.compile(r" ?(?:[-*+•·]\s{1,4}|\d{1,3}[.、]\s{0,3})?(?:\*\*|__)(?P<title>[^*_].{1,300})$")
URL_LINE = re.compile(rf"\s{{0,3}}<?(?:{BARE_URL.pattern})>?\s{{0,4}}$")
_LABEL_LINE = re.compile(r"\s{0,8}(?:[-*+•·]\s{1,4})?(?:\*\*|__)?(?P<label>[\w ]{1,16})(?:\*\*|__)?\s{0,3}[：:]")
MAX_TITLE = 160
_SINGLE_KIND = 3
"""Titles with one mark; where no mark has so many, all together set the items of an issue apart."""


class Start(Record, frozen=True):
    """Where an item may start."""

    index: int
    """Of its line in the page."""
    source: str
    """Markdown of the first line, without number, bullet or heading marks."""
    level: int = 0
    """Of its heading; 0 where it starts with none."""
    number: int = 0
    skip: int = 1
    """Lines that `source` stands for."""
    time: str = ""
    """Time of day, where the line begins with it."""
    is_title: bool = False
    """True if the line is all title."""


def numbered(page: Page) -> Iterator[list[Start]]:
    """`1、…`, `1. …`, `【1】…`, `①…`: one list of starts for each way of writing the number."""
    styles: dict[str, list[Start]] = {}
    for index, line in text_lines(page):
        match = NUMBERED.match(line.text)
        if bare := None if match else BARE_NUMBER.match(line.text):
            start = Start(index=index, source=bare["rest"] or "", number=int(bare["digits"]))
            styles.setdefault(_BARE, []).append(start)
        if not match:
            continue
        style, number = _number(match)
        rest = match["rest"]
        if match["bold"]:
            rest = rest.removesuffix(match["bold"]) if rest.endswith(match["bold"]) else match["bold"] + rest
        styles.setdefault(style, []).append(Start(index=index, source=rest, number=number))
    if styles.get(_BARE) and styles[_BARE][0].number != 1:
        del styles[_BARE]
    for starts in styles.values():
        yield _without_nested(page, starts)


def _number(match: re.Match[str]) -> tuple[str, int]:
    """(the way of writing it, the number)."""
    if match["circled"]:
        return "①", ord(match["circled"]) - ord("①") + 1
    if match["keycap"] or match["ten"]:
        return "keycap", int(match["keycap"] or 10)
    return match["style"] or "【】", int(match["digits"] or match["boxed"])


def _without_nested(page: Page, starts: list[Start]) -> list[Start]:
    """The starts without lists inside an item with a link: these begin again at 1, have none, follow no heading."""
    linked = [bool(LINK.search(start.source[:4000]) or BARE_URL.search(start.source[:4000])) for start in starts]
    if sum(start.number == 1 for start in starts) > _MOSTLY * len(starts):
        return starts
    kept: list[Start] = []
    nested = False
    for position, (start, has_link) in enumerate(zip(starts, linked, strict=True)):
        before = starts[position - 1].index if position else start.index
        if any(line.level for line in page.lines[before : start.index]) or not position:
            nested = False
        elif start.number == 1 and linked[position - 1] and not has_link:
            nested = True
        elif has_link:
            nested = False
        if not nested:
            kept.append(start)
    return kept


def bullets(page: Page) -> Iterator[list[Start]]:
    """Bullets with a link at their start, or an address at their end; lines that begin with a link."""
    starts: list[Start] = []
    for index, line in text_lines(page):
        match = BULLET.match(line.text)
        rest = match["rest"] if match else line.text if line.text.startswith("[") else ""
        if rest and ("](" in rest or "http" in rest) and (entry := read_entry(rest)).url and not entry.is_prose:
            starts.append(Start(index=index, source=rest))
    yield starts


def title_and_url(page: Page) -> Iterator[list[Start]]:
    """A line of its own, bold or not, above an address or a labelled fact; bold words before a link in brackets."""
    starts: list[Start] = []
    for (index, line), (_, below) in pairwise(text_lines(page)):
        bold = BOLD_LINE.match(line.text)
        if not bold and below.text.strip() in ("**", "__") and (opened := _OPEN_BOLD_LINE.match(line.text)):
            starts.append(Start(index=index, source=opened["title"], skip=2, is_title=True))
            continue
        is_title = bold or (line.text.strip() and len(line.text) <= MAX_TITLE and not NUMBERED.match(line.text))
        if _BOLD_LEAD.match(line.text) and LINK.search(line.text[:4000]):
            starts.append(Start(index=index, source=line.text.strip()))
            continue
        if not is_title or URL_LINE.match(line.text) or is_label(line.text):
            continue
        if URL_LINE.match(below.text) or (bold and is_label(below.text)):
            starts.append(Start(index=index, source=bold["title"] if bold else line.text, is_title=True))
        elif bold and not BULLET.match(line.text):
            starts.append(Start(index=index, source=bold["title"], is_title=True))
    yield starts


def marked(page: Page) -> Iterator[list[Start]]:
    """`▍title`, `■ title`: one list for each mark, or for all where none is common; `【title】`, its text behind it."""
    by_mark: dict[str, list[Start]] = {}
    boxed: list[Start] = []
    bold: list[Start] = []
    for index, line in enumerate(page.lines):
        if line.is_code or line.is_rule or (line.level and not line.text.lstrip().startswith("【")):
            continue
        if BOLD_BULLET.match(line.text):
            bold.append(Start(index=index, source=line.text.split(None, 1)[1]))
        elif mark := MARK.match(line.text):
            by_mark.setdefault(mark["mark"], []).append(Start(index=index, source=mark["rest"]))
        elif box := BOXED.match(line.text):
            alone = not box["rest"]
            boxed.append(Start(index=index, source=box["title"] if alone else line.text.strip(), is_title=alone))
    kinds = [starts for starts in (*by_mark.values(), boxed) if starts]
    if len(kinds) > 1 and page.is_issue and max(map(len, kinds)) < _SINGLE_KIND:
        yield sorted((start for starts in kinds for start in starts), key=lambda start: start.index)
    yield from by_mark.values()
    yield boxed
    yield bold


def lines_with_address(page: Page) -> Iterator[list[Start]]:
    """`title | address`, a line an item."""
    yield [
        Start(index=index, source=line.text.strip())
        for index, line in text_lines(page)
        if "http" in line.text
        and TITLE_THEN_URL.match(line.text)
        and not (NUMBERED.match(line.text) or BULLET.match(line.text) or is_label(line.text))
    ]


def clock(page: Page) -> Iterator[list[Start]]:
    """Lines that begin with a time of day: flashes."""
    starts: list[Start] = []
    for index, line in text_lines(page):
        match = CLOCK.match(line.text)
        if match:
            starts.append(Start(index=index, source=match["rest"], time=match["time"]))
    yield starts


def headings(page: Page) -> Iterator[list[Start]]:
    """Each level of headings below the title."""
    by_level: dict[int, list[Start]] = {}
    for index, line in enumerate(page.lines):
        if line.level > 1:
            source = heading_source(line)
            match = NUMBERED.match(source)
            start = Start(index=index, source=match["rest"] if match else source, level=line.level, is_title=True)
            by_level.setdefault(line.level, []).append(start)
    yield from by_level.values()


RULES: tuple[tuple[str, Callable[[Page], Iterator[list[Start]]]], ...] = (
    ("title-and-url", title_and_url),
    ("heading", headings),
    ("clock", clock),
    ("numbered", numbered),
    ("bullet", bullets),
    ("marked", marked),
    ("title-then-address", lines_with_address),
)
"""(name, rule) in order of trust: of two that are equally sure the first wins."""


def text_lines(page: Page) -> list[tuple[int, Line]]:
    return [
        (index, line)
        for index, line in enumerate(page.lines)
        if line.text and not (line.level or line.is_code or line.is_rule)
    ]


def is_label(text: str) -> bool:
    match = _LABEL_LINE.match(text[:60])
    return bool(match) and match["label"].strip().casefold() in LABELS  # type: ignore[index]


def is_only_link(line: Line) -> bool:
    text = line.text.strip()
    return bool(URL_LINE.match(line.text)) or (text.startswith("[") and bool(LINK.fullmatch(text[:4000])))


def says_more(line: Line) -> bool:
    """True for a line that ends with a link to the report itself."""
    return any(MORE.fullmatch(match["text"].strip()) for match in LINK.finditer(line.text[-2000:]))
