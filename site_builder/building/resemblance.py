"""Articles and what the cache remembers of their texts -> the pairs that resemble each other.

Which texts were compared is one record of the cache; a build compares only what is new in it with what appeared
within the days around. Signatures lie beside it, by text. Nothing of this is kept in memory afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from site_builder.archive.resemblance import Resemblance, Signed, find_resemblances
from site_builder.building.cache import Cache
from site_builder.building.fingerprint import code_version
from site_builder.building.parallel import map_items
from site_builder.documents import Record
from site_builder.language.similarity import find_shingles, make_signature
from site_builder.model import ParsedArticle

_NAME = "resemblances"
_TEXTS_AT_ONCE = 1000
"""Texts in memory while they are signed."""
_SIGNED_AT_ONCE = 500
"""Texts whose candidates are in memory at once."""


class Compared(Record, frozen=True, kw_only=True, array_like=True):
    """The texts that were compared with each other, and what came of it."""

    settings: str
    texts: frozenset[tuple[str, float]]
    """(body key, seconds since 1970)."""
    found: tuple[Resemblance, ...]


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Compared)


def load_resemblances(
    articles: Sequence[ParsedArticle], cache: Cache, *, days: int, jobs: int
) -> tuple[Resemblance, ...]:
    """Every pair of texts within `days` of each other that share a passage; a text that appears twice is one too."""
    settings = f"{code_version()} {days}"
    listed = [(article.body.key, article.date.timestamp()) for article in articles]
    texts = frozenset(listed)
    before = _recall(cache, settings)
    fresh, gone = texts - before.texts, before.texts - texts
    found = before.found
    if gone:
        keys = {key for key, _ in texts}
        found = tuple(pair for pair in found if pair.first in keys and pair.second in keys)
    if fresh:
        found += tuple(_compare(fresh, texts - fresh, cache, days=days, jobs=jobs))
    if fresh or gone:
        found = tuple(sorted(set(found), key=lambda pair: (pair.first, pair.second)))
        cache.add_record(_NAME, _ENCODER.encode(Compared(settings=settings, texts=texts, found=found)))
    if gone or not before.texts:
        cache.sweep("signatures", {_signature_key(key) for key, _ in texts})
    return (*found, *_find_repeated(listed, cache))


def _find_repeated(listed: Sequence[tuple[str, float]], cache: Cache) -> list[Resemblance]:
    """Texts long enough to be compared that several articles have."""
    counts = Counter(key for key, _ in listed)
    repeated = sorted(key for key, count in counts.items() if count > 1) if len(counts) < len(listed) else []
    signatures = cache.find_signatures(_signature_key(key) for key in repeated)
    return [Resemblance(first=key, second=key, similarity=1.0) for key in repeated if signatures[_signature_key(key)]]


def _recall(cache: Cache, settings: str) -> Compared:
    record = cache.record(_NAME)
    compared = _DECODER.decode(record) if record else None
    if compared is None or compared.settings != settings:
        return Compared(settings=settings, texts=frozenset(), found=())
    return compared


def _compare(
    fresh: Iterable[tuple[str, float]], known: Iterable[tuple[str, float]], cache: Cache, *, days: int, jobs: int
) -> Iterator[Resemblance]:
    """The resemblances of fresh texts with each other and with known ones."""
    seconds = days * 86400.0
    added = sorted(fresh, key=lambda text: (text[1], text[0]))
    begin, end = added[0][1] - seconds, added[-1][1] + seconds
    near = [text for text in known if begin <= text[1] <= end]
    signatures = _load_signatures({key for key, _ in (*added, *near)}, cache, jobs=jobs)
    passed = _sign(near, signatures)
    waiting = _sign(added, signatures)
    for start in range(0, len(waiting), _SIGNED_AT_ONCE):
        part = waiting[start : start + _SIGNED_AT_ONCE]
        yield from find_resemblances(part, passed, seconds=seconds, text_of=cache.text)
        passed += part


def _sign(texts: Iterable[tuple[str, float]], signatures: dict[str, bytes]) -> list[Signed]:
    """Those that are long enough to be compared."""
    return [Signed(key=key, time=time, signature=signatures[key]) for key, time in texts if signatures[key]]


def _load_signatures(keys: set[str], cache: Cache, *, jobs: int) -> dict[str, bytes]:
    """Body key -> signature, from the cache where it is there."""
    stored = cache.find_signatures(_signature_key(key) for key in keys)
    missing = sorted(key for key in keys if _signature_key(key) not in stored)
    for start in range(0, len(missing), _TEXTS_AT_ONCE):
        part = missing[start : start + _TEXTS_AT_ONCE]
        texts = [cache.text(key) for key in part]
        made = map_items(_sign_text, texts, jobs=jobs, setup=_set_up, setup_arguments=())
        rows = [(_signature_key(key), signature) for key, signature in zip(part, made, strict=True)]
        cache.add_signatures(rows)
        stored.update(rows)
    return {key: stored[_signature_key(key)] for key in keys}


def _signature_key(key: str) -> str:
    return f"{key} {code_version()}"


def _set_up() -> None:
    """Nothing: signing depends on the text alone."""


def _sign_text(text: str) -> bytes:
    return make_signature(find_shingles(text))
