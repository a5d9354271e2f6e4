from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.building.fingerprint import explain_change, fingerprint, hash_texts, name_parts
from site_builder.documents import Record
from site_builder.model import Output


class View(Record, frozen=True, kw_only=True):
    """A view for these tests."""

    title: str = ""
    at: datetime | None = None
    extra: Mapping[str, Any] = {}


class OtherView(Record, frozen=True, kw_only=True):
    """A view of another kind."""

    title: str = ""


def output(**view: Any) -> Output:
    return Output(path="x", url="/x", kind="page", view=View(**view), template="page.html")


def make(made: Output, *, info: str = "i", template: str = "t") -> str:
    return fingerprint(made, info=info, template=template)


def test_equal_plans_have_equal_fingerprints() -> None:
    assert make(output(title="a", extra={"k": [1]})) == make(output(title="a", extra={"k": [1]}))


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ({"title": "a"}, {"title": "b"}, ["view.title"]),
        ({"at": datetime(2024, 1, 1, tzinfo=UTC)}, {"at": datetime(2024, 1, 1, 0, 0, 1, tzinfo=UTC)}, ["view.at"]),
        (
            {"at": datetime(2024, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))},
            {"at": datetime(2024, 1, 1, tzinfo=UTC)},
            ["view.at"],
        ),
        ({"extra": {"a": 1, "b": 2}}, {"extra": {"b": 2, "a": 1}}, ["view.extra"]),
        ({"title": "a"}, {"title": "b", "extra": {"a": None}}, ["view.title", "view.extra"]),
    ],
)
def test_whatever_a_template_could_show_counts(
    before: Mapping[str, Any], after: Mapping[str, Any], parts: list[str]
) -> None:
    assert explain_change(output(**after), make(output(**before)), make(output(**after))) == parts


def test_info_template_and_kind_of_view_are_named() -> None:
    made = output()
    assert explain_change(made, make(made), make(made, info="j", template="u")) == ["site info", "template"]
    other = Output(path="x", url="/x", kind="page", view=OtherView())
    assert explain_change(other, make(made), make(other)) == ["the kind of page"]
    assert name_parts(made) == ["code", "site info", "template", "view.title", "view.at", "view.extra"]


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_borders_of_texts_count(one: list[str], other: list[str]) -> None:
    assert (hash_texts(*one) == hash_texts(*other)) == (one == other)
