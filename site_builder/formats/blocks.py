"""Blocks of a text, each finished Markdown with what a reader sees of it: put together, quoted, listed.

Importers work on blocks: a rule that drops a promotion drops a block, and nothing else can be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from site_builder.documents import Record
from site_builder.formats.inline_markdown import Run, plain_text, write_image, write_inline
from site_builder.model import Image

BlockKind = Literal["paragraph", "heading", "image", "caption", "list", "table", "code", "quote", "rule"]

_ICON = 64
"""Images up to this size stay inside their sentence."""
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?= |$)", re.MULTILINE)
_MARKER = re.compile(r"([-*+])(?= |$)|\d{1,9}([.)])(?= |$)")
_CAPTION_TEXT = re.compile(
    r"(?:[▲△]|[（(]图(?:片)?(?:自|源|来源|据)?\s?[:：|｜/]|图(?:注|说)?\s?\d{0,2}\s?[:：][^\n。！？]{1,60}$)"
)


class Block(Record, frozen=True):
    """One block of the text, finished."""

    kind: BlockKind
    markdown: str
    text: str = ""
    """What a reader sees of it."""
    image: Image | None = None
    """The image, where the block is one."""
    link: str = ""
    """Where the image leads; "" if nowhere."""


def join_blocks(blocks: Iterable[Block]) -> str:
    """The blocks with a blank line between them; numbered lists that start anew stay lists of their own."""
    parts: list[str] = []
    after_list = False
    for block in blocks:
        is_list = block.kind == "list"
        markdown = _set_apart(block.markdown, parts[-1]) if is_list and after_list else block.markdown
        if is_list and after_list and _goes_on(markdown, parts[-1]):
            # Publishers that write one list an item: apart, the items would be paragraphs.
            parts[-1] = f"{parts[-1]}\n{markdown}"
        else:
            parts.append(markdown)
        after_list = is_list
    return "\n\n".join(parts)


def _goes_on(markdown: str, before: str) -> bool:
    """True if two lists are one, whose items need no blank lines between them."""
    marks = [match[1] or match[2] for match in map(_MARKER.match, (markdown, before)) if match]
    return len(marks) == 2 and marks[0] == marks[1] and "\n\n" not in markdown and "\n\n" not in before


def _set_apart(markdown: str, before: str) -> str:
    """`markdown` with the other mark behind its numbers, unless it counts on from the list `before`."""
    own, earlier = _NUMBERED.match(markdown), _NUMBERED.findall(before)
    if not own or not earlier:
        return markdown
    last, mark = earlier[-1]
    if int(own[1]) != int(last) + 1:
        mark = ")" if mark == "." else "."
    return _NUMBERED.sub(rf"\1{mark}", markdown)


def image_block(image: Image, link: str = "") -> Block:
    """An image on its own; a figure when rendered."""
    run = Run(text="", image=image, link=link, link_id=int(bool(link)))
    markdown = write_inline([run]) if link else write_image(image)
    return Block(kind="image", markdown=markdown, text=image.caption, image=image, link=link)


def paragraph_block(runs: list[Run]) -> Block:
    """A paragraph of plain runs."""
    return Block(kind="paragraph", markdown=write_inline(runs), text=plain_text(runs))


def paragraph_blocks(runs: list[Run]) -> Iterator[Block]:
    """Paragraphs at double line breaks; images that are no icons on their own."""
    current: list[Run] = []
    for run in runs:
        if run.image and max(run.image.width, run.image.height) > _ICON:
            yield from _paragraph(current)
            yield image_block(run.image, run.link)
            current = []
        elif run.text == "\n" and current and current[-1].text == "\n":
            yield from _paragraph(current)
            current = []
        elif run.text != " " or not current or current[-1].text != "\n":
            current.append(run)
    yield from _paragraph(current)


def _paragraph(runs: list[Run]) -> Iterator[Block]:
    shown = [run for run in runs if run.image or run.text.strip()]
    if not shown:
        return
    if len(shown) == 1 and shown[0].image:
        yield image_block(shown[0].image, shown[0].link)
        return
    inside, leading, trailing = _split_edge_images(runs)
    block = paragraph_block(inside)
    yield from (image_block(run.image, run.link) for run in leading if run.image)
    if block.markdown:
        yield block
    yield from (image_block(run.image, run.link) for run in trailing if run.image)


def _split_edge_images(runs: list[Run]) -> tuple[list[Run], list[Run], list[Run]]:
    """(the text with the images inside it, images of unknown size before it, those after it)."""
    start, end = 0, len(runs)
    while start < end and (_stands_alone(runs[start]) or not (runs[start].text.strip() or runs[start].image)):
        start += 1
    while end > start and (_stands_alone(runs[end - 1]) or not (runs[end - 1].text.strip() or runs[end - 1].image)):
        end -= 1
    return runs[start:end], runs[:start], runs[end:]


def _stands_alone(run: Run) -> bool:
    return run.image is not None and not (run.image.width or run.image.height)


def quote_block(blocks: list[Block]) -> Block:
    """The blocks as one quotation."""
    inner = join_blocks(attach_captions(blocks))
    markdown = "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
    return Block(kind="quote", markdown=markdown, text="\n".join(block.text for block in blocks))


def list_block(items: list[list[Block]], start: int | None) -> Block:
    """A list from its items' blocks; `start` is the first number of a numbered one."""
    items = [attach_captions([_starred(block) for block in item]) for item in items]
    tight = all(len(item) == 1 or (len(item) == 2 and item[1].kind == "list") for item in items)
    lines: list[str] = []
    for number, item in enumerate(items, start=start or 0):
        marker = "- " if start is None else f"{min(number, 999_999_999)}. "
        inner = "\n".join(block.markdown for block in item) if tight else join_blocks(item)
        indented = inner.replace("\n", f"\n{' ' * len(marker)}")
        lines.append(f"{marker}{indented}")
    markdown = ("\n" if tight else "\n\n").join(lines)
    markdown = "\n".join(line.rstrip() for line in markdown.split("\n"))
    text = "\n".join(block.text for item in items for block in item)
    return Block(kind="list", markdown=markdown, text=text)


def _starred(block: Block) -> Block:
    """A rule of asterisks: `- - ---` would be one rule instead of lists that hold it."""
    return msgspec.structs.replace(block, markdown="***") if block.kind == "rule" else block


def attach_captions(blocks: list[Block]) -> list[Block]:
    """Captions moved into the image before them; those without one stay paragraphs."""
    result: list[Block] = []
    for block in blocks:
        before = result[-1] if result else None
        image = before.image if before else None
        is_caption = block.kind == "caption" or (block.kind == "paragraph" and _CAPTION_TEXT.match(block.text))
        if before and image and not image.caption and is_caption and "](" not in block.markdown:
            captioned = msgspec.structs.replace(image, caption=" ".join(block.text.split()))
            result[-1] = image_block(captioned, before.link)
        elif block.kind == "caption":
            result.append(msgspec.structs.replace(block, kind="paragraph"))
        else:
            result.append(block)
    return result
