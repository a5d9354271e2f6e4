"""`merge` and `rename`: what they write, how the difference reads, that the site keeps its former addresses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_archive import Archive

from site_builder.cli import main

XIAOMI = """\
---
# The maker of phones.
name: 小米集团
aliases: [小米]   # short
tickers: ["01810.HK"]
ambiguous: [小米]
---

一家公司。
"""
MI_TECH = """\
---
name: 小米科技
english: Xiaomi Tech
aliases: [MI科技]
tickers: [81810.HK]
website: https://mi.example/
redirect_from: [/companies/mi-old/]
---

另一段说明。
"""


@pytest.fixture
def here(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive with two files of one company, one below the second, and two tags without files."""
    monkeypatch.chdir(archive.root)
    archive.write("content/companies/xiaomi.md", XIAOMI)
    archive.write("content/companies/mi-tech.md", MI_TECH)
    archive.write("content/companies/car.md", "---\nname: 小米汽车\nparent: mi-tech   # owned\n---\n")
    archive.article("x", "2024-05-01", "companies: [小米科技]\ntags: [人工智慧, 芯片]\n")
    archive.article("y", "2024-05-02", "companies: [小米]\ntags: [人工智能]\n")
    return archive


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def read(archive: Archive) -> dict[str, str]:
    """Path below content/ -> text."""
    root = archive.root / "content"
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.md"))}


def slugs(taxonomy: str) -> dict[str, int]:
    rows = json.loads(run("list", taxonomy, "--json").stdout)
    return {row["slug"]: row["articles"] for row in rows}


MERGED = """\
---
# The maker of phones.
name: 小米集团
aliases: [小米, 小米科技, MI科技] # short
tickers: ["01810.HK", 81810.HK]
english: Xiaomi Tech
website: https://mi.example/
ambiguous: [小米]
redirect_from:
- /companies/mi-tech/
- /companies/mi-old/
---

一家公司。
"""


def test_merged_company_is_a_name_of_the_other(here: Archive) -> None:
    result = run("company", "merge", "mi-tech", "小米")
    assert (result.exit_code, result.stdout.splitlines()) == (0, [
        "wrote content/companies/xiaomi.md", "removed content/companies/mi-tech.md", "wrote content/companies/car.md",
    ])  # fmt: skip
    assert result.stderr == (
        "content/companies/mi-tech.md: warning: its description goes with it\n"
        "  hint: copy what should stay to content/companies/xiaomi.md\n"
    )
    files = read(here)
    assert files["companies/xiaomi.md"] == MERGED
    assert files["companies/car.md"] == "---\nname: 小米汽车\nparent: xiaomi    # owned\n---\n"
    assert "companies/mi-tech.md" not in files
    assert slugs("companies") == {"xiaomi": 2, "car": 0}


def test_former_addresses_lead_to_the_merged_company(here: Archive) -> None:
    run("company", "merge", "mi-tech", "xiaomi")
    assert here.build().problems == ()
    tree = here.tree()
    assert b"/companies/xiaomi/" in tree["companies/mi-tech/index.html"]
    assert tree["companies/mi-tech/feed.xml"] == tree["companies/xiaomi/feed.xml"]
    assert tree["_redirects"].decode() == (
        "/companies/mi-old /companies/xiaomi/ 301\n"
        "/companies/mi-old/feed.xml /companies/xiaomi/feed.xml 301\n"
        "/companies/mi-tech /companies/xiaomi/ 301\n"
        "/companies/mi-tech/feed.xml /companies/xiaomi/feed.xml 301\n"
    )


def test_second_merge_has_nothing_to_do(here: Archive) -> None:
    run("company", "merge", "mi-tech", "xiaomi")
    files = read(here)
    result = run("company", "merge", "小米科技", "xiaomi")
    assert (result.exit_code, result.stdout, read(here)) == (0, "nothing to do\n", files)


def test_dry_run_prints_the_difference_and_writes_nothing(here: Archive) -> None:
    files = read(here)
    result = run("company", "rename", "小米集团", "mi", "--dry-run")
    assert result.stdout.splitlines() == [
        "--- a/content/companies/xiaomi.md", "+++ b/content/companies/mi.md", "@@ -4,6 +4,8 @@",
        " aliases: [小米]   # short", ' tickers: ["01810.HK"]', " ambiguous: [小米]", "+redirect_from:",
        "+- /companies/xiaomi/", " ---", " ", " 一家公司。",
    ]  # fmt: skip
    assert read(here) == files


def test_change_of_one_field_is_one_line(here: Archive) -> None:
    result = run("company", "rename", "小米科技", "小米技术", "--dry-run")
    changed = [line for line in result.stdout.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == ["-name: 小米科技", "+name: 小米技术", "-aliases: [MI科技]", "+aliases: [MI科技, 小米科技]"]


def test_new_address_moves_the_file_and_the_children_follow(here: Archive) -> None:
    result = run("company", "rename", "mi-tech", "mi-labs")
    assert result.stdout == "moved to content/companies/mi-labs.md\nwrote content/companies/car.md\n"
    files = read(here)
    assert "companies/mi-tech.md" not in files
    assert "redirect_from: [/companies/mi-old/, /companies/mi-tech/]" in files["companies/mi-labs.md"]
    assert "parent: mi-labs   # owned" in files["companies/car.md"]
    assert here.build().problems == ()


def test_address_moved_back_leads_nowhere_but_to_itself(here: Archive) -> None:
    before = read(here)["companies/xiaomi.md"]
    run("company", "rename", "xiaomi", "mi")
    run("company", "rename", "mi", "xiaomi")
    after = read(here)["companies/xiaomi.md"]
    assert after == before.replace("ambiguous: [小米]\n", "ambiguous: [小米]\nredirect_from:\n- /companies/mi/\n")


def test_name_and_address_at_once(here: Archive) -> None:
    run("company", "rename", "xiaomi", "小米", "--slug", "mi")
    text = read(here)["companies/mi.md"]
    assert ("name: 小米\n" in text, "aliases: [小米集团]" in text) == (True, True)
    assert slugs("companies") == {"mi": 1, "mi-tech": 1, "car": 0}


def test_tags_without_files_are_merged_too(here: Archive) -> None:
    result = run("tag", "merge", "人工智慧", "人工智能")
    assert (result.exit_code, result.stdout) == (0, "wrote content/tags/人工智能.md\n")
    assert read(here)["tags/人工智能.md"] == (
        "---\nname: 人工智能\naliases:\n- 人工智慧\nredirect_from:\n- /tags/人工智慧/\n---\n"
    )
    assert slugs("tags") == {"人工智能": 2, "芯片": 1}


def test_tag_without_a_file_is_renamed_and_keeps_its_address(here: Archive) -> None:
    run("tag", "rename", "芯片", "半导体")
    assert read(here)["tags/芯片.md"] == "---\nname: 半导体\naliases:\n- 芯片\n---\n"
    assert slugs("tags") == {"人工智慧": 1, "人工智能": 1, "芯片": 1}


def test_text_moves_where_there_is_none(here: Archive) -> None:
    here.write("content/companies/xiaomi.md", "---\nname: 小米集团\n---\n")
    result = run("company", "merge", "mi-tech", "xiaomi")
    assert result.stderr == ""
    assert read(here)["companies/xiaomi.md"].endswith("---\n\n另一段说明。\n")


def test_company_merged_into_the_one_below_it_has_no_parent(here: Archive) -> None:
    run("company", "merge", "mi-tech", "car")
    assert "parent:" not in read(here)["companies/car.md"]
    assert here.build().problems == ()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("company", "merge", "小米集图", "xiaomi"),
         'nothing in companies is called "小米集图"\n  hint: did you mean 小米集团?\n'),
        (("tag", "rename", "没有", "有"), 'nothing in tags is called "没有"\n  hint: see site-builder list tags\n'),
        (("company", "rename", "xiaomi", "mi-tech"),
         'content/companies/mi-tech.md: the address "mi-tech" is taken by 小米科技\n'
         "  hint: merge xiaomi mi-tech makes one of the two\n"),
        (("company", "rename", "xiaomi", "MI科技"),
         'content/companies/mi-tech.md: the name "MI科技" is taken by 小米科技\n'
         "  hint: merge xiaomi mi-tech makes one of the two\n"),
        (("company", "rename", "xiaomi", "小米", "--slug", "a/b"),
         '"a/b" cannot be an address\n  hint: write xiaomi-auto\n'),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    here: Archive, arguments: tuple[str, ...], message: str
) -> None:
    files = read(here)
    result = run(*arguments)
    assert (result.exit_code, result.stderr, read(here)) == (2, message, files)


def test_line_ends_of_the_file_stay(here: Archive) -> None:
    path = Path("content/companies/xiaomi.md")
    path.write_bytes(XIAOMI.replace("\n", "\r\n").encode())
    run("company", "rename", "xiaomi", "小米公司")
    text = path.read_bytes().decode()
    assert text.count("\r\n") == text.count("\n")


def test_former_address_that_is_a_living_page_is_an_error_at_its_line(here: Archive) -> None:
    here.write("content/companies/car.md", "---\nname: 小米汽车\nredirect_from: [/companies/xiaomi/]\n---\n")
    result = run("build", "--no-search")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        "content/companies/car.md:3: /companies/xiaomi/ is already the address of content/companies/xiaomi.md"
    )
