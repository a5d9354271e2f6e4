"""Who a page says wrote it, in words that no mark-up declares: `原创：张一` beside the date, `本报记者 刘钊` as a line.

A name alone is none: only what a role stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from site_builder.documents import Credit
from site_builder.formats.blocks import Block
from site_builder.formats.html_tree import Element
from site_builder.importing.page_facts import NO_BYLINE
from site_builder.language.cjk import CJK

_NAME = rf"[{CJK}·]{{2,8}}|[A-Z][\w.'-]{{1,20}}(?: [A-Z][\w.'-]{{1,20}}){{1,3}}"
_BYLINE = re.compile(rf"(?:原创|作者|撰文|记者|文)\s?[:：|｜]\s?(?P<names>(?:{_NAME})(?:[、\s](?:{_NAME})){{0,4}})")
_REPORTERS = re.compile(
    rf"(?:本报|本刊|本网|本台)(?:实习|见习|特约|驻\w{{2,6}})?(?P<role>记者|编辑|通讯员)[\s　]{{1,4}}"
    rf"(?P<names>[{CJK}·]{{2,4}}(?:[、\s　]{{1,4}}[{CJK}·]{{2,4}}){{0,4}})"
)
_BETWEEN = re.compile(r"[、\s　]+")
_MAX_LINE = 60
_HEAD = 3
"""Blocks at the beginning that may name the reporters."""


def bylines(page: Element) -> Iterator[str]:
    """The names behind a role in short pieces of text below the page's main heading."""
    headings = list(page.iter("h1"))
    if not headings:
        return
    is_below = False
    for element in page.iter():
        is_below = is_below or element is headings[0]
        text = (element.text or "").strip() if is_below and isinstance(element.tag, str) else ""
        match = _BYLINE.fullmatch(text) if 0 < len(text) <= _MAX_LINE else None
        if match and not any(parent.tag in NO_BYLINE for parent in (element, *element.iterancestors())):
            yield match["names"]


def take_reporters(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Credit, ...]]:
    """(the blocks without the first lines that only name reporters, what they say)."""
    kept: list[Block] = []
    credits: list[Credit] = []
    for index, block in enumerate(blocks):
        match = _REPORTERS.fullmatch(block.text.strip()) if index < _HEAD and block.kind == "paragraph" else None
        if match and len(blocks) > 1:
            credits.append(Credit(role=match["role"], names=tuple(_BETWEEN.split(match["names"]))))
        else:
            kept.append(block)
    return tuple(kept), tuple(credits)
