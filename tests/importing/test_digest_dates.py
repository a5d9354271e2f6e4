"""The day a digest names below its title, and what counts from it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from site_builder.importing.digest_dates import is_relative, resolve, with_own_day
from site_builder.importing.digest_page import read_page

ZONE = ZoneInfo("Asia/Shanghai")
ITEMS = "1. [甲](https://a.example/1)\n2. [乙](https://a.example/2)\n3. [丙](https://a.example/3)\n"

OWN = [
    ("发布日期：2025-06-21", "2025-06-21", ""),
    ("发布时间：2025年6月21日 08:30", "2025-06-21", "08:30"),
    ("**日期**：2025/06/21（星期六）", "2025-06-21", ""),
    ("更新时间: 2025-06-21 08:30:12", "2025-06-21", "08:30"),
    ("> 日期：2025-06-21", "2025-06-21", ""),
    ("- 日期：2025-06-21", "2025-06-21", ""),
    ("第 37 期 · 2025-06-21", "2025-06-21", ""),
    ("2025-06-21 · 第37期", "2025-06-21", ""),
    ("2025年6月21日 星期六", "2025-06-21", ""),
    ("编辑：林一 | 日期：2025-06-21", "2025-06-21", ""),
    ("Published: 2025-06-21", "2025-06-21", ""),
    ("Published on June 21, 2025", "2025-06-21", ""),
    ("Date: Sat, 21 Jun 2025", "2025-06-21", ""),
    ("Issue #37 — June 21st, 2025", "2025-06-21", ""),
    ("来源：海风\n\n发布日期：2025-06-21", "2025-06-21", ""),
]
NOT_OWN = [
    "船厂 2025-06-21 交付新船",
    "发布会时间：2025-06-21 至 2025-06-25",
    "**甲公司交付新船**\n时间：2025-06-21",
    "甲公司交付新船\n时间：2025-06-21",
]
# 2025-06-21 is a Saturday.
RELATIVE = [
    ("09:12", "2025-06-21 09:12", "minute"),
    ("9：12", "2025-06-21 09:12", "minute"),
    ("下午3点20分", "2025-06-21 15:20", "minute"),
    ("3:20 pm", "2025-06-21 15:20", "minute"),
    ("今天", "2025-06-21 00:00", "day"),
    ("今日 07:05", "2025-06-21 07:05", "minute"),
    ("昨天 22:10", "2025-06-20 22:10", "minute"),
    ("（昨日）", "2025-06-20 00:00", "day"),
    ("昨晚10点", "2025-06-20 22:00", "minute"),
    ("昨夜 01:30", "2025-06-20 00:00", "day"),
    ("前天", "2025-06-19 00:00", "day"),
    ("Yesterday, 22:10", "2025-06-20 22:10", "minute"),
    ("2小时前", "2025-06-21 06:30", "minute"),
    ("10小时前", "2025-06-20 22:30", "minute"),
    ("半小时前", "2025-06-21 08:00", "minute"),
    ("5 minutes ago", "2025-06-21 08:25", "minute"),
    ("3天前", "2025-06-18 00:00", "day"),
    ("周三 14:00", "2025-06-18 14:00", "minute"),
    ("星期六", "2025-06-21 00:00", "day"),
    ("周日", "2025-06-15 00:00", "day"),
    ("上周三", "2025-06-11 00:00", "day"),
    ("Wednesday 14:00", "2025-06-18 14:00", "minute"),
    ("6月19日 08:00", "2025-06-19 08:00", "minute"),
    ("12-30", "2024-12-30 00:00", "day"),
    ("06-19 08:00", "2025-06-19 08:00", "minute"),
    ("19日", "2025-06-19 00:00", "day"),
    ("发布于 昨天", "2025-06-20 00:00", "day"),
]


@pytest.mark.parametrize(("line", "day", "clock"), OWN)
@pytest.mark.parametrize("title", ["# 海风周刊", "海风周刊", "海风周刊\n======"])
def test_line_below_the_title_names_the_day(title: str, line: str, day: str, clock: str) -> None:
    page = with_own_day(read_page(f"{title}\n\n{line}\n\n{ITEMS}", "x.md"))
    assert (page.day, page.clock) == (day, clock)


@pytest.mark.parametrize("line", NOT_OWN)
def test_other_lines_with_a_date_name_no_day_of_the_digest(line: str) -> None:
    assert with_own_day(read_page(f"# 海风周刊\n\n{line}\n\n{ITEMS}", "x.md")).day == ""


def test_day_in_the_title_stands() -> None:
    text = f"# 海风周刊 2025-06-20\n\n发布日期：2025-06-21\n\n{ITEMS}"
    assert with_own_day(read_page(text, "x.md")).day == "2025-06-20"


@pytest.mark.parametrize(("text", "moment", "precision"), RELATIVE)
def test_relative_time_counts_from_the_digests_day(text: str, moment: str, precision: str) -> None:
    found = resolve(text, "2025-06-21", clock="08:30", zone=ZONE)
    assert is_relative(text)
    assert found is not None
    assert (found.value, found.precision) == (datetime.fromisoformat(moment).replace(tzinfo=ZONE), precision)


def test_hours_ago_are_known_to_the_day_where_the_digest_has_no_time() -> None:
    found = resolve("26小时前", "2025-06-21", zone=ZONE)
    assert found is not None
    assert (found.value.date().isoformat(), found.precision) == ("2025-06-20", "day")


@pytest.mark.parametrize("text", ["6月25日", "25日", "本周日", "31日", "2月30日"])
def test_day_after_the_digests_is_no_date_of_a_report(text: str) -> None:
    assert resolve(text, "2025-06-21", zone=ZONE) is None


@pytest.mark.parametrize("text", ["", "新船", "2025-06-21", "明天", "25:10", "周三见", "3 4", "12"])
def test_other_words_are_not_relative(text: str) -> None:
    assert not is_relative(text)
