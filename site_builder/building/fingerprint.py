"""Hashes of everything an output depends on, kept part by part so that a change can be explained.

    code · site info · template closure · one hash for each field of the view

Two outputs with equal fingerprints have equal bytes: rendering sees nothing else.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from site_builder.model import Output

_ENCODER = msgspec.json.Encoder()
"""JSON, because MessagePack forgets the offset of dates; in the given order, because a template may show it."""
_PLAIN = {bool, int, str}
_FIXED = ("code", "site info", "template")


def hash_record(value: Any) -> str:
    """16 hexadecimal digits of the hash of a record's canonical encoding."""
    if value is None or value == () or type(value) in _PLAIN:
        return _hash_plain(type(value).__name__, value)
    return _hash(value)


@lru_cache(maxsize=4096)
def _hash_plain(kind: str, value: Any) -> str:
    """Most fields of a view say nothing, or what a thousand others say. The type counts: 1 is not True."""
    return _hash(value)


def _hash(value: Any) -> str:
    return hashlib.blake2b(_ENCODER.encode(value), digest_size=8).hexdigest()


def hash_texts(*texts: str) -> str:
    """32 hexadecimal digits of the hash of texts; their borders count."""
    state = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()[:32]


@lru_cache(maxsize=1)
def code_version() -> str:
    """Hash of this package's own source files: new code renders everything anew."""
    root = Path(__file__).parent.parent
    state = hashlib.blake2b(digest_size=8)
    for path in sorted(root.rglob("*.py")):
        state.update(path.relative_to(root).as_posix().encode())
        state.update(path.read_bytes())
    return state.hexdigest()


def fingerprint(output: Output, *, info: str, template: str) -> str:
    """The parts of an output's fingerprint, separated by spaces, in the order of `name_parts`."""
    fields = [hash_record(getattr(output.view, field)) for field in output.view.__struct_fields__]
    return " ".join([code_version(), info, template or "-", *fields])


def name_parts(output: Output) -> list[str]:
    """What each part of the fingerprint stands for."""
    return [*_FIXED, *(f"view.{field}" for field in output.view.__struct_fields__)]


def explain_change(output: Output, old: str, new: str) -> list[str]:
    """The names of the parts that differ."""
    before, after = old.split(" "), new.split(" ")
    if len(before) != len(after):
        return ["the kind of page"]
    return [name for name, a, b in zip(name_parts(output), before, after, strict=True) if a != b]
