import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.archive.companies import find_mentions
from site_builder.archive.vocabulary import Matcher, collect_vocabulary
from site_builder.documents import TermFacts
from site_builder.model import Body, Mention, ParsedTerm, Surface


def company(slug: str, name: str, **facts: Any) -> ParsedTerm:
    return ParsedTerm(
        path=f"content/companies/{slug}.md",
        taxonomy="companies",
        slug=slug,
        facts=TermFacts(name=name, **facts),
        body=Body(key=""),
    )


COMPANIES = (
    company(
        "xiaomi",
        "小米集团",
        aliases=("小米", "Xiaomi"),
        tickers=("01810.HK",),
        exclude=("小米粥", "日小", "小米加步枪"),
    ),
    company("xiaomi-auto", "小米汽车"),
    company("arm", "Arm", aliases=("Arm Co",)),
    company("meta", "Meta"),
    company("shell", "壳牌", english="Shell", ambiguous=("Shell",), context=("石油", "oil")),
    company("apple", "苹果公司", aliases=("苹果",), ambiguous=("苹果",), context=("iPhone",)),
    company("tencent", "腾讯"),
    company("36kr", "36氪"),
    company("deepseek", "DeepSeek"),
    company("alibaba", "阿里巴巴", tickers=("BABA.US", "09988.HK")),
    company("qixin", "奇信股份", aliases=("奇信",), tickers=("002781.SZ",)),
)


def once(form: str) -> Surface:
    """A plain name that stands once, in the lead."""
    return Surface(form=form, place="lead", rule="name", count=1, nths=(0,))


def find(text: str, title: str = "") -> dict[str, tuple[str, ...]]:
    """Slug -> forms found."""
    matcher = Matcher(collect_vocabulary(COMPANIES))
    return {mention.slug: mention.forms for mention in find_mentions(title, text, matcher)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("小米集团发布", {"xiaomi": ("小米集团",)}),
        ("小米汽车与小米", {"xiaomi-auto": ("小米汽车",), "xiaomi": ("小米",)}),
        ("喝小米粥的小米", {"xiaomi": ("小米",)}),
        ("一碗小米粥", {}),
        ("近日小米步枪", {"xiaomi": ("小米",)}),
        ("在腾讯小米之间", {"tencent": ("腾讯",), "xiaomi": ("小米",)}),
        ("用Xiaomi手机", {"xiaomi": ("Xiaomi",)}),
        ("XIAOMI, xiaomi", {"xiaomi": ("XIAOMI", "xiaomi")}),
        ("ＸｉａｏＭｉ全角", {"xiaomi": ("ＸｉａｏＭｉ",)}),
        ("Xiaomishop", {}),
        ("MyXiaomi", {}),
        ("Xiaomi2", {}),
        ("Arm授权", {"arm": ("Arm",)}),
        ("arm in arm", {}),
        ("ARM", {}),
        ("Ａｒｍ", {"arm": ("Ａｒｍ",)}),
        ("Arm Cortex-A", {"arm": ("Arm",)}),
        ("Arm Co. said", {"arm": ("Arm Co",)}),
        ("metadata, MetaX", {}),
        ("", {}),
    ],
)
def test_names_are_found_where_they_stand_alone(text: str, found: dict[str, tuple[str, ...]]) -> None:
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("买入（01810.HK）", "01810.HK"),
        ("买入（01810）", "01810"),
        ("买入（1810.HK）", "1810.HK"),
        ("买入(HK01810)", "HK01810"),
        ("买入（港股代码：01810）", "01810"),
        ("买入（０１８１０）", "０１８１０"),
        ("编号 01810 的零件", ""),
        ("101810.HK", ""),
    ],
)
def test_ticker_names_its_company_and_bare_digits_do_in_brackets_alone(text: str, form: str) -> None:
    assert find(text) == ({"xiaomi": (form,)} if form else {})


@pytest.mark.parametrize("text", ["看好 $BABA", "看好(NYSE: BABA)", "看好（美股代码：BABA）", "看好 BABA.US"])
def test_american_ticker_is_found_beside_a_dollar_sign_and_its_exchange(text: str) -> None:
    assert set(find(text)) == {"alibaba"}


def test_letters_alone_in_brackets_are_a_ticker_where_the_company_is_named() -> None:
    assert find("接口（BABA）") == {}
    assert find("阿里巴巴（BABA）") == {"alibaba": ("阿里巴巴", "BABA")}


def test_ticker_in_lower_case_is_a_word() -> None:
    assert find("（baba）") == {}


def test_share_class_with_a_point_is_part_of_the_code() -> None:
    matcher = Matcher(collect_vocabulary([company("berkshire", "伯克希尔", tickers=("BRK.B.US",))]))
    assert [m.slug for m in find_mentions("", "买入 (NYSE: BRK.B)", matcher)] == ["berkshire"]


def test_marks_of_exchanges_belong_to_the_name() -> None:
    assert find("*ST奇信涨停，小米集团-W跌") == {"qixin": ("*ST奇信",), "xiaomi": ("小米集团-W",)}


@pytest.mark.parametrize(
    "text",
    [
        "见 https://example.com/xiaomi/list",
        "装 pypi.xiaomi.com 的包",
        "写信给 press@xiaomi.com",
        "模型 DeepSeek-V3 很快",
        "资料来源：腾讯科技",
        "来源：新浪科技，腾讯",
        "图片来自 Xiaomi",
        "本文首发于36氪网站",
        "图｜视觉、腾讯",
        "36氪获悉，有新消息",
        "出品｜腾讯商业组",
        "Dec 17 (Xiaomi) - a report",
        "腾讯科技讯",
        "腾讯新闻 10月19日消息",
        "《腾讯》记者",
        "事情就是这样。（腾讯）",
        "他在小米上发文",
        "去 Xiaomi 主页看看",
        "乔治·腾讯迈耶",
    ],
)
def test_credits_addresses_products_and_places_are_no_mentions(text: str) -> None:
    assert find(text) == {}


def test_outlet_in_brackets_before_its_report_is_a_credit() -> None:
    matcher = Matcher(collect_vocabulary([company("hongqi", "红旗报"), company("hongqi-auto", "红旗汽车")]))
    assert find_mentions("", "【红旗报】甲公司公告增资", matcher) == ()
    assert [mention.slug for mention in find_mentions("", "【红旗汽车】增资", matcher)] == ["hongqi-auto"]


def test_department_is_not_the_company_of_the_same_name() -> None:
    assert find("原小米汽车部总经理") == {"xiaomi": ("小米",)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shell 脚本", {}),
        ("Shell 与石油", {"shell": ("Shell",)}),
        ("Shell and OIL", {"shell": ("Shell",)}),
        (f"Shell{'，' * 70}石油", {}),
        ("壳牌（Shell）", {"shell": ("壳牌", "Shell")}),
        ("吃苹果", {}),
        ("苹果宣布减产", {}),
        ("苹果大涨", {}),
        ("投资苹果", {}),
        ("苹果的 ｉＰｈｏｎｅ", {"apple": ("苹果",)}),
        ("苹果公司与苹果", {"apple": ("苹果公司", "苹果")}),
    ],
)
def test_words_of_context_are_asked_for_where_the_term_file_names_them(
    text: str, found: dict[str, tuple[str, ...]]
) -> None:
    assert find(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shell said on Monday", {"shell": ("Shell",)}),
        ("Shell shares fell", {"shell": ("Shell",)}),
        ("苹果股价大跌", {"apple": ("苹果",)}),
        ("苹果 CEO 到访", {"apple": ("苹果",)}),
    ],
)
def test_what_only_a_company_has_admits_a_name_without_its_context(
    text: str, found: dict[str, tuple[str, ...]]
) -> None:
    assert find(text) == found


@pytest.mark.parametrize("text", ["36氪上市", "36 氪上市", "３６ 氪上市"])
def test_blank_between_chinese_and_latin_makes_no_other_name(text: str) -> None:
    assert list(find(text)) == ["36kr"]


def test_name_written_with_a_blank_is_found_without_and_stays_ambiguous() -> None:
    matcher = Matcher(collect_vocabulary([company("geek", "极客 X", ambiguous=("极客 X",))]))
    assert [mention.forms for mention in find_mentions("", "极客X宣布", matcher)] == [("极客X",)]
    assert find_mentions("", "极客X 和极客 X", matcher) == ()


AMBIGUOUS = (
    company("xiaomi", "小米", ambiguous=("小米",)),
    company("apple", "苹果", english="Apple", ambiguous=("苹果", "Apple")),
    company("samsung", "三星", english="Samsung", ambiguous=("三星",)),
    company("pengpai", "澎湃新闻", aliases=("澎湃",), ambiguous=("澎湃",)),
    company("vw", "大众汽车", aliases=("大众",), ambiguous=("大众",)),
    company("cnn", "CNN", ambiguous=("CNN",)),
    company("box", "Box", ambiguous=("Box",)),
    company("oppo", "OPPO", aliases=("OV",), ambiguous=("OV",)),
    company("vivo", "vivo", aliases=("OV",), ambiguous=("vivo", "OV")),
    company("microsoft", "微软"),
    company("himalaya", "喜马拉雅", ambiguous=("喜马拉雅",)),
    company("360", "奇虎360", aliases=("360",), ambiguous=("360",)),
)


def admitted(text: str, title: str = "") -> set[str]:
    """Slugs of the companies admitted by the general rules."""
    return {m.slug for m in find_mentions(title, text, Matcher(collect_vocabulary(AMBIGUOUS)))}


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("小米宣布涨薪", {"xiaomi"}),
        ("小米手机卖得好", {"xiaomi"}),
        ("前员工加入小米", {"xiaomi"}),
        ("据小米数据，销量增长", {"xiaomi"}),
        ("三星 Galaxy 系列", {"samsung"}),
        ("小米的产量，一亩几百斤", set()),
        ("小米种植面积扩大", set()),
        ("她煮小米", set()),
        ("苹果丰收了", set()),
        ("三星级酒店", set()),
        ("澎湃新闻报道，澎湃如何", {"pengpai"}),
        ("自研的澎湃OS系统", set()),
        ("内心澎湃", set()),
        ("符合大众的口味", set()),
        ("大众熟知的产品", set()),
        ("大众集团裁员", {"vw"}),
        ("卷积神经网络（CNN）", set()),
        ("Region CNN 系列", set()),
        ("CNN 主编离职", {"cnn"}),
        ("Bounding Box 回归", set()),
        ("客户有微软、Box 和别家", {"microsoft", "box"}),
        ("Apple said on Monday", {"apple"}),
        ("an apple a day", set()),
        ("苹果、三星和喜马拉雅都来了", {"apple", "samsung", "himalaya"}),
        ("苹果和三星", set()),
        ("360 度全景", set()),
        ("截至收盘，苹果跌3.2%，三星涨超1%，小米高开", {"apple", "samsung", "xiaomi"}),
        ("昨夜苹果大跌", {"apple"}),
        ("苹果盘后一度大涨", {"apple"}),
        ("苹果大涨价", set()),
        ("苹果涨价了", set()),
        ("小米今年丰收", set()),
        ("澎湃昨日也宣布扩招", {"pengpai"}),
        ("大众今年营收下降", {"vw"}),
        ("大众计划明年裁撤工厂", {"vw"}),
        ("大众计划生活", set()),
        ("内心澎湃，也表示感谢", set()),
        ("OV 都涨了，OPPO 更多，vivo 也是", {"oppo"}),
        ("OPPO 和 vivo 并称 OV", {"oppo", "vivo"}),
    ],
)
def test_ambiguous_names_need_evidence(text: str, slugs: set[str]) -> None:
    assert admitted(text) == slugs


def test_one_admitted_name_admits_the_others_of_the_article() -> None:
    (mention,) = find_mentions("小米来了", "她说小米。小米公司没有回答。", Matcher(collect_vocabulary(AMBIGUOUS)))
    assert mention == Mention(
        slug="xiaomi",
        about=True,
        reason="title",
        surfaces=(Surface(form="小米", place="title", rule="confirmed", count=3, nths=(0, 1)),),
    )


def test_mention_knows_where_and_why() -> None:
    text = f"腾讯跌，小米集团涨。{'字' * 200}小米"
    assert find_mentions("小米涨了", text, Matcher(collect_vocabulary(COMPANIES))) == (
        Mention(
            slug="xiaomi",
            about=True,
            reason="title",
            surfaces=(
                Surface(form="小米", place="title", rule="name", count=2, nths=(1,)),
                Surface(form="小米集团", place="lead", rule="name", count=1, nths=(0,)),
            ),
        ),
        Mention(slug="tencent", reason="name", surfaces=(once("腾讯"),)),
    )


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("腾讯来了。腾讯说好。腾讯走了。", {"tencent"}),
        ("腾讯来了。腾讯走了。", set()),
        ("腾讯来。腾讯说。腾讯走。小米来。小米说。小米走。小米在。小米看。小米听。小米回。", {"xiaomi"}),
        (f"{'字' * 300}腾讯来了。腾讯说好。腾讯走了。", set()),
    ],
)
def test_article_is_about_what_dominates_its_text(text: str, about: set[str]) -> None:
    found = find_mentions("", text, Matcher(collect_vocabulary(COMPANIES)))
    assert {mention.slug for mention in found if mention.about} == about


def test_context_in_the_text_admits_the_name_of_the_title() -> None:
    assert find("谈到了 iPhone", title="苹果变了") == {"apple": ("苹果",)}


def test_code_is_no_text() -> None:
    matcher = Matcher(collect_vocabulary(COMPANIES))
    assert find_mentions("", "运行 xiaomi 再看小米", matcher, quiet=((3, 9),)) == (
        Mention(slug="xiaomi", reason="name", surfaces=(once("小米"),)),
    )


def test_shared_form_belongs_to_the_first_company() -> None:
    first, second = company("a", "甲", aliases=("共",)), company("b", "乙", aliases=("共",))
    found = find_mentions("", "共", Matcher(collect_vocabulary([first, second])))
    assert [mention.slug for mention in found] == ["a"]


def test_brands_count_unless_switched_off() -> None:
    companies = [company("xiaomi", "小米", brands=("红米",))]
    found = find_mentions("", "红米降价", Matcher(collect_vocabulary(companies)))
    assert [(mention.slug, mention.reason) for mention in found] == [("xiaomi", "brand")]
    assert find_mentions("", "红米降价", Matcher(collect_vocabulary(companies, brands=False))) == ()


def test_no_companies_find_nothing() -> None:
    assert find_mentions("小米", "小米", Matcher(collect_vocabulary([]))) == ()


@given(
    st.lists(
        st.sampled_from(["小米", "小米集团", "小米汽车", "小米粥", "Arm", " Co", "rtex", "腾讯", "，", " "]),
        max_size=12,
    )
)
def test_forms_found_stand_in_the_text_at_their_place(parts: list[str]) -> None:
    text = "".join(parts)
    for mention in find_mentions("", text, Matcher(collect_vocabulary(COMPANIES))):
        for surface in mention.surfaces:
            assert all(0 <= nth < text.count(surface.form) for nth in surface.nths)
            assert surface.count <= text.count(surface.form)
    assert ("xiaomi-auto" in find(text)) == ("小米汽车" in text)


@pytest.mark.parametrize("part", ["来源：甲、", "小米、", "（小米", "xiaomi.", "在小米 ", "小米的1.5%、"])
def test_time_grows_with_the_text_and_no_faster(part: str) -> None:
    matcher = Matcher(collect_vocabulary(COMPANIES))

    def seconds(repeats: int) -> float:
        begin = time.process_time()
        find_mentions("", part * repeats, matcher)
        return time.process_time() - begin

    seconds(100)
    assert seconds(16_000) < 10 * seconds(4_000) + 0.5
