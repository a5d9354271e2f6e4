"""A document as the curator left it, as its source now gives it, and what the importer last wrote -> one document.

A three-way merge field by field. Of what was last written only short hashes are known (the ledger keeps them), which
is enough to tell who changed a field. Lists are merged item by item; of another field that both changed, the curator's
stands. Text is never merged line by line: where both changed it, that is a conflict for the curator to decide.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from site_builder.documents import Document, Record
from site_builder.errors import Problem
from site_builder.formats.front_matter import KEY_ORDER, key_of, list_values, parse_document, split_text
from site_builder.formats.yaml import YamlError, dump_mapping, load_mapping
from site_builder.formats.yaml_edit import edit_mapping

CURATORS_KEYS = frozenset(
    ("note", "pick", "draft", "slug", "aliases", "rights", "weight", "expiryDate", "companies", "id", "import")
)
"""Keys that an import never changes again; `id` and `import` are the importer's to keep."""
_LISTS = ("tags", "categories", "authors", "aliases", "companies_marked")
"""Keys merged item by item: both sides' additions and removals count."""
_SHOWN = 60


class Base(Record, frozen=True):
    """What the importer last wrote into a document, as hashes."""

    fields: Mapping[str, str] = {}
    """Key -> short hash of its value, or "[" and the hashes of its items; a key that is not there was not written."""
    body: str = ""
    """Short hash of the text below the front matter; "" where nothing is known."""


class Merge(Record, frozen=True):
    """A merged document, or why there is none."""

    text: str = ""
    """The whole file; the curator's as it is where nothing changes."""
    diff: str = ""
    """The text's unified diff, yours to theirs, where both changed it: nothing is merged then."""
    problems: tuple[Problem, ...] = ()
    """Warnings for fields that both changed; errors where the document cannot be read or edited."""


def describe(document: Document) -> Base:
    """The hashes of a document's fields and text, to be compared later."""
    return Base(
        fields={
            key: _hash_value(key, value)
            for key, value in list_values(document.front_matter).items()
            if key not in CURATORS_KEYS or key in _LISTS
        },
        body=_hash_text(document.markdown),
    )


def find_imported(content: bytes, base: Base, *, zone: ZoneInfo) -> bytes:
    """The document without fields and items that the curator wrote; as it is where that cannot be told."""
    try:
        document, _ = parse_document("", content.decode(), zone=zone)
    except UnicodeDecodeError:
        return content
    if document is None or not base.body:
        return content
    values = list_values(document.front_matter)
    imported = {key: _imported_value(key, value, base.fields.get(key, "")) for key, value in values.items()}
    kept = {key: value for key, value in imported.items() if value is not None}
    return content if kept == values else f"---\n{dump_mapping(kept)}---\n\n{document.markdown}\n".encode()


def _imported_value(key: str, value: Any, base: str) -> Any:
    """What of a value the importer wrote; None where that is nothing."""
    if key == "title" or (key in CURATORS_KEYS and key not in _LISTS):
        return value
    if key in _LISTS and _is_list(base):
        known = set(base.removeprefix("[").split())
        return [item for item in value if _hash(item) in known] or None
    return value if _hash(value) == base else None


def widen(base: Base, before: Base) -> Base:
    """`base` that goes on knowing the items and fields of `before`, of sources that are not imported now."""
    fields = {**before.fields, **base.fields}
    for key, hashed in before.fields.items():
        if _is_list(hashed) and _is_list(fields[key]):
            items = dict.fromkeys([*fields[key].removeprefix("[").split(), *hashed.removeprefix("[").split()])
            fields[key] = "[" + " ".join(items)
    return Base(fields=fields, body=base.body)


def merge(path: str, yours: str, theirs: str, *, base: Base | None, zone: ZoneInfo, force: bool = False) -> Merge:
    """`yours` with what changed in `theirs` since `base`; with `force` the text is theirs in any case.

    Without a `base` every difference counts as made by both.
    """
    mine, problems = parse_document(path, yours, zone=zone)
    new, _ = parse_document(path, theirs, zone=zone)
    assert new is not None, "the importer writes what it can read"
    if mine is None:
        return Merge(problems=tuple(problems))
    known = base or Base()
    takes_text = _takes_text(mine, new, known, force)
    if takes_text is None:
        return Merge(diff=_diff(path, mine.markdown, new.markdown))
    changes, warnings = _merge_fields(mine, new, known)
    if takes_text:
        changes["import"] = list_values(new.front_matter).get("import")
    try:
        text = _edit(yours, changes, new.markdown if takes_text else None)
    except YamlError as error:
        return Merge(problems=(Problem(path, error.line, "front-matter-uneditable", str(error), error.hint),))
    return Merge(text=text, problems=tuple(warnings))


def _takes_text(mine: Document, new: Document, base: Base, force: bool) -> bool | None:
    """Whether the source's text replaces the curator's; None where both changed it."""
    yours, theirs = _hash_text(mine.markdown), _hash_text(new.markdown)
    if yours == theirs:
        return False
    if force or yours == base.body:
        return True
    return False if theirs == base.body else None


def _merge_fields(mine: Document, new: Document, base: Base) -> tuple[dict[str, Any], list[Problem]]:
    """(key -> the source's value, None where it has none any more) of what only the source changed; warnings."""
    yours, theirs = list_values(mine.front_matter), list_values(new.front_matter)
    changes: dict[str, Any] = {}
    warnings: list[Problem] = []
    keys = {key for key in {*yours, *theirs} if key not in CURATORS_KEYS or _is_list(base.fields.get(key, ""))}
    for key in sorted(keys, key=lambda key: (_rank(key), key)):
        then = base.fields.get(key, "")
        was, now = _hash_of(yours, key, then), _hash_of(theirs, key, then)
        if was == now or now == then:
            continue
        if key in _LISTS and was != then and (_is_list(then) or (base.body and not then)):
            changes[key] = _merge_lists(yours.get(key, ()), theirs.get(key, ()), then) or None
            continue
        if was == then and base.body:
            changes[key] = theirs.get(key)
        elif was and now:
            line = mine.lines.get(key, 0)
            message = f"{key} was edited, and its source has changed it too: yours is kept"
            hint = f"to take the source's, write {_show(key, theirs[key])}"
            warnings.append(Problem(mine.path, line, "import-field-kept", message, hint, "warning"))
    return changes, warnings


def _merge_lists(yours: Sequence[Any], theirs: Sequence[Any], base: str) -> list[Any]:
    """`yours` without what `theirs` dropped since `base`, with what it added, each behind what precedes it there."""
    before = set(base.removeprefix("[").split())
    given = {_hash(item) for item in theirs}
    merged = [item for item in yours if _hash(item) in given or _hash(item) not in before]
    standing = {_hash(item) for item in yours}
    for place, item in enumerate(theirs):
        if _hash(item) not in before | standing:
            ahead = [merged.index(other) for other in theirs[:place] if other in merged]
            merged.insert(max(ahead) + 1 if ahead else len(merged) if place else 0, item)
    return merged


def _edit(text: str, changes: Mapping[str, Any], markdown: str | None) -> str:
    """`text` with changed keys, under the names that it uses for them, and with another Markdown."""
    parts = split_text(text)
    assert parts is not None, "it was parsed"
    opening, head, rest = parts
    names = {key_of(key): key for key in reversed(load_mapping(head)[0])}
    renamed = {names.get(key, key): value for key, value in changes.items()}
    order = [names.get(key, key) for key in KEY_ORDER]
    newline = "\r\n" if "\r\n" in opening else "\n"
    head = edit_mapping(head, renamed, order=order) if changes else head
    if markdown is not None:
        body = markdown.strip("\n").replace("\n", newline)
        rest = rest.splitlines()[0] + newline + (f"{newline}{body}{newline}" if body else "")
    return opening + head + rest


def _diff(path: str, yours: str, theirs: str) -> str:
    before, after = yours.strip("\n").splitlines(), theirs.strip("\n").splitlines()
    return "\n".join(difflib.unified_diff(before, after, f"{path} (yours)", f"{path} (its source)", lineterm="", n=1))


def _show(key: str, value: Any) -> str:
    """The value as front matter, on one line that can be pasted."""
    text = dump_mapping({key: value}).strip()
    return text if "\n" not in text and len(text) <= 2 * _SHOWN else f"{text.splitlines()[0][:_SHOWN]} …"


def _rank(key: str) -> int:
    return KEY_ORDER.index(key) if key in KEY_ORDER else len(KEY_ORDER)


def _hash_of(values: Mapping[str, Any], key: str, like: str) -> str:
    """The hash of a field as `like`, which earlier versions made of whole lists, is one; "" where it is not there."""
    if key not in values:
        return ""
    return _hash(values[key]) if like and not _is_list(like) else _hash_value(key, values[key])


def _hash_value(key: str, value: Any) -> str:
    """Hash of a value, of a list that is merged by its items those of the items."""
    return "[" + " ".join(map(_hash, value)) if key in _LISTS and isinstance(value, (list, tuple)) else _hash(value)


def _is_list(hashed: str) -> bool:
    return hashed.startswith("[")


def _hash(value: Any) -> str:
    data = msgspec.json.encode(value, enc_hook=str, order="deterministic")
    return hashlib.blake2b(data, digest_size=4).hexdigest()


def _hash_text(text: str) -> str:
    """Hash of the lines without blanks at their ends: an editor that trims them has not edited."""
    lines = (line.rstrip() for line in text.strip("\n").splitlines())
    return hashlib.blake2b("\n".join(lines).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
