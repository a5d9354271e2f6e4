"""Reports are joined and strangers are not, on pairs made by honest edits; and the command that says how well."""

from pathlib import Path

import pytest

from tests.story_quality import PRECISION, RECALL, Pair, find_similarity, judge, make_pairs, own_texts, read_texts

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


def test_own_texts_meet_the_targets() -> None:
    score = judge(make_pairs(own_texts()))
    assert score.pairs >= 200
    assert (score.precision >= PRECISION, score.recall >= RECALL) == (True, True), score.wrong


@pytest.mark.parametrize("folder", ["hexo", "plain"])
def test_real_texts_meet_the_targets(folder: str) -> None:
    if not (CORPUS / folder).is_dir():
        pytest.skip(f"../shared/corpus/{folder} is absent")
    score = judge(make_pairs(read_texts([CORPUS / folder])))
    assert (score.precision >= PRECISION, score.recall >= RECALL) == (True, True), score.wrong


def test_pairs_are_the_same_on_every_run() -> None:
    texts = own_texts()[:6]
    assert list(make_pairs(texts)) == list(make_pairs(texts))


def test_what_is_judged_wrong_is_counted_and_told() -> None:
    text, other = own_texts()[:2]
    pairs = [Pair("same", text, text, True), Pair("other", text, other, True), Pair("joined", text, text, False)]
    score = judge(pairs)
    assert (score.pairs, score.precision, score.recall) == (3, 0.5, 0.5)
    assert [(kind, similarity) for kind, similarity, _ in score.wrong] == [("other", 0.0), ("joined", 1.0)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("今日休市。", "今日休市。"),
        (
            "截至收盘，沪指涨0.52%，报3,230.12点；深成指涨0.61%，报10,321.77点；两市成交额合计9,120亿元。",
            "截至收盘，沪指涨0.17%，报3,301.56点；深成指涨0.33%，报10,544.01点；两市成交额合计8,804亿元。",
        ),
    ],
)
def test_what_says_too_little_or_something_else_is_not_similar(first: str, second: str) -> None:
    assert find_similarity(first, second) == 0
