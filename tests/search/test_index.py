"""The bundle: what is in it, when Pagefind runs, what becomes of old files, what happens without the binary."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from site_builder.errors import EnvironmentFault
from site_builder.model import TermRef
from site_builder.search import pagefind
from site_builder.search.documents import SearchDocument
from site_builder.search.index import write_index

FIRST = SearchDocument(url="/a/", title="小米汽车", date=datetime(2024, 3, 28, tzinfo=UTC), text="华为")
SECOND = SearchDocument(url="/b/", title="英伟达", date=datetime(2025, 3, 28, tzinfo=UTC), text="豆包")


def contents(files: Mapping[str, Path]) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files.items()}


def test_bundle_holds_what_a_search_loads(tmp_path: Path) -> None:
    names = [name.partition("_")[0] for name in write_index([FIRST, SECOND], workspace=tmp_path)]
    assert names == [
        "cards/und",
        "cards/und",
        "catalogue.json",
        "index/und",
        "pagefind-entry.json",
        "pagefind-worker.js",
        "pagefind.js",
        "pagefind.und",
        "wasm.unknown.pagefind",
    ]


def test_same_documents_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    one = write_index([FIRST, SECOND], workspace=tmp_path / "one")
    other = write_index(iter([SECOND, FIRST]), workspace=tmp_path / "other")
    assert contents(one) == contents(other)


def test_unchanged_documents_leave_pagefind_out(tmp_path: Path) -> None:
    before = write_index([FIRST, SECOND], workspace=tmp_path)
    written = {name: path.stat().st_mtime_ns for name, path in before.items()}
    again = write_index([FIRST, SECOND], workspace=tmp_path)
    assert {name: path.stat().st_mtime_ns for name, path in again.items()} == written


def test_change_and_change_back_equal_a_clean_index(tmp_path: Path) -> None:
    clean = contents(write_index([FIRST], workspace=tmp_path / "clean"))
    workspace = tmp_path / "kept"
    write_index([FIRST, SECOND], workspace=workspace)
    write_index([msgspec.structs.replace(FIRST, text="小鹏"), SECOND], workspace=workspace)
    assert contents(write_index([FIRST], workspace=workspace)) == clean


@pytest.mark.parametrize(
    "change",
    [
        {"date": datetime(2023, 3, 28, tzinfo=UTC)},
        {"text": "小鹏"},
        {"title": "小米 汽车"},
        {"language": "en"},
        {"tags": (TermRef(slug="qiche", name="汽车", url="/tags/qiche/"),)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_of_a_document_changes_the_bundle(tmp_path: Path, change: dict[str, object]) -> None:
    before = contents(write_index([FIRST], workspace=tmp_path))
    after = contents(write_index([msgspec.structs.replace(FIRST, **change)], workspace=tmp_path))
    assert before["catalogue.json"] != after["catalogue.json"]


def test_damaged_bundle_is_made_again(tmp_path: Path) -> None:
    before = write_index([FIRST], workspace=tmp_path)
    expected = contents(before)
    before["catalogue.json"].write_bytes(b"{}")
    before["pagefind.js"].unlink()
    assert contents(write_index([FIRST], workspace=tmp_path)) == expected


def test_interrupted_page_is_written_again(tmp_path: Path) -> None:
    expected = contents(write_index([FIRST], workspace=tmp_path / "clean"))
    write_index([FIRST], workspace=tmp_path / "other")
    [page] = (tmp_path / "other/pages").iterdir()
    (tmp_path / "kept/pages").mkdir(parents=True)
    (tmp_path / "kept/pages" / f"{page.stem}.part").write_bytes(b"<!doctype")
    assert contents(write_index([FIRST], workspace=tmp_path / "kept")) == expected


def test_archive_without_articles_needs_no_pagefind(tmp_path: Path) -> None:
    assert list(write_index([], workspace=tmp_path)) == ["catalogue.json"]


def test_surroundings_do_not_change_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = contents(write_index([FIRST], workspace=tmp_path / "plain"))
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pagefind.toml").write_text('exclude_selectors = ["p"]\n')
    assert contents(write_index([FIRST], workspace=Path("relative"))) == expected


def test_missing_package_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    with pytest.raises(EnvironmentFault) as caught:
        pagefind.find_executable()
    [problem] = caught.value.problems
    assert (problem.rule, problem.hint) == (
        "pagefind-missing",
        "pip install pagefind-bin, or build with --no-search",
    )


def test_failing_binary_is_quoted_and_the_last_bundle_kept(tmp_path: Path) -> None:
    before = contents(write_index([FIRST], workspace=tmp_path))
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho 'no memory left' >&2\nexit 4\n")
    failing.chmod(0o755)
    with pytest.raises(EnvironmentFault, match="Pagefind ended with status 4: no memory left"):
        write_index([SECOND], workspace=tmp_path, executable=failing)
    assert contents(write_index([FIRST], workspace=tmp_path, executable=failing)) == before


def test_binary_that_cannot_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="cannot run"):
        write_index([FIRST], workspace=tmp_path, executable=tmp_path / "absent")
