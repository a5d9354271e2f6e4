"""What was imported from where: `content/imports.jsonl`, one line a source file, sorted, fit for git merges.

The ledger knows what front matter cannot: documents that the curator deleted, bytes as they were last
imported, and sources that gave nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from site_builder.errors import Problem


class LedgerDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """One document that a source file gave."""

    id: str
    path: str
    """Relative to the archive's root."""
    title: str
    date: str = ""
    """ISO 8601 as imported; "" where the source has none."""
    language: str = ""
    """What it is written in, where that is sure."""
    position: int = 0
    """1-based among the items of a source; 0 where it is one article, -1 for a digest itself."""
    length: int = 0
    """Characters of Markdown: of two sources of one article the longer wins."""
    sha256: str = ""
    """Of the document's bytes as last imported from this source; "" where another source's were."""
    fields: Mapping[str, str] = {}
    """Key of the front matter -> short hash of the value last imported. Lines of earlier versions have none."""
    body: str = ""
    """Short hash of the text last imported; "" where it is not known."""


class LedgerEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One source file."""

    file: str
    """Its name without its folder."""
    sha256: str
    format: str = ""
    """"" where no shape fitted."""
    documents: tuple[LedgerDocument, ...] = ()
    """In the source's order; empty where it gave nothing."""


def parse_ledger(path: str, text: str) -> tuple[list[LedgerEntry], list[Problem]]:
    """The entries, and a problem for every line that is none (a merge conflict, say)."""
    entries: list[LedgerEntry] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entries.append(msgspec.json.decode(line, type=LedgerEntry))
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            hint = "restore the line, or delete it: its sources are then imported as new"
            problems.append(Problem(path, number, "ledger-broken", f"the line is no entry: {error}", hint))
    return entries, problems


def dump_ledger(entries: Iterable[LedgerEntry]) -> str:
    """The ledger's text: sorted by file name, then hash; the same entries give the same bytes."""
    ordered = sorted(entries, key=lambda entry: (entry.file, entry.sha256))
    return "".join(msgspec.json.encode(entry, order="deterministic").decode() + "\n" for entry in ordered)
