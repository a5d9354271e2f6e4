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

from site_builder.model import TermRef
from site_builder.search.documents import SearchDocument
from site_builder.search.index import write_index

HERE = Path(__file__).parent
CLIENT = HERE.parents[1] / "themes/default/static/search.js"
BASE = "/news/"


def read_documents() -> list[SearchDocument]:
    """The articles of `articles.toml`."""

    def term(folder: str, pair: list[str]) -> TermRef:
        return TermRef(slug=pair[0], name=pair[1], url=f"/{folder}/{pair[0]}/")

    def document(article: dict[str, Any]) -> SearchDocument:
        return SearchDocument(
            url=article["url"],
            title=article["title"],
            date=article["date"],
            outlet=term("outlets", article["outlet"]) if "outlet" in article else None,
            companies=tuple(term("companies", pair) for pair in article["companies"]),
            tags=tuple(term("tags", pair) for pair in article["tags"]),
            language=article["language"],
            summary=article["summary"],
            text=article["text"].strip(),
        )

    return [document(article) for article in tomllib.loads((HERE / "articles.toml").read_text("utf-8"))["article"]]


@pytest.fixture(scope="session")
def documents() -> list[SearchDocument]:
    return read_documents()


@pytest.fixture(scope="session")
def site_address(documents: list[SearchDocument], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a served folder that holds the search page, the client and the index of `documents`."""
    root = tmp_path_factory.mktemp("served")
    site = root / BASE.strip("/")
    for name, path in write_index(documents, workspace=tmp_path_factory.mktemp("workspace")).items():
        target = site / "pagefind" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for source, name in ((CLIENT, "assets/search.js"), (HERE / "page.html", "search/index.html")):
        (site / name).parent.mkdir(parents=True)
        shutil.copyfile(source, site / name)
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
