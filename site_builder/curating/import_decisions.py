"""Which documents an import writes: drafts, the ledger and the archive as values -> decisions.

Identity: the same id; else the same place in the same source bytes; else the same file name, title and date.
Of several sources of one article the longest text wins. Only bytes that are still as last imported are
replaced; a document that is gone stays gone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from site_builder.errors import Problem
from site_builder.formats.front_matter import dump_document, parse_document
from site_builder.importing.items import Draft, Source
from site_builder.importing.ledger import LedgerDocument, LedgerEntry
from site_builder.language.slugs import article_slug
from site_builder.model import FrontMatter, ImportOrigin, Record

DocumentStatus = Literal["new", "updated", "unchanged", "conflict", "deleted"]


class Archive(Record, frozen=True):
    """What stands in `content/` before the import."""

    target: str
    """Folder for new documents, relative to the root."""
    by_id: Mapping[str, str]
    """Front-matter id -> path of the document, wherever the curator moved it."""
    taken: frozenset[str]
    """Paths of all documents, in lower case."""
    entries: tuple[LedgerEntry, ...]
    read: Callable[[str], bytes]
    """The bytes of a document."""


class DocumentDecision(Record, frozen=True):
    """What becomes of one draft."""

    id: str
    path: str
    status: DocumentStatus
    content: bytes | None = None
    """What to write; None to leave the file alone."""
    sha256: str = ""
    """For the ledger: of the bytes as last imported, "" where another source's stand there."""

    def problems(self, source: str) -> Iterator[Problem]:
        """A conflict as a problem of its source."""
        if self.status == "conflict":
            message = f"{self.path} was edited, and its source has changed"
            yield Problem(source, 0, "import-conflict", message, "keep yours, or take the source's with --force")


class Decision(Record, frozen=True):
    """What becomes of one source file."""

    format: str
    documents: tuple[DocumentDecision, ...]
    entries: tuple[LedgerEntry, ...]
    """Lines of the ledger to write: this state of the file, and what is left of earlier ones."""
    outdated: tuple[LedgerEntry, ...] = ()
    """Lines of earlier states, to be removed first."""


class _Index(msgspec.Struct, frozen=True):
    """The ledger's lines by what a draft can be known by."""

    by_id: Mapping[str, list[tuple[LedgerEntry, LedgerDocument]]]
    by_place: Mapping[tuple[str, int], str]
    """(hash of the source, position) -> id."""
    by_name: Mapping[tuple[str, str, str], str]
    """(file, title, date) -> id."""
    by_file: Mapping[str, list[LedgerEntry]]


class _Candidate(msgspec.Struct, frozen=True):
    """A draft that wants to be the document `id`."""

    source: Source
    draft: Draft
    id: str

    @property
    def rank(self) -> tuple[int, str, int]:
        """Greater wins less: longest text, then file name, then place in the file."""
        return (-len(self.draft.markdown), self.source.name, _origin(self.draft).position)


def decide(sources: Sequence[tuple[Source, Sequence[Draft]]], *, archive: Archive, force: bool) -> list[Decision]:
    """One decision a source, in order."""
    index = _index(archive.entries)
    candidates = [
        [_Candidate(source=source, draft=draft, id=_find_id(draft, archive, index)) for draft in drafts]
        for source, drafts in sources
    ]
    winners = _winners([candidate for group in candidates for candidate in group], index.by_id)
    taken = set(archive.taken)
    documents = {
        id: _decide_document(candidate, index.by_id.get(id, []), archive=archive, taken=taken, force=force)
        for id, candidate in winners.items()
    }
    return [
        _decide_source(source, group, winners, documents, archive, index)
        for (source, _), group in zip(sources, candidates, strict=True)
    ]


def _decide_source(
    source: Source, candidates: Sequence[_Candidate], winners: Mapping[str, _Candidate],
    documents: Mapping[str, DocumentDecision], archive: Archive, index: _Index,
) -> Decision:  # fmt: skip
    decisions: dict[str, DocumentDecision] = {}
    for candidate in candidates:
        if candidate.id not in decisions or winners.get(candidate.id) is candidate:
            decisions[candidate.id] = _for_candidate(candidate, winners, documents, archive)
    recorded = tuple(
        _ledger_line(candidate, decisions[candidate.id])
        for candidate in {candidate.id: candidate for candidate in candidates}.values()
        if decisions[candidate.id].status != "conflict"
    )
    format = _origin(candidates[0].draft).format if candidates else ""
    sha256 = hashlib.sha256(source.data).hexdigest()
    earlier = [e for e in index.by_file.get(source.name, ()) if e.sha256 != sha256]
    outdated = tuple(entry for entry in earlier if any(d.id in decisions for d in entry.documents))
    left = tuple(filter(None, (_without(entry, {line.id for line in recorded}) for entry in outdated)))
    entries = left
    if recorded or not candidates:
        current = LedgerEntry(file=source.name, sha256=sha256, format=format, documents=recorded)
        entries = (*left, current)
    return Decision(format=format, documents=tuple(decisions.values()), entries=entries, outdated=outdated)


def _for_candidate(
    candidate: _Candidate, winners: Mapping[str, _Candidate], documents: Mapping[str, DocumentDecision],
    archive: Archive,
) -> DocumentDecision:  # fmt: skip
    """The document's decision for its winner; for the others, that they left it alone."""
    id = candidate.id
    if winners.get(id) is candidate:
        return documents[id]
    path = documents[id].path if id in documents else archive.by_id.get(id, "")
    return DocumentDecision(id=id, path=path, status="unchanged" if path else "deleted")


def _find_id(draft: Draft, archive: Archive, index: _Index) -> str:
    """The id under which the archive knows the article of `draft`, else the draft's own."""
    front_matter, origin = draft.front_matter, _origin(draft)
    if front_matter.id in archive.by_id or front_matter.id in index.by_id:
        return front_matter.id
    place = (origin.sha256, origin.position)
    name = (origin.file, front_matter.title, _date_text(front_matter))
    return index.by_place.get(place) or index.by_name.get(name) or front_matter.id


def _index(entries: Sequence[LedgerEntry]) -> _Index:
    by_id: dict[str, list[tuple[LedgerEntry, LedgerDocument]]] = defaultdict(list)
    by_place: dict[tuple[str, int], str] = {}
    by_name: dict[tuple[str, str, str], str] = {}
    by_file: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        by_file[entry.file].append(entry)
        for line in entry.documents:
            by_id[line.id].append((entry, line))
            by_place.setdefault((entry.sha256, line.position), line.id)
            by_name.setdefault((entry.file, line.title, line.date), line.id)
    return _Index(by_id=by_id, by_place=by_place, by_name=by_name, by_file=by_file)


def _winners(
    candidates: Sequence[_Candidate], lines: Mapping[str, Sequence[tuple[LedgerEntry, LedgerDocument]]]
) -> dict[str, _Candidate]:
    """The candidate for each id; none where the ledger has a longer text from a file that is not imported now."""
    files = {candidate.source.name for candidate in candidates}
    winners: dict[str, _Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.rank):
        rivals = [line.length for entry, line in lines.get(candidate.id, ()) if entry.file not in files and line.sha256]
        if max(rivals, default=-1) < len(candidate.draft.markdown):
            winners.setdefault(candidate.id, candidate)
    ordered = (candidate for candidate in candidates if winners.get(candidate.id) is candidate)
    return {candidate.id: candidate for candidate in ordered}


def _decide_document(
    candidate: _Candidate, lines: Sequence[tuple[LedgerEntry, LedgerDocument]], *, archive: Archive,
    taken: set[str], force: bool,
) -> DocumentDecision:  # fmt: skip
    """What becomes of the document that `candidate` describes."""
    path = archive.by_id.get(candidate.id)
    if path is None and lines and not force:
        line = lines[0][1]
        return DocumentDecision(id=candidate.id, path=line.path, status="deleted", sha256=line.sha256)
    if path is None:
        path = _free_path(candidate.draft.front_matter, archive.target, taken)
        content = _dump(candidate, None)
        return DocumentDecision(id=candidate.id, path=path, status="new", content=content, sha256=_hash(content))
    current = archive.read(path)
    standing = _standing_origin(path, current)
    content = _dump(candidate, standing)
    if current == content:
        return DocumentDecision(id=candidate.id, path=path, status="unchanged", sha256=_hash(content))
    imported = {line.sha256 for _, line in lines if line.sha256}
    if force or _hash(current) in imported:
        return DocumentDecision(id=candidate.id, path=path, status="updated", content=content, sha256=_hash(content))
    same_source = standing is not None and standing.sha256 == _origin(candidate.draft).sha256
    before = next((line.sha256 for _, line in lines if line.sha256), "")
    return DocumentDecision(
        id=candidate.id, path=path, status="unchanged" if same_source else "conflict", sha256=before
    )


def _free_path(front_matter: FrontMatter, target: str, taken: set[str]) -> str:
    """A path by month and slug that no other document has; it is taken from now on."""
    date = front_matter.date
    folder = f"{target}/{date.year:04d}/{date.month:02d}" if date else f"{target}/undated"
    slug = article_slug(front_matter.slug or front_matter.title)
    for number in count(1):
        path = f"{folder}/{slug}.md" if number == 1 else f"{folder}/{slug}-{number}.md"
        if path.lower() not in taken:
            break
    taken.add(path.lower())
    return path


def _dump(candidate: _Candidate, standing: ImportOrigin | None) -> bytes:
    """The document's bytes; the time of import is kept as long as the source is the same."""
    origin = _origin(candidate.draft)
    if standing is not None and standing.sha256 == origin.sha256:
        origin = msgspec.structs.replace(origin, time=standing.time)
    front_matter = msgspec.structs.replace(candidate.draft.front_matter, id=candidate.id, import_=origin, slug="")
    return dump_document(front_matter, candidate.draft.markdown).encode()


def _standing_origin(path: str, content: bytes) -> ImportOrigin | None:
    """Where the document in place says it came from; None where it no longer does."""
    document, _ = parse_document(path, content.decode(errors="replace"), zone=ZoneInfo("UTC"))
    return document.front_matter.import_ if document else None


def _ledger_line(candidate: _Candidate, decision: DocumentDecision) -> LedgerDocument:
    return LedgerDocument(
        id=candidate.id,
        path=decision.path,
        title=candidate.draft.front_matter.title,
        date=_date_text(candidate.draft.front_matter),
        position=_origin(candidate.draft).position,
        length=len(candidate.draft.markdown),
        sha256=decision.sha256,
    )


def _without(entry: LedgerEntry, ids: set[str]) -> LedgerEntry | None:
    documents = tuple(line for line in entry.documents if line.id not in ids)
    return msgspec.structs.replace(entry, documents=documents) if documents else None


def _origin(draft: Draft) -> ImportOrigin:
    assert draft.front_matter.import_ is not None
    return draft.front_matter.import_


def _date_text(front_matter: FrontMatter) -> str:
    return front_matter.date.isoformat() if front_matter.date else ""


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
