"""`.cache/last-build.json`: what a deploy script has to upload and to delete."""

import json
from pathlib import Path

from site_builder.building.build import BuildOptions, build
from site_builder.building.project import open_project

ARTICLE = "---\ntitle: {title}\ndate: 2024-05-01 10:00:00+08:00\n---\n\n正文。\n"


def run(root: Path, destination: str = "output") -> dict[str, object] | None:
    project = open_project(root / "site.toml")
    options = BuildOptions(destination=root / destination, jobs=1, search=False)
    build(project, options, progress=lambda step, done, total: None)
    file = root / ".cache" / "last-build.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def write(root: Path, name: str, title: str) -> None:
    path = root / "content" / "articles" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ARTICLE.format(title=title), encoding="utf-8")


def files(root: Path) -> list[str]:
    found = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return sorted(path for path in found if path != ".site-builder")


def make_archive(root: Path) -> None:
    (root / "site.toml").write_text('title = "T"\n', encoding="utf-8")
    write(root, "first", "第一")
    write(root, "second", "第二")


def test_first_build_writes_every_file(tmp_path: Path) -> None:
    make_archive(tmp_path)
    place = str((tmp_path / "output").resolve())
    assert run(tmp_path) == {"destination": place, "written": files(tmp_path / "output"), "removed": []}


def test_unchanged_build_writes_none(tmp_path: Path) -> None:
    make_archive(tmp_path)
    run(tmp_path)
    assert run(tmp_path) == {"destination": str((tmp_path / "output").resolve()), "written": [], "removed": []}


def test_deleted_article_is_among_the_removed(tmp_path: Path) -> None:
    make_archive(tmp_path)
    run(tmp_path)
    (tmp_path / "content" / "articles" / "second.md").unlink()
    found = run(tmp_path)
    assert found is not None
    assert found["removed"] == ["2024/05/01/second/index.html"]
    assert "2024/05/01/first/index.html" in found["written"]


def test_preview_leaves_the_file_alone(tmp_path: Path) -> None:
    make_archive(tmp_path)
    assert run(tmp_path, ".cache/preview") is None
