"""Archives (.zip, .tar, .tar.gz) -> the source files in them, as values: nothing of an archive is ever written to disk.

Names, sizes and kinds in an archive are claims of whoever made it. A name only tells the kind of file and what to
call it; bytes are counted as they come out; links, devices and archives inside archives are not followed.
"""

from __future__ import annotations

import gzip
import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from site_builder.errors import Problem
from site_builder.importing.items import Source, source_name
from site_builder.language.characters import single_line

Found = tuple[str, Source | Problem]
"""(name for people, the member's bytes or why they are not read)."""

ARCHIVE_SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz")
MAX_MEMBERS = 50_000
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""Of one archive: ten thousand posts with room to spare."""
MAX_RATIO = 300
"""Unpacked to packed; whole archives of Chinese text reach 10, of repeated page templates 60."""
_RATIO_FROM = 16 * 1024 * 1024
"""Unpacked bytes below which no ratio is a danger."""

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""The others may ask for gigabytes of memory by a number in their header."""
_DRIVE = re.compile(r"[A-Za-z]:")
_DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError,
    IndexError, OverflowError, MemoryError,
)  # fmt: skip
"""What the standard library raises for archives that are not what they say."""


class _Limit(Exception):
    """The archive unpacks to more than is allowed; the message is for the user."""


def is_archive(name: str) -> bool:
    """True if a file of this name is opened as an archive."""
    return name.lower().endswith(ARCHIVE_SUFFIXES)


def read_archive(path: Path, *, is_source: Callable[[str], bool], max_bytes: int) -> Iterator[Found]:
    """The members that `is_source` by their path, in the archive's order (a zip's by name), then what is wrong with it.

    A member may have `max_bytes`. Members before the place of a damage are still given.
    """
    shown = path.as_posix()
    count = 0
    try:
        with path.open("rb") as file:
            counted = _Unpacked(packed=path.stat().st_size)
            read = _read_zip if file.read(4) in _ZIP_MARKS else _read_tar
            file.seek(0)
            for name, found in read(file, counted, is_source, max_bytes):
                count += 1
                if isinstance(found, Problem):
                    found = Problem(f"{shown}/{name}", 0, found.rule, found.message, found.hint, found.severity)
                yield f"{shown}/{name}", found
    except _Limit as error:
        yield shown, Problem(shown, 0, "archive-too-large", str(error), "unpack it and import the folder")
    except _DAMAGE as error:
        reason = single_line(str(error))[:200] or type(error).__name__
        message = f"the archive is damaged, or none: {reason}"
        yield shown, Problem(shown, 0, "archive-damaged", message, "pack it again")
    else:
        if not count:
            yield shown, Problem(shown, 0, "archive-empty", "the archive holds no source file")


class _Unpacked:
    """Counts what comes out of one archive, whatever its headers say."""

    def __init__(self, packed: int) -> None:
        self._packed = max(packed, 1)
        self._members = 0
        self._bytes = 0

    def add_member(self) -> None:
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise _Limit(f"the archive has more than {MAX_MEMBERS:,} members")

    def add_bytes(self, count: int) -> None:
        self._bytes += count
        if self._bytes > MAX_UNPACKED_BYTES:
            raise _Limit(f"the archive unpacks to more than {MAX_UNPACKED_BYTES:,} bytes")
        if self._bytes > max(_RATIO_FROM, MAX_RATIO * self._packed):
            raise _Limit(f"the archive unpacks to more than {MAX_RATIO} times its size")


def _read_zip(file: IO[bytes], counted: _Unpacked, is_source: Callable[[str], bool], max_bytes: int) -> Iterator[Found]:
    with zipfile.ZipFile(file) as archive:
        members = sorted(((_zip_name(info), info) for info in archive.infolist()), key=lambda pair: pair[0])
        for name, info in members:
            counted.add_member()
            mode = info.external_attr >> 16
            is_file = not stat.S_IFMT(mode) or stat.S_ISREG(mode)
            if info.is_dir() or name.endswith("/") or not _is_wanted(name, is_source):
                continue
            refused = _refusal(name, is_file=is_file)
            if info.flag_bits & _ENCRYPTED:
                refused = refused or Problem("", 0, "archive-encrypted", "the file is encrypted", "unpack it first")
            elif info.compress_type not in _METHODS:
                message = f"compression method {info.compress_type} is not read"
                refused = refused or Problem("", 0, "archive-method", message, "pack it again as an ordinary zip")
            yield name, refused or _read_member(partial(archive.open, info), name, counted, max_bytes)


def _read_tar(file: IO[bytes], counted: _Unpacked, is_source: Callable[[str], bool], max_bytes: int) -> Iterator[Found]:
    """In one pass from front to back: a stream can be cut off at any byte."""
    is_packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    stream = _CountedReader(gzip.GzipFile(fileobj=file) if is_packed else file, counted)
    with tarfile.open(fileobj=io.BufferedReader(stream), mode="r|", errors="surrogateescape") as archive:
        for info in archive:
            counted.add_member()
            name = _shown(info.name.encode("utf-8", "surrogateescape"))
            if info.isdir() or not _is_wanted(name, is_source):
                continue
            refused = _refusal(name, is_file=info.isreg() and not info.issparse())
            yield name, refused or _read_member(partial(archive.extractfile, info), name, None, max_bytes)


def _read_member(
    open_member: Callable[[], IO[bytes] | None], name: str, counted: _Unpacked | None, max_bytes: int
) -> Source | Problem:
    """The member's bytes; a damaged one costs no other."""
    try:
        with open_member() or io.BytesIO() as member:
            content = member.read(max_bytes + 1)
    except _DAMAGE as error:
        reason = single_line(str(error))[:200] or type(error).__name__
        if counted is None:
            raise  # the rest of a stream cannot be found again
        return Problem("", 0, "archive-member-damaged", f"cannot be unpacked: {reason}", "pack it again")
    if counted is not None:
        counted.add_bytes(len(content))
    if len(content) > max_bytes:
        return Problem("", 0, "source-too-large", f"more than the {max_bytes:,} bytes allowed", "split the file")
    return Source(name=source_name(name), data=content)


class _CountedReader(io.RawIOBase):
    """A stream whose bytes are counted as they are read, headers and skipped members included."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, counted: _Unpacked) -> None:
        self._stream = stream
        self._counted = counted

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        content = self._stream.read(len(buffer))
        self._counted.add_bytes(len(content))
        buffer[: len(content)] = content
        return len(content)


def _is_wanted(name: str, is_source: Callable[[str], bool]) -> bool:
    return is_source(name) or is_archive(name) or _leads_out(name)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or bool(_DRIVE.match(name)) or ".." in name.split("/")


def _refusal(name: str, *, is_file: bool) -> Problem | None:
    """Why a member is not even opened."""
    if _leads_out(name):
        message = "the name leads out of the archive"
        return Problem("", 0, "archive-name-unsafe", message, "do not trust this archive; import the file by itself")
    if not is_file:
        return Problem("", 0, "archive-link", "links and devices in archives are not followed", severity="warning")
    if is_archive(name):
        message = "an archive inside an archive is not opened"
        return Problem("", 0, "archive-nested", message, "unpack it and import it by itself", "warning")
    return None


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's path: names without the UTF-8 mark are UTF-8 all the same, or of a Chinese Windows (GBK)."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_NAME:
        return _shown(name.encode("utf-8", "replace"))
    try:
        return _shown(name.encode("cp437"))
    except UnicodeEncodeError:
        return _shown(name.encode("utf-8", "replace"))


def _shown(raw: bytes) -> str:
    """A path as people may see it: one line, forward slashes, no "./" in front."""
    for encoding in ("utf-8", "gb18030", "cp437"):
        try:
            name = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    return single_line(name.partition("\x00")[0].replace("\\", "/")).removeprefix("./")[:1000]
