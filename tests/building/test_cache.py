"""A cache that is damaged, of another version or in use costs time, never a build."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from small_archive import Archive

from site_builder.building.cache import BodyStore, Cache, Published
from site_builder.errors import EnvironmentFault, Problem

REMADE = Problem(
    "", 0, "cache-remade", ".cache/build.sqlite was damaged or of another version and is made anew", "", "warning"
)


def _overwrite(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 500)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _other_version(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("pragma user_version=999")
    db.close()


def _other_tables(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("drop table parsed")
    db.close()


def _spoil_records(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("update parsed set record = x'7b7b'")
    db.commit()
    db.close()


def _spoil_pages(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))


@pytest.fixture
def built(archive: Archive) -> Archive:
    """An archive of four articles, built."""
    for number in range(1, 5):
        archive.article(f"a{number}", f"2024-05-0{number}", "tags: [甲]\n", "一段不短的正文。" * 200)
    archive.build()
    return archive


@pytest.mark.parametrize("spoil", [_overwrite, _cut, _other_version, _other_tables, _spoil_records, _spoil_pages])
def test_spoilt_cache_is_made_anew(built: Archive, spoil: Callable[[Path], None]) -> None:
    tree = built.tree()
    spoil(built.root / ".cache" / "build.sqlite")
    report = built.build()
    assert report.problems == (REMADE,)
    assert (report.written, report.removed) == (0, 0)
    assert built.tree() == tree
    assert built.build().rendered == 0


@pytest.mark.parametrize("spoil", [_overwrite, _other_version])
def test_remade_cache_is_said_and_passes_a_strict_build(built: Archive, spoil: Callable[[Path], None]) -> None:
    spoil(built.root / ".cache" / "build.sqlite")
    assert built.build(strict=True).problems == (REMADE,)


def test_folder_of_the_cache_that_is_a_file(archive: Archive) -> None:
    archive.write(".cache", "")
    with pytest.raises(EnvironmentFault, match="exists"):
        archive.build()


def test_uncommitted_rows_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with Cache(path) as cache:
        cache.add_parsed([("a", b"1")])
        cache.commit()
        cache.add_parsed([("b", b"2")])
    with Cache(path) as cache:
        assert cache.find_parsed(["a", "b"]) == {"a": b"1"}


def test_more_keys_than_a_query_holds(tmp_path: Path) -> None:
    rows = {f"key {number}": b"%d" % number for number in range(1201)}
    with Cache(tmp_path / "cache.sqlite") as cache:
        cache.add_mentions(rows.items())
        assert cache.find_mentions([*rows, "unknown"]) == rows


def test_published_files_are_kept_apart_by_destination(tmp_path: Path) -> None:
    one = Published(parts="p", sha256="1", size=1, mtime_ns=1)
    two = Published(parts="p", sha256="2", size=2, mtime_ns=2)
    with Cache(tmp_path / "cache.sqlite") as cache:
        cache.replace_published("/a", {"x": one, "y": one}, [])
        cache.replace_published("/b", {"x": two}, [])
        cache.replace_published("/a", {"x": two}, ["y"])
        assert (cache.published("/a"), cache.published("/b")) == ({"x": two}, {"x": two})


def test_sweep_forgets_unused_rows_once_there_are_many(tmp_path: Path) -> None:
    with Cache(tmp_path / "cache.sqlite") as cache:
        cache.add_parsed((f"{number}", b"") for number in range(100))
        cache.sweep("parsed", {"1"})
        assert len(cache.find_parsed(map(str, range(100)))) == 100
        cache.add_parsed((f"{number}", b"") for number in range(100, 2100))
        cache.sweep("parsed", {"1", "2"})
        assert set(cache.find_parsed(map(str, range(2100)))) == {"1", "2"}


def test_body_store_reads_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with Cache(path) as cache:
        cache.add_bodies([(f"{number}", f"<p>{number}</p>", f"{number}") for number in range(300)])
        cache.commit()
        store = BodyStore(path)
        assert [store.html(f"{number}") for number in range(300)] == [f"<p>{number}</p>" for number in range(300)]
        with pytest.raises(KeyError):
            store.html("unknown")
        store.close()
