from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from site_builder.errors import Problem
from site_builder.importing.ingest import ingest
from site_builder.importing.items import Source
from site_builder.importing.outlets import collect_outlets

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_empty_file_is_told_as_empty(data: bytes) -> None:
    results = ingest(
        Source(name="a.md", data=data), now=datetime(2024, 6, 1, tzinfo=ZONE), zone=ZONE, outlets=collect_outlets([])
    )
    assert results == [Problem("a.md", 0, "text-empty", "the file is empty", "delete the file")]
