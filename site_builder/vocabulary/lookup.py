"""A name as people write it -> the companies of the starter vocabulary that bear it, and their term files' facts."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from site_builder.documents import TermFacts
from site_builder.language.characters import fold
from site_builder.vocabulary.starter import Starter

_NEAR = 0.5
"""Two of four characters alike: names are short."""


def find_starters(name: str, vocabulary: Sequence[Starter]) -> tuple[Starter, ...]:
    """The companies that bear `name`: by their own name or slug, else by alias, English name, ticker or brand.

    More than one where several share the name. Width, case and blanks do not count.
    """
    wanted = fold(name)
    own = tuple(one for one in vocabulary if wanted in (fold(one.name), one.slug))
    return own or tuple(one for one in vocabulary if wanted in map(fold, _list_names(one)))


def find_nearest(name: str, vocabulary: Sequence[Starter]) -> tuple[str, ...]:
    """Up to three names of different companies that `name` may be a misspelling of, nearest first."""
    names = {fold(text): one for one in vocabulary for text in (one.slug, *_list_names(one), one.name)}
    near = difflib.get_close_matches(fold(name), names, n=3, cutoff=_NEAR)
    return tuple(dict.fromkeys(names[text].name for text in near))


def to_facts(starter: Starter, by_slug: Mapping[str, Starter]) -> TermFacts:
    """What the term file of a company says. Its parent stands by name, which the parent's own file will claim."""
    return TermFacts(
        name=starter.name,
        aliases=starter.aliases,
        tickers=starter.tickers,
        english=starter.english,
        parent=by_slug[starter.parent].name if starter.parent else "",
        website=starter.website,
        wikidata=starter.wikidata,
        ambiguous=starter.ambiguous,
        case_sensitive=starter.case_sensitive,
        context=starter.context,
        exclude=starter.exclude,
        brands=starter.brands,
    )


def _list_names(starter: Starter) -> Iterator[str]:
    yield from (text for text in (starter.english, *starter.aliases, *starter.brands) if text)
    for ticker in starter.tickers:
        yield from (ticker, ticker.rpartition(".")[0])
