"""Which documents an import writes: sources as read, the ledger and the archive -> decisions.

Of several sources of one article the longest text wins; what the others know besides goes with it (unite.py). A
document whose bytes are still as last imported is replaced, an edited one merged (merge.py); a document that is gone
stays gone.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import count
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from site_builder.curating.identity import LedgerIndex, find_id, index_ledger
from site_builder.curating.merge import Base, describe, merge
from site_builder.curating.prepare import Prepared, PreparedSource
from site_builder.curating.unite import unite
from site_builder.errors import Problem
from site_builder.formats.front_matter import parse_document
from site_builder.importing.ledger import LedgerDocument, LedgerEntry
from site_builder.model import Record

DocumentStatus = Literal["new", "updated", "unchanged", "conflict", "deleted"]

_ID = re.compile(rb"^id: .*$", re.MULTILINE)
_TIME = re.compile(rb"^  time: .*$", re.MULTILINE)
_SHA256 = re.compile(rb"^  sha256: .*$", re.MULTILINE)


class Archive(Record, frozen=True):
    """What stands in `content/` before the import."""

    target: str
    """Folder for new documents, relative to the root."""
    by_id: Mapping[str, str]
    """Id of an article -> path of its document, wherever the curator moved it."""
    taken: frozenset[str]
    """Paths of all documents, in lower case."""
    entries: tuple[LedgerEntry, ...]
    zone: ZoneInfo
    read: Callable[[str], bytes]
    """The bytes of a document."""


class DocumentDecision(Record, frozen=True):
    """What becomes of one document to be."""

    id: str
    path: str
    status: DocumentStatus
    content: bytes | None = None
    """What to write; None to leave the file alone."""
    sha256: str = ""
    """For the ledger: of the bytes as last imported, "" where another source's stand there."""
    base: Base = Base()
    """For the ledger: what the sources make of the document together."""
    problems: tuple[Problem, ...] = ()
    """Of the document."""
    diff: str = ""
    """Of a conflict: the text's unified diff, yours to the source's."""

    def explain(self, source: str) -> Iterator[Problem]:
        """The document's problems, and a conflict as a problem of its source."""
        yield from self.problems
        if self.status == "conflict" and self.diff:
            message = f"the text of {self.path} was edited, and its source has changed"
            yield Problem(source, 0, "import-conflict", message, "keep yours, or take the source's with --force")


class Decision(Record, frozen=True):
    """What becomes of one source file."""

    documents: tuple[DocumentDecision, ...]
    entries: tuple[LedgerEntry, ...]
    """Lines of the ledger to write: this state of the file, and what is left of earlier ones."""
    outdated: tuple[LedgerEntry, ...] = ()
    """Lines of earlier states, to be removed first."""


class _Candidate(msgspec.Struct, frozen=True):
    """A document to be that wants to be the article `id`."""

    source: PreparedSource
    document: Prepared
    id: str

    @property
    def rank(self) -> tuple[int, str, int]:
        """Greater wins less: longest text, then file name, then place in the file."""
        return (-self.document.length, self.source.file, self.document.position)


class Plan(msgspec.Struct, frozen=True):
    """Who wants to be what, and who wins."""

    archive: Archive
    index: LedgerIndex
    groups: Sequence[Sequence[_Candidate]]
    """One a source, in order."""
    winners: Mapping[str, _Candidate]
    others: Mapping[str, Sequence[_Candidate]]
    """Id -> those whose text loses, the longest first."""
    files: frozenset[str]
    """Names of the source files that give a document."""


def plan_import(sources: Sequence[PreparedSource], archive: Archive) -> Plan:
    """The winner of each article among the documents to be of `sources`."""
    index = index_ledger(archive.entries)
    names = Counter(source.file for source in sources)
    groups = [
        [
            _Candidate(
                source=source, document=found,
                id=find_id(
                    source, found, standing=archive.by_id, ledger=index, is_only=names[source.file] == 1
                ),
            )
            for found in source.documents
        ]
        for source in sources
    ]  # fmt: skip
    files = frozenset(source.file for source in sources if source.documents)
    winners = _find_winners(groups, index, files)
    others = _find_others(groups, winners)
    return Plan(archive=archive, index=index, groups=groups, winners=winners, others=others, files=files)


def decide_documents(plan: Plan, load: Callable[[Prepared], bytes], *, force: bool) -> Iterator[DocumentDecision]:
    """One decision a winner, and one a standing document that a new source adds to.

    `load` gives a document's bytes as its source has it, one article's at a time.
    """
    taken = set(plan.archive.taken)
    for candidate in plan.winners.values():
        found = [load(other.document) for other in (candidate, *plan.others.get(candidate.id, ()))]
        path = plan.archive.by_id.get(candidate.id)
        if path is not None and _has_other_sources(candidate, plan):
            found.append(plan.archive.read(path))
        content = unite(found, zone=plan.archive.zone)
        if content != found[0]:
            candidate = _described_anew(candidate, content, plan.archive.zone)
        decision = _decide_document(candidate, plan, content, taken=taken, force=force)
        base = Base(fields=candidate.document.fields, body=candidate.document.body)
        yield msgspec.structs.replace(decision, base=base)
    yield from _add_to_standing(plan, load)


def _add_to_standing(plan: Plan, load: Callable[[Prepared], bytes]) -> Iterator[DocumentDecision]:
    """Decisions on documents whose text stays while a source that is new to them knows more."""
    for id, others in plan.others.items():
        path = plan.archive.by_id.get(id)
        known = {entry.sha256 for entry, _ in plan.index.by_id.get(id, ())}
        new = [other for other in others if other.source.sha256 not in known]
        if id in plan.winners or path is None or not known or not new:
            continue
        stands = plan.archive.read(path)
        content = unite([stands, *(load(other.document) for other in new)], zone=plan.archive.zone)
        if content != stands:
            candidate = _described_anew(new[0], content, plan.archive.zone)
            decision = _decide_document(candidate, plan, content, taken=set(), force=False)
            base = Base(fields=candidate.document.fields, body=candidate.document.body)
            yield msgspec.structs.replace(decision, base=base)


def _described_anew(candidate: _Candidate, content: bytes, zone: ZoneInfo) -> _Candidate:
    """The candidate with the fields and the date of `content`."""
    document, _ = parse_document("", content.decode(), zone=zone)
    assert document is not None, "it was written from a record"
    base, date = describe(document), document.front_matter.date
    folder = f"{date.year:04d}/{date.month:02d}" if date else candidate.document.folder
    described = msgspec.structs.replace(candidate.document, fields=base.fields, body=base.body, folder=folder)
    return msgspec.structs.replace(candidate, document=described)


def decide_source(
    source: PreparedSource, group: Sequence[_Candidate], plan: Plan, documents: Mapping[str, DocumentDecision]
) -> Decision:
    """What becomes of `source`, given what becomes of the winners by id."""
    decisions: dict[str, DocumentDecision] = {}
    for candidate in group:
        if candidate.id not in decisions or plan.winners.get(candidate.id) is candidate:
            decisions[candidate.id] = _for_candidate(candidate, plan, documents)
    recorded = tuple(
        _ledger_line(candidate, decisions[candidate.id])
        for candidate in {candidate.id: candidate for candidate in group}.values()
        if decisions[candidate.id].status != "conflict"
    )
    outdated = tuple(_find_outdated(source, plan, decisions))
    left = tuple(filter(None, (_without(entry, {line.id for line in recorded}) for entry in outdated)))
    entries = (*left, *_added_to(decisions, plan, documents, outdated))
    if recorded or not group:
        current = LedgerEntry(file=source.file, sha256=source.sha256, format=source.format, documents=recorded)
        entries = (*entries, current)
    return Decision(documents=tuple(decisions.values()), entries=entries, outdated=outdated)


def _added_to(
    ids: Container[str], plan: Plan, documents: Mapping[str, DocumentDecision], outdated: Container[LedgerEntry]
) -> Iterator[LedgerEntry]:
    """Lines of other sources whose text stands in documents of `ids` that were added to, brought up to date."""
    added = {
        id: found for id, found in documents.items()
        if id not in plan.winners and found.status in ("updated", "unchanged")
    }  # fmt: skip
    for id in added:
        for entry, line in plan.index.by_id.get(id, ()) if id in ids else ():
            if not line.sha256 or entry.file in plan.files or entry in outdated:
                continue
            lines = tuple(
                msgspec.structs.replace(
                    line, sha256=added[line.id].sha256, fields=added[line.id].base.fields, body=added[line.id].base.body
                ) if line.id in added and line.sha256 else line
                for line in entry.documents
            )  # fmt: skip
            yield msgspec.structs.replace(entry, documents=lines)


def _has_other_sources(candidate: _Candidate, plan: Plan) -> bool:
    """True if the standing document has fields of a source that is not imported now."""
    own = {entry.sha256 for entry in plan.index.by_file.get(candidate.source.file, ())}
    lines = plan.index.by_id.get(candidate.id, ())
    return any(entry.file not in plan.files and entry.sha256 not in own for entry, _ in lines)


def _find_others(
    groups: Sequence[Sequence[_Candidate]], winners: Mapping[str, _Candidate]
) -> dict[str, list[_Candidate]]:
    others: dict[str, list[_Candidate]] = {}
    for candidate in sorted((found for group in groups for found in group), key=lambda found: found.rank):
        if winners.get(candidate.id) is not candidate:
            others.setdefault(candidate.id, []).append(candidate)
    return others


def _find_outdated(
    source: PreparedSource, plan: Plan, documents: Mapping[str, DocumentDecision]
) -> Iterator[LedgerEntry]:
    """Lines of earlier states of `source`, under this or an earlier name, that gave one of `documents`."""
    earlier = [entry for entry in plan.index.by_file.get(source.file, ()) if entry.sha256 != source.sha256]
    hashes = {entry.sha256 for entry in earlier}
    for entry in earlier:
        if any(line.id in documents for line in entry.documents):
            yield entry
    for entry in {(e.file, e.sha256): e for id in documents for e, _ in plan.index.by_id.get(id, ())}.values():
        if entry.sha256 in hashes and entry.file != source.file and entry.file not in plan.files:
            yield entry


def _for_candidate(
    candidate: _Candidate, plan: Plan, documents: Mapping[str, DocumentDecision]
) -> DocumentDecision:
    """The document's decision for its winner; for the others, that they left it alone."""
    id = candidate.id
    if plan.winners.get(id) is candidate:
        return documents[id]
    if id in documents and id not in plan.winners:
        # The text, and with it the hash, is the other source's.
        return msgspec.structs.replace(documents[id], sha256="")
    path = documents[id].path if id in documents else plan.archive.by_id.get(id, "")
    return DocumentDecision(id=id, path=path, status="unchanged" if path else "deleted")


def _find_winners(
    groups: Sequence[Sequence[_Candidate]], index: LedgerIndex, files: frozenset[str]
) -> dict[str, _Candidate]:
    """The candidate for each id; none where the ledger has a longer text from another file that is not imported now.

    A file that once had the very bytes of this one is no other file: it was renamed.
    """
    candidates = [candidate for group in groups for candidate in group]
    winners: dict[str, _Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.rank):
        lines = index.by_id.get(candidate.id, ())
        own = {entry.sha256 for entry in index.by_file.get(candidate.source.file, ())}
        others = (pair for pair in lines if pair[0].file not in files and pair[0].sha256 not in own)
        rivals = [line.length for _, line in others if line.sha256]
        if max(rivals, default=-1) < candidate.document.length:
            winners.setdefault(candidate.id, candidate)
    ordered = (candidate for candidate in candidates if winners.get(candidate.id) is candidate)
    return {candidate.id: candidate for candidate in ordered}


def _decide_document(
    candidate: _Candidate, plan: Plan, content: bytes, *, taken: set[str], force: bool
) -> DocumentDecision:
    """What becomes of the document that `candidate` describes; `content` is what its source makes of it."""
    id, archive, lines = candidate.id, plan.archive, plan.index.by_id.get(candidate.id, ())
    content = _ID.sub(f"id: {id}".encode(), content, count=1)
    path = archive.by_id.get(id)
    if path is None and lines and not force:
        line = lines[0][1]
        return DocumentDecision(id=id, path=line.path, status="deleted", sha256=line.sha256)
    if path is None:
        path = _free_path(candidate.document, archive.target, taken)
        return DocumentDecision(id=id, path=path, status="new", content=content, sha256=_hash(content))
    current = archive.read(path)
    content = _with_time(content, current)
    if current == content:
        return DocumentDecision(id=id, path=path, status="unchanged", sha256=_hash(content))
    if _hash(current) in {line.sha256 for _, line in lines}:
        return DocumentDecision(id=id, path=path, status="updated", content=content, sha256=_hash(content))
    return _merge_edited(candidate, lines, archive, path=path, current=current, content=content, force=force)


def _merge_edited(
    candidate: _Candidate, lines: Sequence[tuple[LedgerEntry, LedgerDocument]], archive: Archive, *, path: str,
    current: bytes, content: bytes, force: bool,
) -> DocumentDecision:  # fmt: skip
    """What becomes of a document that the curator edited."""
    id = candidate.id
    before = max((line for _, line in lines if line.sha256), key=lambda line: line.length, default=None)
    try:
        text = current.decode()
    except UnicodeDecodeError:
        problem = Problem(path, 0, "encoding-wrong", "the document is not UTF-8", "save the file as UTF-8")
        return DocumentDecision(id=id, path=path, status="conflict", problems=(problem,))
    base = _find_base(candidate, before, lines, current)
    merged = merge(path, text, content.decode(), base=base, zone=archive.zone, force=force)
    if not merged.text:
        return DocumentDecision(id=id, path=path, status="conflict", problems=merged.problems, diff=merged.diff)
    new = merged.text.encode()
    sha256 = before.sha256 if before and new != content else _hash(content)
    if new == current:
        return DocumentDecision(id=id, path=path, status="unchanged", sha256=sha256, problems=merged.problems)
    return DocumentDecision(
        id=id, path=path, status="updated", content=new, sha256=sha256, problems=merged.problems
    )  # fmt: skip


def _find_base(
    candidate: _Candidate, before: LedgerDocument | None,
    lines: Sequence[tuple[LedgerEntry, LedgerDocument]], current: bytes,
) -> Base | None:  # fmt: skip
    """What was last imported; where the ledger does not say but the source is the same, what it gives now."""
    if before is not None and before.body:
        return Base(fields=before.fields, body=before.body)
    sha256 = candidate.source.sha256
    stands = _SHA256.search(current)
    if any(entry.sha256 == sha256 for entry, _ in lines) or (stands and sha256.encode() in stands[0]):
        return Base(fields=candidate.document.fields, body=candidate.document.body)
    return None


def _free_path(document: Prepared, target: str, taken: set[str]) -> str:
    """A path by month and slug that no other document has; it is taken from now on."""
    stem = f"{target}/{document.folder}/{document.slug}"
    for number in count(1):
        path = f"{stem}.md" if number == 1 else f"{stem}-{number}.md"
        if path.lower() not in taken:
            break
    taken.add(path.lower())
    return path


def _with_time(content: bytes, current: bytes) -> bytes:
    """`content` with the standing document's time of import, as long as the source is the same."""
    new, stands, time = _SHA256.search(content), _SHA256.search(current), _TIME.search(current)
    if not (new and stands and time) or new[0] != stands[0]:
        return content
    return _TIME.sub(time[0].replace(b"\\", b"\\\\"), content, count=1)


def _ledger_line(candidate: _Candidate, decision: DocumentDecision) -> LedgerDocument:
    stands = bool(decision.sha256) and decision.status != "deleted"
    return LedgerDocument(
        id=candidate.id,
        path=decision.path,
        title=candidate.document.title,
        date=candidate.document.date,
        position=candidate.document.position,
        length=candidate.document.length,
        sha256=decision.sha256,
        fields=decision.base.fields if stands else {},
        body=decision.base.body if stands else "",
    )


def _without(entry: LedgerEntry, ids: set[str]) -> LedgerEntry | None:
    documents = tuple(line for line in entry.documents if line.id not in ids)
    return msgspec.structs.replace(entry, documents=documents) if documents else None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
