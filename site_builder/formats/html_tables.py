"""HTML tables -> rows of cells, and rows of runs -> pipe tables (GFM §4.10).

Pipe tables have one line a row, so cells that hold blocks of their own (nested tables, code, lists with
images) make the table a layout, which its caller reads as a sequence of blocks instead.
"""

from __future__ import annotations

import re

import msgspec

from site_builder.formats.html_tree import Element
from site_builder.formats.inline_markdown import Run, write_inline

_MAX_SPAN = 50
_LAYOUT = {"table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "iframe"}
_CHILDREN = {
    "table": {"caption", "col", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
}
"""The parts of a table -> what may stand in them."""
_MAX_EMPTY = 10_000
"""Empty cells a pipe table may have beside four times its real ones: one wide row must not widen all."""
_UNESCAPED_PIPE = re.compile(r"\|")


class Table(msgspec.Struct, frozen=True):
    """A table's cells where they stand."""

    rows: list[list[Element | None]]
    """One list a row, all equally long, empty for a layout; None under or beside a cell that spans."""
    caption: Element | None
    is_layout: bool
    """True if the table only arranges blocks on the page."""


def read_table(element: Element) -> Table:
    """The cells of `element` in reading order, spans resolved."""
    rows: list[list[Element | None]] = []
    pending: dict[int, int] = {}
    caption = next(iter(element.iterchildren("caption")), None)
    for row in _rows(element):
        rows.append(_read_row(row, pending))
    filled = [row for row in rows if any(cell is not None for cell in row)]
    width = max((len(row) for row in filled), default=0)
    cells = [cell for row in filled for cell in row if cell is not None]
    sparse = width * len(filled) > 4 * len(cells) + _MAX_EMPTY
    layout = width <= 1 or sparse or _has_stray_text(element) or any(_holds_layout(cell) for cell in cells)
    padded = [] if layout else [row + [None] * (width - len(row)) for row in filled]
    return Table(rows=padded, caption=caption, is_layout=layout)


def write_table(rows: list[list[list[Run]]]) -> str:
    """The Markdown of the cells' runs; the first row is the header, as the syntax asks."""
    lines = ["| " + " | ".join(_write_cell(cell) for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _rows(element: Element) -> list[Element]:
    rows: list[Element] = []
    for child in element:
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in child if row.tag == "tr"]
    return rows


def _read_row(row: Element, pending: dict[int, int]) -> list[Element | None]:
    """The cells of one row; `pending` counts, by column, rows that a cell above still covers."""
    cells: list[Element | None] = []
    for cell in row:
        if cell.tag not in ("td", "th"):
            continue
        while pending.get(len(cells), 0) > 0:
            pending[len(cells)] -= 1
            cells.append(None)
        across, down = _span(cell, "colspan"), _span(cell, "rowspan")
        for offset in range(across):
            if down > 1:
                pending[len(cells)] = down - 1
            cells.append(cell if offset == 0 else None)
    while pending.get(len(cells), 0) > 0:
        pending[len(cells)] -= 1
        cells.append(None)
    return cells


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _has_stray_text(element: Element) -> bool:
    """True if something readable stands in the table but in no cell."""
    allowed = _CHILDREN.get(str(element.tag))
    if allowed is None:
        return False
    if any(text and text.strip() for text in (element.text, *(child.tail for child in element))):
        return True
    return any(child.tag not in allowed or _has_stray_text(child) for child in element)


def _holds_layout(cell: Element) -> bool:
    return any(element.tag in _LAYOUT for element in cell.iterdescendants())


def _write_cell(runs: list[Run]) -> str:
    words = [msgspec.structs.replace(run, text=run.text.replace("\n", " ")) for run in runs]
    return _UNESCAPED_PIPE.sub(r"\\|", write_inline(words).replace("\n", " "))
