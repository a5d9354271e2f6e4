"""The bundle: what is in it, when Pagefind runs, what becomes of old files, what happens without the binary."""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from site_builder.errors import EnvironmentFault
from site_builder.search import pagefind
from site_builder.search.documents import SearchDocument
from site_builder.search.index import write_index
from site_builder.search.shards import Size

FIRST = SearchDocument(
    url="/a/", title="小米汽车", date=datetime(2024, 3, 28, tzinfo=UTC), text_key="华为", characters=2
)
SECOND = SearchDocument(
    url="/b/", title="英伟达", date=datetime(2025, 3, 28, tzinfo=UTC), text_key="豆包", characters=2
)
SINGLE = (Size(articles=1, characters=100),)
"""A shard for every article but the last, which waits for its shard to be full."""


def index(*documents: SearchDocument, workspace: Path, **options: Any) -> dict[str, Path]:
    """Index documents whose key is their text."""
    texts = {document.url: document.text_key for document in documents}
    files = write_index(documents, (), read_text=texts.__getitem__, workspace=workspace, **options)
    on_disk = {path.relative_to(workspace / "bundle") for path in (workspace / "bundle").rglob("*") if path.is_file()}
    assert {path.as_posix() for path in on_disk} == set(files)
    return dict(files)


def contents(files: Mapping[str, Path]) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in files.items()}


def document(number: int) -> SearchDocument:
    date = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number)
    return SearchDocument(url=f"/{number}/", title=f"第{number}篇", date=date, text_key=f"正文{number}", characters=10)


def test_bundle_holds_what_a_search_loads(tmp_path: Path) -> None:
    names = [re.sub("[0-9a-f]{16}", "*", name) for name in index(FIRST, SECOND, workspace=tmp_path)]
    assert sorted(names) == [
        "cards/*/0.pack",
        "cards/*/1.pack",
        "index/*.facts",
        "index/*.folding",
        "index/*.terms",
        "index/*/0.pf_index",
        "search.json",  # last, because files are published in this order
    ]


def test_entry_names_the_shards_newest_first(tmp_path: Path) -> None:
    files = index(FIRST, SECOND, workspace=tmp_path, sizes=SINGLE)
    entry = json.loads(files["search.json"].read_bytes())
    cards = [json.loads(gzip.decompress(files[f"cards/{s['name']}/0.pack"].read_bytes())) for s in entry["shards"]]
    assert [card["url"] for card in cards] == ["/b/", "/a/"]


def test_same_documents_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    documents = [document(number) for number in range(40)]
    sizes = (Size(articles=15, characters=1_000),)
    one = index(*documents, workspace=tmp_path / "one", sizes=sizes)
    other = index(*documents[::-1], workspace=tmp_path / "other", sizes=sizes)
    assert contents(one) == contents(other)


def test_unchanged_documents_leave_pagefind_out(tmp_path: Path) -> None:
    before = index(FIRST, SECOND, workspace=tmp_path)
    written = {name: path.stat().st_mtime_ns for name, path in before.items()}
    again = index(FIRST, SECOND, workspace=tmp_path, executable=tmp_path / "absent")
    assert {name: path.stat().st_mtime_ns for name, path in again.items()} == written


def test_shard_whose_articles_did_not_change_keeps_every_byte(tmp_path: Path) -> None:
    before = contents(index(FIRST, SECOND, workspace=tmp_path, sizes=SINGLE))
    edited = msgspec.structs.replace(SECOND, text_key="小鹏")
    after = contents(index(FIRST, edited, workspace=tmp_path, sizes=SINGLE))
    frozen = json.loads(before["search.json"])["shards"][1]
    names = [name for name in before if frozen["name"] in name or name == frozen["facts"]]
    assert len(names) == 3
    assert {name: after[name] for name in names} == {name: before[name] for name in names}


def test_another_company_indexes_no_text_anew(tmp_path: Path) -> None:
    before = index(FIRST, workspace=tmp_path)
    named = msgspec.structs.replace(FIRST, companies=("xiaomi",), about=1)
    after = index(named, workspace=tmp_path, executable=tmp_path / "absent")
    assert set(before) ^ set(after) == {name for name in (*before, *after) if name.endswith(".facts")}


@pytest.mark.parametrize("first", [0, 7, 39])
def test_index_built_step_by_step_equals_a_clean_one(tmp_path: Path, first: int) -> None:
    sizes = (Size(articles=15, characters=1_000), Size(articles=5, characters=1_000))
    documents = [document(number) for number in range(40)]
    kept = tmp_path / "kept"
    index(*documents[:first], *documents[first + 1 :], workspace=kept, sizes=sizes)
    changed = [*documents[:3], msgspec.structs.replace(documents[3], text_key="别的"), *documents[4:]]
    index(*changed, workspace=kept, sizes=sizes)
    after = index(*documents, workspace=kept, sizes=sizes)
    assert contents(after) == contents(index(*documents, workspace=tmp_path / "clean", sizes=sizes))


@pytest.mark.parametrize(
    "change",
    [
        {"date": datetime(2023, 3, 28, tzinfo=UTC)},
        {"text_key": "小鹏"},
        {"title": "小米 汽车"},
        {"language": "en"},
        {"tags": ("qiche",)},
        {"story": "s1"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_of_a_document_changes_the_bundle(tmp_path: Path, change: dict[str, object]) -> None:
    before = contents(index(FIRST, workspace=tmp_path))
    after = contents(index(msgspec.structs.replace(FIRST, **change), workspace=tmp_path))
    assert before["search.json"] != after["search.json"]


def test_damaged_bundle_is_made_again(tmp_path: Path) -> None:
    before = index(FIRST, workspace=tmp_path)
    expected = contents(before)
    for name, path in before.items():
        if name.endswith((".facts", ".terms", "search.json")):
            path.write_bytes(b"{}")
        if name.endswith(".pf_index"):
            path.unlink()
    assert contents(index(FIRST, workspace=tmp_path)) == expected


def test_interrupted_shard_is_made_again(tmp_path: Path) -> None:
    expected = contents(index(FIRST, workspace=tmp_path))
    [shard] = (tmp_path / "shards").iterdir()
    shard.unlink()
    (tmp_path / "raw").mkdir()
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "7.html").write_bytes(b"<!doctype")
    assert contents(index(FIRST, workspace=tmp_path)) == expected


def test_archive_without_articles_needs_no_pagefind(tmp_path: Path) -> None:
    names = [Path(name).suffix for name in index(workspace=tmp_path, executable=tmp_path / "absent")]
    assert sorted(names) == [".folding", ".json", ".terms"]


def test_articles_without_a_character_are_in_the_index_all_the_same(tmp_path: Path) -> None:
    empty = SearchDocument(url="/x/", title="\u200b", date=FIRST.date, text_key="", characters=0)
    assert any(name.endswith(".pf_index") for name in index(empty, workspace=tmp_path))


def test_surroundings_do_not_change_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = contents(index(FIRST, workspace=tmp_path / "plain"))
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pagefind.toml").write_text('exclude_selectors = ["p"]\n')
    assert contents(index(FIRST, workspace=Path("relative"))) == expected


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
    before = contents(index(FIRST, workspace=tmp_path))
    failing = tmp_path / "failing"
    failing.write_text("#!/bin/sh\necho 'no memory left' >&2\nexit 4\n")
    failing.chmod(0o755)
    with pytest.raises(EnvironmentFault, match="Pagefind ended with status 4: no memory left"):
        index(SECOND, workspace=tmp_path, executable=failing)
    assert contents(index(FIRST, workspace=tmp_path, executable=failing)) == before


def test_binary_that_cannot_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="cannot run"):
        index(FIRST, workspace=tmp_path, executable=tmp_path / "absent")


def test_index_of_another_version_is_refused(tmp_path: Path) -> None:
    meta = b"\x83\x651.6.0\x80\x80"  # CBOR: version, pages, chunks
    (tmp_path / "pagefind.und_1.pf_meta").write_bytes(gzip.compress(b"pagefind_dcd" + meta))
    with pytest.raises(EnvironmentFault, match=r"needs Pagefind 1\.5\.x, this is 1\.6\.0"):
        pagefind.read_index(tmp_path)
