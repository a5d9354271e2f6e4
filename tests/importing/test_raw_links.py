from datetime import UTC, datetime
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from site_builder.formats.blocks import Block
from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, Source
from site_builder.importing.outlets import collect_outlets
from site_builder.importing.raw_links import clean_links, fitting

RAW = "https://news.example/a?id=1&utm_source=weekly"
CLEAN = "https://news.example/a?id=1"
WRAPPED = "https://link.zhihu.com/?target=https%3A//lab.example/b"
UNWRAPPED = "https://lab.example/b"
ESCAPED = RAW.replace("&", "&amp;")
HTML = f'<p>青禾发布了新一代电池，<a href="{ESCAPED}">全文</a>在此，<a href="{WRAPPED}">说明</a>在此。</p>'
FILLING = "<p>这一段讲的是电池的产能、成本与交付安排，写得长一些。</p>" * 8
MARKDOWN = f"青禾发布了新一代电池，[全文]({RAW})在此，[说明]({WRAPPED})在此。"

SHAPES = {
    "hexo-html": ("a.md", f"---\ntitle: 青禾发布电池\ndate: 2024-03-05\noriginal: {RAW}\n---\n\n<div>{HTML}</div>\n"),
    "hexo-markdown": ("a.md", f"---\ntitle: 青禾发布电池\ndate: 2024-03-05\nlink: {RAW}\n---\n\n{MARKDOWN}\n"),
    "plain-text": (
        "a.md",
        f"# 青禾发布电池\n\n> 来源：商路周刊\n> 日期：2024-03-05\n> 链接：{RAW}\n\n## 一、新品\n\n{MARKDOWN}\n\n"
        "- 其一\n- 其二\n",
    ),
    "feed": (
        "a.xml",
        '<rss version="2.0"><channel><title>商路周刊</title><link>https://news.example/</link><item>'
        f"<title>青禾发布电池</title><link>{RAW.replace('&', '&amp;')}</link><pubDate>Tue, 05 Mar 2024 08:00:00 +0800"
        f"</pubDate><description><![CDATA[{HTML}]]></description></item></channel></rss>",
    ),
    "saved-page": (
        "a.html",
        f'<!DOCTYPE html><html><head><title>青禾发布电池</title><link rel="canonical" href="{ESCAPED}">'
        f"</head><body><article><h1>青禾发布电池</h1>{HTML}{FILLING}"
        "</article></body></html>",
    ),
    "digest": (
        "a.md",
        "# 商路周刊 第 3 期\n\n2024-03-05\n\n"
        + "".join(
            f"## {number}. [第{number}条新闻的标题]({RAW}{number})\n\n{MARKDOWN}\n\n" for number in range(1, 5)
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_addresses_are_clean_and_kept_as_they_were_in_every_shape(shape: str) -> None:
    name, text = SHAPES[shape]
    found = ingest(
        Source(name=name, data=text.encode()), now=datetime(2024, 6, 1, tzinfo=UTC), zone=ZoneInfo("Asia/Shanghai"),
        outlets=collect_outlets([]),
    )  # fmt: skip
    draft = next(result for result in found if isinstance(result, Draft))
    front = draft.front_matter
    assert front.import_ is not None
    assert shape.startswith(front.import_.format)
    assert front.source_url == CLEAN
    assert f"[全文]({CLEAN})在此，[说明]({UNWRAPPED})在此" in draft.markdown
    own = RAW + "1" if shape == "digest" else RAW
    assert front.raw_links == tuple(dict.fromkeys((own, RAW, WRAPPED)))


@pytest.mark.parametrize(
    ("markdown", "clean", "raws"),
    [
        (f"[a]({RAW})", f"[a]({CLEAN})", (RAW,)),
        (f'![a]({RAW} "b"){{width=1}}', f'![a]({CLEAN} "b"){{width=1}}', (RAW,)),
        (f"[a](<{RAW}>)", f"[a](<{CLEAN}>)", (RAW,)),
        (f"<{RAW}>", f"<{CLEAN}>", (RAW,)),
        (f"[a]: {RAW}", f"[a]: {CLEAN}", (RAW,)),
        ("[a](https://a.example/b_\\(c\\)?x=1&amp;utm_id=2)", "[a](https://a.example/b_\\(c\\)?x=1)",
         ("https://a.example/b_(c)?x=1&utm_id=2",)),
        (f"`[a]({RAW})` [b]({RAW})", f"`[a]({RAW})` [b]({CLEAN})", (RAW,)),
        (f"{RAW}", f"{RAW}", ()),
        ("[a](javascript://x)", "[a](javascript://x)", ()),
        ("[a](https://link.zhihu.com/?target=javascript:x)", "[a](https://link.zhihu.com/?target=javascript:x)", ()),
        ("[a](//a.example/b)", "[a](//a.example/b)", ()),
        ("[a](https://a.example/b)", "[a](https://a.example/b)", ()),
    ],
)  # fmt: skip
def test_destinations_alone_are_rewritten(markdown: str, clean: str, raws: tuple[str, ...]) -> None:
    (block,), found = clean_links([Block(kind="paragraph", markdown=markdown)])
    assert (block.markdown, found) == (clean, raws)


def test_code_is_left_alone() -> None:
    block = Block(kind="code", markdown=f"```\n[a]({RAW})\n```")
    assert clean_links([block]) == ((block,), ())


def test_front_matter_has_room_for_so_many() -> None:
    raws = [f"{RAW}{number:04}{'x' * 100}" for number in range(1000)]
    kept, rest = fitting([*raws, *raws])
    assert [*kept, *rest] == raws
    assert 0 < sum(map(len, kept)) <= 24_000


@pytest.mark.parametrize("piece", ["](", "](<", "](https://", "<https://", "`", "[a]: ", "](\\(", "((("])
def test_hostile_markdown_takes_no_time(piece: str) -> None:
    started = perf_counter()
    clean_links([Block(kind="paragraph", markdown="://" + piece * (300_000 // len(piece)))])
    assert perf_counter() - started < 3
