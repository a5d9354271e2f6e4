"""Source files on disk -> documents in `content/`, and a ledger of what came from where.

Reads everything, decides every document as a value, then writes. A second run writes nothing; what the
curator edited or deleted stays so unless forced.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from site_builder.curating.import_decisions import Archive, Decision, decide
from site_builder.curating.source_files import read_sources
from site_builder.errors import EnvironmentFault, Problem, UsageError, has_errors
from site_builder.formats.front_matter import parse_term
from site_builder.importing.ingest import READERS, ingest
from site_builder.importing.items import Draft, FieldFinding, Source
from site_builder.importing.ledger import LedgerEntry, dump_ledger, parse_ledger
from site_builder.importing.outlets import Outlets, collect_outlets
from site_builder.model import Record

Status = Literal["new", "updated", "unchanged", "conflict", "failed"]

LEDGER = "content/imports.jsonl"
_ID_LINE = re.compile(rb"^id: ['\"]?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})['\"]?\s*$", re.MULTILINE)
_HEAD_BYTES = 64 * 1024


class ImportResult(Record, frozen=True):
    """What became of one source file."""

    source: str
    """As given, or as found below a given folder."""
    format: str
    """"" where no shape fitted."""
    documents: tuple[str, ...]
    """Relative to the archive's root, in the source's order."""
    status: Status
    problems: tuple[Problem, ...] = ()
    removed_by_rule: tuple[tuple[str, str], ...] = ()
    """(rule, what it left out of the text)."""
    found: tuple[FieldFinding, ...] = ()
    """How each field of the documents was found, document by document."""


def import_sources(
    paths: Sequence[Path], *, root: Path, zone: ZoneInfo, now: datetime, format: str | None = None,
    into: Path | None = None, dry_run: bool = False, force: bool = False,
) -> list[ImportResult]:  # fmt: skip
    """Import files and folders into the archive at `root`; one result a source file, in the order of their paths.

    `into` is the folder for new documents (default `content/articles`). Raises UsageError for an unknown format,
    a target outside the archive or a broken ledger, EnvironmentFault where nothing can be written.
    """
    target = _target(root, into)
    _check_format(format)
    entries = _read_ledger(root)
    outlets = _read_outlets(root, zone)
    ingested = [
        (name, source, [source] if isinstance(source, Problem) else ingest(
            source, format=format, now=now, zone=zone, outlets=outlets
        ))
        for name, source in read_sources(paths)
    ]  # fmt: skip
    archive = _read_archive(root, target, entries)
    decisions = decide(
        [
            (source, [draft for draft in results if isinstance(draft, Draft)])
            for _, source, results in ingested
            if isinstance(source, Source)
        ],
        archive=archive, force=force,
    )  # fmt: skip
    if not dry_run:
        _write(root, decisions, entries)
    by_source = iter(decisions)
    return [
        _result(name, results, next(by_source) if isinstance(source, Source) else None)
        for name, source, results in ingested
    ]


def _result(name: str, results: Sequence[Draft | Problem], decision: Decision | None) -> ImportResult:
    problems = tuple(msgspec.structs.replace(found, path=name) for found in results if isinstance(found, Problem))
    drafts = [found for found in results if isinstance(found, Draft)]
    documents = decision.documents if decision else ()
    statuses = {document.status for document in documents}
    status: Status = "unchanged"
    for candidate in ("conflict", "new", "updated"):
        if candidate in statuses:
            status = candidate
            break
    if not drafts and has_errors(problems):
        status = "failed"
    return ImportResult(
        source=name,
        format=decision.format if decision else "",
        documents=tuple(document.path for document in documents if document.status != "deleted"),
        status=status,
        problems=problems + tuple(p for document in documents for p in document.problems(name)),
        removed_by_rule=tuple(removal for draft in drafts for removal in draft.removed),
        found=tuple(finding for draft in drafts for finding in draft.found),
    )


def _target(root: Path, into: Path | None) -> str:
    """The folder for new documents, relative to the archive's root."""
    folder = into or root / "content" / "articles"
    folder = folder if folder.is_absolute() else root / folder
    try:
        relative = folder.resolve().relative_to((root / "content").resolve())
    except ValueError:
        message = f'"{into}" lies outside content/'
        raise UsageError([Problem("", 0, "target-outside", message, "use --into content/articles")]) from None
    return "/".join(("content", *relative.parts))


def _check_format(format: str | None) -> None:
    if format is not None and format not in {reader.name for reader in READERS}:
        known = ", ".join(reader.name for reader in READERS)
        raise UsageError([Problem("", 0, "format-unknown", f'format "{format}" is not known', f"use one of {known}")])


def _read_ledger(root: Path) -> list[LedgerEntry]:
    path = root / LEDGER
    if not path.exists():
        return []
    entries, problems = parse_ledger(LEDGER, path.read_text(encoding="utf-8"))
    if problems:
        raise UsageError(problems)
    return entries


def _read_outlets(root: Path, zone: ZoneInfo) -> Outlets:
    """The archive's outlets; a file that cannot be read is the build's to report."""
    terms: list[tuple[str, tuple[str, ...]]] = []
    for path in sorted((root / "content" / "outlets").glob("*.md")):
        parsed, _ = parse_term(path.name, path.read_text(encoding="utf-8", errors="replace"), zone=zone)
        if parsed is not None:
            facts = parsed[0]
            website = facts.website.partition("//")[2].partition("/")[0]
            terms.append((facts.name, tuple(filter(None, (*facts.aliases, path.stem, website)))))
    return collect_outlets(terms)


def _read_archive(root: Path, target: str, entries: Iterable[LedgerEntry]) -> Archive:
    """Where every document of the archive lies, by id, and which paths are taken."""
    by_id: dict[str, str] = {}
    taken: set[str] = set()
    for folder in sorted({root / "content" / "articles", root / target}):
        for path in sorted(folder.rglob("*.md")):
            relative = path.relative_to(root).as_posix()
            taken.add(relative.lower())
            match = _ID_LINE.search(_head(path))
            if match:
                by_id.setdefault(match[1].decode(), relative)
    return Archive(
        target=target,
        by_id=by_id,
        taken=frozenset(taken),
        entries=tuple(entries),
        read=lambda path: (root / path).read_bytes(),
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _write(root: Path, decisions: Sequence[Decision], entries: Sequence[LedgerEntry]) -> None:
    """The documents, then the ledger: interrupted in between, the next import finds the documents by id."""
    writes: Mapping[str, bytes] = {
        document.path: document.content
        for decision in decisions
        for document in decision.documents
        if document.content is not None
    }
    for path, content in writes.items():
        _write_file(root / path, content)
    merged = {(entry.file, entry.sha256): entry for entry in entries}
    for decision in decisions:
        for entry in decision.outdated:
            merged.pop((entry.file, entry.sha256), None)
        merged.update({(entry.file, entry.sha256): entry for entry in decision.entries})
    text = dump_ledger(merged.values())
    ledger = root / LEDGER
    if merged and (not ledger.exists() or ledger.read_text(encoding="utf-8") != text):
        _write_file(ledger, text.encode())


def _write_file(path: Path, content: bytes) -> None:
    """Write by rename, so that nobody ever sees half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".import-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise EnvironmentFault([Problem(path.as_posix(), 0, "unwritable", message)]) from error
