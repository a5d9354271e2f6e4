"""The digest itself as a document: written beside its items, kept through further imports."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from site_builder.curating.import_sources import ImportResult, import_sources
from site_builder.documents import DigestRef, FrontMatter
from site_builder.formats.front_matter import parse_document

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, 12, tzinfo=ZONE)
WEEKLY = """# 港湾周刊 第 8 期（2024-03-08）

这一周风大，船都靠了岸。

## 新闻

1、[灯塔换了新灯](https://example.com/lamp)

守塔人说看得更远了。

2、[渔港开始夜间作业](https://example.com/night)

头一晚来了四条船。

3、[海堤加高半米](https://example.com/wall)

石料是从山里运来的。
"""
TOPIC = """海川电池
Search documents
{title}
Hai Chuan Ri Bao· 2024-03-05 10:22
海川电池在北岸的新厂今天点火，第一批电芯将在月底下线，负责人说不着急。
海川电池换了总工程师
Hai Chuan Ri Bao· 2024-03-04 09:10
海川电池公告，原总工程师到龄退休，接任者来自内部，已在厂里工作二十年。
"""
PATH = "content/digests/gang-wan-zhou-kan-di-8-qi-2024-03-08.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "archive" / "content").mkdir(parents=True)
    return tmp_path / "archive"


def write(root: Path, name: str, text: str) -> Path:
    path = root.parent / "sources" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def run(root: Path, *paths: Path, days: int = 0, **options: Any) -> list[ImportResult]:
    return import_sources(paths, root=root, zone=ZONE, now=NOW + timedelta(days=days), jobs=1, **options)


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in sorted((root / "content").rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def documents(root: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(root).items() if path.endswith(".md")}


def read(root: Path, path: str) -> tuple[FrontMatter, str]:
    document, problems = parse_document(path, (root / path).read_text(encoding="utf-8"), zone=ZONE)
    assert document is not None
    assert problems == []
    return document.front_matter, document.markdown.strip()


def digests(root: Path) -> list[str]:
    return [path for path in tree(root) if path.startswith("content/digests/")]


def test_digest_is_written_with_what_stands_in_no_item(root: Path) -> None:
    (result,) = run(root, write(root, "weekly-8.md", WEEKLY))
    assert (result.status, result.digest, len(result.documents)) == ("new", PATH, 3)
    front, text = read(root, PATH)
    assert front.import_ is not None
    assert (front.title, str(front.date), front.import_.file, front.import_.position, text) == (
        "港湾周刊 第 8 期（2024-03-08）", "2024-03-08 00:00:00+08:00", "weekly-8.md", 0, "这一周风大，船都靠了岸。",
    )  # fmt: skip
    assert "\ndate: 2024-03-08\n" in (root / PATH).read_text(encoding="utf-8")
    named = DigestRef(title=front.title, date="2024-03-08", file="weekly-8.md")
    assert [read(root, path)[0].digests for path in result.documents] == [(named,)] * 3


def test_importing_again_changes_nothing(root: Path) -> None:
    source = write(root, "weekly-8.md", WEEKLY)
    run(root, source)
    before = tree(root)
    for options in ({}, {"force": True}):
        (result,) = run(root, source, days=1, **options)
        assert (result.status, result.digest, len(result.documents)) == ("unchanged", PATH, 3)
        assert tree(root) == before


def test_changed_source_changes_the_digest_and_leaves_the_curators_words(root: Path) -> None:
    run(root, write(root, "weekly-8.md", WEEKLY))
    (root / PATH).write_text(
        (root / PATH).read_text(encoding="utf-8").replace("title: 港湾周刊 第 8 期（2024-03-08）", "title: 港湾 8"),
        encoding="utf-8",
    )
    run(root, write(root, "weekly-8.md", WEEKLY.replace("风大", "无风")), days=1)
    front, text = read(root, PATH)
    assert (front.title, text, digests(root)) == ("港湾 8", "这一周无风，船都靠了岸。", [PATH])


def test_text_that_both_changed_is_a_conflict(root: Path) -> None:
    run(root, write(root, "weekly-8.md", WEEKLY))
    edited = (root / PATH).read_text(encoding="utf-8").replace("风大", "浪高")
    (root / PATH).write_text(edited, encoding="utf-8")
    (result,) = run(root, write(root, "weekly-8.md", WEEKLY.replace("风大", "无风")), days=1)
    assert result.status == "conflict"
    assert (root / PATH).read_text(encoding="utf-8") == edited


def test_deleted_digest_stays_deleted_until_it_is_asked_back(root: Path) -> None:
    source = write(root, "weekly-8.md", WEEKLY)
    run(root, source)
    before = tree(root)
    (root / PATH).unlink()
    (result,) = run(root, source, days=1)
    assert (result.status, result.digest, digests(root)) == ("unchanged", "", [])
    run(root, source, force=True)
    assert tree(root).keys() == before.keys()


def test_renamed_digest_is_found_again(root: Path) -> None:
    source = write(root, "weekly-8.md", WEEKLY)
    run(root, source)
    (root / PATH).rename(root / "content/digests/eight.md")
    before = documents(root)
    (result,) = run(root, source, days=1)
    assert (result.digest, documents(root)) == ("content/digests/eight.md", before)


def test_retitled_issue_goes_on_with_its_document(root: Path) -> None:
    run(root, write(root, "weekly-8.md", WEEKLY))
    run(root, write(root, "weekly-8.md", WEEKLY.replace("港湾周刊 第 8 期", "港湾周刊 第八期")), days=1)
    assert (digests(root), read(root, PATH)[0].title) == ([PATH], "港湾周刊 第八期（2024-03-08）")


def test_digests_of_one_name_have_files_of_their_own(root: Path) -> None:
    run(root, write(root, "a.txt", TOPIC.format(title="海川电池新厂点火")))
    run(root, write(root, "b.txt", TOPIC.format(title="海川电池新厂投产")))
    assert digests(root) == ["content/digests/hai-chuan-dian-chi-2.md", "content/digests/hai-chuan-dian-chi.md"]


@pytest.mark.parametrize("together", [True, False])
def test_article_of_two_digests_tells_its_place_in_both(root: Path, together: bool) -> None:
    text = TOPIC.format(title="海川电池新厂点火")
    first = write(root, "a.txt", text)
    swapped = "\n".join(("北岸", *text.splitlines()[1:2], *text.splitlines()[5:8], *text.splitlines()[2:5]))
    second = write(root, "b.txt", swapped.replace("负责人说不着急。", "负责人说不着急，慢慢来。") + "\n")
    for paths in ((first, second),) if together else ((first,), (second,)):
        run(root, *paths)
    (path,) = (path for path in tree(root) if "xin-chang-dian-huo" in path)
    front, text = read(root, path)
    assert "慢慢来" in text
    assert front.digests == (
        DigestRef(title="北岸", file="b.txt"),
        DigestRef(title="海川电池", file="a.txt", position=1),
    )
    assert front.import_ is not None
    assert (front.import_.file, front.import_.position) == ("b.txt", 2)
    before = documents(root)
    run(root, first, second, days=1)
    assert documents(root) == before


def test_item_and_digest_of_one_title_are_two_documents(root: Path) -> None:
    text = TOPIC.format(title="海川电池")
    source = write(root, "a.txt", text)
    run(root, source)
    ids = re.findall(r"^id: (.+)$", b"\n".join(tree(root).values()).decode(), re.MULTILINE)
    assert (len(digests(root)), len(ids), len(set(ids))) == (1, 3, 3)
    before = tree(root)
    run(root, source, days=1)
    assert tree(root) == before


def test_dry_run_writes_no_digest(root: Path) -> None:
    (result,) = run(root, write(root, "weekly-8.md", WEEKLY), dry_run=True)
    assert (result.digest, tree(root)) == (PATH, {})


def test_folder_for_new_articles_is_not_that_of_digests(root: Path) -> None:
    (result,) = run(root, write(root, "weekly-8.md", WEEKLY), into=Path("content/articles/weekly"))
    assert result.digest == PATH
    assert all(path.startswith("content/articles/weekly/2024/03/") for path in result.documents)


def test_other_shapes_give_no_digest(root: Path) -> None:
    (result,) = run(root, write(root, "x.md", "---\ntitle: 题\ndate: 2024-03-05\n---\n\n一段话。\n"))
    assert (result.digest, digests(root)) == ("", [])


def test_weekly_title_without_its_day_has_it_in_the_address(root: Path) -> None:
    text = WEEKLY.replace(
        "# 港湾周刊 第 8 期（2024-03-08）", "---\ntitle: 港湾周刊\ndate: 2024-03-08\n---\n\n# 港湾周刊"
    )
    (result,) = run(root, write(root, "w.md", text), format="digest")
    assert result.digest == "content/digests/gang-wan-zhou-kan-2024-03-08.md"
