"""The commands of the group `company`: term files of companies, and what the texts say about them.

Like the shell itself: short functions that print; imports of what a command needs stand inside it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from site_builder.errors import has_errors
from site_builder.options import common_options, given_now, open_archive
from site_builder.printing import print_explanation, print_json, print_problems, print_unmatched


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


@company.command("unmatched")
@click.option("--limit", type=click.IntRange(min=1), default=30, show_default=True, help="Names to show.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value to stdout.")
@common_options
def unmatched_command(limit: int, as_json: bool, config: Path, quiet: bool, verbose: bool) -> None:
    """Frequent names that no term file covers, each with the command that adds one."""
    from site_builder.curating.unmatched import find_unmatched
    from site_builder.vocabulary.starter import load_vocabulary

    rows, problems = find_unmatched(open_archive(config), load_vocabulary(), now=given_now())
    print_problems(problems)
    if as_json:
        import msgspec

        print_json(msgspec.to_builtins(rows[:limit]))
    else:
        print_unmatched(rows, limit=limit)
    if has_errors(problems):
        sys.exit(1)


@company.command("explain")
@click.argument("name")
@click.option("--examples", type=click.IntRange(min=0), default=10, show_default=True, help="Refused places to show.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value to stdout.")
@common_options
def explain_command(name: str, examples: int, as_json: bool, config: Path, quiet: bool, verbose: bool) -> None:
    """Which rules and spellings found a company, and where its ambiguous names did not count."""
    from site_builder.curating.company_explanation import explain_company

    explanation, problems = explain_company(open_archive(config), name, examples=examples, now=given_now())
    print_problems(problems)
    if as_json:
        import msgspec

        print_json(msgspec.to_builtins(explanation))
    else:
        print_explanation(explanation)
    if has_errors(problems):
        sys.exit(1)
