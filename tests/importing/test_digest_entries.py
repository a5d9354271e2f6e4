"""The first line of an item -> title, address and what else it says."""

import pytest

from site_builder.importing.digest_entries import Entry, address_of, links_of, read_entry, read_title

ENTRIES = [
    ("[标题](https://a.example/1)", Entry(title="标题", url="https://a.example/1")),
    ("**[标题](https://a.example/1)**", Entry(title="标题", url="https://a.example/1")),
    ("🌟 🐕 [标题](https://a.example/1)", Entry(title="标题", url="https://a.example/1")),
    ("[a / b](https://a.example/1):A tool", Entry(title="a / b", url="https://a.example/1", rest="A tool")),
    (
        "[标题](https://a.example/1)（英文）",
        Entry(title="标题", url="https://a.example/1", marks=("（英文）",)),
    ),
    (
        "[文章] [标题](https://a.example/1), by 林一",
        Entry(title="标题", url="https://a.example/1", tags=("文章",), authors=("林一",)),
    ),
    (
        "[甲](https://a.example/1) 和 [乙](https://a.example/2) 停止服务",
        Entry(
            title="甲 和 乙 停止服务",
            url="https://a.example/1",
            rest="[甲](https://a.example/1) 和 [乙](https://a.example/2) 停止服务",
            is_prose=True,
        ),
    ),
    ("[标题？](https://a.example/1) 12 万热度", Entry(title="标题？", url="https://a.example/1", rest="12 万热度")),
    (
        "**Title** ([Site](https://a.example/1))",
        Entry(title="Title", rest="([Site](https://a.example/1))"),
    ),
    ("标题 https://a.example/1", Entry(title="标题", url="https://a.example/1")),
    ("标题：https://a.example/1", Entry(title="标题", url="https://a.example/1")),
    ("标题是怎样的？https://a.example/1", Entry(title="标题是怎样的？", url="https://a.example/1")),
    ("标题https://a.example/1。", Entry(title="标题", url="https://a.example/1", rest="。")),
    ("https://www.a.example/posts/1/", Entry(title="a.example/posts/1", url="https://www.a.example/posts/1/")),
    ("**潮汐表**：每天两次。", Entry(title="潮汐表", rest="每天两次。")),
    ("【沪指高开，成交额回升】三大指数高开。", Entry(title="沪指高开，成交额回升", rest="三大指数高开。")),
    ("央行开展逆回购操作。", Entry(title="央行开展逆回购操作")),
    (
        "**甲公司**今天发布了新产品。它很小。",
        Entry(title="甲公司今天发布了新产品", rest="**甲公司**今天发布了新产品。它很小。", is_prose=True),
    ),
    ("", Entry(title="")),
]
TITLES = [
    ("[efe][译文]嵌套条件", Entry(title="[efe][译文]嵌套条件")),
    ("-[_Thread dealloc] 崩溃", Entry(title="-[_Thread dealloc] 崩溃")),
    ("甲涨价；乙降价！丙不变", Entry(title="甲涨价；乙降价！丙不变")),
    ("🐎 [Fluid Slider](https://a.example/1)", Entry(title="Fluid Slider", url="https://a.example/1")),
]


@pytest.mark.parametrize(("source", "entry"), ENTRIES, ids=[source for source, _ in ENTRIES])
def test_line_becomes_an_entry(source: str, entry: Entry) -> None:
    assert read_entry(source) == entry


@pytest.mark.parametrize(("source", "entry"), TITLES, ids=[source for source, _ in TITLES])
def test_title_line_is_all_title(source: str, entry: Entry) -> None:
    assert read_title(source) == entry


def test_links_are_those_to_pages() -> None:
    markdown = "![图](https://a.example/1.png) [甲](https://a.example/1) <video src='https://a.example/2.mp4'> https://b.example/3."
    assert links_of(markdown) == [("甲", "https://a.example/1"), ("", "https://b.example/3")]


def test_address_is_the_link_that_says_so_or_the_only_one() -> None:
    assert address_of("[甲](https://a.example/1) ['项目地址'](https://a.example/2)") == "https://a.example/2"
    assert address_of("说明 [甲](https://a.example/1)") == "https://a.example/1"
    assert address_of("[甲](https://a.example/1) [乙](https://a.example/2)") == ""
