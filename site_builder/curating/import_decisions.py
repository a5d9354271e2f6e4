"""Who gets which document -> what is written: new documents, updates, merges, conflicts.

What the other sources of an article know besides goes with the text that won (unite.py). A document whose bytes are
still as last imported is replaced, an edited one merged (merge.py); a document that is gone stays gone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from site_builder.curating.import_plan import Archive, Candidate, Plan, has_other_sources
from site_builder.curating.merge import Base, describe, find_imported, merge, widen
from site_builder.curating.prepare import Prepared
from site_builder.curating.unite import unite
from site_builder.documents import Record
from site_builder.errors import Problem
from site_builder.formats.front_matter import parse_document
from site_builder.importing.ledger import LedgerDocument, LedgerEntry

DocumentStatus = Literal["new", "updated", "unchanged", "conflict", "deleted"]

_ID = re.compile(rb"^id: .*$", re.MULTILINE)
_TIME = re.compile(rb"^  time: .*$", re.MULTILINE)
_SHA256 = re.compile(rb"^  sha256: .*$", re.MULTILINE)


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


def decide_documents(plan: Plan, load: Callable[[Prepared], bytes], *, force: bool) -> Iterator[DocumentDecision]:
    """One decision a winner, and one a standing document that a new source adds to.

    `load` gives a document's bytes as its source has it, one article's at a time.
    """
    taken = set(plan.archive.taken)
    for candidate in plan.winners.values():
        found = [load(other.document) for other in (candidate, *plan.others.get(candidate.id, ()))]
        path = plan.archive.by_id.get(candidate.id)
        before: Base | None = None
        if path is not None and has_other_sources(candidate, plan):
            before = _find_last_imported(plan, candidate.id)
            found.append(find_imported(plan.archive.read(path), before, zone=plan.archive.zone))
        content = unite(found, zone=plan.archive.zone)
        if content != found[0]:
            candidate = _described_anew(candidate, content, plan.archive.zone)
        decision = _decide_document(candidate, plan, content, taken=taken, force=force)
        base = Base(fields=candidate.document.fields, body=candidate.document.body)
        if before is not None:
            base = widen(base, before)
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
        before = _find_last_imported(plan, id)
        imported = find_imported(stands, before, zone=plan.archive.zone)
        content = unite([imported, *(load(other.document) for other in new)], zone=plan.archive.zone)
        if content != stands:
            candidate = _described_anew(new[0], content, plan.archive.zone)
            decision = _decide_document(candidate, plan, content, taken=set(), force=False)
            described = candidate.document
            # What the curator made of title and text is none of the sources'.
            title = {"title": before.fields.get("title", described.fields["title"])}
            base = Base(fields={**described.fields, **title}, body=before.body or described.body)
            lines = [line for _, line in plan.index.by_id[id] if line.sha256]
            if _hash(stands) not in {line.sha256 for line in lines}:
                # An edited document never becomes one that may be replaced.
                last = max(lines, key=lambda line: line.length, default=None)
                decision = msgspec.structs.replace(decision, sha256=last.sha256 if last else "")
            yield msgspec.structs.replace(decision, base=widen(base, before))


def _find_last_imported(plan: Plan, id: str) -> Base:
    """What the sources made of a document when they were last imported."""
    lines = (line for _, line in plan.index.by_id.get(id, ()) if line.sha256)
    before = max(lines, key=lambda line: line.length, default=None)
    return Base(fields=before.fields, body=before.body) if before else Base()


def _described_anew(candidate: Candidate, content: bytes, zone: ZoneInfo) -> Candidate:
    """The candidate with the fields and the date of `content`."""
    document, _ = parse_document("", content.decode(), zone=zone)
    assert document is not None, "it was written from a record"
    base, date = describe(document), document.front_matter.date
    folder = candidate.document.folder
    if date and not folder.startswith("/"):
        folder = f"{date.year:04d}/{date.month:02d}"
    described = msgspec.structs.replace(candidate.document, fields=base.fields, body=base.body, folder=folder)
    return msgspec.structs.replace(candidate, document=described)


def _decide_document(
    candidate: Candidate, plan: Plan, content: bytes, *, taken: set[str], force: bool
) -> DocumentDecision:
    """What becomes of the document that `candidate` describes; `content` is what its source makes of it."""
    id, archive, lines = candidate.id, plan.archive, plan.index.by_id.get(candidate.id, ())
    content = _ID.sub(f"id: {id}".encode(), content, count=1)
    path = archive.by_id.get(id)
    if path is None and lines and not force:
        line = next((line for _, line in lines if line.sha256), lines[0][1])
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
    candidate: Candidate, lines: Sequence[tuple[LedgerEntry, LedgerDocument]], archive: Archive, *, path: str,
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
    candidate: Candidate, before: LedgerDocument | None,
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
    folder = document.folder[1:] if document.folder.startswith("/") else f"{target}/{document.folder}"
    stem = f"{folder}/{document.slug}"
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


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
