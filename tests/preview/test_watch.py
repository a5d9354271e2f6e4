"""File events -> bursts of changed paths."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import pytest

from site_builder.preview.watch import Changes, Watcher, burst_end, is_temporary

TIMEOUT = 10
CONFIG = "site.toml"


def split_bursts(times: list[float]) -> list[list[float]]:
    """Event times as the bursts they make for a builder that is always ready."""
    bursts: list[list[float]] = []
    for time in times:
        if bursts and time < burst_end(bursts[-1][0], bursts[-1][-1]):
            bursts[-1].append(time)
        else:
            bursts.append([time])
    return bursts


def test_events_close_together_are_one_burst() -> None:
    assert split_bursts([0.0, 0.05, 0.12, 0.5, 0.59]) == [[0.0, 0.05, 0.12], [0.5, 0.59]]


def test_a_thousand_events_of_a_checkout_are_one_burst() -> None:
    assert len(split_bursts([number / 2000 for number in range(1000)])) == 1


def test_unending_events_are_cut_after_a_second() -> None:
    bursts = split_bursts([number / 20 for number in range(100)])
    assert [len(burst) for burst in bursts] == [20] * 5


@pytest.mark.parametrize(
    "path",
    [
        "articles/a.md~", "articles/.a.md.swp", "a.md.swp", "4913", "articles/4913", ".#a.md", "#a.md#",
        ".git/index", "a.md___jb_tmp___", "a.md.tmp", "articles/.DS_Store",
    ],
)  # fmt: skip
def test_passing_files_of_editors_are_temporary(path: str) -> None:
    assert is_temporary(PurePosixPath(path))


@pytest.mark.parametrize("path", ["articles/a.md", "img/4913.png", "2024/9131.md", "芯片.md", "a~b.md", "c#.md"])
def test_documents_are_not_temporary(path: str) -> None:
    assert not is_temporary(PurePosixPath(path))


def test_closing_ends_the_wait() -> None:
    changes = Changes()
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(changes.wait)
        changes.close()
        assert waiting.result(TIMEOUT) is None


class Watched:
    """A watched archive: change files below `root`, ask for the burst."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "content/articles").mkdir(parents=True)
        (root / "output").mkdir()
        (root / CONFIG).write_text("title = 't'")
        (root / "content/articles/a.md").write_text("a")
        self.changes = Changes()
        self.said: list[str] = []
        self.watcher = Watcher(self.changes, say=self.said.append)
        self.watcher.follow(root / CONFIG, [])
        self._threads = ThreadPoolExecutor()

    def bursts_until(self, name: str) -> list[set[str]]:
        """The bursts up to the one with the file `name`, as paths below the root."""
        bursts: list[set[str]] = []
        while not bursts or name not in bursts[-1]:
            burst = self._threads.submit(self.changes.wait).result(TIMEOUT)
            assert burst is not None
            self.watcher.follow(self.root / CONFIG, [], changed=burst)
            bursts.append({path.relative_to(self.root).as_posix() for path in burst})
        return bursts

    def seen_until_marker(self) -> set[str]:
        """Everything noted before a file written now."""
        (self.root / "content/marker.md").write_text("m")
        return set().union(*self.bursts_until("content/marker.md")) - {"content/marker.md"}

    def close(self) -> None:
        self.changes.close()
        self.watcher.close()
        self._threads.shutdown()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    archive = Watched(Path(tmp_path).resolve())
    yield archive
    archive.close()
    assert archive.said == []


def test_saving_by_rename_is_a_change_of_the_document(watched: Watched) -> None:
    passing = watched.root / "content/articles/a.md~"
    passing.write_text("new")
    passing.rename(watched.root / "content/articles/a.md")
    assert watched.bursts_until("content/articles/a.md") == [{"content/articles/a.md"}]


def test_temporary_files_reading_and_the_output_are_no_changes(watched: Watched) -> None:
    for name in ("content/4913", "content/articles/.a.md.swp", "content/articles/a.md~", "output/index.html", "x.txt"):
        (watched.root / name).write_text("x")
        (watched.root / name).unlink()
    (watched.root / "content/articles/a.md").read_text()
    assert watched.seen_until_marker() == set()


def test_configuration_is_watched(watched: Watched) -> None:
    (watched.root / CONFIG).write_text("title = 'u'")
    assert watched.bursts_until(CONFIG) == [{CONFIG}]


def test_checkout_of_a_thousand_files_is_a_burst_and_misses_none(watched: Watched) -> None:
    names = [f"content/articles/{number:04}.md" for number in range(1000)]
    for name in names:
        (watched.root / name).write_text("x")
    bursts = watched.bursts_until(names[-1])
    assert set().union(*bursts) == set(names)
    # One, unless this machine is so busy that writing them takes seconds.
    assert len(bursts) <= 3


def test_moved_folder_is_a_change_and_stays_watched(watched: Watched) -> None:
    (watched.root / "content/articles").rename(watched.root / "content/pages")
    assert {"content/articles", "content/pages"} <= watched.seen_until_marker()
    (watched.root / "content/pages/a.md").write_text("b")
    watched.bursts_until("content/pages/a.md")


def test_new_folder_is_watched_at_any_depth(watched: Watched) -> None:
    (watched.root / "layouts").mkdir()
    watched.bursts_until("layouts")
    (watched.root / "layouts/partials/deep").mkdir(parents=True)
    watched.bursts_until("layouts/partials/deep")
    (watched.root / "layouts/partials/deep/x.html").write_text("x")
    watched.bursts_until("layouts/partials/deep/x.html")


def test_folder_that_was_deleted_and_made_again_is_watched(watched: Watched) -> None:
    shutil.rmtree(watched.root / "content")
    watched.bursts_until("content")
    (watched.root / "content").mkdir()
    watched.bursts_until("content")
    (watched.root / "content/b.md").write_text("b")
    watched.bursts_until("content/b.md")


def test_folder_outside_the_archive_is_watched(watched: Watched, tmp_path_factory: pytest.TempPathFactory) -> None:
    theme = tmp_path_factory.mktemp("theme").resolve()
    watched.watcher.follow(watched.root / CONFIG, [theme])
    (theme / "style.css").write_text("x")
    with ThreadPoolExecutor() as threads:
        assert threads.submit(watched.changes.wait).result(TIMEOUT) == {theme / "style.css"}


def test_folder_is_looked_at_again_and_again_where_the_system_has_no_watches(tmp_path: Path) -> None:
    archive = Watched(tmp_path.resolve())
    archive.watcher.poll_instead(OSError("inotify watch limit reached"))
    archive.watcher.follow(archive.root / CONFIG, [])
    (archive.root / "content/articles/new.md").write_text("n")
    archive.bursts_until("content/articles/new.md")
    archive.close()
    (said,) = archive.said
    assert said.startswith("warning: files are looked at every second, ")
