"""Names without a term file, and one company explained, in an archive on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small_archive import Archive

from site_builder.building.project import open_project
from site_builder.cli import main
from site_builder.curating.company_explanation import CompanyExplanation, Refused, explain_company
from site_builder.curating.unmatched import Unmatched, find_unmatched
from site_builder.errors import UsageError
from site_builder.vocabulary.starter import Starter

VOCABULARY = (
    Starter(slug="stone-bridge", name="石桥电子", aliases=("石桥",), tickers=("300999.SZ",), description="电子公司。"),
    Starter(slug="cape", name="海角集团", description="贸易公司。"),
    Starter(slug="quiet", name="寂静集团", description="没有新闻的公司。"),
)


@pytest.fixture
def shelf(tmp_path: Path) -> Archive:
    """Five articles; 海角集团 has a term file, which calls 海角 ambiguous."""
    archive = Archive(tmp_path)
    archive.write(
        "content/companies/cape.md", "---\nname: 海角集团\naliases: [海角]\nambiguous: [海角]\ncontext: [货轮]\n---\n"
    )
    archive.article("a", "2024-05-01", body="海角集团与石桥电子签约，星海科技宣布加入。\n\n海角的货轮已到。")
    archive.article("b", "2024-05-02", body="石桥（300999）涨停。随后星海科技表示欢迎。")
    archive.article("c", "2024-05-03", "companies_marked:\n- name: 北山软件\n- name: 海角集团\n", "讲北山软件。")
    archive.article("d", "2024-05-04", body="走到天涯海角。该公司没有回应，另一家蓝湾集团也没有。")
    archive.article("e", "2024-05-05", body="没有公司。")
    return archive


def test_every_source_gives_its_names_with_a_command(shelf: Archive) -> None:
    rows, problems = find_unmatched(open_project(shelf.root / "site.toml"), VOCABULARY, now=None)
    assert problems == []
    assert rows == [
        Unmatched(
            name="星海科技", articles=2, sources=("form",), path="content/articles/a.md",
            context="of a 海角集团与石桥电子签约，星海科技宣布加入。 海角的货轮已到。",
            command="site-builder company add --new 星海科技",
        ),
        Unmatched(
            name="石桥电子", articles=2, sources=("known",), path="content/articles/a.md",
            context="Title of a 海角集团与石桥电子签约，星海科技宣布加入。 海角的货轮",
            command="site-builder company add 石桥电子",
        ),
        Unmatched(
            name="北山软件", articles=1, sources=("markup",), path="content/articles/c.md",
            context="Title of c 讲北山软件。", command="site-builder company add --new 北山软件",
        ),
    ]  # fmt: skip


def test_what_the_commands_add_is_no_longer_listed(shelf: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shelf.root)
    rows, _ = find_unmatched(open_project(shelf.root / "site.toml"), (), now=None)
    for row in rows:
        assert CliRunner().invoke(main, row.command.split()[1:]).exit_code == 0
    assert rows != []
    assert find_unmatched(open_project(shelf.root / "site.toml"), (), now=None) == ([], [])


def test_a_name_is_explained_by_rules_spellings_and_refusals(shelf: Archive) -> None:
    project = open_project(shelf.root / "site.toml")
    expected = CompanyExplanation(
        slug="cape", name="海角集团", articles=2, about=0, reasons={"markup": 1, "name": 1},
        surfaces={"海角": {"context": 1}, "海角集团": {"name": 1}}, refused=1,
        examples=(
            Refused(
                path="content/articles/d.md", form="海角",
                context="Title of d 走到天涯海角。该公司没有回应，另一家蓝湾集团也没",
            ),
        ),
    )  # fmt: skip
    assert explain_company(project, "海角", examples=5, now=None) == (expected, [])
    assert explain_company(project, "cape", examples=0, now=None)[0].examples == ()


def test_only_a_company_with_a_file_is_explained(shelf: Archive) -> None:
    with pytest.raises(UsageError, match=r'no term file claims "星海科技"'):
        explain_company(open_project(shelf.root / "site.toml"), "星海科技", examples=1, now=None)


def read(*arguments: str) -> Any:
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_commands_print_json_and_lines(shelf: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shelf.root)
    rows = read("company", "unmatched", "--json", "--limit", "1")
    assert [(row["name"], row["articles"], row["sources"]) for row in rows] == [("星海科技", 2, ["form"])]
    assert read("company", "explain", "海角集团", "--json")["refused"] == 1
    lines = CliRunner().invoke(main, ["company", "unmatched"]).stdout.splitlines()
    assert lines[0] == "    2  星海科技  (form)"
    assert lines[2] == "       site-builder company add --new 星海科技"
    told = CliRunner().invoke(main, ["company", "explain", "海角"]).stdout.splitlines()
    assert told[:2] == ["海角集团 (cape): 2 articles, 0 about it", "why: markup 1, name 1"]
