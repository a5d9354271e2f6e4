"""A source file -> drafts of documents, whatever its shape.

Adding a shape is adding a module with a `READER` to the table below.
"""

from __future__ import annotations

import codecs
import hashlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from site_builder.documents import FrontMatter, ImportOrigin
from site_builder.errors import Problem, has_errors
from site_builder.formats.blocks import join_blocks
from site_builder.importing import digest, feed, hexo, opml, plain_text, saved_page
from site_builder.importing.declared_language import choose_language
from site_builder.importing.decoding import UnknownEncoding, decode
from site_builder.importing.digest_document import digest_draft
from site_builder.importing.disarmed import find_disarmed, find_entities
from site_builder.importing.findings import explain_fields
from site_builder.importing.items import Context, DigestDraft, Draft, FieldFinding, Item, Reader, Source
from site_builder.importing.outlets import Outlets, is_outlet, outlet_of_url, resolve_outlet
from site_builder.importing.raw_links import clean_links, clean_source, fitting
from site_builder.language.characters import fold, single_line
from site_builder.language.dates import in_site_zone
from site_builder.language.detection import recognise
from site_builder.language.summary import summarise
from site_builder.language.urls import url_key

READERS: tuple[Reader, ...] = (
    hexo.READER, feed.READER, opml.READER, saved_page.READER, digest.READER, plain_text.READER,
)  # fmt: skip
"""Every shape that can be read; the first of the surest wins."""

MIN_CONFIDENCE = 0.4
NAMESPACE = uuid.UUID("6f1c1c4e-5f0e-5d0b-9d0e-0b7a3f6d2c11")
"""Of the identifiers that identities become (RFC 9562 §5.5). Changing it renames every imported article."""


def sniff(text: str, file: str) -> tuple[Reader, float]:
    """The reader that is surest of `text`, and how sure it is."""
    confident = [(reader, reader.sniff(text, file)) for reader in READERS]
    return max(confident, key=lambda pair: pair[1])


def ingest(
    source: Source, *, format: str | None = None, now: datetime, zone: ZoneInfo, outlets: Outlets,
    language: str = "zh-Hans",
) -> list[Draft | DigestDraft | Problem | FieldFinding]:  # fmt: skip
    """The drafts of `source` in its order, among them what is wrong with it; of a mere list, what it names.

    A digest itself comes last.
    `format` names a reader instead of sniffing; `language` is the archive's, for texts that do not tell theirs.
    A source that gives no draft has a problem that is an error.
    """
    opened = _open(source, format)
    if isinstance(opened, Problem):
        return [opened]
    text, reader = opened
    entities = find_entities(source.name, text)
    if has_errors(entities):
        return list(entities)
    context = Context(
        file=source.name, zone=zone, is_outlet=lambda name: is_outlet(name, outlets), data=source.data
    )  # fmt: skip
    found = list(reader.read(text, context))
    items = [item for item in found if isinstance(item, Item)]
    origin = ImportOrigin(
        file=source.name,
        format=reader.name,
        time=now.astimezone(zone).replace(microsecond=0),
        sha256=hashlib.sha256(source.data).hexdigest(),
    )
    results: list[Draft | DigestDraft | Problem | FieldFinding] = []
    results += _complete_all(found, origin, zone, outlets, language=language)
    languages = [result.front_matter.language for result in results if isinstance(result, Draft)]
    digest_itself = digest_draft(items, languages, origin=origin, zone=zone)
    results += [digest_itself] if digest_itself else []
    titles, slug = frozenset(item.title for item in items), items[0].given.slug if items and items[0].given else ""
    results += [*entities, *find_disarmed(source.name, text, titles=titles, slug=slug)] if items else []
    is_told = any(isinstance(p, Problem) and (p.severity == "error" or reader.lists_only) for p in results)
    if not items and not is_told:
        results.append(Problem(source.name, 0, "nothing-found", f"no article was found as {reader.name}"))
    return results


def _open(source: Source, format: str | None) -> tuple[str, Reader] | Problem:
    """(the text of `source`, who reads it), or why nobody can."""
    unknown: UnknownEncoding | None = None
    try:
        text, _ = decode(source.data)
    except UnknownEncoding as error:
        # Enough to recognise markup by; a reader of bytes goes by the encoding which that declares.
        text, unknown = source.data.removeprefix(codecs.BOM_UTF8).decode("latin-1").replace("\x00", ""), error
    if not text.strip("\ufeff\0 \t\r\n"):
        return Problem(source.name, 0, "text-empty", "the file is empty", "delete the file")
    reader = _choose(text, source.name, format)
    if unknown and not (isinstance(reader, Reader) and reader.reads_bytes):
        hint = "leave it out, or convert it to text" if "binary" in str(unknown) else "save the file as UTF-8"
        return Problem(source.name, 0, "encoding-unknown", str(unknown), hint)
    return reader if isinstance(reader, Problem) else (text, reader)


def _complete_all(
    found: Sequence[Item | Problem | FieldFinding], origin: ImportOrigin, zone: ZoneInfo, outlets: Outlets, *,
    language: str,
) -> Iterator[Draft | Problem | FieldFinding]:  # fmt: skip
    """The drafts of the items among `found`, each with its place where there are several; the rest as it is."""
    items = [item for item in found if isinstance(item, Item)]
    whole = _recognise("\n".join(_prose(item) for item in items)) if len(items) > 1 else ""
    position = 0
    for item in found:
        if isinstance(item, Problem | FieldFinding):
            yield item
            continue
        position += 1
        place = position if len(items) > 1 or origin.format == "digest" else 0
        own = msgspec.structs.replace(origin, position=place)
        yield from _complete(item, own, zone, outlets, whole, language=language)


def find_format(source: Source, format: str | None) -> str:
    """The name of the reader that `source` is given to; "" where none takes it."""
    try:
        text, _ = decode(source.data)
    except UnknownEncoding:
        text = source.data.removeprefix(codecs.BOM_UTF8).decode("latin-1").replace("\x00", "")
    reader = _choose(text, source.name, format)
    return reader.name if isinstance(reader, Reader) else ""


def _choose(text: str, file: str, format: str | None) -> Reader | Problem:
    if format is not None:
        named = next((reader for reader in READERS if reader.name == format), None)
        known = ", ".join(reader.name for reader in READERS)
        return named or Problem(file, 0, "format-unknown", f'format "{format}" is not known', f"use one of {known}")
    reader, confidence = sniff(text, file)
    if confidence >= MIN_CONFIDENCE:
        return reader
    message = f"the shape is not known; {reader.name} came nearest ({confidence:.0%})"
    return Problem(file, 0, "format-unknown", message, f"if it is that, import it with --format {reader.name}")


def _recognise(text: str) -> str:
    """The language that `text` shows; "zh" where either Chinese writing would do, "" where it is not sure."""
    found = recognise(text)
    return found.language or ("zh" if found.script == "han" else "")


def _prose(item: Item) -> str:
    """The text without what no language shows in."""
    return "\n".join(block.text for block in item.blocks if block.kind not in ("image", "code", "table"))


def _complete(
    item: Item, origin: ImportOrigin, zone: ZoneInfo, outlets: Outlets, source_language: str, *, language: str
) -> list[Draft | Problem]:
    """The draft of `item`, and a warning where it has no date; `source_language` is that of its whole source."""
    if not item.title:
        return [Problem(origin.file, 0, "title-missing", "an article has no title", "add a title")]
    item, raw_links = _clean_addresses(item)
    outlet = resolve_outlet(item.outlet, outlets) if item.outlet else outlet_of_url(item.source_url, outlets)
    date = in_site_zone(item.date, item.date_precision, zone) if item.date else None
    text = _prose(item)
    given = item.given or FrontMatter(title=item.title)
    written_in, is_declared = choose_language(given.language, text, title=item.title, fallback=language)
    if item.given and not is_declared:
        item = msgspec.structs.replace(item, given=msgspec.structs.replace(given, language=""))
    front_matter = msgspec.structs.replace(
        given,
        title=item.title,
        id=str(uuid.uuid5(NAMESPACE, _identity(item, outlet, date))),
        date=date,
        updated=given.updated.astimezone(zone) if given.updated else None,
        summary=given.summary or _summary(item, text),
        outlet=outlet,
        source_url=item.source_url,
        authors=item.authors,
        credits=item.credits,
        tags=item.tags,
        categories=item.categories,
        companies_marked=item.companies_marked,
        language=written_in,
        image=item.image,
        truncated=item.truncated,
        raw_links=raw_links,
        import_=origin,
        extra=item.extra,
        digests=(item.digest,) if item.digest else given.digests,
    )
    draft = Draft(
        front_matter=front_matter,
        markdown=join_blocks(item.blocks),
        removed=item.removed,
        found=explain_fields(item, front_matter),
        written_in=_recognise(f"{item.title}\n{text}") or source_language,
    )
    if date is not None:
        return [draft]
    hint = "add date: 2024-12-31 to the document"
    message = f'"{item.title[:60]}" has no date'
    return [Problem(origin.file, 0, "date-missing", message, hint, "warning"), draft]


def id_of_translation(id: str, language: str) -> str:
    """The id of the article `id` in another language."""
    return str(uuid.uuid5(uuid.UUID(id), language))


def _clean_addresses(item: Item) -> tuple[Item, tuple[str, ...]]:
    """(the item with addresses fit to be published, those it had); raw ones without room are told as removed."""
    source_url, raw = clean_source(item.source_url)
    blocks, others = clean_links(item.blocks)
    kept, rest = fitting((*raw, *others))
    removed = (*item.removed, *(("raw-link", address) for address in rest))
    return msgspec.structs.replace(item, source_url=source_url, blocks=blocks, removed=removed), kept


def id_of_address(url: str) -> str:
    """The id of an article whose original is at `url`."""
    return str(uuid.uuid5(NAMESPACE, f"url\n{url_key(url)}"))


def _summary(item: Item, text: str) -> str:
    """The first sentences below the headings; of a cut text, no sentence that is cut."""
    prose = "\n".join(block.text for block in item.blocks if block.kind in ("paragraph", "list", "quote"))
    return single_line(summarise(prose or text))


def _identity(item: Item, outlet: str, date: datetime | None) -> str:
    """What makes an article that article: its address, else who published it, under what title, on which day.

    Titles like 快讯 return: without a day the text itself decides.
    """
    if item.key:
        return f"key\n{item.key}"
    key = url_key(item.source_url)
    if key:
        return f"url\n{key}"
    if date is None:
        text = fold("\n".join(block.text for block in item.blocks))
        return f"text\n{fold(item.title)}\n{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
    return f"report\n{fold(outlet)}\n{fold(item.title)}\n{date.date().isoformat()}"
