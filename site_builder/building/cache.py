"""What earlier builds learned, in one SQLite file that may be deleted at any time.

    parsed    key of (path, bytes, settings, code) -> parsed file without its texts
    bodies    body key -> HTML, plain text
    mentions  key of (text, vocabulary) -> companies found
    names     name -> index letter and pinyin key, by one version of the code
    signatures  body key and version of the code -> signature of the text's wording
    records   name -> one encoded record: which texts were compared, and what came of it
    outputs   (destination, path) -> what decided the bytes last published there, and how they lie on disk

A file that is damaged or of another version is put aside and begun anew: it only costs time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from site_builder.documents import Record
from site_builder.errors import EnvironmentFault, Problem

_VERSION = 3
_SCHEMA = """
create table parsed (key text primary key, record blob not null) without rowid;
create table bodies (key text primary key, html text not null, text text not null);
create table mentions (key text primary key, record blob not null) without rowid;
create table names (
  name text primary key, version text not null, initial text not null, pinyin text not null
) without rowid;
create table signatures (key text primary key, signature blob not null) without rowid;
create table records (name text primary key, record blob not null);
create table outputs (
  destination text not null, path text not null, parts text not null, sha256 text not null,
  size integer not null, mtime_ns integer not null, primary key (destination, path)
) without rowid;
"""
_TABLES = {"parsed", "bodies", "mentions", "names", "signatures", "records", "outputs"}
DAMAGE = (sqlite3.DatabaseError, msgspec.DecodeError)
_SLACK = 2000
"""Unused rows kept per table before they are swept: a draft preview and a build share one cache."""
_WAIT_SECONDS = 60.0
"""How long to wait for another build of the same archive."""


class Published(Record, frozen=True, kw_only=True):
    """One file as it was last published."""

    parts: str
    """The fingerprint, part by part (see fingerprint.py)."""
    sha256: str
    size: int
    mtime_ns: int


def delete_cache(path: Path) -> None:
    """Remove the file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def is_damage(error: Exception) -> bool:
    """True for errors of a file whose beginning is sound and whose middle is not; they show late in a build."""
    return isinstance(error, DAMAGE) and not isinstance(error, sqlite3.OperationalError)


class Cache:
    """An open cache file, and the lock on it: one build of an archive at a time, others wait.

    Use as a context manager; everything is committed by `commit` alone. Raises EnvironmentFault where another
    build goes on for too long or the disk refuses.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.was_damaged = False
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
        except (OSError, sqlite3.OperationalError) as error:
            raise EnvironmentFault([_describe_refusal(path, error)]) from error
        except sqlite3.DatabaseError:
            self.was_damaged = True
            delete_cache(path)
            self._db = self._open()

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *exception: object) -> None:
        self._db.close()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, timeout=_WAIT_SECONDS)
        try:
            db.execute("pragma journal_mode=wal")
            db.execute("pragma synchronous=normal")
            version = db.execute("pragma user_version").fetchone()[0]
            if version != _VERSION:
                if version or db.execute("select 1 from sqlite_master").fetchone():
                    raise sqlite3.DatabaseError("another version")
                db.executescript(_SCHEMA)
                db.execute(f"pragma user_version={_VERSION}")
            present = {row[0] for row in db.execute("select name from sqlite_master")}
            if _TABLES - present:
                raise sqlite3.DatabaseError("tables are missing")
            db.execute("begin immediate")
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def commit(self) -> None:
        """Make everything written so far last, and visible to other processes."""
        self._db.execute("commit")
        self._db.execute("begin immediate")

    def find_parsed(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Key -> encoded record, for the keys that are known."""
        return dict(self._find("select key, record from parsed where key in", keys))

    def add_parsed(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Remember encoded records."""
        self._db.executemany("insert or replace into parsed values (?, ?)", rows)

    def add_bodies(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Remember (key, html, text)."""
        self._db.executemany("insert or replace into bodies values (?, ?, ?)", rows)

    def text(self, key: str) -> str:
        """The plain text of a body."""
        row = self._db.execute("select text from bodies where key = ?", (key,)).fetchone()
        return str(row[0])

    def has_bodies(self, keys: Iterable[str]) -> set[str]:
        """The keys whose body is there."""
        return {str(row[0]) for row in self._find("select key, 1 from bodies where key in", keys)}

    def find_mentions(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Key -> encoded mentions, for the keys that are known."""
        return dict(self._find("select key, record from mentions where key in", keys))

    def add_mentions(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Remember encoded mentions."""
        self._db.executemany("insert or replace into mentions values (?, ?)", rows)

    def names(self, version: str) -> dict[str, tuple[str, str]]:
        """The names remembered by this version of the code, with index letter and pinyin key."""
        rows = self._db.execute("select name, initial, pinyin from names where version = ?", (version,))
        return {name: (initial, pinyin) for name, initial, pinyin in rows}

    def add_names(self, version: str, names: dict[str, tuple[str, str]]) -> None:
        """Remember names."""
        rows = [(name, version, *keys) for name, keys in names.items()]
        self._db.executemany("insert or replace into names values (?, ?, ?, ?)", rows)

    def find_signatures(self, keys: Iterable[str]) -> dict[str, bytes]:
        """Key -> signature, for the keys that are known."""
        return dict(self._find("select key, signature from signatures where key in", keys))

    def add_signatures(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """Remember signatures."""
        self._db.executemany("insert or replace into signatures values (?, ?)", rows)

    def record(self, name: str) -> bytes | None:
        """The record of this name, or None."""
        row = self._db.execute("select record from records where name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def add_record(self, name: str, record: bytes) -> None:
        """Remember a record."""
        self._db.execute("insert or replace into records values (?, ?)", (name, record))

    def published(self, destination: str) -> dict[str, Published]:
        """Path -> what was last published there."""
        rows = self._db.execute(
            "select path, parts, sha256, size, mtime_ns from outputs where destination = ?", (destination,)
        )
        return {
            path: Published(parts=parts, sha256=sha256, size=size, mtime_ns=mtime_ns)
            for path, parts, sha256, size, mtime_ns in rows
        }

    def replace_published(self, destination: str, changed: dict[str, Published], removed: Iterable[str]) -> None:
        """Record a publishing."""
        self._db.executemany(
            "delete from outputs where destination = ? and path = ?", [(destination, path) for path in removed]
        )
        rows = [(destination, path, p.parts, p.sha256, p.size, p.mtime_ns) for path, p in changed.items()]
        self._db.executemany("insert or replace into outputs values (?, ?, ?, ?, ?, ?)", rows)

    def sweep(self, table: str, used: set[str]) -> None:
        """Forget rows of a table by key that this build did not use, once there are many."""
        assert table in ("parsed", "bodies", "mentions", "signatures")
        total = self._db.execute(f"select count(*) from {table}").fetchone()[0]
        if total > 2 * len(used) + _SLACK:
            keys = {row[0] for row in self._db.execute(f"select key from {table}")}
            self._db.executemany(f"delete from {table} where key = ?", [(key,) for key in keys - used])

    def _find(self, query: str, keys: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(keys)
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            yield from self._db.execute(f"{query} ({','.join('?' * len(part))})", part)


def _describe_refusal(path: Path, error: Exception) -> Problem:
    if "locked" in str(error):
        hint = "wait until it is done, or stop it"
        return Problem("", 0, "build-running", "another build of this archive is going on", hint)
    hint = "make room, or mend the folder's permissions"
    return Problem("", 0, "cache-refused", f"cannot open {path}: {error}", hint)


class BodyStore:
    """A read-only view of the bodies for one process; keeps the last few hundred texts."""

    _KEPT = 256

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        self._recent: dict[str, str] = {}

    def html(self, key: str) -> str:
        """The HTML of a body; raises KeyError if the store lacks it."""
        if key not in self._recent:
            with closing(self._db.execute("select html from bodies where key = ?", (key,))) as found:
                row = found.fetchone()
            if row is None:
                raise KeyError(key)
            if len(self._recent) >= self._KEPT:
                self._recent.pop(next(iter(self._recent)))
            self._recent[key] = row[0]
        return self._recent[key]

    def text(self, key: str) -> str:
        """The plain text of a body, read anew each time; raises KeyError if the store lacks it."""
        with closing(self._db.execute("select text from bodies where key = ?", (key,))) as found:
            row = found.fetchone()
        if row is None:
            raise KeyError(key)
        return str(row[0])

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
