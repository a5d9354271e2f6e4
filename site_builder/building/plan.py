"""The assembled site -> the list of all outputs, checked: no two claim one place, no path leaves the destination."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from site_builder.building.fingerprint import hash_record
from site_builder.building.publish import MANIFEST, folders_above
from site_builder.config import Config
from site_builder.documents import Record
from site_builder.errors import Problem
from site_builder.feeds import host_files, rss, sitemap
from site_builder.model import Output, Site
from site_builder.pages.context import PlanSettings
from site_builder.pages.kinds import PLANS

_MAX_SEGMENT_BYTES = 240


class FileView(Record, frozen=True, kw_only=True):
    """A file that is published as it is."""

    source: str
    """Where it lies on disk."""
    version: str
    """Changes when the content may have: a hash, or size and time."""


def plan_site(site: Site, config: Config) -> list[Output]:
    """Every page, feed and host file."""
    settings = PlanSettings(
        page_size=config.page_size,
        feed_size=config.feed_size,
        search=config.search,
        indexable=config.robots != "private",
        link_companies=config.companies.link,
        index_from=config.companies.index_from,
        with_tags=config.companies.with_tags,
    )
    outputs = [output for plan in PLANS for output in plan(site, settings)]
    outputs += rss.plan(site, settings)
    outputs += host_files.plan(site, robots=config.robots)
    outputs += sitemap.plan(outputs)
    return outputs


def plan_bytes(files: Mapping[str, bytes], *, folder: str) -> Iterator[Output]:
    """Outputs of files that are in memory; `files` maps published names to content."""
    for name, content in sorted(files.items()):
        path = f"{folder}{name}"
        yield Output(
            path=path, url=f"/{path}", kind="asset", view=FileView(source=name, version=hash_record(content)),
            stage="asset", indexable=False,
        )  # fmt: skip


def plan_copies(files: Mapping[str, Path], *, folder: str, kind: str) -> Iterator[Output]:
    """Outputs of files on disk; `files` maps paths below `folder` to where they lie."""
    for name, source in sorted(files.items()):
        stat = source.stat()
        view = FileView(source=str(source), version=f"{stat.st_size}:{stat.st_mtime_ns}")
        path = f"{folder}{name}"
        yield Output(path=path, url=f"/{path}", kind=kind, view=view, stage="asset", indexable=False)


def find_collisions(outputs: Sequence[Output]) -> list[Problem]:
    """Two outputs for one place, on any file system: compared case-folded and NFC-normalised."""
    owners: dict[str, Output] = {}
    problems: list[Problem] = []
    for output in outputs:
        problems += _check_path(output)
        place = unicodedata.normalize("NFC", output.path).casefold()
        owner = owners.setdefault(place, output)
        if owner is not output:
            problems.append(_describe_collision(output, owner))
    for place, output in owners.items():
        for folder in folders_above(place):
            if folder in owners:
                problems.append(_describe_collision(output, owners[folder]))
    return problems


def _describe_collision(output: Output, owner: Output) -> Problem:
    other = owner.source or f"the {owner.kind} page"
    message = f"{output.url} is already the address of {other}"
    hint = "give one of them another slug: slug: …"
    return Problem(output.source, output.line if output.source else 0, "address-taken", message, hint)


def _check_path(output: Output) -> list[Problem]:
    segments = output.path.split("/")
    if "\\" not in output.path and segments[0] != MANIFEST and all(_is_segment(segment) for segment in segments):
        return []
    message = f'"{output.url}" cannot be an address'
    return [Problem(output.source, output.line, "address-wrong", message, "change the slug or alias")]


def _is_segment(segment: str) -> bool:
    return (
        segment not in ("", ".", "..") and segment.isprintable() and len(segment.encode()) <= _MAX_SEGMENT_BYTES
    )
