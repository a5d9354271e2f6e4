from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.archive.companies import Vocabulary, collect_forms, find_mentions
from site_builder.model import Body, Mention, ParsedTerm, TermFacts


def company(slug: str, name: str, **facts: Any) -> ParsedTerm:
    return ParsedTerm(
        path=f"content/companies/{slug}.md",
        taxonomy="companies",
        slug=slug,
        facts=TermFacts(name=name, **facts),
        body=Body(key=""),
    )


COMPANIES = (
    company("xiaomi", "小米集团", aliases=("小米", "Xiaomi"), tickers=("01810.HK",), exclude=("小米粥", "小米加步枪")),
    company("xiaomi-auto", "小米汽车"),
    company("arm", "Arm", aliases=("Arm Co",)),
    company("meta", "Meta"),
    company("shell", "壳牌", english="Shell", ambiguous=("Shell",), context=("石油", "oil")),
    company("apple", "苹果公司", aliases=("苹果",), ambiguous=("苹果",), context=("iPhone",)),
    company("tencent", "腾讯"),
    company("36kr", "36氪"),
)


def find(text: str, title: str = "") -> dict[str, tuple[str, ...]]:
    """Slug -> forms found."""
    vocabulary = Vocabulary(*collect_forms(COMPANIES))
    return {mention.slug: mention.forms for mention in find_mentions(title, text, vocabulary)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("小米集团发布", {"xiaomi": ("小米集团",)}),
        ("小米汽车与小米", {"xiaomi-auto": ("小米汽车",), "xiaomi": ("小米",)}),
        ("喝小米粥的小米", {"xiaomi": ("小米",)}),
        ("一碗小米粥", {}),
        ("在腾讯小米之间", {"tencent": ("腾讯",), "xiaomi": ("小米",)}),
        ("用Xiaomi手机", {"xiaomi": ("Xiaomi",)}),
        ("XIAOMI, xiaomi", {"xiaomi": ("XIAOMI", "xiaomi")}),
        ("ＸｉａｏＭｉ全角", {"xiaomi": ("ＸｉａｏＭｉ",)}),
        ("Xiaomishop", {}),
        ("MyXiaomi", {}),
        ("Xiaomi2", {}),
        ("Xiaomi-2", {"xiaomi": ("Xiaomi",)}),
        ("（01810.HK）", {"xiaomi": ("01810.HK",)}),
        ("101810.HK", {}),
        ("Arm授权", {"arm": ("Arm",)}),
        ("arm in arm", {}),
        ("ARM", {}),
        ("Ａｒｍ", {"arm": ("Ａｒｍ",)}),
        ("Arm Cortex-A", {"arm": ("Arm",)}),
        ("Arm Co. said", {"arm": ("Arm Co",)}),
        ("metadata, MetaX", {}),
        ("36氪获悉", {"36kr": ("36氪",)}),
        ("Shell 脚本", {}),
        ("Shell 与石油", {"shell": ("Shell",)}),
        ("Shell and OIL", {"shell": ("Shell",)}),
        ("壳牌（Shell）", {"shell": ("壳牌", "Shell")}),
        ("吃苹果", {}),
        ("苹果的 ｉＰｈｏｎｅ", {"apple": ("苹果",)}),
        ("苹果公司与苹果", {"apple": ("苹果公司", "苹果")}),
        ("", {}),
    ],
)
def test_names_are_found_where_they_stand_alone(text: str, found: dict[str, tuple[str, ...]]) -> None:
    assert find(text) == found


def test_company_of_the_title_is_what_the_article_is_about() -> None:
    vocabulary = Vocabulary(*collect_forms(COMPANIES))
    assert find_mentions("小米涨了", "腾讯跌，小米集团涨。", vocabulary) == (
        Mention(slug="xiaomi", about=True, forms=("小米", "小米集团"), reason="title"),
        Mention(slug="tencent", forms=("腾讯",), reason="text"),
    )


def test_context_in_the_text_admits_the_name_of_the_title() -> None:
    assert find("谈到了 iPhone", title="苹果变了") == {"apple": ("苹果",)}


def test_shared_form_belongs_to_the_first_company() -> None:
    first, second = company("a", "甲", aliases=("共",)), company("b", "乙", aliases=("共",))
    assert find_mentions("", "共", Vocabulary(*collect_forms([first, second]))) == (
        Mention(slug="a", forms=("共",), reason="text"),
    )


def test_no_companies_find_nothing() -> None:
    assert find_mentions("小米", "小米", Vocabulary(*collect_forms([]))) == ()


@given(
    st.lists(
        st.sampled_from(["小米", "小米集团", "小米汽车", "小米粥", "Arm", " Co", "rtex", "腾讯", "，", " "]),
        max_size=12,
    )
)
def test_forms_found_do_not_overlap_and_stand_in_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    rest = text
    for slug, forms in find(text).items():
        for form in forms:
            assert form in rest, (slug, form)
    assert ("xiaomi-auto" in find(text)) == ("小米汽车" in text)
