"""content/ -> the published site: load, plan, fingerprint, render, publish.

Everything is read, every output planned as plain data, every plan hashed, and only what changed is rendered. An
error anywhere leaves the destination as it was.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from site_builder.archive.digests import collect_digests
from site_builder.archive.site import assemble, is_published
from site_builder.archive.stories import with_stories
from site_builder.building import load, plan, publish, render
from site_builder.building.cache import DAMAGE, Cache, delete_cache, is_damage
from site_builder.building.decisions import Decisions
from site_builder.building.index import index_site
from site_builder.building.last_build import write_last_build
from site_builder.building.mentions import find_companies
from site_builder.building.project import (
    Project,
    read_content,
    read_layouts,
    read_static,
    read_theme_chain,
)
from site_builder.building.resemblance import load_resemblances
from site_builder.building.slowest import Slowest, find_slowest
from site_builder.documents import Record
from site_builder.errors import EnvironmentFault, Problem, SiteBuilderError, UsageError, has_errors
from site_builder.model import Output, Site, StepSeconds
from site_builder.theming.info import make_info
from site_builder.theming.theme import OPTION_RULES, asset_name, finish_static, resolve_theme

SEARCH_FOLDER = "pagefind/"
"""Where the search index lies in the destination."""

_DISK_REFUSES = {
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EMFILE, errno.EIO,
}  # fmt: skip
"""What a machine says that has no room, no permission or no file handle left; other errors are our own mistakes."""

_CACHE_REMADE = Problem(
    "", 0, "cache-remade", ".cache/build.sqlite was damaged or of another version and is made anew", "", "warning"
)
"""Nothing the curator can mend: no reason to fail, not even where warnings are."""

Progress = Callable[[str, int, int], None]
"""Called with (step, done, total)."""


class BuildOptions(Record, frozen=True, kw_only=True):
    """What one build is asked for."""

    destination: Path
    jobs: int
    now: datetime | None = None
    """What is ahead of it is held back, what has expired is gone; None means the newest article's date, no draft's."""
    today: datetime | None = None
    """For warnings about dates ahead; decides no byte of the site."""
    drafts: bool = False
    future: bool = False
    force: bool = False
    """Render everything, whatever the fingerprints say."""
    strict: bool = False
    """Warnings stop the build like errors."""
    search: bool = True
    explain: str = ""
    """Path or URL of an output whose decision is to be explained."""


class Report(Record, frozen=True, kw_only=True):
    """What a build did to pages, feeds and assets; the files of the search index are not counted."""

    planned: int = 0
    rendered: int = 0
    written: int = 0
    """Files whose bytes changed in the destination."""
    kept: int = 0
    removed: int = 0
    problems: tuple[Problem, ...] = ()
    seconds: StepSeconds = StepSeconds()
    explanations: tuple[str, ...] = ()
    """Why outputs were rendered or kept: all that were rendered, or the one asked for."""
    slowest: Slowest = Slowest()


class BuildFailed(SiteBuilderError):
    """The build stopped at problems; the destination is as it was."""


class _Clock:
    """Seconds spent in each step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._begin = time.perf_counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begin

    def finish(self) -> StepSeconds:
        total = time.perf_counter() - self._begin
        return StepSeconds(**{name: round(spent, 3) for name, spent in self.seconds.items()}, total=round(total, 3))


def build(project: Project, options: BuildOptions, *, progress: Progress) -> Report:
    """Bring the destination up to date. Raises BuildFailed with every problem, or another SiteBuilderError."""
    publish.check_destination(options.destination, project.root)
    try:
        return _build_mending(project, options, progress=progress)
    except (OSError, sqlite3.OperationalError) as error:
        if isinstance(error, OSError) and error.errno not in _DISK_REFUSES:
            raise
        message = f"cannot write below {project.cache_folder}: {error}"
        hint = "make room or mend the permissions and build again; the destination is as it was"
        raise EnvironmentFault([Problem("", 0, "disk-refused", message, hint)]) from error


def _build_mending(project: Project, options: BuildOptions, *, progress: Progress) -> Report:
    """Build; where the cache turns out to be damaged on the way, once more without it."""
    try:
        return _build(project, options, progress=progress)
    except DAMAGE as error:
        if not is_damage(error):
            raise
        delete_cache(project.cache_file)
        report = _build(project, options, progress=progress)
        return msgspec.structs.replace(report, problems=(_CACHE_REMADE, *report.problems))


def _build(project: Project, options: BuildOptions, *, progress: Progress) -> Report:
    clock, parsed = _Clock(), dict[str, float]()
    with Cache(project.cache_file) as cache, _staging_folder(project) as staging:
        with clock.step("load"):
            site, problems = load_site(project, options, cache, progress=progress, seconds=parsed)
        with clock.step("plan"):
            look, outputs, more = _plan(project, site, options)
        _stop_at(problems := [*problems, *more], strict=options.strict)
        with clock.step("search"):
            outputs += _plan_search(project, site, options, cache, progress=progress)
        with clock.step("render"):
            work = Decisions(
                outputs, look, cache=cache, destination=options.destination, force=options.force
            )
            rendered = render.render_all(
                work.jobs, look, cache_path=cache.path, staging=staging, jobs=options.jobs,
                step=lambda done: progress("render", done, len(work.jobs)),
            )  # fmt: skip
            problems += _join_alike(r.problem for r in rendered if r.problem)
            _stop_at(problems, strict=options.strict)
        with clock.step("publish"):
            staged = [render.as_staged(item, work.outputs[item.path]) for item in rendered if item.file]
            removed = publish.publish(staged, work.outputs, options.destination)
            work.remember(rendered)
            written = (item.path for item in staged)
            write_last_build(
                project.cache_folder, destination=options.destination, written=written, removed=removed
            )
    counts = _count(outputs, rendered, removed)
    return msgspec.structs.replace(
        counts, problems=tuple(sorted(problems)), seconds=clock.finish(), explanations=work.explain(options.explain),
        slowest=find_slowest(parsed, ((item.path, item.seconds) for item in rendered), work.outputs),
    )  # fmt: skip


def _count(outputs: Sequence[Output], rendered: Sequence[render.Rendered], removed: Sequence[str]) -> Report:
    """The figures of a report. Files of the search index are left out: one edit changes dozens of them."""
    site = {output.path for output in outputs if output.kind != "search"}
    done = [item for item in rendered if item.path in site]
    return Report(
        planned=len(site),
        rendered=len(done),
        written=sum(bool(item.file) for item in done),
        kept=len(site) - len(done),
        removed=sum(not path.startswith(SEARCH_FOLDER) for path in removed),
    )


def load_site(
    project: Project,
    options: BuildOptions,
    cache: Cache,
    *,
    progress: Progress,
    seconds: dict[str, float] | None = None,
) -> tuple[Site, list[Problem]]:
    """The assembled site and the problems of every file; `seconds` is told what parsing each new file took."""
    files, unreadable = read_content(project.root)
    loaded = load.load(
        files, project.config, cache, jobs=options.jobs, step=lambda done, total: progress("load", done, total)
    )
    if seconds is not None:
        seconds.update(loaded.seconds)
    now = options.now or _newest_date(loaded)
    is_shown = partial(is_published, now=now, drafts=options.drafts, future=options.future)
    shown = [article for article in loaded.articles if is_shown(article)]
    pages = [page for page in loaded.pages if is_shown(page)]
    sort_keys = load.SortKeys(cache)
    brands = project.config.companies.roll_up
    mentions = find_companies(shown, loaded.terms, cache, brands=brands, jobs=options.jobs)
    site, problems = assemble(
        shown, loaded.terms, pages=pages, mentions=mentions,
        rights=project.config.rights, sort_key=sort_keys,
        roll_up=project.config.companies.roll_up,
    )  # fmt: skip
    sort_keys.save(cache)
    days = project.config.story_days
    resemblances = load_resemblances(shown, cache, days=days, jobs=options.jobs)
    site = with_stories(site, resemblances, days=days)
    cache.commit()
    digests, more = collect_digests(loaded.digests, site, is_shown=is_shown, rights=project.config.rights)
    site = msgspec.structs.replace(site, undated=loaded.undated, digests=digests)
    found = [*unreadable, *loaded.problems, *_find_dates_ahead(loaded, options.today), *problems, *more]
    if cache.was_damaged:
        found.append(_CACHE_REMADE)
    return site, found


def _newest_date(loaded: load.Loaded) -> datetime:
    """The clock of an archive: the same content is the same site on any day. Drafts do not move it."""
    dates = [article.date for article in loaded.articles if not article.front_matter.draft]
    others = (page.front_matter for page in (*loaded.pages, *loaded.digests))
    dates += [front.date for front in others if front.date and not front.draft]
    return max(dates, default=datetime.min.replace(tzinfo=UTC))


def _find_dates_ahead(loaded: load.Loaded, today: datetime | None) -> list[Problem]:
    """Warnings for articles dated after `today`: most often a slip of the pen. They are published all the same."""
    if today is None:
        return []
    hint = "mend the date, or write draft: true until then"
    return [
        Problem(a.path, a.lines.get("date", 1), "date-ahead", f"{a.date.date()} has not come yet", hint, "warning")
        for a in loaded.articles
        if a.date.date() > today.astimezone(a.date.tzinfo).date() and not a.front_matter.draft
    ]


@contextmanager
def _staging_folder(project: Project) -> Iterator[Path]:
    """An empty folder for rendered files, gone afterwards; one that a killed build left is removed."""
    folder = project.cache_folder / f"staging-{os.getpid()}"
    for old in project.cache_folder.glob("staging-*"):
        if not _is_running(old.name.removeprefix("staging-")) or old == folder:
            shutil.rmtree(old, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True


def _plan(project: Project, site: Site, options: BuildOptions) -> tuple[render.Look, list[Output], list[Problem]]:
    config = project.config
    search = config.search and options.search
    theme, problems = resolve_theme(
        read_theme_chain(project), layouts=read_layouts(project.root), language=config.language,
        values=config.theme_options, config_path=project.config_path,
    )  # fmt: skip
    static = finish_static(theme)
    names = {name: asset_name(name, content) for name, content in static.items()}
    look = render.Look(
        theme=theme,
        info=make_info(config, options=theme.options, search=search),
        assets={name: f"/assets/{published}" for name, published in names.items()},
        contents={names[name]: content for name, content in static.items()},
    )
    outputs = plan.plan_site(site, msgspec.structs.replace(config, search=search))
    outputs += plan.plan_bytes(look.contents, folder="assets/")
    copies, links = read_static(project.root)
    outputs += plan.plan_copies(copies, folder="", kind="static")
    return look, outputs, [*problems, *links, *plan.find_collisions(outputs)]


def _plan_search(
    project: Project, site: Site, options: BuildOptions, cache: Cache, *, progress: Progress
) -> list[Output]:
    if not (project.config.search and options.search):
        return []
    progress("search", 0, len(site.articles))
    workspace = project.cache_folder / ("search-drafts" if options.drafts else "search")
    files = index_site(site, cache, workspace=workspace)
    progress("search", len(site.articles), len(site.articles))
    return list(plan.plan_copies(files, folder=SEARCH_FOLDER, kind="search"))


def _join_alike(problems: Iterable[Problem]) -> list[Problem]:
    """One problem for each place: a mistake in a template is the same on a thousand pages."""
    return list({(p.path, p.line, p.rule, p.message): p for p in reversed(list(problems))}.values())


def _stop_at(problems: Sequence[Problem], *, strict: bool) -> None:
    serious = [problem for problem in problems if problem != _CACHE_REMADE]
    if has_errors(serious) or (strict and serious):
        wrong_options = any(problem.rule in OPTION_RULES for problem in problems)
        raise (UsageError if wrong_options else BuildFailed)(problems)
