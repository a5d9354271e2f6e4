"""Source files on disk -> documents in `content/`, and a ledger of what came from where.

Reads everything, decides every document, writes one after the other. A second run writes nothing; what the
curator edited or deleted stays so unless forced.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from site_builder.building.parallel import default_jobs
from site_builder.curating.import_decisions import DocumentDecision, DocumentStatus, decide_documents
from site_builder.curating.import_plan import Archive, Candidate, find_shared, plan_import
from site_builder.curating.import_records import Decision, decide_source
from site_builder.curating.known_sources import KnownSources
from site_builder.curating.prepare import PreparedSource, Settings, Waiting, is_digest, prepare_sources
from site_builder.curating.read_archive import read_archive
from site_builder.curating.source_files import read_sources
from site_builder.documents import Record
from site_builder.errors import EnvironmentFault, Problem, UsageError, has_errors
from site_builder.formats.front_matter import parse_term
from site_builder.importing.ingest import READERS
from site_builder.importing.items import FieldFinding, Source
from site_builder.importing.ledger import LedgerEntry, dump_ledger, parse_ledger
from site_builder.importing.outlets import Outlets, collect_outlets

Status = Literal["new", "updated", "unchanged", "conflict", "failed"]
Progress = Callable[[str, int, int], None]
"""(step, done, total); the total is 0 as long as it is not known."""

LEDGER = "content/imports.jsonl"
_BY_WEIGHT: tuple[Status, ...] = ("conflict", "new", "updated")
"""Of several documents of one source the first of these is what is said of the source."""


class ImportResult(Record, frozen=True):
    """What became of one source file."""

    source: str
    """As given, or as found below a given folder."""
    format: str
    """"" where no shape fitted."""
    documents: tuple[str, ...]
    """Relative to the archive's root, in the source's order, without the digest itself."""
    status: Status
    problems: tuple[Problem, ...] = ()
    deleted: tuple[str, ...] = ()
    """Where documents lay that the curator deleted: they stay so unless forced."""
    changes: tuple[tuple[DocumentStatus, str], ...] = ()
    """("new" or "updated", path) of each document that is written, of a dry run that would be."""
    removed_by_rule: tuple[tuple[str, str], ...] = ()
    """(rule, what it left out of the text); only if asked for."""
    digest: str = ""
    """The document of the digest itself; "" for other shapes, and where the curator deleted it."""
    found: tuple[FieldFinding, ...] = ()
    """How each field of the documents was found, document by document; only if asked for."""
    conflicts: tuple[str, ...] = ()
    """Unified diffs of texts that both the curator and the source changed, yours to the source's."""


def import_sources(
    paths: Sequence[Path], *, root: Path, zone: ZoneInfo, now: datetime, format: str | None = None,
    language: str = "zh-Hans", into: Path | None = None, dry_run: bool = False, force: bool = False,
    explain: bool = False, jobs: int | None = None, progress: Progress = lambda step, done, total: None,
) -> list[ImportResult]:  # fmt: skip
    """Import files and folders into the archive at `root`; one result a source file, in the order of their paths.

    `into` is the folder for new documents (default `content/articles`). Raises UsageError for an unknown format,
    a target outside the archive or a broken ledger, EnvironmentFault where nothing can be written.
    """
    target = _target(root, into)
    _check_format(format)
    entries = _read_ledger(root)
    settings = Settings(format=format, now=now, zone=zone, outlets=_read_outlets(root, zone), language=language)
    known = KnownSources(root / ".cache" / "imports.json", settings)
    skipped = frozenset() if force or explain else known.finished(entries)
    archive = read_archive(root, target, entries=entries, zone=zone)
    with Waiting() as waiting:
        prepare = partial(prepare_sources, settings=settings, jobs=jobs or default_jobs(), waiting=waiting)
        sources: list[PreparedSource] = []
        for source in prepare(_readable_names(read_sources(paths)), known=skipped):
            sources.append(source)
            progress("read", len(sources), 0)
        plan = plan_import(sources, archive)
        if shared := find_shared(plan, sources):
            again = (pair for pair in _readable_names(read_sources(paths)) if pair[0] in shared)
            read = {source.name: source for source in prepare(again, known=frozenset())}
            sources = [read.get(source.name, source) for source in sources]
            plan = plan_import(sources, archive)
        documents: dict[str, DocumentDecision] = {}
        for decision in decide_documents(plan, lambda found: waiting.get(found.place).content, force=force):
            if decision.content is not None and not dry_run:
                _write_document(root, decision.path, decision.content)
            documents[decision.id] = msgspec.structs.replace(decision, content=None)
            progress("write", len(documents), max(len(documents), len(plan.winners)))
        decisions = [decide_source(*pair, plan, documents) for pair in zip(sources, plan.groups, strict=True)]
        pairs = list(zip(sources, decisions, strict=True))
        lines = {(entry.file, entry.sha256): entry for entry in entries}
        results = [
            _result_of_known(source, lines[source.file, source.sha256], plan.archive) if source.is_known
            else _result(source, decision, _without_deleted(source, group, decision), waiting if explain else None)
            for (source, decision), group in zip(pairs, plan.groups, strict=True)
        ]  # fmt: skip
    if not dry_run:
        _write_ledger(root, [decision for source, decision in pairs if source.sha256 and not source.is_known], lines)
        known.save([s for s, result in zip(sources, results, strict=True) if s.sha256 and not result.problems])
    return results


def _readable_names(found: Iterable[tuple[str, Source | Problem]]) -> Iterator[tuple[str, Source | Problem]]:
    """The same with names that can be printed: bytes that are not UTF-8 are spelled out."""
    for name, source in found:
        if isinstance(source, Source):
            source = Source(name=_readable(source.name), data=source.data)
        yield _readable(name), source


def _readable(name: str) -> str:
    spelled = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in spelled)


def _without_deleted(source: PreparedSource, group: Sequence[Candidate], decision: Decision) -> tuple[Problem, ...]:
    """The source's problems but for dates that deleted documents lack: nobody is to add them."""
    deleted = {document.id for document in decision.documents if document.status == "deleted"}
    undated = tuple(f'"{c.document.title[:60]}"' for c in group if c.id in deleted and not c.document.date)
    return tuple(p for p in source.problems if not (p.rule == "date-missing" and p.message.startswith(undated)))


def _result(
    source: PreparedSource, decision: Decision, problems: tuple[Problem, ...], waiting: Waiting | None
) -> ImportResult:
    statuses = {document.status for document in decision.documents}
    told = tuple(problem for document in decision.documents for problem in document.explain(source.name))
    status: Status = next((s for s in _BY_WEIGHT if s in statuses), "unchanged")
    if not source.documents and has_errors(source.problems):
        status = "failed"
    paths = [document.path for document in decision.documents if document.status != "deleted"]
    heavy = [waiting.get(document.place) for document in source.documents] if waiting else []
    return ImportResult(
        source=source.name,
        format=source.format,
        documents=tuple(path for path in paths if not is_digest(path)),
        digest=next(filter(is_digest, paths), ""),
        status=status,
        problems=problems + told,
        deleted=tuple(document.path for document in decision.documents if document.status == "deleted"),
        changes=tuple((d.status, d.path) for d in decision.documents if d.status in ("new", "updated")),
        removed_by_rule=tuple(removal for part in heavy for removal in part.removed),
        found=(*(source.found if waiting else ()), *(finding for part in heavy for finding in part.found)),
        conflicts=tuple(document.diff for document in decision.documents if document.diff),
    )


def _result_of_known(source: PreparedSource, entry: LedgerEntry, archive: Archive) -> ImportResult:
    """The result of a source that was not read again: the ledger says what it gave."""
    paths = list(filter(None, (archive.by_id.get(line.id) for line in entry.documents)))
    deleted = tuple(line.path for line in entry.documents if line.id not in archive.by_id)
    return ImportResult(
        source=source.name, format=entry.format, documents=tuple(path for path in paths if not is_digest(path)),
        digest=next(filter(is_digest, paths), ""), status="unchanged", deleted=deleted,
    )  # fmt: skip


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


def _write_document(root: Path, path: str, content: bytes) -> None:
    """Write a document. Raises EnvironmentFault where a link in content/ would lead the file out of it."""
    folder = (root / path).parent
    if not Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root / "content")):
        message = "the folder is a link that leads out of content/"
        raise EnvironmentFault([Problem(path, 0, "link-outside", message, "put a folder in its place")])
    _write_file(root / path, content)


def _write_ledger(root: Path, decisions: Iterable[Decision], lines: Mapping[tuple[str, str], LedgerEntry]) -> None:
    """The ledger, after the documents: interrupted in between, the next import finds them by id."""
    merged = dict(lines)
    for decision in decisions:
        for entry in decision.outdated:
            merged.pop((entry.file, entry.sha256), None)
        merged.update({(entry.file, entry.sha256): entry for entry in decision.entries})
    content = dump_ledger(merged.values()).encode()
    ledger = root / LEDGER
    if merged and (not ledger.exists() or ledger.read_bytes() != content):
        _write_file(ledger, content)


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
