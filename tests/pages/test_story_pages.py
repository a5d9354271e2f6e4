"""What the story pages plan, and what other pages tell of stories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from test_plans import make_site, parse, planned

from site_builder.archive.resemblance import Resemblance
from site_builder.archive.stories import with_stories
from site_builder.feeds import host_files, sitemap
from site_builder.model import Site, TermRef
from site_builder.pages import article, calendar, home, standalone, story, term
from site_builder.pages.story import Span, TimelineDay, TimelineReport, measure_span
from site_builder.views import Entry, Link, ReportLink, StoryLine

ZONE = ZoneInfo("Asia/Shanghai")


def site_of(*reports: tuple[str, str, str], alike: Sequence[tuple[str, str, float]] = ()) -> Site:
    """A site of articles (slug, date, front matter); `alike` tells which texts resemble each other how much."""
    parsed = [parse(slug, day, front, f"正文{slug}。") for slug, day, front in reports]
    keys = {one.slug: one.body.key for one in parsed}
    pairs = [
        Resemblance(first=min(keys[a], keys[b]), second=max(keys[a], keys[b]), similarity=similarity)
        for a, b, similarity in alike
    ]
    return with_stories(make_site(*parsed), pairs, days=14)


A, B, C, D, E = (
    "/2024/01/05/a/", "/2024/01/05/b/", "/2024/01/06/c/", "/2024/01/09/d/", "/2023/12/30/e/",
)  # fmt: skip
URLS = {url.split("/")[4]: url for url in (A, B, C, D, E)}
SITE = site_of(
    ("e", "2023-12-30 08:00", "outlet: 旧报\ntags: [港]\n"),
    ("a", "2024-01-05 09:00", "outlet: 晨报\ntags: [桥, 港]\ntruncated: true\n"),
    ("b", "2024-01-05 09:45", "outlet: 午报\ntags: [桥]\nsummary: 一句。\n"),
    ("c", "2024-01-06 09:00", "outlet: 晨报\ntags: [桥, 路]\n"),
    ("d", "2024-01-09", "outlet: 晚报\ntags: [路]\n"),
    alike=[("a", "b", 0.9), ("a", "c", 0.8), ("b", "c", 0.8), ("c", "d", 0.3), ("a", "e", 0.3)],
)
(STORY,) = SITE.stories


def report(slug: str, when: str, outlet: str) -> ReportLink:
    ref = TermRef(slug=outlet, name=outlet, url=f"/outlets/{outlet}/")
    return ReportLink(url=URLS[slug], title=f"题{slug}", date=datetime.fromisoformat(f"{when}+08:00"), outlet=ref)


REPORTS = {
    "a": report("a", "2024-01-05T09:00", "晨报"), "b": report("b", "2024-01-05T09:45", "午报"),
    "c": report("c", "2024-01-06T09:00", "晨报"), "d": report("d", "2024-01-09T00:00", "晚报"),
    "e": report("e", "2023-12-30T08:00", "旧报"),
}  # fmt: skip


def test_story_page_tells_the_lead_the_others_and_who_reported_when() -> None:
    output = planned(story.plan, SITE)[STORY.url]
    view = output.view
    assert (output.path, output.template, output.lastmod) == (
        f"stories/{STORY.id}/index.html", "story.html", STORY.last,
    )  # fmt: skip
    assert (view.head.title, view.head.description, view.lead.url) == ("题b", "一句。", B)
    assert (view.outlets, view.reports, view.span) == (2, 3, Span(count=24, unit="hours"))
    assert view.others == (Link(url=A, title="晨报"),)
    assert view.days == (
        TimelineDay(
            day=date(2024, 1, 5), url="/2024/01/05/",
            reports=(
                TimelineReport(report=REPORTS["a"], truncated=True),
                TimelineReport(report=REPORTS["b"], is_lead=True, after=Span(count=45, unit="minutes")),
            ),
        ),
        TimelineDay(
            day=date(2024, 1, 6), url="/2024/01/06/",
            reports=(TimelineReport(report=REPORTS["c"], after=Span(count=24, unit="hours")),),
        ),
    )  # fmt: skip


def test_story_page_counts_what_two_reports_share_and_links_what_shares_a_passage() -> None:
    view = planned(story.plan, SITE)[STORY.url].view
    assert [(count.term.name, count.count, count.latest) for count in view.tags] == [("桥", 3, REPORTS["c"].date)]
    assert view.companies == ()
    assert view.sharing == (REPORTS["e"], REPORTS["d"])


def test_article_names_the_other_reports_and_the_older_articles_it_quotes() -> None:
    views = {url: output.view for url, output in planned(article.plan, SITE).items()}
    boxes = {url: [other.url for other in view.story.others] for url, view in views.items() if view.story}
    assert boxes == {A: [B, C], B: [A, C], C: [A, B]}
    assert views[A].story == article.StoryBox(url=STORY.url, outlets=2, reports=3, others=(REPORTS["b"], REPORTS["c"]))
    assert {url: view.quotes for url, view in views.items() if view.quotes} == {
        D: (REPORTS["c"],), A: (REPORTS["e"],),
    }  # fmt: skip


def test_home_folds_over_its_days_and_names_the_newest_stories() -> None:
    view = planned(home.plan, SITE)["/"].view
    found = [(group.day.day, group.count, [entry.card.url for entry in group.entries]) for group in view.days]
    assert found == [(9, 1, [D]), (6, 1, [B]), (30, 1, [E])]
    line = StoryLine(url=STORY.url, outlets=2, reports=3, others=(Link(url=A, title="晨报"),))
    assert view.stories == (Entry(card=SITE.articles[2].card, date=STORY.last, story=line),)
    assert view.days[1].entries == view.stories


def test_month_folds_each_day_as_its_own_page_does() -> None:
    pages = planned(calendar.plan, SITE)
    groups = {group.url: group for group in pages["/2024/01/"].view.days}
    assert {url: (group.count, group.entries) for url, group in groups.items()} == {
        url: (pages[url].view.count, pages[url].view.entries) for url in groups
    }
    assert [(entry.card.url, entry.date) for entry in groups["/2024/01/05/"].entries] == [(B, REPORTS["b"].date)]
    assert [entry.card.url for entry in groups["/2024/01/06/"].entries] == [C]
    weeks = pages["/2024/01/"].view.weeks
    assert [(cell.day, cell.count) for week in weeks for cell in week if cell.url] == [(5, 2), (6, 1), (9, 1)]
    assert pages["/archive/"].view.stories == 1


def test_pages_are_cut_before_they_are_folded() -> None:
    pages = {url: o.view for url, o in planned(term.plan, SITE).items() if url.startswith("/tags/桥/")}
    assert {url: [e.card.url for month in view.months for e in month.entries] for url, view in pages.items()} == {
        "/tags/桥/": [B], "/tags/桥/page/1/": [B],
    }  # fmt: skip
    assert [entry.date for entry in pages["/tags/桥/page/1/"].months[0].entries] == [REPORTS["b"].date]
    assert [entry.date for entry in pages["/tags/桥/"].months[0].entries] == [REPORTS["c"].date]


MANY = site_of(
    ("a", "2024-01-05 09:00", ""), ("b", "2024-02-05 09:00", "story: 一\n"), ("c", "2024-02-06 09:00", "story: 一\n"),
    ("d", "2024-02-07 09:00", "story: 二\n"), ("e", "2024-01-07 09:00", "story: 二\nstory_lead: true\n"),
    ("f", "2024-01-01 09:00", "story: 三\n"), ("g", "2024-01-02 09:00", "story: 三\n"),
)  # fmt: skip


def test_list_of_stories_is_by_newest_report_in_months_and_pages() -> None:
    pages = {url: o for url, o in planned(story.plan, MANY).items() if o.kind == "stories"}
    assert list(pages) == ["/stories/", "/stories/page/1/"]
    view = pages["/stories/"].view
    assert view.count == 3
    assert [(m.year, m.month, [e.story.url for e in m.entries if e.story]) for m in view.months] == [
        (2024, 2, ["/stories/二/", "/stories/一/"])
    ]
    assert [
        (m.month, [e.story.url for e in m.entries if e.story]) for m in pages["/stories/page/1/"].view.months
    ] == [(2, ["/stories/一/"]), (1, ["/stories/三/"])]
    assert [output.indexable for output in pages.values()] == [True, False]
    assert [e.card.title for e in view.months[0].entries] == ["题e", "题b"]


def test_archive_without_stories_has_no_story_pages() -> None:
    assert planned(story.plan, site_of(("a", "2024-01-05", ""))) == {}


def test_story_with_a_draft_and_a_private_archive_are_not_indexed() -> None:
    site = site_of(("a", "2024-01-05", "story: 一\n"), ("b", "2024-01-06", "story: 一\ndraft: true\n"))
    assert [url for url, o in planned(story.plan, site).items() if o.indexable] == ["/stories/"]
    assert planned(story.plan, site)["/stories/一/"].view.days[1].reports[0].report.draft
    assert not [url for url, o in planned(story.plan, SITE, indexable=False).items() if o.indexable]


def test_former_addresses_lead_to_the_story_and_only_the_present_one_is_in_the_sitemap() -> None:
    (former,) = STORY.former_ids
    redirects = planned(standalone.plan, SITE)
    assert redirects[f"/stories/{former}/"].view.target == STORY.url
    (hosts,) = (o.view for o in host_files.plan(SITE, robots="allow") if o.kind == "redirects")
    assert hosts.redirects == ((f"/stories/{former}", STORY.url),)
    outputs = [*planned(story.plan, SITE).values(), *redirects.values()]
    (listed,) = (o.view.addresses for o in sitemap.plan(outputs))
    assert [url for url, _ in listed] == ["/stories/", STORY.url]


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("2024-01-05 09:00", "2024-01-05 09:00", None),
        ("2024-01-05 09:00", "2024-01-05 09:01", ("minutes", 1)),
        ("2024-01-05 09:00", "2024-01-05 10:59", ("minutes", 119)),
        ("2024-01-05 09:00", "2024-01-05 11:20", ("hours", 2)),
        ("2024-01-05 09:00", "2024-01-07 08:00", ("hours", 47)),
        ("2024-01-05 09:00", "2024-01-07 21:00", ("days", 3)),
        ("2024-01-05 00:00", "2024-01-05 09:00", None),
        ("2024-01-05 09:00", "2024-01-06 00:00", ("days", 1)),
    ],
)
def test_spans_are_told_in_the_unit_people_would_use(first: str, last: str, span: Any) -> None:
    found = measure_span(*(datetime.fromisoformat(when).replace(tzinfo=ZONE) for when in (first, last)))
    assert found == (Span(unit=span[0], count=span[1]) if span else None)
