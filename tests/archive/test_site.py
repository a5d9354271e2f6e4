from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from site_builder.archive.parse import parse_article_file, parse_page_file, parse_term_file
from site_builder.archive.redirects import Redirect, find_redirects
from site_builder.archive.site import assemble, is_published
from site_builder.archive.terms import Terms, fold_name
from site_builder.documents import Taxonomy, TermFacts
from site_builder.errors import Problem
from site_builder.model import Article, Body, Image, Mention, ParsedArticle, ParsedTerm, Site, TermRef

ZONE = ZoneInfo("Asia/Shanghai")
XIAOMI = TermRef(slug="xiaomi", name="小米集团", url="/companies/xiaomi/")
HUAWEI = TermRef(slug="华为", name="华为", url="/companies/华为/")


def article(front: str, *, path: str = "content/articles/x.md", body: str = "正文。") -> ParsedArticle:
    parsed = parse_article_file(path, f"---\ntitle: 题\n{front}---\n\n{body}\n", zone=ZONE, language="zh-Hans")
    assert parsed.problems == ()
    assert parsed.article is not None
    return parsed.article


def term(taxonomy: Taxonomy, slug: str, front: str) -> ParsedTerm:
    path = f"content/{taxonomy}/{slug}.md"
    parsed = parse_term_file(path, f"---\n{front}---\n", taxonomy=taxonomy, zone=ZONE, language="zh-Hans")
    assert parsed.term is not None
    return parsed.term


def sort_key(name: str) -> tuple[str, str]:
    return ("A" if name.isascii() else "#"), name


def put_together(
    *articles: ParsedArticle, terms: Sequence[ParsedTerm] = (), **mentions: tuple[Mention, ...]
) -> tuple[Site, list[Problem]]:
    found = {f"content/articles/{name}.md": value for name, value in mentions.items()}
    return assemble(articles, terms, pages=(), mentions=found, rights="full", sort_key=sort_key)


def one(front: str, *mentions: Mention, **more: Any) -> Article:
    """The one article of a site where 小米集团 has a file and is also called 小米."""
    terms = [term("companies", "xiaomi", "name: 小米集团\naliases: [小米]\n"), *more.pop("terms", ())]
    site, problems = put_together(article(f"date: 2024-05-01\n{front}", **more), terms=terms, x=mentions)
    assert problems == []
    return site.articles[0]


@pytest.mark.parametrize(
    ("front", "found", "companies", "reasons"),
    [
        ("", (), (), ()),
        ("", ("xiaomi",), (XIAOMI,), ("name",)),
        ("companies: [小米]\n", (), (XIAOMI,), ("curator",)),
        ("companies: [华为]\n", ("xiaomi",), (HUAWEI,), ("curator",)),
        ("companies: []\n", ("xiaomi",), (), ()),
        ("companies: {add: [华为]}\n", ("xiaomi",), (HUAWEI, XIAOMI), ("curator", "name")),
        ("companies: {drop: [小米]}\n", ("xiaomi",), (), ()),
        ("companies: {drop: [无名]}\n", ("xiaomi",), (XIAOMI,), ("name",)),
        ("companies_marked: [{name: 华为}]\n", ("xiaomi",), (XIAOMI, HUAWEI), ("name", "markup")),
        ("companies_marked: [{name: 小米}]\n", ("xiaomi",), (XIAOMI,), ("name",)),
    ],
)
def test_companies_are_the_found_ones_and_the_curators_word(
    front: str, found: tuple[str, ...], companies: tuple[TermRef, ...], reasons: tuple[str, ...]
) -> None:
    mentions = [Mention(slug=slug, named=("小米",), reason="name") for slug in found]
    assembled = one(front, *mentions)
    assert (assembled.card.companies, tuple(m.reason for m in assembled.mentions)) == (companies, reasons)


@pytest.mark.parametrize("rule", ["ambiguous: [美的]", "exclude: [完美的]"])
def test_link_on_an_ambiguous_name_waits_for_the_text(rule: str) -> None:
    midea = term("companies", "midea", f"name: 美的集团\naliases: [美的]\n{rule}\n")
    front = "companies_marked: [{name: 美的}, {name: 华为}]\n"
    assert [mention.slug for mention in one(front, terms=[midea]).mentions] == ["华为"]
    found = Mention(slug="midea", named=("美的",), reason="name")
    assert [mention.slug for mention in one(front, found, terms=[midea]).mentions] == ["midea", "华为"]


def test_curated_companies_are_what_the_article_is_about() -> None:
    mention = Mention(slug="xiaomi", named=("小米",), reason="name")
    assert one("companies: [小米集团]\n", mention).mentions == (
        Mention(slug="xiaomi", about=True, named=("小米",), reason="curator"),
    )


@pytest.mark.parametrize(
    ("front", "outlet_front", "rights"),
    [
        ("", "", "full"),
        ("rights: excerpt\n", "", "excerpt"),
        ("", "rights: excerpt\n", "excerpt"),
        ("rights: full\n", "rights: excerpt\n", "full"),
    ],
)
def test_rights_are_the_articles_then_the_outlets_then_the_sites(front: str, outlet_front: str, rights: str) -> None:
    outlet = term("outlets", "chenbao", f"name: 晨报\n{outlet_front}")
    assert one(f"outlet: 晨报\n{front}", terms=[outlet]).card.rights == rights


@pytest.mark.parametrize(
    ("front", "body", "image"),
    [
        ("", "", None),
        ("", '![图](/a.png "题"){width=3 height=2}', Image(src="/a.png", alt="图", width=3, height=2)),
        ("", "![](/spy.gif){width=1 height=1}\n\n![](/a.png)", Image(src="/a.png")),
        ("image: /b.png\n", "![](/a.png)", Image(src="/b.png")),
        (
            "image: /a.png\n",
            "![图](/a.png?x=1){width=3 height=2}",
            Image(src="/a.png?x=1", alt="图", width=3, height=2),
        ),
    ],
)
def test_image_of_a_card(front: str, body: str, image: Image | None) -> None:
    found = one(front, body=body).card.image
    assert (found and msgspec.structs.replace(found, caption="")) == image


def test_address_comes_from_the_day_in_the_sites_zone() -> None:
    assert one("").card.url == "/2024/05/01/x/"
    site, _ = put_together(article("date: 2024-04-30T23:30:00Z\n"))
    assert site.articles[0].card.url == "/2024/05/01/x/"
    assert list(site.by_day) == [date(2024, 5, 1)]


def test_identifier_is_the_documents_own_or_made_from_its_path() -> None:
    own = "0c5b6c4e-2b1d-4e55-9c0c-0a3b7b0d7c11"
    assert one(f"id: {own}\n").card.id == own
    assert one("").card.id == one("slug: other\ntags: [x]\n").card.id
    assert one("").card.id != one("", path="content/articles/y.md").card.id


def test_tracking_parameters_leave_the_source_address() -> None:
    assert one("source_url: https://a.example/x?id=1&utm_source=feed\n").card.source_url == "https://a.example/x?id=1"


def test_newest_first_and_the_same_instant_by_address() -> None:
    parsed = [
        article(f"date: {when}\n", path=f"content/articles/{name}.md")
        for name, when in [("b", "2024-05-01"), ("a", "2024-05-01"), ("c", "2024-05-02"), ("d", "2024-04-30T16:00:00Z")]
    ]
    site, _ = put_together(*parsed)
    assert [a.card.url[12:-1] for a in site.articles] == ["c", "a", "b", "d"]
    assert {day: [a.parsed.slug for a in found] for day, found in site.by_day.items()} == {
        date(2024, 5, 2): ["c"], date(2024, 5, 1): ["a", "b", "d"],
    }  # fmt: skip


def test_spellings_of_one_name_are_one_term() -> None:
    site, problems = put_together(article("date: 2024-05-01\ntags: [ＡＩ, ai, 芯片, AI]\nauthors: [甲  乙, 甲 乙]\n"))
    assert problems == []
    card = site.articles[0].card
    assert card.tags == (
        TermRef(slug="ai", name="ＡＩ", url="/tags/ai/"), TermRef(slug="芯片", name="芯片", url="/tags/芯片/"),
    )  # fmt: skip
    assert [ref.name for ref in card.authors] == ["甲 乙"]


def test_aliases_lead_to_the_term_of_the_file() -> None:
    terms = [term("tags", "ai", "name: 人工智能\naliases: [AI, A.I.]\nenglish: Artificial Intelligence\n")]
    front = "date: 2024-05-01\ntags: [ai, A.I., 人工智能, artificial  intelligence]\n"
    site, problems = put_together(article(front), terms=terms)
    assert problems == []
    assert site.articles[0].card.tags == (TermRef(slug="ai", name="人工智能", url="/tags/ai/"),)
    assert [term.slug for term in site.terms["tags"]] == ["ai"]
    assert len(site.by_term["tags", "ai"]) == 1


def test_one_name_in_two_taxonomies_is_two_terms() -> None:
    site, problems = put_together(article("date: 2024-05-01\ntags: [财经]\ncategories: [财经]\n"))
    assert problems == []
    assert [(key, len(found)) for key, found in site.by_term.items()] == [
        (("tags", "财经"), 1), (("categories", "财经"), 1),
    ]  # fmt: skip


def test_two_names_with_one_slug_are_a_problem_at_the_second() -> None:
    terms = Terms(sort_key)
    terms.resolve("tags", "A-股", path="a.md", line=3)
    terms.resolve("tags", "A 股", path="b.md", line=4)
    terms.resolve("tags", "A 股", path="c.md", line=5)
    message = '"A 股" and "A-股" would both have the page /tags/a-股/'
    hint = "add A 股 to the aliases in content/tags/a-股.md, or rename one of them"
    assert terms.problems == [Problem("b.md", 4, "term-collision", message, hint)]


def test_alias_claimed_twice_is_a_problem_at_the_second_file() -> None:
    terms = Terms(sort_key)
    terms.add_files([term("tags", "a", "name: 甲\naliases: [共]\n"), term("tags", "b", "name: 乙\naliases:\n- 共\n")])
    hint = "remove it from one of the two files"
    assert terms.problems == [
        Problem("content/tags/b.md", 3, "alias-claimed-twice", '"共" already leads to content/tags/a.md', hint)
    ]


def test_find_adds_no_term() -> None:
    terms = Terms(sort_key)
    assert terms.find("tags", "甲") is None
    assert terms.terms == {}


def test_names_are_compared_without_width_case_and_runs_of_space() -> None:
    assert fold_name(" Ｔｅｓｌａ　 Inc ") == fold_name("tesla inc") == "tesla inc"


def test_terms_are_sorted_by_letter_with_the_rest_last() -> None:
    site, _ = put_together(article("date: 2024-05-01\ntags: [七, b, a]\n"))
    assert [(term.name, term.initial) for term in site.terms["tags"]] == [("a", "A"), ("b", "A"), ("七", "#")]


NOW = datetime(2024, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("front", "drafts", "future", "shown"),
    [
        ("date: 2024-05-01\n", False, False, True),
        ("date: 2024-05-01\ndraft: true\n", False, False, False),
        ("date: 2024-05-01\ndraft: true\n", True, False, True),
        ("date: 2024-05-03\n", False, False, False),
        ("date: 2024-05-03\n", False, True, True),
        ("date: 2024-05-02T00:00:00Z\n", False, False, True),
        ("date: 2024-05-01\nexpiryDate: 2024-05-02\n", False, False, False),
        ("date: 2024-05-01\nexpiryDate: 2024-05-02\n", True, True, False),
        ("date: 2024-05-01\nexpiryDate: 2024-05-03\n", False, False, True),
    ],
)
def test_drafts_and_future_and_expired_articles_are_held_back(
    front: str, drafts: bool, future: bool, shown: bool
) -> None:
    assert is_published(article(front), now=NOW, drafts=drafts, future=future) == shown


def test_draft_page_is_held_back() -> None:
    page = parse_page_file("content/pages/a.md", "---\ntitle: 题\ndraft: true\n---\n", zone=ZONE, language="en").page
    assert page is not None
    assert not is_published(page, now=NOW, drafts=False, future=False)


def test_aliases_of_articles_and_pages_redirect() -> None:
    page = parse_page_file(
        "content/pages/about.md", "---\ntitle: 关于\naliases: [us/]\n---\n", zone=ZONE, language="zh-Hans"
    ).page
    assert page is not None
    site, _ = put_together(article("date: 2024-05-01\naliases: [/old/a.html, /b/]\n"))
    path = "content/articles/x.md"
    assert list(find_redirects(msgspec.structs.replace(site, pages=(page,)))) == [
        Redirect(old="/old/a.html", target="/2024/05/01/x/", title="题", source=path, line=4),
        Redirect(old="/b", target="/2024/05/01/x/", title="题", source=path, line=4),
        Redirect(old="/us", target="/about/", title="关于", source="content/pages/about.md"),
    ]


def test_a_ticker_leads_to_its_company() -> None:
    terms = Terms(sort_key)
    facts = TermFacts(name="小米", tickers=("01810.HK",))
    terms.add_files([ParsedTerm(path="m.md", taxonomy="companies", slug="xiaomi", facts=facts, body=Body(key="k"))])
    assert terms.resolve("companies", "01810.hk", path="a.md", line=1).slug == "xiaomi"


def test_a_tag_that_names_a_company_counts_as_the_company() -> None:
    company = term("companies", "byd", "name: 比亚迪\n")
    site, problems = put_together(article("date: 2024-05-01\ntags: [比亚迪, 汽车]\n"), terms=[company])
    assert problems == []
    (found,) = site.articles
    assert [tag.name for tag in found.card.tags] == ["汽车"]
    assert found.mentions == (Mention(slug="byd", named=("比亚迪",), reason="tag"),)
