"""The columns of a shard, and the borders of its chunks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from site_builder.search.documents import SearchDocument
from site_builder.search.facts import cut_words, facts_of
from site_builder.search.pagefind import Chunk

LATE = SearchDocument(
    url="/b/", title="SU7", date=datetime(2025, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=8))), outlet="36kr",
    companies=("xiaomi", "byd"), about=1, tags=("qiche",), language="en", story="s1", text_key="2", characters=1,
)  # fmt: skip
EARLY = SearchDocument(
    url="/a/", title="小米", date=datetime(2024, 12, 30, tzinfo=UTC), companies=("byd",), above=("berkshire",),
    language="zh-Hans", text_key="1", characters=1,
)  # fmt: skip


def chunk(first: str, last: str) -> Chunk:
    return Chunk(first=first, last=last, file=Path("x"))


def test_rows_are_columns_of_numbers_into_slugs() -> None:
    assert json.loads(facts_of([LATE, EARLY], pages=(1, 0), cuts="a b")) == {
        "cuts": "a b",
        "pages": "$#",
        "days": [20089, -2],
        "outlets": [0, -1],
        "languages": [0, 1],
        "companies": "%#!#",
        "above": [[1, [1]]],
        "about": [1, 0],
        "tags": "#!",
        "stories": [[0, "s1"]],
        "slugs": {
            "company": ["byd", "berkshire", "xiaomi"],
            "tag": ["qiche"],
            "outlet": ["36kr"],
            "language": ["en", "zh-Hans"],
        },
    }


def test_numbers_are_characters_without_the_backslash() -> None:
    numbered = json.loads(facts_of([], pages=range(200), cuts=""))["pages"]
    assert numbered == "".join(map(chr, (*range(35, 92), *range(93, 236))))


def test_border_is_the_shortest_word_after_the_chunk_before() -> None:
    chunks = [chunk("01", "12"), chunk("15", "小米"), chunk("小车", "小车"), chunk("龟", "龟齿")]
    assert cut_words([chunk("01", "12"), *chunks[1:2], chunk("小车", "小车"), chunk("龟", "龟齿")]) == "15 小车 龟"
    assert cut_words(chunks[:1]) == ""
