"""What of a digest's page stands in no item -> what a rule takes away, and what is left over.

A list of the items' titles, words about the digest itself and the closing words are taken away, each with the rule's
name. The rest is left over: it belongs to the digest, not to an item, and a warning says where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from site_builder.documents import Record
from site_builder.errors import Problem
from site_builder.formats.blocks import Block
from site_builder.importing.digest_page import TAG, Line, Page, is_chrome_heading, title_key
from site_builder.importing.digest_words import CHROME_TEXT, CLOSING, MAX_CHROME_TEXT, SUBMISSIONS
from site_builder.importing.items import Removal
from site_builder.importing.loose_markdown import markdown_text, read_body
from site_builder.language.characters import single_line

LEFT_OVER, LISTED_ONLY = "digest-left-over", "digest-listed-only"
_MOST_TOLD = 8
"""Places that get a warning of their own; one more names the others together."""
_SUMMARY_ENTRY = re.compile(r"\s{0,8}(?:[（(]\d{1,3}[）)]|\d{1,3}\s?[、.．])")
_SHORT_ENTRY = 16
"""Characters of a line of a list of titles that says no more than 本期要点."""
_SHOWN = 60
_UNREAD = re.compile(r"https?://[^\s<>]{1,1900}|<[^<>\n]{1,1900}>")


class Piece(Record, frozen=True):
    """Lines that stand in no item."""

    rule: str
    """That takes them away; `LEFT_OVER` where none does."""
    text: str
    """Markdown."""
    line: int
    """1-based, in the source file."""
    heading: Line | None = None
    """That they stand under."""
    after: int = 0
    """Lines of items above them."""


def find_pieces(page: Page, inside: Sequence[tuple[int, int]], titles: set[str]) -> tuple[Piece, ...]:
    """What stands in no item, in the page's order. `inside` are the items' lines, `titles` their keys."""
    covered = [False] * len(page.lines)
    for start, end in inside:
        covered[start:end] = [True] * (end - start)
    pieces: list[Piece] = []
    name = title_key(page.title)
    heading: Line | None = None
    lines: list[Line] = []
    after = 0
    for line, is_covered in zip(page.lines, covered, strict=True):
        if (line.level or is_covered or page.day_line == line.number) and lines:
            pieces += _pieces(heading, lines, titles, after=after)
            lines = []
        after += is_covered
        if line.level:
            heading = line
        elif page.day_line == line.number:
            pieces.append(Piece(rule="digest-day", text=line.text.strip(), line=line.number, heading=heading))
        elif not is_covered and (not line.text or title_key(TAG.sub("", line.text)) != name):
            lines.append(line)
    return (*pieces, *_pieces(heading, lines, titles, after=after))


def removals(pieces: Sequence[Piece]) -> tuple[Removal, ...]:
    """Each piece with its rule, for `--explain`."""
    return tuple((piece.rule, piece.text) for piece in pieces)


def left_over_blocks(page: Page, pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """The left-over pieces, each below the heading that it stands under unless that is the page's title."""
    parts: list[str] = []
    heading: Line | None = None
    for piece in pieces:
        if piece.rule != LEFT_OVER:
            continue
        if piece.heading and piece.heading is not heading and title_key(piece.heading.heading) != title_key(page.title):
            parts.append(f"{'#' * max(2, piece.heading.level)} {piece.heading.heading}")
        heading = piece.heading
        parts.append(piece.text)
    text = "\n\n".join(parts)
    try:
        return read_body(text).blocks if text else ()
    except ValueError:
        return (Block(kind="paragraph", markdown=text, text=text),)


def left_over_warnings(pieces: Sequence[Piece], file: str) -> Iterator[Problem]:
    """Where text stands that became no item, and how much; what is listed but not told."""
    rest = [piece for run in _runs(pieces) if (piece := _shown(run)).text]
    for piece in rest[:_MOST_TOLD]:
        message = f'{len(piece.text):,} characters stand in no item: "{piece.text[:_SHOWN].strip()}"'
        yield Problem(file, piece.line, LEFT_OVER, message, _HINT, "warning")
    others = rest[_MOST_TOLD:]
    if others:
        size = sum(len(piece.text) for piece in others)
        lines = ", ".join(str(piece.line) for piece in others[:_SHOWN])
        message = f"{size:,} characters more stand in no item, on line {lines}"
        yield Problem(file, others[0].line, LEFT_OVER, message, _HINT, "warning")
    for piece in pieces:
        if piece.rule == LISTED_ONLY:
            message = f'"{piece.text[:_SHOWN]}" is listed but has no text in the page'
            yield Problem(file, piece.line, LISTED_ONLY, message, "", "warning")


_HINT = "the digest's own document keeps it; set a link or a heading on what should be an item"


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The left-over pieces, those between which no item stands together."""
    run: list[Piece] = []
    for piece in pieces:
        goes_on = bool(run) and piece.rule == LEFT_OVER and piece.after == run[-1].after
        if run and not goes_on:
            yield run
            run = []
        if piece.rule == LEFT_OVER:
            run.append(piece)
    if run:
        yield run


def _shown(run: Sequence[Piece]) -> Piece:
    """A run as one piece, with what a reader sees of it: no addresses, no tags."""
    text = " ".join(single_line(_UNREAD.sub("", markdown_text(piece.text))) for piece in run)
    return Piece(rule=LEFT_OVER, text=text.strip(), line=run[0].line, heading=run[0].heading)


def _pieces(heading: Line | None, lines: Sequence[Line], titles: set[str], *, after: int) -> Iterator[Piece]:
    """The lines outside items: a list of the items' titles, words about the digest, or left over."""
    said = [line for line in lines if line.text.strip() and not line.is_rule]
    keys = [title_key(line.text) for line in said]
    listed = sum(key in titles for key in keys)
    entries = sum(bool(_SUMMARY_ENTRY.match(line.text)) for line in said)
    if listed and 2 * (listed + entries) >= len(said):
        missing = [line for line, key in zip(said, keys, strict=True) if _is_missing(line, key, titles)]
        entered = [line for line, key in zip(said, keys, strict=True) if key in titles or _is_entry(line)]
        text = "\n".join(line.text for line in entered)
        yield Piece(rule="digest-summary", text=text, line=entered[0].number, heading=heading, after=after)
        for line in missing:
            yield Piece(rule=LISTED_ONLY, text=line.text.strip(), line=line.number, heading=heading, after=after)
        numbers = {line.number for line in entered}
        lines = [line for line in lines if line.number not in numbers]
    for paragraph in _paragraphs(lines):
        text = "\n".join(line.text for line in paragraph)
        yield Piece(rule=_rule(heading, text), text=text, line=paragraph[0].number, heading=heading, after=after)


def _is_entry(line: Line) -> bool:
    return bool(_SUMMARY_ENTRY.match(line.text)) or len(line.text) <= _SHORT_ENTRY


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if (line.text.strip() and not line.is_rule) or (paragraph and line.is_code):
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _rule(heading: Line | None, text: str) -> str:
    short = len(text) <= MAX_CHROME_TEXT
    is_chrome = (
        (heading is not None and is_chrome_heading(heading.heading))
        or (short and (CHROME_TEXT.search(text) or SUBMISSIONS.match(text)))
        or CLOSING.fullmatch(text[:60])
    )
    return "digest-chrome" if is_chrome else LEFT_OVER


def _is_missing(line: Line, key: str, titles: set[str]) -> bool:
    """True for an entry of the list, of the first level, that no item answers."""
    is_first = bool(re.match(r"\s{0,3}\d{1,3}\s?[、.．]", line.text))
    return is_first and bool(key) and key not in titles and not any(key in title or title in key for title in titles)
