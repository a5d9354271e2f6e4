"""Sources as read, the ledger and the archive -> which article each document to be is, and whose text it gets.

Of several sources of one article the longest text wins.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from zoneinfo import ZoneInfo

import msgspec

from site_builder.curating.identity import LedgerIndex, find_ids, index_ledger
from site_builder.curating.prepare import Prepared, PreparedSource
from site_builder.documents import Record
from site_builder.importing.ledger import LedgerEntry


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


class Candidate(msgspec.Struct, frozen=True):
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
    groups: Sequence[Sequence[Candidate]]
    """One a source, in order."""
    winners: Mapping[str, Candidate]
    others: Mapping[str, Sequence[Candidate]]
    """Id -> those whose text loses, the longest first."""
    files: frozenset[str]
    """Names of the source files that give a document."""
    present: frozenset[tuple[str, str]]
    """(file, hash) of all sources of this import: none of them is an earlier state of another."""


def plan_import(sources: Sequence[PreparedSource], archive: Archive) -> Plan:
    """The winner of each article among the documents to be of `sources`."""
    index = index_ledger(archive.entries)
    ids = find_ids(sources, standing=archive.by_id, ledger=index)
    groups = [
        [
            Candidate(source=source, document=document, id=id)
            for document, id in zip(source.documents, found, strict=True)
        ]
        for source, found in zip(sources, ids, strict=True)
    ]
    files = frozenset(source.file for source in sources if source.documents)
    winners = _find_winners(groups, index, files, archive.by_id)
    others = _find_others(groups, winners)
    return Plan(
        archive=archive, index=index, groups=groups, winners=winners, others=others, files=files,
        present=frozenset((source.file, source.sha256) for source in sources),
    )  # fmt: skip


def find_shared(plan: Plan, sources: Sequence[PreparedSource]) -> frozenset[str]:
    """Names of finished sources, not read this time, that have an article which another source wants now."""
    wanted = {candidate.id for group in plan.groups for candidate in group}
    finished = {(source.file, source.sha256): source.name for source in sources if source.is_known}
    return frozenset(
        finished[entry.file, entry.sha256]
        for id in wanted
        for entry, _ in plan.index.by_id.get(id, ())
        if (entry.file, entry.sha256) in finished
    )


def has_other_sources(candidate: Candidate, plan: Plan) -> bool:
    """True if the standing document has fields of a source that is not imported now."""
    own = {entry.sha256 for entry in plan.index.by_file.get(candidate.source.file, ())}
    lines = plan.index.by_id.get(candidate.id, ())
    return any(entry.file not in plan.files and entry.sha256 not in own for entry, _ in lines)


def _find_others(groups: Sequence[Sequence[Candidate]], winners: Mapping[str, Candidate]) -> dict[str, list[Candidate]]:
    others: dict[str, list[Candidate]] = {}
    for candidate in sorted((found for group in groups for found in group), key=lambda found: found.rank):
        if winners.get(candidate.id) is not candidate:
            others.setdefault(candidate.id, []).append(candidate)
    return others


def _find_winners(
    groups: Sequence[Sequence[Candidate]], index: LedgerIndex, files: frozenset[str], standing: Container[str]
) -> dict[str, Candidate]:
    """The candidate for each id; none where a text stands that is no shorter, of another file not imported now.

    A file that had the bytes which this one had before is no other file: it was renamed.
    """
    candidates = [candidate for group in groups for candidate in group]
    winners: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.rank):
        lines = index.by_id.get(candidate.id, ())
        own = {entry.sha256 for entry in index.by_file.get(candidate.source.file, ())} - {candidate.source.sha256}
        others = (pair for pair in lines if pair[0].file not in files and pair[0].sha256 not in own)
        rivals = [line.length for _, line in others if line.sha256 and candidate.id in standing]
        if max(rivals, default=-1) < candidate.document.length:
            winners.setdefault(candidate.id, candidate)
    ordered = (candidate for candidate in candidates if winners.get(candidate.id) is candidate)
    return {candidate.id: candidate for candidate in ordered}
