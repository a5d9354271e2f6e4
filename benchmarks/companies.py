"""How fast companies are found: megabytes of news a second on one core, and a whole archive after a change of names.

    python -m benchmarks.companies [ARTICLES]

The texts are generated: words without meaning, and about every 150 characters a name of the starter vocabulary in a
clause as news has them. Beside the matcher stands the automaton alone on the same texts in the same run: what no rule
can be faster than. Megabytes are of UTF-8.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.articles import SEED, Vocabulary
from site_builder.archive.companies import find_mentions
from site_builder.archive.vocabulary import Matcher, collect_vocabulary, fold
from site_builder.building.cache import Cache
from site_builder.building.mentions import find_companies
from site_builder.documents import FrontMatter
from site_builder.model import Body, ParsedArticle, ParsedTerm
from site_builder.vocabulary.lookup import to_facts
from site_builder.vocabulary.starter import load_vocabulary

_CHARACTERS = 2000
_NAME_EVERY = 150
_MEASURED = 2000
"""Texts of which megabytes a second are measured."""
_CLAUSES = (
    "{0}宣布，{1}", "据{0}财报，{1}", "{1}，收购{0}，", "{0}、{2}和{3}{1}", "{0}（{1}）", "，{0}的{1}", "“{0}”{1}",
    "{0}{1}", "{1}（来源：{0}）\n", "在{0}上{1}", "{1} {0} {2}，", "{0}CEO{1}",
)  # fmt: skip
_SIGNS = "，，，，，、、。。。\n：“”（）"


def main() -> None:
    """Measure for the number of articles given."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    terms = load_terms()
    texts = list(make_texts(min(count, _MEASURED), terms))
    matcher = Matcher(collect_vocabulary(terms))
    size = sum(len(text.encode()) for text in texts) / 1e6
    find_mentions("", texts[0], matcher)
    rates = {
        "automaton": size / _measure(lambda: [matcher.scan(fold(text)) for text in texts]),
        "matcher": size / _measure(lambda: [find_mentions("", text, matcher) for text in texts]),
    }
    found = sum(surface.count for text in texts for m in find_mentions("", text, matcher) for surface in m.surfaces)
    letters = sum(map(len, texts))
    print(f"{len(terms):,} companies, {len(matcher.forms):,} forms; {letters / max(found, 1):.0f} characters a name")
    for name, rate in rates.items():
        print(f"{name:<10} {rate:8.1f} MB/s")
    spent = {jobs: _measure_archive(count, texts, terms, jobs=jobs) for jobs in (1, 2)}
    for jobs, (wall, cpu) in spent.items():
        print(f"{count:,} cached articles after a change of names, jobs {jobs}: {wall:.2f} s, {cpu:.2f} s of CPU")
    ratio = round(rates["matcher"] / rates["automaton"], 3)
    figures = {name: round(rate, 1) for name, rate in rates.items()}
    print(json.dumps({"n": count, **figures, "of_automaton": ratio, "rematch_cpu_seconds": round(spent[1][1], 2)}))


def load_terms() -> list[ParsedTerm]:
    """The starter vocabulary as term files would give it."""
    starters = load_vocabulary()
    by_slug = {one.slug: one for one in starters}
    return [
        ParsedTerm(path=f"content/companies/{one.slug}.md", taxonomy="companies", slug=one.slug,
                   facts=to_facts(one, by_slug), body=Body(key=""))
        for one in starters
    ]  # fmt: skip


def make_texts(count: int, terms: Sequence[ParsedTerm]) -> Iterator[str]:
    """Texts of about 2,000 characters, the same for everyone."""
    rng, words = random.Random(SEED), Vocabulary(SEED)
    names = [name for term in terms for name in (term.facts.name, *term.facts.aliases)]
    for _ in range(count):
        few = rng.sample(names, 8)
        parts: list[str] = []
        length = 0
        while length < _CHARACTERS:
            plain = _plain(rng, words)
            clause = rng.choice(_CLAUSES).format(rng.choice(few), _word(rng, words), *rng.sample(few, 2))
            parts += [plain, clause]
            length += len(plain) + len(clause)
        yield "".join(parts)


def _plain(rng: random.Random, words: Vocabulary) -> str:
    """Text without a name, but for those that chance makes."""
    parts: list[str] = []
    while sum(map(len, parts)) < _NAME_EVERY:
        parts.append("".join(_word(rng, words) for _ in range(rng.randint(3, 8))) + rng.choice(_SIGNS))
    return "".join(parts)


def _word(rng: random.Random, words: Vocabulary) -> str:
    return rng.choices(words.words, cum_weights=words.weights)[0]


def _measure(work: Callable[[], object]) -> float:
    """Seconds of this process's CPU, the better of two runs."""
    spent = []
    for _ in range(2):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return min(spent)


def _measure_archive(
    count: int, texts: Sequence[str], terms: Sequence[ParsedTerm], *, jobs: int
) -> tuple[float, float]:
    """(wall seconds, CPU seconds with those of processes) until all articles of a cache are matched anew."""
    with tempfile.TemporaryDirectory(prefix="site-builder-benchmark-") as folder, Cache(Path(folder, "c")) as cache:
        articles = []
        for number in range(count):
            text = texts[number % len(texts)]
            key = f"{number:032d}"
            cache.add_bodies([(key, "", text)])
            front = FrontMatter(title=f"Title {number}")
            articles.append(
                ParsedArticle(
                    path=f"content/articles/{number}.md", front_matter=front, slug=str(number), language="zh-Hans",
                    date=datetime(2020, 1, 1, tzinfo=UTC), summary="", body=Body(key=key, characters=len(text)),
                )
            )  # fmt: skip
        cache.commit()
        find_companies(articles, terms[:-1], cache, brands=True, jobs=2)
        begin, cpu = time.perf_counter(), sum(os.times()[:4])
        find_companies(articles, terms, cache, brands=True, jobs=jobs)
        return time.perf_counter() - begin, sum(os.times()[:4]) - cpu


if __name__ == "__main__":
    main()
