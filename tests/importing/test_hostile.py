"""A megabyte of anything is read, or refused, in linear time and without a crash."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.importing.ingest import READERS, ingest
from site_builder.importing.items import Source
from site_builder.importing.outlets import collect_outlets

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, tzinfo=ZONE)
OUTLETS = collect_outlets([])
MEGABYTE = 1_000_000
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
}


@pytest.mark.parametrize("head", ["", HEAD], ids=["bare", "post"])
@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str, head: str) -> None:
    data = (head + HOSTILE[name]).encode()
    started = time.process_time()
    assert ingest(Source(name="x.txt", data=data), now=NOW, zone=ZONE, outlets=OUTLETS)
    assert time.process_time() - started < 8


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([None, *(reader.name for reader in READERS)]))
def test_no_bytes_crash_an_importer(data: bytes, format: str | None) -> None:
    assert ingest(Source(name="x.txt", data=data), format=format, now=NOW, zone=ZONE, outlets=OUTLETS)
