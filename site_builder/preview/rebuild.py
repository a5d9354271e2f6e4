"""Changes of the archive -> a fresh site in `.cache/preview/site`, one build at a time, and what visitors see of it.

A build that fails leaves the last good site in place; its problems are shown on top until a build succeeds.
"""

from __future__ import annotations

import secrets
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from site_builder.building.build import BuildOptions, Report, build
from site_builder.building.project import Project, open_project, watched_folders
from site_builder.config import with_base_url
from site_builder.documents import Record
from site_builder.errors import Problem, SiteBuilderError
from site_builder.preview.watch import Changes, Watcher

SITE_FOLDER = Path("preview") / "site"
"""Below `.cache/`: drafts can never end up in `output/`."""


class Showing(Record, frozen=True, kw_only=True):
    """What visitors see at the moment."""

    version: str
    """Another one whenever pages should reload; never the same in two runs of the server."""
    problems: tuple[Problem, ...] = ()
    """Of the last build, if it failed."""
    has_site: bool = False
    """False until a build of this run has succeeded."""


class Builder:
    """Builds one archive for the preview, as often as asked, and remembers what it shows."""

    def __init__(
        self, config_file: Path, *, base_url: str, drafts: bool, now: datetime | None, say: Callable[[str], None]
    ) -> None:
        self._config_file, self._base_url = config_file, base_url
        self._drafts, self._now, self._say = drafts, now, say
        self._run, self._count = secrets.token_hex(4), 0
        self._warnings: frozenset[Problem] = frozenset()
        self._settled = threading.Event()
        self._settled.set()
        self.site = config_file.resolve().parent / ".cache" / SITE_FOLDER
        self.showing = Showing(version=f"{self._run}-0")

    def build(self, *, jobs: int, verb: str = "rebuilt") -> None:
        """Bring the site up to date and say so; problems are said and shown, never raised.

        With an empty `verb` a build that found nothing to do is not mentioned.
        """
        try:
            project = self._open()
            options = BuildOptions(destination=self.site, jobs=jobs, now=self._now, drafts=self._drafts, future=True)
            report = build(project, options, progress=self._note_progress)
            self._accept(report, verb)
        except SiteBuilderError as error:
            self._refuse(tuple(error.problems))
        except Exception as error:  # a thread that dies would leave a preview that looks alive
            self._say(traceback.format_exc().rstrip())
            hint = "the terminal shows where; save a file to try again"
            self._refuse((Problem("", 0, "internal-error", f"{type(error).__name__}: {error}", hint),))
        finally:
            self._settled.set()

    def folders(self) -> list[Path]:
        """What the build reads besides the archive's own folders: its themes. None while something is wrong there."""
        try:
            return watched_folders(self._open())
        except Exception:  # whatever it is, the build meets it next and reports it
            return []

    def wait_until_settled(self, timeout_seconds: float) -> None:
        """Return once no files are being moved into place."""
        self._settled.wait(timeout_seconds)

    def _open(self) -> Project:
        project = open_project(self._config_file)
        return msgspec.structs.replace(project, config=with_base_url(project.config, self._base_url))

    def _note_progress(self, step: str, done: int, total: int) -> None:
        # Publishing follows the last page at once and takes milliseconds: requests wait for it, not for the build.
        if step == "render" and done == total:
            self._settled.clear()

    def _accept(self, report: Report, verb: str) -> None:
        warnings = frozenset(report.problems)
        for problem in sorted(warnings - self._warnings):
            self._say(str(problem))
        self._warnings = warnings
        is_news = bool(report.written or report.removed or self.showing.problems or not self.showing.has_site)
        if is_news:
            self._show(problems=(), has_site=True)
        if verb or is_news:
            counts = f"rendered {report.rendered:,} of {report.planned:,}"
            self._say(f"{verb or 'rebuilt'}: {counts} in {report.seconds.total:.1f} s")

    def _refuse(self, problems: tuple[Problem, ...]) -> None:
        if problems == self.showing.problems:
            return
        for problem in problems:
            self._say(str(problem))
        self._say("not rebuilt: the last good site stays" if self.showing.has_site else "not built: pages show why")
        self._show(problems=problems, has_site=self.showing.has_site)

    def _show(self, *, problems: tuple[Problem, ...], has_site: bool) -> None:
        self._count += 1
        self.showing = Showing(version=f"{self._run}-{self._count}", problems=problems, has_site=has_site)


class Rebuilding:
    """The watcher and the one building thread; a context manager that ends both.

    Builds run in this process with one job: forking a process that has threads may lock up the child.
    """

    def __init__(self, builder: Builder, config_file: Path, *, say: Callable[[str], None]) -> None:
        self._builder, self._config_file = builder, config_file.resolve()
        self._changes = Changes()
        self._watcher = Watcher(self._changes, say=say)
        self._thread = threading.Thread(target=self._loop, name="builder", daemon=True)

    def __enter__(self) -> Rebuilding:
        self._watcher.follow(self._config_file, self._builder.folders())
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._changes.close()
        self._watcher.close()
        # A build that is cut off is finished by the next one; do not keep the terminal waiting for a long one.
        self._thread.join(timeout=5)

    def _loop(self) -> None:
        # What was edited during the first build has no event: look once more.
        self._builder.build(jobs=1, verb="")
        while (changed := self._changes.wait()) is not None:
            # Watch before reading, so that nothing falls between.
            self._watcher.follow(self._config_file, self._builder.folders(), changed=changed)
            self._builder.build(jobs=1)
