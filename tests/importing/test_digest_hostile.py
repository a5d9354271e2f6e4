"""A megabyte, or twenty thousand lines, of what sets off each rule of digests is cut, or refused, in linear time."""

from zoneinfo import ZoneInfo

import pytest

from site_builder.errors import Problem
from site_builder.importing.digest import MOST_LINES, READER
from site_builder.importing.items import Context
from tests.growth import grows_linearly

MEGABYTE = 1_000_000
SIZE = 200_000
"""Characters cut: growth shows there as well, in a fifth of the time."""
HEAD = "# 某某日报 2024-03-05\n\n"


def _fill(unit: str) -> str:
    """A megabyte of `unit`, or as many lines of it as a digest may have."""
    lines = unit.count("\n")
    return unit * min(MEGABYTE // len(unit.encode()), (MOST_LINES - 10) // lines if lines else MEGABYTE)


HOSTILE = {
    "numbers": _fill("1、"),
    "numbered lines": _fill("1、项\n"),
    "numbered open links": _fill("1. [项\n"),
    "one open link": "1. " + _fill("["),
    "open links with addresses": "1. " + _fill("[a]("),
    "links in one line": "1. " + _fill("[a](http://a.b) "),
    "bullets": _fill("- 项\n"),
    "bullets of links": _fill("- [甲](https://a.example/1)\n"),
    "bold": _fill("**"),
    "bold lines": _fill("**项**\n"),
    "open bold lines": _fill("**项\n"),
    "addresses": _fill("https://a.example/\n"),
    "one address": "标题 https://" + _fill("a"),
    "titles above addresses": _fill("题\nhttps://a.example/1\n"),
    "headings": _fill("### 项\n"),
    "headings with addresses": _fill("### 项\nhttps://a.example/1\n"),
    "heading marks": _fill("#"),
    "nested headings": "".join(_fill("#" * level + " 项\n") for level in range(1, 7))[:MEGABYTE],
    "clock times": _fill("09:30 项\n"),
    "labels": _fill("- 来源：某\n"),
    "bars": _fill("|"),
    "table rows": "| 标题 | 链接 |\n|---|---|\n" + _fill("| 甲 | https://a.example/1 |\n"),
    "table heads": _fill("| 标题 |\n|---|\n"),
    "delimiters": "| 标题 |\n" + _fill("|---"),
    "setext": _fill("项\n===\n\n"),
    "plain headings": _fill("一、项\n"),
    "days": _fill("2024-03-05 "),
    "json brackets": _fill("["),
    "json objects": _fill('{"a":'),
    "json lines": '{"title":"甲","url":"https://a.example/1"}\n' * (MEGABYTE // 46),
    "csv": "标题,链接\n" + "甲,https://a.example/1\n" * (MEGABYTE // 26),
    "csv quotes": "标题,链接\n" + _fill('"'),
    "commas": _fill(","),
    "comments": _fill("<!-- "),
    "fences": _fill("```\n"),
    "blanks": _fill(" "),
    "brackets": _fill("【（"),
    "circled": _fill("①"),
    "emoji": "1. " + _fill("🌟"),
    "marks": _fill("▍项\n"),
    "boxes": _fill("【项目】文\n"),
    "open boxes": _fill("【项"),
    "keycaps": _fill("1\ufe0f\u20e3 项\n"),
    "bare numbers": _fill("1 项\n"),
    "bold bullets": _fill("- **项目** - 某 - 09:30\n"),
    "bold leads": _fill("**项目。** 文 [某](https://a.example/1)\n"),
    "titles and addresses": _fill("项 | https://a.example/1\n"),
    "bylines": _fill("项\n某· 09:30\n"),
    "own dates": "发布日期：2024-03-05 " + _fill("2024-03-05 · "),
    "relative times": "# 日报\n\n" + _fill("- 时间：昨天 22:10\n"),
    "paragraphs": _fill("闲话。\n\n"),
    "html tables": _fill("<table><tr><td>项</td></tr></table>\n"),
    "open html tables": _fill("<table>\n"),
    "closed html tables": _fill("</table>\n"),
    "nested html tables": _fill("<table>\n") + "</table>\n",
    "many rows": "<table>" + _fill("<tr><td>项</td></tr>") + "</table>\n",
}


@pytest.mark.parametrize("head", ["", HEAD], ids=["bare", "named"])
@pytest.mark.parametrize("name", HOSTILE)
def test_sniffing_takes_linear_time(name: str, head: str) -> None:
    assert 0 <= READER.sniff(head + HOSTILE[name][:SIZE], "x.md") <= 1
    assert grows_linearly(lambda text: READER.sniff(head + text, "x.md"), HOSTILE[name][:SIZE])


@pytest.mark.parametrize("name", HOSTILE)
def test_reading_takes_linear_time(name: str) -> None:
    context = Context(file="x.md", zone=ZoneInfo("Asia/Shanghai"), is_outlet=lambda name: False)
    assert grows_linearly(lambda text: list(READER.read(HEAD + text, context)), HOSTILE[name][:SIZE])


def test_page_of_too_many_lines_is_refused() -> None:
    context = Context(file="x.md", zone=ZoneInfo("Asia/Shanghai"), is_outlet=lambda name: False)
    text = HEAD + "1. [甲](https://a.example/1)\n" * (MOST_LINES + 1)
    (problem,) = READER.read(text, context)
    assert READER.sniff(text, "x.md") == 0
    assert isinstance(problem, Problem)
    assert problem.rule == "digest-unclear"
