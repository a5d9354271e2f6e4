"""Dates as sources spell them, turned into aware datetimes that remember how precise they were.

ISO 8601, RFC 822/5322, `asctime`, Chinese dates in either numerals and in years of the Republic (民國114年), slashed
dates with the year first. Relative dates (昨天) are not read: what they
mean depends on the day they were written.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal

import msgspec

Precision = Literal["day", "minute", "second"]


class ParsedDate(msgspec.Struct, frozen=True):
    """A date and what its spelling said about it."""

    value: datetime
    """Aware. Midnight where only the day was given."""
    precision: Precision
    zone_given: bool
    """False if the zone is the one the caller assumed."""


_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ZONE_HOURS = {
    "z": 0.0, "ut": 0.0, "utc": 0.0, "gmt": 0.0,
    "est": -5.0, "edt": -4.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0,
    "bst": 1.0, "cet": 1.0, "cest": 2.0, "hkt": 8.0, "sgt": 8.0, "jst": 9.0, "kst": 9.0,
}  # fmt: skip
"""Hours east of Greenwich. CST is left out: it is China's time and Chicago's, so the assumed zone decides."""
_UNITED_STATES = {"et": -5, "pt": -8}
"""Zones named without telling summer from winter -> hours east of Greenwich in winter."""
_AFTERNOON = {"pm", "下午", "晚上", "晚", "傍晚"}
_MAX_LENGTH = 80
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=\s?年)")
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十廿百〇零]{1,6}(?=\s?[年月日号號时時点點分秒])")
_REPUBLIC_YEAR = re.compile(r"(?:中[华華])?民[国國]\s?(?P<year>\d{1,3})\s?年")
_REPUBLIC_BEGAN = 1911
"""The year before the first of the Republic."""

_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s{1,4})?(?:the\s)?"
_MONTH = r"(?P<month_name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY_AFTER = (
    r"(?:[\s,]{0,4}\(?(?:(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?)\)?)?"
)
_HALF = r"(?:(?P<half>上午|下午|晚上|早上|凌晨|中午|傍晚|晚)\s{0,4})?"
_CLOCK = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"|[时點点](?:(?P<minute_zh>\d{1,2})分?(?:(?P<second_zh>\d{1,2})秒)?)?)"
    r"(?:\s{0,4}(?P<half_en>[ap]\.?m\b\.?))?"
)
_ZONE = (
    r"(?:\s{0,4}\(?(?P<zone>(?:utc|gmt)?[+-]\d{2}:?\d{2}|(?:utc|gmt)?[+-]\d{1,2}\b|z\b|[a-z]{2,4}\b)\)?"
    r"(?:\s{1,4}\([^()]{1,40}\))?)?"
)
_TIME = rf"(?:(?:\s{{1,4}}(?:at\s{{1,4}})?|t|,\s{{0,4}}|(?<=\))){_HALF}{_CLOCK}{_ZONE}{_WEEKDAY_AFTER})?"
_TIME_GLUED = rf"(?:,?\s{{0,4}}{_HALF}{_CLOCK}{_ZONE}{_WEEKDAY_AFTER})?"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII if "年" not in form else re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_WEEKDAY_AFTER}{_TIME}",
        rf"(?P<year>\d{{4}})\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?[日号號]{_WEEKDAY_AFTER}{_TIME_GLUED}",
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}}){_TIME}",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})t?(?P<hour>\d{2})(?P<minute>\d{2})(?:(?P<second>\d{2})(?P<zone>z)?)?",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?[\s-]{{1,4}}{_MONTH},?[\s-]{{1,4}}(?P<year>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s{{1,4}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,4}}(?P<year>\d{{4}}){_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s{{1,4}}(?P<day>\d{{1,2}})\s{{1,4}}{_CLOCK}(?:\s{{1,4}}(?P<zone_before>[a-z]{{2,4}}))?"
        rf"\s{{1,4}}(?P<year>\d{{4}}){_ZONE}",
    )
)


def parse_date(text: str, *, zone: tzinfo) -> ParsedDate:
    """The moment that `text` names; a spelling without a zone is taken to mean `zone`.

    Raises ValueError, with a message for the user, for a day the calendar does not have and for a spelling
    that is not known.
    """
    plain = _with_arabic_digits(unicodedata.normalize("NFKC", text[: 4 * _MAX_LENGTH]).strip())
    for form in _FORMS if len(plain) <= _MAX_LENGTH else ():
        match = form.fullmatch(plain)
        if match:
            return _read(text.strip(), match.groupdict(), zone)
    raise ValueError(f'date "{text.strip()[:_MAX_LENGTH]}" is not a date')


def _with_arabic_digits(text: str) -> str:
    """`text` with the digits and the era that the forms know."""
    if "年" not in text:
        return text
    text = _CHINESE_YEAR.sub(lambda match: match[0].translate(_DIGITS), text)
    text = _CHINESE_NUMBER.sub(lambda match: str(_number(match[0])), text)
    return _REPUBLIC_YEAR.sub(lambda match: f"{int(match['year']) + _REPUBLIC_BEGAN}年", text)


def _number(numeral: str) -> int:
    """The value of a Chinese numeral: 十, 二十一, 廿一, 三〇, 一百一十四."""
    hundreds, hundred, rest = numeral.replace("廿", "二十").rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = (int(hundreds.translate(_DIGITS) or "1") if hundred else 0) * 100
    value += (int(tens.translate(_DIGITS).lstrip("0") or "1") if ten else 0) * 10
    return value + int(ones.translate(_DIGITS) or "0")


def in_site_zone(value: datetime, precision: Precision, zone: tzinfo) -> datetime:
    """`value` in `zone`. Only what is known to the day keeps the named zone itself, so that `is_whole_day` can tell
    it from a midnight that a source really gave; all else has the offset of its moment."""
    local = value.astimezone(zone)
    if precision == "day":
        return local
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))


def is_whole_day(value: datetime) -> bool:
    """True for a date known to the day: midnight in a zone that nobody wrote down with it."""
    return not isinstance(value.tzinfo, timezone) and (value.hour, value.minute, value.second) == (0, 0, 0)


def _read(text: str, parts: dict[str, str | None], assumed: tzinfo) -> ParsedDate:
    name = parts.get("month_name")
    month = _MONTHS[name.lower()[:3]] if name else int(parts["month"] or 0)
    hour, minute, second = _clock(parts)
    named = parts.get("zone") or parts.get("zone_before") or ""
    zone = _zone(named)
    try:
        day = date(int(parts["year"] or 0), month, int(parts["day"] or 0))
        zone = zone or _american_zone(named, day)
        value = datetime(
            day.year, day.month, day.day,
            hour or 0, minute or 0, second or 0, tzinfo=zone or assumed,
        )  # fmt: skip
        value.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f'date "{text}" does not exist: {error}') from None
    precision: Precision = "day" if hour is None else "minute" if second is None else "second"
    return ParsedDate(value=value, precision=precision, zone_given=zone is not None)


def _clock(parts: dict[str, str | None]) -> tuple[int | None, int | None, int | None]:
    """Hour, minute and second on the 24-hour clock; None for what was not written."""
    if not parts.get("hour"):
        return None, None, None
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or parts.get("half_en") or "").lower().replace(".", "")
    if half in _AFTERNOON and hour < 12:
        hour += 12
    if half in ("am", "凌晨") and hour == 12:
        hour = 0
    minute = parts.get("minute") or parts.get("minute_zh")
    second = parts.get("second") or parts.get("second_zh")
    return hour, int(minute) if minute else None, int(second) if second else None


def _american_zone(name: str, day: date) -> timezone | None:
    """The zone of a day in the United States: summer time from March's second to November's first Sunday, since 2007
    (Energy Policy Act of 2005); None for any other name."""
    hours = _UNITED_STATES.get(name.lower())
    if hours is None:
        return None
    starts, ends = _sunday_on_or_after(date(day.year, 3, 8)), _sunday_on_or_after(date(day.year, 11, 1))
    return timezone(timedelta(hours=hours + (starts <= day < ends)))


def _sunday_on_or_after(day: date) -> date:
    return day + timedelta(days=(6 - day.weekday()) % 7)


def _zone(name: str) -> timezone | None:
    """The fixed zone called `name`; None if none was written, or one the assumed zone settles."""
    name = name.lower()
    if name in ("", "cst", *_UNITED_STATES):
        return None
    offset = re.fullmatch(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?", name, re.ASCII)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes >= 24 * 60:
            raise ValueError(f'time zone "{name}" does not exist')
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if name in _ZONE_HOURS:
        return timezone(timedelta(hours=_ZONE_HOURS[name]))
    raise ValueError(f'time zone "{name}" is not known')
