"""What an import keeps of a post: `python -m tests.fidelity FOLDER [--lost]`.

The source's HTML is read by the standard library's tokeniser, not by our own parser; the document goes through the
whole import and is rendered back as the site renders it. Both texts are compared character by character with
Myers' algorithm, white space aside. Left out of the count is only what a named rule removed and listed.

Visible are all texts but scripts, styles and true comments. Tags that are none of HTML's (by lxml's list of names,
not by ours), that have words for attributes, or that stand in a listing and format nothing or are never closed
count as the text they once were; exponents and indices of one piece as Unicode's characters for them, or in the
document as `^(1.5)`; and an embedded player as its address: what a reader without frames would see.
Exits 1 below 99.9 % of characters, at any invented one, or at any link or image lost.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import msgspec
from lxml.html import defs
from markdown_it import MarkdownIt

from site_builder.formats.markdown import render
from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, Source
from site_builder.importing.outlets import collect_outlets
from site_builder.language.characters import strip_invisible
from site_builder.language.urls import clean_url

TARGET = 0.999
NOW = datetime(2024, 6, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
_BLANK = re.compile(r"\s+")
_LAZY = ("data-original-src", "data-original", "data-src", "data-actualsrc", "data-lazy-src", "data-echo", "src")
_UNSEEN = {"script", "style", "template", "noscript", "title", "object", "video", "audio", "svg", "canvas"}
_EMBEDS = {"iframe": "src", "embed": "src", "video": "src", "audio": "src", "source": "src"}
_FORMATTING = {
    "a", "abbr", "b", "big", "br", "cite", "code", "del", "div", "em", "figure", "font", "i", "img", "ins", "kbd",
    "label", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_HTML = set(defs.tags) | {
    "bdi", "content", "data", "dialog", "frame", "image", "main", "menuitem", "nobr", "noembed", "noframes", "picture",
    "rb", "rtc", "search", "slot", "spacer", "template", "xmp",
}  # fmt: skip
_OPTIONAL_END = {"code", "pre", "br", "hr", "img", "wbr", "li", "p", "tbody", "td", "th", "thead", "tr"}
_SWITCHES = {
    "alt", "async", "autoplay", "border", "checked", "class", "controls", "defer", "disabled", "download", "hidden",
    "href", "id", "loop", "muted", "nowrap", "open", "playsinline", "reversed", "src", "style", "title",
    "allowfullscreen",
}  # fmt: skip
_SMALL = {
    "sup": str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
_INDICES = set("ijnmkxt")
_INDICES_TABLE = str.maketrans("ijnmkxt", "ᵢⱼₙₘₖₓₜ")
_POWER = re.compile(r"(?<=[A-Za-z0-9)])\^\(([A-Za-z0-9.+\-−*/]{1,14})\)")
_FOREIGN_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][\w-]*|:[a-z][\w.-]*)|mp[a-z]+|qq[a-z]+|path|g|rect|circle|polygon")
_NOT_IN_TEXT = {"mirror-category", "placeholder-image", "company-link-on-a-word", "company-link-on-a-venue"}
"""Rules that leave out front matter: the same words in the text stay."""
_TORN_END_TAG = re.compile(r"</(?=<)")
_UNOPENED = re.compile(r"^[^『「（《【“]*[』」）》】”]")
_LINKLESS = re.compile(r"#|javascript:|data:", re.IGNORECASE)


class Seen(msgspec.Struct):
    """What a reader sees, with the place of every link and image in the text."""

    text: str = ""
    links: list[tuple[int, int, str]] = []
    """(start, end, address) of links around text or an image."""
    images: list[tuple[int, str]] = []


class Score(msgspec.Struct):
    """Characters, links and images: of the source, kept, and invented ones."""

    characters: int = 0
    kept: int = 0
    invented: int = 0
    links: int = 0
    links_kept: int = 0
    images: int = 0
    images_kept: int = 0
    lost: str = ""
    """What is missing, for `--lost`."""

    def __str__(self) -> str:
        share = self.kept / self.characters if self.characters else 1.0
        return (
            f"{share:8.3%} of {self.characters:7,} characters  invented {self.invented:3}  "
            f"links {self.links_kept}/{self.links}  images {self.images_kept}/{self.images}"
        )


class _Reader(HTMLParser):
    """Collects what is seen; lives as long as one text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self.parts: list[str] = []
        self.length = 0
        self.unseen = 0
        self.listing = 0
        self.open: list[tuple[int, int, str]] = []
        self.small, self.held = "", ""
        self.quotes = 0

    def add(self, text: str) -> None:
        shown = _BLANK.sub("", strip_invisible(text))
        self.parts.append(shown)
        self.length += len(shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in reversed(attrs)}
        self.release("")
        if self.is_text(tag, attrs):
            self.add(self.get_starttag_text() or "")
            return
        self.small = tag if tag in _SMALL and not self.listing else ""
        if tag == "q" and not self.listing:
            self.add("‘" if self.quotes else "“")
            self.quotes += 1
        if tag == "input" and given.get("type", "").lower() == "checkbox":
            self.add("☑" if "checked" in given else "☐")
        if tag in ("pre", "code"):
            self.listing += 1
        elif tag == "a" and given.get("href"):
            self.open.append((self.length, len(self.seen.images), given["href"]))
        elif tag == "img":
            source = next((given[name] for name in _LAZY if given.get(name) and clean_url(given[name])), "")
            if source:
                self.seen.images.append((self.length, clean_url(source)))
        self.unseen += tag in _UNSEEN and not self.listing
        if tag in _EMBEDS and clean_url(given.get(_EMBEDS[tag], "")):
            address = clean_url(given[_EMBEDS[tag]])
            self.seen.links.append((self.length, self.length + len(address), address))
            self.add(address)

    def release(self, tag: str) -> None:
        """Count what was held back, as small print where it was the whole content of the element `tag`."""
        table = _SMALL.get(tag, {}) if tag == self.small else {}
        shown = self.held.strip()
        is_small = bool(shown) and all(ord(character) in table for character in shown)
        is_small = is_small or (self.small == tag == "sub" and shown in _INDICES)
        self.add(
            shown.translate(_INDICES_TABLE if shown in _INDICES and tag == "sub" else table) if is_small else self.held
        )
        self.small, self.held = "", ""

    def handle_endtag(self, tag: str) -> None:
        self.release(tag)
        if tag == "q" and self.quotes and not self.listing:
            self.quotes -= 1
            self.add("’" if self.quotes else "”")
        if tag in _UNSEEN and not self.listing:
            self.unseen = max(0, self.unseen - 1)
        elif tag in ("pre", "code"):
            self.listing = max(0, self.listing - 1)
        elif tag not in _FORMATTING if self.listing else not self.is_element(tag):
            self.add(self.rawdata[self.offset_now() :].partition(">")[0] + ">")
        elif tag == "a" and self.open:
            start, images, href = self.open.pop()
            if self.length > start or len(self.seen.images) > images:
                self.seen.links.append((start, self.length, href))

    def is_element(self, tag: str) -> bool:
        """True for a name of HTML's, and for a foreign one with an end tag."""
        return tag in _HTML or (_FOREIGN_NAME.fullmatch(tag) is not None and f"</{tag}" in self.rawdata.lower())

    def is_text(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        """True for words in angle brackets."""
        if tag not in _FORMATTING if self.listing else not self.is_element(tag):
            return True
        if attrs and all(value is None and name not in _SWITCHES and name[:5] != "data-" for name, value in attrs):
            return True
        if not self.listing or attrs or tag in _OPTIONAL_END:
            return False
        start = self.offset_now()
        listing = self.rawdata[start : start + 20_000].lower().partition("</pre>")[0]
        return listing.count(f"<{tag}>") > listing.count(f"</{tag}>")

    def offset_now(self) -> int:
        """Where the tag being read begins."""
        line, column = self.getpos()
        return sum(len(text) + 1 for text in self.rawdata.split("\n")[: line - 1]) + column

    def handle_data(self, data: str) -> None:
        if self.small and not self.unseen:
            self.held += data
        elif not self.unseen:
            self.add(data)

    def handle_comment(self, data: str) -> None:
        if self.listing or _UNOPENED.match(data):
            self.add(f"<!--{data}-->")


def read_html(html: str) -> Seen:
    """What a reader sees of `html`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.release("")
    reader.seen.text = "".join(reader.parts)
    return reader.seen


def read_post(text: str) -> Seen:
    """What a reader sees of a post's body, HTML or Markdown."""
    body = _FRONT_MATTER.sub("", text, count=1).replace("\r", "")
    if not body.lstrip().startswith("<div"):
        body = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(body)
    return read_html(_TORN_END_TAG.sub("&lt;/", body))


def cut(seen: Seen, removed: Iterable[str]) -> Seen:
    """`seen` without the removed texts, and without the links and images among them."""
    alive = bytearray(b"\x01" * len(seen.text))
    texts = [_BLANK.sub("", strip_invisible(text)) for text in removed]
    for text in sorted(filter(None, texts), key=len, reverse=True):
        start = seen.text.find(text)
        while start >= 0 and not all(alive[start : start + len(text)]):
            start = seen.text.find(text, start + 1)
        if start >= 0:
            alive[start : start + len(text)] = bytes(len(text))
    gone = set(texts)
    return Seen(
        text="".join(char for char, keep in zip(seen.text, alive, strict=True) if keep),
        links=[
            link for link in seen.links
            if not (link[0] < link[1] and not any(alive[link[0] : link[1]])) and _BLANK.sub("", link[2]) not in gone
        ],
        images=[image for image in seen.images if _BLANK.sub("", image[1]) not in gone],
    )  # fmt: skip


def compare(source: Seen, document: Seen) -> Score:
    """How much of the source stands in the document."""
    told, written = (_POWER.sub(r"\1", seen.text) for seen in (source, document))
    changes, lost = _changes(told, written)
    kept = (len(told) + len(written) - changes) // 2
    wanted = Counter(
        unquote(clean_url(href)) for _, _, href in source.links if clean_url(href) and not _LINKLESS.match(href.strip())
    )
    linked = Counter(unquote(clean_url(href)) for _, _, href in document.links)
    images, shown = (Counter(unquote(src) for _, src in seen.images) for seen in (source, document))
    missing = [*(wanted - linked).elements(), *(images - shown).elements()]
    return Score(
        characters=len(told),
        kept=kept,
        invented=len(written) - kept,
        links=wanted.total(),
        links_kept=(wanted & linked).total(),
        images=images.total(),
        images_kept=(images & shown).total(),
        lost=" ".join([lost, *missing]).strip(),
    )


def _changes(left: str, right: str) -> tuple[int, str]:
    """(fewest insertions and deletions that turn `left` into `right`, where the first ones stand)."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    a, b = left[start : len(left) - end], right[start : len(right) - end]
    if not a and not b:
        return 0, ""
    place = f"…{left[max(0, start - 10) : start + 40]}… / …{right[max(0, start - 10) : start + 40]}…"
    furthest = {1: 0}
    for edits in range(len(a) + len(b) + 1):
        for diagonal in range(-edits, edits + 1, 2):
            down = diagonal == -edits or (
                diagonal != edits and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
            )
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            y = x - diagonal
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(a) and y >= len(b):
                return edits, place
    raise AssertionError("the last round reaches the end of both texts")


def measure(path: Path) -> Score:
    """The score of one post."""
    text = path.read_text(encoding="utf-8")
    results = ingest(
        Source(name=path.name, data=path.read_bytes()), format="hexo", now=NOW, zone=ZONE, outlets=collect_outlets([])
    )
    (draft,) = (result for result in results if isinstance(result, Draft))
    rendered = render(draft.markdown, language=draft.front_matter.language)
    source = cut(read_post(text), (removed for rule, removed in draft.removed if rule not in _NOT_IN_TEXT))
    return compare(source, read_html(rendered.html))


def main(arguments: Sequence[str]) -> int:
    """Print a line a file and the total; 1 where the total misses the target."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("-")]
    total = Score()
    for path in sorted(path for folder in folders for path in folder.glob("*.md")):
        score = measure(path)
        print(f"{score}  {path.name[:60]}")
        if score.lost and "--lost" in arguments:
            print(f"    {score.lost[:300]}")
        for field in msgspec.structs.fields(Score):
            if field.type is int:
                setattr(total, field.name, getattr(total, field.name) + getattr(score, field.name))
    print(f"{total}  total")
    complete = (total.links, total.images) == (total.links_kept, total.images_kept)
    return 0 if total.characters and complete and not total.invented and total.kept >= TARGET * total.characters else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
