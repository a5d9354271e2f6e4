"""Planned outputs -> staged files: what the fingerprint says is unchanged stays, the rest is rendered in processes."""

from __future__ import annotations

import hashlib
import itertools
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from site_builder.building.cache import BodyStore, Published
from site_builder.building.fingerprint import fingerprint, hash_record
from site_builder.building.parallel import map_items
from site_builder.building.plan import FileView
from site_builder.building.publish import Staged
from site_builder.documents import Record
from site_builder.errors import Problem
from site_builder.feeds.writers import WRITERS
from site_builder.model import Output
from site_builder.theming.info import Info
from site_builder.theming.render import Renderer, TemplateProblem
from site_builder.theming.theme import Theme


class Look(Record, frozen=True, kw_only=True):
    """What all pages share: the theme, the site info, the static files' published URLs and contents."""

    theme: Theme
    info: Info
    assets: Mapping[str, str]
    """Static file name -> URL."""
    contents: Mapping[str, bytes]
    """Published asset name -> content."""


class Rendered(Record, frozen=True, kw_only=True):
    """One output that was rendered."""

    path: str
    sha256: str = ""
    size: int = 0
    file: str = ""
    """The staged file; "" where the destination already holds these bytes."""
    problem: Problem | None = None
    seconds: float = 0.0
    """Processor seconds."""


class Job(Record, frozen=True, kw_only=True):
    """One output to render, and the hash of what the destination holds."""

    output: Output
    present: str = ""


class _Worker:
    """One process's renderer, body store and staging folder."""

    def __init__(self, look: Look, cache_path: Path, staging: Path) -> None:
        self.bodies = BodyStore(cache_path)
        self.renderer = _renderer or _make_renderer(look)
        self.renderer.bodies = self.bodies.html
        self.look = look
        self.staging = staging
        self.numbers = itertools.count()


_renderer: Renderer | None = None
"""Made before processes are forked, so that templates are compiled once for them all."""
_worker: _Worker | None = None
"""This process's worker while `_render` runs; set by `_set_up`."""


def fingerprint_all(outputs: Sequence[Output], look: Look) -> dict[str, str]:
    """Output path -> fingerprint."""
    renderer = Renderer(look.theme, look.info, assets=look.assets, bodies=str)
    closures: dict[str, str] = {"": ""}
    info = hash_record([look.info, look.theme.texts])
    found: dict[str, str] = {}
    for output in outputs:
        if output.template not in closures:
            closures[output.template] = renderer.closure(output.template)
        closure = closures[output.template]
        found[output.path] = fingerprint(output, info=info, template=closure)
    return found


def is_in_place(published: Published, file: Path) -> bool:
    """True if the file on disk is the one we published, untouched since."""
    try:
        stat = file.stat()
    except OSError:
        return False
    return stat.st_size == published.size and stat.st_mtime_ns == published.mtime_ns


def hash_present(file: Path) -> str:
    """Hash of the file's bytes, "" where there is none."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def render_all(
    jobs_to_do: Sequence[Job], look: Look, *, cache_path: Path, staging: Path, jobs: int, step: Callable[[int], None]
) -> list[Rendered]:
    """Render in up to `jobs` processes; results in the given order. `step` gets the number done."""
    global _renderer
    staging.mkdir(parents=True, exist_ok=True)
    _renderer = _make_renderer(look)
    _renderer.compile({job.output.template for job in jobs_to_do} - {""})
    results = map_items(_render, jobs_to_do, jobs=jobs, setup=_set_up, setup_arguments=(look, cache_path, staging))
    done: list[Rendered] = []
    for rendered in results:
        done.append(rendered)
        step(len(done))
    _renderer = None
    _tear_down()
    return done


def _make_renderer(look: Look) -> Renderer:
    return Renderer(look.theme, look.info, assets=look.assets, bodies=str)


def as_staged(rendered: Rendered, output: Output) -> Staged:
    """The rendered file as publishing takes it."""
    return Staged(path=rendered.path, file=Path(rendered.file), stage=output.stage)


def _set_up(look: Look, cache_path: Path, staging: Path) -> None:
    global _worker
    _worker = _Worker(look, cache_path, staging)


def _tear_down() -> None:
    """Let go of the cache, where it was this process that rendered."""
    global _worker
    if _worker is not None:
        _worker.bodies.close()
    _worker = None


def _render(job: Job) -> Rendered:
    assert _worker is not None
    output, begin = job.output, time.process_time()
    try:
        content = _make_bytes(output, _worker)
    except TemplateProblem as error:
        return Rendered(path=output.path, problem=error.problem)
    rendered = Rendered(path=output.path, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    rendered = msgspec.structs.replace(rendered, seconds=time.process_time() - begin)
    if rendered.sha256 == job.present:
        return rendered
    file = _worker.staging / f"{os.getpid()}-{next(_worker.numbers)}"
    file.write_bytes(content)
    return msgspec.structs.replace(rendered, file=str(file))


def _make_bytes(output: Output, worker: _Worker) -> bytes:
    if output.template:
        return worker.renderer.render(output)
    if isinstance(output.view, FileView):
        contents = worker.look.contents
        return contents[output.view.source] if output.kind == "asset" else Path(output.view.source).read_bytes()
    return WRITERS[output.kind](output.view, worker.look.info, worker.bodies.html)
