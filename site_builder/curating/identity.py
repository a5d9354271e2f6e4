"""An article in a source file -> the id under which the archive knows it.

The same id (its address, or outlet, title and day); else the same place in the same source bytes; else the same file
name with the same title and date, the same text, or, where the file holds one article without an address, the same
date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping

import msgspec

from site_builder.curating.prepare import Prepared, PreparedSource
from site_builder.importing.ledger import LedgerDocument, LedgerEntry

_COMMON_NAMES = ("index.", "_index.")
"""Beginnings of file names that say nothing: a new file of such a name is another article."""


class LedgerIndex(msgspec.Struct, frozen=True):
    """The ledger's lines by what an article can be known by."""

    by_id: Mapping[str, list[tuple[LedgerEntry, LedgerDocument]]]
    by_place: Mapping[tuple[str, int], str]
    """(hash of the source, position) -> id."""
    by_name: Mapping[tuple[str, str, str], str]
    """(file, title, date) -> id."""
    by_text: Mapping[tuple[str, str], str]
    """(file, hash of the text) -> id."""
    by_date: Mapping[tuple[str, str], str]
    """(file, date) -> id, of files with one article; "" where several had this name and date."""
    by_file: Mapping[str, list[LedgerEntry]]


def index_ledger(entries: Iterable[LedgerEntry]) -> LedgerIndex:
    """The lines of the ledger by all that an article can be known by."""
    by_id: dict[str, list[tuple[LedgerEntry, LedgerDocument]]] = defaultdict(list)
    by_place: dict[tuple[str, int], str] = {}
    by_name: dict[tuple[str, str, str], str] = {}
    by_text: dict[tuple[str, str], str] = {}
    by_date: dict[tuple[str, str], str] = {}
    by_file: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        by_file[entry.file].append(entry)
        for line in entry.documents:
            by_id[line.id].append((entry, line))
            by_place.setdefault((entry.sha256, line.position), line.id)
            by_name.setdefault((entry.file, line.title, line.date), line.id)
            if line.body and line.length:
                by_text.setdefault((entry.file, line.body), line.id)
            if line.date and not line.position:
                key = (entry.file, line.date)
                by_date[key] = line.id if by_date.get(key, line.id) == line.id else ""
    return LedgerIndex(
        by_id=by_id, by_place=by_place, by_name=by_name, by_text=by_text, by_date=by_date, by_file=by_file
    )  # fmt: skip


def find_id(
    source: PreparedSource, found: Prepared, *, standing: Container[str], ledger: LedgerIndex, is_only: bool
) -> str:
    """The id under which the archive knows the article of `found`, else its own.

    `standing` holds the ids of documents in place; `is_only` tells that no other source file of this import has its
    name.
    """
    if found.id in standing or found.id in ledger.by_id:
        return found.id
    place, name = (source.sha256, found.position), (source.file, found.title, found.date)
    text = (source.file, found.body) if found.length else ("", "")
    known = ledger.by_place.get(place) or ledger.by_name.get(name) or ledger.by_text.get(text)
    is_single = is_only and not found.position and "source_url" not in found.fields
    if not known and is_single and not source.file.startswith(_COMMON_NAMES):
        known = ledger.by_date.get((source.file, found.date))
    return known or found.id
