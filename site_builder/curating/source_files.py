"""Files and folders as named by the user -> the source files in them, each with its bytes or why it is not read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from site_builder.errors import Problem
from site_builder.importing.items import Source

MAX_SOURCE_BYTES = 5 * 1024 * 1024

_SUFFIXES = {".md", ".markdown", ".mdown", ".txt", ".text", ".html", ".htm"}
"""Files that a walk of a folder picks up; a file named on the command line may end in anything."""
_NOT_SOURCES = {"readme", "license", "licence", "copying", "changelog", "contributing"}


def read_sources(paths: Sequence[Path]) -> Iterator[tuple[str, Source | Problem]]:
    """(name for people, the file or why it is not read) of every source file, each once, in order of path."""
    for name, path, folder in _find_sources(paths):
        yield name, _read_source(path, folder)


def _find_sources(paths: Sequence[Path]) -> Iterator[tuple[str, Path, Path | None]]:
    """(name for people, path, folder that was walked) of every source file, each once, in order of path."""
    seen: set[str] = set()
    for path in sorted(paths):
        found = _walk(path) if path.is_dir() else [(path, None)]
        for file, folder in found:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file.as_posix(), file, folder


def _walk(folder: Path) -> Iterator[tuple[Path, Path | None]]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and path.suffix.lower() in _SUFFIXES and path.stem.lower() not in _NOT_SOURCES:
                yield path, folder


def _read_source(path: Path, folder: Path | None) -> Source | Problem:
    """The file's bytes, or why it is not read: a link out of the folder, no regular file, too large."""
    if folder is not None and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        return Problem(path.as_posix(), 0, "link-outside", "the link leads out of the folder", "import its target")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Problem(path.as_posix(), 0, "not-a-file", "this is no regular file")
        if status.st_size > MAX_SOURCE_BYTES:
            message = f"{status.st_size:,} bytes are more than the {MAX_SOURCE_BYTES:,} allowed"
            return Problem(path.as_posix(), 0, "source-too-large", message, "split the file")
        return Source(name=path.name, data=path.read_bytes())
    except OSError as error:
        return Problem(path.as_posix(), 0, "unreadable", f"cannot be read: {error.strerror or error}")
