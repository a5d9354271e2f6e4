"""Shadow pages and cards."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from site_builder.search.documents import SearchDocument, card_of, shadow_page

DOCUMENT = SearchDocument(
    url="/2024/01/01/a/",
    title="小米",
    date=datetime(2024, 1, 1, 7, tzinfo=timezone(timedelta(hours=8))),
    outlet="36kr",
    companies=("xiaomi",),
    language="zh-Hans",
    summary="一辆车。",
    text_key="1",
    characters=5,
)


def test_shadow_page_holds_tokens_alone() -> None:
    assert shadow_page(DOCUMENT, "<b>汽車").decode() == (
        '<!doctype html><html lang="und"><body><main data-pagefind-body>'
        '<p data-pagefind-weight="7">小米 小 米</p>'
        "<p>q3cqb bq3eq q3eq汽 汽车</p><p>q3cq q3eq b 汽 车</p>"
        "</main></body></html>"
    )


def test_page_without_a_character_holds_a_token_all_the_same() -> None:
    empty = SearchDocument(url="/x/", title="\u200b", date=DOCUMENT.date, text_key="", characters=0)
    assert "<p></p><p>q0q</p>" in shadow_page(empty, " \n").decode()


def test_card_holds_nothing_that_changes_without_the_article() -> None:
    assert json.loads(card_of(DOCUMENT, "汽車。")) == {
        "url": "/2024/01/01/a/",
        "title": "小米",
        "date": "2024-01-01T07:00:00+08:00",
        "language": "zh-Hans",
        "summary": "一辆车。",
        "text": "汽車。",
    }
