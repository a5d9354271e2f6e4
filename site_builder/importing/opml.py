"""An OPML list of feeds (http://opml.org/spec2.opml) -> what could be imported: a note for each feed, no document.

Nothing is fetched: importing never asks the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.errors import Problem
from site_builder.formats.html_tree import Element, parse_html
from site_builder.importing.items import Context, Item, Reader
from site_builder.language.characters import single_line
from site_builder.language.urls import is_web_url

_ROOT = re.compile(r"\s{0,200}<opml\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s{0,200}(?:<\?[^>]{0,2000}>|<!--.{0,4000}?-->|<![A-Za-z][^>\[]{0,2000}>)", re.DOTALL)
_HEAD = 20_000
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")


def sniff(text: str, file: str) -> float:
    """How surely `text` is OPML: by its root element."""
    head = text[:_HEAD].lstrip("\ufeff")
    position = 0
    while prologue := _PROLOGUE.match(head, position):
        position = prologue.end()
    return 0.97 if _ROOT.match(head, position) else 0.0


def read(text: str, context: Context) -> Iterator[Item | Problem]:
    """A warning for each feed with its title and address, each address once."""
    root = _parse(text)
    if root is None:
        yield Problem(context.file, 0, "opml-unreadable", "the list of feeds cannot be read", "export it again")
        return
    seen: set[str] = set()
    for outline in root.iter("outline"):
        address = (outline.get("xmlurl") or "").strip()
        if address and address not in seen:
            yield _note(outline, address, context, is_first=not seen)
            seen.add(address)
    if not seen:
        yield Problem(context.file, 0, "opml-empty", "the list names no feed", "export it again")


def _note(outline: Element, address: str, context: Context, *, is_first: bool) -> Problem:
    line = outline.sourceline if isinstance(outline.sourceline, int) else 0
    title = single_line(outline.get("title") or outline.get("text") or "")
    shown = f'"{title[:80]}" {single_line(address)[:200]}' if title else f'"{single_line(address)[:200]}"'
    if not is_web_url(address):
        return Problem(context.file, line, "opml-address", f"feed {shown} has no web address", severity="warning")
    hint = "save the feed as a file and import that" if is_first else ""
    return Problem(context.file, line, "opml-feed", f"feed {shown} could be imported", hint, "warning")


def _parse(text: str) -> Element | None:
    """The tree, by the parser for HTML: it forgives the unescaped ampersands of addresses, and knows no entities
    of a file's own. It writes attributes in lower case.
    """
    try:
        return parse_html(_DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    except ValueError:
        return None


READER = Reader(name="opml", sniff=sniff, read=read, lists_only=True)
