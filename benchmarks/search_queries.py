"""Queries cut from texts, and a browser that asks them: bytes on the wire, milliseconds, and what was found."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import statistics
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from site_builder.search.tokens import fold

SEED = 7
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'"
)
_MAX_COMPARED = 40
"""Hits up to which URLs are compared one by one; above, the total alone is."""
_FIRST_QUERIES = 9
_COMPRESSED = (".html", ".js", ".css", ".json", ".svg")

Texts = Mapping[str, tuple[str, str]]
"""URL -> folded title and text."""


class Queries(NamedTuple):
    """What is asked."""

    substrings: Sequence[str]
    """2 to 8 characters of titles and texts, in any place."""
    names: Sequence[str]
    """Every company and alias."""
    words: Mapping[str, Sequence[str]]
    """"rare", "median", "common" -> words of two to four characters that so many articles hold."""


class Answers(NamedTuple):
    """What came out."""

    queries: int
    recall: float
    precision: float
    wrong: list[str]
    first_bytes: float
    """Median over the wire of a first query with an empty cache: scripts of the search, index, ten results."""
    further_bytes: float
    milliseconds: Mapping[str, float]
    """Kind of word -> median until the answer with ten results is there; index in the cache of the server alone."""
    policy_breaches: int


def choose_queries(texts: Texts, names: Sequence[str], count: int) -> Queries:
    """`count` stretches, all names, and words by how many articles hold them."""
    pick = random.Random(SEED)
    urls = sorted(texts)
    substrings: list[str] = []
    while len(substrings) < count:
        title, text = texts[pick.choice(urls)]
        source = pick.choice((title, text, text))
        length = pick.randint(2, 8)
        start = pick.randrange(max(1, len(source) - length + 1))
        stretch = source[start : start + length].strip()
        if len(stretch) > 1 and not set('"\n ') & set(stretch):
            substrings.append(stretch)
    return Queries(substrings, sorted(set(names)), _words_by_frequency(texts, pick))


def _words_by_frequency(texts: Texts, pick: random.Random) -> dict[str, list[str]]:
    """Twelve words of each kind: the rarest, the middle and the most frequent of 400 that texts hold."""
    bodies = ["\n".join(parts) for parts in texts.values()]
    candidates: set[str] = set()
    while len(candidates) < 400:
        body = pick.choice(bodies)
        start = pick.randrange(max(1, len(body) - 4))
        word = body[start : start + pick.choice((2, 2, 3, 4))]
        if word.isalnum():
            candidates.add(word)
    ordered = sorted(candidates, key=lambda word: (sum(word in body for body in bodies), word))
    middle = len(ordered) // 2
    return {"rare": ordered[:12], "median": ordered[middle : middle + 12], "common": ordered[-12:]}


class _Handler(SimpleHTTPRequestHandler):
    """A static host: it compresses what is text and keeps what has a name of its own."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        if path.suffix in _COMPRESSED:
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path.name))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def _serve(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Wire:
    """Bytes that a page received for the search: everything but the page itself, its style and its icon."""

    def __init__(self, page: Page) -> None:
        self.total = 0
        self._counted: set[str] = set()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._note)
        session.on("Network.loadingFinished", self._add)

    def _note(self, event: dict[str, Any]) -> None:
        path = event["response"]["url"].split("?")[0]
        if "/pagefind/" in path or "/assets/search" in path:
            self._counted.add(event["requestId"])

    def _add(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._counted:
            self.total += int(event["encodedDataLength"])


def ask_browser(output: Path, queries: Queries, texts: Texts) -> Answers:
    """Ask everything in Chromium, on the search page of the site in `output`."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with _serve(output) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        first = [_first_bytes(browser, address, query) for query in queries.substrings[:_FIRST_QUERIES]]
        page, breaches = _open_page(browser, address)
        wire = _Wire(page)
        further = [_ask(page, wire, query)[1] for query in queries.substrings[_FIRST_QUERIES:]]
        page, more = _open_page(browser, address)
        wire = _Wire(page)
        _ask(page, wire, "预热")
        times = {
            kind: statistics.median(_ask(page, wire, word)[2] for word in words)
            for kind, words in queries.words.items()
        }
        found = [_compare(page, query, texts) for query in (*queries.substrings, *queries.names)]
        browser.close()
    true, hits, shared = (sum(row[place] for row in found) for place in (1, 2, 3))
    return Answers(
        queries=len(found),
        recall=shared / (true or 1),
        precision=shared / (hits or 1),
        wrong=[
            f"{query}: {true} true, {hits} found" for query, true, hits, shared in found if not true == hits == shared
        ],
        first_bytes=statistics.median(first),
        further_bytes=statistics.median(further),
        milliseconds=times,
        policy_breaches=len(breaches) + len(more),
    )


def _open_page(browser: Browser, address: str) -> tuple[Page, list[str]]:
    """The search page in a context with an empty cache, and what its console says of the policy."""
    page = browser.new_context().new_page()
    breaches: list[str] = []
    page.on("console", lambda said: breaches.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(f"{address}/search/")
    page.wait_for_function("window.siteSearch")
    return page, breaches


def _first_bytes(browser: Browser, address: str, query: str) -> int:
    page = browser.new_context().new_page()
    wire = _Wire(page)
    page.goto(f"{address}/search/?q={quote(query)}")
    page.wait_for_selector("#search-results:not([aria-busy]) > li")
    page.wait_for_timeout(300)  # what is still on its way counts
    page.context.close()
    return wire.total


def _ask(page: Page, wire: _Wire, query: str) -> tuple[int, int, float]:
    """Total, bytes and milliseconds of one query with ten results."""
    before = wire.total
    total, milliseconds = page.evaluate(
        """async (query) => {
            const begin = performance.now();
            const { total } = await siteSearch(query, { limit: 10 });
            return [total, performance.now() - begin];
        }""",
        f'"{query}"',
    )
    page.wait_for_timeout(20)
    return total, wire.total - before, milliseconds


def _compare(page: Page, query: str, texts: Texts) -> tuple[str, int, int, int]:
    """The query, how many texts hold it, how many hits there are, how many of them hold it."""
    folded = fold(query)
    true = {url for url, parts in texts.items() if any(folded in part for part in parts)}
    if len(true) > _MAX_COMPARED:
        total = page.evaluate("async (query) => (await siteSearch(query, { limit: 0 })).total", f'"{query}"')
        return query, len(true), total, min(len(true), total)
    urls = page.evaluate(
        """async (query) => (await siteSearch(query, { limit: 1000 })).results.map((result) => result.url)""",
        f'"{query}"',
    )
    return query, len(true), len(urls), len(true & set(urls))
