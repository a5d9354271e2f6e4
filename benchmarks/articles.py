"""A generated archive for measuring: N articles in one of two styles, the same for everyone.

    news    about 1,200 characters, nearly all of it plain paragraphs, as agencies write
    dense   about 2,000 characters: headings, lists, links, emphasis, quotes, tables and footnotes in every article

Article i depends on (seed, style, i) alone, so a smaller archive is the beginning of a larger one. Words are drawn
from the common characters of GB 2312 with Zipf's law. Companies, tags, outlets, categories and authors have plain ASCII
or Chinese names, so that every generator makes the same address of them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

SEED = 20261121
STYLES = ("news", "dense")
SITE = 'title = "Benchmark"\nbase_url = "https://example.com/"\nlanguage = "zh-Hans"\n'

_BEGIN = datetime(2020, 1, 1, 8)
_DAYS = 6 * 365
_CHARACTERS = [bytes([row, column]).decode("gb2312") for row in range(0xB0, 0xD7) for column in range(0xA1, 0xFF)]
_LATIN = (
    "AI", "API", "ARM", "ARR", "Android", "CPU", "CUDA", "EV", "GDP", "GMV", "GPU", "HBM", "IPO", "IoT", "LFP", "LLM",
    "MCU", "NAND", "NPU", "OEM", "OLED", "PC", "Python", "RISC-V", "ROI", "SaaS", "SoC", "Transformer", "USB", "VR",
    "Wi-Fi", "agent", "benchmark", "cloud", "context", "edge", "foundry", "inference", "kernel", "latency",
    "open-source", "robotaxi", "token", "wafer",
)  # fmt: skip
_OUTLETS = [f"第{number}财经" for number in range(1, 13)]
_AUTHORS = ["常薇倩", "欧阳禾", "林知远", "苏木", "何以安", "陆海平", "陶然", "闻人杰", "Robin Hale", "Mara Lindt"]
_CATEGORIES = ["公司", "产业", "资本", "政策", "研究", "观点", "人物", "海外"]
_TAGS = 400
_COMPANIES = 600
_SPELLED_IN_HTML = tuple(
    (re.compile(pattern, re.MULTILINE), html)
    for pattern, html in (
        (r"^!\[(.*)\]\((\S+) \"(.*)\"\)\{.*\}$", r'<p class="image"><img alt="\1" src="\2"><em>\3</em></p>'),
        (r"^- (.*)$", r"<ul><li>\1</li></ul>"),
        (r"^## (.*)$", r"<h2>\1</h2>"),
        (r"\[(.*?)\]\((.*?)\)", r'<a href="\2" target="_blank">\1</a>'),
        (r"\*\*(.*?)\*\*", r"<strong>\1</strong>"),
        (r"^([^<\n].*)$", r'<p style="text-align: left;">\1</p>'),
    )
)


class Vocabulary:
    """Words, company names and tags of one seed."""

    def __init__(self, seed: int) -> None:
        source = random.Random(seed)
        lengths = (1, 2, 2, 2, 2, 3, 3, 4)
        self.words = ["".join(source.choices(_CHARACTERS, k=source.choice(lengths))) for _ in range(6000)]
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.words))))
        self.companies = list(
            dict.fromkeys("".join(source.choices(_CHARACTERS, k=2)) + "科技" for _ in range(_COMPANIES))
        )
        self.tags = [f"{source.choice(_LATIN).lower()}-{number}" for number in range(_TAGS)]


class Article(NamedTuple):
    """One article, before any generator's spelling."""

    number: int
    title: str
    date: datetime
    """In the site's time zone, +08:00."""
    outlet: str
    author: str
    category: str
    tags: list[str]
    companies: list[str]
    summary: str
    body: str
    """Markdown."""


def write_archive(root: Path, articles: int, style: str = "dense") -> None:
    """Write site.toml, the term files of a third of the companies, and the articles."""
    (root / "content" / "companies").mkdir(parents=True)
    (root / "site.toml").write_text(SITE, encoding="utf-8")
    for name, alias in described_companies().items():
        text = f"---\nname: {name}\naliases: [{alias}]\n---\n\n{name}的资料。\n"
        (root / "content" / "companies" / f"{name}.md").write_text(text, encoding="utf-8")
    for article in make_articles(articles, style):
        path = root / article_path(article.number, articles)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{front_matter(article)}---\n\n{article.body}", encoding="utf-8")


def write_posts(folder: Path, articles: int) -> None:
    """Write the articles of the dense style as source files: posts of a Hexo mirror, their bodies in HTML."""
    folder.mkdir(parents=True)
    for article in make_articles(articles, "dense"):
        body = article.body
        for pattern, html in _SPELLED_IN_HTML:
            body = pattern.sub(html, body)
        text = f"---\n{front_matter(article)}---\n\n<div><!--more-->\n{body}\n</div>\n".replace("\n\n", "\n")
        (folder / f"example-news__{article.number}.md").write_text(text, encoding="utf-8")


def described_companies() -> dict[str, str]:
    """Name -> alias of the companies that have a term file."""
    names = Vocabulary(SEED).companies
    return {name: f"{name[:-2]}集团" for name in names[: len(names) // 3]}


def article_path(number: int, articles: int) -> str:
    """Where article `number` of `articles` lies, relative to the root."""
    return f"content/articles/{_date(number, articles):%Y/%m}/article-{number}.md"


def front_matter(article: Article) -> str:
    """The lines of YAML that we and Hugo both read."""
    values = {
        "title": article.title,
        "date": f"{article.date:%Y-%m-%dT%H:%M:%S}+08:00",
        "summary": article.summary,
        "outlet": article.outlet,
        "source_url": f"https://example.com/news/{article.number}",
        "authors": f"[{article.author}]",
        "categories": f"[{article.category}]",
        "tags": f"[{', '.join(article.tags)}]",
        "companies": f"[{', '.join(article.companies)}]",
    }
    return "".join(f"{key}: {value}\n" for key, value in values.items())


def make_articles(count: int, style: str) -> Iterator[Article]:
    """The articles, oldest first."""
    vocabulary = Vocabulary(SEED)
    for number in range(count):
        yield _make_article(number, count, vocabulary, style)


def _make_article(number: int, count: int, vocabulary: Vocabulary, style: str) -> Article:
    source = random.Random(f"{SEED} {style} {number}")
    companies = _pick(source, vocabulary.companies, source.randint(0, 4))
    writer = _Writer(source, vocabulary, companies, style)
    return Article(
        number=number,
        title=(companies[0] if companies else "") + writer.phrase(14),
        date=_date(number, count),
        outlet=source.choice(_OUTLETS),
        author=source.choice(_AUTHORS),
        category=source.choice(_CATEGORIES),
        tags=_pick(source, vocabulary.tags, source.randint(2, 6)),
        companies=companies,
        summary=writer.phrase(60) + "。",
        body=writer.body(),
    )


def _date(number: int, articles: int) -> datetime:
    return _BEGIN + timedelta(minutes=number * (_DAYS * 24 * 60 // articles))


def _pick(source: random.Random, names: list[str], count: int) -> list[str]:
    """Distinct names, the first of the list most often."""
    weights = list(accumulate(1 / (rank + 1) for rank in range(len(names))))
    found: dict[str, None] = {}
    while len(found) < count:
        found[source.choices(names, cum_weights=weights)[0]] = None
    return list(found)


class _Writer:
    """Writes the text of one article; `style` decides its length and how often markup stands in it."""

    def __init__(self, source: random.Random, vocabulary: Vocabulary, companies: list[str], style: str) -> None:
        self.source, self.vocabulary, self.companies = source, vocabulary, companies
        self.is_dense = style == "dense"
        self.markup = 1.0 if self.is_dense else 0.15

    def phrase(self, characters: int) -> str:
        words = self.source.choices(self.vocabulary.words, cum_weights=self.vocabulary.weights, k=characters)
        return "".join(words)[:characters]

    def body(self) -> str:
        source = self.source
        length = min(6000, int(source.lognormvariate(7.5 if self.is_dense else 7.0, 0.4)))
        sections = source.randint(3, 6) if self.is_dense else source.randint(1, 3)
        blocks: list[str] = []
        for section in range(sections):
            if section:
                blocks.append(f"## {self.phrase(source.randint(5, 14))}")
            blocks += self._section(length // sections, with_image=section < (2 if self.is_dense else 1))
        if source.random() < 0.12 * self.markup:
            blocks[0] += "[^1]"
            blocks.append(f"[^1]: {self._sentences(30)}")
        return "\n\n".join(blocks) + "\n"

    def _section(self, length: int, *, with_image: bool) -> list[str]:
        blocks = [self._paragraph()]
        while sum(map(len, blocks)) < length:
            kind = self.source.random() / self.markup
            writer = next((write for limit, write in _BLOCKS.items() if kind < limit), _Writer._paragraph)
            blocks.append(writer(self))
        if with_image:
            address = f"https://img.example.com/{self.source.randrange(10**6)}.png"
            blocks.append(f'![{self.phrase(6)}]({address} "{self.phrase(9)}"){{width=1200 height=675}}')
        return blocks

    def _paragraph(self) -> str:
        return self._sentences(self.source.randint(60, 200))

    def _list(self) -> str:
        return "\n".join(f"- {self._sentences(18)}" for _ in range(self.source.randint(3, 6)))

    def _steps(self) -> str:
        return "\n".join(f"{number}. {self._sentences(15)}" for number in range(1, self.source.randint(4, 6)))

    def _quote(self) -> str:
        return f"> {self._sentences(50)}"

    def _table(self) -> str:
        rows = [
            f"| {self.phrase(3)} | {self.source.choice(_LATIN)} | {self.source.randint(1, 9999)} |" for _ in range(5)
        ]
        return "\n".join([rows[0], "|---|---|---|", *rows[1:]])

    def _sentences(self, length: int) -> str:
        text = ""
        while len(text) < length:
            parts = [self._clause() for _ in range(self.source.choice((1, 2, 2, 3)))]
            text += "，".join(parts) + self.source.choice("。。。。。！？；")
        return text

    def _clause(self) -> str:
        plain = self.phrase(self.source.randint(6, 16))
        if self.companies and self.source.random() < 0.08:
            plain = self.source.choice(self.companies) + plain
        kind = self.source.random() / self.markup
        return plain + next((write(self) for limit, write in _INLINE.items() if kind < limit), "")


_BLOCKS: Mapping[float, Callable[[_Writer], str]] = {
    0.14: _Writer._list, 0.19: _Writer._steps, 0.24: _Writer._quote, 0.27: _Writer._table,
}  # fmt: skip
"""Upper limit of a random number -> the block written below it; a paragraph above all."""
_INLINE: Mapping[float, Callable[[_Writer], str]] = {
    0.10: lambda w: f" {w.source.choice(_LATIN)} {w.phrase(3)}",
    0.14: lambda w: f"**{w.phrase(w.source.randint(2, 6))}**{w.phrase(3)}",
    0.16: lambda w: f" `{w.source.choice(_LATIN).lower()}_{w.source.randint(1, 99)}` ",
    0.20: lambda w: f"约 {w.source.randint(1, 99)}% ",
    0.235: lambda w: f"[{w.phrase(5)}](https://example.com/{w.source.randrange(10**6)})",
    0.25: lambda w: f"*{w.phrase(4)}*",
}
