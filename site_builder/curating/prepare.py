"""A source file -> its documents ready to be written, with all that decides their fate. Runs in several processes.

What is heavy (the documents' bytes, what rules removed, how fields were found) is apart from what is light, so that
ten thousand sources can be decided on together while their documents wait on disk.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

import msgspec

from site_builder.building.parallel import map_items
from site_builder.curating.merge import describe
from site_builder.documents import FrontMatter, Record
from site_builder.errors import EnvironmentFault, Problem
from site_builder.formats.front_matter import dump_document, parse_document
from site_builder.importing.digest_page import find_days
from site_builder.importing.ingest import find_format, ingest
from site_builder.importing.items import DigestDraft, Draft, FieldFinding, Removal, Source
from site_builder.importing.outlets import Outlets
from site_builder.language.slugs import article_slug

DIGESTS = "content/digests"
"""Where the documents of digests lie, relative to the root."""
_BATCH_FILES = 1024
_BATCH_BYTES = 32 * 1024 * 1024


class Settings(Record, frozen=True):
    """What every source file is read with."""

    format: str | None
    now: datetime
    zone: ZoneInfo
    outlets: Outlets
    language: str
    """The archive's, for texts that do not tell theirs."""


class Prepared(Record, frozen=True):
    """A document to be: what is needed to decide on it."""

    id: str
    """As its source alone gives it; the archive may know the article under another."""
    title: str
    date: str
    """ISO 8601; "" where the source has none."""
    folder: str
    """Below the folder for new documents: "2024/03", "undated"; of a digest "/content/digests", from the root."""
    slug: str
    language: str
    """What it is written in, where that is sure."""
    position: int
    """As in the ledger."""
    length: int
    """Characters of Markdown."""
    fields: Mapping[str, str]
    """See merge.Base."""
    body: str
    place: int = -1
    """Where the heavy part waits."""


class Heavy(Record, frozen=True):
    """The rest of a document to be."""

    content: bytes
    """The whole file, under its own id."""
    removed: tuple[Removal, ...] = ()
    found: tuple[FieldFinding, ...] = ()


class PreparedSource(Record, frozen=True):
    """One source file, read."""

    name: str
    """As given, or as found below a given folder."""
    file: str = ""
    """Its name without its folder."""
    sha256: str = ""
    """Of its bytes; "" where it could not be read."""
    format: str = ""
    problems: tuple[Problem, ...] = ()
    documents: tuple[Prepared, ...] = ()
    found: tuple[FieldFinding, ...] = ()
    """What a mere list names."""
    is_known: bool = False
    """True if it was left unread: an earlier import of the same bytes has nothing left to do."""


class Waiting:
    """Heavy parts on disk, in a nameless file that disappears with the process. A context manager."""

    def __init__(self) -> None:
        self._file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  # closed by __exit__

    def __enter__(self) -> Waiting:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def put(self, part: bytes) -> int:
        """Where `part`, an encoded Heavy, now waits."""
        try:
            place = self._file.seek(0, 2)
            self._file.write(len(part).to_bytes(8, "big") + part)
        except OSError as error:
            message = f"the folder for temporary files cannot be written: {error.strerror or error}"
            raise EnvironmentFault([Problem("", 0, "unwritable", message, "make room, or set TMPDIR")]) from error
        return place

    def get(self, place: int) -> Heavy:
        """The part that waits at `place`."""
        self._file.seek(place)
        size = int.from_bytes(self._file.read(8), "big")
        return msgspec.msgpack.decode(self._file.read(size), type=Heavy)


def prepare_sources(
    sources: Iterable[tuple[str, Source | Problem]], *, settings: Settings, known: Set[tuple[str, str]], jobs: int,
    waiting: Waiting,
) -> Iterator[PreparedSource]:  # fmt: skip
    """Every source file in order, read in up to `jobs` processes, a bounded number of them at a time.

    Those whose (name, hash) is in `known` are not read.
    """
    for batch in _split(sources):
        marked = [(name, source, _mark_known(name, source, known)) for name, source in batch]
        fresh = [(name, source) for name, source, mark in marked if mark is None]
        found = iter(map_items(_prepare, fresh, jobs=jobs, setup=_set_up, setup_arguments=(settings,)))
        for _, _, mark in marked:
            source, parts = (mark, []) if mark else next(found)
            pairs = zip(source.documents, parts, strict=True)
            documents = tuple(msgspec.structs.replace(light, place=waiting.put(part)) for light, part in pairs)
            yield msgspec.structs.replace(source, documents=documents)


def _mark_known(name: str, source: Source | Problem, known: Set[tuple[str, str]]) -> PreparedSource | None:
    if not known or isinstance(source, Problem):
        return None
    sha256 = hashlib.sha256(source.data).hexdigest()
    is_known = (source.name, sha256) in known
    return PreparedSource(name=name, file=source.name, sha256=sha256, is_known=True) if is_known else None


def _split(sources: Iterable[tuple[str, Source | Problem]]) -> Iterator[Sequence[tuple[str, Source | Problem]]]:
    batch: list[tuple[str, Source | Problem]] = []
    size = 0
    for name, source in sources:
        batch.append((name, source))
        size += len(source.data) if isinstance(source, Source) else 0
        if len(batch) >= _BATCH_FILES or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


_settings: Settings


def _set_up(settings: Settings) -> None:
    """Once a process: what `_prepare` reads with."""
    global _settings
    _settings = settings


def _prepare(named: tuple[str, Source | Problem]) -> tuple[PreparedSource, list[bytes]]:
    name, source = named
    format = ""
    if isinstance(source, Problem):
        return PreparedSource(name=name, problems=(_renamed(source, name),)), []
    try:
        results = ingest(
            source, format=_settings.format, now=_settings.now, zone=_settings.zone, outlets=_settings.outlets,
            language=_settings.language,
        )  # fmt: skip
        pairs = [_describe(found) for found in results if isinstance(found, (Draft, DigestDraft))]
        is_list = not pairs and any(isinstance(found, FieldFinding) for found in results)
        format = find_format(source, _settings.format) if is_list else ""
    except Exception as error:
        # One file, however strange, must not cost the curator the other thousand.
        message = f"this file is too strange to be read ({type(error).__name__}: {str(error)[:200]})"
        results, pairs = [Problem(name, 0, "importer-failed", message, "please report it as a bug, with the file")], []
    drafts = [found for found in results if isinstance(found, (Draft, DigestDraft))]
    origin = drafts[0].front_matter.import_ if pairs else None
    prepared = PreparedSource(
        name=name,
        file=source.name,
        sha256=hashlib.sha256(source.data).hexdigest(),
        format=origin.format if origin else format,
        problems=tuple(_renamed(found, name) for found in results if isinstance(found, Problem)),
        documents=tuple(light for light, _ in pairs),
        found=tuple(found for found in results if isinstance(found, FieldFinding)),
    )
    return prepared, [heavy for _, heavy in pairs]


def _renamed(problem: Problem, name: str) -> Problem:
    return msgspec.structs.replace(problem, path=name)


def _describe(draft: Draft | DigestDraft) -> tuple[Prepared, bytes]:
    """The document that `draft` becomes, described as it will be read back, and its encoded Heavy."""
    given = draft.front_matter
    front_matter = msgspec.structs.replace(given, slug="")
    text = dump_document(front_matter, draft.markdown)
    document, problems = parse_document(given.title, text, zone=_settings.zone)
    if document is None:
        raise ValueError(problems[0].message)
    base = describe(document)
    light = Prepared(
        id=given.id,
        title=given.title,
        date=given.date.isoformat() if given.date else "",
        folder=f"{given.date.year:04d}/{given.date.month:02d}" if given.date else "undated",
        slug=article_slug(given.slug or given.title),
        language=draft.written_in if isinstance(draft, Draft) else "",
        position=given.import_.position if given.import_ else 0,
        length=len(draft.markdown),
        fields=base.fields,
        body=base.body,
    )
    heavy = Heavy(content=text.encode())
    if isinstance(draft, Draft):
        heavy = Heavy(content=heavy.content, removed=draft.removed, found=draft.found)
    else:
        light = msgspec.structs.replace(light, folder=f"/{DIGESTS}", slug=_digest_slug(given), position=-1)
    return light, msgspec.msgpack.encode(heavy)


def is_digest(path: str) -> bool:
    """True for the document of a digest itself."""
    return path.startswith(f"{DIGESTS}/")


def _digest_slug(digest: FrontMatter) -> str:
    """Of the title, with the day where that does not name it: issues of one series share their title."""
    day = digest.date.date().isoformat() if digest.date else ""
    names_day = day in find_days(digest.title)
    return article_slug(f"{digest.title} {day}" if day and not names_day else digest.title)
