"""Which lines of plain text are day headings."""

import pytest

from site_builder.importing.digest_days import with_day_headings
from site_builder.importing.digest_page import read_page

FIRST = "航运早报 2024年11月5日 星期二\n\n1. 甲 https://a.example/1\n"
SECOND = "\n1. 乙 https://a.example/2\n"


def _headings(text: str) -> list[str]:
    return [line.heading for line in with_day_headings(read_page(text, "x.txt")).lines if line.level]


@pytest.mark.parametrize(
    "day",
    [
        "航运早报 2024年11月6日 星期三",
        "航运早报（2024-11-06）",
        "2024年11月6日",
        "2024-11-06 周三",
        "—— 2024.11.06 ——",
        "Wednesday 2024/11/06",
        "航运早报 第12期 2024年11月6日",
    ],
)
def test_date_with_no_words_but_the_name_is_a_day_heading(day: str) -> None:
    assert _headings(f"{FIRST}\n{day}\n{SECOND}") == ["航运早报 2024年11月5日 星期二", day]


@pytest.mark.parametrize(
    "line", ["新船 2024年11月6日 下水", "2024年11月6日起停航", "11月6日", "```\n2024年11月6日\n```"]
)
def test_other_lines_with_a_date_belong_to_their_item(line: str) -> None:
    assert _headings(f"{FIRST}\n{line}\n{SECOND}") == ["航运早报 2024年11月5日 星期二"]


def test_date_below_every_item_is_the_items_own() -> None:
    text = "航运早报\n\n1. 甲 https://a.example/1\n2024-11-05\n2. 乙 https://a.example/2\n2024-11-06\n"
    assert _headings(text) == []


def test_date_below_an_items_heading_is_the_items_own() -> None:
    text = "# 航运早报\n\n## 甲\n\n2024-11-05\n\n- 一点\n\n## 乙\n\n2024-11-06\n\n- 一点\n"
    assert _headings(text) == ["航运早报", "甲", "乙"]


def test_name_of_several_days_names_none() -> None:
    page = with_day_headings(read_page(f"{FIRST}\n2024年11月6日\n{SECOND}", "x.txt"))
    assert (page.title, page.day) == ("航运早报", "")
