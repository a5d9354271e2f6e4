"""HTML as publishers write it -> blocks of CommonMark that show the same text.

Paragraphs, headings, emphasis, links, images with sizes and captions, nested lists, tables, code, quotes,
breaks and rules. What a reader would not see (scripts, hidden elements, tracking pixels) is left out and listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from site_builder.documents import Record
from site_builder.formats.blocks import (
    Block,
    attach_captions,
    image_block,
    list_block,
    paragraph_blocks,
    quote_block,
)
from site_builder.formats.html_media import (
    image_addresses,
    player_addresses,
    shown_images,
    size_in_pixels,
    whole_number,
)
from site_builder.formats.html_tables import read_table, write_table
from site_builder.formats.html_tree import Element, parse_html, strip_elements
from site_builder.formats.inline_markdown import Mark, Run, plain_text, write_inline
from site_builder.formats.raised import write_lowered, write_raised
from site_builder.language.characters import strip_invisible
from site_builder.language.urls import clean_url, safe_url
from site_builder.model import Image


class Anchor(Record, frozen=True):
    """A link as the publisher marked it up."""

    text: str
    href: str
    css_class: str = ""
    attributes: Mapping[str, str] = {}
    """Its data attributes, without the "data-"."""


class Conversion(Record, frozen=True):
    """What became of a piece of HTML."""

    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    """(rule, what it removed), in order of appearance."""


_MARKS: dict[str, Mark] = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "del": "strike", "s": "strike", "strike": "strike",
}  # fmt: skip
_CODE = {"code", "kbd", "samp", "tt"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", "caption",
}  # fmt: skip
_UNSEEN = {"head", "link", "meta", "script", "style", "template", "title", "track"}
_EMBEDDED = {"audio", "canvas", "embed", "iframe", "object", "svg", "video"}
_QUOTES, _INNER_QUOTES = ("“", "”"), ("‘", "’")
_LINES = {"div", "li", "p", "tr"}
"""Elements that are one line of a listing each."""

_MAX_DEPTH = 120
"""Elements nested deeper are read as plain text; the deepest real page seen had 40."""
_MAX_NESTED_BLOCKS = 12
"""Lists and quotes nested deeper are written at this depth."""
_PIXEL = 2

_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s?:\s?none|visibility\s?:\s?hidden)", re.IGNORECASE)
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:img-desc|image-desc|caption|pic-desc|imgdesc|image-caption)(?:$|[\s_-])")
_CODE_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s?)([A-Za-z0-9+#.-]{1,20})")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_FENCES = re.compile(r"`{3,}")


def convert(html: str) -> Conversion:
    """The blocks of `html` in reading order, its links as marked up, and what was left out of it.

    Raises ValueError where elements are nested so deeply that the parser gives up.
    """
    root = parse_html(html)
    return Conversion(blocks=()) if root is None else convert_tree(root)


def convert_tree(root: Element) -> Conversion:
    """The same of a tree; what no reader sees is taken out of it."""
    strip_elements(root, *_UNSEEN)
    reader = _Reader(shown=shown_images(root))
    blocks = attach_captions(reader.read_blocks(root, depth=0, nested=0))
    return Conversion(blocks=tuple(blocks), anchors=tuple(reader.anchors), removed=tuple(reader.removed))


class _Reader:
    """One walk over one tree: what it collects on the way lives as long as the walk."""

    def __init__(self, *, shown: frozenset[str] = frozenset()) -> None:
        self.shown = shown
        """Addresses of the images that readers with scripts see."""
        self.anchors: list[Anchor] = []
        self.removed: list[tuple[str, str]] = []
        self._links = 0

    def read_blocks(self, element: Element, *, depth: int, nested: int) -> list[Block]:
        """The blocks inside `element`; text between block elements becomes paragraphs."""
        blocks: list[Block] = []
        runs: list[Run] = _text_run(element.text)
        for child in element:
            if self._is_left_out(child):
                pass
            elif child.tag in _BLOCKS or self._holds_blocks(child, depth):
                blocks += paragraph_blocks(runs)
                runs = []
                blocks += self._read_block(child, depth=depth + 1, nested=nested)
            else:
                runs += self.read_runs(child, depth=depth + 1)
            runs += _text_run(child.tail)
        return blocks + list(paragraph_blocks(runs))

    def read_runs(self, element: Element, *, depth: int, parent: Run | None = None) -> list[Run]:
        """The runs of an inline element; block elements inside one only separate."""
        parent = parent or Run(text="")
        if element.tag == "br":
            return [msgspec.structs.replace(parent, text="\n")]
        if element.tag == "img":
            return self._read_image(element, parent)
        if element.tag in _EMBEDDED:
            return self._read_player(element, parent)
        if element.tag in ("sup", "sub", "input"):
            text = _small_text(element)
            if text:
                return _text_run(text, parent)
        if depth > _MAX_DEPTH:
            return _text_run(" ".join(str(text) for text in element.itertext()), parent)
        own = self._own_run(element, parent)
        runs = _text_run(element.text, own)
        for child in element:
            if not self._is_left_out(child):
                runs += self.read_runs(child, depth=depth + 1, parent=own)
            runs += _text_run(child.tail, own)
        if element.tag in _BLOCKS:
            return [Run(text=" "), *runs, Run(text=" ")]
        if element.tag == "q" and not _is_in_code(element):
            is_inner = next(element.iterancestors("q"), None) is not None
            opening, closing = _INNER_QUOTES if is_inner else _QUOTES
            return [*_text_run(opening, own), *runs, *_text_run(closing, own)]
        return runs

    def _own_run(self, element: Element, parent: Run) -> Run:
        """An empty run with the marks that `element` adds to its parent's."""
        if element.tag == "a" and element.get("href") is not None:
            return self._open_link(element, parent)
        if element.tag in _CODE:
            return msgspec.structs.replace(parent, code=True)
        mark = _MARKS.get(str(element.tag))
        return msgspec.structs.replace(parent, marks=parent.marks | {mark}) if mark else parent

    def _open_link(self, element: Element, parent: Run) -> Run:
        raw = element.get("href", "")
        text = " ".join("".join(str(part) for part in element.itertext()).split())
        known = {str(key)[5:]: str(value) for key, value in element.items() if str(key).startswith("data-")}
        self.anchors.append(Anchor(text=text, href=raw, css_class=element.get("class", ""), attributes=known))
        href = safe_url(raw)
        if not href:
            if raw.strip():
                self.removed.append(("unsafe-link", raw.strip()))
            return parent
        self._links += 1
        return msgspec.structs.replace(parent, link=href, link_id=self._links)

    def _read_image(self, element: Element, parent: Run) -> list[Run]:
        src = next((url for url in map(safe_url, image_addresses(element)) if url), "")
        width, height = size_in_pixels(element)
        if not src:
            self.removed.append(("image-without-address", (element.get("src") or "")[:80]))
            return []
        if 0 < width <= _PIXEL or 0 < height <= _PIXEL:
            self.removed.append(("tracking-pixel", src))
            return []
        alt = " ".join(strip_invisible(element.get("alt") or "").split())
        image = Image(src=src, alt=alt, width=width, height=height)
        return [msgspec.structs.replace(parent, text="", image=image, marks=frozenset(), code=False)]

    def _read_player(self, element: Element, parent: Run) -> list[Run]:
        """A link to what a frame or player would show; its words are the address, for nothing else is known."""
        address = next((url for url in map(safe_url, player_addresses(element)) if url), "")
        width, height = size_in_pixels(element)
        if not address or 0 < width <= _PIXEL or 0 < height <= _PIXEL:
            self.removed.append(("embedded-media", f"{element.tag} {address or ' '.join(_words(element))}".strip()))
            return []
        self._links += 1
        return [msgspec.structs.replace(parent, text=address, link=address, link_id=self._links, code=False)]

    def _is_left_out(self, element: Element) -> bool:
        """True for what no reader sees; what would have been visible elsewhere is listed."""
        tag = element.tag
        if not isinstance(tag, str):
            return True
        if "gutter" in (element.get("class") or "").split():
            self.removed.append(("line-numbers", " ".join(_words(element))))
            return True
        if tag == "noscript" and not self._shows_more(element):
            image = next((source for found in element.iter("img") for source in image_addresses(found)), "")
            self.removed.append(("noscript", " ".join(_words(element)) or image))
            return True
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            image = next((found.get("src") or "" for found in element.iter("img")), "")
            self.removed.append(("hidden", " ".join(_words(element)) or image))
            return True
        return False

    def _shows_more(self, noscript: Element) -> bool:
        """True if all that stands there is images, one of which scripts would have put into the page."""
        images = [clean_url(next(image_addresses(image), "")) for image in noscript.iter("img")]
        return not _words(noscript) and any(image and image not in self.shown for image in images)

    def _holds_blocks(self, element: Element, depth: int) -> bool:
        """True for an inline element around blocks (`<font><p>`), unless it is a link or a mark."""
        if depth > _MAX_DEPTH or element.tag in _CODE or element.tag == "a" or not len(element):
            return False
        return any(child.tag in _BLOCKS for child in element)

    def _read_block(self, element: Element, *, depth: int, nested: int) -> list[Block]:
        tag = str(element.tag)
        if depth > _MAX_DEPTH:
            return list(paragraph_blocks(self.read_runs(element, depth=depth)))
        if tag == "hr":
            return [Block(kind="rule", markdown="---")]
        if tag == "pre":
            return self._read_listing(element, depth)
        if tag[0] == "h" and tag[1:].isdigit():
            return self._read_heading(element, depth)
        if tag == "blockquote" and nested < _MAX_NESTED_BLOCKS:
            inner = self.read_blocks(element, depth=depth, nested=nested + 1)
            return [quote_block(inner)] if inner else []
        if tag in ("ul", "ol", "menu", "dir") and nested < _MAX_NESTED_BLOCKS:
            return self._read_list(element, depth, nested)
        if tag == "table":
            return self._read_table(element, depth, nested)
        blocks = self.read_blocks(element, depth=depth, nested=nested)
        if tag == "figcaption" or (tag != "figure" and _CAPTION_CLASS.search(element.get("class") or "")):
            return [_as_caption(block) for block in blocks]
        return attach_captions(blocks) if tag == "figure" else blocks

    def _read_listing(self, element: Element, depth: int) -> list[Block]:
        """The code, then images that stood in it; a text with links that only keeps its lines is a paragraph."""
        addresses = (link.get("href") or "" for link in element.iter("a"))
        links = [address for address in addresses if clean_url(address) and not address.startswith("#")]
        is_code = next(element.iter("code"), None) is not None or _CODE_LANGUAGE.search(element.get("class") or "")
        if links and not is_code:
            _spell_lines(element)
            return list(paragraph_blocks(self.read_runs(element, depth=depth)[1:-1]))
        self.removed += [("link-in-code", link) for link in links]
        images = [run for image in element.iter("img") for run in self._read_image(image, Run(text=""))]
        return [*_listing(element), *(image_block(run.image) for run in images if run.image)]

    def _read_heading(self, element: Element, depth: int) -> list[Block]:
        """The heading, then images that stood in it; one that is bold as a whole needs no mark for it."""
        runs = self.read_runs(element, depth=depth)[1:-1]
        images = [image_block(run.image, run.link) for run in runs if run.image]
        words = [msgspec.structs.replace(run, text=run.text.replace("\n", " ")) for run in runs if not run.image]
        if all("strong" in run.marks for run in words if run.text.strip()):
            words = [msgspec.structs.replace(run, marks=run.marks - {"strong"}) for run in words]
        text = write_inline(words)
        if not text:
            return list(images)
        closing = re.sub(r"(?<= )(#+)$", r"\\\1", text)
        heading = f"{'#' * int(str(element.tag)[1:])} {closing}"
        return [Block(kind="heading", markdown=heading, text=plain_text(words)), *images]

    def _read_list(self, element: Element, depth: int, nested: int) -> list[Block]:
        """The list, items separated by blank lines where one of them has several blocks."""
        items: list[list[Block]] = []
        for child in element:
            if self._is_left_out(child):
                continue
            if child.tag in ("ul", "ol") and items:
                items[-1] += self._read_block(child, depth=depth + 1, nested=nested + 1)
            else:
                items.append(self.read_blocks(child, depth=depth + 1, nested=nested + 1))
            if child.tail and child.tail.strip():
                items.append(list(paragraph_blocks(_text_run(child.tail))))
        lead = list(paragraph_blocks(_text_run(element.text)))
        items = [item for item in items if item]
        if not items:
            return lead
        start = whole_number(element.get("start"), default=1) if element.tag == "ol" else None
        return [*lead, list_block(items, start)]

    def _read_table(self, element: Element, depth: int, nested: int) -> list[Block]:
        """A pipe table; one that only lays out blocks gives those blocks."""
        table = read_table(element)
        if table.is_layout:
            return self.read_blocks(element, depth=depth, nested=nested)
        caption = self.read_runs(table.caption, depth=depth) if table.caption is not None else []
        rows = [
            [self.read_runs(cell, depth=depth + 2) if cell is not None else [] for cell in row] for row in table.rows
        ]
        text = "\n".join(" ".join(plain_text(cell) for cell in row) for row in rows)
        return [*paragraph_blocks(caption), Block(kind="table", markdown=write_table(rows), text=text)]


def _small_text(element: Element) -> str:
    """What stands for an exponent, an index or a box to tick; "" where the element is read as any other."""
    if element.tag == "input":
        is_box = (element.get("type") or "").lower() == "checkbox"
        return ("☑ " if element.get("checked") is not None else "☐ ") if is_box else ""
    if len(element) or _is_in_code(element):
        return ""
    if element.tag == "sub":
        return write_lowered(element.text or "")
    before, parent = element.getprevious(), element.getparent()
    text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return write_raised(element.text or "", before=text[-1:])


def _is_in_code(element: Element) -> bool:
    return next(element.iterancestors("pre", "code"), None) is not None


def _text_run(text: str | None, like: Run | None = None) -> list[Run]:
    """Text as HTML shows it: blanks and line ends collapsed."""
    if not text:
        return []
    collapsed = strip_invisible(_SPACES.sub(" ", text))
    return [msgspec.structs.replace(like, text=collapsed) if like else Run(text=collapsed)]


def _listing(element: Element) -> list[Block]:
    """A fenced code block; the fence is longer than any in the code."""
    text = "".join(_source_text(element, 0)).replace("\r\n", "\n").strip("\n")
    if not text.strip():
        return []
    classes = " ".join(str(e.get("class") or "") for e in (element, *element.iterchildren("code")))
    language = _CODE_LANGUAGE.search(classes)
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in _FENCES.findall(text)), 3)
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    markdown = f"{fence}{language[1] if language else ''}\n{lines}\n{fence}"
    return [Block(kind="code", markdown=markdown, text=text)]


def _source_text(element: Element, depth: int) -> Iterator[str]:
    """The text of a listing: line breaks and lines that stand in blocks of their own end in a newline."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif depth > _MAX_DEPTH:
            yield "".join(str(text) for text in child.itertext())
        else:
            yield from _source_text(child, depth + 1)
            if child.tag in _LINES and (child.getnext() is not None) and not (child.tail or "").startswith("\n"):
                yield "\n"
        yield child.tail or ""


def _spell_lines(element: Element) -> None:
    """Line ends of the text in `element` as elements."""
    for inner in list(element.iter()):
        for place in ("text", "tail") if inner is not element else ("text",):
            first, *others = (getattr(inner, place) or "").split("\n")
            if not others:
                continue
            setattr(inner, place, first)
            parent, position = (inner, 0) if place == "text" else _place_after(inner)
            for offset, line in enumerate(others):
                line_end = inner.makeelement("br", {}, None)
                line_end.tail = line
                parent.insert(position + offset, line_end)


def _place_after(element: Element) -> tuple[Element, int]:
    """(parent, index) of the place behind `element`, which has a parent."""
    parent = element.getparent()
    assert parent is not None
    return parent, parent.index(element) + 1


def _as_caption(block: Block) -> Block:
    return msgspec.structs.replace(block, kind="caption") if block.kind == "paragraph" else block


def _words(element: Element) -> list[str]:
    return "".join(str(text) for text in element.itertext()).split()
