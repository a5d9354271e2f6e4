"""Which source files need not be read again: a list in `.cache/` that may be deleted at any time.

A source file is finished if these very bytes were imported by this version of the code with these settings, without a
problem, and no other source has the same article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from site_builder.building.fingerprint import code_version, hash_record
from site_builder.curating.prepare import PreparedSource, Settings
from site_builder.documents import Record
from site_builder.importing.ledger import LedgerEntry


class _Stored(Record, frozen=True):
    key: str
    """Of the code and the settings."""
    sources: tuple[str, ...]


class KnownSources:
    """The list as it stands on disk, read once and replaced by `save`."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        outlets = hash_record(msgspec.to_builtins(settings.outlets))
        self._key = f"{code_version()} {settings.zone.key} {settings.format or ''} {outlets}"
        self._sources: set[str] = set()
        try:
            stored = msgspec.json.decode(path.read_bytes(), type=_Stored)
        except (OSError, msgspec.DecodeError):
            return
        if stored.key == self._key:
            self._sources.update(stored.sources)

    def finished(self, entries: Iterable[LedgerEntry]) -> frozenset[tuple[str, str]]:
        """(file, hash) of the sources that have nothing left to do."""
        if not self._sources:
            return frozenset()
        held = list(entries)
        shares = Counter(line.id for entry in held for line in entry.documents)
        return frozenset(
            (entry.file, entry.sha256)
            for entry in held
            if _name(entry.file, entry.sha256) in self._sources
            and entry.documents
            and all(shares[line.id] == 1 for line in entry.documents)
        )

    def save(self, sources: Iterable[PreparedSource]) -> None:
        """Add `sources`. A cache that cannot be written costs nothing but time."""
        self._sources.update(_name(source.file, source.sha256) for source in sources)
        stored = _Stored(key=self._key, sources=tuple(sorted(self._sources)))
        try:
            self._path.parent.mkdir(exist_ok=True)
            temporary = self._path.with_suffix(".new")
            temporary.write_bytes(msgspec.json.encode(stored))
            temporary.replace(self._path)
        except OSError:
            return


def _name(file: str, sha256: str) -> str:
    return f"{sha256[:32]} {file}"
