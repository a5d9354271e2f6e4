"""Where shards begin and end, and how little moves when articles come, go or change."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.documents import SearchDocument
from site_builder.search.shards import SIZES, Size, cut_shards

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
TINY = (Size(articles=20, characters=10_000), Size(articles=6, characters=3_000))


def document(number: int, *, characters: int = 100) -> SearchDocument:
    date = BEGIN + timedelta(hours=number)
    return SearchDocument(url=f"/{number}/", title="", date=date, text_key=str(characters), characters=characters)


def urls(shards: list[list[SearchDocument]]) -> list[list[str]]:
    return [[document.url for document in shard] for shard in shards]


def kept(before: list[list[str]], after: list[list[str]]) -> int:
    """How many shards of `before` are whole in `after`."""
    return sum(shard in after for shard in before)


@given(st.sets(st.integers(0, 400)), st.integers(1, 3_000))
def test_every_document_stands_in_one_shard_newest_first_within_the_sizes(numbers: set[int], characters: int) -> None:
    documents = [document(number, characters=characters) for number in numbers]
    shards = cut_shards(documents, sizes=TINY)
    assert [d for shard in shards for d in shard] == sorted(documents, key=lambda d: d.date, reverse=True)
    assert all(len(shard) <= 20 and sum(d.characters for d in shard) <= 10_000 for shard in shards)
    assert [len(shard) for shard in shards[:1] if len(shard) > 6] == []


@given(st.sets(st.integers(0, 200)), st.randoms())
def test_order_of_arrival_does_not_matter(numbers: set[int], pick: random.Random) -> None:
    documents = [document(number) for number in sorted(numbers)]
    shuffled = pick.sample(documents, len(documents))
    assert cut_shards(shuffled, sizes=TINY) == cut_shards(documents, sizes=TINY)


def test_same_instant_goes_by_url() -> None:
    pair = [SearchDocument(url=url, title="", date=BEGIN, text_key="", characters=1) for url in ("/b/", "/a/")]
    assert urls(cut_shards(pair)) == [["/a/", "/b/"]]


def test_text_longer_than_a_shard_stands_alone() -> None:
    long = [document(1), document(2, characters=50_000), document(3)]
    assert urls(cut_shards(long, sizes=TINY)) == [["/3/"], ["/2/"], ["/1/"]]


def test_new_articles_change_the_newest_shard_alone_until_it_is_full() -> None:
    shards = urls(cut_shards([document(number) for number in range(0, 20_000, 2)]))
    grown = urls(cut_shards([document(number) for number in (*range(0, 20_000, 2), 19_999)]))
    assert (grown[1:], grown[0][1:]) == (shards[1:], shards[0])
    assert all(len(shard) <= SIZES[0].articles for shard in shards)


def test_old_articles_that_come_or_go_move_few_borders() -> None:
    documents = [document(number) for number in range(0, 40_000, 2)]
    before, pick = urls(cut_shards(documents)), random.Random(1)
    changed = 0
    for number in pick.sample(range(1, 39_999, 2), 20):
        changed += len(before) - kept(before, urls(cut_shards([*documents, document(number)])))
    for gone in pick.sample(documents, 20):
        changed += len(before) - kept(before, urls(cut_shards([d for d in documents if d is not gone])))
    assert changed / 40 < 1.5


def test_longer_text_of_an_old_article_moves_few_borders() -> None:
    documents = [document(number, characters=2_000) for number in range(10_000)]
    before = urls(cut_shards(documents))
    edited = [document(5_000, characters=2_100) if d.url == "/5000/" else d for d in documents]
    assert kept(before, urls(cut_shards(edited))) >= len(before) - 1
