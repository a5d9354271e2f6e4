"""Terms and the parents that their files name -> who belongs to whom, and whose page shows whose articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from site_builder.archive.terms import Terms
from site_builder.documents import Taxonomy
from site_builder.errors import Problem, nearest_name
from site_builder.model import Article, ParsedTerm, TermRef

Key = tuple[Taxonomy, str]


def find_parents(files: Sequence[ParsedTerm], terms: Terms) -> tuple[dict[Key, TermRef], list[Problem]]:
    """(taxonomy, slug) -> the term that its file names as parent, by slug or any name; and what is wrong with them.

    Terms of a circle have no parent: cutting it at one of them would depend on the order of files.
    """
    parents: dict[Key, TermRef] = {}
    problems: list[Problem] = []
    written = [term for term in files if term.facts.parent and terms.is_from(term)]
    for term in written:
        name = term.facts.parent
        found = terms.terms.get((term.taxonomy, name)) or terms.find(term.taxonomy, name)
        if found is None:
            problems.append(_describe_unknown(term, terms))
        else:
            parents[term.taxonomy, term.slug] = found.ref
    for term in written:
        circle = _find_circle((term.taxonomy, term.slug), parents)
        if circle:
            problems.append(_describe_circle(term, circle))
    wrong = {key for term in written if _find_circle(key := (term.taxonomy, term.slug), parents)}
    return {key: parent for key, parent in parents.items() if key not in wrong}, problems


def find_above(parents: Mapping[Key, TermRef]) -> dict[str, tuple[TermRef, ...]]:
    """Company slug -> the companies above it, nearest first."""
    above: dict[str, tuple[TermRef, ...]] = {}
    for taxonomy, slug in parents:
        if taxonomy != "companies":
            continue
        chain: list[TermRef] = []
        parent = parents.get((taxonomy, slug))
        while parent:
            chain.append(parent)
            parent = parents.get((taxonomy, parent.slug))
        above[slug] = tuple(chain)
    return above


def companies_of(article: Article, above: Mapping[str, tuple[TermRef, ...]]) -> tuple[TermRef, ...]:
    """The companies whose pages show the article: those it names, then those above them."""
    named = article.card.companies
    higher = (ref for company in named for ref in above.get(company.slug, ()))
    return tuple({ref.slug: ref for ref in (*named, *higher)}.values())


def find_families(above: Mapping[str, Iterable[TermRef]]) -> dict[str, frozenset[str]]:
    """Company slug -> the slugs of all companies below it, for those that have any."""
    families: dict[str, set[str]] = {}
    for slug, chain in above.items():
        for ref in chain:
            families.setdefault(ref.slug, set()).add(slug)
    return {slug: frozenset(below) for slug, below in families.items()}


def _find_circle(key: Key, parents: Mapping[Key, TermRef]) -> list[str]:
    """The names from a term's parent back to the term itself; [] where the way up ends or misses it."""
    names: list[str] = []
    taxonomy, slug = key
    for _ in range(len(parents) + 1):
        parent = parents.get((taxonomy, slug))
        if parent is None:
            return []
        names.append(parent.name)
        slug = parent.slug
        if slug == key[1]:
            return names
    return []


def _describe_unknown(term: ParsedTerm, terms: Terms) -> Problem:
    name = term.facts.parent
    nearest = nearest_name(name, (known.name for (kind, _), known in terms.terms.items() if kind == term.taxonomy))
    hint = f"did you mean {nearest}?" if nearest else f"add content/{term.taxonomy}/{name}.md, or remove the line"
    message = f'parent "{name}" is the slug or name of no term'
    return Problem(term.path, term.lines.get("parent", 1), "parent-unknown", message, hint, "warning")


def _describe_circle(term: ParsedTerm, circle: Sequence[str]) -> Problem:
    way = " → ".join((term.facts.name, *circle))
    message, hint = f"its parents lead back to itself: {way}", "remove parent: from one of them"
    return Problem(term.path, term.lines.get("parent", 1), "parent-circle", message, hint, "warning")
