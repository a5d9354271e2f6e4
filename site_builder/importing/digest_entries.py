"""The first line of a digest's item -> its title, its link, and what else the line says.

Forms: `[title](url)：words`, `title URL`, a bare URL, `**title**: words`, and prose whose first sentence has to
serve as the title.
"""

from __future__ import annotations

import re

from site_builder.documents import Record
from site_builder.importing.digest_byline_lines import read_byline
from site_builder.importing.digest_words import LANGUAGE_MARK, MORE
from site_builder.importing.items import Removal
from site_builder.importing.loose_markdown import markdown_text
from site_builder.language.characters import single_line
from site_builder.language.urls import is_web_url

URL = r"https?://[^\s<>\"'）)\]】，。；、\u4e00-\u9fff]{3,1900}"
LINK = re.compile(r"(?<!!)\[(?P<text>(?:!\[[^\]]{0,200}\]\([^)]{0,600}\)|\\.|[^\[\]\\]|\[[^\[\]]{0,80}\]){1,400})\]"
                  r"\((?P<url>(?:[^()\s]|\([^()\s]{0,200}\)){1,1900})(?:\s[^)]{0,200})?\)")  # fmt: skip
BARE_URL = re.compile(URL)
_TAG = re.compile(r"\s{0,3}(\[[^\[\]()]{1,16}\]|【[^【】]{1,16}】)\s{0,4}")
_MARKS = re.compile(r"[^\w\[]{0,12}")
"""Emoji, bold marks, opening quotes: no words."""
_AFTER_TITLE = re.compile(r"\s{0,4}(?:[：:（(，,—–|·]|[-–—]\s|by\b|$|\d|[⭐★🌟])", re.IGNORECASE)
_BOLD_LEAD = re.compile(r"(\*\*|__)(?P<text>[^*_\n]{2,120})\1\s{0,3}(?P<after>[：:（(—–-].{0,8000}|)$")
_BRACKETED = re.compile(r"【(?P<text>[^【】\n]{10,120})】\s{0,3}(?P<after>\S.{0,8000})$")
_AUTHOR = re.compile(r"^[，,\s]{0,3}by\s{1,3}(?P<name>[^，,。；;（()）:：]{2,40})$", re.IGNORECASE)
_SEPARATORS = " \t：:—–-|·，,。"
_SENTENCE_END = re.compile(r"[。！？；]|[!?;](?=\s|$)|(?<![A-Z0-9])\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[，、：]|[,:](?=\s)|\s[-–—]\s")
_EMPHASIS = re.compile(r"\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)|~~|`")
_HEADING_MARK = re.compile(r"^\s{0,3}#{1,6}\s+")
_BOXED = re.compile(r"【([^【】\n]{2,120})】$")
"""A title all in brackets."""
_ESCAPE = re.compile(r"\\(?=[^\w\s])")
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,1900}\)")
_IMAGE_OR_TAG = re.compile(rf"{_IMAGE.pattern}|<(?!https?:)[^<>\n]{{1,1900}}>")
_FEW = 8
"""Characters besides its link that a title may have and still be the link's text."""
_LONGEST, _SHORTEST = 80, 8
"""Characters of a title that is made of a sentence."""
_EMOJI_RUN = re.compile(r"^[^\w\s\[《“\"'「（(【*_`<@#$￥¥+~&.…—-]{1,8}\s{0,2}")


class Entry(Record, frozen=True):
    """What the first line of an item says."""

    title: str
    """Text, without Markdown; "" where the line says nothing."""
    url: str = ""
    rest: str = ""
    """Markdown that goes on after the title: part of the item's text."""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """Language marks left out: （英文）."""
    is_prose: bool = False
    """True if the title is a sentence of the text."""


class Report(Record, frozen=True):
    """An item of a digest, as the digest tells it: nothing is resolved yet."""

    title: str
    url: str = ""
    outlet: str = ""
    date: str = ""
    """As written; "" where only the digest's own day is known."""
    day: str = ""
    """ISO date of the day's heading it stands under."""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    section: str = ""
    markdown: str = ""
    line: int = 0
    """1-based, in the source file."""
    removed: tuple[Removal, ...] = ()
    title_is_text: bool = False
    """True if the title is a sentence of the text, which keeps it."""


def read_entry(source: str) -> Entry:
    """The entry in the Markdown of one line, without its bullet or number."""
    source = source.strip()
    marks = tuple(LANGUAGE_MARK.findall(source))
    text = LANGUAGE_MARK.sub("", source).strip() if marks else source
    bare = text.strip("*_ ") if text.startswith(("**", "__")) and text.endswith(("**", "__")) else text
    if LINK.fullmatch(bare):
        text = bare
    entry = _linked(text) or _with_url(text) or _bold(text) or _bracketed(text) or _prose(text)
    if not marks:
        return entry
    return Entry(
        title=entry.title, url=entry.url, rest=entry.rest, tags=entry.tags, authors=entry.authors, marks=marks,
        is_prose=entry.is_prose,
    )  # fmt: skip


def read_title(source: str) -> Entry:
    """The entry of a line that is all title: a heading, a bold line."""
    source = source.strip()
    found = LINK.search(source)
    is_web = bool(found) and is_web_url(found["url"])  # type: ignore[index]
    if found and is_web and len(_title(LINK.sub("", source)).strip(_SEPARATORS)) <= _FEW:
        return Entry(title=_title(found["text"]), url=found["url"])
    return _with_url(source) or Entry(title=_title(source), url=found["url"] if found and is_web else "")


def read_prose(text: str) -> Entry:
    """The entry of a text without a title of its own."""
    return _prose(text)


def links_of(markdown: str) -> list[tuple[str, str]]:
    """(text, address) of the links to web pages, bare addresses among them, in order; no images."""
    found = [(match.start(), match["text"], match["url"]) for match in LINK.finditer(markdown)]
    rest = LINK.sub(lambda match: " " * len(match[0]), markdown)
    rest = _IMAGE_OR_TAG.sub(lambda match: " " * len(match[0]), rest)
    found += [(match.start(), "", match[0].rstrip(".,;:!?*_")) for match in BARE_URL.finditer(rest)]
    return [(text, url) for _, text, url in sorted(found) if is_web_url(url) and not text.startswith("![")]


def address_of(markdown: str) -> str:
    """Where an item's text says that the report itself stands: a link that says "more", else the only link."""
    found = links_of(markdown)
    said = [url for text, url in found if text and MORE.fullmatch(text.strip())]
    if said:
        return said[0]
    distinct = list(dict.fromkeys(url for _, url in found))
    return distinct[0] if len(distinct) == 1 else ""


def _linked(text: str) -> Entry | None:
    """`[title](url)` with little before it."""
    match = LINK.search(text[:4000])
    if not match or not is_web_url(match["url"]) or MORE.fullmatch(match["text"].strip()):
        return None
    before, after = text[: match.start()], text[match.end() :].lstrip("*_ ")
    tag = _TAG.fullmatch(before)
    title = _title(match["text"])
    if not title or not (tag or _MARKS.fullmatch(before)):
        return None
    if not (_AFTER_TITLE.match(after) or read_byline(after)):
        prose = _prose(text)
        return Entry(title=prose.title, url=match["url"], rest=text, is_prose=True)
    author = _AUTHOR.match(after)
    return Entry(
        title=title,
        url=match["url"],
        rest="" if author else after.lstrip(_SEPARATORS),
        tags=(tag[1].strip("[]【】 "),) if tag else (),
        authors=(author["name"].strip(),) if author else (),
    )


def _with_url(text: str) -> Entry | None:
    """`title URL` and a bare URL."""
    match = BARE_URL.search(text)
    if not match or "<" in text[: match.start() - 1] or "](" in text[max(0, match.start() - 3) : match.start()]:
        return None
    before, after = text[: match.start()].rstrip(" <（("), text[match.end() :].lstrip(" >）)")
    title = _title(before).rstrip("：:，,—–-|。 ")
    url = match[0].rstrip(".,;:!?")
    if len(title) > 2 * _LONGEST:
        return None
    if not title:
        title = re.sub(r"^https?://(?:www\.)?|/$", "", url)
    return Entry(title=title, url=url, rest=after.strip())


def _bold(text: str) -> Entry | None:
    match = _BOLD_LEAD.match(text)
    if not match or not _title(match["text"]):
        return None
    return Entry(title=_title(match["text"]), rest=match["after"].lstrip(_SEPARATORS))


def _bracketed(text: str) -> Entry | None:
    """`【title】words`; a short one is the name of a series, and part of the title."""
    match = _BRACKETED.match(text)
    return Entry(title=_title(match["text"]), rest=match["after"].lstrip(_SEPARATORS)) if match else None


def _prose(text: str) -> Entry:
    plain = single_line(markdown_text(LINK.sub(_shown, _HEADING_MARK.sub("", text[:4000]))))
    plain = _EMOJI_RUN.sub("", re.sub(r"<[^<>]{1,400}>", "", plain)).strip()
    title = _first_sentence(plain)
    whole = len(title) >= len(plain.rstrip("。.;；"))
    return Entry(title=title.rstrip("。；;"), rest="" if whole and "](" not in text else text, is_prose=not whole)


def _shown(match: re.Match[str]) -> str:
    return "" if MORE.fullmatch(match["text"].strip()) else match["text"]


def _first_sentence(plain: str) -> str:
    """The first sentence, cut at a clause where it is long."""
    end = next((m for m in _SENTENCE_END.finditer(plain[: 2 * _LONGEST]) if m.start() >= _SHORTEST), None)
    sentence = plain[: end.start() + (plain[end.start()] in "！？!?")] if end else plain
    if len(sentence) <= _LONGEST:
        return sentence.strip()
    clauses = [m.start() for m in _CLAUSE_END.finditer(sentence[:_LONGEST]) if m.start() >= _SHORTEST]
    cut = clauses[-1] if clauses else sentence.rfind(" ", _SHORTEST, _LONGEST)
    return f"{sentence[: cut if cut > 0 else _LONGEST].strip()}…"


def _title(markdown: str) -> str:
    """What a reader sees of a title; single underscores and brackets without an address stay."""
    shown = LINK.sub(lambda match: match["text"], markdown)
    text = single_line(_ESCAPE.sub("", _EMPHASIS.sub("", _IMAGE.sub("", _HEADING_MARK.sub("", shown))))).strip("* ")
    return _BOXED.sub(r"\1", _HEADING_MARK.sub("", _EMOJI_RUN.sub("", text).strip())) or text
