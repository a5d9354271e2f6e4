"""Values -> lines on the terminal: problems, progress, reports. The only module besides the shell that prints.

What people read goes to stdout, problems and progress to stderr; colours and bars only on a terminal.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from site_builder.errors import Problem

if TYPE_CHECKING:
    from site_builder.building.build import Progress, Report
    from site_builder.curating.company_explanation import CompanyExplanation
    from site_builder.curating.import_sources import ImportResult
    from site_builder.curating.unmatched import Unmatched

STATUSES = ("new", "updated", "unchanged", "conflict", "failed")
"""What can become of a source file, in the order of the table's columns."""

_WOULD = {"new": "would create", "updated": "would update"}
"""What a dry run says of what an import does."""
_DIFF_LINES = 12
_DIFF_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def print_problems(problems: Iterable[Problem]) -> None:
    """Every problem to stderr, errors in red, each with its hint."""
    ordered = sorted(problems)
    for problem in ordered:
        color = "red" if problem.severity == "error" else "yellow"
        first, _, hint = str(problem).partition("\n")
        click.secho(first, fg=color, err=True, color=_colors())
        if hint:
            click.echo(hint, err=True)
    errors = sum(problem.severity == "error" for problem in ordered)
    if len(ordered) > 1:
        counts = ((errors, "error"), (len(ordered) - errors, "warning"))
        click.echo(", ".join(count_of(count, noun) for count, noun in counts if count), err=True)


def count_of(count: int, noun: str) -> str:
    """ "1 document", "1,204 documents"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _colors() -> bool | None:
    return False if os.environ.get("NO_COLOR") else None


class ProgressBar:
    """A progress bar on stderr, only on a terminal; as a context manager it gives the callback (step, done, total).

    A total of 0 stands for one that is not known yet.

    It draws when told of progress, not in a thread of its own: a build forks, and threads do not survive that.
    """

    _SECONDS_BETWEEN_DRAWS = 0.1

    def __init__(self, *, quiet: bool) -> None:
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}
        self._drawn = 0.0
        if not quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)

    def __enter__(self) -> Progress:
        if self._bar:
            self._bar.start()
        return self._advance

    def __exit__(self, *exception: object) -> None:
        if self._bar:
            self._bar.stop()

    def _advance(self, step: str, done: int, total: int) -> None:
        if self._bar is None:
            return
        if step not in self._tasks:
            self._tasks[step] = self._bar.add_task(step, total=total or None)
        self._bar.update(self._tasks[step], completed=done, total=total or None)
        if done == total or time.monotonic() - self._drawn > self._SECONDS_BETWEEN_DRAWS:
            self._drawn = time.monotonic()
            self._bar.refresh()


def print_suggestions(rows: Sequence[Mapping[str, Any]]) -> None:
    """Each pair with what speaks for it, and the line to paste."""
    for row in rows:
        reasons = f"{row['similarity']:.0%} of the titles · {', '.join(row['companies'])} · {row['hours']:g} h"
        for line in (*row["titles"], f"  {reasons}", f"  {row['path']}: {row['line']}", ""):
            click.echo(line)


def print_unmatched(rows: Sequence[Unmatched], *, limit: int) -> None:
    """Each name with its count and an example, and the line to paste."""
    for row in rows[:limit]:
        click.echo(f"{row.articles:>5}  {row.name}  ({', '.join(row.sources)})")
        click.echo(f"       {row.path}: {row.context}")
        click.echo(f"       {row.command}")
    if len(rows) > limit:
        click.echo(f"… {count_of(len(rows) - limit, 'more name')}: --limit {len(rows)}")


def print_explanation(explanation: CompanyExplanation) -> None:
    """The counts of one company, its spellings with their rules, and the places that did not count."""
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in explanation.reasons.items())
    articles = count_of(explanation.articles, "article")
    click.echo(f"{explanation.name} ({explanation.slug}): {articles}, {explanation.about:,} about it")
    if reasons:
        click.echo(f"why: {reasons}")
    for form, rules in explanation.surfaces.items():
        click.echo(f"  {form}: {', '.join(f'{rule} {count:,}' for rule, count in rules.items())}")
    click.echo(f"{count_of(explanation.refused, 'ambiguous place')} did not count")
    for place in explanation.examples:
        click.echo(f"  {place.path}: {place.context}")


def print_json(value: Any) -> None:
    """One JSON value to stdout."""
    import msgspec

    click.echo(msgspec.json.encode(value).decode())


def report_value(report: Report) -> dict[str, Any]:
    """The report of a build as `build --json` prints it."""
    import msgspec

    names = ("planned", "rendered", "written", "kept", "removed", "problems", "explanations")
    seconds = {name: getattr(report.seconds, name) for name in report.seconds.__struct_fields__}
    return {name: msgspec.to_builtins(getattr(report, name)) for name in names} | {"seconds": seconds}


def print_report(report: Report, *, profile: bool) -> None:
    """The closing line of a build; with `profile` the seconds of each step and what was slowest before it."""
    if profile:
        for name in report.seconds.__struct_fields__:
            click.echo(f"{name:<8} {getattr(report.seconds, name):8.3f} s")
        _print_slowest(report)
    click.echo(
        f"planned {report.planned:,} · rendered {report.rendered:,} · kept {report.kept:,} · "
        f"removed {report.removed:,} · {report.seconds.total:.2f} s"
    )


def _print_slowest(report: Report) -> None:
    """Processor time, by what took most of it; nothing of what the cache spared."""
    for title in ("templates", "pages", "articles"):
        found = getattr(report.slowest, title)
        if found:
            click.echo(f"slowest {title}")
        for spent in found:
            times = f" for {spent.count:,}" if title == "templates" else ""
            click.echo(f"  {spent.seconds * 1000:8,.1f} ms  {spent.name}{times}")


def import_row(result: ImportResult) -> dict[str, Any]:
    """One source file as `import --json` prints it."""
    import msgspec

    names = ("source", "format", "documents", "deleted", "digest", "status", "problems")
    return {name: msgspec.to_builtins(getattr(result, name)) for name in names}


def print_import(result: ImportResult, *, verbose: bool, explain: bool, dry_run: bool = False) -> None:
    """What became of one source file, of a dry run what would; with `explain` how its fields were found."""
    for status, path in result.changes if dry_run else ():
        click.echo(f"{_WOULD[status]:<12} {path} ← {result.source}")
    is_told = bool(dry_run and result.changes)
    if (result.status != "unchanged" and not is_told) or verbose or explain:
        count = count_of(len(result.documents), "document")
        click.echo(f"{result.status:<9} {result.source} ({result.format or 'unknown'}, {count})")
    for path in result.deleted if verbose or explain else ():
        click.echo(f"  {path} was deleted and stays so; --force brings it back")
    if verbose:
        for path in (*result.documents, result.digest):
            if path:
                click.echo(f"  {path}")
    for diff in result.conflicts:
        _print_diff(diff, limit=None if verbose else _DIFF_LINES)
    if explain:
        for finding in result.found:
            click.echo(f"  {finding.field:<11} {_shorten(finding.value)}  ← {finding.how} ({finding.confidence:.1f})")
        for rule, text in result.removed_by_rule:
            click.echo(f"  {rule}: {_shorten(text)}")


def print_import_counts(results: Sequence[ImportResult], *, dry_run: bool) -> None:
    """How many source files of each format came to what: a table, and a closing line."""
    counts: dict[str, Counter[str]] = {}
    for result in results:
        counts.setdefault(result.format or "unknown", Counter())[result.status] += 1
    names = {status: _WOULD.get(status, status) if dry_run else status for status in STATUSES}
    if results:
        rows: list[Sequence[str | int]] = [("format", *names.values())]
        rows += [(name, *(count[status] for status in STATUSES)) for name, count in sorted(counts.items())]
        _print_table(rows)
    total = sum(counts.values(), Counter[str]())
    said = " · ".join(f"{names[status]} {total[status]:,}" for status in STATUSES if total[status])
    documents = len({path for result in results for path in result.documents})
    files, made = count_of(len(results), "source file"), count_of(documents, "document")
    written = " · nothing was written" if dry_run else ""
    click.echo(f"{files} · {said or 'nothing to import'} · {made}{written}")
    deleted = sorted({path for result in results for path in result.deleted})
    if deleted:
        more = f" and {len(deleted) - 1:,} more" if len(deleted) > 1 else ""
        click.echo(f"{deleted[0]}{more}: deleted by you, stays deleted; --force brings it back")


def _print_table(rows: Sequence[Sequence[str | int]]) -> None:
    """Rows under their headings, numbers to the right: ruled on a terminal, plain text elsewhere."""
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table

        table = Table()
        for column, heading in enumerate(rows[0]):
            table.add_column(str(heading), justify="right" if column else "left")
        for row in rows[1:]:
            table.add_row(*(f"{cell:,}" if isinstance(cell, int) else cell for cell in row))
        Console().print(table)
        return
    width = max(len(str(row[0])) for row in rows)
    for row in rows:
        cells = (f"{cell:>14,}" if isinstance(cell, int) else f"{cell:>14}" for cell in row[1:])
        click.echo(f"{row[0]:<{width}}{''.join(cells)}")


def _print_diff(diff: str, *, limit: int | None) -> None:
    lines = diff.splitlines()
    for line in lines[:limit]:
        click.secho(f"  {line}", fg=_DIFF_COLORS.get(line[:1]), color=_colors())
    if limit is not None and len(lines) > limit:
        click.echo(f"  … {count_of(len(lines) - limit, 'more line')}; the whole with -v")


def _shorten(text: str, width: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
