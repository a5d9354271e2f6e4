"""The floors table of docs/architecture.md holds: nobody imports upwards, and every package has one door."""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = "site_builder"
EVERYWHERE = {"msgspec", "click"}
"""Third-party packages that are a way of writing rather than a dependency behind a door."""
SEPARATE = ("site_builder.pages", "site_builder.feeds", "site_builder.importing")
"""Packages of one file a kind; kinds share what the listed modules hold and know nothing of each other."""
SHARED = {
    "site_builder.pages.context", "site_builder.pages.kinds", "site_builder.feeds.xml", "site_builder.feeds.writers",
}  # fmt: skip


def read_floors() -> dict[str, int]:
    """Package -> floor, from the table."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    floors: dict[str, int] = {}
    for number, packages in re.findall(r"^\|\s*(\d+)\s*\|([^|]*)\|", text, re.MULTILINE):
        for name in re.findall(r"`(site_builder[\w.]*)`", packages):
            assert name not in floors, f"{name} stands on two floors"
            floors[name] = int(number)
    return floors


def list_modules() -> dict[str, Path]:
    """Dotted name -> file."""
    modules = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return modules


MODULES = list_modules()


def find_imports(path: Path) -> list[tuple[int, str]]:
    """(line, dotted name) of every import, those inside functions included."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [(node.lineno, name if name in MODULES else str(node.module)) for name in whole]
    return found


def floor_of(module: str, floors: dict[str, int]) -> int | None:
    while module:
        if module in floors:
            return floors[module]
        module = module.rpartition(".")[0]
    return None


def test_table_knows_every_module() -> None:
    floors = read_floors()
    assert floors
    homeless = [module for module in MODULES if module != PACKAGE and floor_of(module, floors) is None]
    assert homeless == []
    assert [name for name in floors if name not in MODULES] == []


def test_nobody_imports_upwards() -> None:
    floors = read_floors()
    upward = []
    for module, path in MODULES.items():
        floor = floor_of(module, floors)
        for line, name in find_imports(path):
            target = floor_of(name, floors)
            if floor is not None and target is not None and target > floor:
                upward.append(f"{path.relative_to(ROOT)}:{line}: floor {floor} imports {name} of floor {target}")
    assert upward == []


def test_packages_of_one_floor_import_each_other_in_one_direction() -> None:
    pairs = set()
    for module, path in MODULES.items():
        for _, name in find_imports(path):
            home, target = ".".join(module.split(".")[:2]), ".".join(name.split(".")[:2])
            if name.startswith(PACKAGE) and home != target:
                pairs.add((home, target))
    assert [pair for pair in pairs if pair[::-1] in pairs] == []


def test_page_kinds_and_feeds_do_not_import_each_other() -> None:
    kinds = {module for module in MODULES for folder in SEPARATE[:2] if module.startswith(f"{folder}.")} - SHARED
    crossing = [
        f"{module}: {name}"
        for module in sorted(kinds)
        for _, name in find_imports(MODULES[module])
        if name in kinds and name != module
    ]
    assert crossing == []


def test_importers_do_not_import_each_other() -> None:
    has_read = re.compile(r"^def read\(", re.MULTILINE)
    importers = {
        module
        for module, path in MODULES.items()
        if module.startswith("site_builder.importing.") and has_read.search(path.read_text("utf-8"))
    }
    assert len(importers) >= 3
    crossing = [
        f"{module}: {name}"
        for module in sorted(importers)
        for _, name in find_imports(MODULES[module])
        if name in importers and name != module
    ]
    assert crossing == []


def test_every_third_party_package_has_one_door() -> None:
    doors: dict[str, set[str]] = defaultdict(set)
    for module, path in MODULES.items():
        for _, name in find_imports(path):
            package = name.split(".")[0]
            if package not in sys.stdlib_module_names and package != PACKAGE and package not in EVERYWHERE:
                doors[package].add(module)
    assert {package: sorted(modules) for package, modules in doors.items() if len(modules) > 1} == {}


def test_nothing_below_building_touches_the_world() -> None:
    floors = read_floors()
    world = {"os", "pathlib", "shutil", "subprocess", "socket", "sqlite3", "time", "tempfile", "multiprocessing",
             "threading", "urllib.request", "http.client", "random"}  # fmt: skip
    limit = floors["site_builder.search"]
    touching = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for module, path in MODULES.items()
        for line, name in find_imports(path)
        if name in world and (floor_of(module, floors) or 99) < limit
    ]
    assert touching == []
