"""Several sources of one article -> one document: the text of the first, and what the sources know between them.

Fields that the first lacks come from the others in their order; tags and categories are the union, the first's first;
so are the digests that the article stood in, each with its place there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from zoneinfo import ZoneInfo

import msgspec

from site_builder.documents import DigestRef, Document, FrontMatter
from site_builder.formats.front_matter import dump_document, parse_document

_LISTS = ("tags", "categories")
_SINGLE = ("date", "outlet", "source_url", "authors", "credits", "companies_marked", "image")
_NO_WORD = re.compile(r"\W+")


def unite(contents: Sequence[bytes], *, zone: ZoneInfo) -> bytes:
    """The first of `contents` with what the others know besides; its own bytes where that is nothing."""
    first = _parse(contents[0], zone) if len(contents) > 1 else None
    others = [found for content in contents[1:] if first and (found := _parse(content, zone))]
    if first is None or not others:
        return contents[0]
    united = _unite_fields([first, *others])
    return contents[0] if united == first.front_matter else dump_document(united, first.markdown).encode()


def _parse(content: bytes, zone: ZoneInfo) -> Document | None:
    """None for a document that the curator broke: nothing can be taken from it."""
    try:
        return parse_document("", content.decode(), zone=zone)[0]
    except UnicodeDecodeError:
        return None


def _unite_fields(documents: Sequence[Document]) -> FrontMatter:
    fields = [document.front_matter for document in documents]
    changes = {
        name: next((value for found in fields if (value := getattr(found, name))), getattr(fields[0], name))
        for name in _SINGLE
    }
    for name in _LISTS:
        changes[name] = tuple(dict.fromkeys(chain.from_iterable(getattr(found, name) for found in fields)))
    changes["digests"] = _unite_digests(fields)
    given = (document.front_matter.summary for document in documents if _has_given_summary(document))
    changes["summary"] = next(given, fields[0].summary)
    return msgspec.structs.replace(fields[0], **changes)


def _unite_digests(fields: Sequence[FrontMatter]) -> tuple[DigestRef, ...]:
    """Every digest once. Where the text is not the digest's own, `import` does not tell the place there."""
    united = {_named(ref): ref for ref in fields[0].digests}
    for found in fields[1:]:
        for ref in found.digests:
            origin = found.import_ if found.import_ and found.import_.file == ref.file else None
            position = ref.position or (origin.position if origin else 0)
            united.setdefault(_named(ref), msgspec.structs.replace(ref, position=position))
    return tuple(united.values())


def _named(ref: DigestRef) -> DigestRef:
    return msgspec.structs.replace(ref, position=0)


def _has_given_summary(document: Document) -> bool:
    """True unless the summary was made of the document's own first sentences."""
    summary = _NO_WORD.sub("", document.front_matter.summary)
    return bool(summary) and summary not in _NO_WORD.sub("", document.markdown)
