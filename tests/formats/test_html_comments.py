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
    "<pre>没有结尾 <x>": "<pre>没有结尾 &lt;x>",
    "<x>正文</x>": "&lt;x>正文&lt;/x>",
    "<pre>if (a<b && c>d) return;</pre>": "<pre>if (a&lt;b && c>d) return;</pre>",
    "<pre>for (i=0; i<n; i++) List<b> x; <b>y</b></pre>": "<pre>for (i=0; i&lt;n; i++) List&lt;b> x; <b>y</b></pre>",
    '<pre><span class="k">int</span> a<i>b;\n<!DOCTYPE x></pre>': (
        '<pre><span class="k">int</span> a&lt;i>b;\n&lt;!DOCTYPE x></pre>'
    ),
    "<code><i>甲<code>乙</code></i></code>": "<code><i>甲<code>乙</code></i></code>",
    "<p>Vec<u8> 和 Map<K, V>、List<String></p>": "<p>Vec&lt;u8> 和 Map&lt;K, V>、List&lt;String></p>",
    "若 a<b 且 c>d，或 x<i 则止<p>": "若 a&lt;b 且 c>d，或 x&lt;i 则止<p>",
    "List<Object> 与 <Object>": "List&lt;Object> 与 <Object>",
    "写信给 <ann@a.example>": "写信给 &lt;ann@a.example>",
    "<o:p></o:p><my-card>卡</my-card><not-closed>": "<o:p></o:p><my-card>卡</my-card>&lt;not-closed>",
    "<input checked><td nowrap>甲<p hidden>": "<input checked><td nowrap>甲<p hidden>",
    "<a href='x' title=\"a<u8>b\">甲</a>": "<a href='x' title=\"a<u8>b\">甲</a>",
    "<script>if (a<u8 && '<x>') 1</script><svg><path/></svg>": (
        "<script>if (a<u8 && '<x>') 1</script><svg><path/></svg>"
    ),
}


@pytest.mark.parametrize("html", HTML)
def test_code_is_spelled_out_and_true_comments_go(html: str) -> None:
    assert restore_code(html) == HTML[html]
    assert restore_code(HTML[html]) == HTML[html]


MARKDOWN = {
    "`<!--more-->` 甲<!--more-->": "`<!--more-->` 甲",
    "```html\n<!-- 留 -->\n<pre><x></pre>\n```\n<!-- 去 -->": "```html\n<!-- 留 -->\n<pre><x></pre>\n```\n",
    "若 a<b && c>d，<https://a.example/> 与 Vec<u8>": "若 a&lt;b && c>d，<https://a.example/> 与 Vec<u8>",
    "甲\n\n    if (a<b && c>d)": "甲\n\n    if (a<b && c>d)",
    "一个 ` 和\n\n<!-- 去 -->`": "一个 ` 和\n\n`",
}


@pytest.mark.parametrize("text", MARKDOWN)
def test_code_of_markdown_stays_as_it_is(text: str) -> None:
    assert restore_code(text, markdown=True) == MARKDOWN[text]


PARTS = [
    "<pre>",
    "<code>",
    "<!--",
    "<!-- 』",
    "『<!--",
    "`a",
    "```\n",
    "<pre><",
    "<code>x</code>",
    "<a ",
    '<a "',
    "<a '\"",
    "<b && c>",
    "a<u8",
    "</x>",
]


@pytest.mark.parametrize("part", PARTS)
def test_a_megabyte_of_anything_is_read_in_linear_time(part: str) -> None:
    text = part * (1_000_000 // len(part))
    assert grows_linearly(lambda part: restore_code(part, markdown=True), text)
