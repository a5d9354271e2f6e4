"""A generated archive for measuring: N articles of about 2,000 Chinese characters, the same for everyone.

Article i depends on (seed, i) alone, so a smaller archive is the beginning of a larger one. Words are drawn from the
common characters of GB 2312 with Zipf's law; every article has five tags and companies, headings, lists, links and an
image.
"""

from __future__ import annotations

import random
import re
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

SEED = 20261121
_BEGIN = datetime(2020, 1, 1, 8)
_CHARACTERS = [
    bytes([row, column]).decode("gb2312") for row in range(0xB0, 0xD7) for column in range(0xA1, 0xFF)
]
_OUTLETS = [f"第{number}财经" for number in range(1, 13)]
_TAGS = 200
_COMPANIES = 300
_HTML = tuple(
    (re.compile(pattern, re.MULTILINE), html)
    for pattern, html in (
        (r"^!\[(.*)\]\((\S+) \"(.*)\"\)\{.*\}$", r'<p class="image"><img alt="\1" src="\2"><em>\3</em></p>'),
        (r"^- \[(.*)\]\((.*)\)$", r'<ul><li><a href="\2" target="_blank">\1</a></li></ul>'),
        (r"^## (.*)$", r"<h2>\1</h2>"),
        (r"\*\*(.*?)\*\*", r"<strong>\1</strong>"),
        (r"^([^<\n].*)$", r'<p style="text-align: left;">\1</p>'),
    )
)
SITE = 'title = "Benchmark"\nbase_url = "https://example.com/"\nlanguage = "zh-Hans"\n'


class Vocabulary:
    """Words, company names and tags of one seed."""

    def __init__(self, seed: int) -> None:
        source = random.Random(seed)
        lengths = (1, 2, 2, 2, 2, 3, 3, 4)
        self.words = ["".join(source.choices(_CHARACTERS, k=source.choice(lengths))) for _ in range(6000)]
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.words))))
        self.companies = ["".join(source.choices(_CHARACTERS, k=3)) + "科技" for _ in range(_COMPANIES)]
        self.tags = ["".join(source.choices(_CHARACTERS, k=2)) + str(number) for number in range(_TAGS)]


def write_archive(root: Path, articles: int) -> None:
    """Write site.toml, the term files of a third of the companies, and the articles."""
    vocabulary = Vocabulary(SEED)
    (root / "content" / "companies").mkdir(parents=True)
    (root / "site.toml").write_text(SITE, encoding="utf-8")
    for number, name in enumerate(vocabulary.companies[: _COMPANIES // 3]):
        text = f"---\nname: {name}\naliases: [{name[:-2]}集团]\n---\n\n{name}的资料。\n"
        (root / "content" / "companies" / f"company-{number}.md").write_text(text, encoding="utf-8")
    for number in range(articles):
        path = root / article_path(number, articles)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_article(number, articles, vocabulary), encoding="utf-8")


def write_posts(folder: Path, articles: int) -> None:
    """Write the same articles as source files: posts of a Hexo mirror, their bodies in HTML."""
    vocabulary = Vocabulary(SEED)
    folder.mkdir(parents=True)
    for number in range(articles):
        head, _, body = _article(number, articles, vocabulary).partition("---\n\n")
        text = f"{head}---\n\n<div><!--more-->\n{_to_html(body)}\n</div>\n"
        (folder / f"example-news__{number}.md").write_text(text, encoding="utf-8")


def _to_html(body: str) -> str:
    """The generated Markdown as the one line of HTML that mirrors scrape."""
    for pattern, html in _HTML:
        body = pattern.sub(html, body)
    return body.replace("\n", "")


def article_path(number: int, articles: int) -> str:
    """Where article `number` of `articles` lies, relative to the root."""
    return f"content/articles/{_date(number, articles):%Y/%m}/article-{number}.md"


def _date(number: int, articles: int) -> datetime:
    return _BEGIN + timedelta(minutes=number * (6 * 365 * 24 * 60 // articles))


def _article(number: int, articles: int, vocabulary: Vocabulary) -> str:
    source = random.Random(SEED * 1_000_003 + number)
    tags = _pick(source, vocabulary.tags, 5)
    companies = _pick(source, vocabulary.companies, 5)
    head = [
        "---",
        f"title: {companies[0]}{_sentence(source, vocabulary, 12)}",
        f"date: {_date(number, articles):%Y-%m-%d %H:%M:%S}+08:00",
        f"outlet: {source.choice(_OUTLETS)}",
        f"tags: [{', '.join(tags)}]",
        f"source_url: https://example.com/news/{number}",
        "---",
        "",
    ]
    return "\n".join(head + _body(source, vocabulary, companies)) + "\n"


def _body(source: random.Random, vocabulary: Vocabulary, companies: list[str]) -> list[str]:
    lines: list[str] = []
    for section in range(4):
        if section:
            lines += [f"## {_sentence(source, vocabulary, 8)}", ""]
        for paragraph in range(4):
            company = companies[(section + paragraph) % len(companies)]
            text = "，".join(_sentence(source, vocabulary, 18) for _ in range(6))
            lines += [f"{company}**{_sentence(source, vocabulary, 5)}**{text}。", ""]
        lines += [f"- [{_sentence(source, vocabulary, 10)}](https://example.com/{section})" for _ in range(3)] + [""]
    image = f"https://img.example.com/{companies[0]}.png"
    lines += [f'![图]({image} "{_sentence(source, vocabulary, 8)}"){{width=1200 height=675}}', ""]
    return lines


def _sentence(source: random.Random, vocabulary: Vocabulary, characters: int) -> str:
    words = source.choices(vocabulary.words, cum_weights=vocabulary.weights, k=characters)
    return "".join(words)[:characters]


def _pick(source: random.Random, names: list[str], count: int) -> list[str]:
    """Distinct names, the first of the list most often."""
    weights = [1 / (rank + 1) for rank in range(len(names))]
    found: dict[str, None] = {}
    while len(found) < count:
        found[source.choices(names, weights=weights)[0]] = None
    return list(found)
