"""Posts of bulletin boards and mails -> the text without what the board or the sender puts below every post.

Below a line `--` stands the signature (RFC 3676 §4.3); boards add where the post came from and when it was changed:
`※ 来源:·某站 bbs.example·[FROM: 10.0.0.1]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from site_builder.importing.items import Removal

_STAMP = re.compile(
    r"[\s※☆★:：]{0,6}(?:※\s?(?:来源|來源|修改|转载|轉載|转寄|引用)\s?[:：·].{0,200}|"
    r"[^\s].{0,60}\[FROM:\s?[\w.:*-]{3,60}\].{0,10}|\[FROM:\s?[\w.:*-]{3,60}\])\s{0,8}"
)
_HEAD = 10_000
_ENCODED = re.compile(
    r"=\?[\w-]{1,40}\?[BQbq]\?[^?\s]{0,400}\?=(?:\s{1,3}=\?[\w-]{1,40}\?[BQbq]\?[^?\s]{0,400}\?=){0,20}"
)
_MARK = re.compile(r"--\s{0,2}")
_HEADER = re.compile(r"\s{0,2}(?:发信人|寄信人|發信人|发信站|發信站|From|Message-ID)\s{0,4}[:：]", re.IGNORECASE)
_HEADER_LINES = 12
_MOST_LINES = 40
"""Of a signature; what is longer is text."""


def decode_words(text: str, *, lines: int) -> str:
    """`text` with the encoded words (RFC 2047) of its first `lines` lines as letters; a folded head is one line."""
    if "=?" not in text[:_HEAD]:
        return text
    head, newline, body = _split_lines(text, lines)
    return _ENCODED.sub(_decode_word, head) + newline + body


def _split_lines(text: str, count: int) -> tuple[str, str, str]:
    parts = text.split("\n", count)
    return ("\n".join(parts[:count]), "\n", parts[count]) if len(parts) > count else (text, "", "")


def _decode_word(match: re.Match[str]) -> str:
    """The letters, or the word as it stands where it is broken."""
    try:
        return str(make_header(decode_header(re.sub(r"\s+", " ", match[0]))))
    except (HeaderParseError, LookupError, ValueError):
        return match[0]


def is_post(lines: Sequence[str]) -> bool:
    """True if the text has the head of a post or of a mail, or the stamp of a board."""
    headed = any(_HEADER.match(line) for line in lines[:_HEADER_LINES])
    return headed or any(_STAMP.fullmatch(line[:300]) for line in lines[-_HEADER_LINES:])


def take_signature(lines: Sequence[str]) -> tuple[list[str], tuple[Removal, ...]]:
    """(the lines of a post without its stamps and signature, what was left out)."""
    removed: list[Removal] = []
    kept: list[str] = []
    for line in lines:
        if _STAMP.fullmatch(line[:300]):
            removed.append(("board-stamp", line.strip()))
        else:
            kept.append(line)
    start = _signature_start(kept)
    signature = [("board-signature", line.strip()) for line in kept[start:] if line.strip()]
    return kept[:start], (*signature, *removed)


def _signature_start(lines: Sequence[str]) -> int:
    """The line on which the signature begins, or the number of lines."""
    for index in range(len(lines) - 1, max(-1, len(lines) - _MOST_LINES), -1):
        if _MARK.fullmatch(lines[index]):
            return index if any(line.strip() for line in lines[:index]) else len(lines)
        if lines[index].lstrip().startswith((">", "【")):
            break
    return len(lines)
