"""Real digests outside the project: how many items each holds, counted by eye, or why it must be refused.

What is an item: what is numbered, titled or listed as one report. In the numbered weeklies quotations (言论) are
numbered and count; the essay at the top, sponsors, past issues and subscription boxes are none. A TV-news listing
counts its full texts once, though each title stands twice. The lists of 联播快讯 are one item, as broadcast.
"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.errors import Problem
from site_builder.importing.decoding import decode
from site_builder.importing.digest import READER
from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, Source
from site_builder.importing.outlets import collect_outlets

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "digest"
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 1, tzinfo=ZONE)
OUTLETS = collect_outlets([])
REFUSED = 0

COUNTS = {
    "ai-collector__ai_articles_20260310.json": 3,
    "ai-collector__daily_report_20260310.md": 7,
    "ai-collector__daily_report_20260311.md": 69,
    "ai-insight-cn__2025-06-01.md": 14,
    "ai-insight-cn__2025-06-19.md": 21,
    "ai-insight-cn__2025-07-06.md": 15,
    "ai-insight-en__2025-07-05.md": 18,
    "ai-insight-fr__2025-07-05.md": 18,
    "ai-insight-ja__2025-07-05.md": 18,
    "garss__README.md": REFUSED,  # 281 feeds in a table, two articles in most rows, 511 more in one line of HTML
    "gh-trending-bonfy__2017-02-09.md": 100,
    "gh-trending-bonfy__2025-12-29.md": 63,
    "gocn-news__20170424-20170430.md": 30,
    "gocn-news__20190715-20190721.md": 35,
    "gocn-news__20211011-20211017.md": 35,
    "gocn-news__20231217-20231223.md": 5,
    "hellogithub__HelloGitHub01.md": 17,
    "hellogithub__HelloGitHub50.md": 29,
    "hellogithub__HelloGitHub119.md": 41,
    "ios-weekly__#1.md": 19,
    "ios-weekly__#190-2022.01.24.md": 20,
    "ios-weekly__#378-2026.08.31.md": REFUSED,  # the empty form of an issue: headings and nothing below them
    "ruanyf-weekly__issue-1.md": 28,
    "ruanyf-weekly__issue-50.md": 47,
    "ruanyf-weekly__issue-108.md": 39,
    "ruanyf-weekly__issue-250.md": 35,
    "ruanyf-weekly__issue-399.md": 28,
    "weibo-hot__2020-12-04.md": 320,
    "weibo-hot__2026-08-14.md": 355,
    "xwlb__20220924.md": 15,
    "xwlb__20240909.md": 16,
    "xwlb__20260822.md": 10,
    "zenany__0316.md": 34,
    "zenany__0512.md": 18,
    "zenany__index.md": 8,
}
"""File -> items."""

UNDATED = ("hellogithub", "ruanyf-weekly", "zenany__index")
"""Pages that name no day."""

WEEKLY_REVIEWS = ("more industry trends.md",)
"""Articles that are digests: 每周开源点评, a heading or a bold link for each report."""

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the project")


def _import(name: str) -> tuple[list[Draft], list[Problem]]:
    source = Source(name=name, data=(CORPUS / name).read_bytes())
    results = ingest(source, now=NOW, zone=ZONE, outlets=OUTLETS)
    drafts = [result for result in results if isinstance(result, Draft)]
    return drafts, [result for result in results if isinstance(result, Problem)]


def test_every_digest_of_the_corpus_is_counted() -> None:
    files = {path.name for path in CORPUS.iterdir() if path.name != "MANIFEST.tsv"}
    assert files == set(COUNTS)


@pytest.mark.parametrize("name", [name for name, count in COUNTS.items() if count])
def test_digest_gives_its_items(name: str) -> None:
    drafts, problems = _import(name)
    front_matters = [draft.front_matter for draft in drafts]
    assert len(drafts) == COUNTS[name]
    assert not [problem for problem in problems if problem.severity == "error"]
    assert len({front_matter.id for front_matter in front_matters}) == len(drafts)
    assert [f.import_.position for f in front_matters if f.import_] == list(range(1, len(drafts) + 1))
    assert all(front_matter.title and "](" not in front_matter.title for front_matter in front_matters)
    assert all(f.digests[0].file == name for f in front_matters)
    dated = [front_matter.date is not None for front_matter in front_matters]
    assert all(dated) != name.startswith(UNDATED)


@pytest.mark.parametrize("name", [name for name, count in COUNTS.items() if not count])
def test_unclear_digest_is_refused(name: str) -> None:
    drafts, problems = _import(name)
    assert drafts == []
    assert [(problem.rule, problem.severity) for problem in problems] == [("digest-unclear", "error")]
    assert "nearest came" in problems[0].message


@pytest.mark.parametrize("pattern", ["plain/*", "hexo/*.md", "scale/lctt/**/*.md"])
def test_no_article_is_taken_for_a_digest(pattern: str) -> None:
    paths = [path for path in CORPUS.parent.glob(pattern) if path.is_file() and path.name != "MANIFEST.tsv"]
    texts = [(path.name, decode(path.read_bytes())[0]) for path in paths]
    assert texts
    taken = {name for name, text in texts if READER.sniff(text, name)}
    assert {name for name in taken if not name.endswith(WEEKLY_REVIEWS)} == set()


def test_days_of_one_page_date_its_items() -> None:
    drafts, _ = _import("gocn-news__20190715-20190721.md")
    days = [draft.front_matter.date.date().isoformat() for draft in drafts if draft.front_matter.date]
    assert days == [f"2019-07-{day}" for day in range(15, 22) for _ in range(5)]


def test_listed_titles_are_joined_with_their_texts() -> None:
    drafts, _ = _import("xwlb__20240909.md")
    assert all(len(draft.markdown) > 40 and draft.front_matter.source_url for draft in drafts)
    assert sum(rule == "digest-summary" for draft in drafts for rule, _ in draft.removed) == 1
