"""Text without the characters that no feed, file name or title may carry.

XML 1.0 (§2.2) forbids most control characters, lone surrogates and U+FFFE/F; bidirectional controls can make
a title read as something it is not (Unicode TR 36).
"""

from __future__ import annotations

import re
import unicodedata

_NOT_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile("\r+\n|\r|\x85|\u2028|\u2029|\v|\f")


def strip_illegal(text: str) -> str:
    """`text` without what XML 1.0 cannot carry."""
    return _NOT_XML.sub("", text)


def strip_invisible(text: str) -> str:
    """`text` without zero-width spaces, soft hyphens and bidirectional controls; joiners of emoji stay."""
    return _INVISIBLE.sub("", _BIDI.sub("", text))


def single_line(text: str) -> str:
    """`text` as a title or name: one line, single spaces, nothing illegal or invisible."""
    return _SPACES.sub(" ", strip_invisible(strip_illegal(unify_line_ends(text)))).strip()


def unify_line_ends(text: str) -> str:
    """`text` with every kind of line end as one newline; a stray CR before CR LF adds none."""
    return _LINE_ENDS.sub("\n", text)


def fold(text: str) -> str:
    """`text` as a key for comparing: compatibility forms and letter case folded, spaces trimmed (NFKC)."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _SPACES.sub(" ", folded).strip()
