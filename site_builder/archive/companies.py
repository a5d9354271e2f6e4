"""Title and text of an article + the vocabulary of term files -> the companies it mentions.

One Aho-Corasick automaton over all names, aliases and tickers; of those that fit, the leftmost and longest counts, so
that 小米集团-W wins over 小米集团 and 小米, and Arm is found where "Arm Co" only begins a word. The door of
ahocorasick-rs. Matching ignores the width of letters, and case except in short Latin names. The rules are the term
file's own: `exclude` holds longer words that are something else (小米粥); an alias in `ambiguous` counts only beside
another name of the company or a word of `context`, anywhere in the article.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

import ahocorasick_rs

from site_builder.model import Mention, ParsedTerm, Record, Term

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD = _HALF_WIDTH | {0x3000: 0x20}
_FOLD |= {ord(letter): ord(letter.lower()) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_FOLD |= {code: code - 0xFEE0 + 0x20 for code in range(0xFF21, 0xFF3B)}
_WORD = re.compile("[0-9a-z]")
_EXACT_CASE_LENGTH = 3
"""Latin names up to this length match in their own case only: ARM is a company, arm is not."""


class Form(Record, frozen=True, kw_only=True):
    """One pattern of the automaton."""

    text: str
    """As the term file writes it."""
    slug: str
    """The company, or "" for a longer word that is none."""
    ambiguous: bool = False


class Vocabulary:
    """The compiled names of all companies; made once a build and process."""

    def __init__(self, forms: Iterable[Form], contexts: dict[str, tuple[str, ...]]) -> None:
        self.forms = list(forms)
        self.contexts = contexts
        patterns = [fold(form.text) for form in self.forms]
        self.automaton = ahocorasick_rs.AhoCorasick(
            patterns, matchkind=ahocorasick_rs.MatchKind.Standard
        ) if patterns else None  # fmt: skip


def fold(text: str) -> str:
    """The text as it is compared: half-width, Latin letters lower. Positions stay the same."""
    return text.translate(_FOLD)


def collect_forms(terms: Iterable[ParsedTerm]) -> tuple[tuple[Form, ...], dict[str, tuple[str, ...]]]:
    """(forms, contexts) of the company term files; where two companies share a form, the first keeps it."""
    forms: dict[str, Form] = {}
    contexts: dict[str, tuple[str, ...]] = {}
    for term in terms:
        facts = term.facts
        contexts[term.slug] = tuple(fold(word) for word in facts.context)
        for text in (facts.name, facts.english, *facts.aliases, *facts.tickers):
            if text:
                form = Form(text=text, slug=term.slug, ambiguous=text in facts.ambiguous)
                forms.setdefault(fold(text), form)
    for term in terms:
        for text in term.facts.exclude:
            forms.setdefault(fold(text), Form(text=text, slug=""))
    return tuple(forms.values()), contexts


def find_mentions(title: str, text: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """The companies named in the article, in order of first appearance; those in the title are `about`."""
    in_title = list(_find_forms(title, vocabulary))
    found = [*in_title, *_find_forms(text, vocabulary)]
    clear = {form.slug for form, _ in found if not form.ambiguous}
    folded = fold(f"{title}\n{text}") if any(form.ambiguous for form, _ in found) else ""
    surfaces: dict[str, list[str]] = {}
    for form, surface in found:
        if form.slug in clear or _has_context(folded, vocabulary.contexts.get(form.slug, ())):
            surfaces.setdefault(form.slug, []).append(surface)
    title_slugs = {form.slug for form, _ in in_title}
    return tuple(
        Mention(
            slug=slug,
            about=slug in title_slugs,
            forms=tuple(dict.fromkeys(forms)),
            reason="title" if slug in title_slugs else "text",
        )
        for slug, forms in surfaces.items()
    )


def confirms_link(name: str, term: Term | None, found: Container[str]) -> bool:
    """True if a publisher's link on `name` may count for its company.

    Links are set by machine, also on 美的 in 完美的. Where a term file calls the name ambiguous or knows longer words
    around it, its rules have looked at the text already: what is not among the slugs `found` is no company there.
    """
    if term is None or term.slug in found:
        return True
    return fold(name) not in map(fold, term.facts.ambiguous) and not any(
        fold(name) in fold(word) for word in term.facts.exclude
    )


def _has_context(folded: str, words: tuple[str, ...]) -> bool:
    return any(word in folded for word in words)


def _find_forms(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Form, str]]:
    """(form, surface) of every name in `text`, in order."""
    if vocabulary.automaton is None:
        return
    folded = fold(text)
    fitting: list[tuple[int, int, Form]] = []
    for index, start, end in vocabulary.automaton.find_matches_as_indexes(folded, overlapping=True):
        form = vocabulary.forms[index]
        if _stands_alone(folded, start, end) and _has_case(form.text, text[start:end]):
            fitting.append((start, -end, form))
    reached = 0
    for start, end, form in sorted(fitting, key=lambda match: match[:2]):
        if start >= reached:
            reached = -end
            if form.slug:
                yield form, text[start:-end]


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """True unless a Latin name is part of a longer Latin word; a Chinese neighbour is a boundary."""
    starts_inside = start > 0 and _WORD.match(folded[start]) and _WORD.match(folded[start - 1])
    ends_inside = end < len(folded) and _WORD.match(folded[end - 1]) and _WORD.match(folded[end])
    return not starts_inside and not ends_inside


def _has_case(name: str, surface: str) -> bool:
    if len(name) > _EXACT_CASE_LENGTH or not name.isascii():
        return True
    return name == surface.translate(_HALF_WIDTH)
