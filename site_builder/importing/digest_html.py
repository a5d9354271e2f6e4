"""Lines of a page with tables in HTML -> the lines with these tables in Markdown, and the numbers they had.

Tables pasted from mail programs and office suites are one long line or hundreds; rules know only Markdown's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.importing.loose_markdown import read_body

_OPENS = re.compile(r"\s{0,8}<table[\s>]", re.IGNORECASE)
_CLOSES = re.compile(r"</table>\s{0,8}(?:</(?:div|p|center)>\s{0,8}){0,3}$", re.IGNORECASE)
_ROW, _TABLE = re.compile(r"<tr[\s>]", re.IGNORECASE), re.compile(r"<table[\s>]", re.IGNORECASE)
_FEWEST_ROWS = 3
"""Rows of a table that lists reports, its head among them."""
_LARGEST = 400_000
"""Characters of a table that is worth reading."""


def with_markdown_tables(raw: Sequence[str], start: int) -> tuple[list[str], list[int]]:
    """(the lines, the 1-based number that each had); lines above `start` stay."""
    lines: list[str] = list(raw[:start])
    numbers = list(range(1, start + 1))
    closings = [index for index in range(start, len(raw)) if "</" in raw[index] and _CLOSES.search(raw[index][-200:])]
    index = start
    while index < len(raw):
        while closings and closings[0] < index:
            closings.pop(0)
        # Each closing tag is tried once: of tables in tables only the outermost counts.
        end = closings.pop(0) + 1 if closings and _OPENS.match(raw[index]) else index
        table = _markdown("\n".join(raw[index:end])) if end > index else []
        if table:
            lines += table
            numbers += [index + 1] * len(table)
            index = end
            continue
        lines.append(raw[index])
        numbers.append(index + 1)
        index += 1
    return lines, numbers


def _markdown(html: str) -> list[str]:
    """The lines of a table; none where it is not a plain one."""
    if len(html) > _LARGEST or len(_ROW.findall(html)) < _FEWEST_ROWS or len(_TABLE.findall(html)) > 1:
        return []
    try:
        blocks = read_body(html).blocks
    except ValueError:
        return []
    return blocks[0].markdown.split("\n") if len(blocks) == 1 and blocks[0].kind == "table" else []
