from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.documents import CompanyChoice, Credit, DigestRef, FrontMatter, ImportOrigin, MarkedCompany, TermFacts
from site_builder.errors import Problem
from site_builder.formats.front_matter import dump_document, parse_document, parse_term

ZONE = ZoneInfo("Asia/Shanghai")
PATH = "content/articles/x.md"


def read(front: str) -> FrontMatter:
    """The front matter of a document that must be without problems."""
    document, problems = parse_document(PATH, f"---\n{front}---\n", zone=ZONE)
    assert problems == []
    assert document is not None
    return document.front_matter


def find_problems(front: str) -> list[Problem]:
    return parse_document(PATH, f"---\n{front}---\n", zone=ZONE)[1]


EVERY_FIELD = """\
title: 小米 发布\t新车
id: 0C5B6C4E-2B1D-4E55-9C0C-0A3B7B0D7C11
date: 2021-07-14 09:30
updated: 2021-07-15T01:00:00Z
slug: xiaomi-car
draft: true
summary: 一句话
outlet: 晨报
source_url: https://news.example/a?utm_source=x
authors: [甲, 乙, 甲]
credits: {文: 甲, 图: [乙, 丙]}
tags: [汽车, 7]
categories: 财经
companies: {add: [小米], drop: 华为}
companies_marked: [{name: 小米, id: "36kr:1"}]
language: en
image: /images/a.png
aliases: [/old/, old.html]
note: |
  第一行

  第二行
pick: true
rights: excerpt
truncated: true
expiryDate: 2030-01-01
weight: 3
import: {file: a.html, format: hexo, time: "2024-01-01T00:00:00Z", sha256: abc, position: 2}
mood: 好
digest: {slug: weekly-3, position: 4}
"""


def test_every_field_is_typed() -> None:
    assert read(EVERY_FIELD) == FrontMatter(
        title="小米 发布 新车",
        id="0c5b6c4e-2b1d-4e55-9c0c-0a3b7b0d7c11",
        date=datetime(2021, 7, 14, 9, 30, tzinfo=ZONE),
        updated=datetime(2021, 7, 15, 1, tzinfo=UTC),
        slug="xiaomi-car",
        draft=True,
        summary="一句话",
        outlet="晨报",
        source_url="https://news.example/a?utm_source=x",
        authors=("甲", "乙"),
        credits=(Credit(role="文", names=("甲",)), Credit(role="图", names=("乙", "丙"))),
        tags=("汽车", "7"),
        categories=("财经",),
        companies=CompanyChoice(add=("小米",), drop=("华为",)),
        companies_marked=(MarkedCompany(name="小米", id="36kr:1"),),
        language="en",
        image="/images/a.png",
        aliases=("/old/", "old.html"),
        note="第一行\n\n第二行",
        pick=True,
        rights="excerpt",
        truncated=True,
        expiry_date=datetime(2030, 1, 1, tzinfo=ZONE),
        weight=3,
        import_=ImportOrigin(
            file="a.html", format="hexo", time=datetime(2024, 1, 1, tzinfo=UTC), sha256="abc", position=2
        ),
        extra={"mood": "好"},
        digests=(DigestRef(slug="weekly-3", position=4),),
    )


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("lastmod: 2021-07-14", "updated", datetime(2021, 7, 14, tzinfo=ZONE)),
        ("last_modified_at: 2021-07-14", "updated", datetime(2021, 7, 14, tzinfo=ZONE)),
        ("excerpt: 一句", "summary", "一句"),
        ("description: 一句", "summary", "一句"),
        ("permalink: /2020/01/old-name.html", "slug", "old-name"),
        ("permalink: /2020/01/old-name/", "slug", "old-name"),
        ("published: false", "draft", True),
        ("published: true", "draft", False),
        ("thumbnail: https://a.example/b.png", "image", "https://a.example/b.png"),
        ("headimg: /b.png", "image", "/b.png"),
        ("tag: 汽车", "tags", ("汽车",)),
        ("category: 财经", "categories", ("财经",)),
        ("author: 甲", "authors", ("甲",)),
        ("company: 小米", "companies", CompanyChoice(only=("小米",))),
        ("expirydate: 2030-01-01", "expiry_date", datetime(2030, 1, 1, tzinfo=ZONE)),
        ("redirect_from: [/a]", "aliases", ("/a",)),
        ("lang: en", "language", "en"),
        ("publishDate: 2021-07-14", "date", datetime(2021, 7, 14, tzinfo=ZONE)),
        ("companies: []", "companies", CompanyChoice(only=())),
        ("date: Wed, 14 Jul 2021 09:30:00 +0800", "date", datetime(2021, 7, 14, 9, 30, tzinfo=ZONE)),
        ("date: 20210714", "date", datetime(2021, 7, 14, tzinfo=ZONE)),
        ("title2: x", "title", "题"),
        ("outlet: no", "outlet", "no"),
        ("outlet: 36", "outlet", "36"),
        ("tags: [3.10, true]", "tags", ("3.10", "true")),
        ("tags:", "tags", ()),
        ("digest: weekly-3", "digests", (DigestRef(slug="weekly-3"),)),
        ("digest: [weekly-3, {title: 周刊, date: 2024-02-01, file: a.md}]", "digests",
         (DigestRef(slug="weekly-3"), DigestRef(title="周刊", date="2024-02-01", file="a.md"))),
        ("digest:", "digests", ()),
    ],
)  # fmt: skip
def test_spellings_of_other_generators(line: str, field: str, value: Any) -> None:
    assert getattr(parse_document(PATH, f"---\ntitle: 题\n{line}\n---\n", zone=ZONE)[0].front_matter, field) == value  # type: ignore[union-attr]


def test_first_spelling_wins() -> None:
    assert read("title: 题\ntags: [甲]\ntag: 乙\n").tags == ("甲",)


@pytest.mark.parametrize(
    ("line", "message", "hint", "rule"),
    [
        ("date: 2024-13-01", 'date "2024-13-01" is not a date',
         "write 2024-12-31 or 2024-12-31 18:30:00+08:00 (month must be in 1..12)", "date-impossible"),
        ("date: 昨天", 'date "昨天" is not a date', "write 2024-12-31 or 2024-12-31 18:30:00+08:00", "date-impossible"),
        ("lastmod: soon", 'lastmod "soon" is not a date', "write 2024-12-31 or 2024-12-31 18:30:00+08:00",
         "date-impossible"),
        ("draft: no", 'draft "no" is neither true nor false', "write true or false", "value-wrong"),
        ("outlet: [a]", "outlet must be text, not a list", "write the value on the same line", "value-wrong"),
        ("tags: {a: 1}", "tags must be a list of names", "write one name a line: - 小米", "value-wrong"),
        ("weight: 1.5", 'weight "1.5" is not a whole number', "write digits only", "value-wrong"),
        ("source_url: javascript:alert(1)", 'source_url "javascript:alert(1)" is not a web address',
         "write https://…", "address-wrong"),
        ("source_url: https://[bad", 'source_url "https://[bad" is not a web address', "write https://…",
         "address-wrong"),
        ("image: //cdn.example/a.png", 'image "//cdn.example/a.png" is not a web address', "write https://…",
         "address-wrong"),
        ("id: 7", 'id "7" is not a UUID', "remove the line", "value-wrong"),
        ("rights: some", 'rights "some" is not known', "write full or excerpt", "value-wrong"),
        ("companies: {plus: [a]}", 'companies has an unknown part "plus"',
         "write a list of names, or add: and drop:", "value-wrong"),
        ("digest: {name: a}", 'digest has an unknown part "name"',
         "write the digest's slug, or slug: and position:", "value-wrong"),
        ("digest: {slug: a, position: first}", 'digest "first" is not a whole number', "write digits only",
         "value-wrong"),
        ("credits: [a]", "credits must be roles with names", "write 文: [name]", "value-wrong"),
    ],
)  # fmt: skip
def test_unusable_value_is_a_problem_at_its_line(line: str, message: str, hint: str, rule: str) -> None:
    assert find_problems(f"title: 题\n\n{line}\n") == [Problem(PATH, 4, rule, message, hint)]


def test_unusable_value_is_left_out_and_the_rest_kept() -> None:
    document, _ = parse_document(PATH, "---\ntitle: 题\ndate: nie\noutlet: 晨报\n---\n", zone=ZONE)
    assert document is not None
    assert document.front_matter == FrontMatter(title="题", outlet="晨报")


@pytest.mark.parametrize(
    ("key", "nearest"),
    [("titel", "title"), ("categorys", "categories"), ("expirydat", "expiryDate"), ("outlets", "outlet")],
)
def test_unknown_key_near_a_known_one_is_a_warning(key: str, nearest: str) -> None:
    assert find_problems(f"title: 题\n{key}: x\n") == [
        Problem(PATH, 3, "key-unknown", f'key "{key}" is not known', f"did you mean {nearest}:", "warning")
    ]


@pytest.mark.parametrize("key", ["mood", "layout", "comments", "toc", "top", "type"])
def test_other_unknown_keys_are_kept_in_silence(key: str) -> None:
    assert read(f"title: 题\n{key}: [1]\n").extra == {key: [1]}


@pytest.mark.parametrize("front", ["date: 2021-07-14\n", "title:\n", 'title: " "\n', "titel: x\n", ""])
def test_document_without_a_title_is_none(front: str) -> None:
    document, problems = parse_document(PATH, f"---\n{front}---\n", zone=ZONE)
    assert document is None
    assert "title is missing" in [problem.message for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 题\n---\n\n正文\n", "\n\n---\ntitle: 题\n---\n正文",
        "\ufeff---\r\ntitle: 题\r\n---\r\n\r\n正文\r\n",
        "---  \ntitle: 题\n---\t\n正文", "---\ntitle: 题\n...\n正文",
    ],
)  # fmt: skip
def test_front_matter_is_found_behind_blank_lines_and_marks(text: str) -> None:
    document, problems = parse_document(PATH, text, zone=ZONE)
    assert problems == []
    assert document is not None
    assert (document.front_matter.title, document.markdown) == ("题", "正文")


def test_lines_count_from_the_top_of_the_file() -> None:
    text = "\n---\ntitle: 正文\ndate: 2021-07-14\n---\n\n\n正文\n---\n完\n"
    document, _ = parse_document(PATH, text, zone=ZONE)
    assert document is not None
    assert (document.markdown, document.line_offset, document.lines) == ("正文\n---\n完", 7, {"title": 3, "date": 4})


def test_lines_are_known_by_our_spelling_too() -> None:
    document, _ = parse_document(PATH, "---\ntitle: 题\ntag: 甲\n---\n", zone=ZONE)
    assert document is not None
    assert document.lines == {"title": 2, "tag": 3, "tags": 3}


def test_indent_of_the_first_line_is_kept() -> None:
    document, _ = parse_document(PATH, "---\ntitle: 题\n---\n\n    a\n    b\n", zone=ZONE)
    assert document is not None
    assert document.markdown == "    a\n    b"


def test_term_file_is_typed() -> None:
    text = (
        "---\nname: 小米集团\naliases: [小米, Xiaomi]\ntickers: 01810.HK\nenglish: Xiaomi\nparent: x\n"
        "website: https://www.mi.com/\nlogo: /mi.svg\nwikidata: Q1\ndescription: 一句\nrights: full\n"
        "ambiguous: [小米]\ncontext: [手机]\nexclude: [小米粥]\nfounder: 雷军\npublished: true\n---\n\n正文\n"
    )
    read_term, problems = parse_term("content/companies/mi.md", text, zone=ZONE)
    assert problems == []
    assert read_term is not None
    assert read_term[:2] == (
        TermFacts(
            name="小米集团", aliases=("小米", "Xiaomi"), tickers=("01810.HK",), english="Xiaomi", parent="x",
            website="https://www.mi.com/", logo="/mi.svg", wikidata="Q1", description="一句", rights="full",
            ambiguous=("小米",), context=("手机",), exclude=("小米粥",), extra={"founder": "雷军", "published": True},
        ),
        "正文",
    )  # fmt: skip


def test_term_file_without_a_name_is_a_problem() -> None:
    path = "content/companies/mi.md"
    assert parse_term(path, "---\naliases: [x]\n---\n", zone=ZONE) == (
        None, [Problem(path, 1, "name-missing", "name is missing", "add name: …")]
    )  # fmt: skip


line = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=20
).map(lambda text: " ".join(text.split()))
name = line.filter(bool)
names = st.lists(name, max_size=3, unique=True).map(tuple)
date = st.datetimes(
    min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1),
    timezones=st.sampled_from([timezone(timedelta(hours=hours)) for hours in (-5, 0, 8)]),
).map(lambda value: value.replace(microsecond=0))  # fmt: skip
choice = st.one_of(names.map(lambda only: CompanyChoice(only=only)), st.builds(CompanyChoice, add=names, drop=names))
origin = st.builds(ImportOrigin, file=name, format=name, time=date, sha256=name, position=st.integers(1, 20))
credit = st.builds(Credit, role=name, names=names.filter(bool))
digest_ref = st.builds(
    DigestRef, slug=line, title=name, date=line, url=line, file=line, position=st.integers(0, 9)
) | st.builds(DigestRef, slug=name)
credit_lines = st.lists(credit, max_size=2, unique_by=lambda credit: credit.role).map(tuple)
front_matters = st.builds(
    FrontMatter,
    title=name, id=st.uuids().map(str), date=date | st.none(), updated=date | st.none(), draft=st.booleans(),
    slug=st.sampled_from(["", "a-b", "小米"]), summary=line, outlet=line,
    source_url=st.sampled_from(["", "https://a.example/x?a=1&b=%20#c"]), authors=names,
    credits=credit_lines,
    tags=names, categories=names, companies=choice,
    companies_marked=st.lists(st.builds(MarkedCompany, name=name, id=line), max_size=2).map(tuple),
    language=st.sampled_from(["", "en"]), image=st.sampled_from(["", "/a b.png"]), aliases=names,
    note=st.lists(line, max_size=3).map("\n".join).map(str.strip), pick=st.booleans(),
    rights=st.sampled_from(["", "full", "excerpt"]), truncated=st.booleans(), expiry_date=date | st.none(),
    weight=st.integers(-5, 5), import_=origin | st.none(),
    extra=st.dictionaries(name.map("x-".__add__), line | st.integers(-9, 9) | names.map(list), max_size=2),
    digests=st.lists(digest_ref, max_size=2, unique=True).map(tuple),
)  # fmt: skip
body = st.sampled_from(["", "正文", "---\n不是结尾", "    code\n\ntext", "# 一\n\n二"])


@settings(max_examples=60)
@given(front_matters, body)
def test_dumped_document_is_parsed_as_it_was(front: FrontMatter, markdown: str) -> None:
    text = dump_document(front, markdown)
    document, problems = parse_document(PATH, text, zone=ZONE)
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert document is not None
    assert (document.front_matter, document.markdown) == (front, markdown)
    assert dump_document(document.front_matter, document.markdown) == text
    assert not markdown or text.splitlines()[document.line_offset :] == markdown.splitlines()


def test_dump_writes_what_says_something_in_the_order_of_the_record() -> None:
    front = FrontMatter(title="题", tags=("甲",), draft=False, companies=CompanyChoice(drop=("乙",)), extra={"x": 1})
    assert dump_document(front, "\n正文\n\n") == (
        "---\ntitle: 题\ntags:\n- 甲\ncompanies:\n  drop:\n  - 乙\nx: 1\n---\n\n正文\n"
    )
    assert dump_document(msgspec.structs.replace(front, tags=(), companies=CompanyChoice()), "") == (
        "---\ntitle: 题\nx: 1\n---\n"
    )
