"""Commands that tags, outlets, categories, authors and companies have alike: `merge` and `rename`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder.company_commands import company
from site_builder.documents import Taxonomy
from site_builder.options import common_options, open_archive
from site_builder.printing import print_problems

if TYPE_CHECKING:
    from site_builder.curating.term_changes import FileChange


def _make_group(name: str, taxonomy: Taxonomy, what: str) -> click.Group:
    group = click.Group(name, help=f"The {what} of the archive.")
    _add_commands(group, taxonomy)
    return group


def _add_commands(group: click.Group, taxonomy: Taxonomy) -> None:
    """Give the group `merge` and `rename`."""

    @group.command("merge")
    @click.argument("old")
    @click.argument("new")
    @click.option("--dry-run", is_flag=True, help="Print the difference, write nothing.")
    @common_options
    def merge_command(old: str, new: str, dry_run: bool, config: Path, quiet: bool, verbose: bool) -> None:
        """Make OLD a name of NEW: one page, the former address leads there. Articles are not touched."""
        from site_builder.curating.term_changes import merge_terms

        project = open_archive(config)
        changes, problems = merge_terms(project, taxonomy, old, new)
        _finish(project.root, changes, dry_run=dry_run, quiet=quiet, verbose=verbose)
        print_problems(problems)

    @group.command("rename")
    @click.argument("old")
    @click.argument("new")
    @click.option("--slug", default="", help="The new address, where the name changes too.")
    @click.option("--dry-run", is_flag=True, help="Print the difference, write nothing.")
    @common_options
    def rename_command(
        old: str, new: str, slug: str, dry_run: bool, config: Path, quiet: bool, verbose: bool
    ) -> None:
        """Give OLD another name, or the address NEW if that is written like one (xiaomi-auto).

        The former name still leads there, and so does the former address. Articles are not touched.
        """
        from site_builder.curating.term_changes import rename_term

        project = open_archive(config)
        changes = rename_term(project, taxonomy, old, new, slug=slug)
        _finish(project.root, changes, dry_run=dry_run, quiet=quiet, verbose=verbose)


def _finish(root: Path, changes: Iterable[FileChange], *, dry_run: bool, quiet: bool, verbose: bool) -> None:
    """Print the changes and, unless it is a dry run, write them."""
    from site_builder.curating.term_changes import diff, write_changes

    found = list(changes)
    if not found and not quiet:
        click.echo("nothing to do")
    for change in found:
        if dry_run or verbose:
            click.echo(diff(change), nl=False)
        elif not quiet:
            done = "removed" if not change.after else "moved to" if change.moved_from else "wrote"
            click.echo(f"{done} {change.path}")
    if not dry_run:
        write_changes(root, found)


_add_commands(company, "companies")

TERM_GROUPS = (
    _make_group("tag", "tags", "tags"),
    _make_group("outlet", "outlets", "outlets"),
    _make_group("category", "categories", "categories"),
    _make_group("author", "authors", "authors"),
)
"""One for each taxonomy that has no commands of its own besides."""
