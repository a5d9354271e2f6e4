"""The text of a source file and what was read of it -> what an import makes harmless there, each told with its line.

Paths in place of slugs, marks that turn writing around (Unicode TR 36), null characters, halves of characters, and
entities of XML documents (§4.2 of XML 1.0), which can swell to gigabytes or read other files.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

from site_builder.errors import Problem
from site_builder.language.characters import single_line

_SLUG = re.compile(r"^[ \t]{0,4}[\"']?(slug|permalink)[\"']?[ \t]{0,4}[:=][ \t]{0,4}([^\n]{1,500})$", re.MULTILINE)
_LEADS_OUT = re.compile(r"(?:^|[/\\])\.{1,2}(?:[/\\]|$)|\\|[\x00-\x1f]")
_TURNING = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\\\\u(?:061c|200[ef]|202[a-e]|206[6-9])"
    "|&#(?:x(?:061c|200[ef]|202[a-e]|206[6-9])|1564|820[67]|823[4-8]|829[4-7]);", re.IGNORECASE
)  # fmt: skip
"""The marks themselves, and as JSON, YAML and HTML spell them."""
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)
_HALF = re.compile(r"&#(?:x0{0,4}d[89a-f][0-9a-f]{2}|0{0,4}(?:5529[6-9]|55[3-9]\d\d|5[67]\d{3}));", re.IGNORECASE)
_HALF_IN_JSON = re.compile(
    r"\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}", re.IGNORECASE
)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]{0,500}\[", re.IGNORECASE)
_ENTITY = re.compile(
    r"<!ENTITY\s{1,20}(?P<parameter>%\s{1,20})?(?P<name>[^\s%&\"'<>]{1,100})\s{1,20}"
    r"(?:(?P<outside>SYSTEM|PUBLIC)\b|\"(?P<value>[^\"]{0,5000})|'(?P<other>[^']{0,5000}))", re.IGNORECASE
)  # fmt: skip
_REFERENCE = re.compile(r"[&%][^#\s;&%]{1,100};")
_HEAD = 64 * 1024
_SHOWN = 5
_MAX_MARKS = 500
"""Of hostile texts, more are not looked at."""


def find_entities(file: str, text: str) -> list[Problem]:
    """An error for XML whose entities hold other entities or lie elsewhere; a warning for outside declarations."""
    start = _DOCTYPE.search(text, 0, _HEAD) if text.lstrip("\ufeff \t\r\n").startswith("<") else None
    if start is None:
        return []
    dangerous: list[re.Match[str]] = []
    declarations: list[re.Match[str]] = []
    for found in _ENTITY.finditer(text, start.end(), start.end() + _HEAD):
        is_nested = bool(_REFERENCE.search(found["value"] or found["other"] or ""))
        if found["parameter"]:
            declarations.append(found)
        elif found["outside"] or is_nested:
            dangerous.append(found)
    if dangerous:
        message = f"the entities {_names(dangerous)} hold others or lie outside the file: the file is not read"
        hint = "remove the <!DOCTYPE … [ … ]> at its beginning"
        return [Problem(file, _line(text, dangerous[0].start()), "xml-entities", message, hint)]
    if declarations:
        message = f"the declarations {_names(declarations)} lie outside the file and are not read"
        hint = "nothing to do, unless characters are missing"
        return [Problem(file, _line(text, declarations[0].start()), "xml-entities", message, hint, "warning")]
    return []


def find_disarmed(file: str, text: str, *, titles: frozenset[str], slug: str) -> Iterator[Problem]:
    """Warnings for what was made harmless in `text`, whose articles have `titles`; `slug` is that of its first."""
    yield from _find_paths(file, text, slug)
    yield from _find_turning_marks(file, text, titles)
    nulls = text.count("\x00")
    if nulls:
        count = "a null character was" if nulls == 1 else f"{nulls:,} null characters were"
        hint = "see whether something is missing there"
        yield Problem(file, _line(text, text.index("\x00")), "null-removed", f"{count} left out", hint, "warning")
    half = _HALF.search(text) or (_HALF_IN_JSON.search(text) if text[:1] in "{[" else None)
    if half:
        message = f'"{half[0]}" is half a character (a lone surrogate) and was replaced'
        hint = "write the character itself"
        yield Problem(file, _line(text, half.start()), "surrogate-lone", message, hint, "warning")


def _find_paths(file: str, text: str, slug: str) -> Iterator[Problem]:
    for found in _SLUG.finditer(text, 0, _HEAD) if slug else ():
        value = found[2].strip().strip(",\"'")
        if _LEADS_OUT.search(value) or (found[1] == "slug" and "/" in value):
            message = f'{found[1]} "{single_line(value)}" is not a URL segment; used "{slug}"'
            yield Problem(file, _line(text, found.start()), "slug-unsafe", message, f"write slug: {slug}", "warning")
            return


def _find_turning_marks(file: str, text: str, titles: frozenset[str]) -> Iterator[Problem]:
    """A warning for each line that has such marks and one of the titles."""
    last = -1
    for found in islice(_TURNING.finditer(text), _MAX_MARKS):
        start = text.rfind("\n", 0, found.start()) + 1
        if start == last:
            continue
        last = start
        end = text.find("\n", found.end())
        line = text[start : end if end >= 0 else len(text)][:2000]
        plain = single_line(_ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), html.unescape(line)))
        title = next((title for title in titles if title in plain), None)
        if title is not None:
            message = f'marks that turn the writing direction were left out of the title "{title[:60]}"'
            hint = "see whether it reads as it should"
            yield Problem(file, _line(text, start), "direction-marks", message, hint, "warning")


def _names(found: list[re.Match[str]]) -> str:
    shown = ", ".join(f'"{match["name"]}"' for match in found[:_SHOWN])
    return shown if len(found) <= _SHOWN else f"{shown} and {len(found) - _SHOWN:,} more"


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
