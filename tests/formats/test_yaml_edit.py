import difflib
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.formats.yaml import YamlError, dump_mapping, load_mapping
from site_builder.formats.yaml_edit import edit_mapping

CURATED = (Path(__file__).parent / "yaml_edit" / "curated.yaml").read_text(encoding="utf-8")
TIME = datetime(2024, 3, 6, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def _changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "新: 标题"}, ["-title:   '旧 标题'   # 标题照抄原文", "+title: '新: 标题'    # 标题照抄原文"]),
        ({"tags": ["深圳", "试乘", "广州"]}, ["+    - 广州"]),
        ({"tags": ["试乘"]}, ["-    - 深圳  # 试点"]),
        ({"tags": ["北京", "深圳", "试乘"]}, ["+    - 北京"]),
        ({"summary": "又一句"}, ['-"summary": "一句话：带冒号"', '+"summary": "又一句"']),
        ({"date": TIME}, ["-date: 2024-03-05 18:40:00+08:00   # 源文件的时间",
                          "+date: 2024-03-06 09:00:00+08:00   # 源文件的时间"]),
        ({"date": date(2024, 3, 6)}, ["-date: 2024-03-05 18:40:00+08:00   # 源文件的时间",
                                      "+date: 2024-03-06                  # 源文件的时间"]),
        ({"authors": ["常甲"]}, ['-authors: [常甲,   "李乙"] # 按署名顺序', "+authors: [常甲]         # 按署名顺序"]),
        ({"import": {"file": "post.md", "sha256": "cd34"}}, ["-  sha256: 'ab12'", "+  sha256: 'cd34'"]),
        ({"outlet": "36氪"}, ["+outlet: 36氪"]),
        ({"pick": None}, ["-pick: yes"]),
        ({"outlet": None}, []),
        ({"title": "旧 标题"}, []),
    ],
)  # fmt: skip
def test_only_the_lines_of_what_changed_differ(changes: dict[str, Any], expected: list[str]) -> None:
    after = edit_mapping(CURATED, changes)
    assert _changed_lines(CURATED, after) == expected


def test_removed_block_takes_its_own_lines_only() -> None:
    after = edit_mapping(CURATED, {"note": None})
    assert _changed_lines(CURATED, after) == ["-note: |", "-  第一行 # 不是注释", "-", "-  # 也不是注释"]


def test_new_keys_stand_behind_those_that_precede_them() -> None:
    after = edit_mapping("date: 2024-01-01\n# 尾\ntags: [a]\n", {"outlet": "报", "title": "题", "x": 1}, order=ORDER)
    assert after == "title: 题\ndate: 2024-01-01\noutlet: 报\n# 尾\ntags: [a]\nx: 1\n"


ORDER = ("title", "date", "outlet", "tags")


def test_line_ends_of_windows_stay() -> None:
    assert edit_mapping("title: a\r\npick: true\r\n", {"title": "b"}) == "title: b\r\npick: true\r\n"


def test_mapping_in_braces_is_edited_too() -> None:
    assert edit_mapping("{title: a, 'pick': true}\n", {"title": "b"}) == "{title: b, 'pick': true}\n"


def test_text_of_several_lines_becomes_a_block() -> None:
    after = edit_mapping("summary: a # why\npick: true\n", {"summary": "一\n\n二"})
    assert load_mapping(after)[0] == {"summary": "一\n\n二", "pick": True}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\nb: *x\n", "anchors"),
        ("title: a\ntitle: b\n", "stands twice"),
        ("a: " + "[" * 50 + "]" * 50 + "\n", "nested deeper"),
        ("a: !!python/object:os.system x\nb: !x y\n", "tag"),
        ("a: " + "x" * 70_000 + "\n", "64 KiB"),
        ("title: [\n", "broken YAML"),
    ],
)
def test_what_the_reader_refuses_is_not_edited(text: str, message: str) -> None:
    with pytest.raises(YamlError, match=message):
        edit_mapping(text, {"title": "b"})


KEYS = st.sampled_from(["title", "date", "tags", "note", "summary", "x"])
TEXTS = st.text("abc:#-'\"\\ \n[]{}0123.é小米，！&*%@`|>?~", max_size=20).map(str.strip)
VALUES = TEXTS | st.integers(-99, 99) | st.booleans() | st.lists(TEXTS, max_size=3) | st.dictionaries(
    st.sampled_from(["a", "b"]), TEXTS, max_size=2
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, VALUES), st.dictionaries(KEYS, st.none() | VALUES, min_size=1))
def test_edited_text_reads_as_asked_for(before: dict[str, Any], changes: dict[str, Any]) -> None:
    text = dump_mapping(before)
    after = edit_mapping("" if not before else text, changes)
    expected = {key: value for key, value in (before | changes).items() if value is not None}
    assert load_mapping(after)[0] == load_mapping(dump_mapping(expected))[0]
