"""Stories of small archives: who joins whom, under which id, and what the curator's word changes."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.archive.redirects import Redirect, find_redirects
from site_builder.archive.resemblance import Resemblance, Signed, find_resemblances
from site_builder.archive.stories import own_story_id, with_stories
from site_builder.documents import FrontMatter
from site_builder.language.similarity import find_shingles, make_signature
from site_builder.model import Article, Body, Card, Mention, ParsedArticle, Site, Story, TermRef

DAY = datetime(2024, 3, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DAYS = 14
SENTENCES = (
    "青禾汽车昨晚在江城公布新一代电动轿车，三个版本的售价都低于此前的预告，门店从今天起接受预订。",
    "公司创办人林远在台上说，这款车花了四年时间，工程团队换过两次平台，最难的是把重量降下来。",
    "新车使用自己研制的电池组，冬天的续航比上一代多出两成，充电十分钟可以再开三百里。",
    "供应链方面，玻璃、座椅和轮胎都来自本省的工厂，交付从下个月开始，年底前计划覆盖八十座城市。",
    "分析人士认为，价格会给同级别的对手带来压力，但产能能否跟上，要看新厂房投产的速度。",
    "发布会结束后，公司没有回答关于海外市场的问题，只说相关计划会在秋天的业绩会上说明。",
)
STRANGE = (
    "北山市博物馆的修复工作进入最后阶段，工匠们正在给木梁上漆，展厅预计在雨季之前重新开放。",
    "馆长介绍，这批木雕来自六个村庄，年代最早的一件刻于两百多年前，背面还留着匠人的姓氏。",
    "志愿者花了三个月清点库房，每一件都拍照、测量、编号，目录将来可以在网上查到。",
)
FULL = "\n".join(SENTENCES)
SHORTER = "\n".join(SENTENCES[:5]) + " ..."
MOVED = "\n".join((*SENTENCES[1:], SENTENCES[0]))
QUOTING = "\n".join((*STRANGE, *SENTENCES[:3]))
OTHER = "\n".join(STRANGE)


class Archive:
    """Articles and their texts, and the site made of them."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.texts: dict[str, str] = {}

    def add(self, text: str, *, hours: float = 0, outlet: str = "", about: str = "", **front: Any) -> str:
        """Put an article in; its URL."""
        number = len(self.articles) + 1
        key, url, date = f"key-{text}", f"/{number}/", DAY + timedelta(hours=hours)
        self.texts[key] = text
        card = {"rights": front.pop("rights", "full"), "source_url": front.pop("source_url", "")}
        document_id = front.pop("id", f"{number:08x}-1111-4111-8111-111111111111")
        parsed = ParsedArticle(
            path=f"content/articles/{number}.md", front_matter=FrontMatter(**{"title": f"标题{number}"} | front),
            slug=str(number), date=date, language="zh-Hans", summary="", body=Body(key=key, characters=len(text)),
        )  # fmt: skip
        self.articles.append(
            Article(
                card=Card(
                    id=document_id, url=url, title=parsed.front_matter.title, date=date,
                    outlet=TermRef(slug=outlet, name=outlet, url=f"/outlets/{outlet}/") if outlet else None, **card,
                ),
                parsed=parsed,
                mentions=(Mention(slug=about, about=True),) if about else (),
            )
        )  # fmt: skip
        return url

    def own_id(self, url: str) -> str:
        return next(own_story_id(article) for article in self.articles if article.card.url == url)

    def site(self, order: Sequence[int] | None = None) -> Site:
        """The site, its articles and texts met in another order where one is given."""
        articles = [self.articles[number] for number in order] if order else self.articles
        signed = [
            Signed(
                key=article.parsed.body.key, time=article.card.date.timestamp(),
                signature=make_signature(find_shingles(self.texts[article.parsed.body.key])),
            )
            for article in articles
        ]  # fmt: skip
        signed = sorted((item for item in signed if item.signature), key=lambda item: item.time)
        found: list[Resemblance] = []
        for number, item in enumerate(signed):
            found += find_resemblances([item], signed[:number], seconds=DAYS * 86400, text_of=self.texts.__getitem__)
        found += [Resemblance(first=item.key, second=item.key, similarity=1.0) for item in signed]
        newest_first = sorted(articles, key=lambda article: (-article.card.date.timestamp(), article.card.url))
        return with_stories(Site(articles=tuple(newest_first), terms={}, by_term={}, by_day={}), found, days=DAYS)

    def stories(self) -> list[tuple[str, ...]]:
        """The URLs of each story's reports."""
        return [story.reports for story in self.site().stories]


@pytest.fixture
def archive() -> Archive:
    return Archive()


def test_reports_of_one_event_are_a_story(archive: Archive) -> None:
    first = archive.add(FULL, outlet="晨报")
    second = archive.add(SHORTER, hours=1, outlet="晚报")
    archive.add(OTHER, hours=1)
    third = archive.add(MOVED, hours=2, outlet="晨报")
    story = Story(
        id="s565223c88316", url="/stories/s565223c88316/", title="标题1", lead=first, reports=(first, second, third),
        outlets=tuple(TermRef(slug=name, name=name, url=f"/outlets/{name}/") for name in ("晨报", "晚报")),
        first=DAY, last=DAY + timedelta(hours=2), former_ids=("s8308834f294d",),
    )  # fmt: skip
    site = archive.site()
    assert site.stories == (story,)
    assert site.story_of == {first: story, second: story, third: story}
    assert site.quotes == {}


def test_who_quotes_the_same_passage_is_linked_with_older_articles_and_does_not_join(archive: Archive) -> None:
    first = archive.add(FULL)
    second = archive.add(MOVED, hours=1)
    quoting = archive.add(QUOTING, hours=30)
    site = archive.site()
    assert [story.reports for story in site.stories] == [(first, second)]
    assert {url: set(older) for url, older in site.quotes.items()} == {quoting: {first, second}}


def test_reports_further_apart_than_the_days_allowed_are_no_story(archive: Archive) -> None:
    archive.add(FULL)
    archive.add(FULL, hours=24 * DAYS + 1)
    assert archive.stories() == []


def test_same_address_or_same_outlet_title_and_day_is_the_same_article(archive: Archive) -> None:
    archive.add(FULL, source_url="https://example.com/1")
    archive.add(FULL, hours=1, source_url="https://example.com/1", outlet="晨报", title="新车发布")
    archive.add(FULL, hours=2, outlet="晨报", title="新车·发布")
    assert archive.stories() == []
    report = archive.add(FULL, hours=3, outlet="晨报", title="新车来了")
    assert archive.stories() == [("/1/", "/2/", "/3/", report)]


def test_what_stands_for_the_text_of_many_articles_joins_none(archive: Archive) -> None:
    for number in range(50):
        archive.add(FULL, hours=number, title=f"第{number}篇")
    assert [len(reports) for reports in archive.stories()] == [50]
    archive.add(FULL, hours=51)
    assert archive.stories() == []


def test_a_text_in_the_middle_does_not_chain_strangers(archive: Archive) -> None:
    half = len(FULL) // 2
    archive.add(FULL, hours=0)
    archive.add(FULL[half // 2 :] + OTHER[: half // 2], hours=1)
    archive.add(FULL[half:] + OTHER[: half // 2] + OTHER[half // 2 :], hours=2)
    assert archive.stories() == [("/1/", "/2/")]


def test_reports_whose_headlines_name_different_companies_follow_a_pattern(archive: Archive) -> None:
    archive.add(FULL, about="qinghe")
    archive.add(SHORTER.replace("青禾", "白鹿"), about="bailu", hours=1)
    assert archive.stories() == []


def test_a_later_report_changes_neither_id_nor_lead(archive: Archive) -> None:
    archive.add(FULL)
    archive.add(MOVED, hours=1)
    (before,) = archive.site().stories
    archive.add(SHORTER, hours=5)
    (after,) = archive.site().stories
    assert (after.id, after.lead, after.reports) == (before.id, before.lead, (*before.reports, "/3/"))


def test_an_older_report_takes_the_id_over_and_the_former_one_leads_there(archive: Archive) -> None:
    first = archive.add(FULL)
    archive.add(MOVED, hours=1)
    (before,) = archive.site().stories
    older = archive.add(SHORTER, hours=-5)
    site = archive.site()
    (after,) = site.stories
    assert (before.id, after.id, after.former_ids) == (archive.own_id(first), archive.own_id(older), (before.id,))
    assert list(find_redirects(site)) == [
        Redirect(old=f"/stories/{before.id}", target=after.url, title=after.title, source="")
    ]


@pytest.mark.parametrize(
    ("first", "second", "lead"),
    [
        ({}, {}, "/1/"),
        ({}, {"story_lead": True}, "/2/"),
        ({"truncated": True}, {}, "/2/"),
        ({"rights": "excerpt"}, {}, "/2/"),
        ({"truncated": True, "story_lead": True}, {}, "/1/"),
        ({}, {"hours": -1}, "/2/"),
    ],
)
def test_lead_is_chosen_then_full_then_earliest(
    archive: Archive, first: dict[str, Any], second: dict[str, Any], lead: str
) -> None:
    archive.add(FULL, **first)
    archive.add(MOVED, **({"hours": 1} | second))
    assert [story.lead for story in archive.site().stories] == [lead]


def test_of_reports_of_one_instant_the_longest_leads(archive: Archive) -> None:
    archive.add(SHORTER)
    archive.add(FULL)
    assert [story.lead for story in archive.site().stories] == ["/2/"]


def test_the_curator_joins_what_shares_no_word(archive: Archive) -> None:
    archive.add(FULL, story="新车 发布")
    archive.add(OTHER, hours=24 * 60, story="新车-发布")
    (story,) = archive.site().stories
    assert (story.id, story.reports) == ("新车-发布", ("/1/", "/2/"))


def test_one_article_with_a_name_is_no_story(archive: Archive) -> None:
    archive.add(FULL, story="新车")
    assert archive.stories() == []


def test_the_curator_keeps_a_report_out_and_it_is_linked_instead(archive: Archive) -> None:
    archive.add(FULL)
    archive.add(MOVED, hours=1, story="none")
    archive.add(SHORTER, hours=2)
    site = archive.site()
    assert [story.reports for story in site.stories] == [("/1/", "/3/")]
    assert site.quotes == {"/2/": ("/1/",), "/3/": ("/2/",)}


def test_a_name_on_one_report_names_the_story(archive: Archive) -> None:
    first = archive.add(FULL)
    archive.add(MOVED, hours=1, story="qinghe-car")
    archive.add(SHORTER, hours=2)
    (story,) = archive.site().stories
    assert (story.id, len(story.reports)) == ("qinghe-car", 3)
    assert story.former_ids == (archive.own_id(first), archive.own_id("/2/"))


def test_two_names_split_a_story_and_the_rest_goes_with_the_nearest(archive: Archive) -> None:
    archive.add(FULL, story="a")
    archive.add(SHORTER, hours=1, story="b")
    archive.add(FULL + "（完）", hours=2)
    assert {story.id: story.reports for story in archive.site().stories} == {"a": ("/1/", "/3/")}


def test_stories_that_begin_with_copies_of_one_file_have_addresses_of_their_own(archive: Archive) -> None:
    for text, hours in ((FULL, 0), (OTHER + SENTENCES[0], 24 * 40)):
        archive.add(text, hours=hours, id="copied")
        archive.add(text, hours=hours + 1, id="copied")
        archive.add(text, hours=hours + 2)
    later, earlier = archive.site().stories
    assert (later.id, later.former_ids) == (f"{earlier.id}-2", ())
    assert earlier.former_ids == ()


def test_the_id_of_a_story_joins_it(archive: Archive) -> None:
    first = archive.add(FULL)
    archive.add(MOVED, hours=1)
    archive.add(OTHER, hours=50, story=archive.own_id(first))
    (story,) = archive.site().stories
    assert (story.id, story.reports) == (archive.own_id(first), ("/1/", "/2/", "/3/"))


texts = st.sampled_from([FULL, SHORTER, MOVED, QUOTING, OTHER, FULL + OTHER, "短讯。"])
words = st.sampled_from(["", "", "", "", "none", "a", "b", "s565223c88316"])
specs = st.lists(st.tuples(texts, st.integers(-20, 20), words), min_size=2, max_size=8)


@given(specs, st.integers(0, 10**6))
def test_the_order_in_which_articles_are_met_makes_no_difference(
    archive_specs: list[tuple[str, int, str]], seed: int
) -> None:
    archive = Archive()
    for text, days, word in archive_specs:
        archive.add(text, hours=24 * days, story=word)
    order = list(range(len(archive.articles)))
    random.Random(seed).shuffle(order)
    site, other = archive.site(), archive.site(order)
    assert (site.stories, site.quotes) == (other.stories, other.quotes)


@given(specs)
def test_every_report_is_in_one_story_and_every_id_leads_to_one(archive_specs: list[tuple[str, int, str]]) -> None:
    archive = Archive()
    for text, days, word in archive_specs:
        archive.add(text, hours=24 * days, story=word)
    site = archive.site()
    reports = [url for story in site.stories for url in story.reports]
    ids = [name for story in site.stories for name in (story.id, *story.former_ids)]
    assert len(reports) == len(set(reports))
    assert len(ids) == len(set(ids))
    place = {article.card.url: (article.card.date, article.card.url) for article in site.articles}
    assert all(place[older] < place[url] for url, others in site.quotes.items() for older in others)
