"""CBOR, by examples of RFC 8949, appendix A."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.search.cbor import decode


@pytest.mark.parametrize(
    ("encoded", "value"),
    [
        ("00", 0),
        ("17", 23),
        ("1818", 24),
        ("1903e8", 1000),
        ("1a000f4240", 1000000),
        ("1b000000e8d4a51000", 1000000000000),
        ("20", -1),
        ("3863", -100),
        ("3903e7", -1000),
        ("60", ""),
        ("6449455446", "IETF"),
        ("63e6b0b4", "水"),
        ("80", []),
        ("8301820203820405", [1, [2, 3], [4, 5]]),
        ("9fff", []),
        ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
    ],
)
def test_value_is_read(encoded: str, value: Any) -> None:
    assert decode(bytes.fromhex(encoded)) == value


@pytest.mark.parametrize("encoded", ["a0", "f4", "40"])
def test_other_kinds_are_refused(encoded: str) -> None:
    with pytest.raises(ValueError, match="CBOR of kind"):
        decode(bytes.fromhex(encoded))
