"""Shadow pages, cards and the catalogue."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from site_builder.model import TermRef
from site_builder.search.catalogue import catalogue, encode
from site_builder.search.documents import SearchDocument, card_of, has_tokens, shadow_page, title_length

SHANGHAI = timezone(timedelta(hours=8))
XIAOMI = TermRef(slug="xiaomi", name="小米", url="/companies/xiaomi/")
OUTLET = TermRef(slug="36kr", name="36氪", url="/outlets/36kr/")
CARS = TermRef(slug="qiche", name="汽车", url="/tags/qiche/")
EARLY = SearchDocument(
    url="/2024/01/01/a/",
    title="小米",
    date=datetime(2024, 1, 1, 7, tzinfo=SHANGHAI),
    language="zh-Hans",
    text="<b>汽车",
)
LATE = SearchDocument(
    url="/2025/01/01/b/",
    title="SU7",
    date=datetime(2025, 1, 1, tzinfo=UTC),
    outlet=OUTLET,
    companies=(XIAOMI,),
    tags=(CARS,),
    language="en",
    summary="A car.",
    text="One car.",
)


def test_shadow_page_holds_tokens_alone() -> None:
    assert shadow_page(EARLY).decode() == (
        '<!doctype html><html lang="und"><body><main data-pagefind-body>'
        '<p data-pagefind-weight="7">小米 小 米</p>'
        "<p>q3cqb bq3eq q3eq汽 汽车</p><p>q3cq q3eq b 汽 车</p>"
        "</main></body></html>"
    )


def test_title_length_counts_the_tokens_before_the_text() -> None:
    assert (title_length(EARLY), title_length(LATE)) == (3, 5)


def test_document_of_invisible_characters_has_no_tokens() -> None:
    empty = SearchDocument(url="/x/", title="\u200b", date=EARLY.date, text=" \n")
    assert (has_tokens(empty), has_tokens(EARLY)) == (False, True)


def test_card_is_what_readers_see_of_a_hit() -> None:
    assert json.loads(card_of(LATE)) == {
        "url": "/2025/01/01/b/",
        "title": "SU7",
        "date": "2025-01-01T00:00:00Z",
        "language": "en",
        "outlet": {"slug": "36kr", "name": "36氪", "url": "/outlets/36kr/"},
        "companies": [{"slug": "xiaomi", "name": "小米", "url": "/companies/xiaomi/"}],
        "summary": "A car.",
        "text": "One car.",
    }


def test_catalogue_lists_rows_newest_first_and_points_into_facets() -> None:
    identifiers = {EARLY.url: "und_1", LATE.url: "und_2"}
    value = catalogue([EARLY, LATE], identifiers, tokens=1, build="abc")
    assert json.loads(encode(value)) == {
        "tokens": 1,
        "build": "abc",
        "facets": {
            "company": [["xiaomi", "小米"]],
            "tag": [["qiche", "汽车"]],
            "outlet": [["36kr", "36氪"]],
            "year": [["2025", "2025"], ["2024", "2024"]],
            "language": [["en", "en"], ["zh-Hans", "zh-Hans"]],
        },
        "documents": [
            ["und_2", 20089, 5, 0, 0, 0, [0], [0]],
            ["und_1", 19722, 3, -1, 1, 1, [], []],
        ],
    }
