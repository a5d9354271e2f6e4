"""Any amount of anything is read, or refused, in linear time and without a crash."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.importing.ingest import READERS, ingest
from site_builder.importing.items import Source
from site_builder.importing.outlets import collect_outlets
from tests.growth import grows_linearly

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, tzinfo=ZONE)
OUTLETS = collect_outlets([])
MEGABYTE = 1_000_000
SIZE = 200_000
"""Characters read: growth shows there as well, in a fifth of the time."""
HEAD = "---\ntitle: 标题\ndate: 2024-03-05\n---\n\n"

HOSTILE = {
    "brackets": "[" * MEGABYTE,
    "angles": "<" * MEGABYTE,
    "tags": "<a " * (MEGABYTE // 3),
    "comments": "<!--" * (MEGABYTE // 4),
    "unclosed blocks": "<div>\n" * (MEGABYTE // 6),
    "blanks": "标题\n" + " " * MEGABYTE + "x",
    "newlines": "标题" + "\n" * MEGABYTE,
    "backticks": "标题\n\n" + "`" * MEGABYTE,
    "fences": "标题\n\n" + "```\n" * (MEGABYTE // 4),
    "bullets": "标题\n\n" + "• 项\n" * (MEGABYTE // 8),
    "numbers": "标题\n\n" + "1. 项\n" * (MEGABYTE // 7),
    "headings": "标题\n\n" + "一、节\n\n" * (MEGABYTE // 11),
    "bylines": "题\n某网· 2024-03-05 10:00\n" * (MEGABYTE // 30),
    "marks": "Title\nSina· 2024-03-05 10:00\n" + "[1]" * (MEGABYTE // 3),
    "hyphens": "Title\nSina· 2024-03-05 10:00\n" + "A - B. " * (MEGABYTE // 7),
    "credits": "标题\n\n" + "文｜某 " * (MEGABYTE // 12),
    "wrapped": "题\n某网· 2024-03-05 10:00\n" + "字 " * (MEGABYTE // 4),
    "emphasis": "标题\n\n" + "**" * (MEGABYTE // 2),
    "dashes": "---\n" * (MEGABYTE // 4),
    "quotations": "标题\n\n" + "> " * (MEGABYTE // 2),
    "quoted lines": "标题\n\n" + "> 行\n" * (MEGABYTE // 6),
    "columns": "标题\n\n" + "甲  乙  丙\n" * (MEGABYTE // 14),
    "tabs": "标题\n\n" + "\t" * MEGABYTE,
    "code": "标题\n\n" + "x = 1;\n" * (MEGABYTE // 7),
    "facts": "标题\n\n" + "来源：某 " * (MEGABYTE // 13),
    "signatures": "发信人: 某\n\n" + "--\n" * (MEGABYTE // 3),
    "shortcodes": "标题\n\n# 节\n\n**字** **字** " + "{% note %}" * (MEGABYTE // 10),
    "open shortcodes": "标题\n\n# 节\n\n**字** **字** " + "{{< a " * (MEGABYTE // 6),
    "numbered lines": "".join(f"{number} 行\n" for number in range(1, MEGABYTE // 11)),
}


@pytest.mark.parametrize("head", ["", HEAD], ids=["bare", "post"])
@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str, head: str) -> None:
    def read(text: str) -> None:
        data = (head + text).encode()
        assert ingest(Source(name="x.txt", data=data), now=NOW, zone=ZONE, outlets=OUTLETS)

    assert grows_linearly(read, HOSTILE[name][:SIZE])


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, *(reader.name for reader in READERS)]))
def test_no_bytes_crash_an_importer(data: bytes, format: str | None) -> None:
    assert ingest(Source(name="x.txt", data=data), format=format, now=NOW, zone=ZONE, outlets=OUTLETS)
