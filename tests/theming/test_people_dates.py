from datetime import date, datetime

import pytest

from site_builder.theming.dates import format_day, format_month


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("zh-Hans", "2021年7月14日", "2021年7月"),
        ("zh-Hant", "2021年7月14日", "2021年7月"),
        ("en", "July 14, 2021", "July 2021"),
        ("en-GB", "14 July 2021", "July 2021"),
        ("de-XX", "14. Juli 2021", "Juli 2021"),
        ("qqq", "July 14, 2021", "July 2021"),
    ],
)
def test_dates_are_written_as_readers_of_the_language_do(language: str, day: str, month: str) -> None:
    when = datetime(2021, 7, 14, 23, 59)
    assert {format_day(value, language) for value in (when, when.date(), "2021-07-14")} == {day}
    assert {format_month(value, language) for value in (date(2021, 7, 14), (2021, 7), "2021-07")} == {month}
