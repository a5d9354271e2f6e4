"""What the last build changed in its destination, as a file for deploy scripts: `.cache/last-build.json`.

    {"destination": "/srv/archive/output", "written": ["index.html", …], "removed": ["old/index.html", …]}

Paths are relative to the destination and sorted. Files of the search index are among them: they are uploaded, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

LAST_BUILD = "last-build.json"


def write_last_build(folder: Path, *, destination: Path, written: Iterable[str], removed: Iterable[str]) -> None:
    """Replace the file in `folder`. A build into `folder` itself, a preview, leaves it alone."""
    place = destination.resolve()
    if place.is_relative_to(folder.resolve()):
        return
    value = {"destination": str(place), "written": sorted(written), "removed": sorted(removed)}
    temporary = folder / f"{LAST_BUILD}.new"
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")
    temporary.replace(folder / LAST_BUILD)
