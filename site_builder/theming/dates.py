"""Dates for people, in the interface's language. The door of Babel."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


def format_day(value: date | datetime | str, language: str) -> str:
    """ "2021年7月14日", "July 14, 2021"; from a date or its ISO text ("2021-07-14")."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return _format(value.date() if isinstance(value, datetime) else value, "long", language)


def format_month(value: date | tuple[int, int] | str, language: str) -> str:
    """ "2021年7月", "July 2021"; from a date, a (year, month) pair or ISO text ("2021-07")."""
    if isinstance(value, str):
        value = date.fromisoformat(f"{value}-01")
    day = date(value[0], value[1], 1) if isinstance(value, tuple) else value
    return _format(date(day.year, day.month, 1), "yMMMM", language)


@lru_cache(maxsize=8192)
def _format(day: date, pattern: str, language: str) -> str:
    from babel.dates import format_date, format_skeleton

    locale = _locale(language)
    if pattern == "long":
        return format_date(day, format="long", locale=locale)
    return format_skeleton(pattern, day, locale=locale)


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    """The locale of a language tag; of its first part where the whole is not known; else English."""
    from babel import Locale, UnknownLocaleError

    for tag in (language, language.split("-")[0]):
        try:
            return Locale.parse(tag.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")
