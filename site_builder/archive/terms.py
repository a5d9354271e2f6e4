"""Names as articles write them -> terms. One registry a taxonomy, filled from term files first.

A term file's name and aliases all lead to it; a name without a file is a term of its own, whose slug
keeps its Unicode letters. Two different names never share a slug silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from site_builder.documents import TAXONOMIES, Taxonomy, TermFacts
from site_builder.errors import Problem
from site_builder.language.characters import fold
from site_builder.language.slugs import term_slug
from site_builder.model import ParsedTerm, Term

SortKey = Callable[[str], tuple[str, str]]
"""Name -> (index letter, sortable key)."""


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """The name as it is compared: width, case and runs of white space do not count."""
    return fold(name)


class Terms:
    """The terms met so far. Lives for one assembly; `resolve` adds names that have no file."""

    def __init__(self, sort_key: SortKey) -> None:
        self._sort_key = sort_key
        self._slugs: dict[tuple[Taxonomy, str], str] = {}
        self.terms: dict[tuple[Taxonomy, str], Term] = {}
        self.problems: list[Problem] = []

    def add_files(self, parsed: Iterable[ParsedTerm]) -> None:
        """Register term files; a slug or an alias that two files claim is a problem at the second."""
        for term in parsed:
            other = self.terms.get((term.taxonomy, term.slug))
            if other:
                message = f"/{term.taxonomy}/{term.slug}/ is already the page of {other.path}"
                hint = "rename one of the two files, or join them"
                self.problems.append(Problem(term.path, 1, "slug-claimed-twice", message, hint))
                continue
            self._add(term.taxonomy, term.slug, term.facts, term)
            for name in (term.facts.name, term.facts.english, *term.facts.aliases, *term.facts.tickers):
                if name:
                    self._claim(term, name)

    def resolve(self, taxonomy: Taxonomy, name: str, *, path: str, line: int) -> Term:
        """The term of a name that stands in the file `path`; new where nothing claims the name."""
        key = (taxonomy, fold_name(name))
        if key not in self._slugs:
            slug = term_slug(name)
            other = self.terms.get((taxonomy, slug))
            if other is None:
                self._add(taxonomy, slug, TermFacts(name=name), None)
            else:
                message = f'"{name}" and "{other.name}" would both have the page /{taxonomy}/{slug}/'
                hint = f"add {name} to the aliases in content/{taxonomy}/{slug}.md, or rename one of them"
                self.problems.append(Problem(path, line, "term-collision", message, hint))
            self._slugs[key] = slug
        return self.terms[taxonomy, self._slugs[key]]

    def find(self, taxonomy: Taxonomy, name: str) -> Term | None:
        """The term a name leads to, without adding one."""
        slug = self._slugs.get((taxonomy, fold_name(name)))
        return None if slug is None else self.terms[taxonomy, slug]

    def is_from(self, parsed: ParsedTerm) -> bool:
        """True if the term is this file's, not that of another file with its slug."""
        return self.terms[parsed.taxonomy, parsed.slug].path == parsed.path

    def by_taxonomy(self) -> dict[Taxonomy, tuple[Term, ...]]:
        """Every term, sorted for reading."""
        ordered = sorted(self.terms.values(), key=lambda term: (term.sort_key, term.slug))
        return {t: tuple(term for term in ordered if term.taxonomy == t) for t in TAXONOMIES}

    def _add(self, taxonomy: Taxonomy, slug: str, facts: TermFacts, parsed: ParsedTerm | None) -> None:
        initial, key = self._sort_key(facts.name)
        self.terms[taxonomy, slug] = Term(
            taxonomy=taxonomy, slug=slug, name=facts.name, url=f"/{taxonomy}/{slug}/", initial=initial,
            sort_key=f"{'~' if initial == '#' else initial}{key}", facts=facts,
            body=parsed.body if parsed and parsed.body.characters else None, path=parsed.path if parsed else "",
            lines=parsed.lines if parsed else {},
        )  # fmt: skip

    def _claim(self, term: ParsedTerm, name: str) -> None:
        key = (term.taxonomy, fold_name(name))
        owner = self._slugs.setdefault(key, term.slug)
        if owner != term.slug:
            message = f'"{name}" already leads to content/{term.taxonomy}/{owner}.md'
            line = term.lines.get("aliases" if name in term.facts.aliases else "name", 1)
            hint = "remove it from one of the two files"
            self.problems.append(Problem(term.path, line, "alias-claimed-twice", message, hint))
