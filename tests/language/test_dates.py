from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from site_builder.language.dates import ParsedDate, parse_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
UTC = timezone.utc  # noqa: UP017
INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("text", "value", "precision", "zone_given"),
    [
        ("Wed, 14 Jul 2021 10:29:00 GMT", datetime(2021, 7, 14, 10, 29, tzinfo=UTC), "second", True),
        ("14 Jul 2021 10:29 +0530", datetime(2021, 7, 14, 10, 29, tzinfo=INDIA), "minute", True),
        ("2026-01-07 10:52", datetime(2026, 1, 7, 10, 52, tzinfo=SHANGHAI), "minute", False),
        ("2026-01-07T10:52:03Z", datetime(2026, 1, 7, 10, 52, 3, tzinfo=UTC), "second", True),
        ("2026-01-07T10:52:03.250+05:30", datetime(2026, 1, 7, 10, 52, 3, tzinfo=INDIA), "second", True),
        ("2026-01-07 10:52:03 UTC+05:30", datetime(2026, 1, 7, 10, 52, 3, tzinfo=INDIA), "second", True),
        ("2026-01-07", datetime(2026, 1, 7, tzinfo=SHANGHAI), "day", False),
        ("2026/1/7", datetime(2026, 1, 7, tzinfo=SHANGHAI), "day", False),
        ("2026.1.7 8:05", datetime(2026, 1, 7, 8, 5, tzinfo=SHANGHAI), "minute", False),
        ("20260107", datetime(2026, 1, 7, tzinfo=SHANGHAI), "day", False),
        ("20260107T105203Z", datetime(2026, 1, 7, 10, 52, 3, tzinfo=UTC), "second", True),
        ("2026年1月7日", datetime(2026, 1, 7, tzinfo=SHANGHAI), "day", False),
        ("2026年1月7日 10:52", datetime(2026, 1, 7, 10, 52, tzinfo=SHANGHAI), "minute", False),
        (
            "2026 年 1 月 7 日（星期三）下午3时05分",
            datetime(2026, 1, 7, 15, 5, tzinfo=SHANGHAI),
            "minute",
            False,
        ),
        ("２０２６年１月７日", datetime(2026, 1, 7, tzinfo=SHANGHAI), "day", False),
        ("January 7, 2026", datetime(2026, 1, 7, tzinfo=SHANGHAI), "day", False),
        ("Mon, Jan 5, 2009 at 12:09 AM", datetime(2009, 1, 5, 0, 9, tzinfo=SHANGHAI), "minute", False),
        ("Wed Jul 14 18:29:00 CST 2021", datetime(2021, 7, 14, 18, 29, tzinfo=SHANGHAI), "second", False),
        ("Tue Nov 3 00:19:52 2020 +0000", datetime(2020, 11, 3, 0, 19, 52, tzinfo=UTC), "second", True),
        ("二〇二五年六月二十一日", datetime(2025, 6, 21, tzinfo=SHANGHAI), "day", False),
        ("二○二五年十二月三十日上午十时", datetime(2025, 12, 30, 10, tzinfo=SHANGHAI), "minute", False),
        ("二零二五年十月十日", datetime(2025, 10, 10, tzinfo=SHANGHAI), "day", False),
        ("民國114年6月21日", datetime(2025, 6, 21, tzinfo=SHANGHAI), "day", False),
        ("中華民國一百一十四年六月廿一日", datetime(2025, 6, 21, tzinfo=SHANGHAI), "day", False),
        ("2025.6.21", datetime(2025, 6, 21, tzinfo=SHANGHAI), "day", False),
        ("2025-06-21（周六）08:00", datetime(2025, 6, 21, 8, tzinfo=SHANGHAI), "minute", False),
        ("2025-06-21 08:00 星期六", datetime(2025, 6, 21, 8, tzinfo=SHANGHAI), "minute", False),
        ("2025-06-21 (Sat) 08:00", datetime(2025, 6, 21, 8, tzinfo=SHANGHAI), "minute", False),
        ("2025-06-21T08:00+0530", datetime(2025, 6, 21, 8, tzinfo=INDIA), "minute", True),
        ("June 21st, 2025", datetime(2025, 6, 21, tzinfo=SHANGHAI), "day", False),
        ("March 9, 2024 3:04 pm ET", datetime(2024, 3, 9, 20, 4, tzinfo=UTC), "minute", True),
        ("March 10, 2024 3:04 pm ET", datetime(2024, 3, 10, 19, 4, tzinfo=UTC), "minute", True),
        ("Nov 3, 2024 3:04 pm PT", datetime(2024, 11, 3, 23, 4, tzinfo=UTC), "minute", True),
        ("Saturday the 21st of June 2025", datetime(2025, 6, 21, tzinfo=SHANGHAI), "day", False),
        ("Sat, June 21, 2025, 8:00 p.m.", datetime(2025, 6, 21, 20, tzinfo=SHANGHAI), "minute", False),
    ],
)
def test_date_is_read_with_its_precision(text: str, value: datetime, precision: str, zone_given: bool) -> None:
    expected = ParsedDate(value=value, precision=precision, zone_given=zone_given)  # type: ignore[arg-type]
    assert parse_date(f" {text} ", zone=SHANGHAI) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-02-30", 'date "2026-02-30" does not exist: day is out of range for month'),
        ("2024-13-01", 'date "2024-13-01" does not exist: month must be in 1..12'),
        ("2026-01-07 25:00", 'date "2026-01-07 25:00" does not exist: hour must be in 0..23'),
        ("Invalid Date", 'date "Invalid Date" is not a date'),
        ("昨天", 'date "昨天" is not a date'),
        ("2021", 'date "2021" is not a date'),
        ("二〇二五年六月", 'date "二〇二五年六月" is not a date'),
        ("二〇二五年六月三十一日", 'date "二〇二五年六月三十一日" does not exist: day is out of range for month'),
        ("", 'date "" is not a date'),
        ("2026-01-07 10:00 +9900", 'time zone "+9900" does not exist'),
        ("2026-01-07 10:00 IST", 'time zone "ist" is not known'),
    ],
)
def test_what_is_no_date_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        parse_date(text, zone=SHANGHAI)
    assert str(caught.value) == message
