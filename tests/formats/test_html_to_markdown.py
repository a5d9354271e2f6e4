import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from site_builder.formats.blocks import join_blocks
from site_builder.formats.html_comments import restore_code
from site_builder.formats.html_to_markdown import Anchor, convert
from site_builder.formats.markdown import render
from site_builder.model import Image
from tests.growth import grows_linearly


def to_markdown(html: str) -> str:
    """The blocks of `html` as one text."""
    return join_blocks(convert(html).blocks)


CASES = {
    "<p>星河  汽车\n发布</p><p>第二段</p>": "星河 汽车 发布\n\n第二段",
    "裸文本<div>块</div>尾部": "裸文本\n\n块\n\n尾部",
    "<h2>一、<b>业绩</b></h2><h3><b>整体加粗</b></h3>": "## 一、**业绩**\n\n### 整体加粗",
    "<h1>C #</h1>": "# C \\#",
    "<p>他说<strong>“好”</strong>是<em>真的</em></p>": "他说**“好”**是*真的*",
    "<p>a<strong> b </strong>c</p>": "a **b** c",
    "<p><b>a</b><b>b</b></p>": "**ab**",
    "<b><em>0</em>0<em>0</em></b>": "*0*0*0*",
    "<p><b>粗<i>斜</i></b>尾</p>": "**粗*斜***尾",
    "<p>x<b>y:</b>z</p>": "xy:z",
    "<p><del>旧</del>新</p>": "~~旧~~新",
    "<p>一<br>二<br><br>三</p>": "一\\\n二\n\n三",
    '<p><a href="https://a.example/?utm_source=x&id=1">链[1]接</a>！</p>': "[链\\[1\\]接](https://a.example/?utm_source=x&id=1)！",
    '<p>好!<a href="//a.example/p(1)">链</a></p>': "好\\![链](https://a.example/p\\(1\\))",
    '<b>粗<a href="/x">链</a></b>': "**粗[链](/x)**",
    '<a href="/x"><b>粗</b>细</a>': "[**粗**细](/x)",
    '<a name="top">文字</a><a href="javascript:alert(1)">坏</a>': "文字坏",
    "1. 不是列表<br>- 不是<br># 不是<br>> 不是<br>=== <br>---": (
        "1\\. 不是列表\\\n\\- 不是\\\n\\# 不是\\\n\\> 不是\\\n===\\\n\\---"
    ),
    "*a* _b_ c_d `e` [f] &lt;b&gt; &amp;amp; ~~g~~ \\": (
        "\\*a\\* \\_b\\_ c_d \\`e\\` \\[f\\] \\<b> \\&amp; \\~\\~g\\~\\~ \\\\"
    ),
    "<ul><li>一</li><li>二<ul><li>甲</li></ul></li></ul>": "- 一\n- 二\n  - 甲",
    "<ul><li>一</li><ol><li>甲</li></ol></ul>": "- 一\n  1. 甲",
    '<ol start="9"><li>九</li><li><p>十</p><p>续</p></li></ol>': "9. 九\n\n10. 十\n\n    续",
    "<ol><li>一</li></ol><ol><li>甲</li></ol><ol><li>子</li></ol>": "1. 一\n\n1) 甲\n\n1. 子",
    '<ol><li>一</li></ol><ol start="2"><li>二</li></ol>': "1. 一\n2. 二",
    "<blockquote><p>引</p><p>文</p></blockquote>": "> 引\n>\n> 文",
    "<p><code>a`b|c</code></p>": "``a`b|c``",
    '<pre><code class="language-py">if a:\n  b()\n</code></pre>': "```py\nif a:\n  b()\n```",
    "<pre>```\n</pre>": "````\n```\n````",
    "<pre>&lt;a&gt;<group>x</group></pre>": "```\n<a><group>x</group>\n```",
    "<p>a</p><hr><p>b</p>": "a\n\n---\n\nb",
    "<table><tr><th>项</th><th>值</th></tr><tr><td>a|b</td><td>1<br>2</td></tr></table>": (
        "| 项 | 值 |\n| --- | --- |\n| a\\|b | 1 2 |"
    ),
    '<table><tr><td colspan="2">甲</td></tr><tr><td rowspan="2">乙</td><td>1</td></tr><tr><td>2</td></tr></table>': (
        "| 甲 |  |\n| --- | --- |\n| 乙 | 1 |\n|  | 2 |"
    ),
    "<table><tr><td><p>只排版</p><p>两段</p></td></tr></table>": "只排版\n\n两段",
    '<img src="//i.example/a.png" width="20px" height="10" alt="标[志]">': (
        "![标\\[志\\]](https://i.example/a.png){width=20 height=10}"
    ),
    '<p><img src="x.gif" data-original="https://i.example/b.png" data-img-size-val="800,600"></p>'
    '<p class="img-desc">图：“总部”</p>': '![](https://i.example/b.png "图：“总部”"){width=800 height=600}',
    '<figure><img src="https://i.example/c.png"><figcaption>说"明"</figcaption></figure>': (
        '![](https://i.example/c.png "说\\"明\\"")'
    ),
    '<p><img src="https://i.example/d.png"></p><p>▲ 发布会现场</p>': '![](https://i.example/d.png "▲ 发布会现场")',
    '<p class="img-desc">没有图的说明</p>': "没有图的说明",
    '<p>前<img src="https://i.example/e.png" width="900" height="9">后</p>': (
        "前\n\n![](https://i.example/e.png){width=900 height=9}\n\n后"
    ),
    '<p>笑<img src="https://i.example/f.png" width="20" height="20">{脸}</p>': (
        "笑![](https://i.example/f.png){width=20 height=20}\\{脸}"
    ),
    '<a href="https://i.example/big.png"><img src="https://i.example/g.png"></a>': (
        "[![](https://i.example/g.png)](https://i.example/big.png)"
    ),
    '<img srcset="https://i.example/s.png 320w, https://i.example/l.png 640w" alt="">': "![](https://i.example/l.png)",
    '<picture><source srcset="https://i.example/1.png 1x,https://i.example/2.png 2x"><img src="data:x"></picture>': (
        "![](https://i.example/2.png)"
    ),
    '<noscript><img src="https://i.example/h.png"></noscript>': "![](https://i.example/h.png)",
    '<img data-src="https://i.example/h.png"><noscript><img src="https://i.example/h.png"></noscript>': (
        "![](https://i.example/h.png)"
    ),
    '<img data-src="https://i.example/w.png" data-w="1000" data-ratio="0.5625">': (
        "![](https://i.example/w.png){width=1000 height=562}"
    ),
    '<img src="https://i.example/w.png" width="100%" style="max-width: 9px; width: 300px; height:20.5px">': (
        "![](https://i.example/w.png){width=300 height=20}"
    ),
    "<ul><li>一</li></ul><ul><li>二</li></ul><ul><li><p>三</p><p>续</p></li></ul>": "- 一\n- 二\n\n- 三\n\n  续",
    '<pre>  int <b>x</b>;\n<img src="https://i.example/z.png"></pre>': "```\n  int x;\n```\n\n![](https://i.example/z.png)",
    '<pre>致读者：\n见<a href="https://a.example/9">此</a>\n</pre>': "致读者：\\\n见[此](https://a.example/9)",
    '<p>x^<a href="/y">甲</a></p>': "x\\^[甲](/y)",
    '<p>x<a href="/y"><i>甲<br></i>&nbsp;&gt;</a></p>': "x[*甲*\\\n\\>](/y)",
    "<ul><li><ul><li><hr>一</li></ul></li></ul>": "- - ***\n\n    一",
    "<p>\u3000\u3000缩进&nbsp;段落</p>": "缩进 段落",
    "": "",
    "<p> </p><div></div>": "",
}


@pytest.mark.parametrize("html", CASES, ids=range(len(CASES)))
def test_html_becomes_markdown(html: str) -> None:
    assert to_markdown(html) == CASES[html]


def test_what_nobody_sees_is_left_out_and_listed() -> None:
    html = (
        '<p>正文<script>x()</script><style>p{}</style></p><img src="https://t.example/p.gif" width="1" height="1">'
        '<p style="display: none">藏</p><canvas>图</canvas>'
        '<iframe src="https://t.example/1" width="1"></iframe><img src="data:image/png;base64,x">'
    )
    conversion = convert(html)
    assert [block.markdown for block in conversion.blocks] == ["正文"]
    assert conversion.removed == (
        ("tracking-pixel", "https://t.example/p.gif"),
        ("hidden", "藏"),
        ("embedded-media", "canvas 图"),
        ("embedded-media", "iframe https://t.example/1"),
        ("image-without-address", "data:image/png;base64,x"),
    )


PLAYERS = {
    '<iframe src="//v.example/1?a=b" width="640"></iframe>': "https://v.example/1?a=b",
    '<object data="a.swf"><param name="movie" value="https://v.example/2"><embed src="//v.example/3"></object>': (
        "https://v.example/2"
    ),
    '<video poster="p.png"><source src="https://v.example/4.mp4">没有播放器</video>': "https://v.example/4.mp4",
}


@pytest.mark.parametrize("html", PLAYERS)
def test_player_becomes_a_link_to_what_it_plays(html: str) -> None:
    address = PLAYERS[html]
    assert to_markdown(f"<p>看</p>{html}<p>完</p>") == f"看\n\n[{address}]({address})\n\n完"


def test_links_are_listed_as_marked_up() -> None:
    html = '<a class="project-link" data-id="7" data-name="星河" href="https://a.example/7">星 河</a>'
    expected = Anchor(
        text="星 河",
        href="https://a.example/7",
        css_class="project-link",
        attributes={"id": "7", "name": "星河"},
    )
    assert convert(html).anchors == (expected,)


def test_image_block_carries_the_image() -> None:
    (block,) = convert('<p><img src="https://i.example/a.png" data-img-size-val="8,6" alt="标"></p>').blocks
    assert block.image == Image(src="https://i.example/a.png", alt="标", width=8, height=6)


TEXT = st.text(
    st.sampled_from("a小，。“”*_`[]()<>&!#-+=|~1.{}\\:/'\" \n")
    | st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]),
    max_size=12,
)
INLINE = ["b", "strong", "em", "i", "del", "code", "span", "a", "u"]
NESTED = ["p", "div", "ul", "ol", "li", "blockquote", "h2", "h3", "table", "tr", "td", "pre", "br", *INLINE]


def _element(name: str, parts: list[str]) -> str:
    attributes = ' href="https://a.example/(x)?b=1&amp;c"' if name == "a" else ""
    return "<br>" if name == "br" else f"<{name}{attributes}>{''.join(parts)}</{name}>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


TREES = st.recursive(
    TEXT.map(_escape),
    lambda inner: st.builds(_element, st.sampled_from(NESTED), st.lists(inner, max_size=4)),
    max_leaves=12,
)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\ufe0f]|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]", "", text)


@settings(max_examples=500, deadline=None)
@given(TREES)
def test_visible_text_survives_the_way_through_markdown(html: str) -> None:
    tree = etree.fromstring(f"<html><body><div>{restore_code(html)}</div></body></html>", etree.HTMLParser())
    seen = "".join(str(part) for part in tree.itertext())
    assert _squeezed(render(to_markdown(html), language="zh-Hans").text) == _squeezed(seen)


HOSTILE = {
    "nested lists": "<ul><li>x" * 900 + "<li>x" * 200_000,
    "nested quotes": "<blockquote>x" * 1_800 + "<p>x" * 200_000,
    "nested emphasis": "<b><i>x" * 900 + "<br>x" * 200_000,
    "one wide row": "<table>" + "<tr><td>x" * 60_000 + "<td>x" * 60_000,
    "unclosed links": '<a href="x">' * 80_000,
    "blanks": "<p>a" + " " * 1_000_000 + "b",
    "delimiters": "*_`~[]()" * 125_000,
    "breaks": "<br>" * 250_000,
    "backslashes": "\\" * 1_000_000,
    "breaks in bold": "<b>" + "x<br>" * 200_000,
    "ampersands": "&amp;" * 200_000,
    "one row": "<table><tr>" + "<td>x" * 200_000,
    "wide spans": "<table>" + '<tr><td colspan="99999">x</td></tr>' * 30_000,
    "listing": "<pre>" + "`" * 1_000_000,
    "digits": "<p>" + "1" * 1_000_000,
    "rules": "<p>" + "- " * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_megabyte_of_anything_is_read_in_linear_time(name: str) -> None:
    assert grows_linearly(to_markdown, HOSTILE[name])


def test_bottomless_nesting_is_refused() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        to_markdown("<div>x" * 200_000)
