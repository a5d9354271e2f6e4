"""The day that a digest names below its title -> the page with it; times that count from a day -> moments.

`发布日期：2025-06-21`, `第 37 期 · 2025-06-21`, `Published: June 21, 2025` are the digest's own day. 昨天 22:10, 09:12,
2小时前 and 周三 in its items count from that day, never from the day of the import.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

import msgspec

from site_builder.importing.digest_page import DAY, ENGLISH_DAY, MONTHS, TAG, Line, Page, find_days, title_key
from site_builder.importing.items import FieldFinding
from site_builder.importing.loose_markdown import markdown_text
from site_builder.language.dates import ParsedDate, parse_date

_HEAD = 8
"""Readable lines below the title among which the day is looked for."""
_LONGEST_HEAD_LINE = 80
_OWN_DATE = re.compile(
    r"[-*•·>\s]{0,4}(?:第\s?\d{1,5}\s?期|vol\.?\s?\d{1,5}|(?:issue|no\.?|#)\s?#?\d{1,5})?[\s·•|｜,，—–-]{0,5}"
    r"(?:(?:[\w ]{0,6}(?:日期|时间)|(?:发布|更新|发表|发|刊)[于行]?|"
    r"(?:published|posted|(?:last )?updated)(?: on)?|(?:issue )?date)\s{0,2}[:：]?)?\s{0,4}(?P<date>\S.{4,40})$",
    re.IGNORECASE,
)
_NUMBER_OF_ISSUE = re.compile(
    r"(?:第\s?\d{1,5}\s?期|\bvol\.?\s?\d{1,5}|(?:\bissue|\bno\.?)\s?#?\d{1,5})", re.IGNORECASE
)
_WEEKDAY_WORD = re.compile(
    r"[（(]?(?:星期|周|週|礼拜)[一二三四五六日天][）)]?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b,?", re.IGNORECASE
)
_CLOCK_WORD = re.compile(r"(?P<clock>(?:[01]?\d|2[0-3])[:：][0-5]\d)(?:[:：][0-5]\d)?")
_LEFT = re.compile(r"[\W_]+|发布|更新|出刊|日出版")
_PASSED = re.compile(r"\s{0,3}(?:>|!\[|<img|\[!\[|[-*•·\s]{0,4}(?:\*\*)?[\w ]{1,8}(?:\*\*)?\s{0,2}[：:])")
"""Lines that may stand between the title and the day: quotations, images, labels."""

_FROM_DAY = {
    "今天": (0, ""), "今日": (0, ""), "当天": (0, ""), "当日": (0, ""), "today": (0, ""),
    "刚刚": (0, ""), "just now": (0, ""), "今早": (0, "早上"), "今晨": (0, "早上"), "今晚": (0, "晚上"),
    "昨天": (-1, ""), "昨日": (-1, ""), "yesterday": (-1, ""), "昨晚": (-1, "晚上"), "昨夜": (-1, "晚上"),
    "前天": (-2, ""), "前日": (-2, ""), "前晚": (-2, "晚上"),
}  # fmt: skip
"""Word -> (days from the digest's own, the part of the day that it means)."""
_WEEKDAYS = {name: number for names in ("一二三四五六日", "一二三四五六天") for number, name in enumerate(names)}
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MINUTES = {"分": 1, "m": 1, "小": 60, "个": 60, "h": 60, "天": 1440, "日": 1440, "d": 1440}
"""First letter of a unit -> minutes."""
_NUMERALS = {"半": 0.5, "一": 1, "两": 2, "a": 1, "an": 1}
_SAID = re.compile(r"^(?:发布于|更新于|发表于|发布|更新|published|posted)\s?|\s?(?:发布|更新|报道)$", re.IGNORECASE)
_CLOCK = (
    r"(?:上午|下午|晚上|早上|凌晨|中午|傍晚|晚)?\s?(?:[01]?\d|2[0-4])"
    r"(?:[:：][0-5]\d(?:[:：][0-5]\d)?(?:\s?[ap]m)?|[点时點](?:[0-5]?\d分?)?|\s?[ap]m)"
)
_AGO = re.compile(
    r"(?P<count>\d{1,3}|半|一|两|an?)\s?(?:(?P<unit>分钟|个?小时|天|日)(?:之?前)|"
    r"(?P<unit_en>m|mins?|minutes?|h|hrs?|hours?|d|days?)\s?ago)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    rf"(?:(?P<word>{'|'.join(_FROM_DAY)})|(?P<week>上|本|这)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])|"
    rf"(?P<english>mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{{3,6}})?|(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?[日号]|"
    rf"(?P<month_n>\d{{1,2}})[-/](?P<day_n>\d{{1,2}})(?![-/\d])|(?P<only_day>\d{{1,2}})[日号]|"
    rf"(?P<month_en>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?\s{{1,2}}(?P<day_en>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])|"
    rf"(?P<day_en2>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}(?P<month_en2>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?)?[\s,，]{{0,3}}"
    rf"(?P<clock>{_CLOCK})?",
    re.IGNORECASE,
)
_LATE = 5
"""Hours after midnight that still belong to the night before: which day 昨夜 1:00 means cannot be known."""
_AHEAD = timedelta(days=60)
"""A day and month that lie further ahead than this are those of the year before."""
_LONGEST = 40
_COUNTED = 0.8
"""How sure a date is that was counted from another one."""


def with_own_day(page: Page) -> Page:
    """The page with the day, and time of day, that a line below its title names; a day in the title stays."""
    if page.day:
        return page
    for line in _head(page):
        found = _own_date(line.text)
        if found:
            day, clock = found
            several = {day for line in page.lines if line.level for day in find_days(line.heading)} - {day}
            own = "" if len(several) > 1 else day
            is_issue = bool(_NUMBER_OF_ISSUE.search(line.text))
            return msgspec.structs.replace(
                page,
                day=own,
                clock=clock,
                year=page.year or day[:4],
                day_line=line.number,
                is_named=page.is_named or is_issue,
                is_periodical=page.is_periodical or is_issue,
                is_issue=page.is_issue or is_issue,
            )
    return page


def is_relative(text: str) -> bool:
    """True for a time that counts from the digest's day: 昨天 22:10, 09:12, 2小时前, 周三, 6月21日."""
    text = _bare(text)
    return bool(text) and len(text) <= _LONGEST and bool(_AGO.fullmatch(text) or _RELATIVE.fullmatch(text))


def resolve(text: str, day: str, *, clock: str = "", zone: tzinfo) -> ParsedDate | None:
    """The moment of a relative time on a digest of `day` (ISO), which came out at `clock` where that is known.

    None for what is not relative, and for a day after the digest's: that is no date of a report.
    """
    text, own = _bare(text), date.fromisoformat(day)
    ago = _AGO.fullmatch(text)
    if ago:
        return _before(ago, own, clock, zone)
    match = _RELATIVE.fullmatch(text) if len(text) <= _LONGEST else None
    if not match or not match[0]:
        return None
    found, half = _day_of(match, own)
    if found is None:
        return None
    spelled = f"{half if match['clock'] and not _has_half(match['clock']) else ''}{match['clock'] or ''}".replace(
        "：", ":"
    )
    hour = re.search(r"\d{1,2}", spelled)
    if half == "晚上" and hour and int(hour[0]) < _LATE:
        spelled = ""
    try:
        return parse_date(f"{found.isoformat()} {spelled}".strip(), zone=zone)
    except ValueError:
        return None


def from_day(
    text: str, day: str, *, whose: str, clock: str = "", zone: tzinfo
) -> tuple[ParsedDate | None, tuple[FieldFinding, ...]]:
    """(the moment of a relative time, how it was found); (None, ()) where `day` is "" or the time is of no report."""
    moment = resolve(text, day, clock=clock, zone=zone) if day else None
    how = f'"{text}", counted from {whose} {day}'
    return moment, (FieldFinding(field="date", value=text, how=how, confidence=_COUNTED),) if moment else ()


def _bare(text: str) -> str:
    return _SAID.sub("", text.strip(" \t*_（()）[]【】")).strip()


def _head(page: Page) -> list[Line]:
    """The short lines right below the title, or the page's first ones."""
    lines = [line for line in page.lines if line.text.strip() and not line.is_rule]
    is_titled = bool(lines) and (
        lines[0].level or title_key(markdown_text(TAG.sub("", lines[0].text))) == title_key(page.title)
    )
    head: list[Line] = []
    for line in lines[1 if is_titled else 0 :][:_HEAD]:
        if line.level or line.is_code:
            break
        if len(line.text) <= _LONGEST_HEAD_LINE and _own_date(line.text):
            return [*head, line]
        if not _PASSED.match(line.text):
            break
        head.append(line)
    return head


def _own_date(text: str) -> tuple[str, str] | None:
    """(ISO day, time of day or "") of a line that says nothing else; one of several parts may."""
    for part in re.split(r"[|｜]|\s[·•/]\s", markdown_text(text)):
        match = _OWN_DATE.fullmatch(part.strip())
        days = find_days(match["date"]) if match else []
        if not match or len(days) != 1:
            continue
        clock = _CLOCK_WORD.search(match["date"])
        rest = ENGLISH_DAY.sub("", DAY.sub("", _CLOCK_WORD.sub("", match["date"])))
        if not _LEFT.sub("", _NUMBER_OF_ISSUE.sub("", _WEEKDAY_WORD.sub("", rest))):
            return days[0], clock["clock"].replace("：", ":") if clock else ""
    return None


def _before(match: re.Match[str], own: date, clock: str, zone: tzinfo) -> ParsedDate:
    """The moment so long before the digest; known to the minute where the digest's own time is."""
    count = _NUMERALS.get(match["count"].lower()) or float(match["count"])
    unit = _MINUTES[(match["unit"] or match["unit_en"])[0].lower()]
    if clock and unit < _MINUTES["天"]:
        hour, minute = (int(part) for part in clock.split(":"))
        moment = datetime.combine(own, time(hour, minute), zone) - timedelta(minutes=count * unit)
        return ParsedDate(value=moment, precision="minute", zone_given=False)
    moment = datetime.combine(own - timedelta(days=int(count * unit // _MINUTES["天"])), time(), zone)
    return ParsedDate(value=moment, precision="day", zone_given=False)


def _day_of(match: re.Match[str], own: date) -> tuple[date | None, str]:
    """(the day that is meant, the part of the day that its word means)."""
    if match["word"]:
        days, half = _FROM_DAY[match["word"].lower()]
        return own + timedelta(days=days), half
    if match["weekday"] or match["english"]:
        wanted = _WEEKDAYS[match["weekday"]] if match["weekday"] else _ENGLISH_WEEKDAYS.index(match["english"].lower())
        monday = own - timedelta(days=own.weekday() + (7 if match["week"] == "上" else 0))
        found = monday + timedelta(days=wanted)
        return (None if match["week"] else found - timedelta(days=7)) if found > own else found, ""
    try:
        if match["only_day"]:
            found = own.replace(day=int(match["only_day"]))
            return (found if found <= own else None), ""
        month, day = _month_and_day(match)
        if month:
            found = date(own.year, month, day)
            if found > own + _AHEAD:
                found = date(own.year - 1, month, day)
            return (found if found <= own else None), ""
    except ValueError:
        return None, ""
    return own, ""


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    """(month, day) of 6月17日, 06-17, June 17 and 17 June; (0, 0) where none is named."""
    named = match["month_en"] or match["month_en2"]
    if named:
        return MONTHS.index(named.lower()) + 1, int(match["day_en"] or match["day_en2"])
    return int(match["month"] or match["month_n"] or 0), int(match["day"] or match["day_n"] or 0)


def _has_half(clock: str) -> bool:
    return not clock.strip()[:1].isdigit() or clock.lower().endswith("m")
