"""The TOML files beside this module -> one record a company, ready to become a term file.

Facts come from public listings and the companies' own sites. They are suggestions: `company add` copies one into
`content/companies/`, where it belongs to the curator, and nothing here reaches an archive in another way. One file a
sector keeps differences readable; a file's place in the order means nothing.
"""

from __future__ import annotations

import tomllib
from importlib import resources

import msgspec

from site_builder.documents import Record


class Starter(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the package knows of one company. Fields named as in a term file mean the same there."""

    slug: str
    """ASCII, from the name the company uses in English: "xiaomi", "byd". The term file's name."""
    name: str
    """As Chinese news writes it; unique over all companies."""
    description: str
    """One factual sentence in Chinese, without figures that age."""
    english: str = ""
    """The English name; "" where `name` is the English one already."""
    aliases: tuple[str, ...] = ()
    """Other names and short forms, without the name, the English name and the brands."""
    brands: tuple[str, ...] = ()
    """Brands that count as the company itself: 红米 is 小米. A brand that acts as a firm has its own record."""
    tickers: tuple[str, ...] = ()
    """Code and exchange, home market first: "01810.HK", "BABA.US"."""
    parent: str = ""
    """Slug of the company that owns or controls this one."""
    website: str = ""
    wikidata: str = ""
    """Item of Wikidata ("Q312"), only where it is certain."""
    ambiguous: tuple[str, ...] = ()
    """Those of the names above that are also common words or other things."""
    context: tuple[str, ...] = ()
    """Words that must stand near an ambiguous name."""
    exclude: tuple[str, ...] = ()
    """Longer words that contain a name and are something else: 小米粥, 何小鹏."""
    case_sensitive: tuple[str, ...] = ()
    """Latin names that count in this spelling only; capitals of up to four letters need no entry."""


class _Sector(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One TOML file."""

    company: tuple[Starter, ...]


def load_vocabulary() -> tuple[Starter, ...]:
    """Every company the package knows, sorted by slug."""
    folder = resources.files("site_builder.vocabulary")
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    sectors = [msgspec.convert(tomllib.loads(file.read_text("utf-8")), _Sector) for file in files]
    return tuple(sorted((starter for sector in sectors for starter in sector.company), key=lambda one: one.slug))
