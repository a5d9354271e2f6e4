"""Companies copied from the starter vocabulary, through the real files of an archive."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.curating.company_files import NewCompany, add_companies
from site_builder.errors import Problem
from site_builder.vocabulary.starter import Starter

ZONE = ZoneInfo("Asia/Shanghai")
VOCABULARY = (
    Starter(
        slug="canon", name="佳能", english="Canon", tickers=("7751.T",), website="https://global.canon/",
        case_sensitive=("Canon",), exclude=("佳能否",), description="日本影像与光刻设备公司。",
    ),
    Starter(slug="catl", name="宁德时代", english="CATL", aliases=("宁王",), description="动力电池制造商。"),
    Starter(slug="xiaomi", name="小米", description="手机、家电与汽车制造商。"),
    Starter(slug="xiaomi-auto", name="小米汽车", parent="xiaomi", description="电动汽车公司。"),
    Starter(slug="alibaba", name="阿里巴巴", description="电商与云计算公司。"),
    Starter(slug="tmall", name="天猫", parent="alibaba", description="零售平台。"),
)  # fmt: skip
CANON = """\
---
name: 佳能
tickers:
- 7751.T
english: Canon
website: https://global.canon/
case_sensitive:
- Canon
exclude:
- 佳能否
---

日本影像与光刻设备公司。
"""


def add(root: Path, *names: str, new: bool = False, dry_run: bool = False) -> tuple[list[NewCompany], list[Problem]]:
    return add_companies(root, names, vocabulary=VOCABULARY, zone=ZONE, new=new, dry_run=dry_run)


def rules(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.rule, problem.hint) for problem in problems]


def read(root: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (root / "content" / "companies").glob("*.md")}


@pytest.mark.parametrize("name", ["佳能", "canon", "CANON", "Ｃａｎｏｎ", " 佳能 ", "7751.T", "7751"])
def test_company_is_found_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    added, problems = add(tmp_path, name)
    assert ([one.path for one in added], problems) == (["content/companies/canon.md"], [])
    assert read(tmp_path) == {"canon.md": CANON}


def test_dry_run_shows_the_file_and_writes_nothing(tmp_path: Path) -> None:
    added, problems = add(tmp_path, "佳能", dry_run=True)
    assert ([one.text for one in added], problems, list(tmp_path.iterdir())) == ([CANON], [], [])


def test_nothing_a_curator_wrote_is_touched(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "companies"
    folder.mkdir(parents=True)
    mine = {"canon.md": "---\nname: 我的\n---\n", "mi.md": "---\nname: 小米集团\naliases: [小米]\n---\n"}
    for name, text in mine.items():
        (folder / name).write_text(text, "utf-8")
    added, problems = add(tmp_path, "佳能", "小米", "我的", new=True)
    assert (added, read(tmp_path)) == ([], mine)
    assert [(problem.path, problem.rule) for problem in problems] == [
        ("content/companies/canon.md", "company-exists"),
        ("content/companies/mi.md", "company-exists"),
        ("content/companies/canon.md", "company-exists"),
    ]


def test_same_company_twice_is_written_once(tmp_path: Path) -> None:
    added, problems = add(tmp_path, "佳能", "Canon")
    assert len(added) == 1
    assert [problem.rule for problem in problems] == ["company-exists"]


def test_an_alias_of_another_file_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "companies"
    folder.mkdir(parents=True)
    (folder / "king.md").write_text("---\nname: 宁王\n---\n", "utf-8")
    added, problems = add(tmp_path, "CATL")
    assert added[0].facts.aliases == ()
    assert [(problem.rule, problem.severity) for problem in problems] == [("alias-claimed-twice", "warning")]


def test_missing_parent_is_named_with_its_command_until_it_is_there(tmp_path: Path) -> None:
    added, problems = add(tmp_path, "小米汽车")
    assert added[0].facts.parent == "小米"
    assert rules(problems) == [("parent-missing", "site-builder company add 小米")]
    assert rules(add(tmp_path, "天猫", "阿里巴巴")[1]) == []


def test_unknown_name_gets_the_nearest_and_the_way_to_a_file_of_its_own(tmp_path: Path) -> None:
    added, problems = add(tmp_path, "宁德时候")
    assert added == []
    assert rules(problems) == [
        ("company-unknown",
         "did you mean 宁德时代? or begin a file of your own: site-builder company add --new 宁德时候")
    ]  # fmt: skip


def test_new_name_gets_a_file_that_holds_it(tmp_path: Path) -> None:
    added, problems = add(tmp_path, "海角  零件铺", new=True)
    assert (len(added), problems) == (1, [])
    assert read(tmp_path) == {"海角-零件铺.md": "---\nname: 海角 零件铺\n---\n"}


def test_new_still_copies_what_the_package_knows(tmp_path: Path) -> None:
    add(tmp_path, "佳能", new=True)
    assert read(tmp_path) == {"canon.md": CANON}


@pytest.mark.parametrize("name", ["", "  "])
def test_empty_name_is_refused(tmp_path: Path, name: str) -> None:
    assert [problem.rule for problem in add(tmp_path, name, new=True)[1]] == ["company-unknown"]


def test_shared_name_lists_all_that_bear_it(tmp_path: Path) -> None:
    two = [Starter(slug=slug, name=slug.upper(), aliases=("光",), description="灯。") for slug in ("aa", "bb")]
    added, problems = add_companies(tmp_path, ["光"], vocabulary=two, zone=ZONE)
    assert added == []
    assert [str(problem) for problem in problems] == [
        '"光" may be AA, BB\n  hint: site-builder company add aa or site-builder company add bb'
    ]
