"""The parser's short ways change nothing: on every text its tokens are those of the library's own loops."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.parser_inline import ParserInline
from markdown_it.renderer import RendererHTML
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin

from site_builder.formats.markdown_parser import _InlineState, _Parser, make_parser
from tests.growth import grows_linearly

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[3] / "shared" / "corpus"
SUITES = SHARED / "suites"


class LibraryInline(ParserInline):
    """The library's loop, with the Chinese emphasis rule."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Any]) -> list[Any]:
        state = _InlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def make_library_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.inline = LibraryInline()
    parser.configure("commonmark", {"html": False})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    parser.use(attrs_plugin, after=("image",), spans=False, allowed=["width", "height"])
    return parser


OURS, LIBRARY = make_parser(RendererHTML), make_library_parser()


def assert_same(markdown: str) -> None:
    ours = [token.as_dict() for token in OURS.parse(markdown)]
    assert ours == [token.as_dict() for token in LIBRARY.parse(markdown)]
    assert OURS.render(markdown) == LIBRARY.render(markdown)


CASES = (
    "一段没有标记的话。",
    "一行\n又一行",
    "一行  \n又一行",
    "a!b^c{d}e]f#g",
    "![图](a.png){width=1}",
    '![图](a.png "题"){width=1}{x',
    "^[行内脚注] 后文",
    "正文[^1]\n\n[^1]: 注\n\n    续",
    "[^1]\n\n[^1]: - 项\n    - 项",
    "- 甲\n- 乙\n\n  丙\n- 丁",
    "1. 甲\n2) 乙",
    "> 引\n续\n> - 项\n\n后",
    "标题\n===\n\n标题\n---",
    "a | b\n- | -\n1 | 2\n\n后",
    "|a|\n|-|",
    "    代码\n\n正文",
    "\t代码",
    "- \t代码\n\n      代码",
    "```\n代码",
    "~~~ x\n~~~",
    "***\n---\n___",
    "# 题\n## 题 ##\n#题",
    "[甲]: /x\n[甲] [乙][甲]",
    "<b>x</b> <https://x.y> <a@b.c>",
    "&amp; &lt &#35; &x;",
    "**“小米”**是*a*b __c__ ~~d~~ `e` \\*f\\*",
    "[a [b](c) d](e) ![x ![y](z)](w)",
    "*" * 60 + "a",
    "[" * 60 + "a" + "](b)" * 60,
    "> " * 60 + "a",
    "- " * 60 + "a",
    "一\u00a0二\u3000三",
    " \n \n\u3000全角缩进\n",
    "a\0b",
    "末行没有换行  ",
    "-",
    "+\n",
    "1.",
    "#",
    ">",
    "\ufeff文",
)


@pytest.mark.parametrize("markdown", CASES)
def test_own_case_gives_the_same_tokens(markdown: str) -> None:
    assert_same(markdown)


PIECES = [
    "文",
    "一段话。",
    "a",
    " ",
    "  ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "*",
    "**",
    "_",
    "`",
    "~~",
    "[",
    "](/x)",
    "](",
    ")",
    "!",
    "^[",
    "[^1]",
    "]: ",
    "<",
    ">",
    "> ",
    "- ",
    "1. ",
    "# ",
    "&amp;",
    "\\",
    "|",
    "\n|-|-|\n",
    "\n---\n",
    "```\n",
    "{width=1}",
    "https://a.b/c",
    "=",
    "。",
    "“",
    "”",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_any_mixture_of_marks_gives_the_same_tokens(markdown: str) -> None:
    assert_same(markdown)


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"(https?://)?[a-z0-9A-Z.:@-]{0,12}(/[A-Za-z0-9._~/%?&=#中 -]{0,12})?", fullmatch=True))
@example("http://a")
@example("https://example.com")
@example("https://xn--fiq228c.com/")
@example("https://example.com./")
@example("https://1.2.3.4/a//b/../c")
@example(f"https://{'a' * 300}.com/")
def test_plain_addresses_are_those_that_normalising_leaves_alone(address: str) -> None:
    assert _Parser().normalizeLink(address) == normalizeLink(address)


SPECIFICATIONS = sorted(SUITES.glob("*/*spec.json"))


@pytest.mark.skipif(not SPECIFICATIONS, reason="needs ../shared/corpus/suites")
@pytest.mark.parametrize("specification", SPECIFICATIONS, ids=lambda path: path.name)
def test_example_of_a_specification_gives_the_same_tokens(specification: Path) -> None:
    for one in json.loads(specification.read_text(encoding="utf-8")):
        assert_same(one["markdown"])


def documents() -> Iterator[str]:
    root = Path(__file__).parents[2]
    for folder in (root / "content", root / "docs", root / "tests" / "importing" / "cases", SHARED):
        for path in sorted(folder.rglob("*.md"))[:: 9 if folder == SHARED else 1]:
            yield path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.slow
def test_documents_give_the_same_tokens() -> None:
    for markdown in documents():
        assert_same(markdown)


CROWDED = {"stars": "**a*" * 50_000, "brackets": "[" * 200_000, "mixed": "*a_ " * 50_000, "images": "![" * 100_000}


@pytest.mark.parametrize("name", CROWDED)
def test_blocks_of_nothing_but_markers_take_linear_time(name: str) -> None:
    assert grows_linearly(lambda text: make_parser(RendererHTML).parse(text), CROWDED[name])


def test_a_block_of_too_many_markers_is_text() -> None:
    html = make_parser(RendererHTML).render("甲" + "*乙 " * 10_001 + "\\* `丙` &amp;\n丁\n\n**戊**\n")
    assert html == "<p>甲" + "*乙 " * 10_001 + "* <code>丙</code> &amp;\n丁</p>\n<p><strong>戊</strong></p>\n"


def test_a_long_block_of_links_and_emphasis_stays_marked_up() -> None:
    assert make_parser(RendererHTML).render("[*a*](b) " * 3_000).count("<em>") == 3_000
