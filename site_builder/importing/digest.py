"""A page of many reports -> one item a report; or a refusal that says which rule came nearest.

Rules are tried in order of confidence: outlet · time lines (`digest_bylines`), lists of records in JSON and CSV
and tables (`digest_tables`), then titles above addresses, headings, numbers and bullets (`digest_rules`, measured
by `digest_segments`). What the surest rule finds is an item. The rest is the digest's own text (`Item.left_over` of
the first item), told with its line and size, but for what named rules take away (`digest_left_over`).

Every item carries the digest it stood in, for a page of the whole issue, under `digest:` in its front matter:
`title`, `date` (ISO day, where the digest has one of its own), `url` (where its front matter tells it), `file`.
Its place there is `import.position`. The topic of a page of bylines is `topic:` and a tag besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from site_builder.errors import Problem
from site_builder.importing.digest_bylines import read_bylines, sniff_bylines
from site_builder.importing.digest_dates import is_relative, with_own_day
from site_builder.importing.digest_days import with_day_headings
from site_builder.importing.digest_entries import Report
from site_builder.importing.digest_items import (
    item_of,
    join_twins,
    read_span,
    without_shared_addresses,
)
from site_builder.importing.digest_left_over import (
    Piece,
    find_pieces,
    left_over_blocks,
    left_over_warnings,
    removals,
)
from site_builder.importing.digest_page import Page, read_page, title_key
from site_builder.importing.digest_segments import (
    FEWEST,
    THRESHOLD,
    Segmentation,
    content_size,
    is_accepted,
    segment,
)
from site_builder.importing.digest_tables import Table, list_head, markdown_tables, read_records
from site_builder.importing.items import Context, Item, Reader

_SURE, _REFUSED, _RECORDS = 0.97, 0.96, 0.9
"""How surely a page is a digest whose items a rule finds; one that no rule can cut; a list of records."""
_NEAR = 0.3
"""A rule that is this sure of a periodical shows that it is a digest, though not where its items begin."""
MOST_LINES = 20_000
"""Of a page; what is longer is no digest, and would take long to find out."""
_MANY_LINKS, _VERY_MANY_LINKS = 60, 200
_MANY_SECTIONS = 5
_HOLLOW = 160
"""Characters a section that stands empty has at most."""
_STATED = re.compile(
    r"(?:共|总计|合计|总文章数|总条数|total)[^\d\n]{0,8}(\d{1,5})\s?(?:[条篇则项]|items|articles)", re.IGNORECASE
)


class _Cut(msgspec.Struct, frozen=True):
    """A page and how it is cut."""

    page: Page
    segmentation: Segmentation
    tables: tuple[Table, ...] = ()

    @property
    def is_table(self) -> bool:
        """True if the tables are the digest."""
        return bool(self.tables)


def sniff(text: str, file: str) -> float:
    """How surely `text` is a digest."""
    bylines = sniff_bylines(text)
    if bylines >= _SURE:
        return bylines
    may_list = text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") or _may_be_csv(text)
    if may_list and read_records(text):
        return _RECORDS
    if text.count("\n") > MOST_LINES:
        return bylines
    cut = _cut(_page(text, file))
    if _is_accepted(cut):
        return _SURE
    return _REFUSED if _looks_manifold(cut) else bylines


def read(text: str, context: Context) -> Iterator[Item | Problem]:
    """The reports in the page's order; or the one problem that says why it is not cut."""
    bylines = sniff_bylines(text)
    if bylines >= _SURE:
        yield from read_bylines(text, context)
        return
    records = read_records(text)
    if records:
        page = read_page("", context.file)
        title, day = list_head(text)
        page = msgspec.structs.replace(page, title=title or page.title, day=day or page.day)
        yield from _items(records, page, context, ())
        return
    if text.count("\n") > MOST_LINES:
        message = f"the page has more than {MOST_LINES:,} lines: no digest is that long"
        yield Problem(context.file, 0, "digest-unclear", message, "import it with --format plain-text")
        return
    page = _page(text, context.file)
    cut = _cut(page)
    enough = cut.segmentation.confidence >= THRESHOLD and cut.segmentation.size >= FEWEST
    is_accepted_cut = _is_accepted(cut)
    if bylines and not (is_accepted_cut or _looks_manifold(cut)):
        yield from read_bylines(text, context)
        return
    if not (enough or is_accepted_cut):
        yield _refusal(cut, context.file)
        return
    spans = () if cut.is_table else cut.segmentation.spans
    reports = [read_span(page, span) for span in spans] + [report for table in cut.tables for report in table.reports]
    inside = [(table.first, table.last) for table in cut.tables] or [(span.start.index, span.end) for span in spans]
    pieces = find_pieces(page, inside, {title_key(report.title) for report in reports})
    yield from left_over_warnings(pieces, context.file)
    yield from _items(reports, page, context, pieces)


def _page(text: str, file: str) -> Page:
    return with_day_headings(with_own_day(read_page(text, file)))


def _items(
    reports: Sequence[Report], page: Page, context: Context, pieces: Sequence[Piece]
) -> Iterator[Item | Problem]:
    """The items; the first of them carries what stands in none."""
    joined = join_twins(without_shared_addresses(reports))
    yield from _count_warning(page, len(joined), context.file)
    yield from _day_warning(page, joined, context.file)
    for report in joined:
        for result in item_of(report, page, context):
            if isinstance(result, Item) and pieces:
                removed, left_over = (*removals(pieces), *result.removed), left_over_blocks(page, pieces)
                result, pieces = msgspec.structs.replace(result, removed=removed, left_over=left_over), ()
            yield result


def _may_be_csv(text: str) -> bool:
    header = text.lstrip("\ufeff")[:2000].split("\n", 1)[0]
    return any(header.count(mark) for mark in ",\t;，|") and not header.startswith(("#", "|", "---"))


def _cut(page: Page) -> _Cut:
    """The page cut by its surest rule, tables among them."""
    best = segment(page)
    found = markdown_tables(page)
    tables = tuple(table for table in found if table.reports)
    tables = tables if sum(len(table.reports) for table in tables) >= FEWEST else ()
    rows = sum(table.rows for table in found)
    if not tables and best.confidence == 0 and rows > best.size:
        lines = [line for table in found for line in page.lines[table.first : table.last]]
        covered = min(1.0, sum(len(line.text) for line in lines) / max(1, content_size(page)))
        nearest = Segmentation(rule="table", spans=(), confidence=0, covered=covered, count=rows)
        return _Cut(page=page, segmentation=nearest)
    if tables:
        rows, count = sum(table.rows for table in tables), sum(len(table.reports) for table in tables)
        size = sum(len(line.text) for table in tables for line in page.lines[table.first : table.last])
        covered = min(1.0, size / max(1, content_size(page)))
        sure = count / rows * (0.55 + 0.45 * covered)
        by_table = Segmentation(rule="table", spans=(), confidence=sure, covered=covered, count=count)
        if sure > best.confidence:
            return _Cut(page=page, segmentation=by_table, tables=tables)
    return _Cut(page=page, segmentation=best)


def _is_accepted(cut: _Cut) -> bool:
    if cut.is_table:
        return cut.segmentation.confidence >= THRESHOLD and cut.page.is_named
    return is_accepted(cut.page, cut.segmentation)


def _looks_manifold(cut: _Cut) -> bool:
    """True if the page is built like a digest, though no rule is sure of it."""
    page, nearest = cut.page, cut.segmentation
    links = sum(line.text.count("](") for line in page.lines)
    if not page.is_named:
        filled = [line for line in page.lines if line.text]
        return links >= _VERY_MANY_LINKS and 2 * sum("](" in line.text for line in filled) >= len(filled)
    is_sure = page.is_issue or (page.is_periodical and nearest.signed > 0)
    if is_sure and nearest.confidence >= _NEAR and nearest.size > FEWEST:
        return True
    if not page.is_issue:
        return links >= _MANY_LINKS
    headings = [index for index, line in enumerate(page.lines) if line.level > 1]
    ends = [*headings[1:], len(page.lines)]
    sizes = [sum(len(line.text) for line in page.lines[a + 1 : b]) for a, b in zip(headings, ends, strict=False)]
    hollow = sum(size <= _HOLLOW for size in sizes)
    return links >= _MANY_LINKS or (hollow >= _MANY_SECTIONS and hollow > 0.7 * len(sizes))


def _refusal(cut: _Cut, file: str) -> Problem:
    nearest = cut.segmentation
    came = f"nearest came {nearest.describe()}" if nearest.size else "no rule found an item"
    message = f"no rule is sure where the digest's items begin; {came}; needed is {THRESHOLD:.2f}"
    hint = "import it as one article with --format plain-text, or set its items apart with headings that are links"
    return Problem(file, 0, "digest-unclear", message, hint)


def _day_warning(page: Page, reports: Sequence[Report], file: str) -> Iterator[Problem]:
    """Says that times like 09:12 and 昨天 stand in a page that names no day."""
    lost = [report for report in reports if is_relative(report.date) and not (report.day or page.day)]
    if lost:
        message = f'{len(lost)} items have a time like "{lost[0].date}", and the page names no day that it counts from'
        hint = "add a line below the title: 发布日期：2024-12-31"
        yield Problem(file, lost[0].line, "digest-day-missing", message, hint, "warning")


def _count_warning(page: Page, count: int, file: str) -> Iterator[Problem]:
    for line in page.lines[:40]:
        stated = _STATED.search(line.text) if len(line.text) <= 80 else None
        if stated and int(stated[1]) != count:
            message = f'the page says "{stated[0]}" and {count} were found'
            yield Problem(file, line.number, "digest-count", message, "compare the items with the page", "warning")
            return


READER = Reader(name="digest", sniff=sniff, read=read)
