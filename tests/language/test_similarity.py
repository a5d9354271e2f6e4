import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.language.similarity import (
    BAND_BYTES,
    SIGNATURE_BYTES,
    estimate_similarity,
    find_numbers,
    find_shingles,
    key_text,
    make_signature,
    measure_similarity,
    split_units,
    title_units,
)

TEXT = (
    "青禾汽车今天公布新工厂的进展：一期厂房已经封顶，二期将在明年春天动工，预计年产能二十万辆。"
    "The plant makes batteries for buses, trucks and ships, and it will hire 1,200 people next year."
)
SIGNATURE_HASH = "55af8788"


def similarity(first: str, second: str) -> float:
    return measure_similarity(find_shingles(first), find_shingles(second))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("小米 17 Ultra，发布！", "小米17ultra发布"),
        ("ＡＩ晶片漲價", "ai晶片涨价"),
        ("「臺灣」", "台湾"),
        ("……", ""),
    ],
)
def test_key_text_keeps_letters_and_digits_folded(text: str, key: str) -> None:
    assert key_text(text) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小米17 Ultra徕卡版，售价6,000元", "小米 17Ultra 徕卡版 售价 6000 元"),
        ("连接\n 在一起的文字", "连接在一起的文字"),
        ("網路與軟體產業", "网路与软体产业"),
        ("It's “done”, he said", "it s done he said"),
    ],
)
def test_spaces_width_case_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert split_units(one) == split_units(other)


def test_a_word_is_one_unit_and_a_chinese_character_too() -> None:
    assert [len(split_units(text)) for text in ("二十万辆", "new batteries", "3nm芯片", "")] == [4, 2, 4, 0]


def test_shingles_are_five_characters_or_three_words() -> None:
    assert [len(find_shingles(text)) for text in ("一二三四五六", "one two three four", "一二三四", "one two")] == [
        2,
        2,
        0,
        0,
    ]


def test_chinese_around_a_run_of_words_makes_shingles_of_its_own() -> None:
    assert find_shingles("一二三四五 one two three 六七八九十") == find_shingles("六七八九十 one two three 一二三四五")


def test_a_text_that_begins_with_a_number_keeps_its_shingles_behind_a_lead_in() -> None:
    text = "3月24日晚，青禾汽车披露年度报告，全年营业收入增长三成"
    assert find_shingles(text) < find_shingles(f"本报讯，{text}")


def test_similarity_falls_with_what_is_changed() -> None:
    assert similarity(TEXT, TEXT) == 1
    assert 0.8 < similarity(TEXT, TEXT.replace("春天", "夏天")) < 1
    assert similarity(TEXT, "完全不同的一段文字，讲的是另一件事情。") == 0
    assert measure_similarity(frozenset(), frozenset()) == 0


def test_a_text_too_short_to_tell_apart_has_no_signature() -> None:
    assert make_signature(find_shingles("今日休市。")) == b""


def test_signature_is_the_same_in_another_process_with_another_hash_seed() -> None:
    code = (
        "from tests.language.test_similarity import TEXT; from hashlib import sha256;"
        "from site_builder.language.similarity import find_shingles, make_signature;"
        "print(sha256(make_signature(find_shingles(TEXT))).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".:tests"},
            text=True,
            check=True,
            capture_output=True,
        ).stdout.strip()
        for seed in ("0", "1", "77")
    }
    assert found == {sha256(make_signature(find_shingles(TEXT))).hexdigest()}


def test_signature_does_not_change_with_the_code_around_it() -> None:
    signature = make_signature(find_shingles(TEXT))
    assert len(signature) == SIGNATURE_BYTES
    assert sha256(signature).hexdigest()[:8] == SIGNATURE_HASH


sets = st.integers(16, 400).flatmap(
    lambda size: st.tuples(st.just(size), st.integers(0, size), st.integers(0, 2**32 - 1))
)


@given(sets)
def test_estimate_is_near_the_exact_similarity(case: tuple[int, int, int]) -> None:
    size, shared, seed = case
    numbers = [(seed + 2654435761 * step) * 40503 % 2**32 for step in range(2 * size - shared)]
    first, second = frozenset(numbers[:size]), frozenset(numbers[size - shared :])
    exact = measure_similarity(first, second)
    estimate = estimate_similarity(make_signature(first), make_signature(second))
    assert abs(estimate - exact) < 0.35


@given(st.integers(20, 600), st.integers(0, 2**32 - 1))
def test_similar_texts_agree_in_a_band(size: int, seed: int) -> None:
    numbers = [(seed + 2654435761 * step) * 40503 % 2**32 for step in range(2 * size)]
    first, second = frozenset(numbers[:size]), frozenset(numbers[size // 4 : size + size // 4])
    assert measure_similarity(first, second) >= 0.55
    one, other = make_signature(first), make_signature(second)
    assert any(one[at : at + BAND_BYTES] == other[at : at + BAND_BYTES] for at in range(0, SIGNATURE_BYTES, BAND_BYTES))


def test_numbers_carry_no_dates_and_no_single_digits() -> None:
    text = "2025年12月29日，沪指报3,230.12点，涨0.5%，成交１２００亿元，3家公司"
    assert find_numbers(text) == {"3230.12", "0.5", "1200"}


def test_titles_are_compared_by_pairs_of_characters_and_words() -> None:
    assert title_units("小米YU7开售") == {"小米", "yu7", "开售"}
    assert title_units("Arm 上市") == {"arm", "上市"}
