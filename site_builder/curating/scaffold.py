"""A folder -> an archive that builds at once: settings, two articles, a company, a workflow for static hosting."""

from __future__ import annotations

from pathlib import Path

from site_builder.errors import Problem, UsageError

_FILES = Path(__file__).parent.parent / "scaffold"
_HIDDEN = "dot-"
"""Files that begin with a dot are stored under this prefix: packaging tools leave hidden files out."""


def write_scaffold(folder: Path) -> list[Path]:
    """Copy the scaffold into `folder`; the files written, sorted. A folder that has a site.toml is refused."""
    if (folder / "site.toml").exists():
        message = f'"{folder}" holds an archive already'
        hint = "choose another folder: site-builder init my-news"
        raise UsageError([Problem("", 0, "archive-exists", message, hint)])
    written: list[Path] = []
    for source in sorted(path for path in _FILES.rglob("*") if path.is_file()):
        parts = source.relative_to(_FILES).parts
        target = folder.joinpath(*(f".{p.removeprefix(_HIDDEN)}" if p.startswith(_HIDDEN) else p for p in parts))
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        written.append(target)
    return written
