"""Case folders: a source file in its shape beside the documents that come of it."""

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.errors import Problem
from site_builder.formats.front_matter import dump_document
from site_builder.importing.decoding import decode
from site_builder.importing.ingest import ingest, sniff
from site_builder.importing.items import DigestDraft, Draft, FieldFinding, Source
from site_builder.importing.outlets import collect_outlets

CASES = Path(__file__).parent / "cases"
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2024, 6, 1, 12, 0, tzinfo=ZONE)
OUTLETS = collect_outlets([])


def _written(results: list[Draft | DigestDraft | Problem | FieldFinding]) -> dict[str, str]:
    """File name -> text of every document, of the problems, and of what rules removed."""
    drafts = [result for result in results if isinstance(result, Draft)]
    files = {
        f"expected-{number}.md": dump_document(draft.front_matter, draft.markdown)
        for number, draft in enumerate(drafts, start=1)
    }
    for digest in (result for result in results if isinstance(result, DigestDraft)):
        files["expected-digest.md"] = dump_document(digest.front_matter, digest.markdown)
    problems = [str(result) for result in results if isinstance(result, Problem)]
    removed = [f"{rule}: {text}" for draft in drafts for rule, text in draft.removed]
    for name, lines in (("problems.txt", problems), ("removed.txt", removed)):
        if lines:
            files[name] = "\n".join(lines) + "\n"
    return files


@pytest.mark.parametrize("folder", sorted(CASES.glob("*/*")), ids=lambda path: "/".join(path.parts[-2:]))
def test_source_becomes_the_expected_documents(folder: Path) -> None:
    (source,) = folder.glob("source.*")
    results = ingest(Source(name=source.name, data=source.read_bytes()), now=NOW, zone=ZONE, outlets=OUTLETS)
    written = _written(results)
    if os.environ.get("UPDATE_CASES"):
        for name, text in written.items():
            (folder / name).write_text(text, encoding="utf-8")
    expected = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path != source}
    assert written == expected


@pytest.mark.parametrize("folder", sorted(CASES.glob("*/*")), ids=lambda path: "/".join(path.parts[-2:]))
def test_shape_is_sniffed(folder: Path) -> None:
    (source,) = folder.glob("source.*")
    text, _ = decode(source.read_bytes())
    assert sniff(text, source.name)[0].name == folder.parent.name
