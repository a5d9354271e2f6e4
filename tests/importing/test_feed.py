import html
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.errors import Problem, has_errors
from site_builder.formats.front_matter import dump_document
from site_builder.importing.feed import sniff
from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, FieldFinding, Source
from site_builder.importing.outlets import collect_outlets
from tests.growth import grows_linearly, is_about_as_fast

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, tzinfo=ZONE)
OUTLETS = collect_outlets([])
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "feeds"
HEAD = '<rss version="2.0"><channel><title>河岸周刊</title><link>https://riverside.example.net/</link>'
TAIL = "</channel></rss>"


def _ingest(data: bytes | str, name: str = "feed.xml") -> list[Draft | Problem | FieldFinding]:
    data = data.encode() if isinstance(data, str) else data
    return ingest(Source(name=name, data=data), now=NOW, zone=ZONE, outlets=OUTLETS)


def _drafts(data: bytes | str) -> list[Draft]:
    return [found for found in _ingest(data) if isinstance(found, Draft)]


def _rules(data: bytes | str) -> list[str]:
    return [found.rule for found in _ingest(data) if isinstance(found, Problem)]


def _item(title: str = "轮渡改点", *, link: str = "", guid: str = "", text: str = "正文。", date: str = "") -> str:
    date = date or "Tue, 05 Mar 2024 10:40:00 +0800"
    identity = f"<link>{link}</link>" * bool(link) + f"<guid isPermaLink='false'>{guid}</guid>" * bool(guid)
    return f"<item><title>{title}</title>{identity}<pubDate>{date}</pubDate><description>{text}</description></item>"


@pytest.mark.parametrize(
    ("text", "is_feed"),
    [
        ('<?xml version="1.0"?>\n<!-- <html> -->\n<rss version="2.0">', True),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', True),
        ('<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        ('<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss>', True),
        ('{"title": "x", "version": "https://jsonfeed.org/version/1", "items": []}', True),
        ("<!DOCTYPE html><html><body><rss>", False),
        ("<opml><body/></opml>", False),
        ('{"version": 1, "items": []}', False),
        ("RSS 订阅的十年", False),
    ],
)
def test_root_element_tells_a_feed(text: str, is_feed: bool) -> None:
    assert (sniff(text, "x") > 0.9) == is_feed


def test_address_is_the_identity_whatever_else_changes() -> None:
    (before,) = _drafts(HEAD + _item(link="http://riverside.example.net/1?utm_source=rss", guid="a") + TAIL)
    (after,) = _drafts(HEAD + _item("改了标题", link="https://www.riverside.example.net/1/", guid="b") + TAIL)
    assert before.front_matter.id == after.front_matter.id


def test_entries_that_share_an_address_are_told_apart_by_their_identifiers() -> None:
    home = "https://riverside.example.net/"
    drafts = _drafts(HEAD + _item(link=home, guid="1") + _item(link=home, guid="2") + TAIL)
    assert len({draft.front_matter.id for draft in drafts}) == 2
    again = _drafts(HEAD + _item("新标题", link=home, guid="2") + TAIL)
    assert again[0].front_matter.id == drafts[1].front_matter.id


def test_identifiers_of_different_feeds_do_not_meet() -> None:
    (one,) = _drafts(HEAD + _item(guid="1") + TAIL)
    (other,) = _drafts(HEAD.replace("riverside", "hillside") + _item(guid="1") + TAIL)
    assert one.front_matter.id != other.front_matter.id


def test_date_without_zone_is_the_archives_and_an_impossible_one_is_none() -> None:
    drafts = _drafts(
        HEAD + _item(link="https://a.example/1", date="2024-03-05 10:40:00")
        + _item(link="https://a.example/2", date="Invalid Date")
        + _item(link="https://a.example/3", date="Thu, 01 Jan 1970 08:00:00 +0800") + TAIL
    )  # fmt: skip
    assert [draft.front_matter.date for draft in drafts] == [datetime(2024, 3, 5, 10, 40, tzinfo=ZONE), None, None]


def test_identifier_without_a_scheme_is_no_address() -> None:
    item = "<item><title>轮渡改点</title><guid>only-name</guid><description>正文。</description></item>"
    (draft,) = _drafts(f"{HEAD}{item}{TAIL}")
    assert draft.front_matter.source_url == ""


def test_date_without_a_time_of_day_has_none() -> None:
    (draft,) = _drafts(HEAD + _item(link="https://a.example/1", date="2024-03-05") + TAIL)
    assert "date: 2024-03-05\n" in dump_document(draft.front_matter, draft.markdown)


def test_fields_say_where_they_stood() -> None:
    (draft,) = _drafts(HEAD + _item(link="https://a.example/1") + TAIL)
    told = {found.field: found.how for found in draft.found}
    assert (told["title"], told["date"], told["outlet"], told["source_url"]) == (
        "title of the entry", "publication date of the entry", "title of the feed", "link of the entry"
    )  # fmt: skip


def test_dangerous_link_and_unreadable_date_are_told() -> None:
    feed = """{"version":"https://jsonfeed.org/version/1.1","title":"河岸周刊","items":[{"id":"1",
        "url":"javascript:alert(1)","title":"轮渡改点","content_text":"正文。","date_published":"not a date"}]}"""
    assert _rules(feed) == ["link-unsafe", "date-unreadable", "date-missing"]


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "big5", "euc-kr", "windows-1251", "utf-16", "iso-8859-1"])
def test_declared_encoding_is_followed(encoding: str) -> None:
    titles = {"euc-kr": "강변 소식", "windows-1251": "Паром отменён", "iso-8859-1": "Café fermé", "big5": "輪渡改點"}
    title = titles.get(encoding, "轮渡改点")
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>{_item(title, text=title)}{TAIL}'
    assert [draft.front_matter.title for draft in _drafts(text.encode(encoding))] == [title]


def test_wrong_or_missing_declaration_is_seen_through() -> None:
    body = f"<rss version='2.0'><channel>{_item(text='这是河岸上的一条消息，我们的船不在今天开。')}{TAIL}"
    declared = f'<?xml version="1.0" encoding="gb2312"?>{body}'.encode()
    undeclared = body.encode("gb18030")
    assert [_drafts(data)[0].front_matter.title for data in (declared, undeclared)] == ["轮渡改点"] * 2


def test_broken_feed_gives_what_is_whole() -> None:
    broken = HEAD + _item("第一条 & 半条") + "<item><title>第二条</title><description>断在半"
    assert [draft.front_matter.title for draft in _drafts(broken)] == ["第一条 & 半条", "第二条"]
    assert _rules(broken)[0] == "feed-damaged"


@pytest.mark.parametrize(
    "entities",
    [
        "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)),
        '<!ENTITY e11 SYSTEM "file:///etc/hostname">',
        f'<!ENTITY e11 "{"x" * 50_000}">',
        "".join(f'<!ENTITY n{n} "x">' for n in range(100)),
    ],
    ids=["laughs", "external", "quadratic", "many"],
)
def test_entities_are_no_bomb(entities: str) -> None:
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{entities}]>{HEAD}{_item("&e11;" * 1000)}{TAIL}'
    results = _ingest(bomb)
    assert is_about_as_fast(_ingest, bomb, as_on=f"{HEAD}{_item('ha' * 3000)}{TAIL}")
    assert sum(len(str(found)) for found in results) < 200_000
    assert Path("/etc/hostname").read_text().strip() not in str([f for f in results if isinstance(f, Draft)])


@pytest.mark.parametrize("piece", ["<item>", "<a ", "<", "<![CDATA[", "<entry><title>a</title></entry>"])
def test_a_megabyte_of_anything_is_refused_or_read_in_linear_time(piece: str) -> None:
    body = piece * (1_000_000 // len(piece))
    assert _ingest(HEAD + body)
    assert grows_linearly(lambda text: _ingest(HEAD + text), body)


def test_embedded_markup_is_text_to_us_and_scripts_are_gone() -> None:
    text = html.escape("<p onclick='x()'>一</p><script>alert(1)</script><a href='javascript:x'>二</a>")
    (draft,) = _drafts(HEAD + _item(link="https://a.example/1", text=text) + TAIL)
    assert draft.markdown == "一\n\n二"


def test_empty_feed_is_a_problem() -> None:
    assert _rules(HEAD + TAIL) == ["feed-empty"]


def test_opml_names_the_feeds_that_could_be_imported() -> None:
    opml = (
        '<?xml version="1.0"?><opml version="2.0"><body>\n<outline text="新闻">\n'
        '<outline text="河岸周刊" type="rss" xmlUrl="https://riverside.example.net/feed?a=1&b=2"/></outline>\n'
        '<outline xmlUrl="https://observer.example.org/feed"/>\n'
        '<outline title="本机" xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    assert _ingest(opml, "list.opml") == [
        Problem(
            "list.opml", 0, "opml-feeds",
            'the list names 2 feeds that could be imported: "河岸周刊", https://observer.example.org/feed; '
            "1 without a web address",
            "save a feed as a file and import that; --explain shows their addresses", "warning",
        ),
        _named("https://riverside.example.net/feed?a=1&b=2", "河岸周刊, could be imported"),
        _named("https://observer.example.org/feed", "could be imported"),
        _named("file:///etc/passwd", "本机, no web address", confidence=0.0),
    ]  # fmt: skip


def _named(address: str, how: str, *, confidence: float = 1.0) -> FieldFinding:
    return FieldFinding(field="feed", value=address, how=how, confidence=confidence)


def test_long_list_of_feeds_gives_one_warning() -> None:
    outlines = "".join(f'<outline text="第{n}刊" xmlUrl="https://a.example/{n}"/>' for n in range(1200))
    problems = [found for found in _ingest(f"<opml><body>{outlines}</body></opml>") if isinstance(found, Problem)]
    assert [problem.message for problem in problems] == [
        'the list names 1,200 feeds that could be imported: "第0刊", "第1刊", "第2刊", 1,197 more'
    ]


def test_entries_with_relative_links_or_names_alone_share_no_address() -> None:
    relative, named = _item("轮渡改点", link="/news/1"), _item("码头停电", guid="night-7", text="停电。")
    alone = _drafts(HEAD + relative + TAIL)
    together = _drafts(HEAD + relative + named + TAIL)
    assert together[0].front_matter.source_url == "https://riverside.example.net/news/1"
    assert together[0].front_matter.id == alone[0].front_matter.id


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared/corpus/feeds")
def test_every_feed_of_the_corpus_gives_entries_or_says_why_not() -> None:
    silent, entries = [], 0
    for path in sorted(path for path in CORPUS.rglob("*") if path.suffix in (".xml", ".json", ".opml")):
        results = _ingest(path.read_bytes(), path.name)
        drafts = [found for found in results if isinstance(found, Draft)]
        problems = [found for found in results if isinstance(found, Problem)]
        entries += len(drafts)
        if not drafts and not has_errors(problems) and path.suffix != ".opml":
            silent.append(path.name)
    assert (silent, entries > 800) == ([], True)
