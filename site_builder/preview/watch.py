"""File events -> sets of changed paths, one set a burst: a checkout of a thousand files is one build.

A burst ends with 0.1 s of quiet, or 1 s after it began. Whether anything *changed* is not decided here: the build
compares contents, and one that writes nothing reloads nothing.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path, PurePath

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

QUIET_SECONDS = 0.1
LONGEST_BURST_SECONDS = 1.0
WATCHED_FOLDERS = ("content", "layouts", "static", "themes")
"""Folders of an archive that decide the site, there or not; the configuration file comes on top."""

_POLL_SECONDS = 1.0
_CHANGES = frozenset({"created", "modified", "moved", "deleted", "closed", "attrib"})
"""Reading a file tells "opened" and "closed_no_write": a build must not wake itself."""
_TEMPORARY = re.compile(
    r"""
    [.\#].*           # hidden; Emacs locks (.#x) and saves (#x#); Vim's .x.swp
    | .*~             # backups of Emacs, Vim, Gedit; Kate's
    | .*\.sw[a-z]     # Vim with a `directory` of its own
    | .*\.(tmp|temp|part|crdownload|bak)
    | 4913            # Vim tries whether it may write a folder
    | .*___jb_(tmp|old|bak)___   # JetBrains' safe write
    | Thumbs\.db | desktop\.ini
    """,
    re.VERBOSE,
)


def is_temporary(path: PurePath) -> bool:
    """True if some part of a path below a watched folder is hidden or an editor's passing file."""
    return any(_TEMPORARY.fullmatch(part) for part in path.parts)


def burst_end(first: float, last: float) -> float:
    """When a burst is over whose first and last event came at these times."""
    return min(last + QUIET_SECONDS, first + LONGEST_BURST_SECONDS)


class Changes:
    """Paths that changed, gathered by the watching thread and taken burst by burst by the building one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._paths: set[Path] = set()
        self._first = self._last = 0.0
        self._closed = False

    def note(self, path: Path) -> None:
        """Add a changed path."""
        with self._condition:
            self._last = time.monotonic()
            if not self._paths:
                self._first = self._last
            self._paths.add(path)
            self._condition.notify()

    def wait(self) -> frozenset[Path] | None:
        """The next burst, once it is over; None once closed."""
        with self._condition:
            while not self._closed:
                left = burst_end(self._first, self._last) - time.monotonic() if self._paths else None
                if left is not None and left <= 0:
                    burst = frozenset(self._paths)
                    self._paths.clear()
                    return burst
                self._condition.wait(left)
        return None

    def close(self) -> None:
        """Wake the waiting thread for the last time."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()


class Watcher:
    """The running observer. `follow` says what to watch; it may be called again as folders come and go."""

    def __init__(self, changes: Changes, *, say: Callable[[str], None]) -> None:
        self._changes, self._say = changes, say
        self._watches: dict[Path, ObservedWatch] = {}
        self._observer: BaseObserver = Observer()
        self._observer.start()

    def follow(self, config_file: Path, folders: Iterable[Path], *, changed: Collection[Path] = ()) -> None:
        """Watch the configuration, the archive's folders and `folders`.

        `changed` are the paths of the last burst: a folder among them may be another one under the same name, which
        needs a watch of its own.
        """
        root = Path(os.path.realpath(config_file.parent))
        names = frozenset({config_file.name, *WATCHED_FOLDERS})
        wanted = _outermost(os.path.realpath(folder) for folder in (*(root / n for n in WATCHED_FOLDERS), *folders))
        for folder in [folder for folder in self._watches if folder != root]:
            if folder not in wanted or folder in changed:
                self._observer.unschedule(self._watches.pop(folder))
        try:
            self._schedule(root, names=names)
            for folder in wanted:
                self._schedule(folder, names=None)
        except OSError as error:
            if isinstance(self._observer, PollingObserver):
                raise
            self.poll_instead(error)
            self.follow(config_file, folders)

    def _schedule(self, folder: Path, *, names: frozenset[str] | None) -> None:
        if folder in self._watches:
            return
        handler = _Handler(folder, names, self._changes)
        # A folder that vanished just now has an event above it, and is looked for again then.
        with suppress(FileNotFoundError):
            self._watches[folder] = self._observer.schedule(handler, str(folder), recursive=names is None)

    def poll_instead(self, error: OSError) -> None:
        """Compare the folders every second: the system has no watches left, or the file system has none.

        Nothing is watched until `follow` is called again.
        """
        self._say(f"warning: files are looked at every second, for the system cannot watch them: {error}")
        self.close()
        self._watches.clear()
        self._observer = PollingObserver(timeout=_POLL_SECONDS)
        self._observer.start()

    def close(self) -> None:
        """Stop watching."""
        self._observer.stop()
        self._observer.join()


def _outermost(folders: Iterable[str]) -> list[Path]:
    """The folders that are there and lie in no other of them, sorted."""
    there = sorted({Path(folder) for folder in folders if os.path.isdir(folder)})
    return [folder for folder in there if not any(other in folder.parents for other in there)]


class _Handler(FileSystemEventHandler):
    """Notes what matters of one watch; `names` limits it to these entries of the folder. The base is watchdog's."""

    def __init__(self, folder: Path, names: frozenset[str] | None, changes: Changes) -> None:
        self._folder, self._names, self._changes = folder, names, changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        # A folder is "modified" whenever a file comes or goes in it: that file has an event of its own.
        if event.event_type not in _CHANGES or (event.is_directory and event.event_type in ("modified", "attrib")):
            return
        for place in (event.src_path, event.dest_path):
            if place:
                self._note(Path(os.fsdecode(place)))

    def _note(self, path: Path) -> None:
        if not path.is_relative_to(self._folder):
            return
        inside = path.relative_to(self._folder)
        if is_temporary(inside) or (self._names is not None and str(inside) not in self._names):
            return
        self._changes.note(path)
