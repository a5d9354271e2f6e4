"""What a file of `content/` holds: typed front matter, the facts of a term file, and the base of every record.

Names are as written; nothing is resolved yet. Words are those of docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

Taxonomy = Literal["companies", "tags", "categories", "outlets", "authors"]
TAXONOMIES: tuple[Taxonomy, ...] = ("companies", "tags", "categories", "outlets", "authors")
Rights = Literal["", "full", "excerpt"]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of every record here: frozen, keyword-only, encoded without the defaults."""


class ImportOrigin(Record, frozen=True, kw_only=True):
    """Where an imported document came from (front matter `import:`)."""

    file: str
    """The source file's name, of a bundle's index.md with its folder: stable wherever the file lies."""
    format: str
    """The importer that read it: "hexo", "plain-text", "digest"."""
    time: datetime
    """When it was imported; kept as long as the source stays the same."""
    sha256: str
    """Hash of the source file's bytes, hexadecimal."""
    position: int = 0
    """1-based place among the items of one source file; 0 where the file is one article."""


class Credit(Record, frozen=True, kw_only=True):
    """One credit line of the original: 文｜常薇倩 is role "文", names ("常薇倩",)."""

    role: str
    names: tuple[str, ...]


class MarkedCompany(Record, frozen=True, kw_only=True):
    """A company the publisher's own markup names in the text."""

    name: str
    id: str = ""
    """The publisher's identifier, prefixed with its site ("36kr:121888")."""


class CompanyChoice(Record, frozen=True, kw_only=True):
    """What the curator wrote under `companies:`."""

    only: tuple[str, ...] | None = None
    """Exactly these names, whatever the text says; None where no list was written."""
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class DigestRef(Record, frozen=True, kw_only=True):
    """A digest that an article stood in, as its front matter names it: by slug, or by what the source said."""

    slug: str = ""
    """Of the digest's document, or its title; written by curators."""
    title: str = ""
    date: str = ""
    """ISO day; "" where the digest has none of its own."""
    url: str = ""
    file: str = ""
    """The source file's name: the digest's document came from the same file."""
    position: int = 0
    """1-based place in the digest; 0 means that of `import`."""


class FrontMatter(Record, frozen=True, kw_only=True):
    """The typed front matter of an article or page. Names are as written; nothing is resolved yet."""

    title: str
    id: str = ""
    """UUID fixed at import; feeds build their entry identifiers from it."""
    date: datetime | None = None
    updated: datetime | None = None
    slug: str = ""
    """URL segment; "" means the file's name."""
    draft: bool = False
    summary: str = ""
    outlet: str = ""
    source_url: str = ""
    """http(s) address of the original, clean if an importer wrote it; the site cleans what curators write."""
    authors: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    companies: CompanyChoice = CompanyChoice()
    companies_marked: tuple[MarkedCompany, ...] = ()
    language: str = ""
    """BCP 47 tag ("zh-Hans", "en"); "" means detect."""
    image: str = ""
    aliases: tuple[str, ...] = ()
    """Old URLs of this document, root-relative; each becomes a redirect."""
    note: str = ""
    """The curator's own words, Markdown; shown apart from the article."""
    pick: bool = False
    story: str = ""
    """The curator's word on its story: a name or id joins all that say the same, "none" keeps out, "" leaves it to
    the text."""
    story_lead: bool = False
    """Chosen as its story's lead."""
    rights: Rights = ""
    truncated: bool = False
    """True where the source itself ends in the middle of the text."""
    expiry_date: datetime | None = None
    weight: int = 0
    raw_links: tuple[str, ...] = ()
    """Addresses as the source has them, of the original and in the text, whose tracking or redirector was taken off."""
    import_: ImportOrigin | None = None
    extra: Mapping[str, Any] = {}
    """Every other key, as YAML gave it."""
    digests: tuple[DigestRef, ...] = ()
    """Key `digest`: the digests that the article stood in."""


class TermFacts(Record, frozen=True, kw_only=True):
    """The typed front matter of a term file (`content/companies/xiaomi.md`)."""

    name: str
    aliases: tuple[str, ...] = ()
    tickers: tuple[str, ...] = ()
    """With exchange: "01810.HK", "BABA.US"."""
    english: str = ""
    parent: str = ""
    """Slug or name of the term this one belongs to."""
    website: str = ""
    logo: str = ""
    wikidata: str = ""
    description: str = ""
    rights: Rights = ""
    ambiguous: tuple[str, ...] = ()
    """Aliases that are also common words."""
    case_sensitive: tuple[str, ...] = ()
    """Latin names that count in this spelling only: Visa, not visa."""
    context: tuple[str, ...] = ()
    """Words that must stand near an ambiguous alias."""
    exclude: tuple[str, ...] = ()
    """Longer words that an alias must not be part of."""
    brands: tuple[str, ...] = ()
    """Names of what the company sells that count as naming it."""
    redirect_from: tuple[str, ...] = ()
    """Old addresses of the term's page, root-relative; they and their feeds lead here."""
    extra: Mapping[str, Any] = {}


class Document(Record, frozen=True, kw_only=True):
    """A file of `content/`: typed front matter and the Markdown below it."""

    path: str
    """Relative to the archive's root, with forward slashes: "content/articles/2021/07/x.md"."""
    front_matter: FrontMatter
    markdown: str
    line_offset: int = 0
    """Lines of the file above the first line of `markdown`."""
    lines: Mapping[str, int] = {}
    """Front-matter key -> its 1-based line in the file."""
