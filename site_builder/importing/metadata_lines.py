"""Facts that a plain text states above its title in Markdown link definitions: `[#]: author: "Jane Doe"`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.importing.items import Removal
from site_builder.language.characters import single_line
from site_builder.language.urls import is_web_url
from site_builder.model import Credit, Record

_LINE = re.compile(r"\[#\]:\s{0,3}(?P<key>[A-Za-z_]{1,20}):\s{0,3}[\"“(](?P<value>.{0,500}?)[\"”)]\s*")
_ADDRESS = re.compile(r"\s?https?://\S{1,500}")
_URL_KEYS = ("via", "source", "link", "url")
_ROLES = {"author": "作者", "translator": "译者", "reviewer": "校对"}
_USED = {"subject", "title", "date", "published", *_ROLES, *_URL_KEYS}


class Metadata(Record, frozen=True):
    """What the lines say; "" where they do not."""

    title: str = ""
    date: str = ""
    source_url: str = ""
    credits: tuple[Credit, ...] = ()
    removed: tuple[Removal, ...] = ()
    """Lines that have no place in a document."""


def read_metadata(lines: Sequence[str]) -> tuple[Metadata, int]:
    """(the facts, how many of the first lines state them)."""
    found: dict[str, str] = {}
    removed: list[Removal] = []
    count = 0
    for line in lines:
        match = _LINE.fullmatch(line.strip()) if len(line) < 800 else None
        if match is None and line.strip():
            break
        count += 1
        if match and match["value"].strip():
            key = match["key"].lower()
            found.setdefault(key, single_line(match["value"]))
            if key not in _USED:
                removed.append(("metadata-line", line.strip()))
    if not found:
        return Metadata(), 0
    names = {role: _ADDRESS.sub("", found.get(key, "")).strip() for key, role in _ROLES.items()}
    metadata = Metadata(
        title=found.get("subject") or found.get("title", ""),
        date=found.get("date") or found.get("published", ""),
        source_url=next((found[key] for key in _URL_KEYS if is_web_url(found.get(key, ""))), ""),
        credits=tuple(Credit(role=role, names=(name,)) for role, name in names.items() if name),
        removed=tuple(removed),
    )
    return metadata, count
