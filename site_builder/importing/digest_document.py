"""The items of a digest -> the digest itself: what it is called, its day, its address, its own text.

Its items name it under `digest:` in their front matter; which file it becomes is not for them to know.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from site_builder.documents import DigestRef, FrontMatter, ImportOrigin
from site_builder.formats.blocks import join_blocks
from site_builder.importing.items import DigestDraft, Item
from site_builder.language.characters import single_line
from site_builder.language.dates import in_site_zone, parse_date
from site_builder.language.urls import is_web_url, url_key

_NAMESPACE = uuid.UUID("0d4c2a56-6c1b-5f0e-8a43-5b7f9f3f6e02")
"""Of the identifiers of digests (RFC 9562 §5.5). Changing it renames every imported digest."""


def digest_draft(
    items: Sequence[Item], languages: Sequence[str], *, origin: ImportOrigin, zone: ZoneInfo
) -> DigestDraft | None:
    """The digest that `items`, all of one source file, stood in; None where they stood in none.

    `languages` are the items'. Text of its own tells its language by itself; without it the most common one counts.
    """
    ref = next((item.digest for item in items if item.digest), None)
    if ref is None:
        return None
    left_over = tuple(block for item in items for block in item.left_over)
    common = Counter(languages).most_common(1)
    front_matter = FrontMatter(
        title=single_line(ref.title) or origin.file,
        id=str(uuid.uuid5(_NAMESPACE, _identity(ref))),
        date=_date(ref.date, zone),
        source_url=ref.url if is_web_url(ref.url) else "",
        language=common[0][0] if common and not left_over else "",
        import_=origin,
    )
    return DigestDraft(front_matter=front_matter, markdown=join_blocks(left_over))


def _date(text: str, zone: ZoneInfo) -> datetime | None:
    """None for no date and for a day that the calendar does not have: the items' warnings tell of it."""
    try:
        found = parse_date(text, zone=zone)
    except ValueError:
        return None
    return in_site_zone(found.value, found.precision, zone)


def _identity(ref: DigestRef) -> str:
    """Its address, else the file with name and day: issues of one series share their name."""
    key = url_key(ref.url) if ref.url else ""
    return f"url\n{key}" if key else f"digest\n{ref.file}\n{ref.title}\n{ref.date}"
