"""Digests through a whole build: what is not published leaves no trace, what is unchanged is not rendered."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from small_archive import Archive

from site_builder.building.build import BuildFailed

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 3, 10, tzinfo=ZONE)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.write("content/digests/w.md", "---\ntitle: 江海一周\ndate: 2024-03-08\n---\n\n编者的话。\n")
    made.article("a", "2024-03-01", "digest: {slug: w, position: 1}\n")
    made.article("b", "2024-03-02", "digest: {slug: w, position: 2}\n")
    return made


@pytest.mark.parametrize("hidden", ["draft: true\n", "expiryDate: 2024-03-09\n"])
def test_hidden_article_is_no_item_and_keeps_its_place_free(archive: Archive, hidden: str) -> None:
    archive.article("a", "2024-03-01", f"digest: {{slug: w, position: 1}}\n{hidden}")
    archive.build(now=NOW)
    page = archive.tree()["digests/w/index.html"].decode()
    assert "Title of a" not in page
    assert "\n2\n" in page


def test_article_ahead_of_now_is_no_item(archive: Archive) -> None:
    archive.article("a", "2024-03-11", "digest: {slug: w, position: 1}\n")
    archive.build(now=NOW)
    assert "Title of a" not in archive.tree()["digests/w/index.html"].decode()


@pytest.mark.parametrize("hidden", ["draft: true", "expiryDate: 2024-03-09", "date: 2024-03-11"])
def test_hidden_digest_leaves_no_trace(archive: Archive, hidden: str) -> None:
    archive.write("content/digests/w.md", f"---\ntitle: 江海一周\n{hidden}\n---\n\n编者的话。\n")
    assert archive.build(now=NOW).problems == ()
    tree = archive.tree()
    assert not any(name.startswith("digests/") for name in tree)
    assert not any("江海一周".encode() in content or b"/digests/" in content for content in tree.values())


def test_preview_shows_a_draft_with_its_mark(archive: Archive) -> None:
    archive.write("content/digests/w.md", "---\ntitle: 江海一周\ndraft: true\n---\n")
    archive.build(now=NOW, drafts=True)
    assert "/ draft" in archive.tree()["digests/w/index.html"].decode()
    assert b"/digests/w/" not in archive.tree()["sitemap.xml"]


def test_newest_date_of_a_digest_moves_the_archives_clock(archive: Archive) -> None:
    archive.build()
    assert "digests/w/index.html" in archive.tree()


def test_new_item_renders_the_digest_and_not_its_other_items(archive: Archive) -> None:
    archive.article("c", "2024-02-01")
    archive.build(now=NOW)
    before = archive.tree()
    archive.article("c", "2024-02-01", "digest: {slug: w, position: 3}\n")
    archive.build(now=NOW)
    changed = {name for name, content in archive.tree().items() if before.get(name) != content}
    assert changed == {"2024/02/01/c/index.html", "digests/w/index.html", "digests/index.html"}


def test_two_files_of_one_address_are_a_problem(archive: Archive) -> None:
    archive.write("content/digests/x.md", "---\ntitle: 另一期\nslug: w\n---\n")
    with pytest.raises(BuildFailed) as failed:
        archive.build(now=NOW)
    assert [(p.path, p.rule) for p in failed.value.problems] == [("content/digests/x.md", "address-taken")]
