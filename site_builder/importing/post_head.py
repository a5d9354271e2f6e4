"""A post's front matter in any dialect -> the document below it, and how its title and date came about.

YAML as Hexo and Jekyll write it, TOML and JSON as Hugo does. What a mirror broke is mended where that is certain:
quotes inside quoted titles, a title that only the text or the file's name has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from site_builder.documents import Document, Record
from site_builder.errors import Problem
from site_builder.formats.front_matter import parse_document, split_text
from site_builder.formats.yaml import YamlError, load_mapping
from site_builder.importing.foreign_front_matter import is_foreign, mend_quotes, to_yaml, with_title
from site_builder.importing.items import FieldFinding
from site_builder.importing.loose_markdown import markdown_text
from site_builder.importing.post_keys import adopt_keys
from site_builder.language.characters import single_line
from site_builder.language.dates import Precision, parse_date

_DATE_LINE = re.compile(r"""^(?:date|publishDate)\s{0,4}:[ \t]{0,8}["']?(?P<date>[^"'\n#]{1,80})""", re.MULTILINE)
_HEADING = re.compile(r"^#\s{0,4}([^#\s][^\n]{0,300})$|<h1\b[^>]{0,500}>(.{1,300}?)</h1>", re.MULTILINE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]{0,500}>")
_NAME = re.compile(r"^(?:\d{4}-\d{1,2}-\d{1,2}-)?(?P<name>.+?)(?:\.[A-Za-z]{1,8})?$")
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00)?$")
_SAMPLE = 20_000


class Head(Record, frozen=True):
    """A post that could be read."""

    document: Document
    date_precision: Precision = "second"
    found: tuple[FieldFinding, ...] = ()


def read_head(file: str, text: str, *, zone: ZoneInfo) -> tuple[Head | None, list[Problem]]:
    """(the post or None, what is wrong with its front matter: errors only where it is None)."""
    try:
        text = to_yaml(text) if is_foreign(text) else text
    except ValueError as error:
        return None, [Problem(file, 1, "front-matter-broken", str(error), "write it as YAML between --- lines")]
    document, problems = parse_document(file, text, zone=zone)
    if document is None and _is_broken(problems, "yaml-broken"):
        mended = mend_quotes(text)
        document, again = parse_document(file, mended, zone=zone)
        if document is not None or _is_broken(again, "title-missing"):
            text, problems = mended, [*problems, *again]
    found: tuple[FieldFinding, ...] = ()
    if document is None and _is_broken(problems, "title-missing"):
        title, how = _find_title(file, text)
        document, problems = parse_document(file, with_title(text, title), zone=zone)
        found = (FieldFinding(field="title", value=title, how=how, confidence=0.7),)
    if document is None:
        return None, problems
    adopted = adopt_keys(document.front_matter, _values(text), file=file)
    quiet = {document.lines[key] for key in adopted.understood if key in document.lines}
    warnings = [
        msgspec.structs.replace(problem, severity="warning") for problem in problems if problem.line not in quiet
    ]
    document = msgspec.structs.replace(document, front_matter=adopted.front_matter)
    return Head(document=document, date_precision=_precision(text, zone), found=found), warnings


def _values(text: str) -> Mapping[str, Any]:
    """The front matter as it is written, before any of its keys is read."""
    parts = split_text(text)
    try:
        return load_mapping(parts[1])[0] if parts else {}
    except YamlError:
        return {}


def _is_broken(problems: list[Problem], rule: str) -> bool:
    return any(problem.rule == rule for problem in problems)


def _find_title(file: str, text: str) -> tuple[str, str]:
    """(title, where it stands): the first heading of the text, else the file's name."""
    heading = _HEADING.search(text[:_SAMPLE])
    if heading:
        title = single_line(markdown_text(heading[1]) if heading[1] else _TAGS.sub("", heading[2]))
        if title:
            return title, "first heading"
    match = _NAME.match(file)
    name = match["name"] if match else file
    return single_line(re.sub(r"[_-]", " ", name)) or file, "file name"


def _precision(text: str, zone: ZoneInfo) -> Precision:
    """How precisely the front matter's date is given; a bare midnight is what generators make of a day."""
    line = _DATE_LINE.search(text[:_SAMPLE])
    if line is None:
        return "second"
    written = line["date"].strip()
    try:
        precision = parse_date(written, zone=zone).precision
    except ValueError:
        return "second"
    return "day" if _MIDNIGHT.search(written) else precision
