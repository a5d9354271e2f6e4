"""Documents into shards: stretches of time, each indexed by itself, whose borders follow from the documents alone.

From the oldest on, a shard takes articles until it is full. The last of it is not the one that fills it but, among
those that could be last (the shard would be 80 to 100 % full), the one whose address has the smallest hash. An
article that is added or taken away long after its time then moves a border seldom, and the next shards find the same
borders again; cut at fixed counts, every later shard would shift by one (docs/decisions/010).

What is left after the last full shard is cut the same way into middle shards, the rest of that into small ones. The
newest articles thus stand in a small shard, which alone is indexed again when one of them changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from site_builder.documents import Record
from site_builder.search.documents import SearchDocument


class Size(Record, frozen=True, kw_only=True):
    """When a shard is full: at so many articles or characters, whichever is reached first."""

    articles: int
    characters: int


SIZES = (
    Size(articles=2000, characters=2_000_000),
    Size(articles=750, characters=750_000),
    Size(articles=300, characters=300_000),
)
"""Large, middle, small. Pagefind takes up to 1 kB of memory a character: the large ones must fit into 2 GB."""

_EARLIEST_BORDER = 0.8
"""A shard may end once it is this full."""


def cut_shards(documents: Sequence[SearchDocument], *, sizes: Sequence[Size] = SIZES) -> list[list[SearchDocument]]:
    """The shards, newest first; within each the newest document first, the same instant by URL."""
    rest = sorted(documents, key=lambda document: document.url, reverse=True)
    rest.sort(key=lambda document: document.date)
    shards: list[list[SearchDocument]] = []
    for size in sizes:
        while length := _full_length(rest, size):
            shards.append(rest[:length])
            rest = rest[length:]
    if rest:
        shards.append(rest)
    return [shard[::-1] for shard in reversed(shards)]


def _full_length(documents: Sequence[SearchDocument], size: Size) -> int:
    """How many of `documents` (oldest first) make a full shard; 0 if they do not fill one."""
    candidates: list[tuple[str, int]] = []
    characters = 0
    for count, document in enumerate(documents, start=1):
        characters += document.characters
        fullness = max(count / size.articles, characters / size.characters)
        if fullness > 1:
            # One text longer than a shard stands alone.
            return min(candidates)[1] if candidates else max(1, count - 1)
        if fullness >= _EARLIEST_BORDER:
            candidates.append((_hash(document.url), count))
    return 0


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
