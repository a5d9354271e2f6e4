"""What became of the documents -> what is said of each source file, and its lines in the ledger."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

import msgspec

from site_builder.curating.import_decisions import DocumentDecision
from site_builder.curating.import_plan import Candidate, Plan
from site_builder.curating.prepare import PreparedSource
from site_builder.documents import Record
from site_builder.importing.ledger import LedgerDocument, LedgerEntry


class Decision(Record, frozen=True):
    """What becomes of one source file."""

    documents: tuple[DocumentDecision, ...]
    entries: tuple[LedgerEntry, ...]
    """Lines of the ledger to write: this state of the file, and what is left of earlier ones."""
    outdated: tuple[LedgerEntry, ...] = ()
    """Lines of earlier states, to be removed first."""


def decide_source(
    source: PreparedSource, group: Sequence[Candidate], plan: Plan, documents: Mapping[str, DocumentDecision]
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


def _find_outdated(
    source: PreparedSource, plan: Plan, documents: Mapping[str, DocumentDecision]
) -> Iterator[LedgerEntry]:
    """Lines of earlier states of `source`, under this or an earlier name, that gave one of `documents`."""
    earlier = [e for e in plan.index.by_file.get(source.file, ()) if (e.file, e.sha256) not in plan.present]
    hashes = {entry.sha256 for entry in earlier}
    for entry in earlier:
        if any(line.id in documents for line in entry.documents):
            yield entry
    for entry in {(e.file, e.sha256): e for id in documents for e, _ in plan.index.by_id.get(id, ())}.values():
        if entry.file in plan.files:
            # The bytes have this name now, and their old name other bytes.
            is_left = entry.sha256 == source.sha256 and (entry.file, entry.sha256) not in plan.present
        else:
            is_left = entry.sha256 in hashes and entry.file != source.file
        if is_left:
            yield entry


def _for_candidate(candidate: Candidate, plan: Plan, documents: Mapping[str, DocumentDecision]) -> DocumentDecision:
    """The document's decision for its winner; for the others, that they left it alone."""
    id = candidate.id
    if plan.winners.get(id) is candidate:
        return documents[id]
    if id in documents and id not in plan.winners:
        # The text, and with it the hash, is the other source's.
        return msgspec.structs.replace(documents[id], sha256="")
    path = documents[id].path if id in documents else plan.archive.by_id.get(id, "")
    return DocumentDecision(id=id, path=path, status="unchanged" if path else "deleted")


def _ledger_line(candidate: Candidate, decision: DocumentDecision) -> LedgerDocument:
    is_owner = bool(decision.sha256)
    return LedgerDocument(
        id=candidate.id,
        path=decision.path,
        title=candidate.document.title,
        date=candidate.document.date,
        language=candidate.document.language,
        position=candidate.document.position,
        length=candidate.document.length,
        sha256=decision.sha256,
        fields=decision.base.fields if is_owner else {},
        body=decision.base.body if is_owner else "",
    )


def _without(entry: LedgerEntry, ids: set[str]) -> LedgerEntry | None:
    documents = tuple(line for line in entry.documents if line.id not in ids)
    return msgspec.structs.replace(entry, documents=documents) if documents else None
