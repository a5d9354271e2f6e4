"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) -> a feed.

Read field by field rather than by a schema: publishers write numbers for ids, null for what is missing and
one author where the standard has a list, and no such slip may cost an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from site_builder.importing.feed_entries import Entry, Feed, Text, UnreadableFeed


def parse_json_feed(text: str) -> Feed:
    """The feed in `text`. Raises UnreadableFeed where it is none."""
    try:
        # The decoder refuses surrogates, which a broken exporter may leave alone in a title.
        found = msgspec.json.decode(text.lstrip("\ufeff").encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnreadableFeed(f"the file is no JSON: {error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise UnreadableFeed('a JSON Feed is an object with a list called "items"')
    entries = tuple(_entry(item) for item in found["items"] if isinstance(item, dict))
    skipped = len(found["items"]) - len(entries)
    return Feed(
        title=_text(found, "title"),
        link=_text(found, "home_page_url") or _text(found, "feed_url"),
        entries=entries,
        language=_text(found, "language"),
        authors=_authors(found),
        damage=f"{skipped} of its items are no objects" if skipped else "",
    )


def _entry(item: Mapping[str, Any]) -> Entry:
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    attachments = [found for found in _list(item, "attachments") if isinstance(found, dict)]
    pictures = [found for found in attachments if _text(found, "mime_type").startswith("image/")]
    return Entry(
        title=Text(value=_text(item, "title")),
        link=_text(item, "url") or _text(item, "external_url"),
        id=_text(item, "id"),
        contents=tuple(
            text for text in (Text(value=html, kind="html"), Text(value=plain)) if text.value.strip()
        )[:1],
        summary=Text(value=_text(item, "summary")),
        published=_present(_text(item, "date_published")),
        updated=_present(_text(item, "date_modified")),
        authors=_authors(item),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        images=_present(
            _text(item, "image"), _text(item, "banner_image"), *(_text(found, "url") for found in pictures)
        ),
        media=_present(*(_text(found, "url") for found in attachments if found not in pictures)),
        language=_text(item, "language"),
    )  # fmt: skip


def _authors(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Names: 1.1 has a list, 1.0 had one author."""
    people = [*_list(found, "authors"), found.get("author")]
    return tuple(dict.fromkeys(_present(*(_text(person, "name") for person in people if isinstance(person, dict)))))


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _list(found: Mapping[str, Any], key: str) -> list[Any]:
    value = found.get(key)
    return value if isinstance(value, list) else []


def _present(*values: str) -> tuple[str, ...]:
    return tuple(_filled(values))


def _filled(values: Iterable[str]) -> Iterable[str]:
    return (value for value in values if value.strip())
