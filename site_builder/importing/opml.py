"""An OPML list of feeds (http://opml.org/spec2.opml) -> what could be imported: a finding for each feed, no document.

Nothing is fetched: importing never asks the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from site_builder.errors import Problem
from site_builder.formats.html_tree import Element, parse_outline
from site_builder.importing.items import Context, FieldFinding, Item, Reader
from site_builder.language.characters import single_line
from site_builder.language.urls import is_web_url

_ROOT = re.compile(r"\s{0,200}<opml\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s{0,200}(?:<\?[^>]{0,2000}>|<!--.{0,4000}?-->|<![A-Za-z][^>\[]{0,2000}>)", re.DOTALL)
_HEAD = 20_000
_EXAMPLES = 3
"""Feeds that the summary names."""
_SHOWN, _TITLE, _ADDRESS = 40, 80, 500
"""Characters of a title or address that are shown."""
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")


def sniff(text: str, file: str) -> float:
    """How surely `text` is OPML: by its root element."""
    head = text[:_HEAD].lstrip("\ufeff")
    position = 0
    while prologue := _PROLOGUE.match(head, position):
        position = prologue.end()
    return 0.97 if _ROOT.match(head, position) else 0.0


def read(text: str, context: Context) -> Iterator[Item | Problem | FieldFinding]:
    """One warning that counts the feeds, then each with its title and address for `--explain`, each address once."""
    root = _parse(text)
    if root is None:
        yield Problem(context.file, 0, "opml-unreadable", "the list of feeds cannot be read", "export it again")
        return
    feeds: dict[str, str] = {}
    for outline in root.iter("outline"):
        address = single_line(outline.get("xmlurl") or "")
        if address:
            feeds.setdefault(address, single_line(outline.get("title") or outline.get("text") or ""))
    if not feeds:
        yield Problem(context.file, 0, "opml-empty", "the list names no feed", "export it again")
        return
    yield _summary(feeds, context.file)
    yield from (_finding(address, title) for address, title in feeds.items())


def _summary(feeds: Mapping[str, str], file: str) -> Problem:
    """How many feeds there are, and the first of them."""
    usable = [address for address in feeds if is_web_url(address)]
    shown = [f'"{feeds[address][:_SHOWN]}"' if feeds[address] else address[:_SHOWN] for address in usable[:_EXAMPLES]]
    others = len(usable) - len(shown)
    named = ", ".join([*shown, f"{others:,} more"] if others else shown)
    message = f"the list names {len(usable):,} feed{'' if len(usable) == 1 else 's'} that could be imported: {named}"
    if not usable:
        message = "the list names no feed with a web address"
    if usable and len(usable) < len(feeds):
        message += f"; {len(feeds) - len(usable):,} without a web address"
    hint = "save a feed as a file and import that; --explain shows their addresses"
    return Problem(file, 0, "opml-feeds", message, hint, "warning")


def _finding(address: str, title: str) -> FieldFinding:
    is_usable = is_web_url(address)
    how = f"{title[:_TITLE]}, could be imported" if is_usable else f"{title[:_TITLE]}, no web address"
    return FieldFinding(field="feed", value=address[:_ADDRESS], how=how.removeprefix(", "), confidence=float(is_usable))


def _parse(text: str) -> Element | None:
    """The tree, by the parser for HTML: it forgives the unescaped ampersands of addresses, and knows no entities
    of a file's own. It writes attributes in lower case.
    """
    try:
        return parse_outline(_DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    except ValueError:
        return None


READER = Reader(name="opml", sniff=sniff, read=read, lists_only=True)
