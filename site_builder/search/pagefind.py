"""A folder of HTML pages into a Pagefind index, by the plain binary of the `pagefind-bin` package.

The binary reads its own configuration file and `PAGEFIND_*` variables; neither may change a build, so it runs
inside the folder of pages and without those variables, but for the size of the index's chunks.

Its files are gzip members of CBOR (RFC 8949) behind a mark of their own. What is read here and in the client is the
format of Pagefind 1.5; another version is refused rather than misread.
"""

from __future__ import annotations

import gzip
import importlib.metadata
import json
import os
import subprocess
from pathlib import Path
from typing import Any

from site_builder.documents import Record
from site_builder.errors import EnvironmentFault, Problem
from site_builder.search.cbor import decode

CHUNK_SIZE = 4000
"""Positions in one file of the index. Pagefind's own 20,000 makes files of 30 kB, of which a query wants one word."""

_MAGIC = b"pagefind_dcd"
_FORMAT = "1.5."
_INSTALL = "pip install pagefind-bin, or build with --no-search"


class Chunk(Record, frozen=True, kw_only=True):
    """A file of the index: every page of each word between `first` and `last`."""

    first: str
    last: str
    file: Path


class RawIndex(Record, frozen=True, kw_only=True):
    """What Pagefind made of a folder of pages."""

    pages: tuple[str, ...]
    """File names of the pages, in the order in which the index numbers them."""
    chunks: tuple[Chunk, ...]
    """By their words, in code point order."""


def find_executable() -> Path:
    """The Pagefind binary. Raises `EnvironmentFault` where the package or its binary is missing."""
    try:
        import pagefind_bin
    except ImportError:
        message = 'the search index needs the package "pagefind-bin"'
        raise _fault("pagefind-missing", message, _INSTALL) from None
    try:
        return Path(pagefind_bin.get_executable())
    except FileNotFoundError as error:
        raise _fault("pagefind-missing", f'"pagefind-bin" holds no binary: {error}', _INSTALL) from None


def engine_version() -> str:
    """The version of the installed package; "" where there is none."""
    try:
        return importlib.metadata.version("pagefind-bin")
    except importlib.metadata.PackageNotFoundError:
        return ""


def index_folder(folder: Path, destination: Path, *, executable: Path) -> None:
    """Index every page of `folder` into `destination`, an absolute path that is empty or absent."""
    command = [str(executable), "--site", ".", "--output-path", str(destination), "--silent"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    environment["PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"] = str(CHUNK_SIZE)
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise _fault("pagefind-failed", f'cannot run "{executable}": {error.strerror}', _INSTALL) from None
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise _fault("pagefind-failed", f"Pagefind ended with status {done.returncode}: {said}", _INSTALL)


def read_index(bundle: Path) -> RawIndex:
    """The index in `bundle`. Raises `EnvironmentFault` if another version of Pagefind wrote it."""
    [meta] = bundle.glob("*.pf_meta")
    version, pages, chunks, *_ = _read(meta)
    if not str(version).startswith(_FORMAT):
        raise _fault(
            "pagefind-version",
            f"the search index needs Pagefind {_FORMAT}x, this is {version}",
            'pip install "pagefind-bin>=1.5.2,<1.6"',
        )
    return RawIndex(
        pages=tuple(_page_name(bundle / "fragment" / f"{name}.pf_fragment") for name, _ in pages),
        chunks=tuple(
            Chunk(first=first, last=last, file=bundle / "index" / f"{name}.pf_index") for first, last, name in chunks
        ),
    )


def _read(path: Path) -> Any:
    return decode(gzip.decompress(path.read_bytes()).removeprefix(_MAGIC))


def _page_name(fragment: Path) -> str:
    """The file name of the page that a fragment was made of."""
    content = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(_MAGIC))
    return str(content["url"]).rpartition("/")[2]


def _fault(rule: str, message: str, hint: str) -> EnvironmentFault:
    return EnvironmentFault([Problem("", 0, rule, message, hint)])
