"""Tokens: the golden file shared with the client, and what must hold for every text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.tokens import distinct_characters, fold, tokenise

GOLDEN = json.loads((Path(__file__).parent / "tokens.golden.json").read_text("utf-8"))
NEWS = st.text(alphabet="小米汽车华为SU7 uLtRaＡ２，。“”—\n\u3000éß01.")


@pytest.mark.parametrize("case", GOLDEN["texts"], ids=lambda case: case["text"])
def test_text_is_cut_as_the_golden_file_says(case: dict[str, str]) -> None:
    assert (fold(case["text"]), tokenise(case["text"])) == (case["folded"], case["tokens"])


@given(st.text())
def test_tokens_are_letters_and_digits_that_pagefind_keeps(text: str) -> None:
    tokens = f"{tokenise(text)} {distinct_characters(text)}".split()
    assert [token for token in tokens if not token.isalnum() or token != token.lower()] == []


@given(NEWS, NEWS, NEWS)
def test_phrase_of_tokens_is_stretch_of_text(before: str, stretch: str, after: str) -> None:
    """A query stands in a text exactly if its tokens stand in a row among the text's."""
    text, query = before + stretch + after, stretch.strip().replace("\n", "")
    if len(fold(query)) > 1:
        in_text = f" {tokenise(query)} " in f" {tokenise(text)} "
        assert in_text == (fold(query) in fold(text))


@given(NEWS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_distinct_characters_are_listed_once_and_without_the_others() -> None:
    assert distinct_characters("米小米，\n小", without="小") == "q2cq 米"
