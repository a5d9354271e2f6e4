"""CBOR (RFC 8949) into values: the part of it that Pagefind writes. Lists, texts and whole numbers."""

from __future__ import annotations

from typing import Any

_UNSIGNED, _NEGATIVE, _TEXT, _LIST = 0, 1, 3, 4
_BREAK = 0xFF
_INDEFINITE = 31


def decode(content: bytes) -> Any:
    """The one value in `content`. Raises ValueError for kinds of values that Pagefind's index does not have."""
    value, _ = _decode(content, 0)
    return value


def _decode(content: bytes, at: int) -> tuple[Any, int]:
    kind, short = content[at] >> 5, content[at] & 31
    if kind == _LIST:
        return _decode_list(content, at)
    number, at = _decode_number(content, at)
    if kind == _UNSIGNED:
        return number, at
    if kind == _NEGATIVE:
        return -1 - number, at
    if kind == _TEXT:
        return content[at : at + number].decode(), at + number
    raise ValueError(f"CBOR of kind {kind}.{short} at byte {at}")


def _decode_number(content: bytes, at: int) -> tuple[int, int]:
    short = content[at] & 31
    if short < 24:
        return short, at + 1
    width = 1 << (short - 24)
    return int.from_bytes(content[at + 1 : at + 1 + width]), at + 1 + width


def _decode_list(content: bytes, at: int) -> tuple[list[Any], int]:
    values: list[Any] = []
    if content[at] & 31 == _INDEFINITE:
        at += 1
        while content[at] != _BREAK:
            value, at = _decode(content, at)
            values.append(value)
        return values, at + 1
    length, at = _decode_number(content, at)
    for _ in range(length):
        value, at = _decode(content, at)
        values.append(value)
    return values, at
