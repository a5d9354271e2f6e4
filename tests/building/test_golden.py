"""The small site, byte for byte. After a wanted change: `python -m tests.update_golden`, and read the diff."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_archive import build_copy, read_tree

SMALL = Path(__file__).parent.parent / "sites" / "small"


@pytest.mark.parametrize("jobs", [1, 2])
def test_small_site_is_what_is_expected(tmp_path: Path, jobs: int) -> None:
    expected = read_tree(SMALL / "expected")
    built = build_copy(SMALL, tmp_path / "small", jobs=jobs)
    assert sorted(built) == sorted(expected)
    for name, content in expected.items():
        assert built[name].decode() == content.decode(), name
