"""The documents of `content/` on disk -> which article lies where. Reads the head of each file, keeps no text."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from site_builder.curating.import_plan import Archive
from site_builder.curating.prepare import DIGESTS, is_digest
from site_builder.importing.ingest import id_of_address
from site_builder.importing.ledger import LedgerEntry

_HEAD_BYTES = 64 * 1024
"""No front matter is longer."""
_ID = re.compile(rb"^['\"]?id['\"]? ?: *['\"]?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\b", re.MULTILINE)
_ADDRESS = re.compile(rb"^source_url ?: *['\"]?(https?://[^\s'\"]+)", re.MULTILINE)
_IMPORT = re.compile(rb"^import ?:", re.MULTILINE)
_END = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


def read_archive(root: Path, target: str, *, entries: Iterable[LedgerEntry], zone: ZoneInfo) -> Archive:
    """Where the document of every article lies, by id, and which paths are taken.

    A document that no import wrote has the id which its source_url would give it: importing the same article makes no
    second one.
    """
    by_id: dict[str, str] = {}
    by_address: dict[str, str] = {}
    taken: set[str] = set()
    for folder in sorted({root / "content" / "articles", root / DIGESTS, root / target}):
        for path in _find_documents(folder):
            relative = path.relative_to(root).as_posix()
            taken.add(relative.lower())
            head = _read_head(path)
            found, address = _ID.search(head), _ADDRESS.search(head)
            if found:
                by_id.setdefault(found[1].decode().lower(), relative)
            if address and not _IMPORT.search(head) and not is_digest(relative):
                by_address.setdefault(id_of_address(address[1].decode(errors="replace")), relative)
    return Archive(
        target=target,
        by_id=by_address | by_id,
        taken=frozenset(taken),
        entries=tuple(entries),
        zone=zone,
        read=lambda path: (root / path).read_bytes(),
    )


def _find_documents(folder: Path) -> Iterator[Path]:
    """Whatever has a document's name, in order of path: files, links and folders alike take their names."""
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted([*folders, *files]):
            if name.endswith(".md"):
                yield Path(parent, name)


def _read_head(path: Path) -> bytes:
    """The front matter of a document; nothing of what is no regular file, or cannot be read."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return b""
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return b""
    end = _END.search(head, 4)
    return head[: end.start()] if end else head
