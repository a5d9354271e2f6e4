"""Markdown of a document -> sanitised HTML, plain text, headings and images.

CommonMark 0.31 with tables, strikethrough, footnotes and image sizes (`![alt](url "caption"){width=1053 height=495}`);
raw HTML is text. Our own rules: Chinese emphasis, no space at soft breaks between Chinese characters, figures, wide
tables in a box, `lang` on parts in another language, heading ids. Headings are demoted below the page's own `<h1>`.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from site_builder.documents import Record
from site_builder.formats.cjk_emphasis import is_cjk_friendly
from site_builder.formats.markdown_parser import MarkdownIt, RendererHTML, StateCore, Token, make_parser
from site_builder.formats.sanitize import sanitize
from site_builder.language.cjk import count_characters, reading_minutes
from site_builder.language.detection import detect_language, recognise, scripts_of
from site_builder.model import Body, Heading, Image

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA_OR_HANGUL = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")
_LETTER = re.compile(r"[^\W\d_]")
_SCHEME = re.compile("([A-Za-z][A-Za-z0-9+.-]*):")
_BLOCKS_WITH_LANGUAGE = {"paragraph_open": "p", "heading_open": "h", "td_open": "td", "th_open": "th"}
_MIN_CHARACTERS, _MIN_LETTERS = 2, 12
"""A block of fewer letters of an alphabet is a name or a number, not a text in another language."""
_EAST_ASIAN = {"han", "kana", "hangul"}


class Rendered(Record, frozen=True, kw_only=True):
    """A rendered body: the record for caches and views, and the two texts for the body store."""

    body: Body
    html: str
    """Sanitised HTML."""
    text: str
    """Visible text, one block a line; captions included, alternative texts not."""
    code: tuple[tuple[int, int], ...] = ()
    """Where in `text` code stands: (start, end), in order."""


def render(markdown: str, *, language: str) -> Rendered:
    """The body of a document in `language`."""
    tokens = _parser().parse(markdown)
    _mark_languages(tokens, language)
    headings = _number_headings(tokens)
    html = sanitize(_parser().renderer.render(tokens, _parser().options, {}))
    text, code = _join_blocks(tokens)
    inline = [child for token in tokens for child in token.children or ()]
    body = Body(
        key=hashlib.sha256(html.encode()).hexdigest()[:32],
        characters=count_characters(text),
        minutes=reading_minutes(text),
        headings=headings,
        images=tuple(_image(token) for token in inline if token.type == "image" and _is_published(token)),
    )
    return Rendered(body=body, html=html, text=text, code=code)


class _Renderer(RendererHTML):
    """HTML of our own tokens. Methods are named after token types, as the library asks."""

    def softbreak(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """A line break in the source: nothing between Chinese characters, else a newline."""
        before = next((token.content[-1:] for token in reversed(tokens[:idx]) if not _is_mark(token)), "")
        return "" if _joins(before, _character_after(tokens, idx)) else "\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """Tables scroll in a box of their own, reachable by keyboard."""
        return '<div class="table" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        """The end of the box."""
        return "</table></div>\n"


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """The one parser of this process."""
    parser = make_parser(_Renderer)
    parser.core.ruler.push("figures", _make_figures)
    parser.core.ruler.push("alignments", _align_by_class)
    return parser


def _is_mark(token: Token) -> bool:
    """True for the ends of emphasis and links: they stand between two characters and are none."""
    return token.nesting != 0 or (token.type == "text" and not token.content)


def _character_after(tokens: Sequence[Token], idx: int) -> str:
    return next((token.content[:1] for token in tokens[idx + 1 :] if not _is_mark(token)), "")


def _joins(before: str, after: str) -> bool:
    """True if a line break between the two characters is no space (CSS Text 3, segment breaks)."""
    wide = "“”‘’—…·"
    return bool(before and after) and all(is_cjk_friendly(c) or c in wide for c in (before, after))


def _make_figures(state: StateCore) -> None:
    """Turn paragraphs that hold one image into figures; the image's title is the caption."""
    result: list[Token] = []
    first = True
    tokens = state.tokens
    for index, token in enumerate(tokens):
        for child in token.children or ():
            if child.type == "image":
                _set_loading(child, first=first)
                first = False
        result.append(token)
        if token.type != "inline" or not _is_lone_image(token) or tokens[index - 1].type != "paragraph_open":
            continue
        result[-2].tag = tokens[index + 1].tag = "figure"
        result[-2].hidden = tokens[index + 1].hidden = False
        image = next(child for child in token.children or () if child.type == "image")
        caption = str(image.attrs.pop("title", ""))
        image.meta["caption"] = caption
        if caption:
            result += _caption(caption)
    state.tokens = result


def _is_lone_image(token: Token) -> bool:
    kinds = [c.type for c in token.children or () if c.type != "text" or c.content.strip()]
    return kinds in (["image"], ["link_open", "image", "link_close"])


def _set_loading(image: Token, *, first: bool) -> None:
    """Image hosts refuse foreign referrers; only the first image is needed at once."""
    image.attrs["referrerpolicy"] = "no-referrer"
    image.attrs["decoding"] = "async"
    if not first:
        image.attrs["loading"] = "lazy"


def _caption(caption: str) -> list[Token]:
    text = Token("text", "", 0, content=caption)
    inline = Token("inline", "", 0, content=caption, children=[text])
    return [Token("figcaption_open", "figcaption", 1), inline, Token("figcaption_close", "figcaption", -1)]


def _align_by_class(state: StateCore) -> None:
    """Cells are aligned by class: the content security policy refuses style attributes."""
    for token in state.tokens:
        if token.type in ("td_open", "th_open") and "style" in token.attrs:
            token.attrs["class"] = str(token.attrs.pop("style")).removeprefix("text-align:")


def _mark_languages(tokens: list[Token], language: str) -> None:
    """Set `lang` on blocks whose text is in another language, so far as another script tells."""
    for token, content in itertools.pairwise(tokens):
        if token.type in _BLOCKS_WITH_LANGUAGE and content.type == "inline":
            other = _other_language(_text_of(content), language)
            if other:
                token.attrs["lang"] = other


def _other_language(text: str, language: str) -> str:
    """The language of a block that is written in another script than `language`; "" where it is not."""
    own = scripts_of(language)
    if own[0] not in _EAST_ASIAN and text.isascii():
        return ""
    if own[0] in _EAST_ASIAN and _HAN.search(text) and not _KANA_OR_HANGUL.search(text):
        return ""
    script = recognise(text).script
    if script in ("", *own):
        return ""
    least = _MIN_CHARACTERS if script in _EAST_ASIAN else _MIN_LETTERS
    return detect_language(text) if len(_LETTER.findall(text)) >= least else ""


def _number_headings(tokens: list[Token]) -> tuple[Heading, ...]:
    """Demote level 1, give every heading its id ("h-1", in order), and list them."""
    headings: list[Heading] = []
    for index, token in enumerate(tokens):
        if token.type in ("heading_open", "heading_close") and token.tag == "h1":
            token.tag = "h2"
        if token.type == "heading_open":
            anchor = f"h-{len(headings) + 1}"
            token.attrs["id"] = anchor
            headings.append(Heading(level=int(token.tag[1]), id=anchor, text=_text_of(tokens[index + 1])))
    return tuple(headings)


def _join_blocks(tokens: Sequence[Token]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """(the visible text of all blocks, where in it code stands)."""
    blocks: list[str] = []
    code: list[tuple[int, int]] = []
    position = 0
    for token in tokens:
        block = _text_of(token).strip()
        if not block:
            continue
        if token.type in ("fence", "code_block"):
            code.append((position, position + len(block)))
        reached = 0
        for child in token.children or ():
            if child.type == "code_inline" and child.content:
                start = block.find(child.content, reached)
                if start >= 0:
                    reached = start + len(child.content)
                    code.append((position + start, position + reached))
        blocks.append(block)
        position += len(block) + 1
    return "\n".join(blocks), tuple(code)


def _text_of(token: Token) -> str:
    """The visible text of one block token."""
    if token.type in ("fence", "code_block"):
        return token.content
    parts: list[str] = []
    children = token.children or []
    for index, child in enumerate(children):
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "softbreak":
            before = next((part[-1] for part in reversed(parts) if part), "")
            parts.append("" if _joins(before, _character_after(children, index)) else " ")
    return "".join(parts)


def _image(token: Token) -> Image:
    return Image(
        src=re.sub("^//", "https://", str(token.attrs.get("src", ""))),
        alt=_text_of(token),
        caption=token.meta.get("caption", ""),
        width=_size(token.attrs.get("width")),
        height=_size(token.attrs.get("height")),
    )


def _is_published(image: Token) -> bool:
    """False for images that sanitising takes away: "data:" and the like."""
    scheme = _SCHEME.match(str(image.attrs.get("src", "")))
    return scheme is None or scheme[1].lower() in ("http", "https")


def _size(value: Any) -> int:
    return int(value) if str(value or "").isdigit() else 0
