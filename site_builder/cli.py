"""The shell: one short function a command. Prints; everything else is done by the floors below.

Imports of what a command needs stand inside it: `--help` must not wait for libraries it does not use.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from site_builder import __version__
from site_builder.company_commands import company
from site_builder.errors import SiteBuilderError, has_errors
from site_builder.options import common_options, given_now, open_archive
from site_builder.printing import (
    ProgressBar,
    import_row,
    print_import,
    print_import_counts,
    print_json,
    print_problems,
    print_report,
    print_suggestions,
    report_value,
)
from site_builder.term_commands import TERM_GROUPS


class _Shell(click.Group):
    """Turns our errors into printed problems and exit codes; unknown errors stay tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SiteBuilderError as error:
            print_problems(error.problems)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            ctx.exit(130)


@click.group(cls=_Shell, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="site-builder")
def main() -> None:
    """Curated news archives: import what you found, build what others read."""


@main.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@common_options
def init(folder: Path, config: Path, quiet: bool, verbose: bool) -> None:
    """Begin an archive: settings, two articles, a company, a workflow for static hosting."""
    from site_builder.curating.scaffold import write_scaffold

    for path in write_scaffold(folder):
        if verbose:
            click.echo(path.relative_to(folder).as_posix())
    if not quiet:
        click.echo(f"{folder / 'site.toml'} is ready. Now: cd {folder} && site-builder serve")


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "format_name", help="Read every file as this format instead of sniffing it.")
@click.option("--into", type=click.Path(path_type=Path), help="Folder for the documents (default: content/articles).")
@click.option("--dry-run", is_flag=True, help="Report, write nothing.")
@click.option("--force", is_flag=True, help="Take the source's text over an edited one; bring back deleted documents.")
@click.option("--explain", is_flag=True, help="Say how each field was found, and what each rule removed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value to stdout.")
@common_options
def import_command(
    paths: tuple[Path, ...], format_name: str | None, into: Path | None, dry_run: bool, force: bool, explain: bool,
    as_json: bool, config: Path, quiet: bool, verbose: bool,
) -> None:  # fmt: skip
    """Turn source files into documents in content/. Folders are walked, shapes are sniffed."""
    from site_builder.curating.import_sources import import_sources

    project = open_archive(config)
    with ProgressBar(quiet=quiet or as_json) as progress:
        results = import_sources(
            paths, root=project.root, zone=project.config.zone, now=given_now() or datetime.now(UTC),
            format=format_name, language=project.config.language,
            into=into or project.root / "content" / "articles", dry_run=dry_run, force=force, explain=explain,
            progress=progress,
        )  # fmt: skip
    if as_json:
        print_json([import_row(result) for result in results])
    elif not quiet:
        for result in results:
            print_import(result, verbose=verbose, explain=explain, dry_run=dry_run)
    print_problems([problem for result in results for problem in result.problems])
    if not as_json and not quiet:
        print_import_counts(results, dry_run=dry_run)
    if any(result.status in ("failed", "conflict") for result in results):
        sys.exit(1)


@main.command()
@click.option("-d", "--destination", type=click.Path(path_type=Path), help="Where the site goes (default: output/).")
@click.option("--base-url", help="Build for this address instead of the configured one.")
@click.option("--drafts", is_flag=True, help="Show drafts.")
@click.option("--future", is_flag=True, help="Show articles dated after SOURCE_DATE_EPOCH.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes (default: one a processor).")
@click.option("--force", is_flag=True, help="Render everything anew.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--no-search", is_flag=True, help="Leave the search index out.")
@click.option("--profile", is_flag=True, help="Print the seconds of each step, and what was slowest.")
@click.option("--explain", metavar="OUTPUT", help='Say why a page was rendered or kept; "all" for every rendered one.')
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON to stdout.")
@common_options
def build(
    destination: Path | None, base_url: str | None, drafts: bool, future: bool, jobs: int | None, force: bool,
    strict: bool, no_search: bool, profile: bool, explain: str | None, as_json: bool, config: Path, quiet: bool,
    verbose: bool,
) -> None:  # fmt: skip
    """Turn content/ into the site."""
    from site_builder.building.build import BuildOptions, Report
    from site_builder.building.build import build as run
    from site_builder.building.parallel import default_jobs

    project = open_archive(config, base_url)
    options = BuildOptions(
        destination=destination or project.root / "output", jobs=jobs or default_jobs(), now=given_now(), drafts=drafts,
        today=datetime.now(UTC), future=future, force=force, strict=strict, search=not no_search,
        explain="" if explain in (None, "all") else explain,
    )  # fmt: skip
    with ProgressBar(quiet=quiet or as_json) as progress:
        try:
            report = run(project, options, progress=progress)
        except SiteBuilderError as error:
            if as_json:
                print_json(report_value(Report(problems=tuple(error.problems))))
            raise
    if as_json:
        print_json(report_value(report))
        return
    print_problems(report.problems)
    if explain or verbose:
        for line in report.explanations:
            click.echo(line)
    if not quiet:
        print_report(report, profile=profile or verbose)


@main.command()
@click.option("-p", "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one.")
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option("--no-drafts", is_flag=True, help="Hide drafts.")
@click.option("--no-reload", is_flag=True, help="Do not reload pages after a build.")
@common_options
def serve(
    port: int, bind: str, open_browser: bool, no_drafts: bool, no_reload: bool, config: Path, quiet: bool, verbose: bool
) -> None:
    """Preview the site and rebuild it as files change. Builds into .cache/preview, never into output/."""
    from site_builder.preview.server import PreviewOptions
    from site_builder.preview.server import serve as run

    options = PreviewOptions(
        port=port, bind=bind, open_browser=open_browser, drafts=not no_drafts, reload=not no_reload, now=given_now()
    )
    run(config, options, say=(lambda text: None) if quiet else (lambda text: click.echo(text, err=True)))


@main.command("new")
@click.argument("title")
@click.option("--company", "companies", multiple=True, help="A company the article is about; may be repeated.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be repeated.")
@common_options
def new_command(
    title: str, companies: tuple[str, ...], tags: tuple[str, ...], config: Path, quiet: bool, verbose: bool
) -> None:
    """Begin an article: a draft with today's date and its slug fixed."""
    from site_builder.curating.new import create_article

    project = open_archive(config)
    now = (given_now() or datetime.now(UTC)).astimezone(project.config.zone)
    path = create_article(project.root, title, companies=companies, tags=tags, now=now)
    click.echo(path.relative_to(project.root).as_posix())


@main.command("list")
@click.argument(
    "what",
    type=click.Choice(
        ["articles", "companies", "tags", "outlets", "categories", "authors", "stories", "digests", "drafts"]
    ),
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value to stdout.")
@common_options
def list_command(what: str, as_json: bool, config: Path, quiet: bool, verbose: bool) -> None:
    """List what the archive holds, newest articles first."""
    from site_builder.building.listing import list_archive, list_columns

    rows, problems = list_archive(open_archive(config), what, now=given_now())
    print_problems(problems)
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            click.echo("\t".join(list_columns(what, row)))
    if has_errors(problems):
        sys.exit(1)


main.add_command(company)
for group in TERM_GROUPS:
    main.add_command(group)


@main.group()
def story() -> None:
    """Reports that are one event."""


@story.command("suggest")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON value to stdout.")
@common_options
def suggest_command(as_json: bool, config: Path, quiet: bool, verbose: bool) -> None:
    """Articles that may be one story told in different words, with the line that joins them."""
    from site_builder.building.listing import list_suggestions

    rows, problems = list_suggestions(open_archive(config), now=given_now())
    print_problems(problems)
    if as_json:
        print_json(rows)
    else:
        print_suggestions(rows)
    if has_errors(problems):
        sys.exit(1)


@main.command()
@click.option("-d", "--destination", type=click.Path(path_type=Path), help="The built site (default: output/).")
@common_options
def clean(destination: Path | None, config: Path, quiet: bool, verbose: bool) -> None:
    """Remove .cache/ and what we published in the destination. Nothing else."""
    import shutil

    from site_builder.building.publish import remove_published

    project = open_archive(config)
    removed = remove_published(destination or project.root / "output")
    shutil.rmtree(project.cache_folder, ignore_errors=True)
    if not quiet:
        click.echo(f"removed {removed:,} published files and .cache/")
