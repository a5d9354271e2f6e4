"""Fixtures that several floors share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from small_archive import Archive

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
