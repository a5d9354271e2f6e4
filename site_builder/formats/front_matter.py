"""A content file's text <-> typed front matter and Markdown. The door of python-frontmatter.

Accepts YAML between `---` lines, with Hexo's, Jekyll's and Hugo's spellings of the keys. Everything wrong is
returned as a `Problem` with its line; a value that cannot be used is left out, the rest is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import frontmatter
import msgspec

from site_builder.documents import Document, FrontMatter, TermFacts
from site_builder.errors import Problem, nearest_name
from site_builder.formats import fields
from site_builder.formats.yaml import YamlError, dump_mapping, load_mapping

SYNONYMS = {
    "lastmod": "updated", "last_modified_at": "updated", "modified": "updated",
    "excerpt": "summary", "description": "summary",
    "tag": "tags", "keywords": "tags", "category": "categories", "author": "authors", "company": "companies",
    "thumbnail": "image", "headimg": "image", "cover": "image",
    "expirydate": "expiryDate", "expires": "expiryDate",
    "lang": "language", "redirect_from": "aliases", "permalink": "slug",
    "publishDate": "date", "pubDate": "date", "pubDatetime": "date", "import": "import_",
}  # fmt: skip
"""Spellings of other generators -> ours. The first spelling found in a file wins."""

_QUIET = {"comments", "layout", "type", "toc", "mathjax", "hide", "top", "id", "status", "kind"}
"""Keys of other generators that resemble ours and mean something else: no warning."""

T = TypeVar("T", FrontMatter, TermFacts)

_DEFAULTS = tuple(
    (field.name, fields.written_name(field.name), field.default) for field in msgspec.structs.fields(FrontMatter)
)
"""(name in the record, name in the file, default) in the record's order: msgspec derives it anew on every call."""
_KNOWN = {
    record: frozenset(field.name for field in msgspec.structs.fields(record)) - {"extra"}
    for record in (FrontMatter, TermFacts)
}
KEY_ORDER = tuple(written for _, written, _ in _DEFAULTS)
"""Keys of an article in the order in which the importer writes them."""

_OPEN = re.compile(r"\ufeff?(?:[ \t]*\r?\n)*---[ \t]*\r?\n")
_LEADING_BLANK_LINES = re.compile(r"\A(?:[ \t]*\r?\n)+")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


class _Unclosed(Exception):
    """The opening `---` has no closing one."""


class _Handler(frontmatter.default_handlers.BaseHandler):
    """python-frontmatter's seam: our delimiters, our YAML. One instance reads one text."""

    FM_BOUNDARY = _OPEN

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.markdown = ""
        """The text below, as it is: the library strips it, and with it the indent of a code block."""

    def split(self, text: str) -> tuple[str, str]:
        """The YAML and the text below it."""
        opening = _OPEN.match(text)
        assert opening is not None
        closing = _CLOSE.search(text, opening.end())
        if closing is None:
            raise _Unclosed
        self.markdown = text[closing.end() :]
        return text[opening.end() : closing.start()], self.markdown

    def load(self, fm: str) -> dict[str, Any]:
        """The values; remembers where each key stands."""
        values, self.lines = load_mapping(fm)
        return values


def parse_document(path: str, text: str, *, zone: ZoneInfo) -> tuple[Document | None, list[Problem]]:
    """The document of a content file, or None where its front matter cannot be read or has no title."""
    split, problems = _split(path, text)
    if split is None:
        return None, problems
    values, markdown, lines, offset = split
    front_matter, found = _read(path, values, lines, record=FrontMatter, zone=zone)
    if front_matter is None:
        return None, [*problems, *found]
    document = Document(path=path, front_matter=front_matter, markdown=markdown, line_offset=offset, lines=lines)
    return document, [*problems, *found]


def parse_term(
    path: str, text: str, *, zone: ZoneInfo
) -> tuple[tuple[TermFacts, str, dict[str, int]] | None, list[Problem]]:
    """(facts, Markdown, lines) of a term file, or None where it has no readable name."""
    split, problems = _split(path, text)
    if split is None:
        return None, problems
    values, markdown, lines, _ = split
    facts, found = _read(path, values, lines, record=TermFacts, zone=zone)
    return (None if facts is None else (facts, markdown, lines)), [*problems, *found]


def dump_document(front_matter: FrontMatter, markdown: str) -> str:
    """The text of a content file: keys in the order of the record, only those that say something."""
    head = f"---\n{dump_mapping(list_values(front_matter))}---\n"
    body = markdown.strip("\n")
    return f"{head}\n{body}\n" if body else head


def dump_term(facts: TermFacts, markdown: str) -> str:
    """The text of a term file: keys in the order of the record, only those that say something."""
    values = {name: value for name in TermFacts.__struct_fields__ if (value := getattr(facts, name))}
    head = f"---\n{dump_mapping(values)}---\n"
    body = markdown.strip("\n")
    return f"{head}\n{body}\n" if body else head


def list_values(front_matter: FrontMatter) -> dict[str, Any]:
    """Key in the file -> plain value, in the order of the record, for every field that says something."""
    values: dict[str, Any] = {}
    for name, written, default in _DEFAULTS:
        value = getattr(front_matter, name)
        if value == default or value in ((), {}, None):
            continue
        values |= value if name == "extra" else {written: fields.to_plain(name, value)}
    return values


def split_text(text: str) -> tuple[str, str, str] | None:
    """(up to the opening ---, YAML, from the closing --- on): joined they are `text`. None without front matter."""
    opening = _OPEN.match(text)
    closing = _CLOSE.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    return text[: opening.end()], text[opening.end() : closing.start()], text[closing.start() :]


def key_of(key: str) -> str:
    """The key that the importer writes for what a file calls `key`: "updated" for "lastmod"."""
    return fields.written_name(_field_name(key, _KNOWN[FrontMatter]))


def _split(path: str, text: str) -> tuple[tuple[dict[str, Any], str, dict[str, int], int] | None, list[Problem]]:
    """((values, Markdown, key lines, lines above the Markdown) or None, problems)."""
    opening = _OPEN.match(text)
    if opening is None:
        hint = "begin the file with ---, a line title: …, and another ---"
        return None, [Problem(path, 1, "front-matter-missing", "there is no front matter", hint)]
    first_line = text.count("\n", 0, opening.end())
    handler = _Handler()
    try:
        values, _ = frontmatter.parse(text, handler=handler)
    except _Unclosed:
        message = "the front matter that begins here has no end"
        return None, [Problem(path, first_line, "front-matter-unclosed", message, "add a line with --- below it")]
    except YamlError as error:
        return None, [Problem(path, first_line + error.line, "yaml-broken", str(error), error.hint)]
    lines = {key: line + first_line for key, line in handler.lines.items()}
    markdown = _LEADING_BLANK_LINES.sub("", handler.markdown)
    above = text.rstrip().removesuffix(markdown)
    return (values, markdown, lines, above.count("\n")), []


def _read(
    path: str, values: Mapping[str, Any], lines: dict[str, int], *, record: type[T], zone: ZoneInfo
) -> tuple[T | None, list[Problem]]:
    """The record that the values describe (None without its name or title), and what is wrong with them."""
    known = _KNOWN[record]
    typed: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in values.items():
        name = _field_name(key, known)
        if name == "published" and "draft" in known:
            typed.setdefault("draft", value is False)
        elif name not in known:
            extra[key] = value
            problems += _check_unknown(path, lines.get(key, 1), key, known)
        elif value is not None and name not in typed:
            lines.setdefault(fields.written_name(name), lines.get(key, 1))
            try:
                typed[name] = fields.CONVERTERS[name](value, zone)
            except fields.FieldError as error:
                problems.append(Problem(path, lines.get(key, 1), error.rule, f"{key} {error}", error.hint))
    required = "title" if "title" in known else "name"
    if not typed.get(required):
        if not any(problem.line == lines.get(required) for problem in problems):
            line = lines.get(required, 1)
            problems.append(Problem(path, line, f"{required}-missing", f"{required} is missing", f"add {required}: …"))
        return None, problems
    return record(**typed, extra=extra), problems


def _field_name(key: str, known: frozenset[str]) -> str:
    name = key if key in known else SYNONYMS.get(key, key)
    return fields.FIELD_NAMES.get(name, name)


def _check_unknown(path: str, line: int, key: str, known: frozenset[str]) -> list[Problem]:
    if key in _QUIET:
        return []
    nearest = nearest_name(key, (fields.written_name(name) for name in known))
    if not nearest:
        return []
    message = f'key "{key}" is not known'
    return [Problem(path, line, "key-unknown", message, f"did you mean {nearest}:", "warning")]
