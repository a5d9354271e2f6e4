from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from site_builder.archive.story_suggestions import Suggestion, suggest_stories
from site_builder.documents import FrontMatter
from site_builder.model import Article, Body, Card, Mention, ParsedArticle, Site, Story

DAY = datetime(2024, 3, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def article(number: int, title: str, *, hours: float = 0, about: str = "qinghe", story: str = "") -> Article:
    date = DAY + timedelta(hours=hours)
    parsed = ParsedArticle(
        path=f"content/articles/{number}.md", front_matter=FrontMatter(title=title, story=story), slug=str(number),
        date=date, language="zh-Hans", summary="", body=Body(key=str(number)),
    )  # fmt: skip
    card = Card(id=f"{number:08x}-1111-4111-8111-111111111111", url=f"/{number}/", title=title, date=date)
    return Article(card=card, parsed=parsed, mentions=(Mention(slug=about, about=True), Mention(slug="beishan")))


def suggest(*articles: Article, stories: tuple[Story, ...] = ()) -> list[Suggestion]:
    newest_first = tuple(sorted(articles, key=lambda article: article.card.date, reverse=True))
    story_of = {url: story for story in stories for url in story.reports}
    return suggest_stories(
        Site(articles=newest_first, terms={}, by_term={}, by_day={}, stories=stories, story_of=story_of)
    )


def story(*reports: str) -> Story:
    return Story(
        id="s1", url="/stories/s1/", title="", lead=reports[0], reports=reports, outlets=(), first=DAY, last=DAY
    )


FIRST = article(1, "青禾发布新车 售价十二万")
SECOND = article(2, "青禾新车发布：售价十二万元起", hours=5)


def test_headlines_that_share_words_and_a_company_are_suggested_with_a_line_to_paste() -> None:
    assert suggest(SECOND, FIRST) == [
        Suggestion(
            first="/1/", second="/2/", titles=(FIRST.card.title, SECOND.card.title), similarity=0.538,
            companies=("qinghe",), hours=5.0, path="content/articles/2.md", line="story: s565223c88316",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        article(2, "青禾换了总经理", hours=5),
        article(2, SECOND.card.title, hours=73),
        article(2, SECOND.card.title, hours=5, about="beishan"),
        article(2, SECOND.card.title, hours=5, story="none"),
    ],
)
def test_other_words_days_or_companies_and_what_stays_apart_are_not(other: Article) -> None:
    assert suggest(FIRST, other) == []


def test_reports_of_one_story_are_not_suggested() -> None:
    assert suggest(FIRST, SECOND, stories=(story("/1/", "/2/"),)) == []


def test_the_line_joins_the_story_that_is_there() -> None:
    third = article(3, "无关", hours=6)
    assert [s.line for s in suggest(FIRST, SECOND, third, stories=(story("/1/", "/3/"),))] == ["story: s1"]
    (suggestion,) = suggest(FIRST, SECOND, third, stories=(story("/2/", "/3/"),))
    assert (suggestion.path, suggestion.line) == ("content/articles/1.md", "story: s1")
