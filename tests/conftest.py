"""Fixtures that several floors share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from small_archive import Archive

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

settings.register_profile(
    "site-builder",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("site-builder")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive with the plain theme."""
    return Archive(tmp_path / "archive")


@pytest.fixture
def make_archive(tmp_path: Path) -> Callable[[str], Archive]:
    """A factory for tests that need several archives, by name."""
    return lambda name: Archive(tmp_path / name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless: Debian's, or the one that the variable CHROMIUM names."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.fail("Chromium is not installed; see tests/install-chromium, or leave out the browser: -m 'not browser'")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield running
        running.close()
