"""`site-builder serve` as its own process, and a client that sends what browsers never would."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

TIMEOUT = 20

SITE = """\
title = "预览档案"
base_url = "https://archive.example/news/"
search = false
"""
GOOD = "content/articles/chips.md"
DRAFT = "content/articles/draft.md"
ARTICLES = {
    GOOD: "---\ntitle: 芯片出货量上升\ndate: 2025-03-04 09:00\n---\n\n第一版正文。\n",
    "content/articles/batteries.md": "---\ntitle: 电池降价\ndate: 2025-03-03 09:00\n---\n\n电池正文。\n",
    DRAFT: "---\ntitle: 未定稿\ndate: 2025-03-02 09:00\ndraft: true\n---\n\n草稿正文。\n",
}
GOOD_URL, DRAFT_URL = "/2025/03/04/chips/", "/2025/03/02/draft/"


class Answer:
    """A response, read to its end."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers: Mapping[str, str] = dict(response.getheaders())
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def version(self) -> str:
        """The version that the reload script of the page knows."""
        match = re.search(r'data-version="([^"]+)"', self.text)
        return match[1] if match else ""


def _listen_to_ctrl_c() -> None:
    """A shell that runs the tests in its background has told them to ignore Ctrl-C, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Preview:
    """A running preview of the archive at `root`."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        self.lines: list[str] = []
        self._news = threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "site_builder", "serve", "-p", "0", "-c", str(root / "site.toml"), *options],
            stderr=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=_listen_to_ctrl_c,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.address = self.wait_for_line("serving ").split()[1]
        self.port = int(self.address.rstrip("/").rpartition(":")[2])

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()

    def wait_for_line(self, start: str, *, after: int = 0) -> str:
        """The first line, from number `after`, that begins with `start`."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = [line for line in self.lines[after:] if line.startswith(start)]
            return bool(found)

        with self._news:
            assert self._news.wait_for(is_there, TIMEOUT), f"no {start!r} in {self.lines}"
        return found[0]

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def rewrite(self, name: str, text: str, *, line: str = "rebuilt") -> None:
        """Write a file and wait for the line that the build after it prints."""
        seen = len(self.lines)
        self.write(name, text)
        self.wait_for_line(line, after=seen)

    def change(self, action: Callable[[], object]) -> None:
        """Do something to the archive and wait until pages are told of another version."""
        with self.versions() as next_version:
            before = next_version()
            action()
            while next_version() == before:
                pass

    def request(self, path: str, *, method: str = "GET", host: str | None = None, **headers: str) -> Answer:
        """The answer to a request whose path is sent as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        connection.putrequest(method, quote(path, safe="/%\\?=&.:;+"), skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        try:
            return Answer(connection.getresponse())
        finally:
            connection.close()

    @contextmanager
    def versions(self) -> Iterator[Callable[[], str]]:
        """A function that waits for the next server-sent version."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        connection.request("GET", "/.site-builder/events")
        response = connection.getresponse()
        assert response.getheader("Content-Type") == "text/event-stream; charset=utf-8"

        def next_version() -> str:
            while True:
                line = response.readline().decode()
                assert line, "the stream has ended"
                if line.startswith("data: "):
                    return line.removeprefix("data: ").strip()

        try:
            yield next_version
        finally:
            response.close()
            connection.close()

    def stop(self) -> int:
        """Exit code after Ctrl-C."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(TIMEOUT)
        finally:
            self.process.kill()
        self._reader.join(TIMEOUT)
        assert self.process.stderr
        self.process.stderr.close()
        return code


def make_archive(root: Path) -> Path:
    """A small archive with the default theme: two articles and a draft."""
    for name, text in {"site.toml": SITE, **ARTICLES}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@contextmanager
def run_preview(root: Path, *options: str) -> Iterator[Preview]:
    """A preview that is stopped at the end; it must never have said a traceback."""
    preview = Preview(root, *options)
    try:
        yield preview
    finally:
        preview.stop()
    assert "Traceback" not in "\n".join(preview.lines)
