"""What appears together, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from site_builder.archive.co_occurrence import Together, find_together, round_lift

GROUPS = [{"a", "b"}, {"a", "b", "c"}, {"a"}, {"c"}, {"a", "c"}, {"d", "c"}, set[str](), {"d"}]
"""Eight articles: a in 4, b in 2, c in 4, d in 2."""


def test_count_and_lift_of_pairs_with_two_articles() -> None:
    # a and b: 2 of 8 together; by chance 4/8 * 2/8 = 1/8, so twice as often. a and c: 2/8 against 4/8 * 4/8.
    assert find_together(GROUPS) == {
        "a": (Together(slug="b", count=2, lift=2.0), Together(slug="c", count=2, lift=1.0)),
        "b": (Together(slug="a", count=2, lift=2.0),),
        "c": (Together(slug="a", count=2, lift=1.0),),
    }


def test_most_articles_come_first_and_ties_go_by_slug() -> None:
    groups = [{"m", "z"}, {"m", "z"}, {"m", "z"}, {"m", "b"}, {"m", "b"}, {"m", "a"}, {"m", "a"}]
    assert [one.slug for one in find_together(groups)["m"]] == ["z", "a", "b"]


def test_kin_is_no_news() -> None:
    assert find_together(GROUPS, kin={"a": {"b"}}) == {
        "a": (Together(slug="c", count=2, lift=1.0),),
        "c": (Together(slug="a", count=2, lift=1.0),),
    }


def test_nothing_appears_with_nothing() -> None:
    assert find_together([]) == {}


@pytest.mark.parametrize(
    ("lift", "shown"), [(0.04, 0.0), (0.66, 0.7), (2.94, 2.9), (2.96, 3.0), (3.4, 3.0), (41.6, 42.0)]
)
def test_lift_is_rounded_to_what_people_read(lift: float, shown: float) -> None:
    assert round_lift(lift) == shown
