"""The project's own templates in `layouts/`, checked against what they override: a misspelt name does nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from site_builder.documents import Record
from site_builder.errors import Problem, nearest_name

REFERENCE = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\s+"""
    r"""(?:["']([^"']+)["']\s*(?=[-+]?%\}|ignore\b|with|import\b|as\b))?"""
)
"""A statement that names another template; "" where the name is reckoned.

Parsing for it costs more than all the rest of an unchanged build."""

_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\s+["']([^"']+)["']""")
_BLOCK = re.compile(r"\{%[-+]?\s*block\s+(\w+)")


class Template(Record, frozen=True, kw_only=True):
    """One template source and where it stands, for messages."""

    source: str
    path: str


def check_layouts(layouts: Mapping[str, str], theme: Mapping[str, Template]) -> list[Problem]:
    """Warnings for templates nothing uses and blocks nothing has, where a known name is near."""
    sources = [*layouts.values(), *(template.source for template in theme.values())]
    used = {name for source in sources for name in REFERENCE.findall(source)}
    problems: list[Problem] = []
    for name, source in sorted(layouts.items()):
        if name not in theme and name not in used:
            problems += _warn(name, 0, f'no page uses the template "{name}"', nearest_name(name, theme))
        known = _blocks_above(source, theme)
        for block in _BLOCK.finditer(source):
            nearest = nearest_name(block[1], known) if block[1] not in known else ""
            if nearest:
                line = source.count("\n", 0, block.start()) + 1
                problems += _warn(name, line, f'the template it extends has no block "{block[1]}"', nearest)
    return problems


def _warn(name: str, line: int, message: str, nearest: str) -> list[Problem]:
    hint = f"did you mean {nearest}?" if nearest else "templates that pages use are listed in docs/themes.md"
    return [Problem(f"layouts/{name}", line, "layout-unused", message, hint, "warning")]


def _blocks_above(source: str, theme: Mapping[str, Template]) -> set[str]:
    """Names of the blocks in the templates that a source extends, up to the last; empty if it extends none."""
    blocks: set[str] = set()
    seen: set[str] = set()
    parent = _EXTENDS.search(source)
    while parent and parent[1] in theme and parent[1] not in seen:
        seen.add(parent[1])
        above = theme[parent[1]].source
        blocks.update(_BLOCK.findall(above))
        parent = _EXTENDS.search(above)
    return blocks
