"""How sure the reader of digests is of a page."""

import pytest

from site_builder.importing.digest import READER

ITEMS = "".join(f"{number}、[甲{number}](https://a.example/{number})\n\n说明。\n\n" for number in range(1, 6))


@pytest.mark.parametrize(
    "head",
    [
        "# 海风周刊",
        "每周分享，第 3 期",
        "[往期](https://a.example/) 海风周刊",
        "---\ntitle: 海风日报\n---",
        "2024.03.08\n==========",
    ],
)
def test_page_that_names_itself_is_a_digest(head: str) -> None:
    assert READER.sniff(f"{head}\n\n{ITEMS}", "x.md") > 0.95


@pytest.mark.parametrize("name", ["2024-03-08.md", "weekly-12.md", "日报.md"])
def test_file_name_names_a_digest(name: str) -> None:
    assert READER.sniff(ITEMS, name) > 0.95


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一个标题\n\n一段文字。",
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "甲", "url": "https://a.example/1"}]}',
        '{"name": "x", "list": [{"name": "甲", "url": "https://a.example/1"}]}',
        "# 海风日报如何排版\n\n1. 打开\n2. 写字\n\n" + "这一段是正文，讲一件事情的前后经过。" * 40,
        "2014-05-05 旧事\n\n" + "一段很长的正文。" * 60,
    ],
)
def test_what_is_no_digest_is_left_to_others(text: str) -> None:
    assert READER.sniff(text, "x.md") == 0


@pytest.mark.parametrize("title", ["一周热议的新车", "星河今日发布新车", "新闻背后的电池"])
def test_article_in_headed_parts_is_no_digest_whatever_its_title_says(title: str) -> None:
    parts = "".join(f"{number}、第{number}部分\n\n{'这一部分讲一件事的一个方面。' * 12}\n\n" for number in "一二三四")
    assert READER.sniff(f"{title}\n\ntech2024-03-08\n\n{parts}", "x.txt") < 0.4
