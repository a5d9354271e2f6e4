"""Names that look like companies, from sentences of our own."""

from __future__ import annotations

import pytest

from site_builder.archive.company_candidates import Candidate, find_candidates, join_longer, make_context


def names(text: str) -> list[tuple[str, str]]:
    return [(candidate.name, candidate.source) for candidate in find_candidates(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("早盘石桥电子（300999）涨停。", "石桥电子"),
        ("其中，云帆股份（600999.SH）跌逾3%", "云帆股份"),
        ("海角医疗-B（02999.HK）开盘走高", "海角医疗"),
        ("港股方面，渡口物业(HK:02998)复牌", "渡口物业"),
        ("收购北山软件（NASDAQ：NSFT）", "北山软件"),
        ("控股股东为长河矿业（股票代码：601999，下称公司）", "长河矿业"),
    ],
)
def test_name_before_a_code_begins_behind_a_sign_or_a_word(text: str, name: str) -> None:
    assert (name, "code") in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("昨日，星海科技宣布完成融资。", "星海科技"),
        ("由星海科技、海角集团联合举办", "星海科技"),
        ("由星海科技、海角集团联合举办", "海角集团"),
        ("近日海角集团表示", "海角集团"),
        ("通过蓝桥股份的渠道", "蓝桥股份"),
        ("起诉了杭州渡口网络科技有限公司", "杭州渡口网络科技有限公司"),
        ("受雇于北山公司的工程师", "北山公司"),
        ("华为技术有限公司，", "华为技术有限公司"),
    ],
)
def test_name_with_an_ending_is_found(text: str, name: str) -> None:
    assert (name, "form") in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "该公司表示", "多家上市公司发布公告", "其母公司与子公司", "互联网公司的员工", "大型科技公司裁员",
        "中国科技发展很快", "这家人工智能公司", "让科技更有温度", "一家供暖公司", "财务咨询公司", "本集团",
        "公司股份", "增持公司股份300万股", "有限公司", "随着科技进步", "什么样的公司", "（20260821）",
        "写于（202406）", "他们公司的福利", "越来越多的公司", "科技股份", "国内外知名公司", "某公司", "保险集团",
    ],
)  # fmt: skip
def test_generic_words_are_no_names(text: str) -> None:
    assert names(text) == []


def test_example_is_one_line_around_the_name() -> None:
    assert list(find_candidates("开头。\n星海科技宣布\n换行之后")) == [
        Candidate(name="星海科技", source="form", context="开头。 星海科技宣布 换行之后")
    ]
    assert (
        make_context("一二三四五六七八九十" * 5, 25, 26)
        == "八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四"
    )


def test_a_name_cut_too_far_to_the_left_goes_to_the_frequent_one() -> None:
    found = {"星海科技": ["a", "b", "c"], "午后星海科技": ["d"], "海角集团": ["a"], "小海角集团": ["a", "b"]}
    assert join_longer(found) == {"午后星海科技": "星海科技"}
