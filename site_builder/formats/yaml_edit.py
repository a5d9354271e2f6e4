"""YAML that a person wrote, and new values for some of its keys -> the same YAML, changed only there.

The door of ruamel.yaml, which knows comments and quoting. Writing a whole text back through it would still move
comments, unify indents and respell flow lists; so each changed entry is taken out by its lines, edited alone and put
back, and every other byte stays. Text reaches it only after the checks of yaml.py, and what comes out must read as
asked for.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, SingleQuotedScalarString

from site_builder.formats.yaml import YamlError, dump_mapping, load_mapping

_ITEM = re.compile(r"^(?P<indent> *)-(?P<gap> +)\S", re.MULTILINE)
_QUOTED = (SingleQuotedScalarString, DoubleQuotedScalarString)


class _Representer(RoundTripRepresenter):
    """Dates and times bare, with a blank between them, as the importer writes them."""


def _represent_date(representer: _Representer, value: date) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:timestamp", str(value))


_Representer.add_representer(date, _represent_date)


def edit_mapping(text: str, changes: Mapping[str, Any], *, order: Sequence[str] = ()) -> str:
    """`text` with the top-level keys of `changes` set to plain values, or removed where the value is None.

    Comments, order, quoting and spacing of everything else stay. A new key stands behind the nearest that precedes it
    in `order`. Raises YamlError for text that `load_mapping` refuses, or that cannot be changed safely.
    """
    before, lines = load_mapping(text)
    wanted = {key: value for key, value in before.items() if key not in changes}
    wanted |= load_mapping(dump_mapping({key: value for key, value in changes.items() if value is not None}))[0]
    if wanted == before:
        return text
    try:
        edited = _edit_entries(text, changes, lines, order) if _is_block(text, lines) else _edit_whole(text, changes)
    except (YAMLError, ValueError, KeyError, IndexError) as error:
        raise YamlError(f"cannot be edited: {str(error).splitlines()[0].lower()}", 1) from None
    if load_mapping(edited)[0] != wanted:
        raise YamlError("cannot be edited without changing other values", 1, "write one key a line")
    return edited


def _is_block(text: str, lines: Mapping[str, int]) -> bool:
    """True if every top-level key begins a line of its own."""
    rows = text.split("\n")
    starts = [rows[line - 1] for line in lines.values()]
    return len(set(lines.values())) == len(lines) and not any(start.startswith((" ", "{")) for start in starts)


def _edit_entries(text: str, changes: Mapping[str, Any], lines: Mapping[str, int], order: Sequence[str]) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    rows = text.replace("\r\n", "\n").splitlines(keepends=True)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    spans = _find_spans(rows, lines)
    edits: list[tuple[int, int, int, str]] = []
    for number, (key, value) in enumerate(changes.items()):
        if key in spans:
            begin, end = spans[key]
            entry = "" if value is None else _edit_entry("".join(rows[begin:end]), key, value)
            edits.append((begin, end, number, entry))
        elif value is not None:
            place = _find_place(key, spans, order)
            edits.append((place, place, number, dump_mapping({key: value})))
    # From the end, so that earlier places stay.
    for begin, end, _, entry in sorted(edits, reverse=True):
        rows[begin:end] = [entry]
    return "".join(rows).replace("\n", newline)


def _find_spans(rows: Sequence[str], lines: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Key -> its lines as (first, behind the last), without the blank lines and comments before the next key."""
    ordered = sorted(lines.items(), key=lambda pair: pair[1])
    ends = [line - 1 for _, line in ordered[1:]]
    spans: dict[str, tuple[int, int]] = {}
    for (key, line), end in zip(ordered, [*ends, len(rows)], strict=False):
        while end > line and (not rows[end - 1].strip() or rows[end - 1].startswith("#")):
            end -= 1
        spans[key] = (line - 1, end)
    return spans


def _find_place(key: str, spans: Mapping[str, tuple[int, int]], order: Sequence[str]) -> int:
    """The line before which a new key goes: behind the nearest key that precedes it in `order`, else at the end."""
    if key not in order:
        return max((end for _, end in spans.values()), default=0)
    earlier = reversed(order[: order.index(key)])
    return next((spans[name][1] for name in earlier if name in spans), 0)


def _edit_entry(entry: str, key: str, value: Any) -> str:
    """One `key: value` with its comments, the value replaced in the style of the old one."""
    yaml = _yaml(entry)
    node = yaml.load(entry)
    if not isinstance(node, CommentedMap):
        raise YamlError("is not a list of key: value lines", 1)
    node[key] = _restyle(node[key], value)
    return _dump(yaml, node)


def _edit_whole(text: str, changes: Mapping[str, Any]) -> str:
    """The whole text through ruamel.yaml: for mappings in braces, whose entries share lines."""
    yaml = _yaml(text)
    node = yaml.load(text) or CommentedMap()
    for key, value in changes.items():
        if value is None:
            node.pop(key, None)
        else:
            node[key] = _restyle(node.get(key), value)
    return _dump(yaml, node)


def _yaml(text: str) -> YAML:
    """A reader and writer that keeps the quotes and the list indent of `text`."""
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.Representer = _Representer
    item = _ITEM.search(text)
    offset = len(item["indent"]) if item else 0
    yaml.indent(mapping=2, sequence=offset + 1 + len(item["gap"]) if item else 2, offset=offset)
    return yaml


def _dump(yaml: YAML, node: Any) -> str:
    output = io.StringIO()
    yaml.dump(node, output)
    text = output.getvalue()
    return text if text.endswith("\n") else text + "\n"


def _restyle(old: Any, new: Any) -> Any:
    """`new` as it is to be written where `old` stood: quotes, flow style and comments of what stays are kept."""
    if isinstance(old, CommentedMap) and isinstance(new, Mapping):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            old[key] = _restyle(old.get(key), value)
        return old
    if isinstance(old, CommentedSeq) and isinstance(new, (list, tuple)):
        return _restyle_list(old, list(new))
    if isinstance(new, str):
        if "\n" in new:
            return LiteralScalarString(new)
        return type(old)(new) if isinstance(old, _QUOTED) else new
    return new


def _restyle_list(old: CommentedSeq, new: list[Any]) -> CommentedSeq:
    for index in reversed(range(len(old))):
        if old[index] not in new:
            del old[index]
    for index, value in enumerate(new):
        if index >= len(old) or old[index] != value:
            old.insert(index, value)
    del old[len(new) :]
    return old
