"""Company term files -> one automaton of every name, alias, brand and ticker. The door of ahocorasick-rs.

Names are compared half-width and in lower case; positions stay those of the text. What else a form asks for (its own
case, brackets, evidence) stands in its record and is checked where the form is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import ahocorasick_rs

from site_builder.documents import Record
from site_builder.model import ParsedTerm

Kind = Literal["name", "short", "brand", "ticker", "code", "word"]
"""name: the company's own name, in Chinese or English. short: an alias that is only a part of one. ticker: with its
exchange ("01810.HK"). code: a ticker alone, which counts in brackets or after $. word: a longer word that is none."""

_WIDE = re.compile("[\u3000\uff01-\uff5e]")
_WIDE_LETTER = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOWER_ASCII = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_EXACT_CASE_LENGTH = 3
"""Latin names up to this length match in their own case only: ARM is a company, arm is not."""
_LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_SEAM = re.compile("(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])")
_GAP = re.compile("(?<=[\u4e00-\u9fff]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[\u4e00-\u9fff])")
_CHINA = ("SH", "SZ", "BJ")


class Form(Record, frozen=True, kw_only=True):
    """One pattern of the automaton."""

    text: str
    """As the term file writes it."""
    slugs: tuple[str, ...]
    """The companies it names: more than one only where all of them call it ambiguous. None for a word."""
    kind: Kind = "name"
    ambiguous: bool = False
    """It counts only where something near it shows that the company is meant."""
    exact: bool = False
    """It counts in its own case only."""


class Vocabulary(Record, frozen=True, kw_only=True):
    """The names of all companies, ready to be compiled; plain data, so that it can be hashed and sent to workers."""

    forms: tuple[Form, ...] = ()
    contexts: Mapping[str, tuple[str, ...]] = {}
    """Slug -> folded words that admit an ambiguous name near them; absent where the general rules admit it."""
    listed_in_china: tuple[str, ...] = ()
    """Slugs of companies whose names may carry the exchange's marks (*ST, XD)."""


class Matcher:
    """The compiled vocabulary of this process."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.forms = vocabulary.forms
        self.listed_in_china = frozenset(vocabulary.listed_in_china)
        folded = [fold(form.text) for form in self.forms]
        self._edges = [(text[:1] in _LATIN, text[-1:] in _LATIN) for text in folded]
        self._has_edges = [True in edges for edges in self._edges]
        self._automaton = ahocorasick_rs.AhoCorasick(folded) if folded else None

    def scan(self, folded: str) -> list[tuple[int, int, int]]:
        """(index of a form, start, end) of every pattern in a folded text, as the automaton meets them."""
        return self._automaton.find_matches_as_indexes(folded, overlapping=True) if self._automaton else []

    def find(self, folded: str) -> list[tuple[Form, int, int]]:
        """(form, start, end) of every form that stands alone in a folded text, overlapping ones too.

        Leftmost and longest first. A Latin name is no part of a longer Latin word; a Chinese neighbour is a boundary.
        """
        found = [(start, -end, index) for index, start, end in self.scan(folded)]
        found.sort()
        forms, has_edges = self.forms, self._has_edges
        return [
            (forms[index], start, -end)
            for start, end, index in found
            if not has_edges[index] or not self._is_in_word(folded, start, -end, index=index)
        ]

    def _is_in_word(self, folded: str, start: int, end: int, *, index: int) -> bool:
        starts, ends = self._edges[index]
        inside = starts and start > 0 and folded[start - 1] in _LATIN
        return inside or (ends and folded[end : end + 1] in _LATIN)


def fold(text: str) -> str:
    """The text as it is compared: half-width, Latin letters lower. Positions stay the same."""
    if _WIDE_LETTER.search(text):
        text = text.translate(_HALF_WIDTH)
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_LOWER_ASCII)


def half_width(text: str) -> str:
    """The text with full-width letters, digits and signs as half-width ones; case stays."""
    return text.translate(_HALF_WIDTH) if _WIDE.search(text) else text


def collect_vocabulary(terms: Iterable[ParsedTerm], *, brands: bool = True) -> Vocabulary:
    """The vocabulary of the company term files. A name that two companies claim belongs to the first."""
    forms: dict[str, Form] = {}
    contexts: dict[str, tuple[str, ...]] = {}
    words: dict[str, Form] = {}
    listed: list[str] = []
    for term in terms:
        for form in _forms_of(term, brands=brands):
            key = fold(form.text)
            forms[key] = _share(forms[key], form) if key in forms else form
        for text in term.facts.exclude:
            words.setdefault(fold(text), Form(text=text, slugs=(), kind="word"))
        if term.facts.context:
            contexts[term.slug] = tuple(fold(word) for word in term.facts.context)
        if any(ticker.endswith(_CHINA) for ticker in term.facts.tickers):
            listed.append(term.slug)
    known = tuple((words | forms).values())
    return Vocabulary(forms=known, contexts=contexts, listed_in_china=tuple(listed))


def _share(first: Form, other: Form) -> Form:
    """The form of two companies; theirs in common only where both call it ambiguous."""
    if not (first.ambiguous and other.ambiguous) or other.slugs[0] in first.slugs:
        return first
    return Form(text=first.text, slugs=first.slugs + other.slugs, kind="short", ambiguous=True, exact=first.exact)


def _forms_of(term: ParsedTerm, *, brands: bool) -> Iterator[Form]:
    """Every form of one company, its own names first: a brand of the same spelling is no longer one."""
    facts = term.facts
    ambiguous = {fold(text) for name in facts.ambiguous for text in _spellings(name)}
    cased = {fold(text) for text in facts.case_sensitive}

    def form(text: str, kind: Kind) -> Form:
        doubtful = fold(text) in ambiguous
        exact = text.isascii() and (doubtful or len(text) <= _EXACT_CASE_LENGTH or fold(text) in cased)
        return Form(text=text, slugs=(term.slug,), kind=kind, ambiguous=doubtful, exact=exact)

    names = [name for name in (facts.name, facts.english) if name]
    spelled: list[tuple[str, Kind]] = [(name, "name") for name in names]
    spelled += [(alias, "short" if _is_part(alias, names) else "name") for alias in facts.aliases]
    if brands:
        spelled += [(brand, "brand") for brand in facts.brands]
    yield from (form(text, kind) for name, kind in spelled for text in _spellings(name))
    for ticker in facts.tickers:
        for text, kind in _ticker_forms(ticker):
            yield Form(
                text=text, slugs=(term.slug,), kind=kind, ambiguous=kind == "code" and text.isalpha(),
                exact=kind == "code",
            )  # fmt: skip


def _spellings(name: str) -> Iterable[str]:
    """A name as it is given; where Chinese meets Latin also with a blank between them, and without: 36 氪."""
    joined = _GAP.sub("", name)
    return dict.fromkeys((name, joined, _SEAM.sub(" ", joined)))


def _is_part(alias: str, names: Iterable[str]) -> bool:
    """True for a nickname: 澎湃 of 澎湃新闻. What stands for less is also more often something else."""
    folded = fold(alias)
    return any(folded in fold(name) and folded != fold(name) for name in names)


def _ticker_forms(ticker: str) -> Iterator[tuple[str, Kind]]:
    """01810.HK as news writes it: 1810.HK, HK01810, HK1810, and alone in brackets."""
    code, _, exchange = ticker.rpartition(".") if "." in ticker else (ticker, "", "")
    codes = dict.fromkeys((code, code.lstrip("0").rjust(4, "0"))) if exchange == "HK" and code.isdigit() else (code,)
    for spelling in codes:
        if exchange:
            yield f"{spelling}.{exchange}", "ticker"
            yield f"{exchange}{spelling}" if spelling.isdigit() else f"{exchange}:{spelling}", "ticker"
        yield spelling, "code"
