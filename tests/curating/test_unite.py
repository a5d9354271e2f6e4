"""Two files of one article: the longest text, and what both know."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.curating.import_sources import ImportResult, import_sources
from site_builder.curating.unite import unite

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, 12, tzinfo=ZONE)
CASES = Path(__file__).parent / "unite"
SHORT, LONG = CASES / "short.md", CASES / "long.md"
EXPECTED = (CASES / "expected.md").read_text(encoding="utf-8")


def _import(root: Path, *paths: Path) -> list[ImportResult]:
    return import_sources(paths, root=root, zone=ZONE, now=NOW, jobs=1)


def _documents(root: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((root / "content/articles").rglob("*.md"))]


@pytest.mark.parametrize(
    "runs",
    [[[SHORT, LONG]], [[LONG, SHORT]], [[SHORT], [LONG]], [[LONG], [SHORT]]],
    ids=["together", "together, turned round", "short first", "long first"],
)
def test_every_order_gives_the_same_document(runs: list[list[Path]], tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for paths in runs:
        _import(tmp_path, *paths)
    assert _documents(tmp_path) == [EXPECTED]
    for paths in ([SHORT], [LONG], [SHORT, LONG]):
        assert {result.status for result in _import(tmp_path, *paths)} == {"unchanged"}
        assert _documents(tmp_path) == [EXPECTED]


def test_what_the_curator_took_away_does_not_come_back(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    _import(tmp_path, LONG)
    _import(tmp_path, SHORT)
    (path,) = (tmp_path / "content/articles").rglob("*.md")
    edited = EXPECTED.replace("- 港口\n", "").replace("outlet: 港城日报\n", "")
    assert edited.count("\n") == EXPECTED.count("\n") - 2
    path.write_text(edited, encoding="utf-8")
    for paths in ([SHORT], [LONG]):
        _import(tmp_path, *paths)
        assert _documents(tmp_path) == [edited]


def test_document_that_cannot_be_read_gives_nothing() -> None:
    content = LONG.read_bytes()
    assert unite([content, b"---\ntitle: [\n---\n", b"\xff"], zone=ZONE) == content
