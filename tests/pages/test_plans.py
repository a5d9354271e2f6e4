"""What the page kinds plan for a small site, as views."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from site_builder.archive.parse import parse_article_file, parse_page_file, parse_term_file
from site_builder.archive.site import assemble
from site_builder.documents import Taxonomy
from site_builder.model import Mention, Output, ParsedArticle, Site, TermRef
from site_builder.pages import article, calendar, feeds, home, search, standalone, taxonomy, term
from site_builder.pages.context import PlanSettings
from site_builder.views import Link, Pager, TermCount

ZONE = ZoneInfo("Asia/Shanghai")
SETTINGS = PlanSettings(page_size=2)
MI = TermRef(slug="mi", name="小米", url="/companies/mi/")


def parse(slug: str, day: str, front: str = "", body: str = "正文。") -> ParsedArticle:
    text = f"---\ntitle: 题{slug}\ndate: {day}\n{front}---\n\n{body}\n"
    parsed = parse_article_file(f"content/articles/{slug}.md", text, zone=ZONE, language="zh-Hans").article
    assert parsed is not None
    return parsed


def make_site(
    *articles: ParsedArticle,
    pages: tuple[str, ...] = (),
    terms: dict[str, str] | None = None,
    mentions: dict[str, tuple[Mention, ...]] | None = None,
    roll_up: bool = True,
) -> Site:
    """A site; `pages` are texts, `terms` maps "companies/mi" to front matter, `mentions` the slug of an article to its
    companies."""
    parsed_terms = []
    for key, front in (terms or {}).items():
        name: Any = key.split("/")[0]
        kind: Taxonomy = name
        text = f"---\n{front}---\n\n说明。\n"
        found = parse_term_file(f"content/{key}.md", text, taxonomy=kind, zone=ZONE, language="zh-Hans").term
        assert found is not None
        parsed_terms.append(found)
    parsed_pages = []
    for number, text in enumerate(pages):
        page = parse_page_file(f"content/pages/p{number}.md", text, zone=ZONE, language="zh-Hans").page
        assert page is not None
        parsed_pages.append(page)
    site, problems = assemble(
        articles, parsed_terms, pages=parsed_pages, rights="full", roll_up=roll_up,
        mentions={f"content/articles/{slug}.md": found for slug, found in (mentions or {}).items()},
        sort_key=lambda name: (name[0].upper() if name[0].isascii() else "#", name),
    )  # fmt: skip
    assert problems == []
    return site


def planned(plan: Callable[[Site, PlanSettings], Iterator[Output]], site: Site, **settings: Any) -> dict[str, Output]:
    """URL -> output."""
    return {output.url: output for output in plan(site, PlanSettings(page_size=2, **settings))}


def titles(output: Output) -> list[str]:
    """Of the articles on a term's page."""
    return [entry.card.title for month in output.view.months for entry in month.entries]


FIVE = tuple(
    parse(slug, day, f"tags: [{tag}]\ncompanies: [小米]\noutlet: 晨报\n")
    for slug, day, tag in [
        ("a", "2022-12-31", "甲"), ("b", "2023-01-01", "甲"), ("c", "2023-03-05 08:00", "乙"),
        ("d", "2023-03-05 09:00", "甲"), ("e", "2024-02-29", "甲"),
    ]
)  # fmt: skip
SITE = make_site(*FIVE, terms={"companies/mi": "name: 小米\n"})


def test_article_knows_its_neighbours_in_time() -> None:
    found = {url: (o.view.newer, o.view.older) for url, o in planned(article.plan, SITE).items()}
    links = {slug: Link(url=url, title=f"题{slug}", language="zh-Hans") for slug, url in [
        ("a", "/2022/12/31/a/"), ("b", "/2023/01/01/b/"), ("c", "/2023/03/05/c/"), ("d", "/2023/03/05/d/"),
        ("e", "/2024/02/29/e/"),
    ]}  # fmt: skip
    assert found == {
        "/2024/02/29/e/": (None, links["d"]),
        "/2023/03/05/d/": (links["e"], links["c"]),
        "/2023/03/05/c/": (links["d"], links["b"]),
        "/2023/01/01/b/": (links["c"], links["a"]),
        "/2022/12/31/a/": (links["b"], None),
    }


def test_article_shows_what_its_own_file_says() -> None:
    front = "credits: {文: 甲}\nmood: 好\ntruncated: true\ncompanies: [小米]\nupdated: 2024-01-02\n"
    output = planned(article.plan, make_site(parse("x", "2024-01-01", front), terms={"companies/mi": "name: 小米\n"}))
    view = output["/2024/01/01/x/"].view
    assert output["/2024/01/01/x/"].path == "2024/01/01/x/index.html"
    assert output["/2024/01/01/x/"].lastmod == view.card.updated
    assert view.companies == (article.CompanyReason(term=MI, about=True, reason="curator"),)
    assert (view.truncated, view.extra, view.credits[0].names) == (True, {"mood": "好"}, ("甲",))


def test_excerpt_has_no_body() -> None:
    output = planned(article.plan, make_site(parse("x", "2024-01-01", "rights: excerpt\n")))["/2024/01/01/x/"]
    assert output.view.body is None


def test_draft_is_not_indexed() -> None:
    output = planned(article.plan, make_site(parse("x", "2024-01-01", "draft: true\n")))["/2024/01/01/x/"]
    assert (output.indexable, output.view.head.indexable) == (False, False)


def test_private_archive_indexes_nothing() -> None:
    for plan in (
        article.plan,
        home.plan,
        term.plan,
        taxonomy.plan,
        calendar.plan,
        search.plan,
        feeds.plan,
        standalone.plan,
    ):
        assert not [url for url, output in planned(plan, SITE, indexable=False).items() if output.indexable]


def test_calendar_has_a_page_for_each_year_month_and_day_with_articles() -> None:
    pages = planned(calendar.plan, SITE)
    assert list(pages) == [
        "/archive/", "/2024/", "/2023/", "/2022/", "/2024/02/", "/2023/03/", "/2023/01/", "/2022/12/",
        "/2024/02/29/", "/2023/03/05/", "/2023/01/01/", "/2022/12/31/",
    ]  # fmt: skip
    assert [(year.year, year.count) for year in pages["/archive/"].view.years] == [(2024, 1), (2023, 3), (2022, 1)]
    months = pages["/2023/"].view.summary.months
    assert [(m.month, m.count, m.url) for m in months if m.count] == [(1, 1, "/2023/01/"), (3, 2, "/2023/03/")]
    assert len(months) == 12
    assert pages["/2023/03/"].view.newer == Link(url="/2024/02/", title="2024-02")
    assert pages["/2023/03/"].view.older == Link(url="/2023/01/", title="2023-01")
    assert [entry.card.url for entry in pages["/2023/03/05/"].view.entries] == ["/2023/03/05/d/", "/2023/03/05/c/"]
    assert pages["/2023/03/05/"].view.older == Link(url="/2023/01/01/", title="2023-01-01")


def test_month_is_a_calendar_of_weeks_from_monday() -> None:
    weeks = planned(calendar.plan, SITE)["/2024/02/"].view.weeks
    assert [[cell.day for cell in week] for week in weeks] == [
        [0, 0, 0, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10, 11], [12, 13, 14, 15, 16, 17, 18],
        [19, 20, 21, 22, 23, 24, 25], [26, 27, 28, 29, 0, 0, 0],
    ]  # fmt: skip
    assert [(c.day, c.count, c.url) for week in weeks for c in week if c.url] == [(29, 1, "/2024/02/29/")]


def test_term_pages_are_numbered_from_the_oldest() -> None:
    pages = {url: o for url, o in planned(term.plan, SITE).items() if url.startswith("/companies/mi/")}
    assert {url: (titles(output), output.view.pager) for url, output in pages.items()} == {
        "/companies/mi/": (["题e", "题d"], Pager(number=0, older="/companies/mi/page/2/")),
        "/companies/mi/page/2/": (
            ["题d", "题c"], Pager(number=2, newer="/companies/mi/", older="/companies/mi/page/1/")
        ),
        "/companies/mi/page/1/": (["题b", "题a"], Pager(number=1, newer="/companies/mi/page/2/")),
    }  # fmt: skip
    assert [output.indexable for output in pages.values()] == [True, False, False]


def test_only_the_newest_page_of_a_term_has_its_description_and_counts() -> None:
    pages = planned(term.plan, SITE)
    newest, numbered = pages["/companies/mi/"].view, pages["/companies/mi/page/1/"].view
    assert newest.body is not None
    assert (newest.overview.count, newest.overview.about) == (5, 5)
    tags = [(count.term.name, count.count) for count in newest.overview.tags]
    assert (tags, newest.overview.companies) == ([("甲", 4), ("乙", 1)], ())
    assert (numbered.body, numbered.overview, numbered.facts.name) == (None, None, "小米")


def test_term_without_articles_has_an_empty_page_that_is_not_indexed() -> None:
    pages = planned(term.plan, make_site(terms={"companies/mi": "name: 小米\n"}))
    assert (pages["/companies/mi/"].view.months, pages["/companies/mi/"].indexable) == ((), False)


@pytest.mark.parametrize("parent", ["group", "集团"])
def test_parent_and_children_by_slug_or_name(parent: str) -> None:
    site = make_site(terms={"companies/group": "name: 集团\n", "companies/mi": f"name: 小米\nparent: {parent}\n"})
    pages = planned(term.plan, site)
    assert pages["/companies/mi/"].view.parent == TermRef(slug="group", name="集团", url="/companies/group/")
    assert pages["/companies/group/"].view.children == (MI,)


def test_taxonomy_groups_its_terms_by_letter() -> None:
    site = make_site(parse("a", "2024-01-01", "tags: [B, a, 甲, A2]\n"))
    pages = planned(taxonomy.plan, site)
    assert list(pages) == ["/companies/", "/tags/", "/categories/", "/outlets/", "/authors/"]
    view = pages["/tags/"].view
    assert [(g.letter, [c.term.name for c in g.terms]) for g in view.groups] == [
        ("A", ["A2", "a"]), ("B", ["B"]), ("#", ["甲"])
    ]  # fmt: skip
    assert (view.count, pages["/outlets/"].view.groups) == (4, ())


def test_home_shows_the_newest_by_day_picks_and_the_busiest() -> None:
    picked = parse("p", "2023-03-05 10:00", "pick: true\ntags: [甲]\n")
    view = planned(home.plan, make_site(*FIVE, picked))["/"].view
    assert [(group.day, [entry.card.title for entry in group.entries]) for group in view.days] == [
        (date(2024, 2, 29), ["题e"]), (date(2023, 3, 5), ["题p", "题d", "题c"]), (date(2023, 1, 1), ["题b"]),
        (date(2022, 12, 31), ["题a"]),
    ]  # fmt: skip
    assert [card.title for card in view.picks] == ["题p"]
    assert [(count.term.name, count.count) for count in view.tags] == [("甲", 5), ("乙", 1)]
    assert (view.articles, view.first, view.latest) == (6, view.days[-1].entries[0].date, view.days[0].entries[0].date)


def test_empty_archive_has_a_home_page() -> None:
    view = planned(home.plan, make_site())["/"].view
    assert (view.days, view.articles, view.first, view.latest) == ((), 0, None, None)


def test_feeds_page_lists_every_term() -> None:
    groups = planned(feeds.plan, SITE)["/feeds/"].view.groups
    assert [(group.taxonomy, [(c.term.name, c.count) for c in group.terms]) for group in groups] == [
        ("companies", [("小米", 5)]), ("tags", [("乙", 1), ("甲", 4)]), ("outlets", [("晨报", 5)])
    ]  # fmt: skip
    assert isinstance(groups[0].terms[0], TermCount)


def test_search_page_knows_the_years_and_goes_with_search() -> None:
    assert planned(search.plan, SITE)["/search/"].view.years == (2024, 2023, 2022)
    assert planned(search.plan, SITE, search=False) == {}


def test_standalone_page_redirects_and_404() -> None:
    text = "---\ntitle: 关于\nslug: about\nsummary: 一句\naliases: [/us]\nmood: 好\n---\n\n本站。\n"
    aliased = parse("x", "2024-01-01", "aliases: [/old/x.html, /2020/x/]\n")
    pages = planned(standalone.plan, make_site(aliased, pages=(text,)))
    assert {url: (o.path, o.kind, o.indexable) for url, o in pages.items()} == {
        "/about/": ("about/index.html", "page", True),
        "/404.html": ("404.html", "404", False),
        "/old/x.html": ("old/x.html", "redirect", False),
        "/2020/x/": ("2020/x/index.html", "redirect", False),
        "/us/": ("us/index.html", "redirect", False),
    }
    assert pages["/about/"].view.extra == {"mood": "好"}
    assert pages["/old/x.html"].view.target == "/2024/01/01/x/"
    assert pages["/us/"].view.target == "/about/"


def test_draft_page_is_not_indexed() -> None:
    page = planned(standalone.plan, make_site(pages=("---\ntitle: 题\ndraft: true\n---\n",)))["/p0/"]
    assert (page.indexable, page.view.head.indexable) == (False, False)


def test_new_article_changes_no_view_of_older_pages() -> None:
    more = make_site(
        *FIVE, parse("f", "2024-03-01", "tags: [甲]\ncompanies: [小米]\n"), terms={"companies/mi": "name: 小米\n"}
    )
    before, after = planned(term.plan, SITE), planned(term.plan, more)
    for url in ("/companies/mi/page/1/", "/companies/mi/page/2/", "/tags/甲/page/1/", "/tags/乙/"):
        older = before[url].view
        assert (older.months, older.pager.older) == (after[url].view.months, after[url].view.pager.older)
    articles = {url: o.view for url, o in planned(article.plan, more).items()}
    changed = [url for url, o in planned(article.plan, SITE).items() if o.view != articles[url]]
    assert changed == ["/2024/02/29/e/"]
