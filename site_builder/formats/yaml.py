"""YAML text -> plain values with line numbers, and back. The door of PyYAML.

Reads YAML 1.2 core scalars only: `true`/`false`, `null`, decimal numbers; everything else is text, so that `no`,
`12:30:45`, `2021-07-14` and the version `3.10` stay what was written. Values are built from the parser's events, not by
its constructor: the C composer overflows its stack on deep nesting, and the constructor expands
aliases and lets the last of two equal keys win.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"(?:0|-?[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z")


class YamlError(ValueError):
    """Text that is not YAML, or YAML that is not accepted here. `line` is 1-based in the given text."""

    def __init__(self, message: str, line: int, hint: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.hint = hint


def load_mapping(text: str) -> tuple[dict[str, Any], dict[str, int]]:
    """The mapping that `text` holds, and the 1-based line of each of its top-level keys.

    Empty text is an empty mapping. Raises YamlError for broken YAML, for anything but a mapping, for
    duplicate keys, anchors, aliases, tags, more than 20 levels or more than 64 KiB.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise YamlError("front matter is larger than 64 KiB", 1, "move the text below the closing ---")
    lines: dict[str, int] = {}
    try:
        value = _build(yaml.parse(text, Loader=_LOADER), lines)
    except yaml.MarkedYAMLError as error:
        never_closed = "end of stream" in (error.problem or "") and error.context_mark
        mark = error.context_mark if never_closed else error.problem_mark or error.context_mark
        raise YamlError(_explain(error), mark.line + 1 if mark else 1, _hint(error)) from None
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0].lower(), 1) from None
    if value is None:
        return {}, {}
    if not isinstance(value, dict):
        raise YamlError("front matter is not a list of key: value lines", 1, "write title: …")
    return value, lines


def dump_mapping(values: Mapping[str, Any]) -> str:
    """Block-style YAML in the given key order; dates bare, long lines unbroken, Chinese as itself."""
    plain = {key: _plain(value) for key, value in values.items()}
    text: str = yaml.dump(
        plain, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False
    )
    # libyaml escapes what lies beyond the basic plane (𠮷, emoji); the slower emitter writes it as it is.
    if "\\U000" not in text or _DUMPER is yaml.SafeDumper:
        return text
    plainly: str = yaml.dump(
        plain, Dumper=yaml.SafeDumper, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False
    )
    return plainly


class _Frame:
    """An open collection while the events are read."""

    def __init__(self, value: dict[str, Any] | list[Any]) -> None:
        self.value = value
        self.key: str | None = None


def _build(events: Iterator[Any], lines: dict[str, int]) -> Any:
    """The value the events describe; fills `lines` with the top-level keys' lines."""
    result: Any = None
    stack: list[_Frame] = []
    for event in events:
        _refuse_references(event)
        if isinstance(event, yaml.ScalarEvent):
            if stack and isinstance(stack[-1].value, dict) and stack[-1].key is None:
                _open_key(stack, event, lines)
                continue
            value: Any = _scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            _check_nesting(stack, event)
            stack.append(_Frame({} if isinstance(event, yaml.MappingStartEvent) else []))
            continue
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            value = stack.pop().value
        else:
            continue
        if stack:
            _attach(stack[-1], value)
        else:
            result = value
    return result


def _attach(frame: _Frame, value: Any) -> None:
    if isinstance(frame.value, list):
        frame.value.append(value)
    else:
        assert frame.key is not None
        frame.value[frame.key] = value
        frame.key = None


def _open_key(stack: list[_Frame], event: Any, lines: dict[str, int]) -> None:
    frame, key, line = stack[-1], str(event.value), event.start_mark.line + 1
    if key in frame.value:
        raise YamlError(f'"{key}" stands twice', line, "keep one of the two lines")
    frame.key = key
    if len(stack) == 1:
        lines[key] = line


def _check_nesting(stack: list[_Frame], event: Any) -> None:
    line = event.start_mark.line + 1
    if len(stack) >= MAX_DEPTH:
        raise YamlError(f"nested deeper than {MAX_DEPTH} levels", line)
    if stack and isinstance(stack[-1].value, dict) and stack[-1].key is None:
        raise YamlError("a key must be plain text", line, 'put it in quotes: "…": value')


def _refuse_references(event: Any) -> None:
    line = event.start_mark.line + 1 if event.start_mark else 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise YamlError("anchors and aliases (&, *) are not accepted", line, 'put the value in quotes: "*…"')
    if getattr(event, "tag", None) and not str(event.tag).startswith("tag:yaml.org,2002:"):
        raise YamlError(f'tag "{event.tag}" is not accepted', line, 'put the value in quotes: "!…"')


def _scalar(event: Any) -> Any:
    text = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text) and repr(float(text)) == text:
        return float(text)
    return text


def _explain(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.context, error.problem) if part]
    return "broken YAML: " + ", ".join(parts)


def _hint(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return 'a value holding ": " needs quotes: title: "…: …"'
    if "cannot start any token" in problem or "tab character" in problem:
        return "indent with spaces, and quote values that begin with @, ` or a tab"
    if "did not find expected" in problem:
        return "close every quote and bracket, and quote values that begin with one"
    return ""


def _plain(value: Any) -> Any:
    """The value with tuples as lists and mappings as dicts; dates and times pass (YAML writes them bare)."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, date) or value is None or isinstance(value, (str, bool, int, float)):
        return value
    return str(value)
