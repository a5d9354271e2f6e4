"""Importing again: what is recognised, what is updated, what the curator keeps."""

import json
import re
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.cli import main
from site_builder.curating.import_sources import ImportResult, import_sources

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, 12, tzinfo=ZONE)
POST = """---
title: 星河智行，驶向南方
date: 2024-03-05 18:40:00
author: 晨报
tags: [深圳, 试乘]
---

本周二，星河智行宣布在三座南方城市开放自动驾驶试乘。

第一批车二十辆。
"""
SITE = 'title = "档案"\nbase_url = "https://archive.example/"\nlanguage = "zh-Hans"\n'
ADDRESS = "https://news.example/a/1.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "content").mkdir(parents=True)
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    return _write(tmp_path / "sources" / "post.md", POST)


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def _import(root: Path, *paths: Path, days: int = 0, **options: Any) -> list[ImportResult]:
    return import_sources(paths, root=root, zone=ZONE, now=NOW + timedelta(days=days), **options)


def _document(root: Path, result: ImportResult) -> Path:
    (path,) = result.documents
    return root / path


def _edit(path: Path, old: str, new: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text.replace(old, new, 1)


def _tree(root: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def _run(root: Path, *arguments: str | Path) -> Result:
    command = ["import", *map(str, arguments), "-c", str(root / "site.toml")]
    return CliRunner().invoke(main, command, catch_exceptions=False)


# ------------------------------------------------------------------------------------- merging


def test_changed_field_and_text_reach_an_edited_document_and_edits_stay(root: Path, source: Path) -> None:
    path = _document(root, _import(root, source)[0])
    edited = _edit(path, "tags:\n", "note: 编者的话  # 勿动\npick: true\ntags:   # 加了一个\n- 要闻\n")
    _edit(source, "三座", "四座")
    (result,) = _import(root, source, days=1)
    assert (result.status, result.problems) == ("updated", ())
    after = path.read_text(encoding="utf-8")
    volatile = re.compile(r"^  (?:time|sha256): .*\n|^summary: .*\n", re.MULTILINE)
    assert volatile.sub("", after) == volatile.sub("", edited.replace("宣布在三座", "宣布在四座"))
    before = _tree(root)
    assert [result.status for result in _import(root, source, days=2)] == ["unchanged"]
    assert _tree(root)["content/imports.jsonl"] == before["content/imports.jsonl"]


def test_field_that_both_changed_is_reported_once(root: Path, source: Path) -> None:
    path = _document(root, _import(root, source)[0])
    edited = _edit(path, "title: 星河智行，驶向南方", "title: '星河智行：驶向南方'")
    _edit(source, "驶向南方", "驶向华南")
    (result,) = _import(root, source)
    assert (result.status, [(p.rule, p.severity) for p in result.problems]) == (
        "unchanged", [("import-field-kept", "warning")]
    )  # fmt: skip
    assert result.problems[0].hint == "to take the source's, write title: 星河智行，驶向华南"
    assert path.read_text(encoding="utf-8") == edited
    assert _import(root, source)[0].problems == ()


def test_conflict_shows_the_difference_until_force_takes_the_text(root: Path, source: Path) -> None:
    path = _document(root, _import(root, source)[0])
    _edit(path, "tags:\n", "note: 编者的话\ntags:\n")
    _edit(path, "\n\n本周二", "\n\n周二")
    _edit(source, "二十辆", "三十辆")
    before = _tree(root / "content")
    for _ in range(2):
        (result,) = _import(root, source)
        assert result.status == "conflict"
        assert "-第一批车二十辆。\n+第一批车三十辆。" in result.conflicts[0]
        assert _tree(root / "content") == before
    assert [result.status for result in _import(root, source, force=True)] == ["updated"]
    text = path.read_text(encoding="utf-8")
    assert ("note: 编者的话" in text, "三十辆" in text, "本周二" in text) == (True, True, True)
    assert [result.status for result in _import(root, source)] == ["unchanged"]


def test_moved_and_edited_document_is_merged_where_it_is(root: Path, source: Path) -> None:
    path = _document(root, _import(root, source)[0])
    _edit(path, "tags:\n", "pick: true\ntags:\n")
    moved = root / "content/articles/picks/renamed.md"
    moved.parent.mkdir()
    path.rename(moved)
    _edit(source, "三座", "四座")
    (result,) = _import(root, source)
    assert (result.status, result.documents) == ("updated", ("content/articles/picks/renamed.md",))
    text = moved.read_text(encoding="utf-8")
    assert ("pick: true" in text, "四座" in text, path.exists()) == (True, True, False)


CURATORS_EDITS = (
    ("tags:\n", "note: 编者的话  # 勿动\ntags:\n"),
    ("tags:\n", "tags:   # 加了一个\n- 要闻\n"),
    ("title: 星河智行，驶向南方", "title: '另一个标题'  # 改了"),
    ("author", "mood: 乐观\nauthor"),
    ("language: zh-Hans\n", ""),
    ("\n\n第一批车", "\n\n首批车"),
)
SOURCES_EDITS = (
    ("title: 星河智行，驶向南方", "title: 星河智行驶向华南"),
    ("[深圳, 试乘]", "[深圳, 上路]"),
    ("author: 晨报", "author: 晚报"),
    ("三座", "四座"),
    ("第一批车二十辆", "第一批车三十辆"),
)


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from(CURATORS_EDITS)), st.sets(st.sampled_from(SOURCES_EDITS), min_size=1, max_size=3),
    st.booleans(),
)  # fmt: skip
def test_whatever_both_edit_the_curators_lines_stay_and_a_second_import_changes_nothing(
    edits: set[tuple[str, str]], changes: set[tuple[str, str]], force: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root, source = Path(folder, "archive"), _write(Path(folder, "post.md"), POST)
        (root / "content").mkdir(parents=True)
        path = _document(root, _import(root, source)[0])
        for old, new in sorted(edits):
            path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
        for old, new in sorted(changes):
            _edit(source, old, new)
        (result,) = _import(root, source, force=force)
        head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
        assert all(new.strip() in head for old, new in edits if not old.startswith("\n"))
        assert ("首批车" in body) == (("\n\n第一批车", "\n\n首批车") in edits and not force)
        before = _tree(root / "content")
        shutil.rmtree(root / ".cache", ignore_errors=True)
        (again,) = _import(root, source, days=1)
        assert again.status == ("conflict" if result.status == "conflict" else "unchanged")
        assert _tree(root / "content") == before


# ------------------------------------------------------------------------------------- the ledger


def _as_earlier_version(root: Path) -> None:
    """The ledger as versions without hashes of fields wrote it."""
    ledger = root / "content/imports.jsonl"
    entries = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
    for entry in entries:
        for line in entry["documents"]:
            del line["fields"], line["body"]
    lines = (json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n" for entry in entries)
    ledger.write_text("".join(lines), encoding="utf-8")


def test_lines_of_earlier_versions_are_completed_by_the_next_import(root: Path, source: Path) -> None:
    path = _document(root, _import(root, source)[0])
    complete = (root / "content/imports.jsonl").read_bytes()
    _as_earlier_version(root)
    (root / ".cache/imports.json").unlink()
    _edit(path, "tags:\n", "pick: true\ntags:\n")
    assert [(result.status, result.problems) for result in _import(root, source)] == [("unchanged", ())]
    assert (root / "content/imports.jsonl").read_bytes() == complete
    _edit(source, "三座", "四座")
    assert [(result.status, result.problems) for result in _import(root, source)] == [("updated", ())]


def test_line_of_an_earlier_version_and_a_changed_source_never_cost_an_edit(root: Path, source: Path) -> None:
    path = _document(root, _import(root, source)[0])
    _as_earlier_version(root)
    edited = _edit(path, "title: 星河智行，驶向南方", "title: 另一个标题")
    _edit(source, "[深圳, 试乘]", "[广州]")
    (result,) = _import(root, source)
    assert (result.status, {problem.rule for problem in result.problems}) == ("unchanged", {"import-field-kept"})
    assert path.read_text(encoding="utf-8") == edited


# ------------------------------------------------------------------------------------- identity


def test_two_undated_articles_of_one_title_stay_two(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, text in (("a", "第一条。"), ("b", "另一条，别的事。")):
        _write(folder / f"{name}.md", f"---\ntitle: 快讯\n---\n\n{text}\n")
    first = [result.documents for result in _import(root, folder)]
    assert len({path for paths in first for path in paths}) == 2
    _edit(folder / "a.md", "第一条。", "第一条，改过。")
    results = _import(root, folder)
    assert [(result.status, result.documents) for result in results] == [
        ("updated", first[0]),
        ("unchanged", first[1]),
    ]


def test_source_whose_title_and_text_changed_is_the_same_article_by_its_name_and_date(root: Path, source: Path) -> None:
    first = _import(root, source)[0].documents
    _write(source, POST.replace("驶向南方", "驶向华南").replace("三座", "四座"))
    (result,) = _import(root, source)
    assert (result.status, result.documents) == ("updated", first)


@pytest.mark.parametrize("name", ["index.md", "post.md"])
def test_files_of_one_name_in_two_folders_are_two_articles(name: str, root: Path, tmp_path: Path) -> None:
    for folder, title in (("a", "甲事"), ("b", "乙事")):
        (tmp_path / "sources" / folder).mkdir(parents=True)
        _write(tmp_path / "sources" / folder / name, POST.replace("星河智行", title))
    first = [result.documents for result in _import(root, tmp_path / "sources")]
    assert len(set(first)) == 2
    (tmp_path / "sources/c").mkdir()
    _write(tmp_path / "sources/c" / name, POST.replace("星河智行", "丙事"))
    assert [result.documents for result in _import(root, tmp_path / "sources")][:2] == first
    (third,) = _import(root, tmp_path / "sources/c")
    assert third.documents not in first


def test_tracking_parameters_make_no_other_article(root: Path, source: Path) -> None:
    _edit(source, "author:", f"source_url: {ADDRESS}?utm_source=x\nauthor:")
    longer = POST.replace("author:", f"source_url: {ADDRESS}\nauthor:") + "\n多一段。\n"
    other = _write(source.parent / "other.md", longer)
    results = _import(root, source, other)
    assert len({path for result in results for path in result.documents}) == 1


def test_article_that_the_curator_wrote_is_not_imported_a_second_time(root: Path, source: Path) -> None:
    folder = root / "content/articles"
    folder.mkdir()
    text = f"---\ntitle: 我写的\ndate: 2024-03-05\nsource_url: '{ADDRESS}?from=timeline'  # 原文\n---\n\n我的话。\n"
    mine = _write(folder / "mine.md", text)
    _edit(source, "author:", f"source_url: {ADDRESS}\nauthor:")
    (result,) = _import(root, source)
    assert (result.status, result.documents) == ("conflict", ("content/articles/mine.md",))
    assert mine.read_text(encoding="utf-8") == text
    assert sorted(path.name for path in folder.rglob("*.md")) == ["mine.md"]


def test_renamed_source_goes_on_with_its_document(root: Path, source: Path) -> None:
    path = _document(root, _import(root, source)[0])
    renamed = source.rename(source.with_name("renamed.md"))
    assert [result.status for result in _import(root, renamed)] == ["unchanged"]
    _edit(renamed, "第一批车二十辆。\n", "")
    assert [result.status for result in _import(root, renamed)] == ["updated"]
    assert "第一批车" not in path.read_text(encoding="utf-8")
    before = _tree(root / "content")
    (root / ".cache/imports.json").unlink()
    assert [result.status for result in _import(root, renamed, days=1)] == ["unchanged"]
    assert _tree(root / "content") == before


DIGEST = "# 河岸周刊 第 3 期\n\n2024-03-05\n\n" + "".join(
    f"{number}. [第{number}号新闻](https://news.example/a/{number}.html)\n\n"
    f"   这一条讲了第{number}件事，地点在南方，细节如下。\n\n"
    for number in range(1, 7)
)


def _documents(results: list[ImportResult]) -> list[str]:
    return [path for result in results for path in result.documents]


def test_articles_that_left_another_files_documents_get_their_own(root: Path, tmp_path: Path) -> None:
    longer = _write(tmp_path / "longer.md", DIGEST.replace("细节如下。", "细节如下，另有一整段说明供人参考。"))
    shorter = _write(tmp_path / "shorter.md", DIGEST)
    first = _documents(_import(root, longer))
    assert _documents(_import(root, shorter)) == first
    shorter.write_text(DIGEST.replace("news.example", "other.example"), encoding="utf-8")
    second = _documents(_import(root, shorter))
    assert (len(set(second)), set(first) & set(second)) == (6, set())
    assert all("other.example" in (root / path).read_text(encoding="utf-8") for path in second)
    assert _documents(_import(root, longer, shorter)) == first + second


def test_digest_whose_every_address_changed_goes_on_with_its_documents(root: Path, tmp_path: Path) -> None:
    source = _write(tmp_path / "weekly.md", DIGEST)
    first = _documents(_import(root, source))
    source.write_text(DIGEST.replace("news.example", "other.example"), encoding="utf-8")
    results = _import(root, source)
    assert ([result.status for result in results], _documents(results)) == (["updated"], first)


@pytest.mark.parametrize("together", [True, False])
def test_translations_that_link_to_one_original_stay_apart(root: Path, tmp_path: Path, together: bool) -> None:
    sentences = {
        "en": "This is the news of the week, and it is told for the people of the town.",
        "fr": "Ce sont les nouvelles de la semaine, et elles sont pour les habitants de la ville.",
        "ja": "これは今週のニュースです。町の人々のために書かれています。",
    }
    paths = []
    for language, sentence in sentences.items():
        (tmp_path / language).mkdir()
        text = f"---\ntitle: {sentence[:12]}\ndate: 2024-03-05\nsource_url: {ADDRESS}\n---\n\n{sentence * 2}\n"
        paths.append(_write(tmp_path / language / "post.md", text))
    first = _documents(_import(root, *paths)) if together else [_document(root, _import(root, p)[0]) for p in paths]
    assert len(set(first)) == 3
    before = _tree(root / "content")
    for again in (paths, paths[::-1], paths[1:2]):
        assert {result.status for result in _import(root, *again)} == {"unchanged"}
    assert _tree(root / "content") == before


def test_forced_import_of_a_renamed_source_brings_its_document_back(root: Path, source: Path) -> None:
    path = _document(root, _import(root, source)[0])
    renamed = source.rename(source.with_name("renamed.md"))
    path.unlink()
    assert _import(root, renamed, force=True)[0].status == "new"
    assert path.exists()


def test_edits_outlive_what_another_source_adds(root: Path, source: Path) -> None:
    _edit(source, "author:", f"source_url: {ADDRESS}\nauthor:")
    path = _document(root, _import(root, source)[0])
    _edit(path, "tags:\n", "tags:\n- 我的\n")
    _edit(path, "\n- 试乘\n", "\n")
    _edit(path, "\n\n第一批车", "\n\n首批车")
    text = POST.replace("试乘]", f"要闻]\nsource_url: {ADDRESS}").partition("第一批")[0]
    other = _write(source.parent / "other.md", text)
    for paths in ((other,), (source, other), (other, source), (source,)):
        assert {result.status for result in _import(root, *paths)} <= {"updated", "unchanged"}
    text = path.read_text(encoding="utf-8")
    assert ("首批车" in text, "tags:\n- 我的\n- 深圳\n- 要闻\n" in text) == (True, True)
    _edit(source, "第一批车二十辆", "第一批车三十辆")
    assert [result.status for result in _import(root, source)] == ["conflict"]
    assert path.read_text(encoding="utf-8") == text


# ------------------------------------------------------------------------------------- speed


def test_finished_sources_are_not_read_again_but_forced_ones_are(root: Path, source: Path) -> None:
    (first,) = _import(root, source)
    path = _document(root, first)
    cache = root / ".cache/imports.json"
    stored = cache.read_bytes()
    assert [(r.status, r.documents) for r in _import(root, source)] == [("unchanged", first.documents)]
    assert cache.read_bytes() == stored
    path.unlink()
    assert [(r.status, r.documents) for r in _import(root, source)] == [("unchanged", ())]
    assert [(r.status, r.documents) for r in _import(root, source, force=True)] == [("new", first.documents)]


def test_source_that_shares_its_article_is_read_again(root: Path, source: Path) -> None:
    longer = _write(source.parent / "longer.md", POST + "\n多一段。\n")
    (path,) = {path for result in _import(root, source.parent) for path in result.documents}
    _write(longer, POST.replace("第一批车二十辆。\n", ""))
    _import(root, source.parent)
    assert "第一批车二十辆。" in (root / path).read_text(encoding="utf-8")


def test_files_of_one_name_and_article_keep_both_lines_of_the_ledger(root: Path, tmp_path: Path) -> None:
    for folder, end in (("a", ""), ("b", "\n")):
        (tmp_path / folder).mkdir()
        _write(tmp_path / folder / "post.md", POST + end)
    _import(root, tmp_path / "a", tmp_path / "b")
    first = (root / "content" / "imports.jsonl").read_text()
    _import(root, tmp_path / "a", tmp_path / "b")
    shutil.rmtree(root / ".cache")
    _import(root, tmp_path / "a", tmp_path / "b")
    assert (root / "content" / "imports.jsonl").read_text() == first
    assert len(first.splitlines()) == 2


def test_any_number_of_processes_gives_the_same_archive(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(40):
        text = POST.replace("二十辆", f"{number} 辆").replace("03-05", f"03-{number % 9 + 1:02d}")
        _write(folder / f"{number}.md", text)
    trees = []
    for jobs in (1, 2):
        root = tmp_path / f"archive-{jobs}"
        (root / "content").mkdir(parents=True)
        results = _import(root, folder, jobs=jobs)
        trees.append((results, {path: content for path, (_, content) in _tree(root).items()}))
    assert trees[0] == trees[1]


# ------------------------------------------------------------------------------------- the command


def test_dry_run_says_what_would_happen_and_touches_nothing(root: Path, source: Path) -> None:
    _run(root, source)
    _edit(source, "三座", "四座")
    _write(source.parent / "new.md", POST.replace("03-05", "03-06"))
    before = _tree(root)
    result = _run(root, source.parent, "--dry-run")
    assert result.exit_code == 0
    stem = "content/articles/2024/03/xing-he-zhi-xing-shi-xiang-nan-fang"
    assert result.stdout.splitlines() == [
        f"would create {stem}-2.md ← {source.parent}/new.md",
        f"would update {stem}.md ← {source}",
        "format  would create  would update     unchanged      conflict        failed",
        "hexo               1             1             0             0             0",
        "2 source files · would create 1 · would update 1 · 2 documents · nothing was written",
    ]
    assert _tree(root) == before


def test_dry_run_of_a_first_import_leaves_no_trace(root: Path, source: Path) -> None:
    before = sorted(root.rglob("*"))
    assert _run(root, source, "--dry-run").exit_code == 0
    assert sorted(root.rglob("*")) == before


def test_deleted_document_is_told_and_gets_no_advice(root: Path, source: Path) -> None:
    _write(source, POST.replace("date: 2024-03-05 18:40:00\n", ""))
    assert "add date:" in _run(root, source).stderr
    path = next((root / "content/articles").rglob("*.md"))
    path.unlink()
    name = path.relative_to(root).as_posix()
    for _ in range(2):
        result = _run(root, source)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.splitlines()[-1] == f"{name}: deleted by you, stays deleted; --force brings it back"
        assert f"  {name} was deleted and stays so" in _run(root, source, "--explain").stdout
        (row,) = json.loads(_run(root, source, "--json").stdout)
        assert (row["status"], row["documents"], row["deleted"], row["problems"]) == ("unchanged", [], [name], [])
    assert _run(root, source, "--force").exit_code == 0
    assert path.exists()


def test_table_counts_by_format_and_failure_exits_with_1(root: Path, source: Path) -> None:
    (source.parent / "bad.md").write_bytes(b"---\ntitle: x\ntags: [\n---\n")
    result = _run(root, source.parent)
    assert result.exit_code == 1
    assert [line.split() for line in result.stdout.splitlines()[-4:-1]] == [
        ["format", "new", "updated", "unchanged", "conflict", "failed"],
        ["hexo", "1", "0", "0", "0", "0"],
        ["unknown", "0", "0", "0", "0", "1"],
    ]
    assert result.stdout.splitlines()[-1] == "2 source files · new 1 · failed 1 · 1 document"


def test_conflict_prints_the_first_lines_of_the_difference(root: Path, source: Path) -> None:
    _write(source, POST + "".join(f"\n第 {number} 段。\n" for number in range(20)))
    _run(root, source)
    path = next((root / "content/articles").rglob("*.md"))
    _edit(path, "\n\n本周二", "\n\n周二")
    _write(source, POST)
    short, whole = _run(root, source), _run(root, source, "-v")
    assert (short.exit_code, whole.exit_code) == (1, 1)
    assert "  -周二" in short.stdout
    assert re.search(r"… \d+ more lines; the whole with -v", short.stdout)
    assert "  -第 19 段。" in whole.stdout
    assert "keep yours, or take the source's with --force" in short.stderr
    assert "\x1b" not in short.output
