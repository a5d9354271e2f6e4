"""What of a digest's page stands in no item -> each piece with the reason, and a warning where it is long.

A list of the items' titles, words about the digest itself, the closing words; the rest is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from site_builder.errors import Problem
from site_builder.importing.digest_page import Line, Page, is_chrome_heading, title_key
from site_builder.importing.digest_words import CHROME_TEXT, CLOSING, MAX_CHROME_TEXT, SUBMISSIONS
from site_builder.importing.items import Removal
from site_builder.importing.loose_markdown import markdown_text
from site_builder.language.characters import single_line

_ESSAY = 200
"""Characters outside the items that are worth a warning."""
_SUMMARY_ENTRY = re.compile(r"\s{0,8}(?:[（(]\d{1,3}[）)]|\d{1,3}\s?[、.．])")
_SHOWN = 60
_UNREAD = re.compile(r"https?://[^\s<>]{1,1900}|<[^<>\n]{1,1900}>")


def left_over(page: Page, inside: Sequence[tuple[int, int]], titles: set[str]) -> tuple[Removal, ...]:
    """What stands in no item, paragraph by paragraph, each with the reason."""
    covered = [False] * len(page.lines)
    for start, end in inside:
        covered[start:end] = [True] * (end - start)
    removed: list[Removal] = []
    name = title_key(page.title)
    section, lines = "", list[Line]()
    for line, is_covered in zip(page.lines, covered, strict=True):
        if (line.level or is_covered) and lines:
            removed += _reasons(section, lines, titles)
            lines = []
        if line.level:
            section = line.heading
        elif not is_covered and (not line.text or title_key(line.text) != name):
            lines.append(line)
    return (*removed, *_reasons(section, lines, titles))


def _reasons(section: str, lines: Sequence[Line], titles: set[str]) -> Iterator[Removal]:
    """The lines outside items: a list of the items' titles, words about the digest, or left over."""
    said = [line for line in lines if line.text.strip() and not line.is_rule]
    keys = [title_key(line.text) for line in said]
    listed = sum(key in titles for key in keys)
    entries = sum(bool(_SUMMARY_ENTRY.match(line.text)) for line in said)
    if listed and 2 * (listed + entries) >= len(said):
        missing = [line for line, key in zip(said, keys, strict=True) if _is_missing(line, key, titles)]
        yield ("digest-summary", "\n".join(line.text for line in said))
        yield from (("digest-listed-only", line.text.strip()) for line in missing)
        return
    for paragraph in _paragraphs(lines):
        yield _reason(section, "\n".join(line.text for line in paragraph))


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if line.text.strip() and not line.is_rule:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _reason(section: str, text: str) -> Removal:
    short = len(text) <= MAX_CHROME_TEXT
    is_chrome = (
        is_chrome_heading(section)
        or (short and (CHROME_TEXT.search(text) or SUBMISSIONS.match(text)))
        or CLOSING.fullmatch(text[:60])
    )
    return ("digest-chrome" if is_chrome else "digest-left-over", text)


def _is_missing(line: Line, key: str, titles: set[str]) -> bool:
    """True for an entry of the list, of the first level, that no item answers."""
    is_first = bool(re.match(r"\s{0,3}\d{1,3}\s?[、.．]", line.text))
    return is_first and bool(key) and key not in titles and not any(key in title or title in key for title in titles)


def left_over_warnings(removed: Sequence[Removal], file: str) -> Iterator[Problem]:
    rest = [text for rule, text in removed if rule == "digest-left-over"]
    shown = [single_line(_UNREAD.sub("", markdown_text(text))) for text in rest]
    size = sum(len(text) for text in shown)
    if size >= _ESSAY:
        longest = max(shown, key=len)
        message = f'{size:,} characters stand in no item, among them "{longest[:_SHOWN].strip()}"'
        hint = "--explain lists them; import the page with --format plain-text to have them as an article"
        yield Problem(file, 0, "digest-left-over", message, hint, "warning")
    for rule, text in removed:
        if rule == "digest-listed-only":
            yield Problem(file, 0, rule, f'"{text[:_SHOWN]}" is listed but has no text in the page', "", "warning")
