import sys
from datetime import datetime
from pathlib import Path
from subprocess import run
from zoneinfo import ZoneInfo

import pytest

from site_builder.errors import Problem
from site_builder.formats.front_matter import dump_document
from site_builder.formats.html_tree import parse_html
from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, Source
from site_builder.importing.main_text import find_main_text
from site_builder.importing.outlets import collect_outlets
from site_builder.importing.saved_page import sniff
from site_builder.importing.selectors import select
from site_builder.importing.site_rules import SITE_RULES, SiteRule, find_rule
from tests.growth import grows_linearly

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, tzinfo=ZONE)
OUTLETS = collect_outlets([])
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "suites" / "saved-pages"
TEXT = "".join(
    f"<p>第{number}段：河上的渡船每天往返六次，船工换了三代人，票价却一直是两元，老人和学生从来不用买票。</p>"
    for number in range(4)
)


def _page(head: str = "", body: str = "", *, title: str = "渡船的三代人") -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}{TEXT}</body></html>".encode()


def _ingest(data: bytes) -> list[Draft | Problem]:
    return ingest(Source(name="page.html", data=data), now=NOW, zone=ZONE, outlets=OUTLETS)


def _draft(data: bytes) -> Draft:
    (draft,) = (found for found in _ingest(data) if isinstance(found, Draft))
    return draft


@pytest.mark.parametrize(
    ("text", "file", "is_page"),
    [
        ("<!DOCTYPE html><html><body><p>x", "x.txt", True),
        ("<!-- saved from url=(0010)http://x -->\n<HTML lang=zh>", "x", True),
        ("<p>一段</p>", "x.html", True),
        ("<p>一段</p>", "x.md", False),
        ("<rss><channel/></rss>", "x.html", False),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", "x.mhtml", True),
    ],
)
def test_page_is_told_by_its_opening(text: str, file: str, is_page: bool) -> None:
    assert (sniff(text, file) > 0.5) == is_page


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://a.example/1"><meta property="og:url" content="https://a.example/2">',
         "https://a.example/1"),
        ('<link rel="canonical" href="https://a.example/"><meta property="og:url" content="https://a.example/2">',
         "https://a.example/2"),
        ('<link rel="canonical" href="javascript:x">', ""),
        ("<!--\n Page saved with SingleFile \n url: https://a.example/3 \n-->", "https://a.example/3"),
        ("<!-- saved from url=(0019)https://a.example/4 -->", "https://a.example/4"),
    ],
)  # fmt: skip
def test_address_is_the_one_that_names_the_page(head: str, url: str) -> None:
    assert _draft(_page(head)).front_matter.source_url == url


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ('<meta property="article:published_time" content="2024-03-05T10:40:00Z">', "", "2024-03-05T18:40:00+08:00"),
        ('<meta name="pubdate" content="2024-03-05">', "<h1>渡</h1><p>2024-03-05 09:30 来源：网</p>",
         "2024-03-05T09:30:00+08:00"),
        ('<meta name="pubdate" content="2024-03-05">', "<h1>渡</h1><p>2023-01-01 09:30</p>",
         "2024-03-05T00:00:00+08:00"),
        ("", "<p>2020-01-01 00:00</p><h1>渡</h1><p>2024年3月5日 09：30</p>", "2024-03-05T09:30:00+08:00"),
        ("", "<h1>渡</h1><span>March 5, 2024</span>", "2024-03-05T00:00:00+08:00"),
        ("", "<h1>渡</h1><table><tr><td>成立于 1998-02-28</td></tr></table>", None),
        ('<link rel="canonical" href="https://a.example/2024/03/05/x">', "", "2024-03-05T00:00:00+08:00"),
        ("", '<h1>渡</h1><p>船厂从<time datetime="1998-01-23">1998年1月23日</time>起造铁船。</p>', None),
        ("", '<h1>渡</h1><p><time datetime="2024-03-05T09:30:00+08:00">昨天</time></p>', "2024-03-05T09:30:00+08:00"),
        ('<link rel="canonical" href="https://mp.weixin.qq.com/s/x"><script>var ct = "1709602200";</script>', "",
         "2024-03-05T09:30:00+08:00"),
        ("", "", None),
    ],
)  # fmt: skip
def test_date_is_declared_or_stands_at_the_heading_or_is_none(head: str, body: str, date: str | None) -> None:
    found = _draft(_page(head, body)).front_matter.date
    assert (found.isoformat() if found else None) == date


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("渡船的三代人_人物_河岸网", "", "渡船的三代人"),
        ("渡船 - 三代人", "", "渡船 - 三代人"),
        ("渡船 | 三代人的河", "", "渡船 | 三代人的河"),
        ("渡船的三代人 - 滨海晚报", "", "渡船的三代人"),
        ("渡船的三代人——滨海晚报", "", "渡船的三代人"),
        ("渡船的三代人_新浪科技_新浪网", "", "渡船的三代人"),
        ("Three ferrymen | Reuters", "", "Three ferrymen"),
        ("Three ferrymen - a river", "", "Three ferrymen - a river"),
        ("渡船的三代人 | 河岸网", "<h1>河岸网</h1><h1>渡船的三代人</h1>", "渡船的三代人"),
        ("AT&amp;T &amp; 渡船", "", "AT&T & 渡船"),
    ],
)
def test_title_is_without_the_site(title: str, body: str, expected: str) -> None:
    assert _draft(_page("", body, title=title)).front_matter.title == expected


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("渡船的三代人 - 滨海晚报", "滨海晚报"), ("渡船的三代人_新浪科技_新浪网", "新浪科技"),
        ("Ferrymen | Reuters", "路透社"), ("渡船 | 三代人的河", ""),
    ],
)  # fmt: skip
def test_outlet_is_read_off_the_end_of_the_title(title: str, outlet: str) -> None:
    assert _draft(_page(title=title)).front_matter.outlet == outlet


@pytest.mark.parametrize(
    ("name", "authors"),
    [
        ("记者 林小树", ("林小树",)), ("本报记者：林小树", ("林小树",)), ("文天祥", ("文天祥",)),
        ("@lin", ()), ("admin", ()), ("lin@a.example", ()), ("Ann Lee, annlee", ("Ann Lee",)),
        ("By Ann Lee and Bo Chen", ("Ann Lee", "Bo Chen")),
    ],
)  # fmt: skip
def test_authors_are_without_roles_and_accounts(name: str, authors: tuple[str, ...]) -> None:
    assert _draft(_page(f'<meta name="author" content="{name}">')).front_matter.authors == authors


RESIDUE = {
    "分享到：微博 微信 QQ空间": "interface-words",
    "点击查看更多": "interface-words",
    "返回搜狐，查看更多": "interface-words",
    "Share this article": "interface-words",
    "This site uses cookies to count its readers.": "cookie-notice",
    "版权声明：本文归河岸网所有，转载请注明。": "copyright-notice",
    "未经河岸网授权，不得转载。": "copyright-notice",
    "——完——": "end-mark",
    "[责任编辑：林小树]": "credit-line",
    "原文链接 · 查看评论 · 新浪微博": "interface-words",
    "#欢迎关注河岸网官方微信公众号：河岸网（微信号：riverside），更多内容第一时间送到。": "tail-promotion",
    "渡船的三代人": "repeated-title",
    "2024-03-05 09:30 来源：河岸网": "byline",
}


@pytest.mark.parametrize("line", RESIDUE)
def test_residue_of_the_page_is_left_out_by_name(line: str) -> None:
    is_head = RESIDUE[line] in ("repeated-title", "byline")
    body = f"<p>{line}</p>{TEXT}" if is_head else f"{TEXT}<p>{line}</p>"
    page = f"<!DOCTYPE html><html><title>渡船的三代人</title><body><div id=artibody>{body}</div></body></html>"
    page = page.replace("<title>", '<link rel=canonical href="https://news.sina.com.cn/1.html"><title>')
    draft = _draft(page.encode())
    assert line not in draft.markdown
    assert (RESIDUE[line], line) in draft.removed


def test_day_without_a_time_is_a_day() -> None:
    draft = _draft(_page("", '<h1>渡船的三代人</h1><p class="byline">By Sam Lee · Jul 3, 2024</p>'))
    assert "date: 2024-07-03\n" in dump_document(draft.front_matter, draft.markdown)


def test_fields_say_where_they_stood() -> None:
    head = '<meta property="og:title" content="渡船的三代人"><meta name="pubdate" content="2024-03-05 10:40">'
    told = {found.field: found.how for found in _draft(_page(head, "<h1>渡船的三代人</h1>")).found}
    assert (told["title"], told["date"]) == ("meta og:title", "meta pubdate")


def test_writers_are_read_off_words_with_a_role() -> None:
    named = _draft(_page("", "<h1>渡船的三代人</h1><div><span>原创：林小树</span></div>"))
    assert named.front_matter.authors == ("林小树",)
    page = f"<!DOCTYPE html><html><body><div id=artibody><p>　　本报记者 林小树</p>{TEXT}</div></body></html>"
    page = page.replace(
        "<body>", '<link rel=canonical href="https://news.sina.com.cn/1.html"><title>渡船</title><body>'
    )
    told = _draft(page.encode())
    assert (told.front_matter.authors, told.removed[-1]) == (("林小树",), ("credit-line", "本报记者 林小树"))


@pytest.mark.parametrize(
    "line",
    [
        "评论说，这是一次分享。",
        "2",
        "未经许可摆渡的船被扣下了。",
        "1998年1月23日，第一条铁船下水",
        "完了没有？",
        "更多船",
        "船工关注官方微信上的消息，也关注河。",
    ],
)
def test_lines_that_tell_something_stay(line: str) -> None:
    head = '<link rel=canonical href="https://news.sina.com.cn/1.html"><title>渡船的三代人</title>'
    page = f"<!DOCTYPE html><html>{head}<body><div id=artibody>{TEXT}<p>{line}</p></div></body></html>"
    assert line in _draft(page.encode()).markdown


def test_rule_that_finds_too_little_gives_way() -> None:
    page = _page('<link rel=canonical href="https://news.sina.com.cn/1.html">', "<div id=artibody>广告</div>")
    assert "第3段" in _draft(page).markdown


def test_authors_are_people_each_once() -> None:
    head = (
        '<meta property="og:site_name" content="河岸网"><meta name="author" content="林小树、周渡">'
        '<meta property="article:author" content="https://www.facebook.com/x"><meta name="dc.creator" content="河岸网">'
        '<meta name="byl" content="By 林小树">'
    )
    assert _draft(_page(head)).front_matter.authors == ("林小树", "周渡")


def test_wrapped_or_broken_json_is_no_obstacle() -> None:
    good = '{"@type": ["NewsArticle"], "author": {"name": "林小树"}, "datePublished": "2024-03-05T18:40:00+08:00"}'
    head = (
        f'<script type="application/ld+json">//<![CDATA[\n{good}\n//]]></script>'
        '<script type="application/ld+json">{"@type": </script><script type="application/ld+json">[[1, null]]</script>'
    )
    front_matter = _draft(_page(head)).front_matter
    assert (front_matter.authors, str(front_matter.date)) == (("林小树",), "2024-03-05 18:40:00+08:00")


def test_what_is_left_out_of_the_article_is_listed() -> None:
    draft = _draft(_page("", f"<article>{TEXT}<form>分享到朋友圈和其他地方去</form></article>"))
    assert "分享到" not in draft.markdown
    assert ("page-furniture", "分享到朋友圈和其他地方去") in draft.removed


def test_charset_of_the_page_is_followed() -> None:
    page = _page('<meta charset="windows-1251">', "<h1>Паром</h1>", title="Паром").decode().replace(TEXT, "")
    text = "<p>Паром ходит шесть раз в день, и никто не помнит, когда билет стоил иначе. Старики не платят.</p>" * 4
    draft = _draft(page.replace("</body>", f"{text}</body>").encode("windows-1251"))
    assert draft.front_matter.title == "Паром"


def test_page_without_an_article_is_a_problem() -> None:
    (problem,) = _ingest(b"<!DOCTYPE html><html><body></body></html>")
    assert isinstance(problem, Problem)
    assert problem.rule in ("article-missing", "page-unreadable")


def test_rule_of_a_host_holds_below_it() -> None:
    assert find_rule("finance.sina.com.cn") == SITE_RULES["sina.com.cn"]
    assert find_rule("notsina.com.cn") == SiteRule()


@pytest.mark.parametrize(
    ("selector", "ids"),
    [
        ("p", ["1", "2"]),
        ("#2", ["2"]),
        (".a", ["1", "2"]),
        ("p.b", ["2"]),
        (".index_*", ["3"]),
        ("p i", ["3"]),
        ("[id=2]", ["2"]),
        ("b i", []),
        (".x", []),
        ("", []),
    ],
)
def test_selectors(selector: str, ids: list[str]) -> None:
    root = parse_html('<p id=1 class="a">x<p id=2 class="a b">x<i id=3 class="index_text_9fz">x</i>')
    assert root is not None
    assert [element.get("id") for element in select(root, selector)] == ids


def test_trafilatura_is_loaded_only_for_a_page() -> None:
    heavy = "{'trafilatura', 'feedparser'}"
    code = f"import sys, site_builder.importing.ingest; sys.exit(len({heavy} & set(sys.modules)))"
    assert run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    "piece", ["<div>", "<p>字", "<a href=x>链接</a>", "<table><tr><td>", "<!--", "<script>", "<b>字</b> "]
)
def test_half_a_megabyte_of_anything_is_read_or_refused_in_linear_time(piece: str) -> None:
    body = piece * (500_000 // len(piece.encode()))
    assert _ingest(_page("", body))
    assert grows_linearly(lambda text: _ingest(_page("", text)), body)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs ../shared/corpus/suites/saved-pages")
def test_articles_of_the_corpus_are_found_whole() -> None:
    kept = []
    for folder in sorted(path for path in CORPUS.iterdir() if path.is_dir()):
        expected = parse_html((folder / "expected.html").read_text("utf-8"))
        page = parse_html((folder / "source.html").read_text("utf-8", errors="replace"))
        assert expected is not None
        assert page is not None
        main, removed = find_main_text(page)
        assert main is not None, folder.name
        words = "".join(map(str, expected.itertext())).split()
        found = set("".join(map(str, main.itertext())).split()).union(*(text.split() for _, text in removed))
        kept.append(sum(word in found for word in words) / max(len(words), 1))
    assert sum(kept) / len(kept) > 0.96
