"""A dozen articles, their index, and a browser that searches them under a base path and the site's own CSP."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page
from served_folder import serve_folder

from site_builder.documents import Taxonomy, TermFacts
from site_builder.language.slugs import sort_key
from site_builder.model import Term
from site_builder.search.documents import SearchDocument
from site_builder.search.index import write_index
from site_builder.search.shards import Size

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "themes/default/static"
BASE = "/news/"
SMALL = (Size(articles=5, characters=10_000), Size(articles=3, characters=10_000))
"""Sizes at which a dozen articles fill several shards."""

Articles = list[dict[str, Any]]


@pytest.fixture(scope="session")
def articles() -> Articles:
    """The articles of `articles.toml`."""
    return list(tomllib.loads((HERE / "articles.toml").read_text("utf-8"))["article"])


def as_document(article: dict[str, Any]) -> SearchDocument:
    """An article as the index takes it."""
    return SearchDocument(
        url=article["url"],
        title=article["title"],
        date=article["date"],
        outlet=article["outlet"][0] if "outlet" in article else "",
        companies=tuple(slug for slug, _ in article["companies"]),
        about=1 if article["companies"] else 0,
        tags=tuple(slug for slug, _ in article["tags"]),
        language=article["language"],
        story=article.get("story", ""),
        summary=article["summary"],
        text_key=article["text"],
        characters=len(article["text"]),
    )


def terms_of(articles: Articles) -> list[Term]:
    """Every company, tag and outlet of the articles; companies know their other names."""
    pairs: dict[tuple[Taxonomy, str], str] = {}
    for article in articles:
        pairs |= {("companies", slug): name for slug, name in article["companies"]}
        pairs |= {("tags", slug): name for slug, name in article["tags"]}
        pairs |= {("outlets", slug): name for slug, name in [article["outlet"]]} if "outlet" in article else {}
    others: dict[str, TermFacts] = {
        "xiaomi": TermFacts(name="小米", aliases=("小米集团",), english="Xiaomi", tickers=("01810.HK",)),
        "byd": TermFacts(name="比亚迪", tickers=("002594.SZ",)),
    }
    return [
        Term(
            taxonomy=taxonomy, slug=slug, name=name, url=f"/{taxonomy}/{slug}/", initial=sort_key(name)[0],
            sort_key=f"{sort_key(name)[0]}{sort_key(name)[1]}", facts=others.get(slug, TermFacts(name=name)),
        )
        for (taxonomy, slug), name in sorted(pairs.items())
    ]  # fmt: skip


@pytest.fixture(scope="session")
def site_address(articles: Articles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a served folder that holds the search page, the client and the index of `articles`, in shards."""
    root = tmp_path_factory.mktemp("served")
    site = root / BASE.strip("/")
    texts = {article["url"]: article["text"].strip() for article in articles}
    files = write_index(
        [as_document(article) for article in articles], terms_of(articles),
        read_text=texts.__getitem__, workspace=tmp_path_factory.mktemp("workspace"), sizes=SMALL,
    )  # fmt: skip
    for name, path in files.items():
        target = site / "pagefind" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    shutil.copytree(SCRIPTS, site / "assets")
    (site / "search").mkdir()
    shutil.copyfile(HERE / "page.html", site / "search/index.html")
    with serve_folder(root) as address:
        yield f"{address}{BASE}"


@pytest.fixture(scope="module")
def search_page(browser: Browser, site_address: str) -> Iterator[Page]:
    """The search page, open; fails the module at its end if the console showed an error."""
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            errors.append(message.text)

    page = browser.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site_address}search/")
    yield page
    page.close()
    assert errors == []
