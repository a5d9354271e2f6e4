"""A disk that takes no more: a message and exit code 3, and the published site as it was."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest
from small_archive import Archive

LIMIT_BYTES = 30_000
"""Largest file the build may write: smaller than its cache."""


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, LIMIT_BYTES))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_full_disk_leaves_the_site_as_it_was(archive: Archive, jobs: str) -> None:
    archive.article("x", "2024-05-01 09:30", "title: 小米上市\n", "正文。")
    archive.build()
    before = archive.tree()
    archive.article("y", "2024-05-02 09:30", "title: 很长的一篇\n", "没有地方写了。" * 10_000)
    command = [sys.executable, "-m", "site_builder", "build", "--no-search", "--jobs", jobs]
    done = subprocess.run(
        command, cwd=archive.root, capture_output=True, text=True, preexec_fn=limit_file_size, check=False
    )
    assert done.returncode == 3
    assert done.stderr.startswith("cannot ")
    assert "hint: make room" in done.stderr
    assert archive.tree() == before
