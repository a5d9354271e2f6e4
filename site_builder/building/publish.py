"""Staged files -> the destination: only what changed, in an order that never shows a broken site.

The destination holds our manifest, `.site-builder`: every path we published, one a line. Only those are ever removed.
It is widened before the first file moves and narrowed after the last, so a publishing that was interrupted
is finished by the next build, whatever it plans.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from site_builder.documents import Record
from site_builder.errors import EnvironmentFault, Problem, UsageError
from site_builder.model import Stage

MANIFEST = ".site-builder"
_HEADER = "# Files that site-builder published here; it removes no others.\n"
_ORDER: dict[Stage, int] = {"asset": 0, "article": 1, "list": 2, "feed": 3}


class Staged(Record, frozen=True, kw_only=True):
    """A rendered file waiting to be moved into place."""

    path: str
    """Relative to the destination."""
    file: Path
    stage: Stage


def check_destination(destination: Path, root: Path) -> None:
    """Refuse a folder that is not ours to write. Raises UsageError."""
    resolved, home = destination.resolve(), root.resolve()
    sources = [home / name for name in ("content", "themes", "layouts", "static")]
    inside = any(resolved.is_relative_to(source) for source in sources)
    if inside or home.is_relative_to(resolved) or resolved == home / ".cache":
        raise _not_ours(f'"{destination}" holds the archive itself', "build into a folder of its own: -d output")
    if destination.exists() and not destination.is_dir():
        raise _not_ours(f'"{destination}" is not a folder', "choose another: -d output")
    if destination.is_dir() and any(destination.iterdir()) and not (destination / MANIFEST).is_file():
        message = f'"{destination}" is not empty and was not made by site-builder'
        raise _not_ours(message, "choose another folder, or empty this one yourself")


def _not_ours(message: str, hint: str) -> UsageError:
    return UsageError([Problem("", 0, "destination-not-ours", message, hint)])


def read_manifest(destination: Path) -> set[str]:
    """The paths we published there."""
    try:
        lines = (destination / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {line for line in lines if line and not line.startswith("#") and _is_inside(line)}


def publish(staged: Sequence[Staged], planned: Iterable[str], destination: Path) -> list[str]:
    """Move staged files into place, then remove what is no longer planned. The removed paths, sorted.

    Raises EnvironmentFault when the disk refuses; what was moved stays and the next build goes on from there.
    """
    paths = set(planned)
    before = read_manifest(destination)
    removed = sorted(before - paths)
    try:
        destination.mkdir(parents=True, exist_ok=True)
        _write_manifest(destination, before | paths)
        for path in _find_in_the_way(removed, paths):
            _remove(destination, path)
        for item in sorted(staged, key=lambda item: (_ORDER[item.stage], item.path)):
            _move(item.file, destination / item.path)
        for path in removed:
            _remove(destination, path)
        _write_manifest(destination, paths)
    except OSError as error:
        message = f"cannot write to {destination}: {error.strerror or error}"
        hint = "make room or fix the permissions and build again; it goes on where it stopped"
        raise EnvironmentFault([Problem("", 0, "destination-refused", message, hint)]) from error
    return removed


def remove_published(destination: Path) -> int:
    """Remove everything we published there; the number of files removed.

    The manifest goes last, with the folder; where files of others lie the folder stays ours, with an empty manifest.
    """
    paths = read_manifest(destination)
    for path in sorted(paths):
        _remove(destination, path)
    if any(path.name != MANIFEST for path in destination.glob("*")):
        if paths:
            _write_manifest(destination, set())
        return len(paths)
    (destination / MANIFEST).unlink(missing_ok=True)
    if destination.is_dir():
        destination.rmdir()
    return len(paths)


def _write_manifest(destination: Path, paths: set[str]) -> None:
    text = _HEADER + "".join(f"{path}\n" for path in sorted(paths))
    target = destination / MANIFEST
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return
    temporary = destination / f"{MANIFEST}.new"
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(target)


def _move(file: Path, target: Path) -> None:
    try:
        file.replace(target)
        return
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
    try:
        file.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy_across(file, target)


def _copy_across(file: Path, target: Path) -> None:
    """A rename cannot leave its file system: copy beside the target, then rename there."""
    temporary = target.with_name(f".{target.name}.new")
    shutil.copyfile(file, temporary)
    temporary.replace(target)
    file.unlink()


def _find_in_the_way(removed: Sequence[str], paths: set[str]) -> list[str]:
    """Old files that stand where a folder must be, or in a folder that becomes a file."""
    folders = {folder for path in paths for folder in folders_above(path)}
    return [path for path in removed if path in folders or any(folder in paths for folder in folders_above(path))]


def folders_above(path: str) -> Iterator[str]:
    """The folders a path lies in, the nearest first, without the root."""
    while (path := path.rpartition("/")[0]):
        yield path


def _remove(destination: Path, path: str) -> None:
    target = destination / path
    if target.is_symlink() or target.is_file():
        target.unlink()
    for parent in target.parents:
        if parent == destination or not parent.is_dir():
            break
        try:
            parent.rmdir()
        except OSError:
            break


def _is_inside(path: str) -> bool:
    return not os.path.isabs(path) and ".." not in path.split("/")
