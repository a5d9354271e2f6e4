"""HTML -> Markdown -> HTML: whatever the mark-up, a reader sees the same text, links and images again."""

from html import escape

from hypothesis import example, given, settings
from hypothesis import strategies as st

from site_builder.formats.blocks import join_blocks
from site_builder.formats.html_to_markdown import convert
from site_builder.formats.markdown import render
from tests.fidelity import compare, cut, read_html

_PIECES = [
    *(
        "星河",
        "“新车”",
        "，",
        "。",
        "（注）",
        "Ab",
        "é",
        "👍",
        "…",
        "——",
        "x_y_z",
        "3*4*5",
        "*",
        "**",
        "_",
        "__",
        "~",
        "~~",
    ),
    *(
        "`",
        "``",
        "\\",
        "#",
        "-",
        "+",
        "1.",
        "2)",
        ">",
        "=",
        "===",
        "---",
        "|",
        "a|b",
        "[",
        "]",
        "[戊](己)",
        "![庚]",
        "[^1]",
    ),
    *("<T>", "</div>", "&amp;", "&#123;", "<?", "{", "}", "{width=3}", "!", "http://a", ":", "$x$", "^", "۱"),
]
_LINE_STARTS = ["# 甲", "- 乙", "1. 丙", "> 丁", "[^1]: 注", "[x]: /u", "<!-- 辛 -->", "+ 壬"]
_BLANKS = ["\u3000", "\xa0", " ", "  ", "\n", "\t", "\u200b"]
_WORDS = st.lists(st.sampled_from([*_PIECES, *_LINE_STARTS, *_BLANKS]), min_size=1, max_size=5).map("".join)
_TEXT = _WORDS.map(escape)
_ADDRESSES = st.sampled_from(
    [
        *("https://a.example/", "https://a.example/(b)c", "https://a.example/中?q=[1]&r=2", "//a.example/i"),
        *("https://a.example/a b", "https://a.example/)(", "https://a.example/d_e*f~g", "/h"),
    ]
)
_IMAGES = st.builds(
    '<img src="https://i.example/{}.png" alt="{}"{}>'.format,
    st.integers(0, 99), _TEXT, st.sampled_from(["", ' width="20"', ' width="800" height="600"']),
)  # fmt: skip
_INLINE = ("b", "strong", "i", "em", "s", "del", "code", "kbd", "u", "mark", "sub", "sup", "span", "font", "small")
_BLOCK = ("p", "div", "blockquote", "h1", "h2", "h4", "section", "center", "figure", "dl", "dt", "dd")


def _wrap(tags: tuple[str, ...], inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("<{0}>{1}</{0}>".format, st.sampled_from(tags), inner)


def _join(parts: st.SearchStrategy[str], most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=1, max_size=most).map("".join)


def _links(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds('<a href="{}">{}</a>'.format, _ADDRESSES.map(escape), inner)


_UNLINKED = st.recursive(_TEXT | _IMAGES | st.just("<br>"), lambda inner: _wrap(_INLINE, _join(inner)), max_leaves=6)
_LINE = _join(_UNLINKED | _links(_join(_UNLINKED, 2)) | _wrap(_INLINE, _links(_UNLINKED)))


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = _join(inner.map("<li>{}</li>".format))
    rows = _join(_join(inner.map("<td>{}</td>".format)).map("<tr>{}</tr>".format), 3)
    return (
        _wrap(_BLOCK, _join(inner))
        | _wrap(("pre",), _LINE)
        | _wrap(("ul", "ol"), items)
        | rows.map("<table>{}</table>".format)
        | _join(inner)
    )


_BODIES = st.recursive(_LINE | st.just("<hr>"), _blocks, max_leaves=8)


@given(html=_BODIES)
@settings(max_examples=400, deadline=None)
@example(html='<p>笑<img src="https://i.example/1.png" width="20"><img src="https://i.example/1.png" width="20"></p>')
@example(html='<p>星<a href="https://a.example/"><code>河<b>岸</b></code>边</a></p>')
@example(html='<pre><a href="https://a.example/">^[^1]: 注</a></pre>')
@example(html="<code><i>河<code>岸</code></i></code>")
def test_text_links_and_images_survive(html: str) -> None:
    conversion = convert(html)
    source = cut(read_html(html), (removed for _, removed in conversion.removed))
    markdown = join_blocks(conversion.blocks)
    score = compare(source, read_html(render(markdown, language="zh-Hans").html))
    kept = (score.kept, score.invented, score.links_kept, score.images_kept)
    assert kept == (score.characters, 0, score.links, score.images), markdown
