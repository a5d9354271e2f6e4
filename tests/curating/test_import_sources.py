import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.curating.import_sources import ImportResult, import_sources
from site_builder.curating.source_files import MAX_SOURCE_BYTES
from site_builder.errors import UsageError
from site_builder.importing.ledger import parse_ledger

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, 12, tzinfo=ZONE)
POST = """---
title: 星河智行，驶向南方
date: 2024-03-05 18:40:00
outlet: 36氪
---

本周二，星河智行宣布在三座南方城市开放自动驾驶试乘。
"""
PATH = "content/articles/2024/03/xing-he-zhi-xing-shi-xiang-nan-fang.md"


def _import(root: Path, *paths: Path, force: bool = False, dry_run: bool = False, days: int = 0) -> list[ImportResult]:
    now = NOW + timedelta(days=days)
    return import_sources(paths, root=root, zone=ZONE, now=now, force=force, dry_run=dry_run)


def _tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "content").rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "content").mkdir(parents=True)
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "sources" / "post.md"
    path.parent.mkdir()
    path.write_text(POST, encoding="utf-8")
    return path


def test_source_becomes_a_document_by_month_and_slug(root: Path, source: Path) -> None:
    (result,) = import_sources([source], root=root, zone=ZONE, now=NOW, explain=True)
    assert msgspec.structs.replace(result, found=()) == ImportResult(
        source=source.as_posix(), format="hexo", documents=(PATH,), status="new", changes=(("new", PATH),)
    )
    assert ("title", "front matter", 1.0) in [(found.field, found.how, found.confidence) for found in result.found]
    assert sorted(_tree(root)) == [PATH, "content/imports.jsonl"]


def test_second_import_changes_no_byte(root: Path, source: Path) -> None:
    _import(root, source)
    before = _tree(root)
    (result,) = _import(root, source, days=9)
    assert (result.status, result.documents) == ("unchanged", (PATH,))
    assert _tree(root) == before


def test_dry_run_writes_nothing(root: Path, source: Path) -> None:
    (result,) = _import(root, source, dry_run=True)
    assert (result.status, result.documents, _tree(root)) == ("new", (PATH,), {})


def test_changed_source_updates_an_untouched_document(root: Path, source: Path) -> None:
    _import(root, source)
    source.write_text(POST.replace("三座", "四座"), encoding="utf-8")
    (result,) = _import(root, source, days=1)
    document = (root / PATH).read_text(encoding="utf-8")
    assert (result.status, "四座" in document, "2024-06-02" in document) == ("updated", True, True)
    entries, _ = parse_ledger("", (root / "content/imports.jsonl").read_text(encoding="utf-8"))
    assert [entry.file for entry in entries] == ["post.md"]


def test_edited_document_is_left_alone_while_its_source_is_the_same(root: Path, source: Path) -> None:
    _import(root, source)
    (root / PATH).write_text((root / PATH).read_text(encoding="utf-8") + "\n编者补充。\n", encoding="utf-8")
    before = _tree(root)
    assert [result.status for result in _import(root, source)] == ["unchanged"]
    assert _tree(root) == before


def test_edited_document_and_changed_source_are_a_conflict_until_forced(root: Path, source: Path) -> None:
    _import(root, source)
    (root / PATH).write_text((root / PATH).read_text(encoding="utf-8") + "\n编者补充。\n", encoding="utf-8")
    source.write_text(POST.replace("三座", "四座"), encoding="utf-8")
    before = _tree(root)
    for _ in range(2):
        (result,) = _import(root, source)
        assert (result.status, [problem.rule for problem in result.problems]) == ("conflict", ["import-conflict"])
        assert _tree(root) == before
    assert [result.status for result in _import(root, source, force=True)] == ["updated"]
    assert "四座" in (root / PATH).read_text(encoding="utf-8")
    assert [result.status for result in _import(root, source)] == ["unchanged"]


def test_deleted_document_stays_deleted_until_forced(root: Path, source: Path) -> None:
    _import(root, source)
    (root / PATH).unlink()
    before = _tree(root)
    (result,) = _import(root, source)
    assert (result.status, result.documents) == ("unchanged", ())
    assert _tree(root) == before
    (result,) = _import(root, source, force=True)
    assert (result.status, result.documents) == ("new", (PATH,))


def test_moved_document_is_found_by_its_id(root: Path, source: Path) -> None:
    _import(root, source)
    moved = root / "content/articles/2024/03/moved.md"
    (root / PATH).rename(moved)
    source.write_text(POST.replace("三座", "四座"), encoding="utf-8")
    (result,) = _import(root, source)
    assert (result.status, result.documents) == ("updated", ("content/articles/2024/03/moved.md",))


def test_lost_ledger_is_no_reason_to_import_again(root: Path, source: Path) -> None:
    _import(root, source)
    before = _tree(root)
    (root / "content/imports.jsonl").unlink()
    assert [result.status for result in _import(root, source, days=3)] == ["unchanged"]
    assert _tree(root) == before


def test_same_slug_gets_a_number_and_keeps_it(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for day in ("05", "06", "07"):
        (folder / f"{day}.md").write_text(POST.replace("03-05", f"03-{day}"), encoding="utf-8")
    stem = PATH.removesuffix(".md")
    expected = [(PATH,), (f"{stem}-2.md",), (f"{stem}-3.md",)]
    assert [result.documents for result in _import(root, folder)] == expected
    assert [result.documents for result in _import(root, folder)] == expected


def test_two_files_of_one_article_become_one_document_with_the_longer_text(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.md").write_text(POST, encoding="utf-8")
    (folder / "b.md").write_text(POST + "\n第二段只有这里有。\n", encoding="utf-8")
    results = _import(root, folder)
    assert [(result.documents, result.status) for result in results] == [((PATH,), "unchanged"), ((PATH,), "new")]
    assert "第二段" in (root / PATH).read_text(encoding="utf-8")
    before = _tree(root)
    for paths in ([folder], [folder / "a.md"], [folder / "b.md"], [folder]):
        assert {result.status for result in _import(root, *paths)} == {"unchanged"}
        assert _tree(root) == before


def test_one_bad_file_does_not_stop_the_others(root: Path, source: Path) -> None:
    (source.parent / "bad.md").write_bytes(b"---\ntitle: x\ntags: [\n---\n")
    (source.parent / "binary.txt").write_bytes(b"\x00\x01\x02" * 40)
    (source.parent / "empty.txt").write_bytes(b"")
    results = {Path(result.source).name: result for result in _import(root, source.parent)}
    assert {name: result.status for name, result in results.items()} == {
        "bad.md": "failed",
        "binary.txt": "failed",
        "empty.txt": "failed",
        "post.md": "new",
    }
    assert all(result.problems for name, result in results.items() if name != "post.md")


def test_links_out_of_the_folder_and_huge_files_are_refused(root: Path, source: Path) -> None:
    secret = source.parent.parent / "secret.md"
    secret.write_text(POST, encoding="utf-8")
    (source.parent / "link.md").symlink_to(secret)
    (source.parent / "loop.md").symlink_to(source.parent / "loop.md")
    with (source.parent / "huge.md").open("wb") as file:
        file.truncate(MAX_SOURCE_BYTES + 1)
    rules = {Path(r.source).name: [p.rule for p in r.problems] for r in _import(root, source.parent)}
    assert rules == {
        "huge.md": ["source-too-large"],
        "link.md": ["link-outside"],
        "loop.md": ["unreadable"],
        "post.md": [],
    }


def test_hostile_slug_stays_inside_the_archive(root: Path, source: Path) -> None:
    source.write_text(POST.replace("outlet:", "slug: ../../../etc/passwd\noutlet:"), encoding="utf-8")
    (result,) = _import(root, source)
    assert result.documents == ("content/articles/2024/03/passwd.md",)


def test_undated_source_is_reported_and_filed_apart(root: Path, source: Path) -> None:
    source.write_text(POST.replace("2024-03-05 18:40:00", "Invalid Date"), encoding="utf-8")
    (result,) = _import(root, source)
    assert result.documents == ("content/articles/undated/xing-he-zhi-xing-shi-xiang-nan-fang.md",)
    assert [(p.rule, p.severity) for p in result.problems] == [
        ("date-impossible", "warning"),
        ("date-missing", "warning"),
    ]


def test_archive_names_its_outlets(root: Path, source: Path) -> None:
    (root / "content/outlets").mkdir()
    (root / "content/outlets/kr.md").write_text("---\nname: 氪星人\naliases: [36氪]\n---\n", encoding="utf-8")
    _import(root, source)
    assert "outlet: 氪星人\n" in (root / PATH).read_text(encoding="utf-8")


def test_target_outside_content_and_unknown_format_are_wrong_usage(root: Path, source: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="outside content/"):
        import_sources([source], root=root, zone=ZONE, now=NOW, into=tmp_path)
    with pytest.raises(UsageError, match='format "pdf" is not known'):
        import_sources([source], root=root, zone=ZONE, now=NOW, format="pdf")


WORDS = st.text("星河海川电池汽车发布abc 0123。，*_#-", min_size=1, max_size=30)
DATES = st.sampled_from(["2024-03-05", "2024-03-06 10:00", "Invalid Date"])
POSTS = st.builds(
    lambda title, date, text: f"---\ntitle: {title!r}\ndate: {date}\n---\n\n{text}\n", WORDS, DATES, WORDS
)
PLAIN = st.builds(lambda title, date, text: f"{title}\n\ntech{date}\n\n{text}\n", WORDS, DATES, WORDS)
DIGESTS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3).map(
    lambda items: "".join(f"{title}\nXin Lang Cai Jing· 2024-03-05 10:00\n{text}\n" for title, text in items)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(POSTS | PLAIN | DIGESTS, min_size=1, max_size=4))
def test_importing_twice_is_importing_once(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, sources = Path(folder, "archive"), Path(folder, "sources")
        (root / "content").mkdir(parents=True)
        sources.mkdir()
        for number, text in enumerate(texts):
            (sources / f"{number}.txt").write_text(text, encoding="utf-8")
        _import(root, sources)
        before = _tree(root)
        for days in (1, 2):
            results = _import(root, sources, days=days)
            assert _tree(root) == before
            assert {result.status for result in results} <= {"unchanged", "failed"}
            shutil.rmtree(root / ".cache")
