"""What of an archive reaches the search index, and what a build does to its files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

from small_archive import Archive


def cards(archive: Archive) -> dict[str, dict[str, Any]]:
    """URL -> card, of everything that the search can show."""
    files = archive.tree().items()
    found = [json.loads(gzip.decompress(data)) for name, data in files if name.startswith("pagefind/cards/")]
    return {card["url"]: card for card in found}


def write_articles(archive: Archive, count: int = 4) -> None:
    for number in range(count):
        archive.article(f"a{number}", f"2024-05-{number + 1:02}", "companies: [华为]\n", f"第{number}篇正文。")


def test_text_and_note_of_published_articles_are_searched(archive: Archive) -> None:
    archive.article("x", "2024-05-01", "note: 记**一**笔\nsummary: 概要。\n", "正文**一**段。")
    archive.article("y", "2024-05-02", "draft: true\n", "草稿。")
    archive.build(search=True)
    assert {url: card["text"] for url, card in cards(archive).items()} == {"/2024/05/01/x/": "正文一段。\n记一笔"}


def test_drafts_are_left_out_where_they_are_built(archive: Archive) -> None:
    archive.article("x", "2024-05-01")
    archive.article("y", "2024-05-02", "draft: true\n")
    archive.build(search=True, drafts=True)
    assert set(cards(archive)) == {"/2024/05/01/x/"}


def test_of_an_excerpt_the_summary_alone_is_searched(archive: Archive) -> None:
    archive.article("x", "2024-05-01", "rights: excerpt\nsummary: 概要。\n", "不可转载的正文。")
    archive.build(search=True)
    assert [card["text"] for card in cards(archive).values()] == ["概要。"]
    assert not any("不可转载".encode() in gzip.decompress(data) for data in packed(archive))


def packed(archive: Archive) -> list[bytes]:
    return [data for name, data in archive.tree().items() if name.startswith("pagefind/") and data[:2] == b"\x1f\x8b"]


def test_without_search_there_is_no_index(archive: Archive) -> None:
    write_articles(archive)
    archive.build(search=True)
    archive.build(search=False)
    assert [name for name in archive.tree() if name.startswith("pagefind/")] == []


def test_article_that_is_gone_leaves_no_trace(archive: Archive) -> None:
    write_articles(archive)
    name = archive.article("gone", "2024-05-20", body="独一无二。")
    archive.build(search=True)
    archive.remove(name)
    archive.build(search=True)
    assert set(cards(archive)) == {f"/2024/05/0{number + 1}/a{number}/" for number in range(4)}
    assert not any("独一无二".encode() in gzip.decompress(data) for data in packed(archive))


def test_edits_end_in_the_same_bytes_as_a_clean_build(make_archive: Callable[[str], Archive]) -> None:
    edited, clean = make_archive("edited"), make_archive("clean")
    write_articles(edited, 5)
    edited.build(search=True)
    edited.article("a2", "2024-05-03", "tags: [新品]\n", "改过的正文。")
    edited.build(search=True)
    edited.write("content/companies/huawei.md", "---\nname: 华为\naliases: [华为技术]\n---\n")
    edited.build(search=True)
    write_articles(clean, 5)
    clean.article("a2", "2024-05-03", "tags: [新品]\n", "改过的正文。")
    clean.write("content/companies/huawei.md", "---\nname: 华为\naliases: [华为技术]\n---\n")
    clean.build(search=True)
    assert edited.tree() == clean.tree()


def test_lost_and_foreign_files_of_the_workspace_do_no_harm(archive: Archive) -> None:
    write_articles(archive)
    archive.build(search=True)
    expected = archive.tree()
    bundle = archive.root / ".cache/search/bundle"
    next(bundle.glob("index/*/0.pf_index")).unlink()
    archive.write(".cache/search/bundle/catalogue.json", "{}")
    archive.write(".cache/search/bundle/old/x.pf_index", "x")
    archive.build(search=True)
    assert archive.tree() == expected
    assert not (bundle / "old").exists()
