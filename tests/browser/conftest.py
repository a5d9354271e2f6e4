"""The demo archive, built once and served on 127.0.0.1, and pages that record what a reader must never meet."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from served_folder import serve_folder

from site_builder.building.build import BuildOptions, build
from site_builder.building.project import open_project

ROOT = Path(__file__).parents[2]
PIXEL = bytes.fromhex(
    "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"
)
"""A GIF of one pixel, in place of every article's image: tests use no network."""


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo archive's site, with search."""
    archive = tmp_path_factory.mktemp("demo")
    shutil.copy(ROOT / "site.toml", archive)
    shutil.copytree(ROOT / "content", archive / "content")
    project = open_project(archive / "site.toml")
    build(project, BuildOptions(destination=archive / "output", jobs=2), progress=lambda step, done, total: None)
    return archive / "output"


@pytest.fixture(scope="session")
def demo_address(demo_folder: Path) -> Iterator[str]:
    """Where the demo is served, without a trailing slash."""
    with serve_folder(demo_folder) as address:
        yield address


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, demo_address: str) -> Iterator[Opener]:
    """Opens a path of the demo in a fresh context: `open_page("/", width=390, color_scheme="dark")`.

    At the end it fails the test for a console message, a broken policy, or a request to anywhere but the site
    and images.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def answer(route: Route) -> None:
        request = route.request
        if urlsplit(request.url).netloc == urlsplit(demo_address).netloc:
            route.continue_()
        elif request.resource_type == "image":
            route.fulfill(body=PIXEL, content_type="image/gif")
        else:
            complaints.append(f"{request.resource_type} requested from {request.url}")
            route.abort()

    def hold(route: Route) -> None:
        """Never answer: the image stays on its way."""

    def open_path(
        path: str, *, width: int = 1280, height: int = 900, hold_images: bool = False, **options: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.route("**/*", answer)
        if hold_images:
            context.route(lambda url: urlsplit(url).netloc != urlsplit(demo_address).netloc, hold)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
        page.goto(demo_address + path, wait_until="domcontentloaded" if hold_images else "load")
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert complaints == []
