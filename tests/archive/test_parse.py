from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from site_builder.archive.parse import parse_article_file, parse_page_file, parse_term_file
from site_builder.errors import Problem

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("path", "front", "slug"),
    [
        ("content/articles/2021/07/a-b.md", "", "a-b"),
        ("content/articles/2021/a-b/index.md", "", "a-b"),
        ("content/articles/x.md", "slug: 小米\n", "小米"),
        ("content/articles/x.md", "permalink: /2020/y.html\n", "y"),
    ],
)
def test_slug_is_written_or_the_files_name(path: str, front: str, slug: str) -> None:
    parsed = parse_article_file(path, f"---\ntitle: 题\ndate: 2021-07-14\n{front}---\n", zone=ZONE, language="zh-Hans")
    assert parsed.article is not None
    assert (parsed.article.slug, parsed.problems) == (slug, ())


@pytest.mark.parametrize("slug", ["a b", ".hidden", "a?b", "..", "a%2Fb", "汉" * 67])
def test_slug_that_cannot_be_part_of_an_address(slug: str) -> None:
    text = f'---\ntitle: 题\ndate: 2021-07-14\nslug: "{slug}"\n---\n'
    problems = parse_article_file("content/articles/x.md", text, zone=ZONE, language="zh-Hans").problems
    hint = "use letters, digits, hyphens: slug: xiaomi-su7"
    message = f'slug "{slug}" cannot be part of an address'
    assert problems == (Problem("content/articles/x.md", 4, "slug-wrong", message, hint),)


def test_date_is_in_the_sites_zone() -> None:
    text = "---\ntitle: 题\ndate: 2021-07-13T20:00:00Z\n---\n"
    parsed = parse_article_file("content/articles/x.md", text, zone=ZONE, language="zh-Hans").article
    assert parsed is not None
    assert parsed.date.isoformat() == datetime(2021, 7, 14, 4, tzinfo=ZONE).isoformat()


def test_update_is_in_the_sites_zone() -> None:
    text = "---\ntitle: 题\ndate: 2021-07-13\nlastmod: 2021-07-13T20:00:00Z\n---\n"
    parsed = parse_article_file("content/articles/x.md", text, zone=ZONE, language="zh-Hans").article
    assert parsed is not None
    assert str(parsed.front_matter.updated) == "2021-07-14 04:00:00+08:00"


@pytest.mark.parametrize(
    ("site", "text", "language"),
    [
        ("zh-Hans", "这里有一段中文。", "zh-Hans"),
        ("zh-Hant", "这里有一段中文。", "zh-Hans"),
        ("zh-Hans", "這裡有一段中文。", "zh-Hant"),
        ("zh-Hant", "一段中文。", "zh-Hant"),
        ("zh-CN", "这里有一段中文。", "zh-CN"),
        ("zh-Hans", "This article is in English, with a few more words.", "en"),
        ("en-GB", "This article is in English, with a few more words.", "en-GB"),
        ("en", "这里有一段中文，说明一件事情。", "zh-Hans"),
    ],
)
def test_language_is_the_texts_in_the_sites_spelling(site: str, text: str, language: str) -> None:
    page = parse_page_file("content/pages/x.md", f"---\ntitle: '2021'\n---\n\n{text}\n", zone=ZONE, language=site).page
    assert page is not None
    assert page.language == language


def test_note_is_rendered_and_made_safe() -> None:
    text = "---\ntitle: 题\ndate: 2021-07-14\nnote: 见*此*处<script>x</script>\n---\n"
    parsed = parse_article_file("content/articles/x.md", text, zone=ZONE, language="zh-Hans").article
    assert parsed is not None
    assert parsed.note_html == "<p>见<em>此</em>处&lt;script&gt;x&lt;/script&gt;</p>\n"


def test_written_summary_wins_over_the_texts_beginning() -> None:
    text = "---\ntitle: 题\ndate: 2021-07-14\n{}---\n\n## 小标题\n\n第一段。\n"
    written = parse_article_file("x.md", text.format("summary: 一句\n"), zone=ZONE, language="zh-Hans").article
    taken = parse_article_file("x.md", text.format(""), zone=ZONE, language="zh-Hans").article
    assert written is not None
    assert taken is not None
    assert written.summary == "一句"
    assert taken.summary.endswith("第一段。")


def test_term_file_without_text_has_an_empty_body() -> None:
    text = "---\nname: 小米\n---\n"
    parsed = parse_term_file("content/companies/mi.md", text, taxonomy="companies", zone=ZONE, language="zh-Hans")
    assert parsed.term is not None
    assert (parsed.term.slug, parsed.term.body.characters, parsed.html) == ("mi", 0, "")
