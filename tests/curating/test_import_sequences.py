"""Whatever happens between imports, in any order: nothing is lost, no edit is overwritten, twice is once.

A state machine over the real import: sources come, change, get other names; the curator edits and deletes.
"""

import hashlib
import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from site_builder.curating.import_sources import ImportResult, import_sources
from site_builder.formats.front_matter import parse_document
from site_builder.importing.ledger import LedgerDocument, LedgerEntry, parse_ledger

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, 12, tzinfo=ZONE)
FILES = ("a.md", "b.md", "c.md")
TITLES = ("星河智行驶向南方", "海川电池扩建工厂", "晨报评选年度车型")
SITES = ("news.example", "paper.example", "")
TEXTS = {
    "zh": "本周二的消息说，这件事情已经开始，现场来了很多人。编号 {token}。",
    "en": "The news of this week is that it has begun, and many people were there for the day. Number {token}.",
}
TOKEN = re.compile(r"k\d+z")


class Entry(msgspec.Struct):
    """One article of a source: which, where its original is, and a text that is found again by its token."""

    number: int
    site: str
    token: str
    extra: int = 0


class Page(msgspec.Struct):
    """A source file: one post, or a digest of several articles."""

    language: str
    entries: list[Entry]

    def write(self, path: Path) -> None:
        is_post = len(self.entries) == 1
        parts = [self._write_post(self.entries[0]) if is_post else "# 河岸周刊 第 3 期\n\n2024-03-05\n"]
        if not is_post:
            parts += [
                f"{place}. [{TITLES[entry.number]}](https://{entry.site or 'none.example'}/{entry.number}.html)\n\n"
                f"   {self._text(entry)}\n"
                for place, entry in enumerate(self.entries, start=1)
            ]
        path.write_text("\n".join(parts), encoding="utf-8")

    def _write_post(self, entry: Entry) -> str:
        address = f"source_url: https://{entry.site}/{entry.number}.html\n" if entry.site else ""
        tags = f"tags: [要闻, 第{entry.extra}类]\n" if entry.extra else ""
        return f"---\ntitle: {TITLES[entry.number]}\ndate: 2024-03-05\n{tags}{address}---\n\n{self._text(entry)}\n"

    def _text(self, entry: Entry) -> str:
        return TEXTS[self.language].format(token=entry.token) + "再补充一句。" * entry.extra


class Imports(RuleBasedStateMachine):
    """Sources, the archive, and what the curator did."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="site-builder-test-"))
        self.root, self.sources = self.folder / "archive", self.folder / "sources"
        (self.root / "content").mkdir(parents=True)
        self.sources.mkdir()
        self.pages: dict[str, Page] = {}
        self.marks: dict[str, set[str]] = {}
        self.deleted: set[str] = set()
        self.renamed: set[str] = set()
        self.changed: set[str] = set()
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    # ------------------------------------------------------------------------- what happens to sources

    @rule(
        file=st.sampled_from(FILES), language=st.sampled_from(sorted(TEXTS)), site=st.sampled_from(SITES),
        numbers=st.lists(st.integers(0, len(TITLES) - 1), min_size=1, max_size=3, unique=True), extra=st.integers(0, 2),
    )  # fmt: skip
    def add_source(self, file: str, language: str, site: str, numbers: list[int], extra: int) -> None:
        if file not in self.pages:
            entries = [Entry(number=number, site=site, token=self._token(), extra=extra) for number in numbers]
            self._put(file, Page(language=language, entries=entries))

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), extra=st.integers(0, 3))
    def change_text(self, data: st.DataObject, extra: int) -> None:
        file, page = self._draw_page(data)
        entry = data.draw(st.sampled_from(page.entries))
        entry.token, entry.extra = self._token(), extra
        self._put(file, page)

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), site=st.sampled_from(SITES))
    def change_every_address(self, data: st.DataObject, site: str) -> None:
        file, page = self._draw_page(data)
        for entry in page.entries:
            entry.site = site
        self._change(file, page)

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def swap_titles(self, data: st.DataObject) -> None:
        file, page = self._draw_page(data)
        page.entries.reverse()
        page.entries[0].number, page.entries[-1].number = page.entries[-1].number, page.entries[0].number
        self._change(file, page)

    @precondition(lambda self: self.pages)
    @rule(data=st.data(), name=st.sampled_from(FILES))
    def rename_source(self, data: st.DataObject, name: str) -> None:
        file, page = self._draw_page(data)
        if name not in self.pages:
            del self.pages[file]
            (self.sources / file).unlink()
            self.renamed.add(name)
            if file in self.changed | self.renamed:
                self._renew(page)
            self._put(name, page)

    @precondition(lambda self: len(self.pages) > 1)
    @rule(data=st.data())
    def take_source_away(self, data: st.DataObject) -> None:
        file, _ = self._draw_page(data)
        del self.pages[file]
        (self.sources / file).unlink()

    # ------------------------------------------------------------------------- what the curator does

    @rule(data=st.data(), where=st.sampled_from(["title", "text", "tags"]))
    def edit(self, data: st.DataObject, where: str) -> None:
        documents = self._documents()
        if documents:
            id = data.draw(st.sampled_from(sorted(documents)))
            path, text = documents[id]
            self.count += 1
            mark = f"编者{self.count}号"
            self.marks.setdefault(id, set()).add(mark)
            if where == "title":
                text = re.sub(r"^title: (.*)$", f"title: \\1{mark}", text, count=1, flags=re.MULTILINE)
            elif where == "tags":
                if "\ntags:\n" not in text:
                    text = text.replace("\nid:", "\ntags:\nid:", 1)
                text = text.replace("\ntags:\n", f"\ntags:\n- {mark}\n", 1)
            else:
                text += f"\n{mark}。\n"
            path.write_text(text, encoding="utf-8")

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        documents = self._documents()
        if documents:
            id = data.draw(st.sampled_from(sorted(documents)))
            documents[id][0].unlink()
            self.deleted.add(id)
            self.marks.pop(id, None)

    @rule()
    def lose_the_cache(self) -> None:
        shutil.rmtree(self.root / ".cache", ignore_errors=True)

    # ------------------------------------------------------------------------- imports

    @precondition(lambda self: self.pages)
    @rule(data=st.data())
    def import_one(self, data: st.DataObject) -> None:
        file, _ = self._draw_page(data)
        self._import([file])

    @precondition(lambda self: self.pages)
    @rule(reverse=st.booleans())
    def import_all(self, reverse: bool) -> None:
        self._import(sorted(self.pages, reverse=reverse))

    def _import(self, files: list[str]) -> None:
        self.renamed -= set(files)
        self.changed -= set(files)
        results = self._run(files)
        self._check_edits()
        self._check_nothing_is_lost(files, results)
        before = self._tree()
        again = self._run(files[::-1])
        assert self._tree() == before
        assert {result.status for result in again.values()} <= {"unchanged", "conflict"}
        shutil.rmtree(self.root / ".cache")
        self._run(files)
        assert self._tree() == before

    def _run(self, files: list[str]) -> dict[str, ImportResult]:
        paths = [self.sources / file for file in files]
        results = import_sources(paths, root=self.root, zone=ZONE, now=NOW, jobs=1)
        assert not [result for result in results if result.status == "failed"]
        return {Path(result.source).name: result for result in results}

    # ------------------------------------------------------------------------- what must hold

    def _check_edits(self) -> None:
        documents = self._documents()
        for id, marks in self.marks.items():
            assert all(mark in documents[id][1] for mark in marks)

    def _check_nothing_is_lost(self, files: list[str], results: dict[str, ImportResult]) -> None:
        documents = self._documents()
        for file in files:
            lines = self._ledger_lines(file)
            for place, entry in enumerate(self.pages[file].entries):
                holding = [id for id, (_, text) in documents.items() if entry.token in text]
                assert len(holding) <= 1
                if not holding and results[file].status != "conflict":
                    own = lines[place][0]
                    if own.id in documents:
                        assert self._stands_longer(own, file)
                    else:
                        assert own.id in self.deleted

    def _stands_longer(self, own: LedgerDocument, file: str) -> bool:
        """True if the document of the article has at least as long a text, of another source."""
        return any(
            line.id == own.id and line.length >= own.length
            for entry in self._ledger() if entry.file != file for line in entry.documents
        )  # fmt: skip

    def _ledger_lines(self, file: str) -> dict[int, list[LedgerDocument]]:
        sha256 = hashlib.sha256((self.sources / file).read_bytes()).hexdigest()
        found: dict[int, list[LedgerDocument]] = {}
        for entry in self._ledger():
            if (entry.file, entry.sha256) == (file, sha256):
                for line in entry.documents:
                    found.setdefault(max(line.position - 1, 0), []).append(line)
        return found

    def _ledger(self) -> list[LedgerEntry]:
        path = self.root / "content/imports.jsonl"
        return parse_ledger("", path.read_text(encoding="utf-8"))[0] if path.exists() else []

    def _documents(self) -> dict[str, tuple[Path, str]]:
        """Id -> path and text."""
        found: dict[str, tuple[Path, str]] = {}
        for path in sorted((self.root / "content").rglob("*.md")):
            text = path.read_text(encoding="utf-8")
            document, problems = parse_document("", text, zone=ZONE)
            assert document is not None, problems
            assert document.front_matter.id not in found
            found[document.front_matter.id] = (path, text)
        return found

    def _tree(self) -> dict[str, bytes]:
        return {path.as_posix(): path.read_bytes() for path in (self.root / "content").rglob("*") if path.is_file()}

    def _draw_page(self, data: st.DataObject) -> tuple[str, Page]:
        file = data.draw(st.sampled_from(sorted(self.pages)))
        return file, self.pages[file]

    def _put(self, file: str, page: Page) -> None:
        self.pages[file] = page
        page.write(self.sources / file)

    def _change(self, file: str, page: Page) -> None:
        self.changed.add(file)
        if file in self.renamed:
            self._renew(page)
        self._put(file, page)

    def _renew(self, page: Page) -> None:
        """Other texts: what was renamed and changed between two imports cannot be known again."""
        for entry in page.entries:
            entry.token = self._token()

    def _token(self) -> str:
        self.count += 1
        return f"k{self.count}z"


TestImports = pytest.mark.slow(Imports.TestCase)
TestImports.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
