"""What a reader does with the demo archive, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Opener = Callable[..., Page]

PAGES = (
    "/", "/companies/", "/companies/xiaomi/", "/tags/", "/outlets/", "/categories/", "/authors/", "/archive/", "/2025/",
    "/2025/06/", "/stories/", "/search/", "/feeds/", "/about/", "/404.html",
)  # fmt: skip


def first_article(page: Page) -> str:
    """The path of the first article the page links to."""
    path = page.locator("main a[href^='/20']").evaluate_all(
        "links => links.map(l => new URL(l.href).pathname).find(p => p.split('/').length === 6)"
    )
    assert path
    return str(path)


def test_clicking_leads_from_home_to_company_to_article_to_outlet(open_page: Opener) -> None:
    page = open_page("/")
    page.locator("main a[href='/companies/xiaomi/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("小米")
    article = first_article(page)
    page.locator(f"main a[href='{article}']").first.click()
    expect(page.locator("article[data-pagefind-body] .body")).to_be_visible()
    assert page.url.endswith(article)
    page.locator("main a[href^='/outlets/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(f"main a[href='{article}']").first).to_be_visible()


def test_a_story_leads_to_each_of_its_reports_and_they_lead_back(open_page: Opener) -> None:
    page = open_page("/")
    page.get_by_role("complementary").get_by_role("link", name="近期事件").click()
    page.locator("main .headline a").first.click()
    story, title = page.url, page.get_by_role("heading", level=1).inner_text()
    reports = page.locator(".timeline .headline a").evaluate_all("links => links.map(link => link.href)")
    assert len(reports) > 1
    for report in reports:
        page.goto(report)
        page.locator(".story-more a").click()
        assert page.url == story
    page.goto(f"{story.split('/stories/')[0]}/{'/'.join(reports[0].split('/')[3:6])}/")
    expect(page.get_by_role("link", name=title, exact=True)).to_have_count(1)
    page.locator("a.story-breadth").first.click()
    assert page.url == story


def test_chinese_search_finds_an_article_by_a_word_of_its_body(open_page: Opener) -> None:
    page = open_page("/")
    article = first_article(page)
    page.goto(page.url.rstrip("/") + article)
    title = page.get_by_role("heading", level=1).inner_text()
    text = page.locator(".body p").first.inner_text()
    word = next(text[i : i + 6] for i in range(len(text)) if all("一" <= c <= "鿿" for c in text[i : i + 6]))
    page.goto(page.url.split("/20")[0] + "/search/")
    page.locator("#search-input").fill(word)
    page.locator("#search-input").press("Enter")
    expect(page.locator("#search-results").get_by_role("link", name=title)).to_be_visible()
    expect(page.locator("#search-results mark").first).to_be_visible()


@pytest.mark.parametrize("name", ["华为", "英伟达", "小米", "NVIDIA", "01810"])
def test_company_names_and_tickers_are_found(open_page: Opener, name: str) -> None:
    page = open_page(f"/search/?q={name}")
    expect(page.locator("#search-results > li").first).to_be_visible()


def test_a_search_is_a_link_with_its_filters(open_page: Opener) -> None:
    page = open_page("/search/?q=小米&company=xiaomi&year=2025")
    expect(page.locator("#search-results > li").first).to_be_visible()
    expect(page.locator("#search-facets input:checked")).to_have_count(2)
    answer = page.evaluate("siteSearch('小米', {filters: {company: ['xiaomi'], year: ['2025']}, limit: 100})")
    assert answer["total"] == len(answer["results"]) > 0
    assert {result["date"][:4] for result in answer["results"]} == {"2025"}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_scrolls_sideways(open_page: Opener, path: str, width: int) -> None:
    page = open_page(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_main_and_one_heading_and_says_its_language(open_page: Opener, path: str) -> None:
    page = open_page(path)
    assert page.locator("main").count() == 1
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "zh-Hans"


def test_dark_mode_follows_the_system_and_the_switch_is_remembered(open_page: Opener) -> None:
    page = open_page("/", color_scheme="dark")
    root, background = page.locator("html"), "getComputedStyle(document.body).backgroundColor"
    expect(root).to_have_attribute("data-theme", "dark")
    dark = page.evaluate(background)
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")
    assert page.evaluate(background) != dark
    page.locator("[data-theme-switch]").first.click()
    expect(root).to_have_attribute("data-theme", "dark")
    assert page.evaluate(background) == dark
    page.reload()
    expect(root).to_have_attribute("data-theme", "dark")


def test_a_phone_reads_chinese_at_a_comfortable_size(open_page: Opener) -> None:
    page = open_page("/", width=390, height=844)
    page.goto(page.url.rstrip("/") + first_article(page))
    style = page.locator(".body p").first.evaluate(
        "p => { const s = getComputedStyle(p); return [parseFloat(s.fontSize), parseFloat(s.lineHeight)] }"
    )
    assert style[0] >= 16
    assert style[1] / style[0] >= 1.65
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_measure_on_a_wide_screen_is_about_38_characters(open_page: Opener) -> None:
    page = open_page("/", width=1600)
    page.goto(page.url.rstrip("/") + first_article(page))
    width, size = page.locator(".body p").first.evaluate(
        "p => [p.getBoundingClientRect().width, parseFloat(getComputedStyle(p).fontSize)]"
    )
    assert 34 <= width / size <= 42


def test_articles_and_lists_are_complete_without_scripts(open_page: Opener) -> None:
    page = open_page("/companies/xiaomi/", java_script_enabled=False)
    links = page.locator("main .headline a[href^='/2025/']")
    assert links.count() >= 10
    links.first.click()
    expect(page.locator("article .body")).to_be_visible()


def test_figures_keep_their_place_before_the_image_arrives(open_page: Opener) -> None:
    page = open_page("/companies/xiaomi/", hold_images=True)
    origin, seen = page.evaluate("location.origin"), 0
    for path in page.locator("main a[href^='/20']").evaluate_all(
        "links => [...new Set(links.map(l => new URL(l.href).pathname).filter(p => p.split('/').length === 6))]"
    ):
        page.goto(origin + path, wait_until="domcontentloaded")
        for image in page.locator(".body figure img[width][height]").all():
            box, ratio = image.evaluate(
                "i => [i.getBoundingClientRect().toJSON(), i.getAttribute('width') / i.getAttribute('height')]"
            )
            assert abs(box["width"] / box["height"] - ratio) < 0.05
            seen += 1
    assert seen > 0
