"""A list of cards -> pages that never move.

Pages are numbered from the oldest: page 1 holds the oldest `size` articles and never changes once full. The list's own
URL always shows the newest `size`, which may overlap with the newest numbered page: a new article changes one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from site_builder.documents import Record
from site_builder.views import Pager

T = TypeVar("T")


class ListPage(Record, frozen=True, kw_only=True):
    """One page of a list."""

    url: str
    pager: Pager


def paginate(items: Sequence[T], *, url: str, size: int) -> Iterator[tuple[ListPage, Sequence[T]]]:
    """The newest page, then the numbered ones, newest first. `items` are newest first; `url` ends with a slash."""
    full_pages = len(items) // size if len(items) > size else 0
    rest = len(items) - full_pages * size
    oldest_shown = max(0, len(items) - size)
    below = -(-oldest_shown // size) if full_pages else 0
    older = _page_url(url, below) if below else ""
    yield ListPage(url=url, pager=Pager(older=older)), items[:size]
    for number in range(full_pages, 0, -1):
        first = rest + (full_pages - number) * size
        pager = Pager(
            number=number,
            newer=_page_url(url, number + 1) if number < full_pages else url,
            older=_page_url(url, number - 1) if number > 1 else "",
        )
        yield ListPage(url=_page_url(url, number), pager=pager), items[first : first + size]


def _page_url(url: str, number: int) -> str:
    return f"{url}page/{number}/"
