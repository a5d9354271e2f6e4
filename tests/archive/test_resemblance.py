from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from site_builder.archive.resemblance import (
    JOINS,
    Resemblance,
    Signed,
    find_candidates,
    find_resemblances,
)
from site_builder.language.similarity import find_shingles, make_signature, measure_similarity

WORDS = [f"{first}{second}" for first in "江河湖海山川林原" for second in "东西南北上下左右"]
SECONDS = 1000.0


def text(seed: int, edits: int) -> str:
    """Two hundred characters; texts of one seed with few edits are alike."""
    words = Random(seed).choices(WORDS, k=100)
    for edit in range(edits):
        words[(edit * 37) % 100] = "改"
    return "".join(words)


def sign(key: str, content: str, time: float) -> Signed:
    return Signed(key=key, time=time, signature=make_signature(find_shingles(content)))


def find_similarity(first: str, second: str) -> float:
    texts = {"a": first, "b": second}
    signed = [sign(key, content, 0.0) for key, content in texts.items()]
    return sum(pair.similarity for pair in find_resemblances(signed, [], seconds=1, text_of=texts.__getitem__))


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 12), st.integers(0, 3000)), min_size=1, max_size=14), st.data()
)
def test_pairs_are_the_same_at_once_and_bit_by_bit(specs: list[tuple[int, int, int]], data: st.DataObject) -> None:
    texts = {f"{number}": text(seed, edits) for number, (seed, edits, _) in enumerate(specs)}
    signed = sorted(
        (sign(f"{number}", texts[f"{number}"], float(time)) for number, (_, _, time) in enumerate(specs)),
        key=lambda item: item.time,
    )
    at_once = list(find_resemblances(signed, [], seconds=SECONDS, text_of=texts.__getitem__))
    known: list[Signed] = []
    bit_by_bit: list[Resemblance] = []
    for item in data.draw(st.permutations(signed)):
        bit_by_bit += find_resemblances([item], known, seconds=SECONDS, text_of=texts.__getitem__)
        known.append(item)
    pairs = [(pair.first, pair.second) for pair in at_once]
    assert len(pairs) == len(set(pairs))
    assert set(at_once) == set(bit_by_bit)


def test_every_pair_that_joins_is_a_candidate() -> None:
    texts = {f"{seed}-{edits}": text(seed, edits) for seed in range(1, 9) for edits in range(0, 14, 2)}
    signed = [sign(key, content, 0.0) for key, content in sorted(texts.items())]
    candidates = {frozenset(pair) for pair in find_candidates(signed, [], seconds=SECONDS)}
    joining = [
        {one, other}
        for one, other in combinations(texts, 2)
        if measure_similarity(find_shingles(texts[one]), find_shingles(texts[other])) >= JOINS
    ]
    assert len(joining) > 50
    assert [pair for pair in joining if pair not in candidates] == []


def test_texts_too_far_apart_in_time_are_not_compared() -> None:
    near, far = sign("b", text(1, 1), SECONDS), sign("c", text(1, 1), SECONDS + 1)
    assert find_candidates([sign("a", text(1, 0), 0.0)], [near, far], seconds=SECONDS) == [("a", "b")]


def test_a_text_that_appeared_before_is_compared_at_both_times() -> None:
    before, again = sign("a", text(1, 0), 2 * SECONDS), sign("a", text(1, 0), 0.0)
    assert find_candidates([again, sign("b", text(1, 1), 2.5 * SECONDS)], [before], seconds=SECONDS) == [("a", "b")]


def test_a_passage_with_numbers_of_its_own_around_it_is_still_a_quote() -> None:
    passage = text(1, 0)
    quoting = f"{passage[:120]}{text(2, 0)[:100]}共11处、22人、33天、44次"
    similarity = find_similarity(f"{passage}约55座", quoting)
    assert 0.25 <= similarity < JOINS


def test_a_pattern_with_other_numbers_is_no_resemblance() -> None:
    first, second = (f"{text(1, 0)}共{number}处" for number in (1234, 5678))
    assert find_similarity(first, second) == 0
    assert find_similarity(first, first + "完") > 0.9
