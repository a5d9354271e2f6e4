"""HTML with what one decoding too many hid -> HTML that shows it again, and true comments left out.

Mirrors decode entities twice: `&lt;dependency&gt;` in a listing becomes a tag, and `&lt;!--` a comment that swallows
text up to the next `-->`. Inside listings only tags that format are tags; everything else was code.
Outside of listings, too, words in angle brackets stay words (`Vec<u8>`), as `html_elements` tells them.
One pass, on the text, since a parser has lost case, order and end tags already.
"""

from __future__ import annotations

import re

from site_builder.formats.html_elements import closed_names, spell_code, spell_words

_IN_HTML = re.compile(r"<!--|<(?:pre|code|script|style|svg|math)(?=[\s>])", re.IGNORECASE)
_IN_MARKDOWN = re.compile(rf"^ {{0,3}}(?:`{{3,}}|~{{3,}})|`+|{_IN_HTML.pattern}", re.MULTILINE | re.IGNORECASE)
_RAW = {"<script", "<style", "<svg", "<math"}
"""Elements whose names are their own."""
_PAIRS = {"』": "『", "」": "「", "）": "（", "》": "《", "】": "【", "”": "“"}
_BEFORE = 40
"""Characters before a comment in which a bracket may have been opened."""
_MAX_CODE = 2_000
"""Characters of code inside a paragraph; what is longer was never closed."""


def restore_code(text: str, *, markdown: bool = False) -> str:
    """`text` without comments, the code in its listings spelled out, and comments that are text shown as such.

    In `markdown` fenced code and code spans stay as they are.
    """
    mark_up = _IN_MARKDOWN if markdown else _IN_HTML
    closed = closed_names(text)
    parts: list[str] = []
    position = 0
    closings: dict[str, int] = {}
    while opening := mark_up.search(text, position):
        start, end = opening.span()
        mark = opening[0].strip(" ").lower()
        parts.append(spell_words(text[position:start], closed, markdown=markdown))
        if mark in _RAW:
            position = max(end, _end_of_listing(text, mark, end, closings))
            parts.append(text[start:position])
        elif mark == "<!--":
            close = _find(text, "-->", end, closings)
            is_text = close < 0 or _is_torn(text[max(0, start - _BEFORE) : start], text[end:close])
            parts.append("&lt;!--" if is_text else "")
            position = end if is_text else close + 3
        elif mark[0] == "<":
            position = _end_of_listing(text, mark, end, closings)
            parts.append(opening[0] + spell_code(text[end:position]))
        else:
            position = _end_of_code(text, mark, end, is_fence=len(mark) > 2 and _is_line_start(text, start))
            parts.append(text[start:position])
    return "".join([*parts, spell_words(text[position:], closed, markdown=markdown)])


def _find(text: str, mark: str, start: int, closings: dict[str, int]) -> int:
    """Where `mark` stands next, -1 if nowhere; looks through the text only once for marks that are missing."""
    if mark in closings and (closings[mark] < 0 or closings[mark] >= start):
        return closings[mark]
    closings[mark] = text.find(mark, start)
    return closings[mark]


def _is_torn(before: str, comment: str) -> bool:
    """True if a bracket opened before the comment closes in it: then the comment is part of a sentence."""
    for closing, opening in _PAIRS.items():
        is_open = before.rfind(opening) > before.rfind(closing)
        position = comment.find(closing)
        if is_open and position >= 0 and opening not in comment[:position]:
            return True
    return False


def _end_of_listing(text: str, mark: str, start: int, closings: dict[str, int]) -> int:
    """Before the tag that closes a listing; `start` itself where it is not closed."""
    closing = f"</{mark[1:]}>"
    end = min((e for e in (_find(text, c, start, closings) for c in (closing, closing.upper())) if e >= 0), default=-1)
    if end < 0 or (mark == "<code" and end - start > _MAX_CODE):
        return start
    return end


def _end_of_code(text: str, mark: str, start: int, *, is_fence: bool) -> int:
    """Behind the fence or the backticks that close a piece of Markdown code."""
    if is_fence:
        closing = re.compile(rf"^ {{0,3}}{re.escape(mark)}{re.escape(mark[0])}*[ \t]*$", re.MULTILINE)
        found = closing.search(text, start)
        return found.end() if found else len(text)
    limit = text.find("\n\n", start, start + _MAX_CODE)
    end = text.find(mark, start, limit if limit >= 0 else start + _MAX_CODE)
    return end + len(mark) if end >= 0 else start


def _is_line_start(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] == "\n"
