import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from site_builder.language.characters import fold, single_line, strip_illegal, unify_line_ends


@given(st.text(st.characters(codec=None)))
def test_what_is_left_fits_into_xml(text: str) -> None:
    element = etree.Element("t")
    element.text = strip_illegal(text)
    assert etree.fromstring(etree.tostring(element)).tag == "t"


def test_ordinary_text_is_left_alone() -> None:
    text = "小米\t“17”\n🙂 é \u3000ＡＢ"
    assert strip_illegal(text) == text


def test_title_loses_controls_and_line_ends() -> None:
    assert single_line(" 小米\u202e\u200b 发\x00布 \r\n 新品 ") == "小米 发布 新品"


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a\r\r\nb", "a\x85b", "a\u2028b"])
def test_line_ends_become_one_newline(text: str) -> None:
    assert unify_line_ends(text) == "a\nb"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
