"""Which reports of a story a list page shows."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from site_builder.archive.folding import fold_stories, read_folding
from site_builder.model import Article, Card, Site, Story, TermRef
from site_builder.views import Entry, Link, StoryLine


def article(url: str, hour: int, outlet: str = "") -> Article:
    """As much of an article as folding looks at."""
    ref = TermRef(slug=outlet, name=f"{outlet}报", url=f"/outlets/{outlet}/") if outlet else None
    card = Card(id=url, url=url, title=f"题{url}", date=datetime(2024, 1, 2, hour, tzinfo=UTC), outlet=ref)
    return Article(card=card, parsed=msgspec.UNSET)  # type: ignore[arg-type]


def with_story(*articles: Article, reports: tuple[str, ...], lead: str) -> Site:
    """A site of `articles`, newest first, some of which are reports of one story, named by time."""
    by_url = {one.card.url: one.card for one in articles}
    outlets = {card.outlet.slug: card.outlet for url in reports if (card := by_url[url]).outlet}
    story = Story(
        id="s", url="/stories/s/", title="事", lead=lead, reports=reports, outlets=tuple(outlets.values()),
        first=by_url[reports[0]].date, last=by_url[reports[-1]].date,
    )  # fmt: skip
    return Site(
        articles=articles, terms={}, by_term={}, by_day={}, stories=(story,), story_of=dict.fromkeys(reports, story)
    )


D, C, B, A = article("/d", 9, "晨"), article("/c", 8, "午"), article("/b", 7), article("/a", 6, "晚")
SITE = with_story(D, C, B, A, reports=("/a", "/c", "/d"), lead="/c")
FOLDING = read_folding(SITE)
LINKS = {name: Link(url=f"/{name}", title=title) for name, title in (("a", "晚报"), ("c", "午报"), ("d", "晨报"))}


def line(*others: str) -> StoryLine:
    return StoryLine(url="/stories/s/", outlets=3, reports=3, others=tuple(LINKS[name] for name in others))


def test_story_stands_once_with_its_lead_at_the_place_of_its_newest_report() -> None:
    assert fold_stories(SITE.articles, FOLDING) == (
        Entry(card=C.card, date=D.card.date, story=line("a", "d")),
        Entry(card=B.card, date=B.card.date),
    )


def test_list_without_the_lead_shows_its_earliest_report() -> None:
    assert fold_stories((D, B, A), FOLDING) == (
        Entry(card=A.card, date=D.card.date, story=line("c", "d")),
        Entry(card=B.card, date=B.card.date),
    )


def test_list_with_one_report_shows_it_and_names_the_others() -> None:
    assert fold_stories((D,), FOLDING) == (Entry(card=D.card, date=D.card.date, story=line("a", "c")),)


def test_list_without_stories_keeps_its_articles() -> None:
    site = msgspec.structs.replace(SITE, stories=(), story_of={})
    assert [entry.card for entry in fold_stories(site.articles, read_folding(site))] == [
        D.card, C.card, B.card, A.card,
    ]  # fmt: skip


def test_second_report_of_an_outlet_is_not_named_again_and_one_without_outlet_goes_by_its_title() -> None:
    again, first = article("/e", 9, "晨"), article("/d", 8, "晨")
    nameless, other = article("/b", 7), article("/a", 6, "晚")
    site = with_story(again, first, nameless, other, reports=("/a", "/b", "/d", "/e"), lead="/a")
    found = {card.url: fold_stories((one,), read_folding(site))[0].story for one in site.articles if (card := one.card)}
    named = {url: [link.title for link in line.others] for url, line in found.items() if line}
    assert named == {
        "/a": ["题/b", "晨报"], "/b": ["晚报", "晨报"], "/d": ["晚报", "题/b"], "/e": ["晚报", "题/b"],
    }  # fmt: skip
    assert {(line.outlets, line.reports) for line in found.values() if line} == {(2, 4)}


def test_long_line_names_the_first_eight_outlets() -> None:
    many = [article(f"/{hour}", hour, str(hour)) for hour in range(12, 0, -1)]
    site = with_story(*many, reports=tuple(f"/{hour}" for hour in range(1, 13)), lead="/1")
    (entry,) = fold_stories(site.articles, read_folding(site))
    assert entry.story is not None
    assert [link.url for link in entry.story.others] == [f"/{hour}" for hour in range(2, 10)]
    assert (entry.story.outlets, entry.story.left_out) == (12, 3)
