from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.formats.markdown import render
from site_builder.model import Body, Heading, Image

CASES = Path(__file__).parent / "emphasis.txt"


def html(markdown: str, language: str = "zh-Hans") -> str:
    return render(markdown, language=language).html


def paragraph(markdown: str, language: str = "zh-Hans") -> str:
    """The inside of the one paragraph that `markdown` becomes."""
    text = html(markdown, language)
    opening, _, inside = text.partition(">")
    assert opening in ("<p", '<p lang="ja"', '<p lang="ko"')
    assert inside.endswith("</p>\n")
    return inside[:-5]


def _read_cases() -> list[tuple[str, str]]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.parametrize(("markdown", "expected"), _read_cases())
def test_emphasis_beside_chinese_is_seen(markdown: str, expected: str) -> None:
    assert paragraph(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("小米\n汽车", "小米汽车"),
        ("小米，\n汽车", "小米，汽车"),
        ("他说“好”\n就走", "他说“好”就走"),
        ("**小米**\n汽车", "<strong>小米</strong>汽车"),
        ("小米\n**汽车**", "小米<strong>汽车</strong>"),
        ("[小米](/x)\n*汽车*", '<a href="/x" rel="noopener">小米</a><em>汽车</em>'),
        ("小米 SU7\n汽车", "小米 SU7\n汽车"),
        ("小米\nSU7", "小米\nSU7"),
        ("one\ntwo", "one\ntwo"),
        ("小米  \n汽车", "小米<br>\n汽车"),
        ("삼성\n전자", "삼성\n전자"),
    ],
)
def test_line_break_between_chinese_characters_is_no_space(markdown: str, expected: str) -> None:
    assert paragraph(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "text"),
    [("小米\n汽车", "小米汽车"), ("**小米**\n*汽车*", "小米汽车"), ("one\ntwo", "one two"), ("一  \n二", "一\n二")],
)
def test_plain_text_joins_lines_as_the_page_does(markdown: str, text: str) -> None:
    assert render(markdown, language="zh-Hans").text == text


def test_lone_image_is_a_figure_with_caption_and_size() -> None:
    first, second = "https://img.example/a.png", "/images/b.png"
    rendered = render(
        f'![厂]({first} "小米的<工厂>"){{width=1053 height=495}}\n\n![]({second}){{onclick=x width=10}}\n',
        language="zh-Hans",
    )
    assert rendered.html == (
        f'<figure><img src="{first}" alt="厂" width="1053" height="495" referrerpolicy="no-referrer" decoding="async">'
        "<figcaption>小米的&lt;工厂&gt;</figcaption></figure>\n"
        f'<figure><img src="{second}" alt="" width="10" referrerpolicy="no-referrer" decoding="async" loading="lazy">'
        "</figure>\n"
    )
    assert rendered.body.images == (
        Image(src=first, alt="厂", width=1053, height=495, caption="小米的<工厂>"),
        Image(src=second, width=10),
    )
    assert rendered.text == "小米的<工厂>"


def test_image_amid_text_stays_in_its_line() -> None:
    assert html("前 ![](/a.png) 后") == (
        '<p>前 <img src="/a.png" alt="" referrerpolicy="no-referrer" decoding="async"> 后</p>\n'
    )


def test_alternative_text_is_what_its_markdown_shows() -> None:
    rendered = render(r"![*星河* \[图\] `x` [链](/b/)](/a.png)", language="zh-Hans")
    assert rendered.body.images == (Image(src="/a.png", alt="星河 [图] x 链"),)
    assert 'alt="星河 [图] x 链"' in rendered.html


def test_linked_image_is_a_figure() -> None:
    assert html("[![图](/a.png)](/b/)") == (
        '<figure><a href="/b/" rel="noopener">'
        '<img src="/a.png" alt="图" referrerpolicy="no-referrer" decoding="async"></a></figure>\n'
    )


def test_table_scrolls_in_a_box_and_aligns_by_class() -> None:
    assert html("| 年 | 收入 |\n|:--|--:|\n| 2023 | 1 |\n") == (
        '<div class="table" tabindex="0"><table>\n<thead>\n<tr>\n<th class="left">年</th>\n'
        '<th class="right">收入</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class="left">2023</td>\n'
        '<td class="right">1</td>\n</tr>\n</tbody>\n</table></div>\n'
    )


def test_footnotes_link_both_ways() -> None:
    assert html("一句[^a]。\n\n[^a]: 出处。\n") == (
        '<p>一句<sup class="footnote-ref"><a href="#fn1" id="fnref1" rel="noopener">[1]</a></sup>。</p>\n'
        '<hr>\n<section class="footnotes">\n<ol>\n<li id="fn1"><p>出处。 '
        '<a href="#fnref1" class="footnote-backref" rel="noopener">↩︎</a></p>\n</li>\n</ol>\n</section>\n'
    )


def test_footnotes_of_one_text_do_not_reach_the_next() -> None:
    assert html("一句[^a]。\n\n[^a]: 出处。\n") == html("一句[^a]。\n\n[^a]: 出处。\n")


def test_headings_are_below_the_page_title_and_numbered() -> None:
    rendered = render("# 一 *强*\n\n### 二\n\n尾\n=\n", language="zh-Hans")
    assert rendered.html == '<h2 id="h-1">一 <em>强</em></h2>\n<h3 id="h-2">二</h3>\n<h2 id="h-3">尾</h2>\n'
    assert rendered.body.headings == (
        Heading(level=2, id="h-1", text="一 强"),
        Heading(level=3, id="h-2", text="二"),
        Heading(level=2, id="h-3", text="尾"),
    )


@pytest.mark.parametrize(
    ("markdown", "language", "expected"),
    [
        ("This is a whole sentence.", "zh-Hans", '<p lang="en">This is a whole sentence.</p>\n'),
        ("iPhone 15", "zh-Hans", "<p>iPhone 15</p>\n"),
        ("小米 announced a new car today", "zh-Hans", "<p>小米 announced a new car today</p>\n"),
        ("小米发布新车", "en", '<p lang="zh-Hans">小米发布新车</p>\n'),
        ("Lei Jun (雷军) founded it in Beijing", "en", "<p>Lei Jun (雷军) founded it in Beijing</p>\n"),
        ("- An item in English words", "zh-Hans", "<ul>\n<li>An item in English words</li>\n</ul>\n"),
        ("Le gouvernement annonce une hausse des prix", "zh-Hans",
         '<p lang="fr">Le gouvernement annonce une hausse des prix</p>\n'),
        ("社長が新しい工場を発表した", "zh-Hans", '<p lang="ja">社長が新しい工場を発表した</p>\n'),
        ("공장이 문을 열었다", "zh-Hans", '<p lang="ko">공장이 문을 열었다</p>\n'),
        ("Завод открыт в Пекине", "zh-Hans", '<p lang="ru">Завод открыт в Пекине</p>\n'),
        ("这是简体的一段", "zh-Hant", "<p>这是简体的一段</p>\n"),
        ("本社は東京", "ja", "<p>本社は東京</p>\n"),
        ("## About the company", "zh-Hans", '<h2 lang="en" id="h-1">About the company</h2>\n'),
    ],
)  # fmt: skip
def test_parts_in_another_script_say_so(markdown: str, language: str, expected: str) -> None:
    assert html(markdown, language) == expected


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("一<script>alert(1)</script>", "一&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("一<img src=x onerror=alert(1)>", "一&lt;img src=x onerror=alert(1)&gt;"),
        ("[一](javascript:alert(1))", "[一](javascript:alert(1))"),
        ("[一](JaVaScRiPt:alert(1))", "[一](JaVaScRiPt:alert(1))"),
        ("[一](&#106;avascript:alert(1))", "[一](javascript:alert(1))"),
        ("[一](vbscript:x)", "[一](vbscript:x)"),
        ("[一](data:text/html,x)", "[一](data:text/html,x)"),
        ("[一](ssh://host)", '<a rel="noopener">一</a>'),
        ("[一](//evil.example/x)", '<a href="https://evil.example/x" rel="noopener">一</a>'),
        ('[一](/x "a\\"onclick=b")', '<a href="/x" title="a&quot;onclick=b" rel="noopener">一</a>'),
        (
            '一<https://a.example/?q="><b>',
            '一<a href="https://a.example/?q=%22" rel="noopener">https://a.example/?q="</a>&lt;b&gt;',
        ),
        ("[一](mailto:a@b.example)", '<a href="mailto:a@b.example" rel="noopener">一</a>'),
    ],
)
def test_hostile_markdown_is_text(markdown: str, expected: str) -> None:
    assert paragraph(markdown) == expected


@pytest.mark.parametrize("source", ["data:image/png;base64,AAAA", "data:image/svg+xml,x", "file:///etc/passwd"])
def test_images_that_are_not_on_the_web_are_no_pictures(source: str) -> None:
    rendered = render(f"![图]({source})", language="zh-Hans")
    assert "src=" not in rendered.html
    assert rendered.body.images == ()


def test_body_counts_characters_and_minutes() -> None:
    rendered = render("小米 SU7。[一](/a) [二](/a) <https://b.example/>", language="zh-Hans")
    assert rendered.body == Body(key=rendered.body.key, characters=26, minutes=1)


def test_code_keeps_its_lines_and_asterisks() -> None:
    assert html("```py\na = '**b**'\n<x>\n```\n") == "<pre><code>a = '**b**'\n&lt;x&gt;\n</code></pre>\n"


def test_equal_html_has_an_equal_key() -> None:
    one, other = render("小米\n汽车", language="zh-Hans"), render("小米汽车", language="zh-Hans")
    assert one.body.key == other.body.key
    assert one.body.key != render("小米汽车。", language="zh-Hans").body.key


@pytest.mark.parametrize(
    "text", ["[" * 5000, "*" * 5000 + "一", ">" * 5000, "![" * 3000, "`" * 5001, "- " * 3000, "<" * 9000]
)
def test_pathological_text_ends(text: str) -> None:
    assert render(text, language="zh-Hans").html


markup = st.text(st.sampled_from("一“”，*_`[]()!<>\"'&\n#|-:{}=/ax "), max_size=80)


@given(markup)
def test_any_text_gives_html_without_scripts_or_handlers(text: str) -> None:
    rendered = render(text, language="zh-Hans").html
    assert "<script" not in rendered
    assert "javascript:" not in rendered.replace("(javascript:", "")
    assert render(text, language="zh-Hans").html == rendered
