import pytest

from site_builder.language.han_variants import SIMPLIFIED, TRADITIONAL, fold_to_simplified, tell_writing


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("这是一个问题", "zh-Hans"), ("這是一個問題", "zh-Hant"), ("小米公司", ""), ("", ""), ("Xiaomi", ""),
        ("台湾的臺積電发布财报", "zh-Hans"), ("乾隆年間的後人", "zh-Hant"), ("皇后在里面", ""),
    ],
)  # fmt: skip
def test_writings_are_told_by_what_only_one_has(text: str, writing: str) -> None:
    assert tell_writing(text) == writing


def test_both_writings_fold_into_one_key() -> None:
    assert fold_to_simplified("臺灣積體電路 TSMC，衞生署說") == fold_to_simplified("台湾积体电路 TSMC，卫生署说")


def test_folding_twice_changes_nothing() -> None:
    assert fold_to_simplified(SIMPLIFIED) == SIMPLIFIED


def test_table_pairs_single_code_units_once_each() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert max(TRADITIONAL + SIMPLIFIED) <= "\uffff"


def test_table_is_that_of_opencc() -> None:
    pytest.importorskip("opencc", reason="OpenCC is only needed to make the table")
    from tests.update_han_variants import read_pairs

    assert read_pairs() == (TRADITIONAL, SIMPLIFIED)
