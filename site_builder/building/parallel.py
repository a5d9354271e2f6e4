"""One `map` over processes; the same results in the same order for any number of jobs."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

_MIN_ITEMS_A_JOB = 16
"""Below this a process costs more than it saves."""
_CHUNKS_A_JOB = 8


def default_jobs() -> int:
    """The number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_items(
    function: Callable[[In], Out],
    items: Sequence[In],
    *,
    jobs: int,
    setup: Callable[..., None],
    setup_arguments: tuple[object, ...],
) -> Iterator[Out]:
    """`function` over `items`, in order, in up to `jobs` processes.

    `setup(*setup_arguments)` runs once in every process before its first item. An exception of `function`
    reaches the caller. With one job, or few items, everything happens in this process.
    """
    jobs = min(jobs, len(items) // _MIN_ITEMS_A_JOB)
    if jobs <= 1:
        setup(*setup_arguments)
        yield from map(function, items)
        return
    chunk = max(1, -(-len(items) // (jobs * _CHUNKS_A_JOB)))
    if "fork" not in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context("spawn").Pool(jobs, initializer=setup, initargs=setup_arguments) as pool:
            yield from pool.imap(function, items, chunksize=chunk)
        return
    with _inherited(function, items), multiprocessing.get_context("fork").Pool(
        jobs, initializer=setup, initargs=setup_arguments
    ) as pool:
        yield from pool.imap(_call, range(len(items)), chunksize=chunk)


_work: tuple[Callable[[Any], Any], Sequence[Any]] | None = None
"""What forked processes find in their memory: sent to them, a page costs as much as to render it."""


@contextmanager
def _inherited(function: Callable[[In], Out], items: Sequence[In]) -> Iterator[None]:
    """Processes forked meanwhile have the work; the collector leaves alone what they share with this one."""
    global _work
    _work = (function, items)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        _work = None


def _call(index: int) -> Any:
    assert _work is not None
    function, items = _work
    return function(items[index])
