"""Stories through the whole build: what is remembered makes no difference, nothing leaks, the curator's word stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from small_archive import Archive

from site_builder.building.build import BuildFailed, BuildOptions, load_site
from site_builder.building.cache import Cache
from site_builder.building.project import open_project
from site_builder.cli import main
from site_builder.model import Site

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "002_210ec75acf22fd30.txt"
DAY = datetime(2024, 3, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SENTENCES = (
    "江海造船昨天交付了今年的第一艘渡轮，它将在北岸和南岸之间往返，每天开行十二班。",
    "船长赵岚说，新船的舵机比旧船灵敏，遇到大风也能按时靠岸，乘客不必再等到天黑。",
    "渡轮用电池推进，靠岸时充电，一夜的电足够第二天的航程，码头为此改造了变电所。",
    "船厂还有四艘同样的渡轮在建，最后一艘要到明年入冬前下水，工人正在轮班赶工。",
    "票价暂时不变，市里会在年底听取居民的意见，再决定要不要为学生和老人开设月票。",
)
FULL = "\n\n".join(SENTENCES)
MOVED = "\n\n".join((*SENTENCES[2:], *SENTENCES[:2]))
CUT = "\n\n".join(SENTENCES[:4]) + " ..."
OTHER = "山里的茶园今年开采得早，农户们清晨上山，傍晚把鲜叶送到村口的作坊，连夜炒制成第一批新茶，分装以后寄往各地。"
TEXTS = (FULL, MOVED, CUT, OTHER + "\n\n" + SENTENCES[0] + "\n\n" + SENTENCES[1], OTHER)


def load(archive: Archive, **options: Any) -> Site:
    """The site as a build would assemble it, with the archive's own cache."""
    project = open_project(archive.root / "site.toml")
    chosen = BuildOptions(destination=archive.root / "output", **({"jobs": 1} | options))
    with Cache(project.cache_file) as cache:
        site, problems = load_site(project, chosen, cache, progress=lambda step, done, total: None)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return site


def write(archive: Archive, slot: int, text: str, *, hours: float = 0, front: str = "") -> str:
    date = DAY + timedelta(hours=hours)
    archive.write(
        f"content/articles/{slot}.md", f"---\ntitle: 渡轮之{slot}\ndate: {date.isoformat()}\n{front}---\n\n{text}\n"
    )
    return f"/{date:%Y/%m/%d}/{slot}/"


def reports(site: Site) -> list[tuple[str, ...]]:
    return [story.reports for story in site.stories]


class Edit(msgspec.Struct, frozen=True):
    slot: int
    text: str = ""
    """"" removes the article."""
    days: int = 0
    front: str = ""


edits = st.builds(
    Edit,
    st.integers(0, 6),
    st.sampled_from([*TEXTS, *TEXTS, ""]),
    st.integers(-12, 12),
    st.sampled_from(["", "", "", "draft: true\n", "story: none\n", "story: 渡轮\n", "story_lead: true\n"]),
)


@settings(max_examples=15)
@given(st.lists(st.lists(edits, min_size=1, max_size=4), min_size=2, max_size=5), st.booleans())
def test_stories_of_an_edited_archive_are_those_of_a_new_one(days: list[list[Edit]], drafts: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "kept")
        for number, day in enumerate(days):
            for edit in day:
                path = archive.root / f"content/articles/{edit.slot}.md"
                if edit.text:
                    write(archive, edit.slot, edit.text, hours=24 * edit.days, front=edit.front)
                else:
                    path.unlink(missing_ok=True)
            kept = load(archive, drafts=drafts and bool(number % 2))
            shutil.rmtree(archive.root / ".cache")
            clean = load(archive, drafts=drafts and bool(number % 2))
            assert (kept.stories, kept.quotes) == (clean.stories, clean.quotes)


def test_two_processes_and_other_hash_seeds_find_the_same_stories(archive: Archive) -> None:
    for slot in range(40):
        write(archive, slot, f"{TEXTS[slot % 5]}\n\n第{slot}号码头。", hours=slot)
    alone = load(archive)
    shutil.rmtree(archive.root / ".cache")
    assert load(archive, jobs=2).stories == alone.stories
    command = [sys.executable, "-m", "site_builder", "list", "stories", "--json", "-c", str(archive.root / "site.toml")]
    printed = set()
    for seed in ("1", "2"):
        shutil.rmtree(archive.root / ".cache")
        environment = os.environ | {"PYTHONHASHSEED": seed}
        printed.add(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    (rows,) = (json.loads(text) for text in printed)
    assert [row["id"] for row in rows] == [story.id for story in alone.stories]


def test_drafts_future_and_expired_articles_are_in_no_story(archive: Archive) -> None:
    write(archive, 1, FULL)
    write(archive, 2, MOVED, front="draft: true\n")
    write(archive, 3, CUT, front="expiryDate: 2024-03-01\n")
    write(archive, 4, CUT, hours=24 * 5)
    now = DAY + timedelta(days=1)
    assert reports(load(archive, now=now)) == []
    assert load(archive, now=now).quotes == {}
    assert reports(load(archive, now=now, drafts=True)) == [("/2024/03/04/1/", "/2024/03/04/2/")]


def test_days_of_the_configuration_are_the_limit(archive: Archive) -> None:
    first, second = write(archive, 1, FULL), write(archive, 2, MOVED, hours=24 * 3)
    assert reports(load(archive)) == [(first, second)]
    site_toml = archive.root / "site.toml"
    site_toml.write_text(f"story_days = 2\n{site_toml.read_text('utf-8')}", "utf-8")
    assert reports(load(archive)) == []


def test_article_that_appears_twice_is_found_in_the_cache_too(archive: Archive) -> None:
    urls = write(archive, 1, FULL), write(archive, 2, FULL)
    assert reports(load(archive)) == [urls]
    assert reports(load(archive)) == [urls]


def test_lists_tell_stories(archive: Archive) -> None:
    write(archive, 1, FULL, front="outlet: 晨报\n")
    write(archive, 2, MOVED, hours=1, front="outlet: 晚报\n")
    write(archive, 3, OTHER)
    config = str(archive.root / "site.toml")

    def listed(what: str) -> Any:
        return json.loads(CliRunner().invoke(main, ["list", what, "--json", "-c", config]).stdout)

    (story,) = listed("stories")
    assert story == {
        "id": story["id"], "url": f"/stories/{story['id']}/", "lead": "/2024/03/04/1/",
        "reports": ["/2024/03/04/1/", "/2024/03/04/2/"], "outlets": ["晨报", "晚报"],
    }  # fmt: skip
    assert {row["url"]: row["story"] for row in listed("articles")} == {
        "/2024/03/04/1/": story["id"], "/2024/03/04/2/": story["id"], "/2024/03/04/3/": None,
    }  # fmt: skip


def test_a_draft_is_listed_without_a_story_and_changes_none(archive: Archive) -> None:
    write(archive, 1, FULL)
    write(archive, 2, MOVED, hours=1)
    config = str(archive.root / "site.toml")
    (story,) = json.loads(CliRunner().invoke(main, ["list", "stories", "--json", "-c", config]).stdout)
    write(archive, 3, CUT, hours=-1, front="draft: true\n")
    rows = json.loads(CliRunner().invoke(main, ["list", "articles", "--json", "-c", config]).stdout)
    assert {row["url"]: row["story"] for row in rows} == {
        "/2024/03/04/1/": story["id"], "/2024/03/04/2/": story["id"], "/2024/03/04/3/": None,
    }  # fmt: skip


def test_suggestions_are_printed_with_the_line_to_paste(archive: Archive) -> None:
    archive.write("content/companies/jianghai.md", "---\nname: 江海造船\n---\n")
    archive.write("content/articles/a.md", f"---\ntitle: 江海造船交付电动渡轮\ndate: 2024-03-04\n---\n\n{FULL}\n")
    archive.write("content/articles/b.md", f"---\ntitle: 江海造船交付首艘渡轮\ndate: 2024-03-05\n---\n\n{OTHER}\n")
    config = str(archive.root / "site.toml")
    printed = CliRunner().invoke(main, ["story", "suggest", "-c", config]).stdout
    (row,) = json.loads(CliRunner().invoke(main, ["story", "suggest", "--json", "-c", config]).stdout)
    assert f"content/articles/b.md: {row['line']}" in printed
    path = archive.root / row["path"]
    path.write_text(path.read_text("utf-8").replace("date:", f"{row['line']}\ndate:"), "utf-8")
    assert reports(load(archive)) == [("/2024/03/04/a/", "/2024/03/05/b/")]
    assert CliRunner().invoke(main, ["story", "suggest", "-c", config]).stdout == ""


@pytest.mark.parametrize("line", ["story: true", "story: [a, b]", "story: ……", "story_lead: maybe"])
def test_wrong_word_of_the_curator_is_reported_with_its_line(archive: Archive, line: str) -> None:
    write(archive, 1, FULL, front=f"{line}\n")
    with pytest.raises(BuildFailed) as failure:
        archive.build()
    (problem,) = failure.value.problems
    assert (problem.path, problem.line, bool(problem.hint)) == ("content/articles/1.md", 4, True)


@pytest.mark.parametrize("word", ["none", "None", "false"])
def test_story_none_keeps_out(archive: Archive, word: str) -> None:
    write(archive, 1, FULL)
    write(archive, 2, MOVED, front=f"story: {word}\n")
    assert reports(load(archive)) == []


def test_another_import_leaves_the_curator_s_word(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "ferry.md"
    post = "---\ntitle: 渡轮\ndate: 2024-03-04 09:00:00\n---\n\n<div><p>{}</p></div>\n"
    source.write_text(post.format(SENTENCES[0]), "utf-8")
    command = ["import", str(source), "--format", "hexo", "-c", str(archive.root / "site.toml")]
    assert CliRunner().invoke(main, command).exit_code == 0
    (document,) = (archive.root / "content").rglob("*.md")
    text = document.read_text("utf-8").replace("title:", "story: 渡轮\nstory_lead: true\ntitle:", 1)
    document.write_text(text, "utf-8")
    source.write_text(post.format(SENTENCES[1]), "utf-8")
    CliRunner().invoke(main, command)
    after = document.read_text("utf-8")
    assert "story: 渡轮\nstory_lead: true\n" in after
    assert "舵机" in after


@pytest.mark.skipif(not SEED.is_file(), reason="../shared/seeds is absent")
def test_the_seed_digest_holds_one_story_and_a_quoting_article(archive: Archive) -> None:
    command = ["import", str(SEED), "-c", str(archive.root / "site.toml")]
    assert CliRunner().invoke(main, command).exit_code == 0
    site = load(archive)
    (story,) = site.stories
    titles = {article.card.url: article.card.title for article in site.articles}
    assert len(story.reports) == 3
    assert all("高盛" in titles[url] and url.startswith("/2025/12/29/") for url in story.reports)
    (quoting,) = site.quotes
    assert quoting.startswith("/2026/01/03/")
    assert set(site.quotes[quoting]) == set(story.reports)
