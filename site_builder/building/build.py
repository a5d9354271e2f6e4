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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from site_builder.archive.site import assemble, is_published
from site_builder.building import load, plan, publish, render
from site_builder.building.cache import DAMAGE, Cache, Published, delete_cache, is_damage
from site_builder.building.fingerprint import explain_change
from site_builder.building.index import index_site
from site_builder.building.project import (
    Project,
    read_content,
    read_layouts,
    read_static,
    read_theme_chain,
)
from site_builder.errors import EnvironmentFault, Problem, SiteBuilderError, UsageError, has_errors
from site_builder.model import Output, Record, Site, StepSeconds
from site_builder.theming.info import make_info
from site_builder.theming.theme import OPTION_RULES, asset_name, finish_static, resolve_theme

_CACHE = "build.sqlite"
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
    """Future articles are held back by it; None means the newest article's date."""
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
    """What a build did."""

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
        delete_cache(project.cache_folder / _CACHE)
        report = _build(project, options, progress=progress)
        return msgspec.structs.replace(report, problems=(_CACHE_REMADE, *report.problems))


def _build(project: Project, options: BuildOptions, *, progress: Progress) -> Report:
    clock = _Clock()
    with Cache(project.cache_folder / _CACHE) as cache, _staging_folder(project) as staging:
        with clock.step("load"):
            site, problems = load_site(project, options, cache, progress=progress)
        with clock.step("plan"):
            look, outputs, more = _plan(project, site, options)
        _stop_at(problems := [*problems, *more], strict=options.strict)
        with clock.step("search"):
            outputs += _plan_search(project, site, options, cache, progress=progress)
        with clock.step("render"):
            work = _Work(outputs, look, cache=cache, options=options)
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
    return Report(
        planned=len(outputs), rendered=len(rendered), written=len(staged), kept=len(outputs) - len(rendered),
        removed=len(removed), problems=tuple(sorted(problems)), seconds=clock.finish(), explanations=work.explain(),
    )  # fmt: skip


def load_site(
    project: Project, options: BuildOptions, cache: Cache, *, progress: Progress
) -> tuple[Site, list[Problem]]:
    """The assembled site and the problems of every file."""
    files, unreadable = read_content(project.root)
    loaded = load.load(
        files, project.config, cache, jobs=options.jobs, step=lambda done, total: progress("load", done, total)
    )
    dates = [article.date for article in loaded.articles]
    dates += [page.front_matter.date for page in loaded.pages if page.front_matter.date]
    now = options.now or max(dates, default=datetime.min.replace(tzinfo=UTC))
    is_shown = partial(is_published, now=now, drafts=options.drafts, future=options.future)
    shown = [article for article in loaded.articles if is_shown(article)]
    pages = [page for page in loaded.pages if is_shown(page)]
    sort_keys = load.SortKeys(cache)
    site, problems = assemble(
        shown, loaded.terms, pages=pages, mentions=load.find_companies(shown, loaded.terms, cache),
        rights=project.config.rights, sort_key=sort_keys,
    )  # fmt: skip
    sort_keys.save(cache)
    cache.commit()
    site = msgspec.structs.replace(site, undated=loaded.undated)
    found = [*unreadable, *loaded.problems, *problems]
    if cache.was_damaged:
        found.append(_CACHE_REMADE)
    return site, found


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
    return list(plan.plan_copies(files, folder="pagefind/", kind="search"))


def _join_alike(problems: Iterable[Problem]) -> list[Problem]:
    """One problem for each place: a mistake in a template is the same on a thousand pages."""
    return list({(p.path, p.line, p.rule, p.message): p for p in reversed(list(problems))}.values())


def _stop_at(problems: Sequence[Problem], *, strict: bool) -> None:
    serious = [problem for problem in problems if problem != _CACHE_REMADE]
    if has_errors(serious) or (strict and serious):
        wrong_options = any(problem.rule in OPTION_RULES for problem in problems)
        raise (UsageError if wrong_options else BuildFailed)(problems)


class _Work:
    """The decision for every output of one build: keep or render, and why."""

    def __init__(self, outputs: Sequence[Output], look: render.Look, *, cache: Cache, options: BuildOptions) -> None:
        self.outputs = {output.path: output for output in outputs}
        self._cache, self._options = cache, options
        self._place = str(options.destination.resolve())
        self._published = cache.published(self._place)
        self._fingerprints = render.fingerprint_all(outputs, look)
        self._reasons: dict[str, str] = {}
        self.jobs = [job for output in outputs if (job := self._decide(output))]

    def _decide(self, output: Output) -> render.Job | None:
        file = self._options.destination / output.path
        old, new = self._published.get(output.path), self._fingerprints[output.path]
        in_place = old is not None and render.is_in_place(old, file)
        if old and in_place and old.parts == new and not self._options.force:
            return None
        self._reasons[output.path] = self._explain(output, old, in_place=in_place)
        present = old.sha256 if old and in_place else render.hash_present(file)
        return render.Job(output=output, present=present)

    def _explain(self, output: Output, old: Published | None, *, in_place: bool) -> str:
        if old is None:
            return "new: not published before, or the cache was deleted"
        if old.parts != self._fingerprints[output.path]:
            return "changed: " + ", ".join(explain_change(output, old.parts, self._fingerprints[output.path]))
        return "forced" if in_place else "missing or altered in the destination"

    def remember(self, rendered: Sequence[render.Rendered]) -> None:
        """Write down what the destination holds now."""
        changed: dict[str, Published] = {}
        for item in rendered:
            stat = (self._options.destination / item.path).stat()
            changed[item.path] = Published(
                parts=self._fingerprints[item.path], sha256=item.sha256, size=item.size, mtime_ns=stat.st_mtime_ns
            )
        gone = [path for path in self._published if path not in self.outputs]
        self._cache.replace_published(self._place, changed, gone)
        self._cache.commit()

    def explain(self) -> tuple[str, ...]:
        """One line for each output that was rendered, or for the one asked for."""
        asked = self._options.explain
        if not asked:
            return tuple(f"{path}: {reason}" for path, reason in sorted(self._reasons.items()))
        path = _find_asked(asked, self.outputs)
        if path is None:
            return (f"{asked}: not planned",)
        return (f"{path}: {self._reasons.get(path, 'kept: nothing it depends on has changed')}",)


def _find_asked(asked: str, outputs: Mapping[str, Output]) -> str | None:
    """The output meant by a path in the destination or a URL."""
    name = asked.lstrip("/")
    candidates = (name, f"{name.rstrip('/')}/index.html".lstrip("/"))
    return next((candidate for candidate in candidates if candidate in outputs), None)
