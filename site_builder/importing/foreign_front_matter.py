"""Front matter of other generators -> the YAML front matter that a document has.

TOML between `+++` (Hugo, Zola), a JSON object before the text (Hugo), and YAML that a mirror wrote by pasting titles
between quotes, so that a quote inside them breaks it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from site_builder.formats.yaml import MAX_BYTES, MAX_DEPTH, dump_mapping

_TOML = re.compile(r"\A\ufeff?\s{0,200}\+\+\+[ \t]*\n(?P<head>.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_JSON = re.compile(r'\A\ufeff?\s{0,200}(?=\{\s{0,200}")')
_TITLE_KEY = re.compile(r'^\s{0,8}"title"\s{0,4}:', re.MULTILINE)
_JSON_END = re.compile(r"^\}[ \t]*\n\s{0,200}[^\s,\]}]", re.MULTILINE)
_TABLES = ("taxonomies", "params", "extra")
"""Tables whose keys stand beside all others in our front matter (Zola's taxonomies, Hugo's parameters)."""
_YAML = re.compile(r"\A\ufeff?\s{0,200}---[ \t]*\n(?P<head>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_TEXT_LINE = re.compile(
    r"^(?P<key>title|author|summary|excerpt|description|subtitle):[ \t]*(?P<value>\S[^\n]*)$", re.MULTILINE
)
_TITLE_LINE = re.compile(r"""^title\s{0,4}:\s{0,4}(?:''|"")?[ \t]*$\n?""", re.MULTILINE)


def to_yaml(text: str) -> str:
    """`text` with YAML front matter instead of TOML or JSON; as it is where it has neither.

    Raises ValueError, with a message for the user, where TOML or JSON is broken.
    """
    toml = _TOML.match(text)
    if toml:
        return _with_head(_read_toml(toml["head"]), text[toml.end() :])
    if _JSON.match(text):
        values, body = _read_json(text)
        return _with_head(values, body)
    return text


def is_foreign(text: str) -> bool:
    """True if `text` begins as TOML or JSON front matter does, with text below it."""
    head = text[:MAX_BYTES]
    return bool(_TOML.match(head)) or bool(_JSON.match(head) and _TITLE_KEY.search(head) and _JSON_END.search(head))


def mend_quotes(text: str) -> str:
    """`text` whose texts in front matter are quoted as YAML asks, whatever quotes they hold."""
    found = _YAML.match(text)
    if not found:
        return text
    head = _TEXT_LINE.sub(lambda line: f"{line['key']}: {_quoted(_bare(line['value'].rstrip()))}", found["head"])
    return text[: found.start("head")] + head + text[found.end("head") :]


def with_title(text: str, title: str) -> str:
    """`text` with `title` in its YAML front matter, where that has none."""
    found = _YAML.match(text)
    if not found:
        return text
    head = f"title: {_quoted(title)}\n{_TITLE_LINE.sub('', found['head'])}"
    return text[: found.start("head")] + head + text[found.end("head") :]


def _quoted(text: str) -> str:
    """`text` as YAML that nothing in it can break."""
    return json.dumps(text, ensure_ascii=False)


def _bare(value: str) -> str:
    """The text between the outermost quotes, without the escapes that quotes inside may have."""
    quote = value[0]
    if quote not in "'\"" or len(value) < 2 or value[-1] != quote:
        return value
    return value[1:-1].replace("''", "'") if quote == "'" else value[1:-1].replace('\\"', '"')


def _read_toml(head: str) -> dict[str, Any]:
    if len(head.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise ValueError("front matter is larger than 64 KiB")
    try:
        return tomllib.loads(head)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f"broken TOML: {error}") from None


def _read_json(text: str) -> tuple[dict[str, Any], str]:
    start = text.index("{")
    try:
        values, end = json.JSONDecoder().raw_decode(text, start)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"broken JSON: {error}") from None
    if end - start > MAX_BYTES:
        raise ValueError("front matter is larger than 64 KiB")
    return values, text[end:].lstrip("\n")


def _with_head(values: Mapping[str, Any], body: str) -> str:
    flat = {key: value for key, value in values.items() if key not in _TABLES}
    for table in _TABLES:
        inner = values.get(table)
        flat |= {key: value for key, value in (inner if isinstance(inner, dict) else {}).items() if key not in flat}
    return f"---\n{dump_mapping({key: _plain(value, 1) for key, value in flat.items()})}---\n{body}"


def _plain(value: Any, depth: int) -> Any:
    """Dates as text in ISO 8601, everything else as it is. Raises ValueError for values nested too deeply."""
    if depth > MAX_DEPTH:
        raise ValueError(f"front matter is nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        return {str(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    return value.isoformat() if isinstance(value, (date, time)) else value
