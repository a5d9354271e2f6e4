"""What the digest pages plan."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from test_plans import make_site, parse

from site_builder.archive.parse import parse_digest_file
from site_builder.documents import Rights
from site_builder.model import Card, Digest, DigestItem, Site, TermRef
from site_builder.pages import article, calendar, digest
from site_builder.pages.context import PlanSettings
from site_builder.pages.digest import DigestRow, DigestsView, DigestView, DigestYear
from site_builder.views import Head, Link, Place

ZONE = ZoneInfo("Asia/Shanghai")
SETTINGS = PlanSettings()
EMPTY = Site(articles=(), terms={}, by_term={}, by_day={})
CARD = Card(id="1", url="/2024/01/02/a/", title="题", date=datetime(2024, 1, 2, 9, tzinfo=ZONE))
ITEM = DigestItem(position=3, card=CARD)


def make(
    slug: str, front: str, body: str = "", *, rights: Rights = "full", items: tuple[DigestItem, ...] = ()
) -> Digest:
    text = f"---\ntitle: 刊{slug}\n{front}---\n\n{body}\n"
    parsed = parse_digest_file(f"content/digests/{slug}.md", text, zone=ZONE, language="zh-Hans").digest
    assert parsed is not None
    return Digest(url=f"/digests/{slug}/", parsed=parsed, items=items, rights=rights)


def with_digests(*digests: Digest) -> Site:
    return msgspec.structs.replace(EMPTY, digests=digests)


def test_list_groups_by_year_and_puts_those_without_a_date_last() -> None:
    site = with_digests(
        make("c", "date: 2024-03-01\n", items=(ITEM,)), make("b", "date: 2023-03-01\ndraft: true\n"), make("a", "")
    )
    output = next(iter(digest.plan(site, SETTINGS)))
    assert (output.path, output.kind, output.indexable) == ("digests/index.html", "digests", True)
    assert output.view == DigestsView(
        head=Head(title="", url="/digests/"),
        count=3,
        years=tuple(
            DigestYear(year=year, digests=(DigestRow(url=url, title=title, language="zh-Hans", **more),))
            for year, url, title, more in (
                (2024, "/digests/c/", "刊c", {"count": 1, "date": datetime(2024, 3, 1, tzinfo=ZONE)}),
                (2023, "/digests/b/", "刊b", {"count": 0, "date": datetime(2023, 3, 1, tzinfo=ZONE), "draft": True}),
                (0, "/digests/a/", "刊a", {"count": 0}),
            )
        ),
    )


def test_page_shows_the_digests_own_text_and_its_items() -> None:
    front = "date: 2024-01-01\nauthors: [林一]\nsource_url: https://a.example/w?utm_source=x\n"
    one = msgspec.structs.replace(
        make("w", front, "编者的话。", items=(ITEM,)), outlet=TermRef(slug="", name="晚报", url="")
    )
    _, output = digest.plan(with_digests(one), SETTINGS)
    assert (output.path, output.template, output.source) == (
        "digests/w/index.html", "digest.html", "content/digests/w.md",
    )  # fmt: skip
    assert output.lastmod == CARD.date
    assert output.view == DigestView(
        head=Head(title="刊w", url="/digests/w/", description="编者的话。", language="zh-Hans"),
        title="刊w", language="zh-Hans", items=(ITEM,), date=datetime(2024, 1, 1, tzinfo=ZONE),
        outlet=TermRef(slug="", name="晚报", url=""), authors=("林一",), source_url="https://a.example/w",
        body=one.parsed.body,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("front", "body", "rights", "shown"),
    [
        ("", "编者的话。", "full", ("body", "")),
        ("", "", "full", (None, "")),
        ("", "![图](https://a.example/x.png)", "full", ("body", "")),
        ("summary: 一句\n", "编者的话。", "excerpt", (None, "一句")),
    ],
)
def test_text_that_may_not_be_published_is_not(
    front: str, body: str, rights: Rights, shown: tuple[str | None, str]
) -> None:
    _, output = digest.plan(with_digests(make("w", front, body, rights=rights)), SETTINGS)
    assert ("body" if output.view.body else None, output.view.summary) == shown


def test_draft_is_not_indexed() -> None:
    _, output = digest.plan(with_digests(make("w", "draft: true\n")), SETTINGS)
    assert (output.indexable, output.view.head.indexable, output.view.draft) == (False, False, True)


def test_archive_without_digests_has_no_page_of_them() -> None:
    assert list(digest.plan(EMPTY, SETTINGS)) == []
    assert next(iter(calendar.plan(EMPTY, SETTINGS))).view.digests == 0


def test_archive_page_counts_the_digests() -> None:
    assert next(iter(calendar.plan(with_digests(make("w", "")), SETTINGS))).view.digests == 1


def test_article_tells_its_place_and_is_the_same_whatever_else_the_digest_holds() -> None:
    site = make_site(parse("a", "2024-01-02"), parse("b", "2024-01-03"))
    (first, second) = (one.card for one in site.articles)
    link = Link(url="/digests/w/", title="刊w", language="zh-Hans")
    alone = msgspec.structs.replace(site, digests=(make("w", "", items=(DigestItem(position=3, card=second),)),))
    both = (DigestItem(position=2, card=first), DigestItem(position=3, card=second))
    fuller = msgspec.structs.replace(site, digests=(make("w", "", items=both),))
    _, planned = article.plan(alone, SETTINGS)
    assert planned.view.digests == (Place(digest=link, position=3),)
    assert list(article.plan(fuller, SETTINGS))[1] == planned
