"""Counts by month -> bars, as numbers that a template draws: an SVG without script, style or font of its own.

Horizontal measures are percentages, so that the drawing takes any width while its text keeps its size; vertical ones
are pixels. Where the months are too many for bars that can be told apart, quarters or years take their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from site_builder.documents import Record
from site_builder.views import MonthCount

Step = Literal["month", "quarter", "year"]
_STEPS: tuple[tuple[Step, int], ...] = (("month", 1), ("quarter", 3), ("year", 12))
"""With their lengths in months, the shortest first."""
_MOST_BARS = 120
_FEWEST_BARS = 12
"""A span shorter than this begins earlier, with empty months: one bar of the whole width says nothing."""
_HEIGHT = 96
_GAP = 0.2
"""Part of a bar's room that stays free."""
_MOST_LABELS = 6
_END = 86.0
"""A year that begins further right, in percent, goes without its name: it would stand out of the drawing."""


class Bar(Record, frozen=True, kw_only=True):
    """One bar; `x` and `width` in percent of the drawing, the rest in pixels from its top."""

    month: date
    """First day of its month, quarter or year."""
    count: int
    about: int
    x: float
    width: float
    y: float
    height: float
    """Of the whole bar."""
    about_y: float
    about_height: float
    """Of its lower part, the articles about the company."""


class Label(Record, frozen=True, kw_only=True):
    """A name below the axis."""

    x: float
    """In percent."""
    month: date
    is_year: bool
    """True where the year alone is the name."""
    anchor: Literal["start", "end"] = "start"


class BarChart(Record, frozen=True, kw_only=True):
    """A drawing: bars with something in them, names of the axis, the highest count."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    top: int
    height: int
    """Of the bars' part, in pixels."""
    step: Step


def draw_bars(months: Sequence[MonthCount]) -> BarChart:
    """The bars of `months`, which are in order and not empty."""
    first, last = _number(months[0].month), _number(months[-1].month)
    step, size = next((pair for pair in _STEPS if (last - first) // pair[1] < _MOST_BARS), _STEPS[-1])
    begin, end = first // size, last // size
    begin = min(begin, end - _FEWEST_BARS + 1)
    counts: dict[int, tuple[int, int]] = {}
    for month in months:
        place = _number(month.month) // size
        count, about = counts.get(place, (0, 0))
        counts[place] = (count + month.count, about + month.about)
    top = max(count for count, _ in counts.values())
    room = 100 / (end - begin + 1)
    bars = tuple(
        _draw_bar(_month(place * size), counts[place], x=(place - begin) * room, room=room, top=top)
        for place in sorted(counts)
    )
    labels = tuple(_labels(begin * size, end * size, size=size, room=room))
    return BarChart(bars=bars, labels=labels, top=top, height=_HEIGHT, step=step)


def _draw_bar(month: date, counts: tuple[int, int], *, x: float, room: float, top: int) -> Bar:
    count, about = counts
    height, about_height = (max(2.0, round(number * _HEIGHT / top, 1)) if number else 0.0 for number in counts)
    return Bar(
        month=month, count=count, about=about, x=round(x + room * _GAP / 2, 2), width=round(room * (1 - _GAP), 2),
        y=_HEIGHT - height, height=height, about_y=_HEIGHT - about_height, about_height=about_height,
    )  # fmt: skip


def _labels(first: int, last: int, *, size: int, room: float) -> list[Label]:
    """The years that begin within the span, every second or third where they are many; else its two ends."""
    januaries = [number for number in range(first, last + 1) if number % 12 == 0]
    every = -(-len(januaries) // _MOST_LABELS)
    found = [
        Label(x=round((number - first) / size * room, 2), month=_month(number), is_year=True)
        for number in januaries[:: every or 1]
    ]
    if len(found) < 2:
        begin = Label(x=0.0, month=_month(first), is_year=size == 12)
        return [begin, Label(x=100.0, month=_month(last), is_year=size == 12, anchor="end")]
    return [label for label in found if label.x < _END]


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _month(number: int) -> date:
    return date(max(1, number // 12), number % 12 + 1, 1)
