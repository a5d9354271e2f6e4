"""The bars of a chart: where they stand, what they stand for, how the axis is named."""

from __future__ import annotations

from datetime import date

import pytest

from site_builder.theming.charts import Bar, Label, draw_bars
from site_builder.views import MonthCount


def months(*counts: tuple[int, int, int, int]) -> list[MonthCount]:
    return [MonthCount(month=date(year, month, 1), count=count, about=about) for year, month, count, about in counts]


def test_bars_are_as_high_as_their_share_of_the_most() -> None:
    chart = draw_bars(months((2024, 1, 4, 1), (2024, 12, 2, 2)))
    assert (chart.top, chart.height, chart.step) == (4, 96, "month")
    assert chart.bars == (
        Bar(
            month=date(2024, 1, 1), count=4, about=1, x=0.83, width=6.67, y=0, height=96, about_y=72, about_height=24
        ),
        Bar(
            month=date(2024, 12, 1), count=2, about=2, x=92.5, width=6.67, y=48, height=48, about_y=48, about_height=48
        ),
    )


def test_smallest_count_stays_visible_and_none_has_no_height() -> None:
    bar = draw_bars(months((2024, 1, 1000, 0), (2024, 2, 1, 0))).bars[1]
    assert (bar.height, bar.about_height) == (2.0, 0.0)


def test_short_span_begins_earlier() -> None:
    chart = draw_bars(months((2024, 3, 1, 0)))
    assert [(bar.month, bar.x) for bar in chart.bars] == [(date(2024, 3, 1), 92.5)]
    assert chart.labels == (
        Label(x=0.0, month=date(2023, 4, 1), is_year=False),
        Label(x=100.0, month=date(2024, 3, 1), is_year=False, anchor="end"),
    )


@pytest.mark.parametrize(
    ("first", "last", "step", "bars"),
    [
        ((2015, 1), (2024, 12), "month", [1, 1]), ((2015, 1), (2025, 1), "quarter", [1, 1]),
        ((1995, 1), (2025, 1), "year", [1, 1]), ((1800, 5), (2025, 1), "year", [1, 1]),
    ],
)  # fmt: skip
def test_many_months_are_quarters_and_many_quarters_are_years(
    first: tuple[int, int], last: tuple[int, int], step: str, bars: list[int]
) -> None:
    chart = draw_bars(months((*first, 1, 0), (*last, 1, 0)))
    assert (chart.step, [bar.count for bar in chart.bars]) == (step, bars)
    assert chart.bars[-1].x + chart.bars[-1].width <= 100


def test_months_of_a_quarter_are_one_bar() -> None:
    chart = draw_bars(months((2010, 1, 1, 1), (2010, 3, 2, 0), (2024, 6, 1, 0)))
    assert [(bar.month, bar.count, bar.about) for bar in chart.bars] == [
        (date(2010, 1, 1), 3, 1), (date(2024, 4, 1), 1, 0)
    ]  # fmt: skip


def test_axis_names_at_most_six_years_and_none_that_would_stand_out() -> None:
    years = [label.month.year for label in draw_bars(months((2016, 10, 1, 0), (2026, 2, 1, 0))).labels]
    assert years == [2017, 2019, 2021, 2023]
    assert all(label.is_year for label in draw_bars(months((2016, 10, 1, 0), (2020, 2, 1, 0))).labels)
