"""Which articles stand in which digest, and where."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from site_builder.archive.digests import collect_digests
from site_builder.archive.parse import parse_article_file, parse_digest_file, parse_term_file
from site_builder.archive.redirects import Redirect, find_redirects
from site_builder.archive.site import assemble
from site_builder.errors import Problem
from site_builder.model import Digest, ParsedArticle, ParsedPage, ParsedTerm, Site, TermRef

ZONE = ZoneInfo("Asia/Shanghai")


def source(file: str, *, sha256: str = "aa", position: int = 0) -> str:
    place = f", position: {position}" if position else ""
    return f"import: {{file: {file}, format: digest, time: 2024-03-01T08:00:00+08:00, sha256: {sha256}{place}}}\n"


def article(slug: str, front: str, *, day: str = "2024-03-01") -> ParsedArticle:
    text = f"---\ntitle: 题{slug}\ndate: {day}\n{front}---\n\n正文。\n"
    parsed = parse_article_file(f"content/articles/{slug}.md", text, zone=ZONE, language="zh-Hans")
    assert parsed.article is not None
    assert parsed.problems == ()
    return parsed.article


def digest(slug: str, front: str = "", body: str = "") -> ParsedPage:
    title = "" if "title:" in front else f"title: 刊{slug}\n"
    text = f"---\n{title}{front}---\n\n{body}\n"
    parsed = parse_digest_file(f"content/digests/{slug}.md", text, zone=ZONE, language="zh-Hans")
    assert parsed.digest is not None
    assert parsed.problems == ()
    return parsed.digest


def make_site(*articles: ParsedArticle, terms: tuple[ParsedTerm, ...] = ()) -> Site:
    site, _ = assemble(
        articles, terms, pages=(), mentions={}, rights="full", sort_key=lambda name: ("#", name)
    )  # fmt: skip
    return site


def collect(digests: list[ParsedPage], site: Site, **options: Any) -> tuple[tuple[Digest, ...], list[Problem]]:
    chosen: dict[str, Any] = {"is_shown": lambda page: not page.front_matter.draft, "rights": "full"} | options
    return collect_digests(digests, site, **chosen)


def places(digests: tuple[Digest, ...]) -> dict[str, list[tuple[int, str]]]:
    """URL -> (position, title) of the items."""
    return {found.url: [(item.position, item.card.title) for item in found.items] for found in digests}


def test_items_stand_by_position_and_those_without_one_last() -> None:
    site = make_site(
        article("a", "digest: {slug: w, position: 2}\n"),
        article("b", "digest: w\n", day="2024-02-01"),
        article("c", "digest: w\n", day="2024-02-03"),
        article("d", "digest: {slug: w, position: 1}\n"),
        article("e", ""),
    )
    found, problems = collect([digest("w")], site)
    assert (places(found), problems) == ({"/digests/w/": [(1, "题d"), (2, "题a"), (0, "题c"), (0, "题b")]}, [])


def test_imported_item_belongs_to_the_digest_of_its_source() -> None:
    named = "digest: {title: 每周新闻, date: 2024-03-01, file: index.md}\n"
    site = make_site(
        article("a", named + source("index.md", sha256="aa", position=3)),
        article("b", named + source("index.md", sha256="bb", position=1)),
    )
    one, other = (
        digest(slug, "title: 每周新闻\ndate: 2024-03-01\n" + source("index.md", sha256=sha256))
        for slug, sha256 in (("one", "aa"), ("other", "bb"))
    )
    assert places(collect([one, other], site)[0]) == {"/digests/one/": [(3, "题a")], "/digests/other/": [(1, "题b")]}


@pytest.mark.parametrize(
    ("front", "fits"),
    [
        ("title: 每周新闻\n", True),
        ("title: 改过的名字\ndate: 2024-03-01\n", True),
        ("title: 改过的名字\ndate: 2024-03-08\n", False),
    ],
)
def test_item_of_another_state_of_the_source_is_known_by_name_or_day(front: str, fits: bool) -> None:
    named = "digest: {title: 每周新闻, date: 2024-03-01, file: w.md}\n"
    site = make_site(article("a", named + source("w.md", sha256="new", position=1)))
    found, problems = collect([digest("w", front + source("w.md", sha256="old"))], site)
    assert (places(found), problems) == ({"/digests/w/": [(1, "题a")] if fits else []}, [])


def test_item_names_a_digest_by_its_title_and_may_stand_in_several() -> None:
    site = make_site(article("a", "digest: [江海 周刊, {slug: w, position: 4}, w]\n"))
    found, _ = collect([digest("w"), digest("x", "title: 江海 周刊\n")], site)
    assert places(found) == {"/digests/w/": [(4, "题a")], "/digests/x/": [(0, "题a")]}


def test_position_in_the_source_is_that_of_the_digest_it_came_from_alone() -> None:
    front = "digest: [w, {title: 题, file: other.md}]\n" + source("mine.md", position=7)
    digests = [digest("w"), digest("o", "title: 题\n" + source("other.md", sha256="cc"))]
    assert places(collect(digests, make_site(article("a", front)))[0]) == {
        "/digests/o/": [(0, "题a")],
        "/digests/w/": [(0, "题a")],
    }


def test_newest_come_first_and_those_without_a_date_last() -> None:
    digests = [digest("b"), digest("a"), digest("old", "date: 2023-01-01\n"), digest("new", "date: 2024-01-01\n")]
    found, _ = collect(digests, make_site())
    assert [one.url for one in found] == ["/digests/new/", "/digests/old/", "/digests/a/", "/digests/b/"]


def test_digest_that_is_not_shown_is_left_out_and_its_name_is_known() -> None:
    site = make_site(article("a", "digest: w\n"))
    assert collect([digest("w", "draft: true\n")], site) == ((), [])


def test_name_that_leads_nowhere_is_a_warning_where_there_are_digests() -> None:
    site = make_site(article("a", "digest: weekly-13\n"), article("b", "digest: {title: 周刊, file: gone.md}\n"))
    hint = "did you mean digest: weekly-3"
    path, message = "content/articles/a.md", 'digest "weekly-13" is not known'
    assert collect([digest("weekly-3")], site)[1] == [Problem(path, 4, "digest-unknown", message, hint, "warning")]
    assert collect([], site) == ((), [])


def test_outlet_is_its_term_and_rights_are_the_outlets() -> None:
    text = "---\nname: 江海晚报\naliases: [江海]\nrights: excerpt\n---\n"
    term = parse_term_file("content/outlets/jh.md", text, taxonomy="outlets", zone=ZONE, language="zh-Hans").term
    assert term is not None
    site = make_site(terms=(term,))
    digests = [digest("a", "outlet: 江海\n"), digest("b", "outlet: 别报\n"), digest("c", "rights: excerpt\n")]
    found, _ = collect(digests, site)
    assert [(one.outlet, one.rights) for one in found] == [
        (TermRef(slug="jh", name="江海晚报", url="/outlets/jh/"), "excerpt"),
        (TermRef(slug="", name="别报", url=""), "full"),
        (None, "excerpt"),
    ]


def test_digest_is_dated_in_the_sites_zone_and_summed_up() -> None:
    page = digest("w", "date: 2024-01-01T20:00:00Z\n", "这一周，江海换了人。")
    assert (str(page.front_matter.date), page.front_matter.summary) == (
        "2024-01-02 04:00:00+08:00", "这一周，江海换了人。",
    )  # fmt: skip


def test_alias_of_a_digest_is_redirected() -> None:
    found, _ = collect([digest("w", "aliases: [/weekly/3/]\n")], make_site())
    site = msgspec.structs.replace(make_site(), digests=found)
    assert list(find_redirects(site)) == [
        Redirect(old="/weekly/3", target="/digests/w/", title="刊w", source="content/digests/w.md")
    ]
