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
from site_builder.importing.digest_byline_lines import contradicts, host_outlet
from site_builder.importing.digest_bylines import SURE, lost_times, read_bylines, sniff_bylines
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
from site_builder.importing.digest_page import Page, find_days, is_day_heading, read_page, title_key
from site_builder.importing.digest_placement import NONE, Bylines, find_bylines, is_digest_of, with_bylines_below
from site_builder.importing.digest_rules import BOLD_LINE, BOXED, BULLET, MARK, NUMBERED, text_lines
from site_builder.importing.digest_saved_page import issue_markdown
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

_REFUSED, _RECORDS = 0.96, 0.9
"""How surely a page is a digest that no rule can cut; a list of records."""
_FEWEST_WRONG = 2
_NOT_SURE = "no rule is sure where the digest's items begin"
_BLANK_HINT = "leave a blank line between the items, and none inside their heads; or import it with --format plain-text"
_MUCH = 0.5
"""Share of the text of a dated issue that lies in what may be items: it is no article."""
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
    text = issue_markdown(text) or text
    is_too_long = text.count("\n") > MOST_LINES
    page, bylines = _page(text, file) if not is_too_long else (None, NONE)
    by_line = sniff_bylines(page, bylines) if page else 0.0
    if by_line >= SURE:
        return by_line
    may_list = text.lstrip("\ufeff \t\r\n")[:1] in ("[", "{") or _may_be_csv(text)
    if may_list and read_records(text):
        return _RECORDS
    if page is None:
        return 0.0
    cut = _cut(page)
    if _is_accepted(cut):
        return SURE
    return _REFUSED if _looks_manifold(cut) or is_digest_of(bylines) else by_line


def read(text: str, context: Context) -> Iterator[Item | Problem]:
    """The reports in the page's order; or the one problem that says why it is not cut."""
    text = issue_markdown(text) or text
    is_too_long = text.count("\n") > MOST_LINES
    page, bylines = _page(text, context.file) if not is_too_long else (None, NONE)
    by_line = sniff_bylines(page, bylines) if page else 0.0
    if page and by_line >= SURE:
        yield from _by_bylines(page, bylines, context)
        return
    records = read_records(text)
    if records:
        yield from _of_records(text, records, context)
        return
    if page is None:
        message = f"the page has more than {MOST_LINES:,} lines: no digest is that long"
        yield Problem(context.file, 0, "digest-unclear", message, "import it with --format plain-text")
        return
    cut = _cut(page)
    enough = cut.segmentation.confidence >= THRESHOLD and cut.segmentation.size >= FEWEST
    is_accepted_cut = _is_accepted(cut)
    if by_line and not (is_accepted_cut or _looks_manifold(cut) or is_digest_of(bylines)):
        yield from read_bylines(page, bylines, context)
    elif enough or is_accepted_cut:
        yield from _by_cut(cut, context)
    else:
        yield _refusal(cut, context.file)


def _page(text: str, file: str) -> tuple[Page, Bylines]:
    """The page, its bylines below their titles."""
    page = with_own_day(read_page(text, file))
    bylines = find_bylines(page)
    page = with_day_headings(with_bylines_below(page, bylines))
    return page, msgspec.structs.replace(find_bylines(page), side=bylines.side)


def _by_bylines(page: Page, bylines: Bylines, context: Context) -> Iterator[Item | Problem]:
    if bylines.side == "unclear":
        count, first = len(bylines.by_index), min(page.lines[index].number for index in bylines.by_index)
        came = f"nearest came bylines: of {count}, none tells whether its title stands above or below it"
        yield Problem(context.file, first, "digest-unclear", f"{_NOT_SURE}; {came}", _BLANK_HINT)
        return
    results = list(read_bylines(page, bylines, context))
    alarm = _outlet_alarm([result for result in results if isinstance(result, Item)], context.file)
    lost = lost_times(page, bylines)
    if alarm:
        yield alarm
        return
    yield from _lost_warning(lost, context.file)
    yield from results


def _of_records(text: str, records: Sequence[Report], context: Context) -> Iterator[Item | Problem]:
    page = read_page("", context.file)
    title, day = list_head(text)
    page = msgspec.structs.replace(page, title=title or page.title, day=day or page.day)
    yield from _items(records, page, context, ())


def _by_cut(cut: _Cut, context: Context) -> Iterator[Item | Problem]:
    page = cut.page
    spans = () if cut.is_table else cut.segmentation.spans
    reports = [read_span(page, span) for span in spans] + [report for table in cut.tables for report in table.reports]
    inside = [(table.first, table.last) for table in cut.tables] or [(span.start.index, span.end) for span in spans]
    pieces = find_pieces(page, inside, {title_key(report.title) for report in reports})
    results = list(_items(reports, page, context, pieces))
    alarm = None if cut.is_table else _outlet_alarm([item for item in results if isinstance(item, Item)], context.file)
    if alarm:
        yield alarm
        return
    yield from left_over_warnings(pieces, context.file)
    yield from results


def _outlet_alarm(items: Sequence[Item], file: str) -> Problem | None:
    """The refusal of items most of which link to other outlets than they name: they were built of two neighbours.

    Where all link to one host, that host republishes them.
    """
    checked = [(item, contradicts(item.outlet, item.source_url)) for item in items if item.outlet and item.source_url]
    wrong = [item for item, is_wrong in checked if is_wrong]
    known = sum(is_wrong is not None for _, is_wrong in checked)
    hosts = {host_outlet(item.source_url) for item in wrong}
    if len(wrong) < _FEWEST_WRONG or 2 * len(wrong) <= known or len(hosts) < _FEWEST_WRONG:
        return None
    first = wrong[0]
    message = (
        f"{_NOT_SURE}; nearest came a rule by which {len(wrong)} of {known} items name another outlet than "
        f'their address: "{first.title[:40]}" of {first.outlet}, <{first.source_url[:80]}>'
    )
    return Problem(file, 0, "digest-unclear", message, _BLANK_HINT)


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
    rows = sum(table.rows for table in found if not table.reports)
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
    if page.is_issue and _is_dated(page) and _has_units(cut):
        return True
    if not page.is_issue:
        return links >= _MANY_LINKS
    headings = [index for index, line in enumerate(page.lines) if line.level > 1]
    ends = [*headings[1:], len(page.lines)]
    sizes = [sum(len(line.text) for line in page.lines[a + 1 : b]) for a, b in zip(headings, ends, strict=False)]
    hollow = sum(size <= _HOLLOW for size in sizes)
    return links >= _MANY_LINKS or (hollow >= _MANY_SECTIONS and hollow > 0.7 * len(sizes))


def _has_units(cut: _Cut) -> bool:
    """True if most of the page lies in what one rule, or several together, take for items."""
    if cut.segmentation.size >= FEWEST and cut.segmentation.covered >= _MUCH:
        return True
    lines = [line.text for _, line in text_lines(cut.page)]
    units = [text for text in lines if any(form.match(text) for form in (NUMBERED, BULLET, BOLD_LINE, MARK, BOXED))]
    return len(units) >= FEWEST and sum(map(len, units)) >= _MUCH * sum(map(len, lines))


def _is_dated(page: Page) -> bool:
    return bool(page.day or find_days(page.title) or any(line.level and find_days(line.heading) for line in page.lines))


def _refusal(cut: _Cut, file: str) -> Problem:
    nearest = cut.segmentation
    came = f"nearest came {nearest.describe()}" if nearest.size else "no rule found an item"
    message = f"{_NOT_SURE}; {came}; needed is {THRESHOLD:.2f}"
    hint = "import it as one article with --format plain-text, or set its items apart with headings that are links"
    return Problem(file, 0, "digest-unclear", message, hint)


def _day_warning(page: Page, reports: Sequence[Report], file: str) -> Iterator[Problem]:
    """Says that times like 09:12 and 昨天 stand in a page that names no day."""
    lost = [(r.date, r.line) for r in reports if is_relative(r.date) and not (r.day or page.day)]
    yield from _lost_warning(lost, file)
    yearless = [line for line in page.lines if line.level and not page.year and is_day_heading(line.heading)]
    yearless = [line for line in yearless if not find_days(line.heading)]
    if yearless:
        message = f'{len(yearless)} headings name a day like "{yearless[0].heading}", and the page names no year'
        hint = "add a line below the title: 发布日期：2024-12-31"
        yield Problem(file, yearless[0].number, "digest-day-missing", message, hint, "warning")


def _lost_warning(lost: Sequence[tuple[str, int]], file: str) -> Iterator[Problem]:
    if lost:
        message = f'{len(lost)} items have a time like "{lost[0][0]}", and the page names no day that it counts from'
        hint = "add a line below the title: 发布日期：2024-12-31"
        yield Problem(file, lost[0][1], "digest-day-missing", message, hint, "warning")


def _count_warning(page: Page, count: int, file: str) -> Iterator[Problem]:
    for line in page.lines[:40]:
        stated = _STATED.search(line.text) if len(line.text) <= 80 else None
        if stated and int(stated[1]) != count:
            message = f'the page says "{stated[0]}" and {count} were found'
            yield Problem(file, line.number, "digest-count", message, "compare the items with the page", "warning")
            return


READER = Reader(name="digest", sniff=sniff, read=read)
