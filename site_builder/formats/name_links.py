"""Rendered HTML + names and where they stand -> the same HTML with the first mention of each name linked.

Nothing is searched for anew: a name is linked at one of the places where it was recognised in the plain text. Headings,
links, code and captions stay as they are. The HTML is the sanitiser's: quotes in text are plain, `<` and `>` are not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from html import escape

from site_builder.documents import Record
from site_builder.model import NameLink

_TOKEN = re.compile(r"<(/?)([a-zA-Z0-9]+)[^>]*>|[^<]+")
_CLOSED_TO_LINKS = {"a", "h1", "h2", "h3", "h4", "h5", "h6", "code", "pre", "figcaption", "sup"}
_INLINE = {"a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong",
           "sub", "sup", "u"}  # fmt: skip


class _Node(Record, frozen=True, kw_only=True):
    """A run of text between two tags."""

    start: int
    """Where it begins in the text of the whole."""
    offset: int
    """Where it begins in the HTML."""
    length: int
    is_open: bool
    """False in headings, links, code and captions."""


def link_names(html: str, links: Iterable[tuple[NameLink, str]]) -> str:
    """`html` with a link to the given address on the first open place of each name; names without one are left."""
    nodes, text = _read_nodes(html)
    starts = [node.start for node in nodes]
    found: list[tuple[int, int, str]] = []
    for link, href in links:
        place = _first_place(link, text, nodes, starts)
        if place and not any(start < place[1] and place[0] < end for start, end, _ in found):
            found.append((*place, href))
    for start, end, href in sorted(found, reverse=True):
        html = f'{html[:start]}<a class="company" href="{escape(href)}">{html[start:end]}</a>{html[end:]}'
    return html


def _read_nodes(html: str) -> tuple[list[_Node], str]:
    """(the runs of text, the text as one; a line end between blocks)."""
    nodes: list[_Node] = []
    parts: list[str] = []
    position = closed = 0
    for token in _TOKEN.finditer(html):
        name = (token[2] or "").lower()
        if not name:
            nodes.append(_Node(start=position, offset=token.start(), length=len(token[0]), is_open=not closed))
            parts.append(token[0])
            position += len(token[0])
            continue
        if name in _CLOSED_TO_LINKS:
            closed += -1 if token[1] else 1
        if name not in _INLINE:
            parts.append("\n")
            position += 1
    return nodes, "".join(parts)


def _first_place(link: NameLink, text: str, nodes: list[_Node], starts: list[int]) -> tuple[int, int] | None:
    """(start, end) in the HTML of the first recognised place that may carry a link."""
    forms = [(escape(form, quote=False), nths) for form, nths in link.forms]
    for start, length in sorted(place for form, nths in forms for place in _find_places(form, nths, text)):
        node = nodes[bisect_right(starts, start) - 1]
        if node.is_open and start + length <= node.start + node.length:
            begin = node.offset + start - node.start
            return begin, begin + length
    return None


def _find_places(form: str, nths: tuple[int, ...], text: str) -> Iterator[tuple[int, int]]:
    """(position, length) of the occurrences of `form` with these numbers."""
    position = -len(form)
    wanted = set(nths)
    for number in range(max(nths, default=-1) + 1):
        position = text.find(form, position + len(form))
        if position < 0:
            return
        if number in wanted:
            yield position, len(form)
