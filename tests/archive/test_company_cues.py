"""The cheap looks at single characters let through all that the expressions behind them match."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.archive import company_cues as cues


@given(st.from_regex(cues.CREDIT_BEFORE))
@settings(max_examples=300)
def test_credits_end_and_are_marked_as_the_tables_say(text: str) -> None:
    credit = cues.CREDIT_BEFORE.search(text.rstrip("\n"))
    assert credit is None or (credit[0][-1] in cues.CREDIT_ENDS and not cues.CREDIT_MARKS.isdisjoint(credit[0]))


@given(st.from_regex(cues.PLACE_BEFORE))
@settings(max_examples=300)
def test_ways_to_a_place_end_as_the_table_says(text: str) -> None:
    way = cues.PLACE_BEFORE.search(text.rstrip("\n"))
    assert way is None or way[0][-1] in cues.PLACE_ENDS


@given(st.from_regex(cues.VENUE_BEFORE))
def test_venues_are_reached_as_the_table_says(text: str) -> None:
    assert text.rstrip("\n")[-1] in cues.VENUE_ENDS
    assert text.rstrip("\n")[-1] in cues.PLACE_ENDS | cues.CREDIT_ENDS


@given(st.from_regex(cues.BRACKET_END, fullmatch=True))
def test_brackets_begin_as_the_table_says(text: str) -> None:
    assert text[0] in cues.BRACKET_BEGINS


@given(st.from_regex(cues.DEPARTMENT_AFTER, fullmatch=True), st.from_regex(cues.CLASS_AFTER, fullmatch=True))
def test_departments_and_share_classes_begin_as_the_tables_say(department: str, share_class: str) -> None:
    assert department[0] in cues.DEPARTMENT_BEGINS
    assert share_class[0] in cues.CLASS_BEGINS
