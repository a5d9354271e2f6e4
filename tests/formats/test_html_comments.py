import pytest

from site_builder.formats.html_comments import restore_code
from tests.growth import grows_linearly

HTML = {
    "甲<!-- 正文开始 -->乙": "甲乙",
    "甲<!-- 1）旧句子。 -->乙": "甲乙",
    "定界符『<!--:』和『-->』都行": "定界符『&lt;!--:』和『-->』都行",
    "甲<!-- 没有结尾": "甲&lt;!-- 没有结尾",
    '<pre><b>x</b><String name="A">y</String></pre>': '<pre><b>x</b>&lt;String name="A">y&lt;/String></pre>',
    "<pre><!-- 注释 --></pre>": "<pre>&lt;!-- 注释 --></pre>",
    "<code>List<String></code><p>": "<code>List&lt;String></code><p>",
    "<pre>没有结尾 <x>": "<pre>没有结尾 <x>",
    "<x>正文</x>": "<x>正文</x>",
}


@pytest.mark.parametrize("html", HTML)
def test_code_is_spelled_out_and_true_comments_go(html: str) -> None:
    assert restore_code(html) == HTML[html]
    assert restore_code(HTML[html]) == HTML[html]


MARKDOWN = {
    "`<!--more-->` 甲<!--more-->": "`<!--more-->` 甲",
    "```html\n<!-- 留 -->\n<pre><x></pre>\n```\n<!-- 去 -->": "```html\n<!-- 留 -->\n<pre><x></pre>\n```\n",
    "一个 ` 和\n\n<!-- 去 -->`": "一个 ` 和\n\n`",
}


@pytest.mark.parametrize("text", MARKDOWN)
def test_code_of_markdown_stays_as_it_is(text: str) -> None:
    assert restore_code(text, markdown=True) == MARKDOWN[text]


PARTS = ["<pre>", "<code>", "<!--", "<!-- 』", "『<!--", "`a", "```\n", "<pre><", "<code>x</code>"]


@pytest.mark.parametrize("part", PARTS)
def test_a_megabyte_of_anything_is_read_in_linear_time(part: str) -> None:
    text = part * (1_000_000 // len(part))
    assert grows_linearly(lambda part: restore_code(part, markdown=True), text)
