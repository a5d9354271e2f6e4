"""What a command costs: wall and CPU seconds with its children, memory of the largest process and of all together."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_INTERVAL_SECONDS = 0.05


class Cost(NamedTuple):
    """One run of a command."""

    wall: float
    cpu: float
    """User and system seconds of the process and every child it waited for."""
    largest_mb: float
    """Peak resident memory of the largest process."""
    together_mb: float
    """Peak memory of all its processes, shared pages counted once; 0 where Linux's /proc does not say."""
    output: bytes
    """What it printed to stdout."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end. Raises CalledProcessError with what it printed if it fails."""
    read, write = os.pipe()
    begin = time.perf_counter()
    running = subprocess.Popen(
        command, cwd=folder, stdout=write, stderr=sys.stderr, env={**os.environ, **(environment or {})}
    )
    os.close(write)
    together: list[int] = [0]
    watcher = threading.Thread(target=_watch, args=(running.pid, together), daemon=True)
    watcher.start()
    with os.fdopen(read, "rb") as pipe:
        output = pipe.read()
    _, status, usage = os.wait4(running.pid, 0)
    wall = time.perf_counter() - begin
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command, output)
    watcher.join()
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, together[0] / 1024, output)


def _watch(pid: int, peak: list[int]) -> None:
    """Keep the most that the process and its children held, until it ends."""
    while Path(f"/proc/{pid}/task").is_dir() and (held := read_memory(pid)):
        peak[0] = max(peak[0], held)
        time.sleep(_INTERVAL_SECONDS)


def read_memory(pid: int) -> int:
    """KiB that a process and its children hold, shared pages counted once; 0 where Linux's /proc does not say."""
    total = 0
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (str(pid), *children):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        pass  # It has just ended.
    return total
