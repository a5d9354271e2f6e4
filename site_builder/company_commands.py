"""The commands of the group `company`: term files of companies, and what the texts say about them.

Like the shell itself: short functions that print; imports of what a command needs stand inside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.errors import has_errors
from site_builder.options import common_options, open_archive
from site_builder.printing import print_problems


@click.group()
def company() -> None:
    """The companies that the news is about."""


@company.command("add")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@click.option("--new", is_flag=True, help="Begin a file of your own for a name that the package does not know.")
@click.option("--dry-run", is_flag=True, help="Print the files, write nothing.")
@common_options
def add_command(names: tuple[str, ...], new: bool, dry_run: bool, config: Path, quiet: bool, verbose: bool) -> None:
    """Copy companies that the package knows into content/companies/: by name, alias, ticker or slug."""
    from site_builder.curating.company_files import add_companies
    from site_builder.vocabulary.starter import load_vocabulary

    project = open_archive(config)
    added, problems = add_companies(
        project.root, names, vocabulary=load_vocabulary(), zone=project.config.zone, new=new, dry_run=dry_run
    )
    for one in added:
        if dry_run:
            click.echo(f"would create {one.path}")
        elif not quiet:
            click.echo(one.path)
        if dry_run or verbose:
            click.echo(one.text)
    print_problems(problems)
    if has_errors(problems):
        sys.exit(1)
