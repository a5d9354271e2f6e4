"""Content files -> parsed files, names sorted: all that assembly needs, mostly from the cache."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import msgspec

from site_builder.archive.parse import (
    ParsedFile,
    parse_article_file,
    parse_digest_file,
    parse_page_file,
    parse_term_file,
)
from site_builder.building.cache import Cache
from site_builder.building.fingerprint import code_version, hash_record, hash_texts
from site_builder.building.parallel import map_items
from site_builder.building.project import ContentFile
from site_builder.config import Config
from site_builder.documents import TAXONOMIES, Record
from site_builder.errors import Problem
from site_builder.language.slugs import sort_key
from site_builder.model import ParsedArticle, ParsedPage, ParsedTerm

_DECODER = msgspec.json.Decoder(ParsedFile)
_ENCODER = msgspec.json.Encoder()
"""JSON, because MessagePack turns every date into UTC: an article from the cache would move to another day."""

Step = Callable[[int, int], None]
"""Called with (done, total) as a step goes on."""


class Loaded(Record, frozen=True, kw_only=True):
    """Everything below content/, parsed; problems of every file."""

    articles: tuple[ParsedArticle, ...]
    terms: tuple[ParsedTerm, ...]
    pages: tuple[ParsedPage, ...]
    undated: tuple[ParsedPage, ...]
    """Articles without a date."""
    digests: tuple[ParsedPage, ...]
    problems: tuple[Problem, ...]
    seconds: Mapping[str, float] = {}
    """Path -> processor seconds that parsing took, of the files that were parsed."""


class Settings(Record, frozen=True, kw_only=True):
    """The part of the configuration that parsing depends on."""

    timezone: str
    language: str


_settings = Settings(timezone="UTC", language="en")
"""This process's settings while `_parse` runs; set by `_set_up`."""


def load(files: Sequence[ContentFile], config: Config, cache: Cache, *, jobs: int, step: Step) -> Loaded:
    """Parse what the cache does not know; bodies of all files are in the cache afterwards."""
    settings = Settings(timezone=config.timezone, language=config.language)
    salt = f"{code_version()} {hash_record(settings)}"
    keys = {file.path: hash_texts(salt, file.path, file.text) for file in files}
    known = {key: _DECODER.decode(record) for key, record in cache.find_parsed(keys.values()).items()}
    bodies = cache.has_bodies({body for parsed in known.values() if (body := _body_key(parsed))})
    known = {key: parsed for key, parsed in known.items() if _body_key(parsed) in bodies or not _body_key(parsed)}
    missing = [file for file in files if keys[file.path] not in known]
    parsed_now = map_items(_parse_timed, missing, jobs=jobs, setup=_set_up, setup_arguments=(settings,))
    seconds: dict[str, float] = {}
    for number, (file, (parsed, seconds[file.path])) in enumerate(zip(missing, parsed_now, strict=True), 1):
        key = keys[file.path]
        known[key] = _remember(cache, key, parsed)
        step(len(files) - len(missing) + number, len(files))
    cache.sweep("parsed", set(keys.values()))
    cache.sweep("bodies", {body for parsed in known.values() if (body := _body_key(parsed))})
    return msgspec.structs.replace(_collect([known[keys[file.path]] for file in files]), seconds=seconds)


def _remember(cache: Cache, key: str, parsed: ParsedFile) -> ParsedFile:
    """Store a fresh result; what stays in memory has no texts."""
    lean = msgspec.structs.replace(parsed, html="", text="")
    body = _body_key(parsed)
    if body:
        cache.add_bodies([(body, parsed.html, parsed.text)])
    cache.add_parsed([(key, _ENCODER.encode(lean))])
    return lean


def _body_key(parsed: ParsedFile) -> str:
    record = parsed.article or parsed.undated or parsed.page or parsed.digest or parsed.term
    return record.body.key if record else ""


def _set_up(settings: Settings) -> None:
    global _settings
    _settings = settings


def _parse_timed(file: ContentFile) -> tuple[ParsedFile, float]:
    begin = time.process_time()
    return _parse(file), time.process_time() - begin


def _parse(file: ContentFile) -> ParsedFile:
    """One file, by the folder it lies in."""
    zone, language = ZoneInfo(_settings.timezone), _settings.language
    folder = PurePosixPath(file.path).parts[1]
    if folder == "articles":
        return parse_article_file(file.path, file.text, zone=zone, language=language)
    if folder == "pages":
        return parse_page_file(file.path, file.text, zone=zone, language=language)
    if folder == "digests":
        return parse_digest_file(file.path, file.text, zone=zone, language=language)
    if folder in TAXONOMIES:
        return parse_term_file(file.path, file.text, taxonomy=folder, zone=zone, language=language)
    hint = "move it to content/articles/, digests/, pages/ or " + ", ".join(f"{taxonomy}/" for taxonomy in TAXONOMIES)
    problem = Problem(file.path, 0, "folder-unknown", "lies in no folder that is read", hint, "warning")
    return ParsedFile(problems=(problem,))


def _collect(parsed: Iterable[ParsedFile]) -> Loaded:
    files = list(parsed)
    return Loaded(
        articles=tuple(file.article for file in files if file.article),
        terms=tuple(file.term for file in files if file.term),
        pages=tuple(file.page for file in files if file.page),
        undated=tuple(file.undated for file in files if file.undated),
        digests=tuple(file.digest for file in files if file.digest),
        problems=tuple(problem for file in files for problem in file.problems),
    )


class SortKeys:
    """`sort_key` remembered in the cache: pinyin needs dictionaries that take longer to load than a build."""

    def __init__(self, cache: Cache) -> None:
        self._known = cache.names(code_version())
        self._new: dict[str, tuple[str, str]] = {}

    def __call__(self, name: str) -> tuple[str, str]:
        """(index letter, sortable key) of a name."""
        if name not in self._known:
            self._known[name] = self._new[name] = sort_key(name)
        return self._known[name]

    def save(self, cache: Cache) -> None:
        """Write down the names met for the first time."""
        cache.add_names(code_version(), self._new)
