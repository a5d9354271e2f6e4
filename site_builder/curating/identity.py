"""The articles in source files -> the ids under which the archive knows them.

The same id (its address, or outlet, title and day; in another language it is another article); else what the ledger
remembers of the same file: the same place in the same bytes, the same text, the same title and date, or, where the
file holds one article without an address, the same date. No memory leads two articles to one document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

import msgspec

from site_builder.curating.prepare import Prepared, PreparedSource
from site_builder.importing.ingest import id_of_translation
from site_builder.importing.ledger import LedgerDocument, LedgerEntry

_COMMON_NAMES = ("index.", "_index.")
"""Beginnings of file names that say nothing: a new file of such a name is another article."""
_PLACE, _TEXT, _NAME, _DATE, _DIGEST = "place", "text", "name", "date", "digest"

_Clue = tuple[str, ...]
"""(kind, file or hash, what is the same)."""


class LedgerIndex(msgspec.Struct, frozen=True):
    """The ledger's lines by what an article can be known by."""

    by_id: Mapping[str, list[tuple[LedgerEntry, LedgerDocument]]]
    by_clue: Mapping[_Clue, list[str]]
    """What a file told of an article -> ids, in the ledger's order."""
    by_file: Mapping[str, list[LedgerEntry]]


def index_ledger(entries: Iterable[LedgerEntry]) -> LedgerIndex:
    """The lines of the ledger by all that an article can be known by."""
    by_id: dict[str, list[tuple[LedgerEntry, LedgerDocument]]] = defaultdict(list)
    by_clue: dict[_Clue, list[str]] = defaultdict(list)
    by_file: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        by_file[entry.file].append(entry)
        for line in entry.documents:
            by_id[line.id].append((entry, line))
            by_clue[_PLACE, entry.sha256, str(line.position)].append(line.id)
            if line.position < 0:
                by_clue[_DIGEST, entry.file, line.date].append(line.id)
                continue
            if not line.sha256:
                continue  # The document is another file's: nothing of this one stands in it.
            by_clue[_NAME, entry.file, line.title, line.date].append(line.id)
            if line.body and line.length:
                by_clue[_TEXT, entry.file, line.body].append(line.id)
            if line.date and not line.position:
                by_clue[_DATE, entry.file, line.date].append(line.id)
    return LedgerIndex(by_id=by_id, by_clue=by_clue, by_file=by_file)


def find_ids(sources: Sequence[PreparedSource], *, standing: Container[str], ledger: LedgerIndex) -> list[list[str]]:
    """One id a document of `sources`, source by source; `standing` holds the ids of documents in place."""
    own = _find_own_ids(sources, ledger)
    claims = Counter(id for ids in own for id in set(ids))
    names = Counter(source.file for source in sources)
    return [
        _remember(
            source, ids, ledger,
            is_known=lambda id: id in standing or id in ledger.by_id,
            is_claimed=lambda id: bool(claims[id]),
            is_only=names[source.file] == 1,
        )
        for source, ids in zip(sources, own, strict=True)
    ]  # fmt: skip


def is_other_language(one: str, other: str) -> bool:
    """True if both are sure and differ; "zh" differs from neither Chinese writing."""
    if not one or not other or one == other:
        return False
    return not (one.startswith("zh") and other.startswith("zh") and "zh" in (one, other))


def _find_own_ids(sources: Sequence[PreparedSource], ledger: LedgerIndex) -> list[list[str]]:
    """The ids that the sources give, translations told apart from what was there first."""
    languages = _find_languages(sources, ledger)
    return [
        [
            id_of_translation(found.id, found.language)
            if is_other_language(found.language, languages.get(found.id, "")) else found.id
            for found in source.documents
        ]
        for source in sources
    ]  # fmt: skip


def _find_languages(sources: Sequence[PreparedSource], ledger: LedgerIndex) -> dict[str, str]:
    """Id -> language of the article that bears it: as the ledger says, else of the first file by name."""
    languages: dict[str, str] = {}
    ordered = sorted(sources, key=lambda source: (source.file, source.sha256))
    for source, found in [(each, found) for each in ordered for found in each.documents]:
        if found.id in languages or not found.language:
            continue
        lines = ledger.by_id.get(found.id, ())
        told = [line.language for _, line in sorted(lines, key=lambda pair: not pair[1].sha256) if line.language]
        owners = {entry.file for entry, line in lines if line.sha256}
        if told:
            languages[found.id] = told[0]
        elif not owners or source.file in owners:
            languages[found.id] = found.language
    return languages


def _remember(
    source: PreparedSource, own: Sequence[str], ledger: LedgerIndex, *, is_known: Callable[[str], bool],
    is_claimed: Callable[[str], bool], is_only: bool,
) -> list[str]:  # fmt: skip
    """`own`, with what the ledger remembers in place of ids that the archive does not know; the surest clues first."""
    ids = list(own)
    open_places = [place for place, id in enumerate(own) if not is_known(id)]
    taken: set[str] = set()
    for kind in (_PLACE, _TEXT, _NAME, _DATE) if open_places else ():
        for place in open_places:
            found = source.documents[place]
            clue = _find_clue(kind, source, found, is_only) if ids[place] == own[place] else None
            for id in ledger.by_clue.get(clue, ()) if clue else ():
                if id not in taken and not is_claimed(id) and _may_continue(id, source, found, ledger, kind):
                    ids[place] = id
                    taken.add(id)
                    break
    return ids


def _find_clue(kind: str, source: PreparedSource, found: Prepared, is_only: bool) -> _Clue | None:
    """What would be the same in the ledger; None where that proves nothing."""
    has_address = "source_url" in found.fields
    is_common = source.file.startswith(_COMMON_NAMES)
    if kind == _PLACE:
        return (_PLACE, source.sha256, str(found.position))
    if found.position < 0:
        return (_DIGEST, source.file, found.date) if kind == _DATE and is_only and not is_common else None
    if kind == _TEXT:
        return (_TEXT, source.file, found.body) if found.length else None
    if kind == _NAME:
        return None if is_common and has_address else (_NAME, source.file, found.title, found.date)
    is_single = is_only and not found.position and not has_address and not is_common
    return (_DATE, source.file, found.date) if is_single else None


def _may_continue(id: str, source: PreparedSource, found: Prepared, ledger: LedgerIndex, kind: str) -> bool:
    """True if the article `id` may go on as `found`: no other file's, no other language's, by date the only one."""
    lines = ledger.by_id[id]
    if any(is_other_language(found.language, line.language) for _, line in lines):
        return False
    if kind == _PLACE:
        return True
    if kind == _DATE and len(set(ledger.by_clue[_find_clue(kind, source, found, True) or ()])) > 1:
        return False
    own = {entry.sha256 for entry in ledger.by_file.get(source.file, ())}
    return all(entry.file == source.file or entry.sha256 in own for entry, _ in lines)
