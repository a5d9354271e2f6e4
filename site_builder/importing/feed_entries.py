"""A feed as its publisher wrote it, whatever the format: what the parsers of formats give the feed importer."""

from __future__ import annotations

from typing import Literal

from site_builder.documents import Record

TextKind = Literal["html", "plain"]


class Text(Record, frozen=True):
    """A text of a feed with the way it is to be read."""

    value: str
    kind: TextKind = "plain"
    base: str = ""
    """What relative addresses in it are relative to; "" for the entry's own address."""


class Entry(Record, frozen=True):
    """One entry; nothing is resolved, chosen or cleaned yet."""

    title: Text = Text(value="")
    link: str = ""
    id: str = ""
    """guid, atom:id or id: unique within its feed."""
    contents: tuple[Text, ...] = ()
    """Full texts, in the feed's order."""
    summary: Text = Text(value="")
    published: tuple[str, ...] = ()
    """Spellings of the moment of publication, the one to be tried first in front."""
    updated: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    """Images that go with the entry, not in its text."""
    media: tuple[str, ...] = ()
    """Addresses of enclosed recordings and files."""
    outlet: str = ""
    """The feed that an aggregating feed took the entry from."""
    language: str = ""


class Feed(Record, frozen=True):
    """A feed and its entries in its order."""

    title: str
    link: str
    """The site that the feed belongs to."""
    entries: tuple[Entry, ...]
    language: str = ""
    authors: tuple[str, ...] = ()
    damage: str = ""
    """What the parser had to forgive; "" for a well-formed feed."""


class UnreadableFeed(ValueError):
    """The file is no feed that can be read; the message is for the user."""
