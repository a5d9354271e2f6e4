"""How the time of a function grows with its input: what a busy or a slow machine cannot change."""

import time
from collections.abc import Callable

STEP = 4
"""The larger input is so many times the smaller."""
MOST = 9.0
"""Times as long for it: linear work takes 4, quadratic 16; between them lies what caches and memory cost."""
NOISE_SECONDS = 0.03
ATTEMPTS = 3


def grows_linearly(work: Callable[[str], object], text: str) -> bool:
    """True if `work` on all of `text` takes about as many times longer as `text` is longer than its beginning.

    Processor time is measured, the best of several attempts; what takes no measurable time is linear enough.
    """
    small = text[: len(text) // STEP]
    for _ in range(ATTEMPTS):
        short, long = _seconds(work, small), _seconds(work, text)
        if long <= MOST * max(short, NOISE_SECONDS):
            return True
    return False


def _seconds(work: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started


def is_about_as_fast(work: Callable[[str], object], text: str, *, as_on: str) -> bool:
    """True if `work` takes no more than `MOST` times as long on `text` as on the harmless text `as_on`."""
    return any(_seconds(work, text) <= MOST * max(_seconds(work, as_on), NOISE_SECONDS) for _ in range(ATTEMPTS))
