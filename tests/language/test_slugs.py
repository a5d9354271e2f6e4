import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.language.slugs import article_slug, pinyin_key, sort_key, term_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("小米，继续北上", "xiao-mi-ji-xu-bei-shang"),
        ("重庆绿能 2025 年报：营收 12.5 亿元", "chong-qing-lv-neng-2025-nian-bao-ying-shou-12-5-yi-yuan"),
        ("Xiaomi’s Café Über Guide", "xiaomi-s-cafe-uber-guide"),
        ("ＳＵ７", "su7"),
        (
            "从手机巨头到生活伴侣：一家公司怎样走进千家万户的客厅",
            "cong-shou-ji-ju-tou-dao-sheng-huo-ban-lv-yi-jia-gong-si-zen",
        ),
    ],
)
def test_article_slug_is_pinyin_cut_at_a_syllable(title: str, slug: str) -> None:
    assert article_slug(title) == slug


def test_title_without_letters_gets_a_stable_slug() -> None:
    assert article_slug("！！！") == "article-bd03faef"


@given(st.text())
def test_article_slug_is_always_a_safe_segment(title: str) -> None:
    slug = article_slug(title)
    assert 0 < len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug.strip("-") == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C", "c"), ("C++", "c++"), ("C#", "csharp"), ("公式", "公式"), ("公事", "公事"), ("攻势", "攻势"),
        ("Ａ股", "a股"), ("R&D", "r-and-d"), ("人工 智能", "人工-智能"), ("哈利·波特", "哈利-波特"),
        ("Mail.ru", "mail.ru"), ("../../etc", "etc"), ("a/b?c%d:e\\f", "a-b-c-d-e-f"), ("CON", "con-term"),
        ("feed.xml", "feed.xml-term"), ("新\u202e闻", "新-闻"),
    ],
)  # fmt: skip
def test_term_slug_keeps_unicode_and_is_safe(name: str, slug: str) -> None:
    assert term_slug(name) == slug


@given(st.text())
def test_term_slug_never_leaves_its_folder(name: str) -> None:
    slug = term_slug(name)
    assert slug not in ("", ".", "..")
    assert not set(slug) & set("/\\?#%:\x00 ")
    assert len(slug.encode()) <= 105


def test_long_names_with_one_beginning_stay_apart() -> None:
    assert term_slug("长" * 60 + "一") != term_slug("长" * 60 + "二")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("小米集团-W", ("X", "xiao3 mi3 ji2 tuan2 w\t小米集团-W")),
        ("Mail.ru", ("M", "mail ru\tMail.ru")),
        ("36氪", ("#", "36 ke4\t36氪")),
        ("重庆啤酒", ("C", "chong2 qing4 pi2 jiu3\t重庆啤酒")),
        ("*ST奇信", ("S", "st qi2 xin4\t*ST奇信")),
    ],
)
def test_names_sort_by_pinyin_under_their_letter(name: str, key: tuple[str, str]) -> None:
    assert sort_key(name) == key


@pytest.mark.parametrize(
    ("found", "canonical"),
    [
        ("Xin Lang Cai Jing", "新浪财经"),
        ("3 6 Ke", "36氪"),
        ("Mei Ri Jing Ji Xin Wen", "每日经济新闻"),
        ("Lü Se", "绿色"),
    ],
)
def test_pinyin_names_meet_their_chinese_ones(found: str, canonical: str) -> None:
    assert pinyin_key(found) == pinyin_key(canonical)


def test_a_name_stands_before_the_longer_names_that_begin_with_it() -> None:
    names = ["小米汽车", "小鹏汽车", "小米"]
    assert sorted(names, key=sort_key) == ["小米", "小米汽车", "小鹏汽车"]
