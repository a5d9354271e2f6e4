"""A folder of HTML pages into a Pagefind bundle, by the plain binary of the `pagefind-bin` package.

The binary reads its own configuration file and `PAGEFIND_*` variables; neither may change a build, so it runs
inside the folder of pages and without those variables.
"""

from __future__ import annotations

import gzip
import importlib.metadata
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from site_builder.errors import EnvironmentFault, Problem

_MAGIC = b"pagefind_dcd"
_INSTALL = "pip install pagefind-bin, or build with --no-search"


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


def read_fragments(bundle: Path) -> Iterator[tuple[str, str]]:
    """Pagefind's identifier of every indexed page, and the URL it gave the page."""
    for path in sorted((bundle / "fragment").glob("*.pf_fragment")):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_MAGIC))
        yield path.name.removesuffix(".pf_fragment"), fragment["url"]


def _fault(rule: str, message: str, hint: str) -> EnvironmentFault:
    return EnvironmentFault([Problem("", 0, rule, message, hint)])
