import pytest

from site_builder.documents import Credit
from site_builder.importing.metadata_lines import Metadata, read_metadata, read_tail


def _facts(metadata: Metadata) -> dict[str, object]:
    return {
        name: value for name in ("title", "date", "source_url", "outlet", "tags", "credits")
        if (value := getattr(metadata, name))
    }  # fmt: skip


HEADS = {
    '[#]: via: "https://a.example/1"\n[#]: author: (Ann Lee https://a.example/ann)\n\n正文': (
        {"source_url": "https://a.example/1", "credits": (Credit(role="作者", names=("Ann Lee",)),)}, 2,
    ),
    "> 作者：林一、周二\n> 原文链接: https://a.example/2\n正文": (
        {"source_url": "https://a.example/2", "credits": (Credit(role="作者", names=("林一", "周二")),)}, 2,
    ),
    "发信人: lin (林), 信区: News\n标  题: 星河\n发信站: 江畔站 (Tue Mar  5 18:40:06 2024)\n\n正文": (
        {
            "title": "星河", "date": "Tue Mar  5 18:40:06 2024", "outlet": "江畔站",
            "credits": (Credit(role="作者", names=("lin",)),),
        }, 3,
    ),
    "作者：陈一苇　2022年8月21日\n\n正文": (
        {"date": "2022年8月21日", "credits": (Credit(role="作者", names=("陈一苇",)),)}, 1,
    ),
    "来源：滨海晚报　作者：何清　２０１９年１１月２３日　１４：０５\n正文": (
        {
            "date": "２０１９年１１月２３日 １４：０５", "outlet": "滨海晚报",
            "credits": (Credit(role="作者", names=("何清",)),),
        }, 1,
    ),
    "作者：何清 2019-11-23\n发布时间：2019-11-25\n正文": (
        {"date": "2019-11-25", "credits": (Credit(role="作者", names=("何清",)),)}, 2,
    ),
    "作者：reader20191123\n正文": ({"credits": (Credit(role="作者", names=("reader20191123",)),)}, 1),
    "标签（空格分隔）:  车 电池\n\n---\n\n正文": ({"tags": ("车", "电池")}, 1),
    "@title 星河\n@pubDate 2024-03-05 08:02:12 -0700\n@layout wide page\n正文": (
        {"title": "星河", "date": "2024-03-05 08:02:12 -0700"}, 3,
    ),
    "@星河公司 发布了新车\n正文": ({}, 0),
    "From: Ann Lee <ann@a.example>\nSubject: Re: A road\nDate: Tue, 5 Mar 2024 08:00:00 +0800\nTo: x@b.org\n\nText": (
        {
            "title": "Re: A road", "date": "Tue, 5 Mar 2024 08:00:00 +0800",
            "credits": (Credit(role="作者", names=("Ann Lee",)),),
        }, 4,
    ),
    "2024-03-05 08:00　来源：滨海晚报　编辑/何清\n正文": (
        {"date": "2024-03-05 08:00", "outlet": "滨海晚报", "credits": (Credit(role="编辑", names=("何清",)),)}, 1,
    ),
    "来源 | 滨海晚报\n文/何清 陈一苇\n正文": (
        {"outlet": "滨海晚报", "credits": (Credit(role="文", names=("何清", "陈一苇")),)}, 2,
    ),
    "滨海晚报全媒体记者 何清 通讯员 陈一苇 林一\n正文": (
        {"credits": (Credit(role="记者", names=("何清",)), Credit(role="通讯员", names=("陈一苇", "林一")))}, 1,
    ),
    "By Ann Lee and John Roe, Reuters\nPublished on June 21st, 2024\nText": (
        {
            "date": "June 21st, 2024", "outlet": "Reuters",
            "credits": (Credit(role="作者", names=("Ann Lee", "John Roe")),),
        }, 2,
    ),
    "By the river\nText": ({}, 0),
    "时间：周六下午两点\n地点：江边\n正文": ({}, 0),
    "本文转自滨海晚报公众号\n正文": ({"outlet": "滨海晚报公众号"}, 1),
    "作者：他说这句话时停了很久。没有人回答！\n正文": ({}, 0),
    "来源于生活的故事\n正文": ({}, 0),
    "> 来源：滨海晚报\n> 发布：2024 年 7 月 19 日\n> 链接：https://a.example/4\n正文": (
        {"date": "2024 年 7 月 19 日", "source_url": "https://a.example/4", "outlet": "滨海晚报"}, 3,
    ),
    "來源：濱海晚報\n發佈時間：2024-07-19 10:00\n連結：https://a.example/5\n記者：何清\n正文": (
        {
            "date": "2024-07-19 10:00", "source_url": "https://a.example/5", "outlet": "濱海晚報",
            "credits": (Credit(role="记者", names=("何清",)),),
        }, 4,
    ),
    "3小时前 来源：滨海晚报\n正文": ({"outlet": "滨海晚报"}, 1),
    "消息来源：[Harbour Times][8]\n正文": ({"outlet": "Harbour Times"}, 1),
    "发布：2024 年的新车都在这里\n正文": ({}, 0),
    "更新：三家公司已经回应\n正文": ({}, 0),
    "Ann Lee\nHarbour Times\nMarch 5, 2024\nText": ({}, 0),
}  # fmt: skip


@pytest.mark.parametrize("text", HEADS, ids=range(len(HEADS)))
def test_facts_above_the_text_are_read(text: str) -> None:
    metadata, count = read_metadata(text.split("\n"))
    assert (_facts(metadata), count) == HEADS[text]


BARE = {
    "Ann Lee\nThe Harbour Times\nUpdated March 5, 2024 3:04 pm ET\n\nText goes on.": (
        {"outlet": "The Harbour Times", "credits": (Credit(role="作者", names=("Ann Lee",)),)}, 3,
    ),
    "By Ann Lee, Reuters\nMarch 5, 2024 3:04 pm EST\n\nText": (
        {
            "date": "March 5, 2024 3:04 pm EST", "outlet": "Reuters",
            "credits": (Credit(role="作者", names=("Ann Lee",)),),
        }, 2,
    ),
    "New Product Launch\nMarch 5, 2024\nText": ({}, 0),
    "Ann Lee\nText goes on.": ({}, 0),
}  # fmt: skip


@pytest.mark.parametrize("text", BARE, ids=range(len(BARE)))
def test_lines_without_keys_are_facts_below_a_title_alone(text: str) -> None:
    metadata, count = read_metadata(text.split("\n"), is_outlet=lambda name: False)
    assert (_facts(metadata), count) == BARE[text]


TAILS = {
    "正文\n\n-----\n\nvia: https://a.example/3\n作者：[Ann][a] 译者：[林](https://b.example)\n\n[a]: https://c.ex": (
        {
            "source_url": "https://a.example/3",
            "credits": (Credit(role="作者", names=("Ann",)), Credit(role="译者", names=("林",))),
        },
        ["正文", "", "[a]: https://c.ex"],
    ),
    "正文\n来源：生活": ({}, ["正文", "来源：生活"]),
    "正文\n（责任编辑：何清）\n来源：滨海晚报": (
        {"outlet": "滨海晚报", "credits": (Credit(role="责任编辑", names=("何清",)),)},
        ["正文"],
    ),
}


@pytest.mark.parametrize("text", TAILS, ids=range(len(TAILS)))
def test_facts_below_the_text_are_read(text: str) -> None:
    metadata, lines = read_tail(text.split("\n"))
    assert (_facts(metadata), lines) == TAILS[text]


def test_file_of_facts_alone_has_no_text() -> None:
    assert read_metadata(["作者：林一"])[1] == 1
