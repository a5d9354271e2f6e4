"""What a build reads from the folders of an archive, and what it shows of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from small_archive import Archive

from site_builder.building.build import BuildFailed
from site_builder.building.project import open_project, read_content, read_static, watched_folders
from site_builder.errors import Problem, UsageError


def test_hidden_and_temporary_files_are_not_read(archive: Archive) -> None:
    for name in (".hidden.md", "#x.md#", "x.md~", ".x.md.swp", ".git/y.md", "x.txt"):
        archive.write(f"content/articles/{name}", "not a document")
    archive.article("x", "2024-05-01")
    files, problems = read_content(archive.root)
    assert ([file.path for file in files], problems) == (["content/articles/x.md"], [])


def test_file_of_more_than_five_megabytes_is_refused(archive: Archive) -> None:
    archive.write("content/articles/x.md", b"a" * 5_000_001)
    hint = "split it, or cut what is not text"
    assert read_content(archive.root) == (
        [], [Problem("content/articles/x.md", 0, "file-too-large", "the file is larger than 5 MB", hint)],
    )  # fmt: skip


def test_static_files_are_published_as_they_are(archive: Archive) -> None:
    archive.write("static/images/图.png", b"\x89PNG\x00")
    archive.write("static/.DS_Store", b"x")
    archive.build()
    tree = archive.tree()
    assert tree["images/图.png"] == b"\x89PNG\x00"
    assert not [name for name in tree if "DS_Store" in name]
    archive.write("static/images/图.png", b"new")
    assert archive.build().explanations == ("images/图.png: changed: view.version",)
    assert read_static(archive.root)[1] == []


def test_static_file_does_not_replace_a_page(archive: Archive) -> None:
    archive.write("static/archive/index.html", "mine")
    with pytest.raises(BuildFailed, match=r"/archive/index\.html is already the address of the archive page"):
        archive.build()


def test_theme_file_that_is_not_text_is_named(archive: Archive) -> None:
    archive.write("layouts/page.html", b"\xff")
    with pytest.raises(UsageError, match=r"layouts/page\.html: cannot be read: .*utf-8"):
        archive.build()
    archive.remove("layouts/page.html")
    archive.write("themes/plain/theme.toml", b"\xff")
    with pytest.raises(UsageError, match=r"theme\.toml: cannot be read: .*utf-8"):
        archive.build()


def test_broken_link_in_a_theme_is_named(archive: Archive) -> None:
    (archive.root / "themes/plain/static/gone.css").symlink_to("/nowhere")
    with pytest.raises(UsageError, match=r"gone\.css: cannot be read: No such file or directory"):
        archive.build()


def test_theme_of_the_archive_extends_one_of_the_package(archive: Archive) -> None:
    archive.write("site.toml", 'title = "档案"\ntheme = "mine"\n')
    archive.write("themes/mine/theme.toml", 'extends = "default"\n')
    archive.write("themes/mine/templates/404.html", "mine\n")
    archive.article("x", "2024-05-01")
    archive.build()
    assert archive.tree()["404.html"] == b"mine\n"
    assert b"<main" in archive.tree()["2024/05/01/x/index.html"]


def test_watched_are_the_folders_that_matter(archive: Archive) -> None:
    archive.write("layouts/x.html", "")
    root = archive.root.resolve()
    assert watched_folders(open_project(archive.root / "site.toml")) == [
        root / "content", root / "layouts", root / "themes" / "plain",
    ]  # fmt: skip


def test_draft_page_is_hidden_until_drafts_are_asked_for(archive: Archive) -> None:
    archive.write("content/pages/secret.md", "---\ntitle: 未定\ndraft: true\n---\n\n机密。\n")
    archive.write("content/pages/about.md", "---\ntitle: 关于\ndate: 2024-01-01\n---\n")
    archive.build()
    assert "about/index.html" in archive.tree()
    assert not [name for name, content in archive.tree().items() if "机密".encode() in content]
    archive.build("preview", drafts=True)
    page = archive.tree("preview")["secret/index.html"].decode()
    assert "机密" in page
    assert 'content="noindex"' in page


def test_now_is_the_newest_article_unless_given(archive: Archive) -> None:
    archive.article("old", "2024-01-01")
    archive.article("gone", "2024-01-01", "expiryDate: 2024-03-01\n")
    archive.article("new", "2024-06-01")
    archive.build()
    assert [name for name in archive.tree() if "/01/01/" in name or "/06/01/" in name] == [
        "2024/01/01/index.html", "2024/01/01/old/index.html", "2024/06/01/index.html", "2024/06/01/new/index.html",
    ]  # fmt: skip
    archive.build("earlier", now=datetime(2024, 2, 1, tzinfo=UTC))
    assert [name for name in archive.tree("earlier") if name.count("/") == 4] == [
        "2024/01/01/gone/index.html", "2024/01/01/old/index.html",
    ]  # fmt: skip


def test_article_from_the_cache_keeps_its_day(archive: Archive) -> None:
    archive.article("x", "2024-05-01 00:30")
    archive.build()
    archive.article("y", "2024-05-02")
    archive.build()
    assert "2024/05/01/x/index.html" in archive.tree()
    assert b"2024-05-01T00:30:00+08:00" in archive.tree()["2024/05/01/x/index.html"]


def test_body_is_escaped_nowhere_and_titles_everywhere(archive: Archive) -> None:
    archive.article("x", "2024-05-01", 'title: "<b>题</b> & \\"引\\""\ntags: ["<i>"]\n', "**文**<u>")
    archive.build()
    page = archive.tree()["2024/05/01/x/index.html"].decode()
    assert "<h1>&lt;b&gt;题&lt;/b&gt; &amp; &#34;引&#34;</h1>" in page
    assert "<p><strong>文</strong>&lt;u&gt;</p>" in page
    assert "<b>题" not in "".join(content.decode() for name, content in archive.tree().items() if name.endswith("html"))
