"""Blocks as their source links them -> blocks whose addresses are fit to be published, and the addresses they had.

The one place where addresses of articles are cleaned, whatever the shape of the source: readers leave tracking
parameters and redirectors in. What is visible stays, but for an address that is its own text (`<https://…>`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import msgspec

from site_builder.formats.blocks import Block
from site_builder.formats.inline_markdown import write_url
from site_builder.language.urls import article_url, clean_url, safe_url

_ADDRESS = re.compile(
    r"(?P<code>`[^`\n]{1,500}`)"
    r"|(?P<before>\]\(<?)(?P<inline>(?:\\[!-/:-@\[-`{-~]|[^\s()<>\\]|\([^\s()<>\\]{0,500}\)){1,4000})(?=[\s)>])"
    r"|<(?P<bare>https?://[^\s<>]{1,4000})>"
    r"|(?P<definition>^ {0,3}\[[^\]\n]{1,200}\]:\s{1,4}<?)(?P<defined>[^\s<>]{1,4000})",
    re.MULTILINE,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_MAX_RAW = 24_000
"""Characters of raw addresses in one front matter, which may have 64 KiB in all."""


def clean_links(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """(the blocks with clean addresses, each address that was changed as it was)."""
    raws: list[str] = []
    return tuple(_clean_block(block, raws) for block in blocks), tuple(dict.fromkeys(raws))


def clean_address(address: str) -> tuple[str, tuple[str, ...]]:
    """(the address to publish, the one it was if tracking or a redirector was taken off it)."""
    cleaned, safe = clean_url(address), safe_url(address)
    return (cleaned, (safe,)) if cleaned != safe else (cleaned or address, ())


def clean_source(address: str) -> tuple[str, tuple[str, ...]]:
    """The same of an article's own address, which leads to no comments."""
    cleaned, safe = article_url(address), safe_url(address)
    return (cleaned, (safe,)) if cleaned != safe else (cleaned or address, ())


def fitting(raws: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(those that front matter has room for, the rest)."""
    kept: list[str] = []
    room = _MAX_RAW
    for raw in dict.fromkeys(raws):
        room -= len(raw)
        if room < 0:
            break
        kept.append(raw)
    return tuple(kept), tuple(dict.fromkeys(raws))[len(kept) :]


def _clean_block(block: Block, raws: list[str]) -> Block:
    if block.kind == "code" or "://" not in block.markdown:
        return block

    def clean(match: re.Match[str]) -> str:
        if match["code"]:
            return match[0]
        before = match["before"] or match["definition"] or "<"
        written = match["inline"] or match["defined"] or match["bare"]
        address = html.unescape(written if match["bare"] else _ESCAPE.sub(r"\1", written))
        cleaned, raw = clean_address(address)
        if not raw or not cleaned:
            return match[0]
        raws.extend(raw)
        return f"{before}{cleaned}>" if match["bare"] else f"{before}{write_url(cleaned)}"

    markdown = _ADDRESS.sub(clean, block.markdown)
    return block if markdown == block.markdown else msgspec.structs.replace(block, markdown=markdown)
