"""A small archive in a folder of its own: write files, build through the real `build`, read what came out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from site_builder.building.build import BuildOptions, Report, build
from site_builder.building.project import open_project

PLAIN_THEME = Path(__file__).parent / "sites" / "small" / "themes" / "plain"

SITE = """\
title = "测试档案"
base_url = "https://archive.example/"
theme = "plain"
page_size = 3
"""


class Archive:
    """An archive below `root`, with the plain theme and no content."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("site.toml", SITE)
        shutil.copytree(PLAIN_THEME, root / "themes" / "plain")
        (root / "content").mkdir()

    def write(self, name: str, text: str | bytes) -> Path:
        """Write the file `name`, with the folders above it."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def article(self, slug: str, date: str, front: str = "", body: str = "正文。") -> str:
        """Write an article titled "Title of <slug>" unless `front` has a title; its path in the archive."""
        name = f"content/articles/{slug}.md"
        title = "" if "title:" in front else f"title: Title of {slug}\n"
        self.write(name, f"---\n{title}date: {date}\n{front}---\n\n{body}\n")
        return name

    def remove(self, name: str) -> None:
        """Delete the file `name`."""
        (self.root / name).unlink()

    def build(self, destination: str = "output", **options: Any) -> Report:
        """Build into a folder of the archive: one process and no search unless asked for otherwise."""
        chosen = {"jobs": 1, "search": False} | options
        project = open_project(self.root / "site.toml")
        return build(
            project,
            BuildOptions(destination=self.root / destination, **chosen),
            progress=lambda step, done, total: None,
        )

    def tree(self, destination: str = "output") -> dict[str, bytes]:
        """Path -> bytes of every file published there."""
        return read_tree(self.root / destination)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Path below `folder` -> bytes, without the manifest."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".site-builder")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build_copy(source: Path, root: Path, *, jobs: int = 1) -> dict[str, bytes]:
    """What a build of the archive in `source` publishes; it happens in a copy at `root`."""
    shutil.copytree(source, root, ignore=shutil.ignore_patterns("expected"))
    project = open_project(root / "site.toml")
    build(project, BuildOptions(destination=root / "output", jobs=jobs), progress=lambda step, done, total: None)
    return read_tree(root / "output")
