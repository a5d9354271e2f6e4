"""What `init` writes builds at once, and nothing there is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.building.build import BuildOptions, build
from site_builder.building.project import open_project
from site_builder.curating.scaffold import write_scaffold
from site_builder.errors import UsageError


def test_scaffold_builds_without_a_problem_and_resolves_its_company(tmp_path: Path) -> None:
    write_scaffold(tmp_path)
    project = open_project(tmp_path / "site.toml")
    options = BuildOptions(destination=tmp_path / "output", jobs=1, search=False)
    report = build(project, options, progress=lambda step, done, total: None)
    assert report.problems == ()
    page = (tmp_path / "output/companies/xiaomi/index.html").read_text(encoding="utf-8")
    assert "小米首款汽车上市回顾" in page
    assert "How this archive works" in page


def test_hidden_files_get_their_dot(tmp_path: Path) -> None:
    written = {path.relative_to(tmp_path).as_posix() for path in write_scaffold(tmp_path)}
    assert {".gitignore", ".github/workflows/publish.yml", "site.toml"} <= written


def test_folder_with_an_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('title = "mine"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="holds an archive already"):
        write_scaffold(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]


def test_files_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n", encoding="utf-8")
    write_scaffold(tmp_path)
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
