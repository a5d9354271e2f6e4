"""The search box that "/" and Ctrl-K open on any page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Opener = Callable[..., Page]


def scripts_of(page: Page) -> list[str]:
    """Names of the search's scripts and files that the page has loaded."""
    return [
        str(name)
        for name in page.evaluate(
            "performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)"
        )
        if "/search" in name or "/pagefind/" in name
    ]


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_key_opens_the_box_and_loads_its_script_then(open_page: Opener, key: str) -> None:
    page = open_page("/archive/")
    assert scripts_of(page) == []
    page.keyboard.press(key)
    box = page.get_by_role("dialog")
    expect(box.get_by_role("combobox")).to_be_focused()
    expect(box.get_by_role("combobox")).to_have_value("")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_slash_is_a_character_where_one_types(open_page: Opener) -> None:
    page = open_page("/")
    page.locator(".site-search input").focus()
    page.keyboard.press("/")
    expect(page.locator(".site-search input")).to_have_value("/")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("typed", ["小米", "xm", "01810", "1810"])
def test_typing_leads_to_a_company(open_page: Opener, typed: str) -> None:
    page = open_page("/tags/")
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    field.fill(typed)
    option = page.get_by_role("option").filter(has_text="小米").first
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    while option.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/companies/xiaomi/")


def test_enter_without_a_choice_searches(open_page: Opener) -> None:
    page = open_page("/")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("澎湃")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#search-input")).to_have_value("澎湃")


def test_markup_in_the_box_is_text(open_page: Opener) -> None:
    page = open_page("/")
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("<img src=x onerror=alert(1)>")
    expect(page.get_by_role("option").last).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("dialog img").count() == 0


def test_keys_put_the_cursor_into_the_search_page_s_own_field(open_page: Opener) -> None:
    page = open_page("/search/")
    page.keyboard.press("/")
    expect(page.locator("#search-input")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
