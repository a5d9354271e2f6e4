"""What publishing moves, in which order, and what it removes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from small_archive import Archive, read_tree

from site_builder.building.publish import (
    MANIFEST,
    Staged,
    check_destination,
    publish,
    read_manifest,
    remove_published,
)
from site_builder.errors import EnvironmentFault, UsageError
from site_builder.model import Stage


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The destination; it does not exist yet."""
    return tmp_path / "site"


def stage(folder: Path, *items: tuple[str, Stage, str]) -> list[Staged]:
    """Staged files from (path, stage, text)."""
    folder.mkdir(exist_ok=True)
    staged = []
    for path, step, text in items:
        file = folder / path.replace("/", "%")
        file.write_text(text)
        staged.append(Staged(path=path, file=file, stage=step))
    return staged


def put(site: Path, **texts: str) -> list[str]:
    """Publish a whole site of list pages: `a_b="x"` is the file a/b."""
    items = [(name.replace("_", "/"), text) for name, text in texts.items()]
    staged = stage(site.parent / "staging", *((path, "list", text) for path, text in items))
    return publish(staged, [path for path, _ in items], site)


def test_assets_come_before_articles_lists_and_feeds(site: Path) -> None:
    staged = stage(
        site.parent / "staging",
        ("feed.xml", "feed", ""), ("index.html", "list", ""), ("b/index.html", "article", ""),
        ("a/index.html", "article", ""), ("style.css", "asset", ""),
    )  # fmt: skip
    publish(staged, [item.path for item in staged], site)
    order = ("style.css", "a/index.html", "b/index.html", "index.html", "feed.xml")
    moved = [(site / path).stat().st_ctime_ns for path in order]
    assert moved == sorted(moved)


def test_only_our_own_files_are_removed(site: Path) -> None:
    put(site, a="1", b_c="2", b_d="3")
    (site / "CNAME").write_text("archive.example")
    (site / "b" / "mine.txt").write_text("mine")
    assert put(site, a="1") == ["b/c", "b/d"]
    assert read_tree(site) == {"CNAME": b"archive.example", "a": b"1", "b/mine.txt": b"mine"}


def test_emptied_folders_go(site: Path) -> None:
    put(site, a="1", b_c_d="2")
    put(site, a="1")
    assert sorted(path.name for path in site.iterdir()) == [MANIFEST, "a"]


def test_page_becomes_a_folder_and_a_folder_a_page(site: Path) -> None:
    put(site, page="1", folder_index="2", folder_deep_x="3")
    assert put(site, page_index="4", folder="5") == ["folder/deep/x", "folder/index", "page"]
    assert read_tree(site) == {"page/index": b"4", "folder": b"5"}
    put(site, page="1", folder_index="2")
    assert read_tree(site) == {"page": b"1", "folder/index": b"2"}


def test_foreign_file_in_the_way_stays(site: Path) -> None:
    put(site, a="1")
    (site / "page").write_text("mine")
    with pytest.raises(EnvironmentFault, match="cannot write to"):
        put(site, a="1", page_index="2")
    assert read_tree(site) == {"a": b"1", "page": b"mine"}


def test_interrupted_publishing_is_finished_by_the_next(site: Path) -> None:
    put(site, a="1", b="2", old="3")
    staged = stage(site.parent / "staging", ("a", "asset", "new"), ("b", "list", "new"))
    staged[1].file.unlink()
    with pytest.raises(EnvironmentFault):
        publish(staged, ["a", "b", "new"], site)
    assert read_tree(site) == {"a": b"new", "b": b"2", "old": b"3"}
    assert read_manifest(site) == {"a", "b", "new", "old"}
    assert put(site, a="1", c="4") == ["b", "new", "old"]
    assert read_tree(site) == {"a": b"1", "c": b"4"}


def test_swap_that_was_interrupted_is_finished_by_the_next(site: Path) -> None:
    put(site, page="1")
    (site / MANIFEST).write_text("page\npage/index\n")
    (site / "page").unlink()
    (site / "page").mkdir()
    (site / "page" / "index").write_text("2")
    assert put(site, page_index="2") == ["page"]
    assert read_tree(site) == {"page/index": b"2"}


def test_manifest_that_was_tampered_with_removes_nothing_outside(site: Path) -> None:
    put(site, a="1")
    outside = site.parent / "precious"
    outside.write_text("x")
    (site / MANIFEST).write_text(f"../precious\n{outside}\na\n")
    put(site, b="2")
    assert outside.read_text() == "x"
    assert read_tree(site) == {"b": b"2"}


def test_clean_removes_what_was_published_and_nothing_else(site: Path) -> None:
    put(site, a="1", b_c="2")
    (site / "CNAME").write_text("archive.example")
    assert remove_published(site) == 2
    assert read_tree(site) == {"CNAME": b"archive.example"}


def test_clean_removes_a_folder_that_is_empty_then(site: Path) -> None:
    put(site, a="1")
    assert remove_published(site) == 1
    assert not site.exists()


def test_foreign_folder_is_refused(site: Path) -> None:
    site.mkdir()
    check_destination(site, site.parent / "archive")
    (site / "x").write_text("")
    with pytest.raises(UsageError, match="is not empty and was not made by site-builder"):
        check_destination(site, site.parent / "archive")


def test_folder_behind_a_link_into_the_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "archive" / "content").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "archive" / "content")
    with pytest.raises(UsageError, match="holds the archive itself"):
        check_destination(tmp_path / "link", tmp_path / "archive")


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_staging_on_another_file_system_is_copied(site: Path) -> None:
    far = Path("/dev/shm") / f"site-builder-{os.getpid()}"
    far.mkdir()
    try:
        publish(stage(far, ("a/b", "list", "1")), ["a/b"], site)
        assert list(far.iterdir()) == []
    finally:
        far.rmdir()
    assert read_tree(site) == {"a/b": b"1"}


def test_site_with_swapped_aliases_builds_in_place(archive: Archive) -> None:
    archive.article("x", "2024-05-01", "aliases: [/old.html]\n")
    archive.build()
    archive.article("x", "2024-05-01", "aliases: [/old.html/part]\n")
    archive.build()
    assert "old.html/part/index.html" in archive.tree()
    archive.article("x", "2024-05-01", "aliases: [/old.html]\n")
    archive.build()
    assert "old.html" in archive.tree()


def test_build_killed_after_moving_some_files_is_finished_by_the_next(archive: Archive) -> None:
    archive.article("x", "2024-05-01")
    archive.build()
    archive.article("x", "2024-06-01")
    archive.article("y", "2024-06-02")
    archive.build("whole")
    for name in ("2024/06/01/x/index.html", "index.html"):
        archive.write(f"output/{name}", (archive.root / "whole" / name).read_bytes())
    manifest = archive.root / "output" / MANIFEST
    manifest.write_text(manifest.read_text() + (archive.root / "whole" / MANIFEST).read_text())
    archive.build()
    assert archive.tree() == archive.tree("whole")
