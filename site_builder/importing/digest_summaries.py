"""The text of a report on a topic's page -> blocks, credits, what was left out.

Each text is one line: Chinese with hard wraps that became spaces, or an English summary whose headings and bullets
stand in the running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.documents import Credit
from site_builder.formats.blocks import Block, list_block, paragraph_block
from site_builder.formats.inline_markdown import Run, write_inline
from site_builder.importing.credits import split_lead_credits
from site_builder.importing.unwrap import unwrap
from site_builder.language.cjk import is_spaced

_CUT = re.compile(r"\s?(?:\.{3}|…{1,2})$")
_WHOLE = re.compile(r"[。！？!?.;；][”’\"')）」』]*$")
_MARKS = re.compile(r"\s?(?:\[\d{1,4}\])+")
_BULLET = re.compile(r"\s-\s(?=[\"“'A-Z0-9$¥€(\[])")
_SECTION_END = re.compile(r"(?:\[\d{1,4}\][.。]?|[.!?][\"”')]?)\s")
_HEADING = re.compile(r"(?:Group \d{1,2}: )?[A-Z][^.!?\[\]]{1,70}")
_ENDS_SENTENCE = re.compile(r"(?:\[\d{1,4}\]|[.!?])[\"”')\].]{0,3}$")


def without_cut_mark(text: str) -> tuple[str, str]:
    """(the text, the mark that said it goes on); a sentence that is cut ends with "…"."""
    cut = _CUT.search(text[-8:])
    if not cut:
        return text, ""
    text = text[: len(text) - len(cut[0])].rstrip()
    return (text if _WHOLE.search(text[-4:]) else f"{text}…"), cut[0].strip()


def read_text(text: str) -> tuple[tuple[Block, ...], tuple[Credit, ...], list[str]]:
    """(blocks, credits, reference marks left out)."""
    credits: tuple[Credit, ...] = ()
    blocks: list[Block] = []
    marks = [mark.strip() for mark in _MARKS.findall(text)]
    for line in text.split("\n"):
        if not credits and not blocks:
            credits, line = split_lead_credits(line)
        if not line:
            continue
        if is_spaced(line):
            blocks += _read_summary(line)
        else:
            blocks += [_paragraph(paragraph) for paragraph in unwrap(line)]
    return tuple(block for block in blocks if block.markdown), credits, marks


def _paragraph(text: str) -> Block:
    return paragraph_block([Run(text=_MARKS.sub("", text))])


def _read_summary(text: str) -> Iterator[Block]:
    """Sections of an English summary: a heading, then its points, a single one as a paragraph."""
    sections = list(_sections(text))
    for heading, points in sections:
        if heading:
            yield Block(kind="heading", markdown=f"## {write_inline([Run(text=heading)])}", text=heading)
        blocks = [_paragraph(point) for point in points]
        if len(blocks) > 1:
            yield list_block([[block] for block in blocks], None)
        else:
            yield from blocks


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    """(heading or "", points) in order. A heading is what stands between a point's end and the next bullet."""
    heading, points = "", list[str]()
    parts = _points(text)
    for index, part in enumerate(parts):
        if index == len(parts) - 1:
            point, following = part, ""
        elif index == 0 and _HEADING.fullmatch(part):
            point, following = "", part
        else:
            point, following = _split_heading(part)
        if point:
            points.append(point)
        if following:
            if heading or points:
                yield heading, points
            heading, points = following, []
    if heading or points:
        yield heading, points


def _points(text: str) -> list[str]:
    """The parts between bullets; a hyphen in the middle of a sentence is none."""
    parts: list[str] = []
    start = 0
    for match in _BULLET.finditer(text):
        part = text[start : match.start()].strip()
        tail = part[-160:]
        ended = _ENDS_SENTENCE.search(tail) or _split_heading(tail)[1]
        if ended or (not parts and _HEADING.fullmatch(part)):
            parts.append(part)
            start = match.end()
    return [*parts, text[start:].strip()] if parts else [text]


def _split_heading(part: str) -> tuple[str, str]:
    """(the point, the heading that follows it in the running text, or "")."""
    ends = list(_SECTION_END.finditer(part[-160:]))
    if not ends:
        return part, ""
    position = max(0, len(part) - 160) + ends[-1].end()
    heading = part[position:].strip()
    return (part[:position].strip(), heading) if _HEADING.fullmatch(heading) else (part, "")
