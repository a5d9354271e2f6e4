"""Lists of records -> reports: Markdown tables (GFM 0.29 §4.10), CSV (RFC 4180), JSON and JSON lines (RFC 8259).

Columns and keys are known by their common names; a table whose rows name no title, or neither an address nor a
date, is no digest.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from site_builder.importing.digest_entries import LINK, Report, links_of
from site_builder.importing.digest_page import Page, only_day
from site_builder.importing.digest_segments import sections_of
from site_builder.importing.digest_words import field_of
from site_builder.importing.loose_markdown import markdown_text
from site_builder.language.characters import single_line, unify_line_ends
from site_builder.language.urls import is_web_url

_CELL = re.compile(r"(?:\\.|[^|\\])*")
_DELIMITER = re.compile(r"\s{0,3}\|?(?:\s{0,8}:?-{1,80}:?\s{0,8}\|){1,60}(?:\s{0,8}:?-{1,80}:?\s{0,8})?\s{0,8}$")
_LISTS = ("items", "articles", "data", "list", "news", "entries", "results", "stories", "posts", "records", "reports")
_TITLES = ("title", "headline", "标题", "题目")
"""Ends of keys that only reports have; a record with a name and an address may be anything."""
_SEPARATORS = (",", "\t", ";", "，", "|")
_EMPTY = {"", "none", "null", "nan", "n/a", "-", "—", "无", "暂无"}
_TEXT_ORDER = (
    "content_html",
    "content",
    "正文",
    "内容",
    "body",
    "text",
    "content_text",
    "summary",
    "摘要",
    "description",
)
_LONGEST_HEADER = 2_000
_DEPTH = 3


class Table(msgspec.Struct, frozen=True):
    """Records with the fields that their columns fill."""

    reports: tuple[Report, ...]
    rows: int
    """All rows, those without a title or a link among them."""
    first: int = 0
    last: int = 0
    """Indices of the page's lines: of the header, and below the last row."""


def markdown_tables(page: Page) -> list[Table]:
    """The tables of the page; one whose columns name no title has no reports."""
    tables: list[Table] = []
    sections: list[tuple[str, str]] = []
    index = 0
    while index + 1 < len(page.lines):
        line = page.lines[index]
        is_head = "|" in line.text and not line.is_code and "|" in page.lines[index + 1].text
        if not is_head or not _DELIMITER.match(page.lines[index + 1].text[:4000]):
            index += 1
            continue
        end = index + 2
        while end < len(page.lines) and "|" in page.lines[end].text and not page.lines[end].is_code:
            end += 1
        sections = sections or sections_of(page)
        section, day = sections[index]
        tables.append(_markdown_table(page, index, end, section=section, day=day))
        index = end
    return [table for table in tables if table.rows]


def read_records(text: str) -> list[Report] | None:
    """The reports of a JSON or CSV list; None where `text` is none."""
    text = unify_line_ends(text).lstrip("\ufeff \t\n")
    records = _json_records(text) if text[:1] in ("[", "{") else _csv_records(text)
    if not records:
        return None
    reports = [report for number, record in enumerate(records, start=1) if (report := _report(record, number))]
    return reports if len(reports) >= max(1, len(records) // 2) else None


def list_head(text: str) -> tuple[str, str]:
    """(title, ISO day) that an object says of the list in it; "" for what it does not say."""
    try:
        value = msgspec.json.decode(text.lstrip("\ufeff \t\r\n"))
    except (msgspec.DecodeError, RecursionError, ValueError):
        return "", ""
    heads = [value, *(value.get(key) for key in _LISTS)] if isinstance(value, dict) else []
    facts = {
        field_of(key): single_line(found)
        for head in reversed(heads) if isinstance(head, dict)
        for key, found in head.items() if isinstance(found, str)
    }  # fmt: skip
    return facts.get("title", ""), only_day(facts.get("date", ""))


def _markdown_table(page: Page, start: int, end: int, *, section: str, day: str) -> Table:
    fields = [_field(cell) for cell in _cells(page.lines[start].text)]
    if "title" not in fields:
        return Table(reports=(), rows=end - start - 2, first=start, last=end)
    reports: list[Report] = []
    for line in page.lines[start + 2 : end]:
        cells = dict(zip(fields, _cells(line.text), strict=False))
        report = _row(cells, line.text, line.number, section)
        if report:
            reports.append(msgspec.structs.replace(report, day=day))
    return Table(reports=tuple(reports), rows=end - start - 2, first=start, last=end)


def _row(cells: Mapping[str, str], row: str, number: int, section: str) -> Report | None:
    """The report of a row; None where it has no title, no date, and no address that is surely its own."""
    title = single_line(markdown_text(cells.get("title", "")))
    named = [*links_of(cells.get("title", "")), *links_of(cells.get("url", ""))]
    anywhere = links_of(row)
    url = named[0][1] if named else anywhere[0][1] if len(anywhere) == 1 else ""
    date = cells.get("date", "").strip()
    if not title or not (url or date) or "<h" in cells["title"]:
        return None
    return Report(
        title=title,
        url=url,
        date=date,
        outlet=_plain(cells.get("outlet", "")),
        authors=_names(cells.get("author", "")),
        tags=_names(cells.get("tags", "")),
        section=_plain(cells.get("section", "")) or section,
        markdown=cells.get("text", "").strip(),
        line=number,
    )


def _cells(row: str) -> list[str]:
    """The cells of a row, `\\|` as a plain bar."""
    cells = [match[0].strip().replace("\\|", "|") for match in _CELL.finditer(row) if match[0]]
    return cells if not row.rstrip().startswith("||") else ["", *cells]


def _field(name: str) -> str:
    return field_of(_plain(name))


def _plain(cell: str) -> str:
    shown = single_line(markdown_text(LINK.sub(lambda match: match["text"], cell)))
    return "" if shown.casefold() in _EMPTY else shown


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r"[,，、;；/]", _plain(cell)) if name.strip())


def _json_records(text: str) -> list[Mapping[str, Any]]:
    """The list of objects in a JSON text, or one object a line."""
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, ValueError):
        value = _json_lines(text)
    if isinstance(value, dict):
        if "jsonfeed.org" in str(value.get("version", "")):
            return []
        value = _list_in(value)
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def _list_in(value: Mapping[str, Any], depth: int = 0) -> list[Any]:
    """The list of records in an object, or in an object of it: {"data": {"list": […]}}."""
    for key in _LISTS:
        found = value.get(key)
        if isinstance(found, list):
            return found
        if isinstance(found, dict) and depth < _DEPTH and (inner := _list_in(found, depth + 1)):
            return inner
    return []


def _json_lines(text: str) -> list[Any]:
    lines = [line for line in text.split("\n") if line.strip()]
    if not all(line.startswith("{") and line.rstrip().endswith("}") for line in lines):
        return []
    try:
        return [msgspec.json.decode(line) for line in lines]
    except (msgspec.DecodeError, RecursionError, ValueError):
        return []


def _csv_records(text: str) -> list[Mapping[str, Any]]:
    header = text.split("\n", 1)[0]
    if len(header) > _LONGEST_HEADER:
        return []
    separator = max(_SEPARATORS, key=header.count)
    names = next(csv.reader([header], delimiter=separator), []) if separator in header else []
    fields = {field_of(name) for name in names}
    if "title" not in fields or not fields & {"url", "date"} or header.lstrip().startswith("|"):
        return []
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error:
        return []
    keys = [name.strip() for name in rows[0]]
    return [dict(zip(keys, row, strict=False)) for row in rows[1:] if any(cell.strip() for cell in row)]


def _report(record: Mapping[str, Any], number: int) -> Report | None:
    values: dict[str, list[str]] = {}
    lowered = {str(key).strip().casefold(): value for key, value in record.items()}
    for key, value in sorted(lowered.items(), key=lambda pair: _rank(pair[0])):
        field = field_of(key)
        texts = [text for text in _texts(value) if text.casefold() not in _EMPTY] if field else []
        if texts and (field != "url" or is_web_url(texts[0])):
            values.setdefault(field, texts)
    title = single_line(" ".join(values.get("title", [])[:1]))
    url = values.get("url", [""])[0]
    date = values.get("date", [""])[0]
    says_title = any(key.endswith(_TITLES) for key in lowered)
    if not title or not (url or date or values.get("text")) or not (says_title or date or values.get("text")):
        return None
    return Report(
        title=title, url=url, date=date, outlet=single_line(values.get("outlet", [""])[0]),
        authors=_split(values.get("author", [])), tags=_split(values.get("tags", [])),
        section=single_line(values.get("section", [""])[0]), markdown=values.get("text", [""])[0], line=0,
    )  # fmt: skip


def _rank(key: str) -> tuple[int, str]:
    """Full texts before summaries; the rest by name, so that the order of keys decides nothing."""
    return (_TEXT_ORDER.index(key) if key in _TEXT_ORDER else len(_TEXT_ORDER), key)


def _texts(value: Any) -> list[str]:
    """The texts of a value: a text, a number, an object with a name, a list of these."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "title", "url", "text") if isinstance(value.get(key), str)), "")
    values: Sequence[Any] = value if isinstance(value, list) else [value]
    named = [entry.get("name", "") if isinstance(entry, dict) else entry for entry in values]
    return [str(entry).strip() for entry in named if isinstance(entry, str | int | float) and str(entry).strip()]


def _split(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(part.strip() for text in texts for part in re.split(r"[,，、;；]", text) if part.strip())
    )
