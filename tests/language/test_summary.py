import pytest

from site_builder.language.summary import summarise

LEAD = "星河汽车周二发布了第三季度财报，营收同比增长12.5%，达到83.4亿元。"


@pytest.mark.parametrize(
    "boilerplate",
    [
        "本文首发于星河观察网站，欢迎移步查看。",
        "每经记者|王某某 每经编辑|李某某",
        "文｜王某某",
        "图片来源：视觉素材",
        "一、业绩回顾",
    ],
)
def test_boilerplate_and_headings_before_the_lead_are_skipped(boilerplate: str) -> None:
    assert summarise(f"{boilerplate}\n{LEAD}") == LEAD


@pytest.mark.parametrize(
    "prefix", ["智通财经APP获悉，", "财联社8月31日讯（编辑 王某某）：", "本站讯，", "每经AI快讯，", "每经讯，"]
)
def test_agency_opening_is_left_out(prefix: str) -> None:
    assert summarise(prefix + LEAD) == LEAD


@pytest.mark.parametrize(
    "text",
    ["没有标题的短讯，说的是星河汽车。", "星河观察报道，行情显示营收突破新高。", "这是最新的通讯，讲的是一家新公司。"],
)
def test_first_clause_that_credits_nobody_stays(text: str) -> None:
    assert summarise(text) == text


def test_a_short_line_that_stops_at_a_comma_begins_the_lead() -> None:
    assert summarise("轮渡公司今日发布公告，\n调整夜班的航次。") == "轮渡公司今日发布公告，调整夜班的航次。"


def test_date_of_the_event_stays() -> None:
    text = "星河汽车1月2日，宣布召回三千辆电动车，涉及两款车型。"
    assert summarise(text) == text


def test_sentences_are_added_up_to_the_limit() -> None:
    text = "第一句话说明了事情。第二句话补充了一个细节。第三句话已经太长了，所以放不下。"
    assert summarise(text, limit=24) == "第一句话说明了事情。第二句话补充了一个细节。"


def test_quoted_sentences_are_not_cut() -> None:
    text = "他说：“我们会继续。明年更快！”随后离场。会议结束。"
    assert summarise(text, limit=22) == "他说：“我们会继续。明年更快！”随后离场。"


def test_long_sentence_is_cut_at_a_clause() -> None:
    text = "这家公司在三年里建了两座工厂，招了一万名员工，并且把产品卖到了六十多个国家和地区的市场"
    assert summarise(text, limit=30) == "这家公司在三年里建了两座工厂，招了一万名员工…"


@pytest.mark.parametrize("limit", range(12, 40))
def test_cut_leaves_numbers_and_addresses_whole(limit: int) -> None:
    text = "全年营收达到了123,456.78亿元见https://example.com/a?b=1查询细节吧朋友们再见"
    summary = summarise(text, limit=limit).removesuffix("…")
    for whole in ("123,456.78", "https://example.com/a?b=1"):
        start = text.index(whole)
        assert not start < len(summary) < start + len(whole)


def test_english_goes_by_sentence_not_abbreviation() -> None:
    text = (
        "Core Insights - Galaxy Motors Inc. sold 1.2 million cars in the U.S. market last year. "
        "Analysts expect more. " + "The company plans to build further plants in three countries. " * 8
    )
    assert summarise(text, limit=60) == (
        "- Galaxy Motors Inc. sold 1.2 million cars in the U.S. market last year. Analysts expect more."
    ).removeprefix("- ")


def test_empty_text_has_an_empty_summary() -> None:
    assert summarise(" \n\n") == ""


def test_time_does_not_depend_on_the_length_of_the_article() -> None:
    assert len(summarise("“" * 1_000_000)) <= 140


LIST = """The lamp does two things and asks for nothing at all:
it dims by itself when the room grows dark at night;
it stops."""


def test_lines_of_a_list_go_on_after_their_own_marks() -> None:
    assert summarise(LIST) == " ".join(LIST.split("\n"))
