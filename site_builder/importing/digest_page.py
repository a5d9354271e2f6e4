"""A digest's text -> its lines with what each one is: heading, code, blank; its title and its days.

Headings are those of CommonMark 0.31 (§4.2 ATX, §4.3 setext), and ATX ones glued to their text ("###2017-02-09").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from site_builder.documents import Record
from site_builder.importing.digest_html import with_markdown_tables
from site_builder.importing.digest_words import CHROME_HEADING, COLLECTION, ISSUE, PERIODICAL
from site_builder.importing.loose_markdown import markdown_text
from site_builder.language.characters import fold, single_line, strip_illegal, strip_invisible, unify_line_ends

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^#\s!]))(.{0,500})$")
_ATX_CLOSE = re.compile(r"\s#{1,6}\s{0,4}$")
_PLAIN_HEADING = re.compile(
    r" ?(?:(?:[一二三四五六七八九十]{1,3}、|(?P<inner>[（(])[一二三四五六七八九十]{1,3}[）)])\s?"
    r"(?P<text>[^。；：:，,]{1,16})|"
    r"【(?P<boxed>[^【】\d]{1,12})】)$"
)
"""Headings of plain text; they count where a page has two of them."""
_SETEXT = re.compile(r" {0,3}(=+|-{3,})\s{0,8}$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}([-*_])(?: ?\1){2,80}\s{0,8}$")
_DRAWN_RULE = re.compile(r"\s{0,8}[—–─━═=~*_·•☆★-]{4,90}\s{0,8}$")
"""What plain text draws between its parts: nothing to read."""
_COMMENT = re.compile(r"\s{0,8}<!--.*-->\s{0,8}$")
_DEFINITION = re.compile(r" {0,3}\[(?P<label>[^\[\]]{1,60})\]:\s{1,8}<?(?P<url>[^\s<>]{1,1900})>?.{0,400}$")
_REFERENCE = re.compile(r"(?<!!)\[(?P<text>[^\[\]]{1,300})\]\[(?P<label>[^\[\]]{1,60})\]")
_FACT = re.compile(
    r"(title|date|published|publish_?[dD]ate|pubDate|url|link|original|original_url|source_url)\s?[:=]\s{0,8}(.{0,400})"
)
DAY = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})(?:([-/.])(\d{1,2})\2(\d{1,2})(?!\d)|"
    r"\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]|(\d{2})(\d{2})(?!\d))"
)
ENGLISH_DAY = re.compile(
    r"(?<!\w)(?:(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s{1,3}(?P<day>\d{1,2})"
    r"(?:st|nd|rd|th)?,?\s{1,3}(?P<year>(?:19|20)\d{2})|"
    r"(?P<day_2>\d{1,2})(?:st|nd|rd|th)?\s{1,3}(?P<month_2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?"
    r"\s{1,3}(?P<year_2>(?:19|20)\d{2}))(?!\d)",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EMPTY_BRACKETS = re.compile(r"\s{0,3}[（(【\[]\s{0,3}[）)】\]]")
_YEAR = re.compile(r"(?<!\d)20\d{2}(?=年|\D|(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)|$)")
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]")
_WEEKDAY = re.compile(r"(?:星期|周|週|礼拜)[一二三四五六日天]")
_ADDRESS = re.compile(r"https?://[^\s<>()\"']{3,1900}")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")
_MAX_TITLE = 120
_SHORT_TITLE = 40
_FEWEST_PLAIN = 2
_NOT_LETTERS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"^\s{0,8}(?:[-*+•·]\s+)?(?:[（(【]?\d{1,3}[）)】]|\d{1,3}\s?[、.．:：]|[①-⑳])\s{0,4}")


class Line(Record, frozen=True):
    """A line of the page."""

    text: str
    """Without white space at its end."""
    number: int
    """1-based, in the source file."""
    level: int = 0
    """1 to 6 for a heading; 0 for others."""
    heading: str = ""
    """What a reader sees of a heading."""
    is_code: bool = False
    is_rule: bool = False
    """True for a thematic break, a comment, the underline of a heading: nothing to read."""


class Page(Record, frozen=True):
    """A page that may be a digest."""

    title: str
    lines: tuple[Line, ...]
    url: str = ""
    """Address of the digest itself, where its front matter tells it."""
    day: str = ""
    """ISO date of the digest; "" where it names none, or several."""
    clock: str = ""
    """"08:30": when on its day the digest came out, where it says so below its title."""
    day_line: int = 0
    """The line below the title that names the day, 1-based; 0 for none."""
    year: str = ""
    """Of headings that name only month and day."""
    is_named: bool = False
    """True if title, first heading or file name say that this may be a digest."""
    is_periodical: bool = False
    """True if they say that it comes out again and again."""
    is_issue: bool = False
    """True if they say so beyond doubt."""


def read_page(text: str, file: str) -> Page:
    """The page in `text`."""
    raw = strip_invisible(strip_illegal(unify_line_ends(text))).split("\n")
    start, facts = _front_matter(raw)
    raw, numbers = with_markdown_tables(_with_inline_links(raw), start)
    lines = tuple(_numbered(line, numbers) for line in _lines(raw, start))
    headings = [line for line in lines if line.level][:3]
    first = next((line for line in lines if line.text.strip()), None)
    stem = re.sub(r"\.\w{1,8}$", "", file)
    own = facts.get("title") or _own_title(lines, headings, first) or _common_heading(headings) or stem
    names = [own, headings[0].heading if headings else "", stem if len(stem) <= _SHORT_TITLE else ""]
    days = {day for line in lines if line.level for day in find_days(line.heading)}
    stated = next((value for key, value in facts.items() if key.startswith(("date", "pub"))), "")
    day = next((day for name in (own, stated, *names[1:]) if (day := only_day(name))), "")
    is_periodical = any(PERIODICAL.search(name) for name in names) or bool(DAY.fullmatch(own.strip()))
    return Page(
        title=single_line(own)[:_MAX_TITLE],
        lines=lines,
        url=next((facts[key] for key in ("url", "original_url", "original", "source_url", "link") if key in facts), ""),
        day="" if len(days) > 1 else day,
        year=_named_year(names) or day[:4] or _linked_year(lines, facts),
        is_named=is_periodical or any(COLLECTION.search(name) for name in names) or _is_dated(names),
        is_periodical=is_periodical,
        is_issue=any(ISSUE.search(name) for name in names) or bool(DAY.fullmatch(own.strip())),
    )


def find_days(text: str) -> list[str]:
    """ISO dates named in a title or file name, in order, each once."""
    days: dict[str, None] = {}
    for match in DAY.finditer(text[:500]):
        month, day = match[3] or match[5] or match[7], match[4] or match[6] or match[8]
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            days[f"{match[1]}-{int(month):02d}-{int(day):02d}"] = None
    for match in ENGLISH_DAY.finditer(text[:500]):
        month, day = match["month"] or match["month_2"], match["day"] or match["day_2"]
        if 1 <= int(day) <= 31:
            days[f"{match['year'] or match['year_2']}-{MONTHS.index(month.lower()) + 1:02d}-{int(day):02d}"] = None
    return list(days)


def heading_days(text: str, year: str) -> list[str]:
    """ISO dates named in a heading; 3月4日 is of `year`."""
    found = find_days(text)
    match = _MONTH_DAY.search(text) if year and not found and len(text) <= _SHORT_TITLE else None
    return find_days(f"{year}-{match[1]}-{match[2]}") if match else found


def is_day_heading(text: str) -> bool:
    """True for a heading that names a day and nothing else, with its year or without: 6月18日（周二）."""
    bare = _MONTH_DAY.sub("", DAY.sub("", text)) if len(text) <= _SHORT_TITLE else text
    return bare != text and not _NOT_LETTERS.sub("", _WEEKDAY.sub("", bare))


def only_day(text: str) -> str:
    """The one day that `text` names; "" for none and for a span of days."""
    days = find_days(text)
    return days[0] if len(days) == 1 else ""


def heading_text(line: str) -> str:
    """What a reader sees of the line of a heading."""
    match = _ATX.match(line)
    plain = None if match else _PLAIN_HEADING.fullmatch(line)
    text = _ATX_CLOSE.sub("", match[2]) if match else (plain["text"] or plain["boxed"]) if plain else line
    return single_line(markdown_text(text.strip()))


def heading_source(line: Line) -> str:
    """The Markdown of a heading without its marks."""
    match = _ATX.match(line.text)
    return _ATX_CLOSE.sub("", match[2]).strip() if match else line.text.strip()


def is_chrome_heading(text: str) -> bool:
    """True for the heading of what a digest says about itself."""
    return len(text) <= 60 and bool(CHROME_HEADING.search(text))


def title_key(text: str) -> str:
    """Two titles with equal keys are one: no number, width, case, punctuation."""
    return _NOT_LETTERS.sub("", fold(_NUMBER.sub("", text)))


def _named_year(names: Sequence[str]) -> str:
    return next((match[0] for name in names if (match := _YEAR.search(name))), "")


def _linked_year(lines: Sequence[Line], facts: dict[str, str]) -> str:
    """The year of headings like 6月18日: of the page's own address, else of its links, where they are of one year."""
    named = {(int(m[1]), int(m[2])) for line in lines if line.level for m in _MONTH_DAY.finditer(line.heading)}
    own = next((facts[key] for key in ("url", "original_url", "original", "source_url", "link") if key in facts), "")
    if not named or (days := find_days(own)):
        return days[0][:4] if named else ""
    links = [match[0] for line in lines if "http" in line.text for match in _ADDRESS.finditer(line.text[:4000])]
    found = {day for link in links for day in find_days(link)}
    fits = any((int(day[5:7]), int(day[8:])) in named for day in found)
    years = {day[:4] for day in found}
    return years.pop() if fits and len(years) == 1 else ""


def _front_matter(raw: Sequence[str]) -> tuple[int, dict[str, str]]:
    """(index of the first line of the body, the facts of the front matter)."""
    opening = next((index for index, line in enumerate(raw[:20]) if line.strip()), 0)
    mark = raw[opening].strip() if raw else ""
    if mark not in ("---", "+++"):
        return 0, {}
    facts: dict[str, str] = {}
    for index in range(opening + 1, min(len(raw), opening + 400)):
        if raw[index].strip() == mark:
            return index + 1, facts
        match = _FACT.match(raw[index])
        if match and match[2].strip():
            facts.setdefault(match[1], match[2].strip().strip("\"'"))
    return 0, {}


def _with_inline_links(raw: list[str]) -> list[str]:
    """The lines with links by reference written out (CommonMark 0.31 §4.7), their definitions blank."""
    matches = [_DEFINITION.match(line) if "]:" in line[:66] else None for line in raw]
    urls = {match["label"].casefold(): match["url"] for match in matches if match}
    if not urls:
        return raw

    def write(match: re.Match[str]) -> str:
        url = urls.get(match["label"].casefold(), "")
        return f"[{match['text']}]({url})" if url.startswith("http") else match[0]

    return ["" if match else _REFERENCE.sub(write, line) for line, match in zip(raw, matches, strict=True)]


def _numbered(line: Line, numbers: Sequence[int]) -> Line:
    """The line with its number in the source file."""
    number = numbers[line.number - 1]
    return line if number == line.number else msgspec.structs.replace(line, number=number)


def _lines(raw: Sequence[str], start: int) -> list[Line]:
    lines: list[Line] = []
    fence = ""
    for index in range(start, len(raw)):
        text = raw[index].rstrip()
        opened = _FENCE.match(text)
        if fence:
            lines.append(Line(text=text, number=index + 1, is_code=True))
            fence = "" if text.strip().startswith(fence) and not text.strip().strip(fence[0]) else fence
            continue
        if opened:
            fence = opened[1]
            lines.append(Line(text=text, number=index + 1, is_code=True))
            continue
        if _underlines(lines, text):
            before = lines[-1]
            lines[-1] = _heading(before.text, before.number, 1 if "=" in text else 2)
            lines.append(Line(text=text, number=index + 1, is_rule=True))
            continue
        atx = _ATX.match(text) if "#" in text[:10] else None
        level = len(atx[1]) if atx and not (text.endswith("#") and " " not in text) else 0
        if level:
            lines.append(_heading(text, index + 1, level))
        else:
            is_rule = bool(_RULE.match(text) or _COMMENT.match(text) or _DRAWN_RULE.match(text))
            lines.append(Line(text=text, number=index + 1, is_rule=is_rule))
    return _with_plain_headings(lines)


def _heading(text: str, number: int, level: int) -> Line:
    return Line(text=text, number=number, level=level, heading=heading_text(text))


def _with_plain_headings(lines: list[Line]) -> list[Line]:
    """The lines, 一、国内, （一）国内 and 【国内】 as headings where a page without others has two of them."""
    if any(line.level > 1 for line in lines):
        return lines
    found = {
        index: match
        for index, line in enumerate(lines)
        if not line.is_code and len(line.text) <= 40 and (match := _PLAIN_HEADING.match(line.text))
    }
    if len(found) < _FEWEST_PLAIN:
        return lines
    deep = 3 if any(not match["inner"] for match in found.values()) else 2
    levels = {index: deep if match["inner"] else 2 for index, match in found.items()}
    return [
        _heading(line.text, line.number, levels[index]) if index in levels else line for index, line in enumerate(lines)
    ]


def _underlines(lines: Sequence[Line], text: str) -> bool:
    """True if `text` makes a heading of the one short line above it."""
    if not lines or not _SETEXT.match(text):
        return False
    above = lines[-1]
    stands_alone = len(lines) < 2 or not lines[-2].text
    plain = bool(above.text) and not above.level and not above.is_rule and not above.is_code
    return plain and stands_alone and len(above.text) <= _MAX_TITLE and "|" not in above.text


def _is_dated(names: Sequence[str]) -> bool:
    """True if a short title names a day, or the file's name ends with one: "2014-05-05-a-post" does not."""
    *titles, stem = names
    if any(len(name) <= _SHORT_TITLE and find_days(name) for name in titles):
        return True
    ends = list(DAY.finditer(stem[-200:]))
    return bool(ends) and ends[-1].end() == len(stem[-200:])


def _common_heading(headings: Sequence[Line]) -> str:
    """What the headings of several days have in common: the digest's name."""
    names = {single_line(_EMPTY_BRACKETS.sub("", DAY.sub("", line.heading))) for line in headings}
    return names.pop() if len(names) == 1 else ""


def _own_title(lines: Sequence[Line], headings: Sequence[Line], first: Line | None) -> str:
    """The first heading if it is the only one of its level or the page's first line; else a short first line."""
    if headings:
        top = headings[0]
        alone = sum(1 for line in lines if line.level == top.level) == 1
        if alone or (top is first and top.level == 1):
            return top.heading
    if first is not None and not first.level and len(first.text) <= _MAX_TITLE:
        return markdown_text(TAG.sub("", first.text))
    return ""
