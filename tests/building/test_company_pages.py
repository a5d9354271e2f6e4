"""A company's page as the default theme shows it, and what a build makes of roll-up."""

from __future__ import annotations

import pytest
from lxml import html
from small_archive import Archive

SITE = """\
title = "测试档案"
base_url = "https://archive.example/"
page_size = 3
[companies]
with_tags = true
"""


@pytest.fixture
def built(archive: Archive) -> Archive:
    """Four articles over two months on 小米 and its brand 小米汽车, built with the default theme."""
    archive.write("site.toml", SITE)
    archive.write(
        "content/companies/mi.md",
        "---\nname: 小米\nenglish: Xiaomi\ntickers: [01810.HK]\nlogo: /mi.png\nwikidata: Q1636958\n---\n",
    )
    archive.write("content/companies/car.md", "---\nname: 小米汽车\nparent: mi\n---\n")
    archive.write("static/mi.png", b"")
    archive.article("a", "2024-01-05", "tags: [车]\n", "小米汽车建厂。")
    archive.article("b", "2024-01-06", "title: 小米汽车交付\ntags: [车]\n")
    archive.article("c", "2024-03-07", "title: 小米财报\n")
    archive.article("d", "2024-03-08", "", "文中顺带提到小米。")
    archive.build()
    return archive


def page(archive: Archive, path: str) -> html.HtmlElement:
    return html.fromstring(archive.tree()[path].decode())


def texts(element: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.xpath(selector)]


def test_chart_is_an_image_with_a_title_and_a_table_of_the_same_numbers(built: Archive) -> None:
    company = page(built, "companies/mi/index.html")
    assert texts(company, "//svg[@role='img']/title") == ["小米：2024年1月至2024年3月每月文章数，最多的一个月 2 篇"]
    assert texts(company, "//svg//rect/../title") == ["2024年1月：2 篇文章", "2024年3月：2 篇文章"]
    assert len(company.xpath("//svg//rect")) == 4
    cells = [[cell.text_content() for cell in row] for row in company.xpath("//figure//table//tr")]
    assert cells == [
        ["月份", "主要报道", "提及", "合计"], ["2024年3月", "1", "1", "2"], ["2024年1月", "1", "1", "2"],
    ]  # fmt: skip
    assert company.xpath("//@style") == []


def test_entries_are_marked_and_named_for_the_brand(built: Archive) -> None:
    company = page(built, "companies/mi/index.html")
    assert texts(company, "//li[contains(@class, 'row')]//span[contains(@class, 'flag')]") == [
        "提及", "标题", "标题 · 小米汽车"
    ]  # fmt: skip
    assert texts(company, "//*[@class='month-heading']") == ["2024年3月", "2024年1月"]


def test_identity_is_told(built: Archive) -> None:
    company = page(built, "companies/mi/index.html")
    assert texts(company, "//*[@class='identity']/span") == ["Xiaomi", "01810.HK"]
    assert company.xpath("//img[@class='logo']/@src") == ["/mi.png"]
    assert company.xpath("//a[contains(@href, 'wikidata')]/@href") == ["https://www.wikidata.org/wiki/Q1636958"]
    assert company.xpath("//dl//a[@href='/companies/car/']/text()") == ["小米汽车"]
    assert page(built, "companies/car/index.html").xpath("//dl//a[@href='/companies/mi/']/text()") == ["小米"]


def test_page_feed_index_and_pair_hold_the_same_articles(built: Archive) -> None:
    tree = built.tree()
    assert tree["companies/mi/feed.xml"].count(b"<item>") == 4
    index = page(built, "companies/index.html")
    assert texts(index, "//a[@href='/companies/mi/']/*[@class='counts-number']") == ["2 / 4"]
    company = page(built, "companies/mi/index.html")
    assert company.xpath("//aside//a[contains(@href, '/tags/')]/@href") == ["/companies/mi/tags/%E8%BD%A6/"]
    assert texts(page(built, "companies/mi/tags/车/index.html"), "//h1") == ["小米 · 车 2 篇文章"]


def test_thin_pages_ask_not_to_be_indexed_and_stay_out_of_the_sitemap(archive: Archive) -> None:
    archive.article("a", "2024-01-05", "tags: [车, 电]\n")
    archive.article("b", "2024-01-06", "tags: [车]\n")
    archive.write("site.toml", SITE)
    archive.build()
    robots = "//meta[@name='robots']/@content"
    assert page(archive, "tags/电/index.html").xpath(robots) == ["noindex"]
    assert page(archive, "tags/车/index.html").xpath(robots) == []
    sitemap = archive.tree()["sitemap.xml"].decode()
    assert ("/tags/%E8%BD%A6/" in sitemap, "/tags/%E7%94%B5/" in sitemap) == (True, False)
