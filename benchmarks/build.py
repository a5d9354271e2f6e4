"""Builds of a generated archive, each in a process of its own: cold, unchanged, one article edited, one new, no cache.

    python -m benchmarks.build 1000

Prints a table of wall and CPU seconds, peak memory and what was rendered, then the same as one JSON line.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.articles import article_path, write_archive


def main() -> None:
    """Measure for the number of articles given."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="site-builder-benchmark-") as folder:
        root = Path(folder)
        write_archive(root, articles)
        steps: list[tuple[str, Callable[[], None]]] = [
            ("cold", lambda: None),
            ("unchanged", lambda: None),
            ("one edit", lambda: _edit(root / article_path(articles // 2, articles))),
            ("one new", lambda: _add(root, articles)),
            ("no cache", lambda: shutil.rmtree(root / ".cache")),
        ]
        rows = [_measure(name, prepare, root) for name, prepare in steps]
    print(f"{articles:,} articles, search off")
    print(f"{'':<10} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'rendered':>9} {'written':>8} {'planned':>8}")
    for row in rows:
        print(
            f"{row['build']:<10} {row['wall']:>8.2f} {row['cpu']:>8.2f} {row['peak_mb']:>8.0f} "
            f"{row['rendered']:>9,} {row['written']:>8,} {row['planned']:>8,}"
        )
    print(json.dumps({"n": articles, "builds": rows}))


def _measure(name: str, prepare: Callable[[], None], root: Path) -> dict[str, float | str | int]:
    prepare()
    command = [sys.executable, "-m", "site_builder", "build", "--no-search", "--json", "-c", str(root / "site.toml")]
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    output = subprocess.run(command, check=True, capture_output=True).stdout
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    report = json.loads(output)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = {key: report[key] for key in ("rendered", "written", "planned")}
    return {"build": name, "wall": round(wall, 3), "cpu": round(cpu, 3), "peak_mb": after.ru_maxrss / 1024, **counts}


def _edit(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n补充一段。\n", encoding="utf-8")


def _add(root: Path, articles: int) -> None:
    newest = root / article_path(articles - 1, articles)
    text = newest.read_text(encoding="utf-8").replace("title: ", "title: 又一篇", 1)
    newest.with_name("article-new.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
