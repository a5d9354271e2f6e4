"""Documents into the files of `/pagefind/`: Pagefind's index of our tokens, a card a document, the catalogue.

Everything happens in a workspace of our own (`.cache/search/`), which may be deleted at any time:

    workspace/pages/      shadow pages for Pagefind, named by the hash of the card
    workspace/bundle/     the files to publish, and `manifest.json` with their sizes and the fingerprint

Pagefind is left out where the fingerprint is the last one and the bundle is whole. One index is built; shards
by time would each be one more folder of pages and one more language in `pagefind-entry.json`.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from site_builder.model import Record
from site_builder.search import pagefind
from site_builder.search.catalogue import catalogue, encode
from site_builder.search.documents import SearchDocument, card_of, has_tokens, shadow_page
from site_builder.search.tokens import VERSION

LAYOUT = 1
"""Part of the fingerprint: another number means that pages or files of the bundle have another shape."""

_MANIFEST = "manifest.json"
_ENGINE_FILES = (
    "pagefind.js",
    "pagefind-worker.js",
    "pagefind-entry.json",
    "wasm.*.pagefind",
    "pagefind.*.pf_meta",
)


class Entry(Record, frozen=True, kw_only=True):
    """A document on its way into the index."""

    document: SearchDocument
    name: str
    """Hash of the card, which decides the page. Pagefind's identifier hashes it in turn."""
    card: bytes


class Manifest(Record, frozen=True, kw_only=True):
    """What the bundle in the workspace is."""

    fingerprint: str
    files: Mapping[str, int]
    """Path relative to the bundle -> size in bytes."""


def write_index(
    documents: Iterable[SearchDocument], *, workspace: Path, executable: Path | None = None
) -> Mapping[str, Path]:
    """The files to publish under `/pagefind/`: path relative to it -> where it lies in `workspace`.

    `executable` is the Pagefind binary; None means that of the installed package.
    Raises `EnvironmentFault` where Pagefind is missing or fails; the last bundle is then left as it was.
    """
    found = (_entry(document) for document in documents if has_tokens(document))
    entries = sorted(found, key=lambda entry: entry.name)
    fingerprint = _fingerprint(entries)
    bundle = workspace / "bundle"
    manifest = _read_manifest(bundle)
    if manifest is None or manifest.fingerprint != fingerprint or not _is_whole(bundle, manifest):
        manifest = _build(entries, fingerprint, workspace=workspace, executable=executable)
    return {name: bundle / name for name in sorted(manifest.files)}


def _entry(document: SearchDocument) -> Entry:
    card = card_of(document)
    name = hashlib.sha256(f"{LAYOUT}.{VERSION} ".encode() + card).hexdigest()[:32]
    return Entry(document=document, name=name, card=card)


def _fingerprint(entries: Iterable[Entry]) -> str:
    """Hash of all that decides the bundle's bytes, with what is in the catalogue alone."""
    parts = [(entry.name, entry.document) for entry in entries]
    state = (LAYOUT, VERSION, pagefind.engine_version(), parts)
    return hashlib.sha256(msgspec.json.encode(state, order="deterministic")).hexdigest()


def _read_manifest(bundle: Path) -> Manifest | None:
    try:
        return msgspec.json.decode((bundle / _MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return None


def _is_whole(bundle: Path, manifest: Manifest) -> bool:
    try:
        return all((bundle / name).stat().st_size == size for name, size in manifest.files.items())
    except OSError:
        return False


def _build(entries: list[Entry], fingerprint: str, *, workspace: Path, executable: Path | None) -> Manifest:
    """Index `entries` and put the new bundle in the last one's place."""
    raw, fresh, bundle = (workspace / name for name in ("raw", "bundle.new", "bundle"))
    for folder in (raw, fresh):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    identifiers: dict[str, str] = {}
    if entries:
        _write_pages(entries, workspace / "pages")
        engine = executable or pagefind.find_executable()
        pagefind.index_folder(workspace / "pages", raw.resolve(), executable=engine.resolve())
        identifiers = _identifiers(entries, raw)
    _write_cards(entries, identifiers, fresh, build=fingerprint[:16])
    _move_engine_files(raw, fresh)
    manifest = Manifest(fingerprint=fingerprint, files=_sizes(fresh))
    (fresh / _MANIFEST).write_bytes(msgspec.json.encode(manifest))
    shutil.rmtree(bundle, ignore_errors=True)
    fresh.rename(bundle)
    shutil.rmtree(raw)
    return manifest


def _identifiers(entries: Iterable[Entry], raw: Path) -> dict[str, str]:
    """Document URL -> Pagefind's identifier."""
    urls = {f"/{entry.name}.html": entry.document.url for entry in entries}
    return {urls[page]: identifier for identifier, page in pagefind.read_fragments(raw)}


def _write_pages(entries: Iterable[Entry], pages: Path) -> None:
    """Make `pages` hold exactly the shadow pages of `entries`. A page's name says what is in it, so one that
    is there is kept: cutting a text into tokens is the slow part."""
    pages.mkdir(parents=True, exist_ok=True)
    present = {path.name: path for path in pages.iterdir()}
    for entry in entries:
        if present.pop(f"{entry.name}.html", None) is None:
            unfinished = pages / f"{entry.name}.part"
            unfinished.write_bytes(shadow_page(entry.document))
            unfinished.rename(pages / f"{entry.name}.html")
    for stale in present.values():
        stale.unlink(missing_ok=True)


def _write_cards(entries: list[Entry], identifiers: Mapping[str, str], folder: Path, *, build: str) -> None:
    (folder / "cards").mkdir()
    for entry in entries:
        (folder / "cards" / f"{identifiers[entry.document.url]}.json").write_bytes(entry.card)
    documents = [entry.document for entry in entries]
    value = catalogue(documents, identifiers, tokens=VERSION, build=build)
    (folder / "catalogue.json").write_bytes(encode(value))


def _move_engine_files(raw: Path, folder: Path) -> None:
    """Take what a search loads: no interface of Pagefind's own; cards take the place of its fragments."""
    for pattern in _ENGINE_FILES:
        for path in raw.glob(pattern):
            path.rename(folder / path.name)
    if (raw / "index").is_dir():
        (raw / "index").rename(folder / "index")


def _sizes(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()
    }
