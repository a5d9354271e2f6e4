from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from site_builder.errors import Problem
from site_builder.formats.front_matter import dump_document, list_values
from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, Source
from site_builder.importing.outlets import collect_outlets

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, 12, 0, tzinfo=ZONE)


def _read(text: str, name: str = "post.md") -> tuple[Draft, list[Problem]]:
    results = ingest(Source(name=name, data=text.encode()), now=NOW, zone=ZONE, outlets=collect_outlets([]))
    (draft,) = (result for result in results if isinstance(result, Draft))
    return draft, [result for result in results if isinstance(result, Problem)]


def _how(draft: Draft, field: str) -> tuple[str, float]:
    return next((found.how, found.confidence) for found in draft.found if found.field == field)


DIALECTS = {
    "yaml": '---\ntitle: "星河: 新车"\ndate: 2024-03-05 18:40:00\ntags: [车]\n---\n\n正文。\n',
    "toml": '+++\ntitle = "星河: 新车"\ndate = 2024-03-05T18:40:00+08:00\n[taxonomies]\ntags = ["车"]\n+++\n\n正文。\n',
    "json": '{\n  "title": "星河: 新车",\n  "date": "2024-03-05T10:40:00Z",\n  "tags": ["车"]\n}\n\n正文。\n',
    "blank lines and CR LF": (
        "\r\n---\r\ntitle: '星河: 新车'\r\ndate: 2024-03-05 18:40\r\ntags: \r\n - 车\r\n---\r\n\r\n正文。\r\n"
    ),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_front_matter_of_every_dialect_is_read(name: str) -> None:
    draft, problems = _read(DIALECTS[name])
    matter = draft.front_matter
    assert (matter.title, matter.tags, draft.markdown, problems) == ("星河: 新车", ("车",), "正文。", [])
    assert matter.date == datetime(2024, 3, 5, 18, 40, tzinfo=ZONE)
    assert matter.import_
    assert matter.import_.format == "hexo"


BROKEN = {
    '+++\ntitle = "星河\n+++\n\n正文。\n': "broken TOML",
    '{\n  "title": "星河",\n  "date": x\n}\n\n正文。\n': "broken JSON",
    "+++\ntitle = " + "[" * 5_000 + "\n+++\n\n正文。\n": "broken TOML",
}


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_broken_front_matter_is_an_error(text: str) -> None:
    (problem,) = ingest(Source(name="a.md", data=text.encode()), now=NOW, zone=ZONE, outlets=collect_outlets([]))
    assert isinstance(problem, Problem)
    assert (problem.rule, problem.severity) == ("front-matter-broken", "error")
    assert problem.message.startswith(BROKEN[text])


def test_quotes_inside_a_quoted_title_are_mended() -> None:
    draft, problems = _read("---\ntitle: '星河的'新车'来了'\ndate: 2024-03-05\n---\n正文。\n")
    assert draft.front_matter.title == "星河的'新车'来了"
    assert [(problem.rule, problem.severity) for problem in problems] == [("yaml-broken", "warning")]


DATES = {
    ("2024-03-05-xin-che.md", "date: Invalid Date\n", "正文。"): ("2024-03-05", "file name"),
    ("xin-che.md", "", '<div><time datetime="2024-03-05T10:40:00Z">昨天</time><p>正文。</p></div>'): (
        "2024-03-05 18:40:00+08:00", "mark-up of the text",
    ),
    ("xin-che.md", "date: Invalid Date\n", '<p class="meta date">2024年3月5日</p><p>正文。</p>'): (
        "2024-03-05", "mark-up of the text",
    ),
    ("xin-che.md", "", "发布时间：2024-03-05 18:40\n\n正文。"): ("2024-03-05 18:40:00+08:00", "line of its own"),
    ("xin-che.md", "date: 2024-03-05 00:00:00\n", "正文。"): ("2024-03-05", "front matter"),
    ("xin-che.md", "date: Mon, 04 Mar 2024 16:00:00 GMT\n", "正文。"): ("2024-03-05 00:00:00+08:00", "front matter"),
}  # fmt: skip


@pytest.mark.parametrize("case", DATES, ids=range(len(DATES)))
def test_date_is_found_with_its_precision(case: tuple[str, str, str]) -> None:
    name, line, body = case
    draft, _ = _read(f"---\ntitle: 星河新车\n{line}---\n\n{body}\n", name)
    written = next(line for line in dump_document(draft.front_matter, "").splitlines() if line.startswith("date:"))
    assert (written.removeprefix("date: "), _how(draft, "date")[0]) == DATES[case]


def test_date_is_never_guessed() -> None:
    draft, problems = _read("---\ntitle: 星河新车\ndate: Invalid Date\n---\n\n3月5日晚，星河发布新车。\n")
    assert draft.front_matter.date is None
    assert [problem.rule for problem in problems] == ["date-impossible", "date-missing"]


TITLES = {
    ("星河_长风宣布合作_", "<p>今天，“星河*长风宣布合作？”传出。</p>"): "星河*长风宣布合作？",
    ("这款_全能_手机", "<p>它自称“全能”，价格不低。</p>"): "这款“全能”手机",
    ("造价0.1元_千瓦时", "<p>成本是0.1元/千瓦时。</p>"): "造价0.1元/千瓦时",
    ("_ST星河放量", "<p>成交额放大。</p>"): "*ST星河放量",
    ("snake_case怎么写", "<p>写法。</p>"): "snake_case怎么写",
    ("星河说_我们会继续_随后离场", "<p>星河说“我们会继续，随后离场。</p>"): "星河说_我们会继续_随后离场",
    ("星河_长风", '<p><img src="https://i.example/a.png" alt="星河|长风"></p>'): "星河|长风",
    ("【星河发布新车】星河今日发布新车，售价…", "<p>【星河发布新车】星河今日发布新车，售价十万。</p>"): "星河发布新车",
}


@pytest.mark.parametrize("case", TITLES, ids=range(len(TITLES)))
def test_title_is_restored_from_the_text_alone(case: tuple[str, str]) -> None:
    title, body = case
    draft, _ = _read(f"---\ntitle: '{title}'\ndate: 2024-03-05\n---\n\n<div>{body}<p>尾。</p></div>\n")
    assert draft.front_matter.title == TITLES[case]


UNTITLED = {
    ("2024-03-05-xin-che.md", "正文。"): ("xin che", "file name"),
    ("a.md", "# 星河*新车*\n\n正文。"): ("星河新车", "first heading"),
    ("a.md", "<h1>星河<b>新车</b></h1><p>正文。</p>"): ("星河新车", "first heading"),
}


@pytest.mark.parametrize("case", UNTITLED, ids=range(len(UNTITLED)))
def test_post_without_title_takes_one(case: tuple[str, str]) -> None:
    name, body = case
    draft, _ = _read(f"---\nlayout: post\ndate: 2024-03-05\ntags: 车\n---\n\n{body}\n", name)
    assert (draft.front_matter.title, _how(draft, "title")[0]) == UNTITLED[case]


def test_placeholder_head_image_is_dropped_by_a_named_rule() -> None:
    for url in ("https://picsum.photos/400/300?random=77", "https://i.example/p/undefined"):
        draft, _ = _read(f"---\ntitle: 星河\ndate: 2024-03-05\nheadimg: '{url}'\n---\n\n正文。\n")
        assert draft.front_matter.image == ""
        assert draft.removed == (("placeholder-image", url),)


FOREIGN = {
    "source: 滨海新闻\nfrom: 江畔社\n": {"outlet": "滨海新闻", "from": "江畔社"},
    "source: https://a.example/1\n": {"source_url": "https://a.example/1"},
    "author: {name: 林一, url: 'https://b.example'}\n": {"authors": ["林一"], "author_url": "https://b.example"},
    "permalink: /a/b.html\n": {"slug": "b", "aliases": ["/a/b.html"]},
    "permalink: /:year/:title/\n": {},
    "url: /old/path.html\naliases: [/p/1.html]\n": {"aliases": ["/p/1.html", "/old/path.html"]},
    "cover: {image: 'https://i.example/a.png', caption: 图}\n": {
        "image": "https://i.example/a.png", "cover_caption": "图",
    },
    "cover: {image: a.png}\n": {"cover_image": "a.png"},
    "featuredImage: /img/a.png\nbanner: /img/b.png\n": {"image": "/img/a.png", "banner": "/img/b.png"},
    "layout: post\ntags: ruby rails\n": {"tags": ["ruby", "rails"]},
    "tags: ruby rails\n": {"tags": ["ruby rails"]},
    "myfield: {a: 1}\n": {"myfield": {"a": 1}},
    "creator: 林一\n": {"authors": ["林一"]},
}  # fmt: skip


@pytest.mark.parametrize("lines", FOREIGN, ids=range(len(FOREIGN)))
def test_keys_of_other_generators_are_understood_or_kept(lines: str) -> None:
    draft, problems = _read(f"---\ntitle: 星河\ndate: 2024-03-05\n{lines}---\n\n正文。\n")
    values = list_values(draft.front_matter)
    common = {"title", "id", "date", "summary", "language", "import"}
    assert ({key: value for key, value in values.items() if key not in common}, problems) == (FOREIGN[lines], [])


def test_tables_of_toml_are_understood() -> None:
    head = '[author]\nname = "林一"\n[params]\nsource = "滨海新闻"\n'
    draft, problems = _read(f'+++\ntitle = "星河"\ndate = 2024-03-05\nurl = "/old.html"\n{head}+++\n\n正文。\n')
    matter = draft.front_matter
    assert (matter.outlet, matter.authors, matter.aliases, problems) == ("滨海新闻", ("林一",), ("/old.html",), [])


def test_keys_of_astro_give_the_date() -> None:
    draft, problems = _read("---\ntitle: 星河\npubDatetime: 2024-03-05T06:07:08Z\n---\n\n正文。\n")
    assert (draft.front_matter.date, problems) == (datetime(2024, 3, 5, 14, 7, 8, tzinfo=ZONE), [])


def test_a_listing_begun_behind_a_paragraph_reaches_to_its_end() -> None:
    head = "---\ntitle: 星河\ndate: 2024-03-05\n---\n"
    draft, _ = _read(head + "<p>甲</p><pre>int a;\nif (i<n) { go(); }\n</pre>\n\n乙\n")
    assert draft.markdown == "甲\n\n```\nint a;\nif (i<n) { go(); }\n```\n\n乙"
