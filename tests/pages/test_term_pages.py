"""Pages of companies, tags and outlets: places, roll-up, months, what appears together, pairs, who is indexed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace
from test_plans import SITE, make_site, parse, planned, titles

from site_builder.model import Mention, Place, Site, Surface, TermRef
from site_builder.pages import company_tag, taxonomy, term
from site_builder.views import MonthCount, Pager, TermCount

TERMS = {
    "companies/mi": "name: 小米\n",
    "companies/car": "name: 小米汽车\nparent: mi\n",
    "companies/hw": "name: 华为\n",
}
MI = TermRef(slug="mi", name="小米", url="/companies/mi/")
CAR = TermRef(slug="car", name="小米汽车", url="/companies/car/")
HW = TermRef(slug="hw", name="华为", url="/companies/hw/")


def found(slug: str, place: Place = "body", *, about: bool = False) -> Mention:
    surface = Surface(form=slug, place=place, rule="name", count=1)
    return Mention(slug=slug, about=about, reason="name", surfaces=(surface,))


MENTIONS = {
    "a": (found("mi", "title", about=True),),
    "b": (found("mi"), found("car", "title", about=True)),
    "c": (found("car"), found("hw", "lead", about=True)),
    "d": (found("mi", about=True), found("hw")),
    "e": (found("hw"),),
}


def companies_site(*, roll_up: bool = True) -> Site:
    days = (("a", "2024-01-01"), ("b", "2024-01-02"), ("c", "2024-02-01"), ("d", "2024-03-01"), ("e", "2024-03-02"))
    articles = [parse(slug, day, f"tags: [{'甲' if slug < 'd' else '乙'}]\n") for slug, day in days]
    return make_site(*articles, terms=TERMS, mentions=MENTIONS, roll_up=roll_up)


def views(site: Site, **settings: Any) -> dict[str, Any]:
    return {url: output.view for url, output in planned(term.plan, site, **settings).items()}


def entries(view: Any) -> list[tuple[str, str, tuple[TermRef, ...]]]:
    return [(entry.card.title, entry.place, entry.via) for month in view.months for entry in month.entries]


def test_entry_tells_the_company_s_place_or_that_of_a_company_below_it() -> None:
    pages = views(companies_site())
    assert entries(pages["/companies/mi/"]) == [("题d", "about", ()), ("题c", "mentioned", (CAR,))]
    assert entries(pages["/companies/mi/page/1/"]) == [("题b", "title", (CAR,)), ("题a", "title", ())]
    assert entries(pages["/companies/car/"]) == [("题c", "mentioned", ()), ("题b", "title", ())]
    assert entries(pages["/tags/乙/"]) == [("题e", "", ()), ("题d", "", ())]


def test_overview_counts_what_the_page_shows() -> None:
    overview = views(companies_site())["/companies/mi/"].overview
    assert (overview.count, overview.about) == (4, 3)
    assert overview.months == (
        MonthCount(month=date(2024, 1, 1), count=2, about=2),
        MonthCount(month=date(2024, 2, 1), count=1),
        MonthCount(month=date(2024, 3, 1), count=1, about=1),
    )


def test_without_roll_up_a_company_shows_its_own_articles() -> None:
    pages = views(companies_site(roll_up=False))
    assert entries(pages["/companies/mi/"]) == [("题d", "about", ()), ("题b", "mentioned", ())]
    assert (pages["/companies/mi/"].overview.count, pages["/companies/car/"].parent) == (3, MI)


def test_articles_stand_by_month_with_the_month_s_address() -> None:
    months = views(companies_site())["/companies/mi/"].months
    assert [(group.month, group.url) for group in months] == [
        (date(2024, 3, 1), "/2024/03/"), (date(2024, 2, 1), "/2024/02/")
    ]  # fmt: skip


def test_companies_appear_together_with_lift_and_no_company_with_its_own_brand() -> None:
    pages = views(companies_site())
    # 小米 (4 of 5, brand included) and 华为 (3 of 5) on 2 of 5 articles: 2/5 against 4/5 * 3/5.
    assert pages["/companies/mi/"].overview.companies == (TermCount(term=HW, count=2, lift=0.8),)
    assert pages["/companies/hw/"].overview.companies == (TermCount(term=MI, count=2, lift=0.8),)
    assert pages["/companies/car/"].overview.companies == ()


def test_tags_that_go_together_and_companies_covered_most() -> None:
    site = make_site(*(parse(slug, "2024-01-01", f"tags: [{tags}]\ncompanies: [小米]\n") for slug, tags in [
        ("a", "甲, 乙"), ("b", "甲, 乙"), ("c", "甲, 丙"), ("d", "丁")
    ]))  # fmt: skip
    overview = views(site)["/tags/甲/"].overview
    assert [(count.term.name, count.count, count.lift) for count in overview.tags] == [("乙", 2, 1.3)]
    assert [(count.term.name, count.count, count.lift) for count in overview.companies] == [("小米", 3, 0.0)]


def test_outlet_tells_how_many_texts_are_not_whole() -> None:
    site = make_site(
        parse("a", "2024-01-01", "outlet: 晨报\n"), parse("b", "2024-01-01", "outlet: 晨报\ntruncated: true\n"),
        parse("c", "2024-01-01", "outlet: 晨报\nrights: excerpt\n"), parse("d", "2024-01-01", "outlet: 晨报\n", ""),
        parse("e", "2024-01-01", "tags: [甲]\ntruncated: true\n"),
    )  # fmt: skip
    pages = views(site)
    assert (pages["/outlets/晨报/"].overview.partial, pages["/tags/甲/"].overview.partial) == (3, 0)


@pytest.mark.parametrize(("index_from", "indexed"), [(0, True), (2, True), (4, True), (5, True), (6, False)])
def test_thin_companies_are_not_indexed(index_from: int, indexed: bool) -> None:
    page = planned(term.plan, SITE, index_from=index_from)["/companies/mi/"]
    assert (page.indexable, page.view.head.indexable) == (indexed, indexed)


def test_thin_outlets_are_indexed_and_empty_companies_never() -> None:
    site = make_site(parse("a", "2024-01-01", "outlet: 晨报\ntags: [甲]\n"), terms={"companies/mi": "name: 小米\n"})
    pages = {url: output.indexable for url, output in planned(term.plan, site, index_from=2).items()}
    assert pages == {"/companies/mi/": False, "/tags/甲/": False, "/outlets/晨报/": True}
    assert planned(term.plan, site, index_from=0)["/companies/mi/"].indexable is False


def test_index_counts_the_articles_of_the_page_and_those_about_the_company() -> None:
    groups = planned(taxonomy.plan, companies_site())["/companies/"].view.groups
    counts = {count.term.slug: (count.count, count.about) for group in groups for count in group.terms}
    assert counts == {"mi": (4, 3), "car": (2, 1), "hw": (3, 1)}


def test_pairs_of_company_and_tag_have_pages_where_asked_for() -> None:
    assert planned(company_tag.plan, companies_site()) == {}
    pages = planned(company_tag.plan, companies_site(), with_tags=True, index_from=3)
    assert {url: (titles(o), o.view.pager, o.view.count, o.indexable) for url, o in pages.items()} == {
        "/companies/mi/tags/甲/": (["题c", "题b"], Pager(older="/companies/mi/tags/甲/page/1/"), 3, True),
        "/companies/mi/tags/甲/page/1/": (["题b", "题a"], Pager(number=1, newer="/companies/mi/tags/甲/"), 0, False),
        "/companies/car/tags/甲/": (["题c", "题b"], Pager(), 2, False),
        "/companies/hw/tags/乙/": (["题e", "题d"], Pager(), 2, False),
    }


def test_company_leads_to_the_pages_of_its_pairs() -> None:
    pages = views(companies_site(), with_tags=True)
    assert [(count.term.url, count.count) for count in pages["/companies/mi/"].overview.tags] == [
        ("/companies/mi/tags/甲/", 3), ("/tags/乙/", 1)
    ]  # fmt: skip
    plain = views(companies_site())["/companies/mi/"].overview.tags
    assert [count.term.url for count in plain] == ["/tags/甲/", "/tags/乙/"]


def test_new_article_leaves_numbered_pages_and_other_companies_alone() -> None:
    site = companies_site()
    newest = parse("f", "2024-03-03", "tags: [甲]\n")
    articles = [article.parsed for article in site.articles]
    more = make_site(newest, *articles, terms=TERMS, mentions=MENTIONS | {"f": (found("car", about=True),)})
    before, after = views(site), views(more)
    changed = [url for url, view in before.items() if after[url] != view]
    # The first page of a list that grew knows its newer neighbour by number; its articles stay.
    assert changed == ["/companies/mi/", "/companies/car/", "/tags/甲/", "/tags/甲/page/1/"]
    assert replace(after["/tags/甲/page/1/"], pager=before["/tags/甲/page/1/"].pager) == before["/tags/甲/page/1/"]
