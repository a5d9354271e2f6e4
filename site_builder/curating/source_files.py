"""Files, folders and archives as named by the user -> the source files in them, each with its bytes or why not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from site_builder.curating.archives import Found, is_archive, read_archive
from site_builder.errors import Problem
from site_builder.importing.items import Source, source_name

MAX_SOURCE_BYTES = 5 * 1024 * 1024
MAX_ARCHIVE_BYTES = 512 * 1024 * 1024

_SUFFIXES = {
    ".md", ".markdown", ".mdown", ".txt", ".text", ".html", ".htm", ".mht", ".mhtml", ".xml", ".rss", ".atom", ".rdf",
    ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".opml",
}  # fmt: skip
"""Files that a walk of a folder picks up; a file named on the command line may end in anything."""
_DOCUMENTS = {".doc", ".docx", ".epub", ".odt", ".pages", ".pdf", ".rtf", ".wps", ".xls", ".xlsx"}
"""Files that may hold news and are no text: a walk of a folder names them, so that nobody misses them later."""
_NOT_SOURCES = {"readme", "license", "licence", "copying", "changelog", "contributing"}
_NOT_FOLDERS = {"__macosx"}


def read_sources(paths: Sequence[Path]) -> Iterator[Found]:
    """(name for people, the file or why it is not read) of every source file, each once, in order of path.

    Files are read one by one as they are asked for. Archives among them give their members.
    """
    for name, path, folder in _find_sources(paths):
        problem = _check(path, folder)
        if problem is not None:
            yield name, problem
        elif is_archive(path.name):
            yield from read_archive(path, is_source=_is_source, max_bytes=MAX_SOURCE_BYTES)
        else:
            yield name, _read(path)


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
        folders[:] = sorted(name for name in folders if _is_walked(name))
        for name in folders:
            linked = Path(parent, name)
            if linked.is_symlink() and _leads_out(linked, folder):
                yield linked, folder
        for name in sorted(files):
            if _is_source(name) or _is_document(name) or (is_archive(name) and not name.startswith(".")):
                yield Path(parent, name), folder


def _is_walked(folder: str) -> bool:
    return not folder.startswith(".") and folder.lower() not in _NOT_FOLDERS


def _is_source(path: str) -> bool:
    """True if a file of this path, relative to the folder or archive, is picked up."""
    pure = PurePosixPath(path)
    if pure.suffix.lower() not in _SUFFIXES or pure.stem.lower() in _NOT_SOURCES or pure.name.startswith("."):
        return False
    return all(_is_walked(part) for part in pure.parts[:-1] if part != "..")


def _is_document(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _DOCUMENTS and not name.startswith((".", "~"))


def _check(path: Path, folder: Path | None) -> Problem | None:
    """Why the file is not read: a link out of the folder, no text, no regular file, too large."""
    if folder is not None and _is_document(path.name):
        message = f"skipped: {path.suffix.lower()} files are not read"
        return Problem(path.as_posix(), 0, "not-text", message, "save it as text or as a web page", "warning")
    if folder is not None and _leads_out(path, folder):
        message = "skipped: the link leads out of the folder that is imported"
        return Problem(path.as_posix(), 0, "link-outside", message, "import its target by itself, if you trust it")
    allowed = MAX_ARCHIVE_BYTES if is_archive(path.name) else MAX_SOURCE_BYTES
    try:
        status = path.stat()
    except OSError as error:
        return _unreadable(path, error)
    if not stat.S_ISREG(status.st_mode):
        return Problem(path.as_posix(), 0, "not-a-file", "this is no regular file")
    if status.st_size > allowed:
        message = f"{status.st_size:,} bytes are more than the {allowed:,} allowed"
        return Problem(path.as_posix(), 0, "source-too-large", message, "split the file")
    return None


def _leads_out(path: Path, folder: Path) -> bool:
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _read(path: Path) -> Source | Problem:
    try:
        return Source(name=source_name(path.absolute().as_posix()), data=path.read_bytes())
    except OSError as error:
        return _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(path.as_posix(), 0, "unreadable", f"cannot be read: {error.strerror or error}")
