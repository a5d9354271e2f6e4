"""What passes between the steps of an import: source file -> items (one reader a shape) -> drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from site_builder.errors import Problem
from site_builder.formats.blocks import Block
from site_builder.model import Credit, FrontMatter, MarkedCompany, Record

Removal = tuple[str, str]
"""(name of the rule, the text or address it left out)."""


class Source(Record, frozen=True):
    """A source file as it came."""

    name: str
    """File name without its folder."""
    data: bytes


class Context(Record, frozen=True):
    """What a reader may know besides the text."""

    file: str
    """The source file's name, for problems and for dates that stand only there."""
    zone: ZoneInfo
    """Assumed where a date has no zone."""
    is_outlet: Callable[[str], bool]
    """Whether a name is that of a known outlet."""
    data: bytes = b""
    """The source file's bytes, for readers that know declared encodings themselves."""


class Item(Record, frozen=True):
    """One article as its source tells it; nothing is resolved yet."""

    title: str
    blocks: tuple[Block, ...]
    given: FrontMatter | None = None
    """The source's own front matter: what no field below replaces is kept as it stands."""
    date: datetime | None = None
    outlet: str = ""
    """As found: a name, its pinyin, a domain."""
    source_url: str = ""
    authors: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    companies_marked: tuple[MarkedCompany, ...] = ()
    image: str = ""
    truncated: bool = False
    removed: tuple[Removal, ...] = ()
    extra: Mapping[str, Any] = {}


class Draft(Record, frozen=True):
    """A document to be, without its place in the archive."""

    front_matter: FrontMatter
    markdown: str
    removed: tuple[Removal, ...] = ()


class Reader(Record, frozen=True):
    """A shape of source file."""

    name: str
    sniff: Callable[[str, str], float]
    """(text, file name) -> how surely this is the shape, 0 to 1."""
    read: Callable[[str, Context], Iterator[Item | Problem]]
    reads_bytes: bool = False
    """True if the reader can do without decoded text: it may then be given text that is only fit for sniffing."""
