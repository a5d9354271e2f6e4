"""Names of companies -> their term files in content/companies/, copied from the starter vocabulary or begun anew.

What a curator has written is never touched: a company that has a file is refused, and a name that another file
claims is left out, because two claims of one name stop every build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from site_builder.archive.terms import fold_name
from site_builder.building.project import read_content
from site_builder.documents import Record, TermFacts
from site_builder.errors import Problem
from site_builder.formats.front_matter import dump_term, parse_term
from site_builder.language.slugs import term_slug
from site_builder.vocabulary.lookup import find_nearest, find_starters, to_facts
from site_builder.vocabulary.starter import Starter

FOLDER = "content/companies"
Claims = dict[str, str]
"""Folded name -> the term file that claims it."""


class NewCompany(Record, frozen=True, kw_only=True):
    """A term file that is to be written."""

    path: str
    """Relative to the archive's root."""
    text: str
    facts: TermFacts


def add_companies(
    root: Path, names: Sequence[str], *, vocabulary: Sequence[Starter], zone: ZoneInfo, new: bool = False,
    dry_run: bool = False,
) -> tuple[list[NewCompany], list[Problem]]:  # fmt: skip
    """Write a term file for each name, and say what stands against the others.

    With `new`, a name that the vocabulary does not know begins a file that holds the name alone; a dry run writes
    nothing.
    """
    claims = read_claims(root, zone=zone)
    added: list[NewCompany] = []
    problems: list[Problem] = []
    for name in names:
        company, found = _prepare(name, vocabulary, claims, new=new)
        problems += found
        if company and not dry_run:
            found = _write(root, company)
            problems += found
        if company and not any(problem.severity == "error" for problem in found):
            added.append(company)
            _claim(claims, company.facts, company.path)
    return added, [*problems, *_find_missing_parents(added, claims)]


def read_claims(root: Path, *, zone: ZoneInfo) -> Claims:
    """The names that the archive's term files of companies claim."""
    claims: Claims = {}
    for file in read_content(root)[0]:
        if file.path.startswith(f"{FOLDER}/"):
            parsed, _ = parse_term(file.path, file.text, zone=zone)
            if parsed:
                _claim(claims, parsed[0], file.path)
    return claims


def _claim(claims: Claims, facts: TermFacts, path: str) -> None:
    for name in (facts.name, facts.english, *facts.aliases, *facts.tickers):
        if name:
            claims.setdefault(fold_name(name), path)


def _prepare(
    name: str, vocabulary: Sequence[Starter], claims: Mapping[str, str], *, new: bool
) -> tuple[NewCompany | None, list[Problem]]:
    found = find_starters(name, vocabulary)
    if len(found) > 1:
        commands = " or ".join(f"site-builder company add {one.slug}" for one in found)
        names = ", ".join(one.name for one in found)
        return None, [Problem("", 0, "company-ambiguous", f'"{name}" may be {names}', commands)]
    if found:
        facts = to_facts(found[0], {one.slug: one for one in vocabulary})
        return _compose(facts, f"{found[0].slug}.md", found[0].description, claims)
    if not name.strip():
        return None, [Problem("", 0, "company-unknown", "the name is empty", "site-builder company add 小米")]
    if new:
        return _compose(TermFacts(name=" ".join(name.split())), f"{term_slug(name)}.md", "", claims)
    return None, [_describe_unknown(name, vocabulary)]


def _describe_unknown(name: str, vocabulary: Sequence[Starter]) -> Problem:
    nearest = " or ".join(find_nearest(name, vocabulary))
    meant = f"did you mean {nearest}? or begin " if nearest else "begin "
    hint = f"{meant}a file of your own: site-builder company add --new {quote_name(name)}"
    return Problem("", 0, "company-unknown", f'the package knows no company "{name}"', hint)


def quote_name(name: str) -> str:
    """The name as a shell takes it for one word."""
    plain = all(char.isalnum() or char in "-._·" for char in name) and not name.startswith("-")
    return name if plain else "'" + name.replace("'", "'\"'\"'") + "'"


def _compose(
    facts: TermFacts, file: str, description: str, claims: Mapping[str, str]
) -> tuple[NewCompany | None, list[Problem]]:
    """The file, unless the archive has the company; names that other files claim are left out of it."""
    path = f"{FOLDER}/{file}"
    own = [name for name in (facts.name, facts.english, *facts.tickers) if name]
    there = next((claims[fold_name(name)] for name in own if fold_name(name) in claims), "")
    if there or path in claims.values():
        return None, [_describe_existing(there or path, facts.name)]
    taken = [name for name in facts.aliases if fold_name(name) in claims]
    kept = tuple(name for name in facts.aliases if name not in taken)
    facts = msgspec.structs.replace(facts, aliases=kept)
    problems = [
        Problem(path, 0, "alias-claimed-twice", f'"{name}" is left out: it leads to {claims[fold_name(name)]}', "",
                "warning")
        for name in taken
    ]  # fmt: skip
    return NewCompany(path=path, text=dump_term(facts, description), facts=facts), problems


def _write(root: Path, company: NewCompany) -> list[Problem]:
    path = root / company.path
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(company.text)
    except FileExistsError:
        return [_describe_existing(company.path, company.facts.name)]
    return []


def _describe_existing(path: str, name: str) -> Problem:
    return Problem(path, 0, "company-exists", f'"{name}" has this file already', "edit it, or remove it first")


def _find_missing_parents(added: Sequence[NewCompany], claims: Mapping[str, str]) -> list[Problem]:
    """A parent without a file has no page of its own for its companies to stand on."""
    return [
        Problem(
            company.path, 0, "parent-missing", f'its parent "{company.facts.parent}" has no term file',
            f"site-builder company add {quote_name(company.facts.parent)}", "warning",
        )
        for company in added
        if company.facts.parent and fold_name(company.facts.parent) not in claims
    ]  # fmt: skip
