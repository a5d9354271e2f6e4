"""What stories cost a build: signatures, candidates, comparison and grouping of N generated articles.

    python -m benchmarks.stories 20000 [DAYS]

The articles lie within DAYS (default 1,800) and hold about 2,000 characters each; one in ten is an edited repost of
its predecessor, one in ten a note of one pattern. Prints seconds and added peak memory of a build that knows nothing,
of an unchanged one, and of one with a new article, then the same as one JSON line.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.articles import SEED, Vocabulary
from site_builder.archive.stories import with_stories
from site_builder.building.cache import Cache
from site_builder.building.parallel import default_jobs
from site_builder.building.resemblance import load_resemblances
from site_builder.documents import FrontMatter
from site_builder.model import Article, Body, Card, ParsedArticle, Site

_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_WORDS = 850
_PARAGRAPH = 120
_STORY_DAYS = 14


def main() -> None:
    """Measure for the number of articles given."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    days = int(sys.argv[2]) if len(sys.argv) > 2 else 1800
    with tempfile.TemporaryDirectory(prefix="site-builder-benchmark-") as folder, Cache(Path(folder, "c")) as cache:
        articles = [_store(number, text, count, days, cache) for number, text in enumerate(_make_texts(count + 1))]
        known = [*articles[: count // 2], *articles[count // 2 + 1 :]]
        rows = {
            "cold": _measure(lambda: _find_stories(known, cache)),
            "unchanged": _measure(lambda: _find_stories(known, cache)),
            "one new": _measure(lambda: _find_stories(articles, cache)),
        }
    print(f"{'':<10} {'articles':>8} {'seconds':>9} {'CPU':>9} {'MB added':>9} {'stories':>8}")
    for name, (seconds, cpu, megabytes, stories) in rows.items():
        print(f"{name:<10} {count:>8,} {seconds:>9.3f} {cpu:>9.3f} {megabytes:>9.0f} {stories:>8,}")
    cold = rows["cold"][1]
    ratios = {f"{name.replace(' ', '_')}_ratio": round(row[1] / cold, 5) for name, row in rows.items()}
    print(json.dumps({"n": count, "days": days, "added_mb": round(rows["cold"][2]), **ratios}))


def _measure(work: Callable[[], int]) -> tuple[float, float, float, int]:
    """(wall seconds, CPU seconds with those of processes, megabytes by which the peak grew, result)."""
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    cpu = sum(os.times()[:4])
    result = work()
    spent, cpu = time.perf_counter() - begin, sum(os.times()[:4]) - cpu
    return spent, cpu, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, result


def _find_stories(articles: list[Article], cache: Cache) -> int:
    found = load_resemblances([a.parsed for a in articles], cache, days=_STORY_DAYS, jobs=default_jobs())
    site = Site(articles=tuple(articles), terms={}, by_term={}, by_day={})
    return len(with_stories(site, found, days=_STORY_DAYS).stories)


def _make_texts(count: int) -> Iterator[str]:
    rng, vocabulary = random.Random(SEED), Vocabulary(SEED)
    pattern = _make_text(rng, vocabulary)
    text = pattern
    for number in range(count):
        if number % 10 == 1:
            yield _edit(text, rng)
            continue
        text = _make_text(rng, vocabulary) if number % 10 != 5 else _fill(pattern, rng)
        yield text


def _make_text(rng: random.Random, vocabulary: Vocabulary) -> str:
    words = rng.choices(vocabulary.words, cum_weights=vocabulary.weights, k=_WORDS)
    return "。\n".join("".join(words[at : at + _PARAGRAPH]) for at in range(0, len(words), _PARAGRAPH))


def _edit(text: str, rng: random.Random) -> str:
    """Two paragraphs in another order, the last one cut."""
    first, *parts = text.split("\n")
    rng.shuffle(parts)
    return "\n".join([*parts, first])[: int(len(text) * rng.uniform(0.7, 0.95))]


def _fill(pattern: str, rng: random.Random) -> str:
    """The pattern with numbers of its own every 40 characters."""
    return "".join(f"{pattern[at : at + 40]}{rng.randint(100, 99999)}" for at in range(0, len(pattern), 40))


def _store(number: int, text: str, count: int, days: int, cache: Cache) -> Article:
    key, url = f"{number:032d}", f"/{number}/"
    date = _BEGIN + timedelta(days=days * number / count)
    cache.add_bodies([(key, "", text)])
    front = FrontMatter(title=f"Title {number}")
    parsed = ParsedArticle(
        path=f"content/articles/{number}.md", front_matter=front, slug=str(number), date=date, language="zh-Hans",
        summary="", body=Body(key=key, characters=len(text)),
    )  # fmt: skip
    return Article(card=Card(id=f"{number:032x}", url=url, title=front.title, date=date), parsed=parsed)


if __name__ == "__main__":
    main()
