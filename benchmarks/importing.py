"""Imports, each in a process of its own: a folder of real posts, generated posts, the same again, one of them changed.

    python -m benchmarks.importing 10000 [FOLDER]

FOLDER (default ../shared/corpus/hexo) is measured where it exists. Prints a table of wall and CPU seconds, posts a
second and peak memory of all processes together, then the same as one JSON line.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.articles import SITE, write_posts
from benchmarks.measure import read_memory

_INTERVAL_SECONDS = 0.05
Row = dict[str, float | str | int]


def main() -> None:
    """Measure for the number of posts given."""
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    real = Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/corpus/hexo").resolve()
    with tempfile.TemporaryDirectory(prefix="site-builder-benchmark-") as folder:
        root, sources = Path(folder, "archive"), Path(folder, "posts")
        rows = [_measure_real(real, Path(folder, "real"))] if real.is_dir() else []
        write_posts(sources, posts)
        _write_archive(root)
        rows.append(_measure("first", root, sources))
        rows.append(_measure("again", root, sources))
        _edit(sources / f"example-news__{posts // 2}.md")
        rows.append(_measure("one changed", root, sources))
        shutil.rmtree(root / ".cache")
        rows.append(_measure("no cache", root, sources))
    print(f"{'':<12} {'posts':>7} {'wall s':>8} {'CPU s':>8} {'posts/s':>8} {'peak MB':>8} {'written':>8}")
    for row in rows:
        print(
            f"{row['import']:<12} {row['posts']:>7,} {row['wall']:>8.2f} {row['cpu']:>8.2f} {row['rate']:>8,.0f} "
            f"{row['peak_mb']:>8.0f} {row['written']:>8,}"
        )
    print(json.dumps({"n": posts, "cpus": os.cpu_count(), "imports": rows}))


def _measure_real(folder: Path, root: Path) -> Row:
    _write_archive(root)
    return _measure(folder.name, root, folder)


def _write_archive(root: Path) -> None:
    (root / "content").mkdir(parents=True)
    (root / "site.toml").write_text(SITE, encoding="utf-8")


def _measure(name: str, root: Path, sources: Path) -> Row:
    """Import `sources` and watch the memory of the command with all its processes."""
    command = [sys.executable, "-m", "site_builder", "import", str(sources), "--json", "-c", str(root / "site.toml")]
    before, begin = os.times(), time.perf_counter()
    peak = 0
    with tempfile.TemporaryFile() as output:
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        while running.poll() is None:
            peak = max(peak, read_memory(running.pid))
            time.sleep(_INTERVAL_SECONDS)
        wall, after = time.perf_counter() - begin, os.times()
        output.seek(0)
        results = json.load(output)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    written = sum(result["status"] in ("new", "updated") for result in results)
    return {
        "import": name, "posts": len(results), "wall": round(wall, 3), "cpu": round(cpu, 3),
        "rate": round(len(results) / wall, 1), "peak_mb": round(peak / 1024, 1), "written": written,
    }  # fmt: skip


def _edit(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "\n<p>补充一段。</p>\n", encoding="utf-8")


if __name__ == "__main__":
    main()
