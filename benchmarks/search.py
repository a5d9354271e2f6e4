"""The search of a generated archive, or of one of yours: what its index costs, what queries load, take and find.

    python -m benchmarks.search 2000            as many generated articles (more words: [STYLE] [QUERIES])
    python -m benchmarks.search FOLDER          the archive in FOLDER, copied

Builds in processes of its own, edits the newest article and builds again, then asks in Chromium over loopback and holds
the answers against a plain search of the texts. Prints tables, then one JSON line.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.articles import write_archive
from benchmarks.measure import Cost, measure
from benchmarks.search_queries import Answers, ask_browser, choose_queries
from site_builder.search.tokens import fold

GOALS = (
    ("recall", "recall", "≥ 0.999"),
    ("precision", "precision", "≥ 0.99"),
    ("first query, median kB", "first_kb", "≤ 350 at 10,000"),
    ("further query, median kB", "further_kb", "≤ 150 at 10,000"),
    ("rare word, median ms", "rare_ms", "≤ 100 at 20,000"),
    ("median word, median ms", "median_ms", "≤ 100 at 20,000"),
    ("word in most articles, median ms", "common_ms", "≤ 800 at 20,000"),
    ("index, CPU s per 1,000", "index_cpu_per_1000", "≤ 25"),
    ("index, peak MB", "index_peak_mb", "≤ 2,000 at 20,000"),
    ("one edit, index CPU s", "edit_cpu", "≤ 5 at 20,000"),
    ("one edit, files kept", "edit_kept", "≥ 0.95"),
    ("breaches of the policy", "policy_breaches", "0"),
)


def main() -> None:
    """Measure for the number of articles, or the archive, given."""
    asked = sys.argv[1] if len(sys.argv) > 1 else "2000"
    style = sys.argv[2] if len(sys.argv) > 2 else "news"
    queries = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    with tempfile.TemporaryDirectory(prefix="site-builder-benchmark-") as folder:
        root = Path(folder, "archive")
        if asked.isdigit():
            write_archive(root, int(asked), style)
        else:
            shutil.copytree(asked, root, ignore=shutil.ignore_patterns(".cache", "output", ".git"))
        figures = _measure_index(root)
        print(json.dumps(figures), file=sys.stderr)
        texts = dict(_read_texts(root / "output"))
        answers = ask_browser(root / "output", choose_queries(texts, _read_names(root / "output"), queries), texts)
    figures |= _sum_up(answers) | {"articles": len(texts)}
    for label, key, goal in GOALS:
        print(f"{label:<34} {figures[key]:>12,.3f}   {goal}")
    for wrong in answers.wrong[:10]:
        print("wrong:", wrong)
    print(json.dumps(figures, ensure_ascii=False))


def _build(root: Path, *options: str) -> Cost:
    command = [sys.executable, "-m", "site_builder", "build", "--json", "-c", str(root / "site.toml"), *options]
    return measure([*command, "-d", str(root / "output")], root, {"PYTHONPATH": str(Path(__file__).parent.parent)})


def _measure_index(root: Path) -> dict[str, Any]:
    """Cost of the index: builds with and without it, on a cache that knows the articles."""
    _build(root, "--no-search")
    without = _build(root, "--no-search")
    first = _build(root)
    before = _hash_files(root / "output" / "pagefind")
    articles = len([name for name in before if name.startswith("cards/")])
    newest = max((root / "content" / "articles").rglob("*.md"), key=_date_line)
    with newest.open("a", encoding="utf-8") as file:
        file.write("\n补充一段。\n")
    edited = _build(root)
    after = _hash_files(root / "output" / "pagefind")
    kept = sum(before.get(name) == value for name, value in after.items())
    return {
        "index_cpu": first.cpu - without.cpu,
        "index_cpu_per_1000": (first.cpu - without.cpu) / articles * 1000,
        "index_peak_mb": first.largest_mb,
        "index_files": len(before),
        "index_mb": sum(path.stat().st_size for path in (root / "output/pagefind").rglob("*") if path.is_file()) / 1e6,
        "shards": len({name.split("/")[1] for name in before if name.startswith("cards/")}),
        "edit_cpu": edited.cpu - without.cpu,
        "edit_wall": json.loads(edited.output)["seconds"]["search"],
        "edit_kept": kept / len(after),
    }


def _date_line(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line for line in lines if line.startswith("date:")), "")


def _hash_files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _read_texts(output: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """URL -> folded title and text of what is searched."""
    for path in sorted((output / "pagefind" / "cards").rglob("*.pack")):
        card = json.loads(gzip.decompress(path.read_bytes()))
        yield card["url"], (fold(card["title"]), fold(card["text"]))


def _read_names(output: Path) -> list[str]:
    """Names and other names of every company with articles."""
    [path] = (output / "pagefind" / "index").glob("*.terms")
    companies = json.loads(gzip.decompress(path.read_bytes()))["company"]
    return [name for _, first, others, _ in companies for name in (first, *others)]


def _sum_up(answers: Answers) -> dict[str, Any]:
    return {
        "queries": answers.queries,
        "recall": answers.recall,
        "precision": answers.precision,
        "wrong": len(answers.wrong),
        "first_kb": answers.first_bytes / 1000,
        "further_kb": answers.further_bytes / 1000,
        **{f"{kind}_ms": value for kind, value in answers.milliseconds.items()},
        "policy_breaches": answers.policy_breaches,
    }


if __name__ == "__main__":
    main()
