"""The decision for every output of one build: keep what lies in the destination, or render it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from site_builder.building import render
from site_builder.building.cache import Cache, Published
from site_builder.building.fingerprint import explain_change
from site_builder.model import Output


class Decisions:
    """Made once for a build, from fingerprints and what was last published; `jobs` is what must be rendered."""

    def __init__(
        self, outputs: Sequence[Output], look: render.Look, *, cache: Cache, destination: Path, force: bool
    ) -> None:
        self.outputs = {output.path: output for output in outputs}
        self._cache, self._destination, self._force = cache, destination, force
        self._place = str(destination.resolve())
        self._published = cache.published(self._place)
        self._fingerprints = render.fingerprint_all(outputs, look)
        self._reasons: dict[str, str] = {}
        self.jobs = [job for output in outputs if (job := self._decide(output))]

    def _decide(self, output: Output) -> render.Job | None:
        file = self._destination / output.path
        old, new = self._published.get(output.path), self._fingerprints[output.path]
        in_place = old is not None and render.is_in_place(old, file)
        if old and in_place and old.parts == new and not self._force:
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
            stat = (self._destination / item.path).stat()
            changed[item.path] = Published(
                parts=self._fingerprints[item.path], sha256=item.sha256, size=item.size, mtime_ns=stat.st_mtime_ns
            )
        gone = [path for path in self._published if path not in self.outputs]
        self._cache.replace_published(self._place, changed, gone)
        self._cache.commit()

    def explain(self, asked: str) -> tuple[str, ...]:
        """One line for the output asked for by path or URL; with "" for each that was rendered, but search files."""
        if not asked:
            pages = {path: why for path, why in self._reasons.items() if self.outputs[path].kind != "search"}
            return tuple(f"{path}: {why}" for path, why in sorted(pages.items()))
        path = _find_asked(asked, self.outputs)
        if path is None:
            return (f"{asked}: not planned",)
        return (f"{path}: {self._reasons.get(path, 'kept: nothing it depends on has changed')}",)


def _find_asked(asked: str, outputs: Mapping[str, Output]) -> str | None:
    """The output meant by a path in the destination or a URL."""
    name = asked.lstrip("/")
    candidates = (name, f"{name.rstrip('/')}/index.html".lstrip("/"))
    return next((candidate for candidate in candidates if candidate in outputs), None)
