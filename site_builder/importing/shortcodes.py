"""Shortcodes of Hugo, Jekyll and Hexo in Markdown -> Markdown, before anything else reads it.

`{{< figure >}}`, `{% asset_img %}` and `{% img %}` become images, `{% highlight %}` and `{% codeblock %}` fenced code,
`{{< youtube >}}` and other players links, notes and quotations block quotes; `{% raw %}` and what only steers the
generator goes, its content stays. What is not known stays as it is written, and is told.
"""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from site_builder.documents import Record
from site_builder.errors import Problem
from site_builder.formats.inline_markdown import escape_text, write_image
from site_builder.importing.items import Removal
from site_builder.model import Image

_TAG = re.compile(
    r"\{\{(?P<open>[<%])-?\s{0,8}(?P<close>/?)\s{0,4}(?P<hugo>[A-Za-z][\w/-]{0,40})(?P<hugo_arguments>(?:\s[^{}\n]{0,1500})?)[>%]\}\}"
    r"|\{%-?\s{0,8}(?P<liquid>[A-Za-z][\w-]{0,40})(?P<liquid_arguments>(?:\s[^{}\n]{0,1500}?)?)-?%\}"
    r"|\{\{-?\s{0,8}(?P<output>(?:site\.|['\"])[^{}\n]{0,500})-?\}\}"
    r"|(?P<attributes>\{:[^{}\n]{0,300}\})"
    r"|<(?P<html>pre|code)\b"
    r"|^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]{0,300}$",
    re.MULTILINE | re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\{\{[<%]-?\s{0,8}/\s{0,4}(?P<hugo>[A-Za-z][\w/-]{0,40})\s{0,8}[>%]\}\}"
    r"|\{%-?\s{0,8}end(?P<liquid>[A-Za-z][\w-]{0,40})\s{0,8}-?%\}|</(?P<html>pre|code)>",
    re.IGNORECASE,
)
_ARGUMENT = re.compile(
    r"""(?:(?P<name>[A-Za-z_-]{1,30})\s?[=:]\s?)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"',]{1,1000}))"""
)
_CODES = {"highlight", "code", "codeblock", "code-block"}
_VERBATIM = {"raw", "verbatim", "rawhtml", "html"}
_NOISE = {"more", "toc", "clearfix", "comment", "cq", "centerquote", "center", "details", "tabs", "tab", "summary"}
"""Steer the generator: only the tag goes, what stands inside stays."""
_CODE_SWITCHES = {"linenos", "linenos=table", "lang:", "line_number:true", "line_number:false"}
_KINDS = {"info", "warning", "danger", "success", "default", "primary", "tip", "note", "no-icon", "left", "right"}
_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "bilibili": "https://www.bilibili.com/video/{}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "gist": "https://gist.github.com/{}",
    "jsfiddle": "https://jsfiddle.net/{}/",
    "codepen": "https://codepen.io/{}",
    "asciinema": "https://asciinema.org/a/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "x": "https://x.com/i/status/{}",
    "spotify": "https://open.spotify.com/{}",
    "iframe": "{}",
    "video": "{}",
    "audio": "{}",
    "mp3": "{}",
    "pdf": "{}",
}
"""Tags that embed something -> the address where it can be seen."""
_IMAGES = {"figure", "img", "image", "asset_img", "imgproc", "picture", "figureproc"}
_LINKS = {"link", "post_link", "asset_link", "ref", "relref", "post_url", "asset_path", "button", "btn"}
_QUOTES = {"blockquote", "quote", "pullquote", "note", "notice", "admonition", "alert", "callout", "tip", "hint"}
_WRAPPERS = _CODES | _VERBATIM | _NOISE | _QUOTES
_TICKS = re.compile(r"^\s{0,3}(`{3,})", re.MULTILINE)
_RAW = re.compile(r"\{%-?\s?(?:end)?raw\s?-?%\}")
_WORD = re.compile(r"[^\s<>\"{}]{1,1000}")
_LINE = 2_000
"""Characters of a line that are looked at for backticks."""
_LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]{0,20}")
_URL = re.compile(
    r"(?:https?:)?//\S+|/\S+|[^\s/]\S{0,300}\.(?:jpe?g|png|gif|webp|svg|bmp|avif)(?:\?\S*)?", re.IGNORECASE
)
_ROOT = re.compile(r"site\.(?:baseurl|url|github\.url|baseURL|root|static_url)")
_QUOTED = re.compile(r"'[^']{0,400}'|\"[^\"]{0,400}\"")
_ADDRESS_FILTERS = {"relative_url", "absolute_url", "prepend", "escape", "uri_escape", "relURL", "absURL", "strip"}
_SIZES = re.compile(r"\b(width|height)=[\"']?(\d{1,5})(?:px)?[\"']?(?=[\s}])")
_MOST_NAMED = 8
_SIZE = re.compile(r"\d{1,5}(?:px)?")


class Expansion(Record, frozen=True):
    """Markdown without the shortcodes that are known."""

    markdown: str
    removed: tuple[Removal, ...] = ()
    unknown: tuple[str, ...] = ()
    """Names of the tags that stay as they are written, each once."""


class _Arguments(Record, frozen=True):
    named: Mapping[str, str]
    plain: tuple[str, ...]


def expand_shortcodes(markdown: str) -> Expansion:
    """The Markdown with every known shortcode written as Markdown; code, in any spelling, stays as it is."""
    if not any(mark in markdown for mark in ("{{", "{%", "{:")):
        return Expansion(markdown=markdown)
    removed: list[Removal] = []
    unknown: list[str] = []
    written = _expand(markdown, removed, unknown)
    return Expansion(markdown=written, removed=tuple(removed), unknown=tuple(dict.fromkeys(unknown)))


def report_unknown(file: str, names: Sequence[str]) -> list[Problem]:
    """A warning where shortcodes stay as text."""
    if not names:
        return []
    listed = ", ".join(f'"{name}"' for name in names[:_MOST_NAMED])
    message = f"shortcodes are not known and stay as text: {listed}"
    return [Problem(file, 0, "shortcode-unknown", message, "write them as Markdown", "warning")]


def _expand(markdown: str, removed: list[Removal], unknown: list[str]) -> str:
    """The Markdown written anew; what was replaced, and what is not known, is added to the lists."""
    parts: list[str] = []
    closings = _closings(markdown)
    position = 0
    while match := _TAG.search(markdown, position):
        parts.append(markdown[position : match.start()])
        position = match.end()
        if match["fence"] or match["html"] or _is_in_code(markdown, match.start()):
            position = _end_of_code(markdown, match, closings)
            parts.append(markdown[match.start() : position])
            continue
        if match["output"] is not None or match["attributes"]:
            written = _write_output(match["output"]) if match["output"] is not None else _write_attributes(match)
            parts.append(match[0] if written is None else written)
            removed += [] if written is None else [("shortcode", match[0])]
            continue
        name = (match["hugo"] or match["liquid"]).lower()
        inner, end = (None, position) if match["close"] else _inner(name, markdown, position, closings)
        if inner is not None and name in _QUOTES:
            inner = _expand(inner, removed, unknown)
        arguments = _read_arguments(match["hugo_arguments"] or match["liquid_arguments"] or "")
        written = _write(name, arguments, inner, is_closing=bool(match["close"]))
        if written is None:
            unknown.append(name)
            parts.append(match[0])
        else:
            removed.append(("shortcode", match[0]))
            parts.append(written)
            position = end
    parts.append(markdown[position:])
    return "".join(parts)


def _write_output(expression: str) -> str | None:
    """What Jekyll makes of an address: the site's own root is "", filters that add it change nothing."""
    value, *filters = (part.strip() for part in expression.split("|"))
    root = _ROOT.fullmatch(value)
    quoted = _QUOTED.fullmatch(value)
    if not root and not quoted:
        return None
    written = "" if root else value[1:-1]
    for each in filters:
        name, _, argument = (part.strip() for part in each.partition(":"))
        if name == "append" and _QUOTED.fullmatch(argument):
            written += argument[1:-1]
        elif name not in _ADDRESS_FILTERS or (argument and not _ROOT.fullmatch(argument)):
            return None
    return written


def _write_attributes(match: re.Match[str]) -> str | None:
    """Attributes of kramdown (`{: .note}`, `{:width="300"}`): sizes behind an image stay, all others go."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    if before not in ("", "\n", ")", " ", "*", "`", "]"):
        return None
    sizes = _SIZES.findall(match[0]) if before == ")" else []
    return f"{{{' '.join(f'{name}={value}' for name, value in sizes)}}}" if sizes else ""


def _closings(markdown: str) -> dict[str, list[int]]:
    """Name of a tag -> where its closings stand, in order; looked up once, so that unclosed tags cost nothing."""
    found: dict[str, list[int]] = {}
    for match in _CLOSING.finditer(markdown):
        name = match["hugo"] or match["liquid"] or f"<{match['html']}"
        found.setdefault(name.lower(), []).append(match.start())
    return found


def _write(name: str, arguments: _Arguments, inner: str | None, *, is_closing: bool) -> str | None:
    """The Markdown of a tag with what it encloses; None for a tag that is not known."""
    if is_closing or (name.startswith("end") and name != "end"):
        return "" if name.removeprefix("end") in _WRAPPERS else None
    for names, write_around in _WRITERS_AROUND:
        if name in names and inner is not None:
            return write_around(arguments, inner)
    write = next((write for names, write in _WRITERS if name in names), None)
    return write(name, arguments) if write else None


def _inner(name: str, markdown: str, start: int, closings: Mapping[str, Sequence[int]]) -> tuple[str | None, int]:
    """(what stands between the tag that ends at `start` and its closing, the place behind that); None without one."""
    places = closings.get(name, ()) if name in _CODES | _VERBATIM | _QUOTES else ()
    place = bisect.bisect_left(places, start)
    closing = _CLOSING.match(markdown, places[place]) if place < len(places) else None
    return (markdown[start : closing.start()], closing.end()) if closing else (None, start)


def _read_arguments(text: str) -> _Arguments:
    named: dict[str, str] = {}
    plain: list[str] = []
    for match in _ARGUMENT.finditer(text):
        value = html.unescape(next(group for group in match.group("double", "single", "bare") if group is not None))
        if match["name"] and not (match["bare"] or "").startswith("//"):
            named.setdefault(match["name"].lower(), value)
        else:
            plain.append(match[0] if match["name"] else value)
    return _Arguments(named=named, plain=tuple(plain))


def _write_image(name: str, arguments: _Arguments) -> str | None:
    """The image; a class or a size may stand before its address, its title behind."""
    named, plain = arguments.named, arguments.plain
    place = next((index for index, value in enumerate(plain) if _URL.fullmatch(value)), None)
    src = named.get("src") or named.get("url") or named.get("link", "") or (plain[place] if place is not None else "")
    if not src:
        return None
    behind = [value for value in plain[place + 1 :] if not _SIZE.fullmatch(value)] if place is not None else []
    sizes = [int(value.removesuffix("px")) for value in plain[(place or 0) + 1 :] if _SIZE.fullmatch(value)][:2]
    caption = named.get("caption") or named.get("title") or " ".join(behind)
    image = Image(
        src=src,
        alt=named.get("alt", ""),
        caption=" ".join(caption.split()),
        width=_size(named.get("width", "")) or (sizes[0] if sizes else 0),
        height=_size(named.get("height", "")) or (sizes[1] if len(sizes) > 1 else 0),
    )
    written = write_image(image)
    link = named.get("link", "") if named.get("src") else ""
    return f"[{written}]({link})" if _URL.fullmatch(link) else written


def _size(text: str) -> int:
    return int(text.removesuffix("px")) if _SIZE.fullmatch(text) else 0


def _write_player(name: str, arguments: _Arguments) -> str | None:
    """A link to what the tag embeds, under its title or its own name."""
    named, plain = arguments.named, arguments.plain
    values = [named.get(key, "") for key in ("id", "src", "url", "link", "file", "mp4")] + list(plain)
    if name in ("gist", "codepen") and len(plain) > 1 and "." not in plain[1]:
        values.insert(0, "/".join(plain[:2]))
    if name in ("gist", "tweet", "twitter", "x") and named.get("user") and named.get("id"):
        values = [f"{named['user']}/{named['id']}" if name == "gist" else named["id"]]
    value = next((value for value in values if value), "")
    url = value if "://" in value or value.startswith("/") else _PLAYERS[name].format(value)
    if not value or not _URL.fullmatch(url) or not _WORD.fullmatch(value):
        return None
    return f"[{escape_text(named.get('title') or name)}]({url.replace('(', '%28').replace(')', '%29')})"


def _write_link(name: str, arguments: _Arguments) -> str | None:
    """A link to another page: its words, with the address where one is given."""
    values = [value for value in (*arguments.plain, *arguments.named.values()) if value]
    url = next((value for value in values if _URL.fullmatch(value)), "")
    words = " ".join(value for value in values if value != url and value not in ("_blank", "true", "false"))
    if not url:
        # An address that only the generator knows: the words are what a reader sees.
        return escape_text(" ".join(arguments.plain[1:])) or None
    return f"[{escape_text(words or url)}]({url.replace('(', '%28').replace(')', '%29')})"


def _write_verbatim(arguments: _Arguments, inner: str) -> str:
    return inner


def _write_noise(name: str, arguments: _Arguments) -> str:
    return ""


def _write_code(arguments: _Arguments, code: str) -> str:
    """Fenced code, with its title as a line above it."""
    plain = list(arguments.plain)
    language = arguments.named.get("lang") or arguments.named.get("language") or ""
    if not language and plain and _LANGUAGE.fullmatch(plain[0]) and ":" not in plain[0]:
        language = plain.pop(0)
    title = " ".join(value for value in plain if value not in _CODE_SWITCHES).strip()
    longest = max((len(found) for found in _TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    above = f"{escape_text(title)}\n\n" if title else ""
    code = _RAW.sub("", code)
    lines = code.strip("\n") if code.startswith("\n") else code.strip()
    return f"\n\n{above}{fence}{language}\n{lines}\n{fence}\n\n"


def _write_quote(arguments: _Arguments, inner: str) -> str:
    """A block quote, with its title above or whom it quotes below."""
    title = " ".join(value for value in arguments.plain if value.lower() not in _KINDS)
    title = title or arguments.named.get("title", "")
    lines = [*([f"**{escape_text(title)}**", ""] if title else []), *inner.strip().split("\n")]
    return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


_WRITERS_AROUND: tuple[tuple[Iterable[str], Callable[[_Arguments, str], str]], ...] = (
    (_CODES, _write_code),
    (_VERBATIM, _write_verbatim),
    (_QUOTES, _write_quote),
)
"""Tags with an end -> what writes them with all between."""
_WRITERS: tuple[tuple[Iterable[str], Callable[[str, _Arguments], str | None]], ...] = (
    (_IMAGES, _write_image),
    (_PLAYERS, _write_player),
    (_LINKS, _write_link),
    (_NOISE, _write_noise),
)
"""Tags without an end -> what writes them."""


def _is_in_code(markdown: str, start: int) -> bool:
    """True if an odd number of backticks stands before the place on its line."""
    line_start = markdown.rfind("\n", max(0, start - _LINE), start) + 1
    return markdown.count("`", max(line_start, start - _LINE), start) % 2 == 1


def _end_of_code(markdown: str, match: re.Match[str], closings: Mapping[str, Sequence[int]]) -> int:
    """Where the code ends that `match` opens or stands in."""
    if match["html"]:
        places = closings.get(f"<{match['html'].lower()}", ())
        place = bisect.bisect_left(places, match.end())
        return places[place] if place < len(places) else match.end()
    if not match["fence"]:
        return match.end()
    closing = re.compile(rf"^ {{0,3}}{re.escape(match['fence'])}{re.escape(match['fence'][0])}*[ \t]*$", re.MULTILINE)
    found = closing.search(markdown, match.end())
    return found.end() if found else len(markdown)
