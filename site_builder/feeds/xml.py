"""Text and attributes for XML 1.0 documents written by hand."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML 1.0 document may hold, not even escaped (XML 1.0 §2.2)."""


def text(value: str) -> str:
    """Escaped character data, without characters XML forbids."""
    return escape(_ILLEGAL.sub("", value))


def attribute(value: str) -> str:
    """A quoted attribute value."""
    return quoteattr(_ILLEGAL.sub("", value))


def element(name: str, value: str, **attributes: str) -> str:
    """One element with text content, on a line of its own."""
    written = "".join(f" {key}={attribute(v)}" for key, v in attributes.items())
    return f"<{name}{written}>{text(value)}</{name}>\n"
