"""A change of one field in a file that the curator formatted changes one line of it."""

from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.curating.merge import describe, merge
from site_builder.formats.front_matter import parse_document

ZONE = ZoneInfo("Asia/Shanghai")
IMPORTED = (
    "---\ntitle: 星河：驶向南方\ndate: 2024-03-05 10:00:00+08:00\noutlet: 晨报\n"
    "tags:\n- 深圳\n- 试乘\n---\n\n正文。\n"
)
TITLES = ("title: 星河：驶向南方", "title: '星河：驶向南方'", 'title:   "星河：驶向南方"  # 已核对')
DATES = ("date: 2024-03-05 10:00:00+08:00", "date: 2024-03-05T10:00:00+08:00 # 北京", "'date': 2024-03-05 10:00")
OUTLETS = ("outlet: 晨报", "outlet: '晨报'", 'outlet: "晨报"   # 早上的', "outlet:    晨报")
TAGS = (
    "tags: [深圳, 试乘]", "tags: [ '深圳',   试乘 ] # 两个", "tags:\n- 深圳\n- 试乘",
    "tags:\n    - 深圳  # 地点\n    - 试乘",
)  # fmt: skip
OWN = ("note: >-\n  编者的话，\n  两行。", "pick: true", "# 一条注释", "", "mood: {a: 1,   b: [x,y]}", "数: 007")


@settings(max_examples=30, deadline=None)
@given(
    st.tuples(*map(st.sampled_from, (TITLES, DATES, OUTLETS, TAGS))), st.lists(st.sampled_from(OWN), unique=True),
    st.randoms(use_true_random=False), st.booleans(), st.booleans(),
)  # fmt: skip
def test_one_changed_field_is_one_changed_line_whatever_the_style(
    entries: tuple[str, ...], own: list[str], random: Random, crlf: bool, ends: bool
) -> None:
    parts = [*entries, *own]
    random.shuffle(parts)
    yours = "---\n" + "\n".join(parts) + "\n---\n\n正文。" + ("\n" if ends else "")
    yours = yours.replace("\n", "\r\n") if crlf else yours
    document, problems = parse_document("", IMPORTED, zone=ZONE)
    assert document is not None, problems
    merged = merge("", yours, IMPORTED.replace("晨报", "晚报"), base=describe(document), zone=ZONE)
    before, after = yours.splitlines(keepends=True), merged.text.splitlines(keepends=True)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    (line,) = [old for old in before if "outlet" in old]
    ((old, new),) = changed
    assert (old, new.split()) == (line, line.replace("晨报", "晚报").split())
    assert new.endswith("\r\n") is crlf
