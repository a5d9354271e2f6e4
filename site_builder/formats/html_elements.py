"""Tags as they stand in a text -> whether they are HTML's or words in angle brackets.

A parser takes `Vec<u8>`, `if (a<b && c>d)` and `<ann@a.example>` for elements, and readers would never see them.
What is HTML goes by its names (HTML §4, §16.2 for obsolete ones), by attributes that can be some, and by end tags.
"""

from __future__ import annotations

import re
from collections import defaultdict

FORMATTING = {
    "a", "abbr", "b", "big", "br", "cite", "code", "data", "del", "div", "em", "figcaption", "figure", "font", "i",
    "img", "ins", "kbd", "label", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
"""Elements that format or highlight code. Any other one inside a listing is code."""

_ELEMENTS = FORMATTING | {
    "acronym", "address", "applet", "area", "article", "aside", "audio", "base", "basefont", "bdi", "bdo", "bgsound",
    "blink", "blockquote", "body", "button", "canvas", "caption", "center", "col", "colgroup", "command", "content",
    "datalist", "dd", "details", "dfn", "dialog", "dir", "dl", "dt", "embed", "fieldset", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "iframe", "image",
    "input", "isindex", "keygen", "legend", "link", "listing", "main", "map", "marquee", "math", "menu", "menuitem",
    "meta", "meter", "nav", "nobr", "noembed", "noframes", "noscript", "object", "optgroup", "option", "output",
    "param", "picture", "plaintext", "portal", "progress", "rb", "rp", "rt", "rtc", "ruby", "script", "search",
    "section", "select", "slot", "source", "spacer", "style", "summary", "svg", "template", "textarea", "tfoot",
    "time", "title", "track", "video", "xmp",
    "mpvoice", "mpvideo", "mpcps", "mpprofile", "mpnews", "mpmusic", "mpgongyi", "qqmusic", "qqface", "wxopen",
}  # fmt: skip
"""All of HTML, and those of the editors of public accounts."""
_FOREIGN = re.compile(r"[a-z][a-z0-9]{0,30}(?:-[a-z0-9-]{1,40}|_[a-z0-9_]{1,40}|:[a-z][\w.-]{0,40})", re.IGNORECASE)
"""Custom elements, those of forums (`ignore_js_op`) and of office suites (`o:p`): elements where they are closed."""
_UNCLOSED = {"code", "pre", "br", "hr", "img", "wbr", "li", "p", "tbody", "td", "th", "thead", "tr"}
"""Formatting elements that may stand without an end tag (HTML §13.1.2.4), and those that the listing ends with."""
_ALONE = {
    "allowfullscreen", "alt", "async", "autoplay", "border", "checked", "class", "compact", "controls", "crossorigin",
    "defer", "disabled", "download", "hidden", "href", "id", "inert", "ismap", "itemscope", "lang", "loop", "multiple",
    "muted", "name", "nofollow", "noshade", "nowrap", "open", "playsinline", "readonly", "rel", "required",
    "reversed", "selected", "src", "style", "target", "title", "type", "value",
}  # fmt: skip
"""Attributes that are met without a value."""

TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/<>]{0,60})"
    r"""(?P<attributes>(?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+'|["']){0,60}+)>"""
)
_START = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/<>]{0,60})")
_END_TAG = re.compile(r"</([A-Za-z][^\s/<>]{0,60})")
_ATTRIBUTE = re.compile(r"""[^\s=/"'<>]{1,100}""")
_FIRST = re.compile(r"""\s*(?:$|/|["']|[A-Za-z_:@*#.(\[])""")
_INDENTED = re.compile(r" {4}|\t")
_LONGEST_LINE = 2_000
_WORD = re.compile(r"\w")


def spell_words(text: str, closed: frozenset[str], *, markdown: bool = False) -> str:
    """`text` outside listings with the brackets of what is no tag as `&lt;`; `closed` are the names with an end tag.

    In `markdown`, names that are not HTML's stay, as does indented code: its parser takes both for text.
    """
    parts: list[str] = []
    position = 0
    while start := _START.search(text, position):
        tag = TAG.match(text, start.start())
        name = start["name"].lower()
        if name in _ELEMENTS or (name in closed and _FOREIGN.fullmatch(name)):
            is_word = _is_word(tag, text[start.start() - 1 : start.start()], closed) if tag else _is_torn(text, start)
            is_word = is_word and not (markdown and _is_indented(text, start.start()))
        else:
            is_word = not markdown
        parts.append(text[position : start.start()])
        position = tag.end() if tag and not is_word else start.end()
        parts.append(f"&lt;{text[start.start() + 1 : position]}" if is_word else text[start.start() : position])
    return "".join([*parts, text[position:]])


def spell_code(text: str) -> str:
    """The inside of a listing with the brackets of everything that formats no code as `&lt;`."""
    words = _code_tags(text)
    parts: list[str] = []
    position = 0
    while (start := text.find("<", position)) >= 0:
        tag = TAG.match(text, start)
        parts.append(text[position:start])
        position = tag.end() if tag and start not in words else start + 1
        parts.append(text[start:position] if tag and start not in words else "&lt;")
    return "".join([*parts, text[position:]])


def _code_tags(text: str) -> set[int]:
    """Where tags stand that are code: no formatting, impossible attributes, or a bare one that is never closed."""
    words: set[int] = set()
    bare: dict[str, list[int]] = defaultdict(list)
    for tag in TAG.finditer(text):
        name = tag["name"].lower()
        if name not in FORMATTING or is_odd(tag):
            words.add(tag.start())
        elif tag["close"]:
            if bare[name]:
                bare[name].pop()
        elif name not in _UNCLOSED or name in ("code", "pre"):
            bare[name].append(-1 if tag["attributes"].strip(" /") else tag.start())
    if bare["code"] or bare["pre"]:
        return words  # one listing in another: what is closed behind the inner one is not seen here
    return words | {start for starts in bare.values() for start in starts if start >= 0}


def closed_names(text: str) -> frozenset[str]:
    """The names that an end tag stands for somewhere in `text`."""
    return frozenset(name.lower() for name in _END_TAG.findall(text))


def is_odd(tag: re.Match[str]) -> bool:
    """True for what stands in place of attributes and can be none: operators, or words alone that are no switches."""
    attributes = tag["attributes"]
    if tag["close"]:
        return False
    if not _FIRST.match(attributes):
        return True
    if "=" in attributes or '"' in attributes:
        return False
    names = [name.lower() for name in _ATTRIBUTE.findall(attributes)]
    return bool(names) and not any(name in _ALONE or name.startswith(("data-", "aria-", "v-", "@")) for name in names)


def _is_indented(text: str, position: int) -> bool:
    return _INDENTED.match(text, text.rfind("\n", max(0, position - _LONGEST_LINE), position) + 1) is not None


def _is_torn(text: str, start: re.Match[str]) -> bool:
    """True where no tag ends before the next one begins, and nothing like an attribute stands between."""
    limit = text.find("<", start.end(), start.end() + 2000)
    between = text[start.end() : limit if limit >= 0 else start.end() + 2000]
    return "=" not in between and not start["close"]


def _is_word(tag: re.Match[str], before: str, closed: frozenset[str]) -> bool:
    """True for a comparison, and for a type in a sentence: `List<Object>`, capitalised and never closed."""
    name = tag["name"]
    is_capitalised = name[:1].isupper() and not name.isupper()
    is_type = is_capitalised and _WORD.match(before) and not tag["attributes"] and name.lower() not in closed
    return is_odd(tag) or bool(is_type)
