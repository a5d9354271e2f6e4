import pytest

from site_builder.language.cjk import (
    count_characters,
    detect_language,
    display_width,
    is_cjk,
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
    ("text", "language"),
    [
        ("小米集团发布财报", "zh-Hans"),
        ("Xiaomi (小米) reported record revenue for the third quarter of the year", "en"),
        ("Mesa 的 TURNIP Vulkan 开源驱动支持高通 Adreno 660", "zh-Hans"),
        ("新品 Xiaomi 17 Ultra by Leica 开售", "zh-Hans"),
        ("2026-01-07 10:52", "zh-Hans"),
        ("", "zh-Hans"),
    ],
)
def test_language_is_the_one_that_says_more(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_white_space_is_not_counted() -> None:
    assert count_characters(" 小米 SU7\n\u3000交付 \t") == 7


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("", 1), ("字" * 400, 1), ("字" * 1000, 2), ("word " * 660, 3), ("字" * 800 + " word" * 220, 3)],
)
def test_reading_time_adds_both_scripts(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


@pytest.mark.parametrize(("text", "width"), [("小米17", 6), ("ＡＢ，", 6), ("e\u0301", 1), ("“a”", 3)])
def test_width_counts_columns(text: str, width: int) -> None:
    assert display_width(text) == width
