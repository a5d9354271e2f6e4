"""Markdown as blogs keep it, HTML among it -> blocks of clean Markdown.

HTML blocks go through `html_to_markdown`; single tags inside a paragraph become their Markdown; the rest stays
as written, since our renderer reads the same Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.documents import Record
from site_builder.formats.blocks import Block
from site_builder.formats.html_comments import restore_code
from site_builder.formats.html_to_markdown import Anchor, convert
from site_builder.formats.inline_markdown import write_image
from site_builder.formats.raised import write_lowered, write_raised
from site_builder.importing.items import Removal
from site_builder.importing.shortcodes import expand_shortcodes
from site_builder.language.urls import safe_url

_LISTING = re.compile(r"<(/?)pre(?=[\s>/])", re.IGNORECASE)
_HTML_BLOCK = re.compile(
    r" {0,3}<(?P<tag>div|p|table|ul|ol|dl|pre|blockquote|figure|section|article|center|iframe|script|style|h[1-6])"
    r"(?=[\s>/])",
    re.IGNORECASE,
)
_WITH_BLOCKS = re.compile(r"<(?:p|br|li|h[1-6]|table|pre|blockquote|ul|ol|section|figure|img|hr)\b", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,15})(?P<attributes>\s[^<>]{0,2000})?/?>")
_SMALL = re.compile(r"<(?P<name>su[pb])>(?P<words>[^<>\n]{1,40})</(?P=name)>", re.IGNORECASE)
_HREF = re.compile(r"""\shref\s?=\s?["']?([^"'\s>]{1,1900})""", re.IGNORECASE)
_PLAIN_TAGS = {
    "b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~", "s": "~~", "br": "\\\n",
}  # fmt: skip
_DROPPED_TAGS = {
    "span", "font", "u", "sub", "sup", "small", "big", "mark", "p", "div", "center", "abbr", "ins", "kbd", "code",
    "ruby", "rt", "rp", "rb", "section", "figure", "figcaption", "details", "summary", "video", "audio", "iframe",
    "source",
}  # fmt: skip
_GLUED_HEADING = re.compile(
    r"^(#{1,6})(?!(?:include|define|undef|ifn?def|if|else|elif|endif|pragma|error)\b|[^#\n]{1,30}#)(?=[^#\s!])"
)
"""`###标题`, but neither the preprocessor's `#include` nor a topic (`#标签#`)."""
_BOX = re.compile(r"^(?P<item>[\s>]{0,40}(?:[-*+]|\d{1,3}[.)])\s{1,4})\[(?P<mark>[ xX])\]\s{1,4}(?=\S)")
"""A task's box, which Markdown itself would show as brackets."""
_TARGET = r"\((?:[^()\n]|\([^()\n]{0,300}\)){0,2000}\)"
"""Address and title behind a link's text, with parentheses one level deep."""
_MARKUP = re.compile(
    rf"!\[[^\]\n]{{0,500}}\]{_TARGET}(?:\{{[^}}\n]{{0,60}}\}})?"
    rf"|(?<!!)\[(?P<text>[^\]\n]{{1,500}})\](?:{_TARGET}|\([^)\n]{{0,2000}}\)"
    r"|\[[^\]\n]{0,80}\])"
    r"|^\[[^\]\n]{1,80}\]:\s.{0,2000}$",
    re.MULTILINE,
)
"""Images, links with the text they show, definitions of links."""
_MAX_TEXT = 20_000
"""Characters of one block that are looked at; enough for any summary."""
_MARKS = re.compile(r"[*_`~]{1,3}|^\s{0,3}(?:#{1,6}\s|>\s?|[-*+]\s|\d{1,3}[.)]\s)|\\(?=\W)", re.MULTILINE)


class Body(Record, frozen=True):
    """A body in blocks, with what its HTML parts tell besides."""

    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...] = ()
    removed: tuple[Removal, ...] = ()
    unknown_shortcodes: tuple[str, ...] = ()
    """Names of the tags of other generators that stay as text."""


def read_body(text: str) -> Body:
    """The blocks of a body in HTML, Markdown or both. Raises ValueError for HTML that cannot be read."""
    blocks: list[Block] = []
    anchors: list[Anchor] = []
    expansion = expand_shortcodes(text)
    removed = list(expansion.removed)
    for is_html, part in _segments(restore_code(expansion.markdown, markdown=True)):
        if not is_html:
            blocks += _markdown_blocks(part)
            continue
        conversion = convert(part if _WITH_BLOCKS.search(part) else _with_breaks(part))
        blocks += conversion.blocks
        anchors += conversion.anchors
        removed += conversion.removed
    return Body(
        blocks=tuple(blocks),
        anchors=tuple(anchors),
        removed=tuple(removed),
        unknown_shortcodes=expansion.unknown,
    )


def markdown_text(markdown: str) -> str:
    """What a reader sees of a piece of Markdown, roughly: for summaries and languages, not for publishing."""
    return _MARKS.sub("", _MARKUP.sub(lambda match: match["text"] or "", markdown[:_MAX_TEXT])).strip()


def _with_breaks(html: str) -> str:
    """Bare text in a wrapper, whose line ends were the only paragraphs."""
    lines = [line.strip() for line in html.strip().split("\n")]
    return "<br><br>".join(line for line in lines if line)


def _segments(text: str) -> Iterator[tuple[bool, str]]:
    """(is HTML, text) in order: an HTML block reaches to its closing tag, or to the end."""
    lines = text.split("\n")
    plain: list[str] = []
    fence = ""
    index = 0
    while index < len(lines):
        line = lines[index]
        opened = _FENCE.match(line)
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
        elif opened:
            fence = opened[1]
        block = None if fence or opened else _HTML_BLOCK.match(line)
        if not block:
            plain.append(line)
            index += 1
            continue
        if plain:
            yield False, "\n".join(plain)
            plain = []
        end = _block_end(lines, index, block["tag"])
        yield True, "\n".join(lines[index:end])
        index = end
    yield False, "\n".join(plain)


def _block_end(lines: list[str], start: int, tag: str) -> int:
    """The line after the one that closes the element opened on line `start`, and a listing begun behind it."""
    tags = re.compile(rf"<(/?){tag}(?=[\s>/])", re.IGNORECASE)
    depth = 0
    for index in range(start, len(lines)):
        for match in tags.finditer(lines[index]):
            depth += -1 if match[1] else 1
        if depth <= 0:
            begun = [match[1] for match in _LISTING.finditer(lines[index])]
            return _block_end(lines, index, "pre") if begun and not begun[-1] else index + 1
    return len(lines)


def _markdown_blocks(text: str) -> Iterator[Block]:
    """Blocks between blank lines; fenced code whole."""
    chunk: list[str] = []
    fence = ""
    for line in text.split("\n"):
        opened = _FENCE.match(line)
        if fence:
            chunk.append(line)
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                yield Block(kind="code", markdown="\n".join(chunk), text="\n".join(chunk[1:-1]))
                chunk, fence = [], ""
        elif opened:
            yield from _chunk_block(chunk)
            chunk, fence = [line], opened[1]
        elif line.strip():
            chunk.append(line.rstrip("\r"))
        else:
            yield from _chunk_block(chunk)
            chunk = []
    if fence:
        yield Block(kind="code", markdown="\n".join([*chunk, fence]), text="\n".join(chunk[1:]))
    else:
        yield from _chunk_block(chunk)


def _chunk_block(lines: list[str]) -> Iterator[Block]:
    if not lines:
        return
    lines = [_BOX.sub(_write_box, _GLUED_HEADING.sub(r"\1 ", line)) for line in lines]
    markdown = _write_tags("\n".join(lines)).strip("\n")
    if not markdown.strip():
        return
    is_heading = lines[0].startswith("#") and len(lines) == 1
    yield Block(kind="heading" if is_heading else "paragraph", markdown=markdown, text=markdown_text(markdown))


def _write_box(match: re.Match[str]) -> str:
    return f"{match['item']}{'☐' if match['mark'] == ' ' else '☑'} "


def _write_tags(markdown: str) -> str:
    """Tags outside code spans as Markdown; unknown ones stay as text."""
    if "<" not in markdown:
        return markdown
    links: list[str] = []
    parts = markdown.split("`")
    parts[::2] = [_SMALL.sub(_write_small, part) for part in parts[::2]]
    parts[::2] = [_TAG.sub(lambda match: _write_tag(match, links), part) for part in parts[::2]]
    return "`".join(parts)


def _write_small(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 1) : match.start()]
    words = match["words"]
    return write_raised(words, before=before) if match["name"].lower() == "sup" else write_lowered(words)


def _write_tag(match: re.Match[str], links: list[str]) -> str:
    name = match["name"].lower()
    if name == "img":
        return "".join(write_image(b.image) for b in convert(match[0]).blocks if b.image)
    if name == "a":
        if match["close"]:
            return f"]({links.pop()})" if links else ""
        href = _HREF.search(match["attributes"] or "")
        url = safe_url(href[1].replace("&amp;", "&")) if href else ""
        if url:
            links.append(url.replace("(", "%28").replace(")", "%29"))
        return "[" if url else ""
    return _PLAIN_TAGS.get(name, "" if name in _DROPPED_TAGS else match[0])
