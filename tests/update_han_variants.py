"""The table of site_builder/language/han_variants.py, made anew from OpenCC: `python -m tests.update_han_variants`.

Single characters of the Basic Multilingual Plane only: browsers fold them one code unit at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from opencc import OpenCC

MODULE = Path(__file__).parent.parent / "site_builder/language/han_variants.py"
_BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
_STANDARDS = ("t2s", "hk2s", "tw2s")
"""Traditional characters in general, then those that only Hong Kong or Taiwan writes so (衞, 裡)."""
_PER_LINE = 50


def read_pairs() -> tuple[str, str]:
    """(traditional characters, the simplified ones in the same order)."""
    converters = [OpenCC(standard) for standard in _STANDARDS]
    table: dict[str, str] = {}
    for char in (chr(code) for block in _BLOCKS for code in block):
        new = next((new for converter in converters if (new := converter.convert(char)) != char), "")
        if len(new) == 1 and ord(new) <= 0xFFFF:
            table[char] = new
    return "".join(table), "".join(table.get(new, new) for new in table.values())


def write_module(source: str, traditional: str, simplified: str) -> str:
    """The module's text with these tables."""
    for name, table in (("TRADITIONAL", traditional), ("SIMPLIFIED", simplified)):
        lines = "\n".join(f'    "{line}"' for line in _split(table))
        source = re.sub(rf"(?m)^{name} = \(\n(?:    \".*\"\n)*\)", f"{name} = (\n{lines}\n)", source)
    return source


def _split(table: str) -> Iterator[str]:
    return (table[start : start + _PER_LINE] for start in range(0, len(table), _PER_LINE))


if __name__ == "__main__":
    MODULE.write_text(write_module(MODULE.read_text(encoding="utf-8"), *read_pairs()), encoding="utf-8")
