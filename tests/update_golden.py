"""Rewrite tests/sites/small/expected: `python -m tests.update_golden`; then read the diff."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

SMALL = Path(__file__).parent / "sites" / "small"
sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    """Build a copy of the small site and put its files in the place of the expected ones."""
    import tempfile

    from small_archive import build_copy

    with tempfile.TemporaryDirectory() as folder:
        tree = build_copy(SMALL, Path(folder) / "small")
    shutil.rmtree(SMALL / "expected", ignore_errors=True)
    for name, content in tree.items():
        path = SMALL / "expected" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    print(f"{len(tree)} files written to {SMALL / 'expected'}")


if __name__ == "__main__":
    main()
