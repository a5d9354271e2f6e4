from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.formats.yaml import MAX_BYTES, YamlError, dump_mapping, load_mapping


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("True", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("7", 7), ("-7", -7), ("0", 0), ("1.5", 1.5), ("-0.25", -0.25),
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("TRUE", "TRUE"),
        ("12:30:45", "12:30:45"), ("2021-07-14", "2021-07-14"), ("2021-07-14T10:00:00Z", "2021-07-14T10:00:00Z"),
        ("007", "007"), ("0x1F", "0x1F"), ("0o17", "0o17"), ("1_000", "1_000"), ("1e5", "1e5"), (".inf", ".inf"),
        ("3.10", "3.10"), ("1.0", 1.0), ("01810.HK", "01810.HK"), ("-0", "-0"),
        ("1234567890123456789012", "1234567890123456789012"),
        ('"7"', "7"), ("'true'", "true"), ("!!str 7", "7"), ("!!python/name:os.system", ""),
        ("|\n  一\n  二\n", "一\n二\n"), ("[a, [b]]", ["a", ["b"]]), ("{a: {b: 1}}", {"a": {"b": 1}}),
    ],
)  # fmt: skip
def test_scalars_are_yaml_1_2_core_and_the_rest_is_text(text: str, value: Any) -> None:
    loaded = load_mapping(f"key: {text}")[0]["key"]
    assert (loaded, type(loaded)) == (value, type(value))


def test_top_level_keys_know_their_lines() -> None:
    text = "title: 题\n\n# remark\ntags:\n  - a\n  - title\nnote: |\n  x\n  y\nlast: 1\n"
    assert load_mapping(text)[1] == {"title": 1, "tags": 4, "note": 7, "last": 10}


def test_empty_text_is_an_empty_mapping() -> None:
    assert load_mapping("") == ({}, {})
    assert load_mapping("# nothing\n") == ({}, {})


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", '"a" stands twice', 3),
        ("a:\n  b: 1\n  b: 2\n", '"b" stands twice', 3),
        ("a: &x 1\n", "anchors and aliases (&, *) are not accepted", 1),
        ("a: 1\nb: *x\n", "anchors and aliases (&, *) are not accepted", 2),
        ("a: &x [1]\n", "anchors and aliases (&, *) are not accepted", 1),
        ("a: 1\n<<: *x\n", "anchors and aliases (&, *) are not accepted", 2),
        ("a: !shell rm\n", 'tag "!shell" is not accepted', 1),
        ("[a]: 1\n", "a key must be plain text", 1),
        ("- a\n- b\n", "front matter is not a list of key: value lines", 1),
        ("just text\n", "front matter is not a list of key: value lines", 1),
        ("a: 1\nb: x: y\n", "broken YAML: mapping values are not allowed in this context", 2),
        ("a: 1\n\tb: 2\n", "broken YAML: while scanning a plain scalar, "
         "found a tab character that violates indentation", 2),
        ("a: @b\n", "broken YAML: while scanning for the next token, "
         "found character that cannot start any token", 1),
        ('a: 1\nb: "x\nc: 2\n', "broken YAML: while scanning a quoted scalar, found unexpected end of stream", 2),
        ("a: [1\nb: 2\n", "broken YAML: while parsing a flow sequence, did not find expected ',' or ']'", 2),
        ("a: \x00\n", "unacceptable character #x0000: control characters are not allowed", 1),
    ],
)  # fmt: skip
def test_what_is_not_accepted_is_named_with_its_line(text: str, message: str, line: int) -> None:
    with pytest.raises(YamlError) as caught:
        load_mapping(text)
    assert (str(caught.value), caught.value.line) == (message, line)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_before_it_hurts(opening: str) -> None:
    with pytest.raises(YamlError, match="nested deeper than 20 levels"):
        load_mapping("a:\n  " + opening * 10_000)


def test_twenty_levels_are_accepted() -> None:
    value = load_mapping("a: " + "[" * 19 + "]" * 19)[0]["a"]
    for _ in range(18):
        (value,) = value
    assert value == []


def test_more_than_64_kib_are_refused() -> None:
    with pytest.raises(YamlError, match="larger than 64 KiB"):
        load_mapping("a: " + "汉" * (MAX_BYTES // 3))


plain_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | plain_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain_text.filter(bool), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.dictionaries(plain_text, values, max_size=5))
def test_what_is_dumped_is_loaded_as_it_was(mapping: dict[str, Any]) -> None:
    assert load_mapping(dump_mapping(mapping))[0] == mapping


def test_dump_keeps_order_and_chinese_and_long_lines() -> None:
    title = "很长的标题" * 60
    date = datetime(2021, 7, 14, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    assert dump_mapping({"title": title, "date": date, "tags": ("芯片", "no"), "draft": True}) == (
        f"title: {title}\ndate: 2021-07-14 09:30:00+08:00\ntags:\n- 芯片\n- 'no'\ndraft: true\n"
    )


def test_characters_beyond_the_basic_plane_are_written_as_they_are() -> None:
    values = {"title": "\U00020bb7野家: 😀", "path": "a\\U0001F600"}
    text = dump_mapping(values)
    assert text == "title: '\U00020bb7野家: 😀'\npath: a\\U0001F600\n"
    assert load_mapping(text)[0] == values
