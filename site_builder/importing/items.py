"""What passes between the steps of an import: source file -> items (one reader a shape) -> drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from site_builder.documents import Credit, DigestRef, FrontMatter, MarkedCompany, Record
from site_builder.errors import Problem
from site_builder.formats.blocks import Block
from site_builder.language.dates import Precision

Removal = tuple[str, str]
"""(name of the rule, the text or address it left out)."""


class FieldFinding(Record, frozen=True):
    """Where the value of one field of the front matter comes from; `import --explain` prints it."""

    field: str
    value: str
    how: str
    """The place or rule: "front matter", "file name", "link in the title"."""
    confidence: float
    """1 for what the source states, less for what was concluded from it."""


class Source(Record, frozen=True):
    """A source file as it came."""

    name: str
    """File name without its folder; see `source_name`."""
    data: bytes


def source_name(path: str) -> str:
    """The name by which a file is remembered: its own; of a bundle's index.md (Hugo, Jekyll) with its folder's."""
    *folders, name = [part for part in path.split("/") if part not in ("", ".")]
    is_bundle = name.partition(".")[0].lower() in ("index", "_index") and folders
    return f"{folders[-1]}/{name}" if is_bundle else name


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
    key: str = ""
    """Identity where the address is none: the source has no address, or gives one to several articles."""
    removed: tuple[Removal, ...] = ()
    extra: Mapping[str, Any] = {}
    date_precision: Precision = "second"
    """"day" where the source gives no time of day: the document then has none either."""
    found: tuple[FieldFinding, ...] = ()
    """Fields that came from anywhere but the source's own statement; the rest is explained without."""
    digest: DigestRef | None = None
    """The digest that it stood in."""
    left_over: tuple[Block, ...] = ()
    """Of a page of many items, on the first alone: what stands in none of them and no rule removed, in the page's
    order, below the headings that it stands under."""


class Draft(Record, frozen=True):
    """A document to be, without its place in the archive."""

    front_matter: FrontMatter
    markdown: str
    removed: tuple[Removal, ...] = ()
    found: tuple[FieldFinding, ...] = ()
    """Every field that has a value, in the order of the front matter."""
    written_in: str = ""
    """Language that tells translations of one article apart; "" where it is not sure. Finer than the front matter's."""


class DigestDraft(Record, frozen=True):
    """The document of a digest itself, beside those of its items."""

    front_matter: FrontMatter
    markdown: str
    """What stood in none of its items."""


class Reader(Record, frozen=True):
    """A shape of source file."""

    name: str
    sniff: Callable[[str, str], float]
    """(text, file name) -> how surely this is the shape, 0 to 1."""
    read: Callable[[str, Context], Iterator[Item | Problem | FieldFinding]]
    """A finding of its own names what a list could lead to."""
    reads_bytes: bool = False
    """True if the reader can do without decoded text: it may then be given text that is only fit for sniffing."""
    lists_only: bool = False
    """True for a list of what could be imported: its warnings are all it gives."""
