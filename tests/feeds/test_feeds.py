"""Feeds, sitemap and host files of built archives, read back by other people's parsers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from lxml import etree
from small_archive import Archive

from site_builder.documents import Record
from site_builder.feeds import sitemap
from site_builder.feeds.sitemap import SitemapView
from site_builder.model import Output
from site_builder.theming.info import Info
from site_builder.views import Head

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read_feed(archive: Archive, path: str = "feed.xml") -> Any:
    feed = feedparser.parse(archive.tree()[path])
    assert feed.bozo == 0, feed.get("bozo_exception")
    return feed


def test_feed_says_everything_about_an_article(archive: Archive) -> None:
    archive.write("content/tags/ai.md", "---\nname: 人工智能\naliases: [AI]\n---\n")
    archive.article(
        "x", "2024-05-01 09:30",
        "title: 小米 & <华为>\nauthors: [甲, 乙]\ntags: [AI]\ncategories: [财经]\ncompanies: [小米]\n"
        "summary: 一句 <话>\nsource_url: https://news.example/a?id=1&utm_source=x\nnote: 值得*看*\n",
        "![图](/a.png)\n\n[站内](/about/) [邻](../y/) [段](#h-1) [站外](https://b.example/?a=1&b=2) ]]> &amp;",
    )  # fmt: skip
    archive.build()
    feed = read_feed(archive)
    (entry,) = feed.entries
    assert (feed.feed.title, feed.feed.link, feed.feed.language) == ("测试档案", "https://archive.example/", "zh-Hans")
    assert (entry.title, entry.link) == ("小米 & <华为>", "https://archive.example/2024/05/01/x/")
    assert entry.id.startswith("urn:uuid:")
    assert entry.published == "Wed, 01 May 2024 09:30:00 +0800"
    assert entry.summary == "一句 <话>"
    assert [author.name for author in entry.authors if "name" in author] == ["甲", "乙"]
    assert [tag.term for tag in entry.tags] == ["财经", "人工智能", "小米"]
    assert "utm_source" not in archive.tree()["feed.xml"].decode()
    content = entry.content[0].value
    assert content.startswith("<blockquote><p>值得<em>看</em></p>")
    assert re.findall(r'(?:href|src)="([^"]*)"', content) == [
        "https://archive.example/a.png", "https://archive.example/about/", "https://archive.example/2024/05/01/y/",
        "https://archive.example/2024/05/01/x/#h-1", "https://b.example/?a=1&amp;b=2",
    ]  # fmt: skip


def test_text_that_looks_like_a_link_is_left_alone(archive: Archive) -> None:
    archive.article("x", "2024-05-01", body='写作 ` href="/a"` 与 `<a href="/b">`，还有 src="#c"。')
    archive.build()
    content = read_feed(archive).entries[0].content[0].value
    assert "https://archive.example" not in content


def test_characters_that_xml_forbids_are_left_out(archive: Archive) -> None:
    archive.article("x", "2024-05-01", "title: 题\n", "前\x0b中\ufffe后\x1b[0m")
    archive.build()
    assert read_feed(archive).entries[0].content[0].value == "<p>前中后[0m</p>\n".strip()


def test_identifiers_survive_a_new_address_title_and_slug(archive: Archive) -> None:
    archive.article("x", "2024-05-01", "tags: [甲]\n")
    archive.build()
    before = read_feed(archive).entries[0]
    archive.write("site.toml", 'title = "新名"\nbase_url = "https://new.example/news/"\ntheme = "plain"\n')
    archive.article("x", "2024-05-02", "title: 新题\nslug: y\n")
    archive.build()
    after = read_feed(archive).entries[0]
    assert after.id == before.id
    assert after.link == "https://new.example/news/2024/05/02/y/"


def test_every_term_has_a_feed_of_its_own_articles(archive: Archive) -> None:
    archive.article("x", "2024-05-01", "tags: [甲]\noutlet: 晨报\n")
    archive.article("y", "2024-05-02", "tags: [乙]\noutlet: 晨报\n")
    archive.build()
    titles = {
        path: [e.title for e in read_feed(archive, path).entries] for path in archive.tree() if "feed.xml" in path
    }
    assert titles == {
        "feed.xml": ["Title of y", "Title of x"],
        "tags/甲/feed.xml": ["Title of x"],
        "tags/乙/feed.xml": ["Title of y"],
        "outlets/晨报/feed.xml": ["Title of y", "Title of x"],
    }
    feed = read_feed(archive, "tags/甲/feed.xml").feed
    assert (feed.title, feed.link) == ("甲 · 测试档案", "https://archive.example/tags/%E7%94%B2/")
    assert feed.links[1].href == "https://archive.example/tags/%E7%94%B2/feed.xml"


def test_feed_is_cut_to_its_size_and_bytes_depend_on_its_entries_alone(archive: Archive) -> None:
    archive.write("site.toml", 'title = "档案"\ntheme = "plain"\nfeed_size = 2\n')
    for day in range(1, 5):
        archive.article(f"a{day}", f"2024-05-0{day}", "updated: 2024-06-01\n" if day == 3 else "")
    archive.build(now=datetime(2024, 7, 1, tzinfo=UTC))
    before = archive.tree()["feed.xml"]
    assert [entry.title for entry in read_feed(archive).entries] == ["Title of a4", "Title of a3"]
    assert read_feed(archive).feed.updated == "Sat, 01 Jun 2024 00:00:00 +0800"
    archive.article("a1", "2024-05-01", "title: 旧文改了\n")
    archive.build(now=datetime(2025, 7, 1, tzinfo=UTC))
    assert archive.tree()["feed.xml"] == before


def test_excerpt_publishes_its_summary_alone(archive: Archive) -> None:
    archive.article("x", "2024-05-01", "rights: excerpt\nsummary: 一句\n", "全文不外传。")
    archive.build()
    (entry,) = read_feed(archive).entries
    assert (entry.summary, "content" in entry) == ("一句", False)
    assert not [path for path, content in archive.tree().items() if "不外传".encode() in content]


def test_draft_is_left_out_of_feeds_and_sitemap(archive: Archive) -> None:
    archive.article("x", "2024-05-01", "draft: true\n")
    archive.article("y", "2024-05-02")
    archive.build(drafts=True)
    assert [entry.title for entry in read_feed(archive).entries] == ["Title of y"]
    assert "2024/05/01/x/index.html" in archive.tree()
    assert b"/2024/05/01/x/" not in archive.tree()["sitemap.xml"]


def test_empty_archive_has_a_readable_feed(archive: Archive) -> None:
    archive.build()
    assert read_feed(archive).entries == []


def test_sitemap_lists_the_pages_worth_finding(archive: Archive) -> None:
    archive.article("x", "2024-05-01 09:30", "tags: [甲]\nupdated: 2024-06-01\naliases: [/old/]\n")
    archive.write("content/companies/a.md", "---\nname: 无文\n---\n")
    archive.write("content/pages/about.md", "---\ntitle: 关于\n---\n")
    archive.build()
    root = etree.fromstring(archive.tree()["sitemap.xml"])
    found = {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in root}
    changed = "2024-06-01T00:00:00+08:00"
    assert found == {
        f"https://archive.example{path}": lastmod
        for path, lastmod in {
            "/": changed, "/2024/": None, "/2024/05/": changed, "/2024/05/01/": changed, "/2024/05/01/x/": changed,
            "/about/": None, "/archive/": None, "/authors/": None, "/categories/": None, "/companies/": None,
            "/feeds/": None, "/outlets/": None, "/tags/": None,
        }.items()
    }  # fmt: skip


class _Nothing(Record, frozen=True, kw_only=True):
    head: Head = Head(title="", url="/")


def test_sitemap_is_split_at_fifty_thousand_addresses() -> None:
    at = datetime(2024, 5, 1, tzinfo=UTC)
    pages = [
        Output(path="", url=f"/{number:06}/", kind="article", view=_Nothing(), template="article.html", lastmod=at)
        for number in range(50_001)
    ]
    planned = {output.path: output.view for output in sitemap.plan(pages)}
    assert {path: (view.is_index, len(view.addresses)) for path, view in planned.items()} == {
        "sitemap-1.xml": (False, 50_000), "sitemap-2.xml": (False, 1), "sitemap.xml": (True, 2),
    }  # fmt: skip
    info = Info(title="", base_url="https://a.example/", base_path="/", language="en")
    assert sitemap.write(planned["sitemap.xml"], info, str).decode() == (
        '<?xml version="1.0" encoding="utf-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<sitemap><loc>https://a.example/sitemap-1.xml</loc><lastmod>2024-05-01T00:00:00+00:00</lastmod></sitemap>\n"
        "<sitemap><loc>https://a.example/sitemap-2.xml</loc><lastmod>2024-05-01T00:00:00+00:00</lastmod></sitemap>\n"
        "</sitemapindex>\n"
    )


def test_ampersand_in_an_address_is_escaped_in_the_sitemap() -> None:
    info = Info(title="", base_url="https://a.example/", base_path="/", language="en")
    view = SitemapView(is_index=False, addresses=(("/tags/r&d/", None),))
    assert b"<loc>https://a.example/tags/r&amp;d/</loc>" in sitemap.write(view, info, str)


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("allow", "User-agent: *\nAllow: /\n\nSitemap: https://a.example/sub/sitemap.xml\n"),
        ("private", "User-agent: *\nDisallow: /\n"),
    ],
)
def test_robots(archive: Archive, preset: str, expected: str) -> None:
    archive.write(
        "site.toml", f'title = "档案"\ntheme = "plain"\nbase_url = "https://a.example/sub"\nrobots = "{preset}"\n'
    )
    archive.build()
    assert archive.tree()["robots.txt"].decode() == expected


def test_training_crawlers_are_asked_to_stay_out(archive: Archive) -> None:
    archive.write("site.toml", 'title = "档案"\ntheme = "plain"\nrobots = "no-ai"\n')
    archive.build()
    robots = archive.tree()["robots.txt"].decode()
    assert robots.startswith("User-agent: GPTBot\nUser-agent: ClaudeBot\n")
    assert "Disallow: /\n\nUser-agent: *\nAllow: /\n\nSitemap: " in robots


def test_private_archive_says_so_in_headers_and_pages(archive: Archive) -> None:
    archive.write("site.toml", 'title = "档案"\ntheme = "plain"\nrobots = "private"\n')
    archive.article("x", "2024-05-01")
    archive.build()
    tree = archive.tree()
    assert b"  X-Robots-Tag: noindex\n" in tree["_headers"]
    assert [path for path in tree if path.endswith(".html") and b'content="noindex"' not in tree[path]] == []
    assert b"<url>" not in tree["sitemap.xml"]


def test_redirects_are_sorted_and_below_the_base_path(archive: Archive) -> None:
    archive.write("site.toml", 'title = "档案"\ntheme = "plain"\nbase_url = "https://a.example/sub"\n')
    archive.article("x", "2024-05-01", "aliases: [/旧/, /a b.html]\n")
    archive.write("content/pages/about.md", "---\ntitle: 关于\naliases: [/us]\n---\n")
    archive.build()
    assert archive.tree()["_redirects"].decode() == (
        "/sub/a%20b.html /sub/2024/05/01/x/ 301\n/sub/us /sub/about/ 301\n/sub/%E6%97%A7 /sub/2024/05/01/x/ 301\n"
    )
    assert b'<a href="/sub/2024/05/01/x/">' in archive.tree()["旧/index.html"]
