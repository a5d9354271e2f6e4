"""Bad input, through the command line: every message, every place, the exit code, and output/ as it was."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_archive import Archive

from site_builder.building.project import read_content
from site_builder.cli import main
from site_builder.errors import Problem


@pytest.fixture
def built(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive of one article, built; the current folder is its root."""
    monkeypatch.chdir(archive.root)
    archive.article("fine", "2024-05-01")
    archive.build()
    return archive


def run(*arguments: str) -> Result:
    """`site-builder build --no-search` with more arguments."""
    return CliRunner().invoke(main, ["build", "--no-search", "--jobs", "1", *arguments])


def assert_refused(built: Archive, expected: str, *arguments: str, code: int = 1) -> None:
    """The build prints exactly `expected`, fails with `code` and leaves the destination as it was."""
    before = built.tree()
    result = run(*arguments)
    assert result.stderr == expected
    assert result.stdout == ""
    assert result.exit_code == code
    assert built.tree() == before


def test_broken_yaml_names_its_line(built: Archive) -> None:
    built.write("content/articles/x.md", '---\ntitle: "没有结束\ndate: 2024-05-01\n---\n\n正文\n')
    assert_refused(
        built,
        "content/articles/x.md:2: broken YAML: while scanning a quoted scalar, found unexpected end of stream\n",
    )


def test_colon_in_a_title_is_explained(built: Archive) -> None:
    built.write("content/articles/x.md", "---\ndate: 2024-05-01\ntitle: 小米: 新车\n---\n")
    assert_refused(
        built,
        "content/articles/x.md:3: broken YAML: mapping values are not allowed in this context\n"
        '  hint: a value holding ": " needs quotes: title: "…: …"\n',
    )


def test_missing_front_matter(built: Archive) -> None:
    built.write("content/articles/x.md", "只有正文。\n")
    assert_refused(
        built,
        "content/articles/x.md:1: there is no front matter\n"
        "  hint: begin the file with ---, a line title: …, and another ---\n",
    )


def test_front_matter_without_an_end(built: Archive) -> None:
    built.write("content/articles/x.md", "---\ntitle: 题\n\n正文。\n")
    assert_refused(
        built,
        "content/articles/x.md:1: the front matter that begins here has no end\n  hint: add a line with --- below it\n",
    )


def test_missing_title(built: Archive) -> None:
    built.write("content/articles/x.md", "---\ndate: 2024-05-01\n---\n\n正文\n")
    assert_refused(built, "content/articles/x.md:1: title is missing\n  hint: add title: …\n")


def test_missing_date(built: Archive) -> None:
    built.write("content/articles/x.md", "---\ntitle: 题\n---\n\n正文\n")
    message = (
        "content/articles/x.md:1: warning: date is missing, the article is kept out of the site\n"
        "  hint: add date: 2024-12-31\n"
    )
    before = built.tree()
    result = run()
    assert (result.exit_code, result.stderr) == (0, message)
    assert built.tree() == before
    assert_refused(built, message, "--strict")


def test_impossible_date(built: Archive) -> None:
    built.write("content/articles/x.md", "---\ntitle: 题\ndate: 2024-02-30\n---\n\n正文\n")
    assert_refused(
        built,
        'content/articles/x.md:3: date "2024-02-30" is not a date\n'
        "  hint: write 2024-12-31 or 2024-12-31 18:30:00+08:00 (day is out of range for month)\n",
    )


def test_unknown_key_near_a_known_one_is_a_warning(built: Archive) -> None:
    built.article("x", "2024-05-02", "categorys: [财经]\nmood: 好\n")
    result = run()
    assert result.stderr == (
        'content/articles/x.md:4: warning: key "categorys" is not known\n  hint: did you mean categories:\n'
    )
    assert result.exit_code == 0
    assert "2024/05/02/x/index.html" in built.tree()


def test_strict_makes_warnings_fail(built: Archive) -> None:
    built.article("x", "2024-05-02", "categorys: [财经]\n")
    assert_refused(
        built,
        'content/articles/x.md:4: warning: key "categorys" is not known\n  hint: did you mean categories:\n',
        "--strict",
    )


def test_two_files_with_one_address(built: Archive) -> None:
    built.write("content/articles/other/fine.md", "---\ntitle: 又一篇\ndate: 2024-05-01\n---\n")
    assert_refused(
        built,
        "content/articles/other/fine.md:1: /2024/05/01/fine/ is already the address of content/articles/fine.md\n"
        "  hint: give one of them another slug: slug: …\n",
    )


def test_addresses_that_differ_by_case_alone_collide(built: Archive) -> None:
    built.write("content/articles/other.md", "---\ntitle: 又一篇\ndate: 2024-05-01\nslug: Fine\n---\n")
    result = run()
    assert result.exit_code == 1
    assert "is already the address of content/articles/" in result.stderr


def test_alias_below_a_file_collides(built: Archive) -> None:
    built.article("x", "2024-05-02", "aliases: [/old.html, /old.html/more]\n")
    assert_refused(
        built,
        "content/articles/x.md:4: /old.html/more/ is already the address of content/articles/x.md\n"
        "  hint: give one of them another slug: slug: …\n",
    )


@pytest.mark.parametrize("alias", ["/../etc/x", "/.site-builder", "/a//b", "/a/./b", "https://old.example/x"])
def test_alias_that_cannot_be_an_address(built: Archive, alias: str) -> None:
    built.article("x", "2024-05-02", f'aliases: ["{alias}"]\n')
    before = built.tree()
    result = run()
    assert result.exit_code == 1
    assert "cannot be an address\n  hint: change the slug or alias\n" in result.stderr
    assert built.tree() == before


def test_two_names_with_one_slug(built: Archive) -> None:
    built.article("x", "2024-05-02", "tags: [A股, A-股]\n")
    built.article("y", "2024-05-03", "tags: [A 股]\n")
    assert_refused(
        built,
        'content/articles/y.md:4: "A 股" and "A-股" would both have the page /tags/a-股/\n'
        "  hint: add A 股 to the aliases in content/tags/a-股.md, or rename one of them\n",
    )


def test_two_term_files_with_one_slug(built: Archive) -> None:
    built.write("content/companies/xiaomi.md", "---\nname: 小米\n---\n")
    built.write("content/companies/cars/xiaomi.md", "---\nname: 小米汽车\n---\n")
    assert_refused(
        built,
        "content/companies/xiaomi.md:1: /companies/xiaomi/ is already the page of content/companies/cars/xiaomi.md\n"
        "  hint: rename one of the two files, or join them\n",
    )


def test_alias_of_two_companies(built: Archive) -> None:
    built.write("content/companies/a.md", "---\nname: 甲\naliases: [丙]\n---\n")
    built.write("content/companies/b.md", "---\nname: 乙\naliases: [丙]\n---\n")
    assert_refused(
        built,
        'content/companies/b.md:3: "丙" already leads to content/companies/a.md\n'
        "  hint: remove it from one of the two files\n",
    )


def test_template_that_uses_an_undefined_name(built: Archive) -> None:
    built.article("second", "2024-05-02")
    built.write("layouts/article.html", "<main>\n{{ nothing }}\n</main>\n")
    assert_refused(
        built,
        'layouts/article.html:2: "nothing" is undefined\n'
        "  hint: while rendering /2024/05/02/second/; templates see view, info and kind\n",
    )


def test_template_that_uses_an_unknown_field(built: Archive) -> None:
    built.write("layouts/page.html", "{% macro show(view) %}\n\n{{ view.autor }}{% endmacro %}\n{{ show(view) }}\n")
    built.write("content/pages/about.md", "---\ntitle: 关于\n---\n")
    assert_refused(
        built,
        'layouts/page.html:3: PageView has no "autor"\n'
        "  hint: while rendering /about/; templates see view, info and kind\n",
    )


def test_template_with_a_syntax_error(built: Archive) -> None:
    built.write("layouts/404.html", "<p>\n{% if %}\n")
    result = run()
    assert result.exit_code == 1
    assert result.stderr.startswith("layouts/404.html:2: template syntax: ")


def test_template_that_extends_nothing_there(built: Archive) -> None:
    built.write("layouts/404.html", '{% extends "bsae.html" %}\n')
    assert_refused(built, 'layouts/404.html: no template "bsae.html"\n  hint: add layouts/bsae.html\n')


def test_missing_interface_text(built: Archive) -> None:
    built.write("layouts/404.html", '{{ t("nope") }}\n')
    assert_refused(
        built,
        'layouts/404.html:1: interface text "nope" is not defined for zh-Hans\n'
        "  hint: while rendering /404.html; templates see view, info and kind\n",
    )


def test_linked_file_is_refused(built: Archive) -> None:
    (built.root / "content/articles/x.md").symlink_to("/etc/passwd")
    (built.root / "content/pages").symlink_to("/nowhere")
    built.write("static/a.txt", "a")
    (built.root / "static/folder").symlink_to("/etc")
    assert_refused(
        built,
        "content/articles/x.md: links in content/ are not followed\n  hint: put the file itself here\n"
        "content/pages: links in content/ are not followed\n  hint: put the file itself here\n"
        "static/folder: links in static/ are not followed\n  hint: put the file itself here\n"
        "3 errors\n",
    )


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs POSIX permissions")
def test_unreadable_file_is_named() -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        path = archive.root / archive.article("x", "2024-05-01")
        Path(folder).chmod(0o755)
        path.chmod(0)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            found = read_content(archive.root)
        finally:
            os.seteuid(user)
    message, hint = "cannot be read: Permission denied", "check the file's permissions"
    assert found == ([], [Problem("content/articles/x.md", 0, "file-unreadable", message, hint)])


def test_bytes_that_are_not_utf_8(built: Archive) -> None:
    built.write("content/articles/x.md", "---\ntitle: 题\ndate: 2024-05-01\n---\n\n".encode() + "正文".encode("gbk"))
    assert_refused(built, "content/articles/x.md:6: byte 37 is not UTF-8\n  hint: save the file as UTF-8\n")


def test_file_outside_the_known_folders_is_a_warning(built: Archive) -> None:
    built.write("content/notes.md", "---\ntitle: 题\n---\n")
    result = run()
    assert result.exit_code == 0
    assert result.stderr == (
        "content/notes.md: warning: lies in no folder that is read\n"
        "  hint: move it to content/articles/, digests/, pages/ or companies/, tags/, categories/, outlets/, authors/\n"
    )


def test_destination_that_is_not_ours(built: Archive) -> None:
    built.write("photos/me.jpg", "x")
    assert_refused(
        built,
        '"photos" is not empty and was not made by site-builder\n'
        "  hint: choose another folder, or empty this one yourself\n",
        "-d", "photos",
        code=2,
    )  # fmt: skip
    assert (built.root / "photos/me.jpg").read_bytes() == b"x"


@pytest.mark.parametrize("destination", [".", "..", "content", "content/new", "themes", ".cache"])
def test_destination_that_holds_the_archive(built: Archive, destination: str) -> None:
    assert_refused(
        built,
        f'"{destination}" holds the archive itself\n  hint: build into a folder of its own: -d output\n',
        "-d", destination,
        code=2,
    )  # fmt: skip


def test_destination_that_is_a_file(built: Archive) -> None:
    expected = '"site.toml" is not a folder\n  hint: choose another: -d output\n'
    assert_refused(built, expected, "-d", "site.toml", code=2)


def test_unknown_theme(built: Archive) -> None:
    built.write("site.toml", 'title = "档案"\ntheme = "plane"\n')
    assert_refused(built, 'site.toml: there is no theme "plane"\n  hint: there are: default, plain\n', code=2)


def test_theme_that_extends_itself(built: Archive) -> None:
    built.write("themes/plain/theme.toml", 'extends = "plain"\n')
    assert_refused(built, 'themes/plain/theme.toml: "plain" extends itself\n', code=2)


def test_unknown_keys_and_wrong_values_of_the_configuration(built: Archive) -> None:
    built.write(
        "site.toml", 'title = "档案"\nbase_ulr = "https://x.example/"\n\ntimezone = "Mars/Olympus"\npage_size = 0\n'
    )
    assert_refused(
        built,
        'site.toml:2: key "base_ulr" is not known\n  hint: did you mean base_url?\n'
        'site.toml:4: timezone "Mars/Olympus" is not a time zone\n  hint: write Asia/Shanghai\n'
        'site.toml:5: page_size "0" is too small\n  hint: write 20\n'
        "3 errors\n",
        code=2,
    )


def test_unknown_theme_option_is_a_configuration_error(built: Archive) -> None:
    built.write("site.toml", 'title = "档案"\ntheme = "plain"\n[theme_options]\nacent = "#fff"\ncompact = "yes"\n')
    assert_refused(
        built,
        'site.toml: theme option "acent" is not known\n  hint: did you mean accent?\n'
        'site.toml: theme option compact: "yes" does not fit\n  hint: write a value of type bool, such as false\n'
        "2 errors\n",
        code=2,
    )


def test_missing_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.stderr == (
        "site.toml: there is no such file\n  hint: go to the archive's folder, or run: site-builder init\n"
    )
    assert result.exit_code == 2


def test_all_problems_of_a_run_are_reported_at_once(built: Archive) -> None:
    built.write("content/articles/a.md", "---\ndate: 2024-05-01\nweight: heavy\nsource_url: javascript:x\n---\n")
    built.write("content/articles/b.md", b"\xff")
    built.write("content/articles/c.md", "---\ntitle: 题\n---\n")
    built.write("content/articles/other/fine.md", "---\ntitle: 又一篇\ndate: 2024-05-01\n---\n")
    built.write("content/companies/a.md", "---\naliases: [x]\n---\n")
    before = built.tree()
    result = run()
    assert [line for line in result.stderr.splitlines() if not line.startswith("  hint")] == [
        "content/articles/a.md:1: title is missing",
        'content/articles/a.md:3: weight "heavy" is not a whole number',
        'content/articles/a.md:4: source_url "javascript:x" is not a web address',
        "content/articles/b.md:1: byte 0 is not UTF-8",
        "content/articles/c.md:1: warning: date is missing, the article is kept out of the site",
        "content/articles/other/fine.md:1: /2024/05/01/fine/ is already the address of content/articles/fine.md",
        "content/companies/a.md:1: name is missing",
        "6 errors, 1 warning",
    ]
    assert result.exit_code == 1
    assert built.tree() == before


def test_failed_first_build_makes_no_destination(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(archive.root)
    archive.write("content/articles/x.md", "---\ndate: 2024-05-01\n---\n")
    assert run().exit_code == 1
    assert not (archive.root / "output").exists()
