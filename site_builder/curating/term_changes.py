"""Two terms, or a term and its new name or address -> the changes of term files that make it so.

Articles are never touched: the former name becomes an alias, and aliases lead to the term. The former address goes to
`redirect_from`, so that links from outside still arrive.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from site_builder.archive.terms import fold_name
from site_builder.building.build import BuildOptions, load_site
from site_builder.building.cache import Cache
from site_builder.building.parallel import default_jobs
from site_builder.building.project import Project, read_content
from site_builder.documents import Record, Taxonomy, TermFacts
from site_builder.errors import Problem, UsageError, nearest_name
from site_builder.formats.front_matter import dump_term, split_text
from site_builder.formats.yaml import YamlError
from site_builder.formats.yaml_edit import edit_mapping
from site_builder.model import Term

_LISTS = ("tickers", "brands", "ambiguous", "case_sensitive", "context", "exclude")
"""What two files say together. Aliases and addresses have rules of their own."""
_SINGLE = ("english", "parent", "website", "logo", "wikidata", "description", "rights")
"""What the merged term's file says only where the other is silent."""
_ADDRESS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_BODY = re.compile(r"---[ \t]*\r?\n?")


class FileChange(Record, frozen=True, kw_only=True):
    """One term file before and after."""

    path: str
    """Where it is afterwards, or was, if it goes; relative to the archive's root."""
    before: str = ""
    """"" where the file is new."""
    after: str = ""
    """"" where it goes."""
    moved_from: str = ""
    """Its former path, where it moves."""


def merge_terms(
    project: Project, taxonomy: Taxonomy, old: str, new: str
) -> tuple[list[FileChange], list[Problem]]:
    """What makes the term called `old` an alias of the one called `new`; nothing where it is one already.

    Names may be slugs, names or aliases. Raises UsageError for a name that no term has.
    """
    terms, texts = _read_terms(project, taxonomy)
    merged, kept = (_find(name, terms, taxonomy) for name in (old, new))
    if merged == kept:
        return [], []
    path, text = _file_of(kept, texts)
    before = texts.get(path, "")
    edited = _edit(path, text, _merge_facts(merged, kept))
    problems: list[Problem] = []
    merged_body, kept_body = (_body_of(texts.get(one.path, "")) for one in (merged, kept))
    if merged_body and not kept_body:
        edited = edited.rstrip("\n") + "\n\n" + merged_body + "\n"
    elif merged_body:
        hint = f"copy what should stay to {path}"
        problems.append(Problem(merged.path, 0, "text-dropped", "its description goes with it", hint, "warning"))
    changes = [FileChange(path=path, before=before, after=edited)]
    if merged.path:
        changes.append(FileChange(path=merged.path, before=texts[merged.path]))
    return [*changes, *_turn_children(merged, kept.slug, terms=terms, texts=texts)], problems


def rename_term(
    project: Project, taxonomy: Taxonomy, old: str, new: str, *, slug: str = ""
) -> list[FileChange]:
    """What gives the term called `old` a new name, or where `new` is written as an address (xiaomi-auto), that address.

    With `slug`, both. Raises UsageError for a name that no term has, and for a name or address that another has.
    """
    terms, texts = _read_terms(project, taxonomy)
    term = _find(old, terms, taxonomy)
    if not slug and _ADDRESS.fullmatch(new):
        new, slug = term.name, new
    slug = slug or term.slug
    _check_free(term, new, slug, terms=terms)
    path, text = _file_of(term, texts)
    facts = term.facts
    aliases = _join((*facts.aliases, term.name), without=(new,))
    changes: dict[str, Any] = {"name": new, "aliases": list(aliases) or None} if new != term.name else {}
    if slug != term.slug:
        address = f"/{taxonomy}/{slug}/"
        redirects = [old for old in (*facts.redirect_from, term.url) if _plain(old) != _plain(address)]
        changes["redirect_from"] = list(dict.fromkeys(redirects))
    moved = f"content/{taxonomy}/{slug}.md" if slug != term.slug else path
    edited = _edit(path, text, changes)
    if edited == texts.get(path, ""):
        return []
    change = FileChange(
        path=moved, before=texts.get(path, ""), after=edited, moved_from=path if term.path and moved != path else ""
    )
    return [change, *(_turn_children(term, slug, terms=terms, texts=texts) if slug != term.slug else [])]


def write_changes(root: Path, changes: Iterable[FileChange]) -> None:
    """Bring them to disk: what is new first, what goes last."""
    for change in sorted(changes, key=lambda change: not change.after):
        path = root / change.path
        if not change.after:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if change.moved_from:
            (root / change.moved_from).rename(path)
        path.write_bytes(change.after.encode())


def diff(change: FileChange) -> str:
    """The change as a unified diff."""
    former = change.moved_from or change.path
    lines = difflib.unified_diff(
        change.before.splitlines(keepends=True), change.after.splitlines(keepends=True),
        fromfile=f"a/{former}" if change.before else "/dev/null",
        tofile=f"b/{change.path}" if change.after else "/dev/null",
    )  # fmt: skip
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def _read_terms(project: Project, taxonomy: Taxonomy) -> tuple[tuple[Term, ...], dict[str, str]]:
    """The taxonomy's terms, those without a file among them, and path -> text of its files."""
    options = BuildOptions(destination=project.root / "output", jobs=default_jobs(), drafts=True, future=True)
    with Cache(project.cache_file) as cache:
        site, _ = load_site(project, options, cache, progress=lambda step, done, total: None)
    files, _ = read_content(project.root)
    folder = f"content/{taxonomy}/"
    return site.terms[taxonomy], {file.path: file.text for file in files if file.path.startswith(folder)}


def _names(term: Term) -> set[str]:
    facts = term.facts
    names = (facts.name, facts.english, *facts.aliases, *facts.tickers)
    return {fold_name(name) for name in names if name}


def _find(name: str, terms: Sequence[Term], taxonomy: Taxonomy) -> Term:
    for term in terms:
        if term.slug == name:
            return term
    for term in terms:
        if fold_name(name) in _names(term):
            return term
    nearest = nearest_name(name, (known for term in terms for known in (term.name, term.slug)))
    hint = f"did you mean {nearest}?" if nearest else f"see site-builder list {taxonomy}"
    raise UsageError([Problem("", 0, "term-unknown", f'nothing in {taxonomy} is called "{name}"', hint)])


def _check_free(term: Term, name: str, slug: str, *, terms: Sequence[Term]) -> None:
    """Raise UsageError where another term has the name or the address."""
    for other in terms:
        if other.slug != term.slug and (other.slug == slug or fold_name(name) in _names(other)):
            taken = f'address "{slug}"' if other.slug == slug else f'name "{name}"'
            hint = f"merge {term.slug} {other.slug} makes one of the two"
            raise UsageError([Problem(other.path, 0, "term-taken", f"the {taken} is taken by {other.name}", hint)])
    if not slug or "/" in slug or slug.startswith("."):
        raise UsageError([Problem("", 0, "slug-wrong", f'"{slug}" cannot be an address', "write xiaomi-auto")])


def _file_of(term: Term, texts: Mapping[str, str]) -> tuple[str, str]:
    """The term's file and its text; for a term that only articles name, the file to begin."""
    if term.path:
        return term.path, texts[term.path]
    return f"content/{term.taxonomy}/{term.slug}.md", dump_term(TermFacts(name=term.name), "")


def _merge_facts(merged: Term, kept: Term) -> dict[str, Any]:
    """Key -> value, for what the file of the term that stays says anew."""
    old, new = merged.facts, kept.facts
    changes: dict[str, Any] = {}
    for key in _SINGLE:
        value = getattr(old, key)
        if value and not getattr(new, key) and not (key == "parent" and fold_name(value) in {*_names(kept), kept.slug}):
            changes[key] = value
    names = (old.name, old.english, *old.aliases)
    known = (new.name, new.english, changes.get("english", ""))
    changes["aliases"] = list(_join((*new.aliases, *names), without=known))
    for key in _LISTS:
        changes[key] = list(_join((*getattr(new, key), *getattr(old, key))))
    addresses = (*new.redirect_from, merged.url, *old.redirect_from)
    changes["redirect_from"] = [old for old in dict.fromkeys(addresses) if _plain(old) != _plain(kept.url)]
    changes = {key: value for key, value in changes.items() if value and value != _as_written(getattr(new, key))}
    if fold_name(new.parent) in {*_names(merged), fold_name(merged.slug)}:
        changes["parent"] = None
    return changes


def _as_written(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _join(names: Iterable[str], *, without: Iterable[str] = ()) -> tuple[str, ...]:
    """Names in order, each once whatever its width and case, without empty ones and those of `without`."""
    refused = {fold_name(name) for name in without}
    found: dict[str, str] = {}
    for name in names:
        if name and fold_name(name) not in refused:
            found.setdefault(fold_name(name), name)
    return tuple(found.values())


def _plain(address: str) -> str:
    return address.strip("/")


def _turn_children(
    term: Term, slug: str, *, terms: Sequence[Term], texts: Mapping[str, str]
) -> list[FileChange]:
    """The files that name the term as parent by its former slug. Its name still leads to it."""
    return [
        FileChange(path=t.path, before=texts[t.path], after=_edit(t.path, texts[t.path], {"parent": slug}))
        for t in terms
        if t.path and t.facts.parent == term.slug and t.slug not in (slug, term.slug)
    ]


def _edit(path: str, text: str, changes: Mapping[str, Any]) -> str:
    parts = split_text(text)
    assert parts is not None, path
    head, yaml, rest = parts
    try:
        return head + edit_mapping(yaml, changes, order=TermFacts.__struct_fields__) + rest
    except YamlError as error:
        line = head.count("\n") + error.line
        raise UsageError([Problem(path, line, "yaml-broken", str(error), error.hint)]) from None


def _body_of(text: str) -> str:
    parts = split_text(text)
    return _BODY.sub("", parts[2], count=1).strip() if parts else ""
