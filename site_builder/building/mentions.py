"""Articles and term files -> the companies found in each article, mostly from the cache.

A change of one name means matching every article anew: that goes on in processes, which read the texts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from site_builder.archive.companies import find_mentions
from site_builder.archive.vocabulary import Matcher, Vocabulary, collect_vocabulary
from site_builder.building.cache import BodyStore, Cache
from site_builder.building.fingerprint import code_version, hash_record, hash_texts
from site_builder.building.parallel import map_items
from site_builder.model import Mention, ParsedArticle, ParsedTerm

_DECODER = msgspec.json.Decoder(tuple[Mention, ...])
_ENCODER = msgspec.json.Encoder()


class _Worker:
    """What one process needs to match any article."""

    def __init__(self, vocabulary: Vocabulary, cache_path: Path) -> None:
        self.matcher = Matcher(vocabulary)
        self.bodies = BodyStore(cache_path)


_worker: _Worker | None = None
"""This process's worker while `_match` runs; set by `_set_up`."""


def find_companies(
    articles: Sequence[ParsedArticle], terms: Sequence[ParsedTerm], cache: Cache, *, brands: bool, jobs: int
) -> dict[str, tuple[Mention, ...]]:
    """Article path -> companies found in its title and text; with `brands`, also by what they sell.

    Commits the cache before it begins with articles that it does not know.
    """
    companies = [term for term in terms if term.taxonomy == "companies"]
    vocabulary = collect_vocabulary(companies, brands=brands)
    if not vocabulary.forms:
        return {}
    salt = f"{code_version()} {hash_record(vocabulary)}"
    keys = {a.path: hash_texts(salt, a.front_matter.title, a.body.key) for a in articles}
    known = cache.find_mentions(keys.values())
    missing = [article for article in articles if keys[article.path] not in known]
    if missing:
        rows = [
            (keys[article.path], record)
            for article, record in zip(missing, _match_all(missing, vocabulary, cache, jobs=jobs), strict=True)
        ]
        cache.add_mentions(rows)
        known.update(rows)
    cache.sweep("mentions", set(keys.values()))
    return {path: _DECODER.decode(known[key]) for path, key in keys.items()}


def _match_all(
    articles: Sequence[ParsedArticle], vocabulary: Vocabulary, cache: Cache, *, jobs: int
) -> Iterable[bytes]:
    """The encoded mentions of each article, in order. The processes read what is committed."""
    cache.commit()
    try:
        yield from map_items(_match, articles, jobs=jobs, setup=_set_up, setup_arguments=(vocabulary, cache.path))
    finally:
        _tear_down()


def _set_up(vocabulary: Vocabulary, cache_path: Path) -> None:
    global _worker
    _worker = _Worker(vocabulary, cache_path)


def _tear_down() -> None:
    """Let go of the cache, where it was this process that matched."""
    global _worker
    if _worker is not None:
        _worker.bodies.close()
    _worker = None


def _match(article: ParsedArticle) -> bytes:
    assert _worker is not None
    text = _worker.bodies.text(article.body.key)
    return _ENCODER.encode(find_mentions(article.front_matter.title, text, _worker.matcher, quiet=article.code))
