"""The client in a browser: what `siteSearch` answers, and what the page makes of it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from site_builder.search.tokens import fold

pytestmark = pytest.mark.browser

GOLDEN = json.loads((Path(__file__).parent / "tokens.golden.json").read_text("utf-8"))


def ask(page: Page, query: str, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(
        "([query, options]) => window.siteSearch(query, options)", [query, {"limit": 50, **options}]
    )
    return answer


def slugs(answer: dict[str, Any]) -> list[str]:
    """The last part of every hit's URL, in order."""
    return [result["url"].split("/")[-2] for result in answer["results"]]


def holding(articles: list[dict[str, Any]], *phrases: str) -> set[str]:
    """URLs of the articles whose title or text holds every phrase: the truth that answers are held against."""
    return {
        article["url"]
        for article in articles
        if all(fold(phrase) in fold(article["title"]) or fold(phrase) in fold(article["text"]) for phrase in phrases)
    }


def test_client_cuts_texts_as_the_builder_does(search_page: Page) -> None:
    cut = search_page.evaluate(
        """async (texts) => {
            await window.siteSearch("");
            const { fold, tokenise } = await import("/news/assets/search-tokens.js");
            return texts.map((text) => [fold(text), tokenise(text)]);
        }""",
        [case["text"] for case in GOLDEN["texts"]],
    )
    assert cut == [[case["folded"], case["tokens"]] for case in GOLDEN["texts"]]


def test_query_falls_into_phrases(search_page: Page) -> None:
    cut = search_page.evaluate(
        """async (queries) => {
            await window.siteSearch("");
            const { phrasesOf } = await import("/news/assets/search-tokens.js");
            return queries.map(phrasesOf);
        }""",
        [case["query"] for case in GOLDEN["queries"]],
    )
    assert cut == [case["phrases"] for case in GOLDEN["queries"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("华为", {"huawei-harmony", "byd-platform"}),
        ("英伟达", {"nvidia-quarter", "doubao-upgrade"}),
        ("豆包", {"doubao-upgrade"}),
        ("无双", {"wushuang-film"}),
        ("澎湃OS", {"xiaomi-su7-launch", "huawei-harmony", "xiaomi-chip"}),
        ("澎湃 OS", {"xiaomi-su7-launch", "huawei-harmony", "xiaomi-chip"}),
        ("湃os", {"xiaomi-su7-launch", "huawei-harmony", "xiaomi-chip"}),
        ("01810", {"xiaomi-su7-launch"}),
        ("1810", {"xiaomi-su7-launch"}),
        ("01810.hk", {"xiaomi-su7-launch"}),
        ("ＳＵ７　ｕｌｔｒａ", {"su7-ultra", "su7-ultra-price"}),
        ('"SU7 Ultra"', {"su7-ultra", "su7-ultra-price"}),
        ("52.99", {"su7-ultra"}),
        ("25年3月", {"su7-ultra-price"}),
        ("Blackwell", {"nvidia-quarter", "nvidia-gtc"}),
        ("ultra", {"su7-ultra", "su7-ultra-price", "nvidia-gtc", "tsmc-fab"}),
        ("宁德时代", {"catl-listing"}),
        ("宁德，时代", {"catl-listing"}),
        ("小米 芯片", {"xiaomi-chip", "byd-platform"}),
        ("小米 chips", set()),
        ("“影院”", {"wushuang-film"}),
        ("said to have booked", {"tsmc-fab"}),
        ('"the hall cheered"', {"nvidia-gtc"}),
        ('"hall the cheered"', set()),
        ("片", {"xiaomi-chip", "byd-platform", "wushuang-film"}),
        ("院", {"wushuang-film"}),
        ("《", {"wushuang-film"}),
        ("小米 zzzzqq", set()),
        ("華為", {"huawei-harmony", "byd-platform"}),
        ("操作系統", {"huawei-harmony"}),
        ("小米 晶片", set()),
        ("車機運行澎湃OS", {"xiaomi-su7-launch"}),
        ("zzzzqq", set()),
        ("01810zz", set()),
        ("米米", set()),
        ("迪比", set()),
    ],
)
def test_query_finds_exactly(search_page: Page, query: str, found: set[str]) -> None:
    answer = ask(search_page, query)
    assert (set(slugs(answer)), answer["total"]) == (found, len(found))


def test_every_stretch_of_every_text_is_found(search_page: Page, articles: list[dict[str, Any]]) -> None:
    pick = random.Random(7)
    texts = [text for article in articles for text in (article["title"], *article["text"].strip().split("\n"))]
    stretches = [
        text[start : start + pick.randint(1, 6)].strip().strip("“”\"'")
        for text in texts
        for start in pick.sample(range(len(text)), 3)
    ]
    wrong = {}
    for stretch in filter(None, stretches):
        found = {result["url"] for result in ask(search_page, stretch)["results"]}
        if found != holding(articles, *stretch.split()):
            wrong[stretch] = found
    assert wrong == {}


def test_queries_at_once_on_a_fresh_page_answer_each_for_itself(search_page: Page) -> None:
    search_page.reload()
    totals = search_page.evaluate(
        """(queries) => Promise.all(queries.map((query) => window.siteSearch(query)))
            .then((answers) => answers.map((answer) => answer.total))""",
        ["小米", "英伟达", "01810", "zzzzqq", "片"],
    )
    assert totals == [4, 2, 1, 0, 3]


def test_newest_and_oldest_are_exact_and_opposite(search_page: Page) -> None:
    newest = slugs(ask(search_page, "小米", sort="newest"))
    assert newest == ["xiaomi-chip", "byd-platform", "su7-ultra-price", "xiaomi-su7-launch"]
    assert slugs(ask(search_page, "小米", sort="oldest")) == newest[::-1]


def test_order_by_date_runs_through_all_shards(search_page: Page, articles: list[dict[str, Any]]) -> None:
    everything = ask(search_page, "", filters={"language": ["zh-Hans", "en"]}, sort="oldest")
    assert [result["url"] for result in everything["results"]] == [
        article["url"] for article in sorted(articles, key=lambda article: article["date"])
    ]


def test_archive_of_the_tests_has_several_shards(search_page: Page) -> None:
    entry = search_page.evaluate("fetch('/news/pagefind/search.json').then((answer) => answer.json())")
    assert len(entry["shards"]) >= 3


def test_reports_of_a_story_are_folded_where_asked_for(search_page: Page) -> None:
    story = {"id": "2024-su7-ultra", "url": "/stories/2024-su7-ultra/"}
    flat, folded = ask(search_page, "SU7"), ask(search_page, "SU7", fold=True)
    assert (flat["total"], flat["groups"], len(flat["results"])) == (3, 3, 3)
    assert (folded["total"], folded["groups"]) == (3, 2)
    assert [result["reports"] for result in folded["results"] if result["story"] == story] == [1]


def test_company_of_the_query_ranks_its_articles_first(search_page: Page) -> None:
    assert slugs(ask(search_page, "小米集团"))[:1] == []
    assert ask(search_page, "小米")["results"][0]["companies"][0]["slug"] == "xiaomi"


def test_relaxed_search_takes_what_holds_most_parts(search_page: Page) -> None:
    assert ask(search_page, "华为公测小米")["total"] == 0
    relaxed = ask(search_page, "操作系统公测小鹏", match="some")
    assert slugs(relaxed) == ["huawei-harmony"]
    assert relaxed["parts"][-1] == "公测小鹏"


ENGINE = """async ([name, text]) => {
    const { openSearch } = await import("/news/assets/search-engine.js");
    const script = document.querySelector("script[data-bundle]");
    const search = openSearch({ bundle: new URL(script.dataset.bundle, location.href), base: script.dataset.base });
    return (await search[name](text)).map((term) => [term.facet, term.slug, term.via ?? ""]);
}"""


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("小", [["company", "xiaomi", ""]]),
        ("xm", [["company", "xiaomi", ""]]),
        ("xiaom", [["company", "xiaomi", "Xiaomi"]]),
        ("bi", [["company", "byd", ""]]),
        ("byd", [["company", "byd", ""]]),
        ("0181", [["company", "xiaomi", "01810.HK"]]),
        ("1810", [["company", "xiaomi", "01810.HK"]]),
        ("比亞", [["company", "byd", ""]]),
        ("汽", [["tag", "qiche", ""]]),
        ("集团", [["company", "xiaomi", "小米集团"]]),
        ("", []),
        ("*:\\", []),
    ],
)
def test_typing_is_completed_to_companies_and_tags(search_page: Page, typed: str, found: list[list[str]]) -> None:
    assert search_page.evaluate(ENGINE, ["suggest", typed]) == found


def test_similar_terms_are_found_for_a_slip(search_page: Page) -> None:
    assert search_page.evaluate(ENGINE, ["findSimilar", "比亚笛"]) == [["company", "byd", ""]]
    assert search_page.evaluate(ENGINE, ["findSimilar", "zzzzqq"]) == []


def test_title_ranks_over_text(search_page: Page) -> None:
    assert slugs(ask(search_page, "英伟达"))[0] == "nvidia-quarter"
    assert slugs(ask(search_page, "小米"))[-1] == "byd-platform"


def test_limit_and_offset_walk_through_all_hits(search_page: Page) -> None:
    every = slugs(ask(search_page, "小米"))
    pages = [ask(search_page, "小米", limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [slug for page in pages for slug in slugs(page)] == every
    assert [page["total"] for page in pages] == [len(every)] * 3


def test_facets_count_the_hits(search_page: Page) -> None:
    facets = ask(search_page, "芯片")["facets"]
    assert facets == {
        "company": {"byd": 1, "tsmc": 1, "xiaomi": 1},
        "tag": {"qiche": 1, "xinpian": 1, "xinpin": 1},
        "outlet": {"36kr": 1, "stcn": 1},
        "year": {"2025": 2},
        "language": {"zh-Hans": 2},
    }


def test_filters_narrow_and_combine(search_page: Page) -> None:
    two_years = ask(search_page, "小米", filters={"company": ["xiaomi"]})
    one_year = ask(search_page, "小米", filters={"company": ["xiaomi"], "year": ["2025"]}, sort="oldest")
    assert (two_years["total"], slugs(one_year)) == (3, ["su7-ultra-price", "xiaomi-chip"])
    assert two_years["facets"]["company"] == {"byd": 1, "tsmc": 1, "xiaomi": 3}
    assert one_year["facets"]["year"] == {"2024": 1, "2025": 2}


def test_slug_may_be_the_name_of_a_property(search_page: Page) -> None:
    answer = ask(search_page, "无双", filters={"tag": ["constructor"]})
    assert (answer["total"], answer["facets"]["tag"]) == (1, {"constructor": 1})


def test_values_of_one_filter_are_alternatives(search_page: Page) -> None:
    assert ask(search_page, "芯片", filters={"company": ["byd", "tsmc"]})["total"] == 2
    assert ask(search_page, "芯片", filters={"company": ["nobody"]})["total"] == 0


def test_filter_without_query_lists_its_articles(search_page: Page) -> None:
    assert slugs(ask(search_page, "", filters={"language": ["en"]})) == ["tsmc-fab", "nvidia-gtc"]
    assert ask(search_page, " ")["total"] == 0


def test_result_tells_what_a_reader_needs(search_page: Page) -> None:
    [result] = ask(search_page, "豆包")["results"]
    assert result == {
        "url": "/2025/01/15/doubao-upgrade/",
        "title": "字节跳动升级对话助手",
        "titleMarks": [],
        "date": "2025-01-15T10:00:00+08:00",
        "language": "zh-Hans",
        "outlet": {"slug": "36kr", "name": "36氪", "url": "/outlets/36kr/"},
        "companies": [{"slug": "bytedance", "name": "字节跳动", "url": "/companies/bytedance/"}],
        "story": None,
        "reports": 0,
        "excerpt": "豆包的新版本会看图，也会打电话。团队表示，推理成本在一年里降了九成，背后的卡仍以英伟达为主。",
        "marks": [[0, 2]],
    }


@pytest.mark.parametrize("query", ["\ud800 小米", "x" * 10_000, "小 " * 5_000, '"""""', "*:\\", "<img src=x>"])
def test_strange_query_does_no_harm(search_page: Page, query: str) -> None:
    total = search_page.evaluate("(query) => window.siteSearch(query).then((answer) => answer.total)", query)
    assert isinstance(total, int)


# ---------------------------------------------------------------------------------- the page


def test_page_reads_its_address(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/?q=小米&company=xiaomi&sort=oldest")
    expect(search_page.locator("#search-status")).to_have_text("3 篇")
    expect(search_page.locator("#search-input")).to_have_value("小米")
    expect(search_page.locator("#search-sort")).to_have_value("oldest")
    expect(search_page.locator("#search-results h2").first).to_have_text("小米首款轿车 SU7 在京亮相")
    expect(search_page.locator("input[name=company][value=xiaomi]")).to_be_checked()
    link = search_page.locator("#search-results h2 a").first
    expect(link).to_have_attribute("href", "/news/2024/03/28/xiaomi-su7-launch/")


def test_page_keeps_its_address(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/")
    search_page.locator("#search-input").fill("小米")
    expect(search_page.locator("#search-results > li")).to_have_count(4)
    search_page.locator("input[name=year][value='2025']").check()
    expect(search_page.locator("#search-results > li")).to_have_count(3)
    assert search_page.evaluate("location.pathname + decodeURI(location.search)") == "/news/search/?q=小米&year=2025"
    search_page.go_back()
    expect(search_page.locator("#search-results > li")).to_have_count(4)
    expect(search_page.locator("input[name=year][value='2025']")).not_to_be_checked()


def test_page_shows_marks_and_no_markup(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/?q=自研芯片 onerror")
    result = search_page.locator("#search-results > li")
    expect(result).to_have_count(1)
    assert result.locator("h2 mark").all_text_contents() == ["自研芯片"]
    assert result.locator(".search-excerpt mark").all_text_contents() == ["自研芯片", "onerror"]
    assert result.locator("img").count() == 0
    expect(result.locator(".search-meta")).to_have_text("36氪 2025-05-22 小米 台积电")


def test_page_says_when_nothing_is_found(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/?q=zzzzqq")
    expect(search_page.locator("#search-status")).to_have_text("没有找到“zzzzqq”")
    expect(search_page.locator("#search-results > li")).to_have_count(0)


def test_page_shows_parts_and_similar_terms_where_nothing_holds_all(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/?q=比亚笛发布")
    expect(search_page.locator("#search-suggestions a")).to_have_text(["比亚迪"])
    expect(search_page.locator("#search-status")).to_contain_text("Nothing holds all of “比亚笛发布”")
    expect(search_page.locator("#search-results > li").first).to_be_visible()
    search_page.locator("#search-input").fill("华为")
    expect(search_page.locator("#search-suggestions a")).to_have_count(0)


def test_page_folds_the_reports_of_a_story(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/?q=SU7 Ultra")
    expect(search_page.locator("#search-status")).to_have_text("2 篇")
    expect(search_page.locator("#search-results > li")).to_have_count(1)
    expect(search_page.locator(".search-story a")).to_have_attribute("href", "/news/stories/2024-su7-ultra/")


def test_arrow_keys_walk_from_the_box_through_the_hits(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/?q=英伟达")
    titles = search_page.locator("#search-results h2 a")
    expect(titles).to_have_count(2)
    search_page.locator("#search-input").focus()
    search_page.keyboard.press("ArrowDown")
    expect(titles.nth(0)).to_be_focused()
    search_page.keyboard.press("ArrowDown")
    expect(titles.nth(1)).to_be_focused()
    search_page.keyboard.press("ArrowUp")
    search_page.keyboard.press("ArrowUp")
    expect(search_page.locator("#search-input")).to_be_focused()


def test_more_appends_the_rest(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/?year=2024&year=2025")
    expect(search_page.locator("#search-results > li")).to_have_count(10)
    search_page.locator("#search-more").click()
    expect(search_page.locator("#search-results > li")).to_have_count(11)  # two are reports of one story
    expect(search_page.locator("#search-more")).to_be_hidden()
    expect(search_page.locator("#search-results h2 a").nth(10)).to_be_focused()


def test_page_language_is_untouched(search_page: Page, site_address: str) -> None:
    search_page.goto(f"{site_address}search/?q=小米")
    expect(search_page.locator("#search-results > li")).to_have_count(4)
    assert search_page.evaluate("document.documentElement.lang") == "zh-Hans"
