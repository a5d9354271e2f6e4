"""Documents into the files of `/pagefind/`: Pagefind's index of our tokens in shards by time, and what goes with it.

Everything happens in a workspace of our own (`.cache/search/`), which may be deleted at any time:

    workspace/bundle/                   the files to publish:
      search.json                        names everything else; written last
      index/<shard>/<n>.pf_index        Pagefind's chunks, by their words
      cards/<shard>/<row>.pack          what is shown of a hit
      index/<hash>.facts, .terms, .folding
    workspace/shards/<shard>.json       files and numbering of a shard that is whole

A shard is named by the hash of all that its chunks and cards are made of, so it is either kept with every byte or made
anew. Packs are compressed here: not every host does, and archives of ten thousand articles count bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from site_builder.documents import Record
from site_builder.language.han_variants import SIMPLIFIED, TRADITIONAL
from site_builder.model import Term
from site_builder.search import pagefind
from site_builder.search.documents import SearchDocument, card_of, shadow_page
from site_builder.search.facts import cut_words, facts_of
from site_builder.search.shards import SIZES, Size, cut_shards
from site_builder.search.terms import terms_of
from site_builder.search.tokens import VERSION

LAYOUT = 2
"""Part of every shard's name: another number means that pages or files have another shape."""

_ENTRY = "search.json"
"""Sorts after the folders: files are published in order of their names, and this one must come when all others are."""
_SHARD_FOLDERS = ("index", "cards")

ReadText = Callable[[str], str]
"""URL of a document -> its text: plain, a line a paragraph, what may be published of it."""


class ShardEntry(Record, frozen=True, kw_only=True):
    """What the client needs to open a shard."""

    name: str
    facts: str
    """Path below the bundle."""


class Entry(Record, frozen=True, kw_only=True, omit_defaults=False):
    """The one file of the bundle whose name is known beforehand."""

    tokens: int
    """Version of the token rules."""
    folding: str
    terms: str
    shards: tuple[ShardEntry, ...]
    """Newest first."""


class MadeShard(Record, frozen=True, kw_only=True):
    """A shard whose chunks and cards lie in the bundle."""

    files: Mapping[str, int]
    """Path below the bundle -> size in bytes."""
    pages: tuple[int, ...]
    """Row of each page that the index numbers."""
    cuts: str


def write_index(
    documents: Iterable[SearchDocument],
    terms: Sequence[Term],
    *,
    read_text: ReadText,
    workspace: Path,
    executable: Path | None = None,
    sizes: Sequence[Size] = SIZES,
) -> Mapping[str, Path]:
    """The files to publish under `/pagefind/`: path relative to it -> where it lies in `workspace`.

    `executable` is the Pagefind binary; None means that of the installed package.
    Raises `EnvironmentFault` where Pagefind is missing or fails; the last bundle is then left as it was.
    """
    bundle = workspace / "bundle"
    entries: list[ShardEntry] = []
    files: set[str] = {_ENTRY}
    for shard in cut_shards(list(documents), sizes=sizes):
        name = _name_shard(shard)
        made = _find_shard(name, workspace) or _make_shard(
            shard, name, read_text=read_text, workspace=workspace, executable=executable
        )
        facts = _write_named(facts_of(shard, pages=made.pages, cuts=made.cuts), "facts", bundle)
        entries.append(ShardEntry(name=name, facts=facts))
        files |= {facts, *made.files}
    entry = Entry(
        tokens=VERSION,
        folding=_write_named(msgspec.json.encode([TRADITIONAL, SIMPLIFIED]), "folding", bundle),
        terms=_write_named(terms_of(terms), "terms", bundle),
        shards=tuple(entries),
    )
    files |= {entry.folding, entry.terms}
    _write(bundle / _ENTRY, msgspec.json.encode(entry))
    _remove_stale(workspace, [shard.name for shard in entries], files)
    return {file: bundle / file for file in sorted(files)}


def _name_shard(documents: Sequence[SearchDocument]) -> str:
    """Hash of all that decides the bytes of its chunks and cards."""
    parts = [(d.url, d.title, d.date, d.language, d.summary, d.text_key) for d in documents]
    state = (LAYOUT, VERSION, pagefind.engine_version(), pagefind.CHUNK_SIZE, parts)
    return hashlib.sha256(msgspec.json.encode(state)).hexdigest()[:16]


def _find_shard(name: str, workspace: Path) -> MadeShard | None:
    """The shard as it lies in the bundle, if all of it is there."""
    try:
        made = msgspec.json.decode((workspace / "shards" / f"{name}.json").read_bytes(), type=MadeShard)
    except (OSError, msgspec.DecodeError):
        return None
    present = {
        f"{folder}/{name}/{file.name}": file.stat().st_size
        for folder in _SHARD_FOLDERS
        if (workspace / "bundle" / folder / name).is_dir()
        for file in os.scandir(workspace / "bundle" / folder / name)
    }
    return made if present == made.files else None


def _make_shard(
    documents: Sequence[SearchDocument], name: str, *, read_text: ReadText, workspace: Path, executable: Path | None
) -> MadeShard:
    """Index `documents` and put chunks and cards into the bundle."""
    pages, raw = workspace / "pages", workspace / "raw"
    folders = [workspace / "bundle" / folder / name for folder in _SHARD_FOLDERS]
    for folder in (pages, raw, *folders):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    engine = executable or pagefind.find_executable()
    index, cards = folders
    for row, document in enumerate(documents):
        text = read_text(document.url)
        (pages / f"{row}.html").write_bytes(shadow_page(document, text))
        (cards / f"{row}.pack").write_bytes(_pack(card_of(document, text)))
    pagefind.index_folder(pages, raw.resolve(), executable=engine.resolve())
    made = pagefind.read_index(raw)
    for number, chunk in enumerate(made.chunks):
        chunk.file.rename(index / f"{number}.pf_index")
    shutil.rmtree(raw)
    shutil.rmtree(pages)
    shard = MadeShard(
        files={f"{folder.parent.name}/{name}/{file.name}": file.stat().st_size
               for folder in folders for file in sorted(folder.iterdir())},
        pages=tuple(int(page.removesuffix(".html")) for page in made.pages),
        cuts=cut_words(made.chunks),
    )  # fmt: skip
    _write(workspace / "shards" / f"{name}.json", msgspec.json.encode(shard, order="deterministic"))
    return shard


def _write_named(content: bytes, kind: str, bundle: Path) -> str:
    """Write `content`, packed, under a name made of it; the path below the bundle."""
    name = f"index/{hashlib.sha256(content).hexdigest()[:16]}.{kind}"
    _write(bundle / name, _pack(content))
    return name


def _pack(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is never seen half written; one with these bytes is left alone."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_bytes(content)
    unfinished.replace(path)


def _remove_stale(workspace: Path, shards: Sequence[str], files: set[str]) -> None:
    """Remove what no shard and no entry uses any more, and what earlier layouts and interrupted builds left."""
    bundle = workspace / "bundle"
    for folder, _, names in os.walk(bundle, topdown=False):
        above = Path(folder).relative_to(bundle)
        for name in names:
            if (above / name).as_posix() not in files:
                Path(folder, name).unlink(missing_ok=True)
        if not any(os.scandir(folder)):
            Path(folder).rmdir()
    for path in (workspace / "shards").glob("*"):
        if path.stem not in shards:
            path.unlink(missing_ok=True)
