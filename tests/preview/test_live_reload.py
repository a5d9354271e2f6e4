"""An open page follows the archive, in a real browser: it reloads, shows problems, and lets them go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from preview_process import ARTICLES, GOOD, GOOD_URL, Preview, make_archive, run_preview

pytestmark = pytest.mark.browser

BROKEN = "---\ntitle: <img src=/x onerror=alert(1)>\ndate: 2025-02-31\n---\n\n正文。\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One preview for the tests here."""
    with run_preview(make_archive(tmp_path_factory.mktemp("archive"))) as preview:
        yield preview


@pytest.fixture
def preview(running: Preview) -> Iterator[Preview]:
    """The running preview; its article is put back afterwards."""
    yield running
    if (running.root / GOOD).read_text(encoding="utf-8") != ARTICLES[GOOD]:
        running.change(lambda: running.write(GOOD, ARTICLES[GOOD]))


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """The article, open; the console must stay empty and no request may fail but those a reload cuts off."""
    complaints: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"{request.failure}: {request.url}"))
    page.goto(preview.address.rstrip("/") + GOOD_URL)
    yield page
    context.close()
    assert [said for said in complaints if not said.startswith("net::ERR_ABORTED: ")] == []


def test_open_page_shows_an_edit_by_itself(page: Page, preview: Preview) -> None:
    expect(page.locator("article .body")).to_have_text("第一版正文。")
    preview.write(GOOD, ARTICLES[GOOD].replace("第一版", "第二版"))
    expect(page.locator("article .body")).to_have_text("第二版正文。")


def test_problems_are_laid_over_the_page_and_go_away_when_mended(page: Page, preview: Preview) -> None:
    overlay = page.get_by_role("dialog")
    preview.write(GOOD, BROKEN)
    expect(overlay).to_contain_text(f"{GOOD}:3")
    expect(overlay).to_contain_text("2025-02-31")
    expect(page.locator("article .body")).to_have_text("第一版正文。")
    assert overlay.evaluate("element => getComputedStyle(element).position") == "fixed"
    preview.write(GOOD, ARTICLES[GOOD].replace("第一版", "第三版"))
    expect(page.locator("article .body")).to_have_text("第三版正文。")
    expect(overlay).to_have_count(0)


def test_problems_can_be_hidden(page: Page, preview: Preview) -> None:
    preview.write(GOOD, BROKEN)
    overlay = page.get_by_role("dialog")
    expect(overlay).to_be_visible()
    overlay.get_by_role("button").click()
    expect(overlay).to_be_hidden()
    expect(page.locator("article .body")).to_be_visible()


def test_error_page_gives_way_to_the_site(browser: Browser, tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive")
    (root / GOOD).write_text(BROKEN, encoding="utf-8")
    with run_preview(root) as preview:
        context = browser.new_context()
        page = context.new_page()
        page.goto(preview.address.rstrip("/") + GOOD_URL)
        expect(page.get_by_role("heading", level=1)).to_contain_text("the site cannot be built")
        preview.write(GOOD, ARTICLES[GOOD])
        expect(page.locator("article .body")).to_have_text("第一版正文。")
        context.close()
