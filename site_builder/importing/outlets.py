"""An outlet's name as a source has it -> its canonical name: by name, alias, domain or pinyin.

Sources write 新浪财经, "Xin Lang Cai Jing" or finance.sina.com.cn for one publisher. What is not known is kept
as written: a wrong publisher is worse than an unlinked one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from site_builder.documents import Record
from site_builder.importing.known_outlets import KNOWN_OUTLETS
from site_builder.language.characters import fold, single_line
from site_builder.language.cjk import count_cjk
from site_builder.language.slugs import pinyin_key


class Outlets(Record, frozen=True):
    """What the archive and the shipped table know of outlets' names."""

    by_name: Mapping[str, str]
    """Folded name, alias or domain, without blanks -> canonical name."""
    by_pinyin: Mapping[str, str]
    """Pinyin letters of Chinese names and aliases -> canonical name."""


def collect_outlets(terms: Iterable[tuple[str, Iterable[str]]]) -> Outlets:
    """The outlets of the archive as (name, aliases and domains), then those of the shipped table."""
    by_name: dict[str, str] = {}
    by_pinyin: dict[str, str] = {}
    for name, aliases in (*terms, *((known[0], known[1:]) for known in KNOWN_OUTLETS)):
        spellings = [name, *aliases]
        canonical = next((by_name[key] for key in map(_name_key, spellings) if key in by_name), name)
        for spelling in spellings:
            by_name.setdefault(_name_key(spelling), canonical)
            if count_cjk(spelling):
                by_pinyin.setdefault(pinyin_key(spelling), canonical)
    return Outlets(by_name=by_name, by_pinyin=by_pinyin)


def resolve_outlet(name: str, outlets: Outlets) -> str:
    """The canonical name of the outlet that a source calls `name`; the name itself where none is known."""
    return _known_name(name, outlets) or single_line(name)


def is_outlet(name: str, outlets: Outlets) -> bool:
    """True if `name` means a known outlet."""
    return bool(_known_name(name, outlets))


def outlet_of_url(url: str, outlets: Outlets) -> str:
    """The outlet on whose domain `url` lies; "" where none is known."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    while "." in host:
        if host in outlets.by_name:
            return outlets.by_name[host]
        host = host.partition(".")[2]
    return ""


def _known_name(name: str, outlets: Outlets) -> str:
    key = _name_key(name)
    if not key:
        return ""
    if key in outlets.by_name:
        return outlets.by_name[key]
    return "" if count_cjk(name) else outlets.by_pinyin.get(pinyin_key(name), "")


def _name_key(name: str) -> str:
    return fold(name).replace(" ", "").removeprefix("www.")
