"""RSS 0.9x–2.0, RSS 1.0, Atom 0.3 and 1.0, CDF -> a feed. The door of feedparser.

feedparser neither sanitises nor resolves here: both rewrite the HTML, and the importer does them in its own way.
It reads bytes from memory alone, and never asks the network.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from site_builder.importing.feed_entries import Entry, Feed, Text, TextKind, UnreadableFeed

MAX_ENTITIES = 40
"""Declared entities; feeds that declare any have a handful, bombs declare them to multiply."""

MAX_BYTES = 10 * 1024 * 1024
MAX_ENTRIES = 10_000
MAX_TAGS = 300_000
"""Beyond, the parser for broken feeds takes many seconds; a full-text feed of 5 MB has half as many."""

_DECLARATION = re.compile(rb"^[\x00-\x20]{0,64}<\?xml[^>]{0,200}?encoding\s{0,8}=\s{0,8}[\"']([A-Za-z0-9._:-]{1,40})")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_PLAIN = {"text/plain", "text"}
_HTML = {"text/html", "application/xhtml+xml", "html", "xhtml", "text/x-html", "application/xml", ""}


def parse_syndication(data: bytes, text: str) -> Feed:
    """The feed in `data`; `text` is the same decoded by guess, "" where no guess was sure.

    Raises UnreadableFeed where there is none.
    """
    import feedparser  # 60 ms that no other import pays

    _check_size(data)
    readable, encoding = _encoding(data, text)
    headers = {"content-type": f"application/xml; charset={encoding}"} if encoding else {}
    try:
        found = feedparser.parse(
            io.BytesIO(readable), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        # The parser for broken feeds is made of regular expressions and meets inputs its authors did not.
        raise UnreadableFeed(f"the feed is too damaged to be read ({type(error).__name__})") from error
    feed = found.get("feed", {})
    return Feed(
        title=_string(feed.get("title")),
        link=_string(feed.get("link")),
        entries=tuple(_entry(entry) for entry in found.get("entries", ())),
        language=_string(feed.get("language")),
        authors=_names(feed),
        damage=_damage(found),
    )


def _check_size(data: bytes) -> None:
    """Refuse what would take the parser minutes, before it sees it."""
    entries = data.count(b"<item") + data.count(b"<entry")
    for found, allowed, what in (
        (len(data), MAX_BYTES, "bytes"),
        (data.count(b"<!ENTITY"), MAX_ENTITIES, "declared entities"),
        (entries, MAX_ENTRIES, "entries"),
        (data.count(b"<"), MAX_TAGS, "tags"),
    ):
        if found > allowed:
            raise UnreadableFeed(f"{found:,} {what} are more than the {allowed:,} allowed")


def _encoding(data: bytes, text: str) -> tuple[bytes, str]:
    """(bytes to parse, their encoding or "" to go by what they declare).

    Many feeds declare gb2312 and are UTF-8, or declare nothing and are GBK; feedparser would read both wrongly.
    """
    if data.startswith(_MARKS):
        return data, ""
    declared = _DECLARATION.match(data[:1000])
    if not data.isascii():
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return data, "utf-8"
    if declared or not text:
        return data, ""
    return _XML_DECLARATION.sub("", text).encode("utf-8", "replace"), "utf-8"


def _entry(entry: Mapping[str, Any]) -> Entry:
    links = [link for link in entry.get("links", ()) if link.get("href")]
    enclosed = [link for link in (*entry.get("media_content", ()), *links) if _is_enclosed(link)]
    pictures = [link for link in enclosed if _is_image(link)]
    images = (
        *(_address(link) for link in pictures),
        *(_string(found.get("url")) for found in entry.get("media_thumbnail", ())),
        _string((entry.get("image") or {}).get("href")),
    )
    source = entry.get("source") or {}
    return Entry(
        title=_text(entry.get("title_detail")),
        link=_string(entry.get("link")),
        id=_string(entry.get("id")),
        contents=tuple(_text(content) for content in entry.get("content", ()) if _is_text(content)),
        summary=_text(entry.get("summary_detail")) if _is_text(entry.get("summary_detail") or {}) else Text(value=""),
        published=_dates(entry, "published", "created"),
        updated=_dates(entry, "updated"),
        authors=_names(entry),
        tags=_unique(_string(tag.get("label")) or _string(tag.get("term")) for tag in entry.get("tags", ())),
        images=_unique(images),
        media=_unique(_address(link) for link in enclosed if link not in pictures),
        outlet=_string(source.get("title")),
        language=_string((entry.get("title_detail") or {}).get("language")),
    )


def _is_enclosed(link: Mapping[str, Any]) -> bool:
    """True for an enclosure and for Media RSS, which has no relation."""
    return bool(_address(link)) and link.get("rel", "enclosure") == "enclosure"


def _is_image(link: Mapping[str, Any]) -> bool:
    return _string(link.get("type")).startswith("image/") or link.get("medium") == "image"


def _address(link: Mapping[str, Any]) -> str:
    return _string(link.get("href")) or _string(link.get("url"))


def _is_text(detail: Mapping[str, Any]) -> bool:
    """False for embedded pictures and files."""
    return _string(detail.get("type")).lower() in _PLAIN | _HTML


def _text(detail: Mapping[str, Any] | None) -> Text:
    detail = detail or {}
    kind: TextKind = "plain" if _string(detail.get("type")).lower() in _PLAIN else "html"
    return Text(value=_string(detail.get("value")), kind=kind, base=_string(detail.get("base")))


def _dates(entry: Mapping[str, Any], *keys: str) -> tuple[str, ...]:
    """As written, then as feedparser understands it: it takes a missing zone for Greenwich, so it comes second."""
    own = dict(entry)  # without the look-up of feedparser's own, which falls back to other dates
    spellings: list[str] = []
    for key in keys:
        spellings.append(_string(own.get(key)))
        parsed = own.get(f"{key}_parsed")
        if isinstance(parsed, tuple):
            spellings.append(_moment(parsed))
    return _unique(spellings)


def _moment(parsed: tuple[int, ...]) -> str:
    year, month, day, hour, minute, second = parsed[:6]
    try:
        return f"{datetime(year, month, day, hour, minute, second).isoformat()}Z"
    except (ValueError, OverflowError):
        return ""


def _names(found: Mapping[str, Any]) -> tuple[str, ...]:
    people = [person for person in found.get("authors", ()) if isinstance(person, Mapping)]
    return _unique(_string(person.get("name")) for person in people)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _damage(found: Mapping[str, Any]) -> str:
    error = found.get("bozo_exception")
    if not found.get("bozo") or error is None:
        return ""
    return " ".join(str(error).split())[:200] or type(error).__name__
