import pytest

from site_builder.language.cjk import (
    count_characters,
    display_width,
    is_cjk,
    is_spaced,
    reading_minutes,
)


@pytest.mark.parametrize(
    ("char", "cjk", "wide"),
    [
        ("小", True, True), ("〇", True, True), ("𠮷", True, True), ("の", True, True),
        ("，", False, True), ("Ａ", False, True), ("한", False, True), ("a", False, False),
        ("“", False, False), ("·", False, False),
    ],
)  # fmt: skip
def test_letters_and_widths_are_told_apart(char: str, cjk: bool, wide: bool) -> None:
    assert (is_cjk(char), display_width(char) == 2) == (cjk, wide)


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("小米集团发布财报", False), ("", False), ("Mesa 的 Vulkan 开源驱动支持高通", False), ("新車を発表", False),
        ("Xiaomi (小米) reported record revenue", True), ("한강전자 영업이익 발표", True), ("Новый завод", True),
    ],
)  # fmt: skip
def test_scripts_with_spaces_are_told_apart(text: str, spaced: bool) -> None:
    assert is_spaced(text) is spaced


def test_white_space_is_not_counted() -> None:
    assert count_characters(" 小米 SU7\n\u3000交付 \t") == 7


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("字" * 400, 1),
        ("字" * 1000, 2),
        ("word " * 660, 3),
        ("字" * 800 + " word" * 220, 3),
        ("слово " * 440, 2),
        ("문장 " * 440, 2),
    ],
)
def test_reading_time_adds_both_scripts(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


@pytest.mark.parametrize(("text", "width"), [("小米17", 6), ("ＡＢ，", 6), ("e\u0301", 1), ("“a”", 3)])
def test_width_counts_columns(text: str, width: int) -> None:
    assert display_width(text) == width
