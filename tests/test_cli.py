"""The command line as scripts see it: exit codes, JSON, colours, what `--help` loads. Messages are in building/."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small_archive import Archive

from site_builder import __version__
from site_builder.cli import main

HEAVY = ("jinja2", "markdown_it", "lxml", "yaml", "frontmatter", "pypinyin", "babel", "rich", "starlette", "uvicorn",
         "watchdog", "ahocorasick_rs", "nh3", "sqlite3", "multiprocessing", "hypothesis")  # fmt: skip
COMMANDS = ("build", "clean", "company", "import", "init", "list", "new", "serve", "story")
GROUPS = ("company", "story")
SUBCOMMANDS = ("company add", "company explain", "company unmatched", "story suggest")


@pytest.fixture
def here(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An archive of two articles, one company and one outlet file; its root is the current folder."""
    monkeypatch.chdir(archive.root)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    archive.write("content/companies/mi.md", "---\nname: 小米集团\naliases: [小米]\ntickers: [01810.HK]\n---\n")
    archive.write("content/outlets/chenbao.md", "---\nname: 晨报\n---\n")
    archive.article(
        "x", "2024-05-01 09:30",
        "title: 小米上市\noutlet: 晨报\ntags: [股票]\ncategories: [财经]\nauthors: [甲]\nsummary: 一句\n"
        "source_url: https://news.example/1\n",
    )  # fmt: skip
    archive.article("y", "2024-05-02", "title: 未完\ndraft: true\n")
    return archive


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment)


def read(*arguments: str) -> Any:
    """The JSON value that a command prints; it must exit with 0 and keep stderr empty."""
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_help_names_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert set(COMMANDS) <= set(re.findall(r"^  ([a-z]+) ", result.output, re.MULTILINE))


@pytest.mark.parametrize("command", [*sorted(set(COMMANDS) - set(GROUPS)), *SUBCOMMANDS])
def test_every_command_takes_the_common_options(command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    if command != "init":
        assert all(option in result.output for option in ("-c, --config", "-q, --quiet", "-v, --verbose"))


def test_help_loads_no_heavy_module() -> None:
    script = (
        "import sys\nfrom site_builder.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_runs_as_a_module_and_says_its_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "site_builder", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"site-builder, version {__version__}\n"


def test_build_ends_with_one_line(here: Archive) -> None:
    result = run("build", "--no-search")
    assert result.exit_code == 0
    assert re.fullmatch(r"planned (\d+) · rendered \1 · kept 0 · removed 0 · \d+\.\d\d s\n", result.stdout)
    again = run("build", "--no-search")
    assert re.fullmatch(r"planned (\d+) · rendered 0 · kept \1 · removed 0 · \d+\.\d\d s\n", again.stdout)


def test_quiet_build_says_nothing(here: Archive) -> None:
    result = run("build", "--no-search", "--quiet")
    assert (result.stdout, result.stderr, result.exit_code) == ("", "", 0)


def test_build_as_json(here: Archive) -> None:
    report = read("build", "--no-search", "--json")
    planned = len(here.tree())
    assert {name: report[name] for name in ("planned", "rendered", "written", "kept", "removed", "problems")} == {
        "planned": planned, "rendered": planned, "written": planned, "kept": 0, "removed": 0, "problems": [],
    }  # fmt: skip
    assert set(report["seconds"]) == {"load", "plan", "render", "publish", "search", "total"}


def test_failed_build_as_json_holds_the_problems(here: Archive) -> None:
    here.write("content/articles/z.md", "---\ndate: 2024-01-01\n---\n")
    result = run("build", "--no-search", "--json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["planned"], report["written"]) == (0, 0)
    assert report["problems"] == [
        {"path": "content/articles/z.md", "line": 1, "rule": "title-missing", "message": "title is missing",
         "hint": "add title: …", "severity": "error"}
    ]  # fmt: skip


def test_undated_article_is_listed_as_such_and_kept_out_of_the_site(here: Archive) -> None:
    here.write("content/articles/undated/z.md", "---\ntitle: 没有日期\n---\n\n正文。\n")
    result = run("build", "--no-search")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[:2] == [
        "content/articles/undated/z.md:1: warning: date is missing, the article is kept out of the site",
        "  hint: add date: 2024-12-31",
    ]
    assert not any("z/index.html" in path for path in here.tree())
    row = json.loads(run("list", "articles", "--json").stdout)[-1]
    assert (row["path"], row["date"], row["url"]) == ("content/articles/undated/z.md", None, None)


def test_date_ahead_of_today_is_a_warning_and_published(here: Archive) -> None:
    here.article("far", "2999-01-01", "title: 远\n", "正文。")
    result = run("build", "--no-search")
    assert result.exit_code == 0
    assert "warning: 2999-01-01 has not come yet\n  hint: mend the date" in result.stderr
    assert "2999/01/01/far/index.html" in here.tree()


def test_a_draft_does_not_move_the_clock(here: Archive) -> None:
    here.article("far", "2999-01-01", "title: 远\ndraft: true\n", "正文。")
    here.article("short", "2024-05-01", "title: 短\nexpiryDate: 2500-01-01\n", "正文。")
    run("build", "--no-search")
    assert "2024/05/01/short/index.html" in here.tree()


def test_new_refuses_an_empty_title(here: Archive) -> None:
    result = run("new", "  ")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (2, "the title is empty")


def test_clean_leaves_a_folder_that_can_be_built_into_again(here: Archive) -> None:
    run("build", "--no-search")
    (here.root / "output/CNAME").write_text("news.example\n", "utf-8")
    assert run("clean").exit_code == 0
    assert run("build", "--no-search").exit_code == 0
    assert (here.root / "output/CNAME").read_text("utf-8") == "news.example\n"


def test_explain_prints_reasons(here: Archive) -> None:
    run("build", "--no-search")
    here.article("x", "2024-05-01 09:30", "title: 小米上市\noutlet: 晨报\nsummary: 一句\n", "新的正文。")
    result = run("build", "--no-search", "--explain", "/2024/05/01/x/")
    assert result.stdout.splitlines()[0].startswith("2024/05/01/x/index.html: changed: ")
    kept = run("build", "--no-search", "--explain", "404.html")
    assert kept.stdout.splitlines()[0] == "404.html: kept: nothing it depends on has changed"


def test_drafts_future_and_base_url_are_asked_for(here: Archive) -> None:
    arguments = ("build", "--no-search", "--drafts", "--base-url", "https://b.example/sub", "-d", "site")
    assert run(*arguments, SOURCE_DATE_EPOCH="1714500000").exit_code == 0
    assert "2024/05/02/y/index.html" not in here.tree("site")
    assert run(*arguments, "--future", SOURCE_DATE_EPOCH="1714500000").exit_code == 0
    assert b'href="https://b.example/sub/2024/05/02/y/"' in here.tree("site")["2024/05/02/y/index.html"]
    assert not (here.root / "output").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("build", "--nope"), 2),
        (("build", "--jobs", "0"), 2),
        (("nope",), 2),
        (("list", "cars"), 2),
        (("build", "-c", "gone.toml"), 2),
        (("build", "--no-search", "-d", "content"), 2),
        (("build", "--no-search", "--base-url", "b"), 2),
        (("list", "articles"), 0),
        (("build", "--no-search"), 0),
    ],
)
def test_exit_codes(here: Archive, arguments: tuple[str, ...], code: int) -> None:
    assert run(*arguments).exit_code == code


def test_environment_that_refuses_is_exit_code_3(here: Archive) -> None:
    here.write(".cache", "a file where the folder must be")
    assert run("build", "--no-search").exit_code == 3


def test_wrong_epoch_is_exit_code_2(here: Archive) -> None:
    result = run("build", "--no-search", SOURCE_DATE_EPOCH="soon")
    assert (result.exit_code, result.stderr) == (
        2, 'SOURCE_DATE_EPOCH "soon" is not a number of seconds\n  hint: unset it, or write seconds since 1970\n',
    )  # fmt: skip


def test_articles_as_json(here: Archive) -> None:
    draft, article = read("list", "articles", "--json")
    assert article == {
        "path": "content/articles/x.md", "url": "/2024/05/01/x/", "title": "小米上市",
        "date": "2024-05-01T09:30:00+08:00", "updated": None, "outlet": "chenbao",
        "source_url": "https://news.example/1", "language": "zh-Hans", "authors": ["甲"], "tags": ["股票"],
        "categories": ["财经"],
        "companies": [{"slug": "mi", "name": "小米集团", "about": True, "forms": ["小米"]}],
        "story": None, "draft": False, "characters": 3, "summary": "一句",
    }  # fmt: skip
    assert (draft["title"], draft["draft"], draft["outlet"], draft["source_url"]) == ("未完", True, None, None)


def test_terms_drafts_and_stories_as_json(here: Archive) -> None:
    assert read("list", "companies", "--json") == [
        {"slug": "mi", "name": "小米集团", "aliases": ["小米"], "tickers": ["01810.HK"], "about": 1, "articles": 1,
         "url": "/companies/mi/"}
    ]  # fmt: skip
    assert read("list", "tags", "--json") == [
        {"slug": "股票", "name": "股票", "aliases": [], "articles": 1, "url": "/tags/股票/"}
    ]
    assert [row["slug"] for row in read("list", "outlets", "--json")] == ["chenbao"]
    assert [row["title"] for row in read("list", "drafts", "--json")] == ["未完"]
    assert read("list", "stories", "--json") == []


def test_digests_as_json(here: Archive) -> None:
    here.write("content/digests/weekly-3.md", "---\ntitle: 晨报一周\ndate: 2024-05-05\n---\n")
    here.write("content/digests/cars.md", "---\ntitle: 汽车\n---\n")
    here.article("y", "2024-05-04", "digest: {slug: weekly-3, position: 2}\n")
    assert read("list", "digests", "--json") == [
        {"slug": "weekly-3", "title": "晨报一周", "date": "2024-05-05T00:00:00+08:00", "url": "/digests/weekly-3/",
         "articles": 1, "path": "content/digests/weekly-3.md", "draft": False},
        {"slug": "cars", "title": "汽车", "date": None, "url": "/digests/cars/", "articles": 0,
         "path": "content/digests/cars.md", "draft": False},
    ]  # fmt: skip


def test_list_for_people_is_tab_separated(here: Archive) -> None:
    assert run("list", "companies").stdout == "1\t1\t小米集团\t/companies/mi/\n"


def test_list_tells_problems_and_fails(here: Archive) -> None:
    here.write("content/articles/z.md", "---\ndate: 2024-01-01\n---\n")
    result = run("list", "articles", "--json")
    assert len(json.loads(result.stdout)) == 2
    assert result.stderr == "content/articles/z.md:1: title is missing\n  hint: add title: …\n"
    assert result.exit_code == 1


def test_new_writes_a_draft_that_builds(here: Archive) -> None:
    arguments = ("new", "小米：新车", "--company", "小米", "--tag", "汽车")
    result = run(*arguments, SOURCE_DATE_EPOCH="1714500000")
    assert result.stdout == "content/articles/2024/05/xiao-mi-xin-che.md\n"
    again = run(*arguments, SOURCE_DATE_EPOCH="1714500000")
    assert again.stdout == "content/articles/2024/05/xiao-mi-xin-che-2.md\n"
    row = next(row for row in read("list", "drafts", "--json") if row["title"] == "小米：新车")
    assert (row["date"], row["tags"], row["companies"][0]["slug"]) == ("2024-05-01T02:00:00+08:00", ["汽车"], "mi")


def test_clean_removes_the_cache_and_what_was_published(here: Archive) -> None:
    run("build", "--no-search")
    published = len(here.tree())
    here.write("output/CNAME", "a.example")
    result = run("clean")
    assert result.stdout == f"removed {published} published files and .cache/\n"
    assert here.tree() == {"CNAME": b"a.example"}
    assert not (here.root / ".cache").exists()


def test_clean_leaves_a_foreign_folder_alone(here: Archive) -> None:
    here.write("photos/me.jpg", "x")
    assert run("clean", "-d", "photos").exit_code == 0
    assert (here.root / "photos" / "me.jpg").exists()


@pytest.mark.parametrize(("no_color", "colored"), [("", True), ("1", False)])
def test_no_color_is_respected(here: Archive, no_color: str, colored: bool) -> None:
    here.write("content/articles/z.md", "---\ndate: 2024-01-01\n---\n")
    result = CliRunner().invoke(main, ["build", "--no-search"], env={"NO_COLOR": no_color}, color=True)
    assert ("\x1b[31m" in result.stderr) == colored


def test_configuration_elsewhere_names_its_archive(
    here: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(read("list", "articles", "--json", "-c", str(here.root / "site.toml"))) == 2
