"""Runs of marked text -> inline Markdown that means exactly that: every character escaped that has a meaning.

CommonMark 0.31 with strikethrough, attributes after images, footnotes, and the flanking rule of
`cjk_emphasis`. Where a mark could not be recognised between its neighbours it is dropped, never its text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from site_builder.formats.cjk_emphasis import is_cjk_friendly
from site_builder.model import Image

Mark = Literal["strong", "em", "strike"]

DELIMITERS: tuple[tuple[Mark, str], ...] = (("strong", "**"), ("em", "*"), ("strike", "~~"))
"""Outermost first."""


class Run(msgspec.Struct, frozen=True):
    """A piece of a paragraph."""

    text: str
    """Plain text; "\\n" is a hard line break. Empty for an image."""
    marks: frozenset[Mark] = frozenset()
    code: bool = False
    link: str = ""
    """Address; runs of one link have the same `link_id`."""
    link_id: int = 0
    image: Image | None = None


class _Unit(msgspec.Struct, frozen=True):
    """Finished Markdown that carries marks as a whole: a text, a code span, a link, an image."""

    markdown: str
    marks: frozenset[Mark]


_SPECIAL = re.compile(
    r"[\\`*\[\]]|_|~(?=~|$)|(?:^|(?<=~))~|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,40};)|^\{",
)
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_SIGNS = re.compile(r"(?<=([^*~]))[*~]+([^*~])")
_AROUND_BREAK = re.compile(r" ?\n ?")
_INDENT = re.compile(r"\n +")
_BACKTICKS = re.compile(r"`+")
_LINE_START = re.compile(
    r"^(?:(?P<mark>[-+](?=\s|$)|#{1,6}(?=\s|$)|>|=+\s*$|[-:|](?=[-:| ]*$))|(?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$))",
    re.MULTILINE,
)
_URL_SPECIAL = re.compile(r"[()]|&(?=#?[A-Za-z0-9]{1,40};)")
_URL_UNSAFE = re.compile(r"[\s<>\\]")


def write_inline(runs: Iterable[Run]) -> str:
    """The Markdown of one paragraph, without blanks at its ends; safe at the start of every line."""
    shown = [run for run in runs if run.text or run.image]
    units = _units(shown)
    is_plain = len(units) == 1 and not units[0].marks
    text = units[0].markdown if is_plain else _write_marked(units, 0, before=" ", after=" ")
    return escape_line_starts(_trim(_INDENT.sub("\n", _BLANKS.sub(" ", text)))[1])


def escape_text(text: str) -> str:
    """`text` without any meaning inside a line. Underscores inside Latin words have none to begin with."""

    def escape(match: re.Match[str]) -> str:
        if match[0] == "_" and _is_inside_word(text, match.start()):
            return "_"
        return f"\\{match[0]}"

    return _SPECIAL.sub(escape, text)


def escape_line_starts(text: str) -> str:
    """`text` whose lines begin no heading, list, quote, rule or table."""
    return _LINE_START.sub(
        lambda found: f"\\{found['mark']}" if found["mark"] else f"{found['number']}\\{found['dot']}", text
    )


def plain_text(runs: Iterable[Run]) -> str:
    """What a reader sees of `runs`, blanks collapsed."""
    return _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", "".join(run.text for run in runs))).strip()


def write_image(image: Image) -> str:
    """An image with its caption as title and its size as attributes."""
    caption = " ".join(image.caption.split()).replace("\\", "\\\\").replace('"', '\\"').replace("&", "\\&")
    title = f' "{caption}"' if caption else ""
    sizes = [f"{name}={value}" for name, value in (("width", image.width), ("height", image.height)) if value]
    attributes = f"{{{' '.join(sizes)}}}" if sizes else ""
    return f"![{escape_text(' '.join(image.alt.split()))}]({write_url(image.src)}{title}){attributes}"


def _is_inside_word(text: str, position: int) -> bool:
    around = text[max(0, position - 1) : position] + text[position + 1 : position + 2]
    return len(around) == 2 and around.isascii() and around.isalnum()


def _units(runs: Sequence[Run]) -> list[_Unit]:
    """Links as one unit each, marked with what all of the link has in common; the rest run by run."""
    units: list[_Unit] = []
    for link_id, grouped in groupby(runs, key=lambda run: run.link_id):
        group = list(grouped)
        if not link_id:
            units += _merge(group)
            continue
        common = frozenset.intersection(*(run.marks for run in group))
        inner = [_Unit(unit.markdown, unit.marks - common) for unit in _merge(group)]
        lead, text, trail = _trim(_write_marked(inner, 0, before="[", after="]"))
        if text:
            label = f"\\{text}" if text.startswith("^") else text  # [^…] is a footnote
            text = f"[{label}]({write_url(group[0].link)})"
        units += [_Unit(part, common) for part in (lead, text, trail) if part]
    return [
        _Unit(f"{unit.markdown[:-1]}\\{unit.markdown[-1]}", unit.marks) if _joins_link(unit, follower) else unit
        for unit, follower in zip(units, [*units[1:], _Unit("", frozenset())], strict=False)
    ]


def _joins_link(unit: _Unit, follower: _Unit) -> bool:
    """True where the last character would turn the following link into an image or a footnote."""
    return unit.markdown.endswith(("!", "^")) and follower.markdown.startswith("[")


def _kind(run: Run) -> tuple[bool, Image | None, frozenset[Mark] | None]:
    """What neighbours must share to be one unit. Code does whatever its marks: two spans side by side read as one."""
    return run.code, run.image, None if run.code else run.marks


def _merge(runs: Iterable[Run]) -> list[_Unit]:
    """One unit for neighbours of one kind, so that escaping sees what stands together."""
    units: list[_Unit] = []
    for (code, image, own_marks), group in groupby(runs, key=_kind):
        pieces: list[str] = []
        marks = own_marks
        for run in group:
            pieces.append(run.text)
            marks = run.marks if marks is None else marks & run.marks
        text = "".join(pieces)
        if image is not None:
            units += [_Unit(write_image(image), frozenset())] * len(pieces)
        elif code:
            units.append(_Unit(_write_code(text), marks or frozenset()))
        else:
            text = _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", text))
            units.append(_Unit(escape_text(text).replace("\n", "\\\n"), marks or frozenset()))
    return units


def _write_marked(units: Sequence[_Unit], level: int, *, before: str, after: str) -> str:
    """`units` with the delimiters from `level` on, standing between the characters `before` and `after`."""
    if level == len(DELIMITERS):
        return "".join(unit.markdown for unit in units)
    mark, delimiter = DELIMITERS[level]
    groups = [(marked, list(group)) for marked, group in groupby(units, key=lambda unit: mark in unit.marks)]
    written: list[str] = []
    last = before
    for index, (marked, group) in enumerate(groups):
        follower = groups[index + 1][1][0].markdown[:1] if index + 1 < len(groups) else after
        text = _write_marked(group, level + 1, before=last, after=follower or after)
        if marked:
            text = _wrap(text, delimiter, before=last, after=follower or after)
        written.append(text)
        last = text[-1:] or last
    return "".join(written)


def _wrap(text: str, delimiter: str, *, before: str, after: str) -> str:
    """`text` between delimiters if they would be recognised there, blanks moved outside; else `text`."""
    lead, inner, trail = _trim(text)
    if not inner:
        return text
    left, right = lead[-1:] or before, trail[:1] or after
    sign = delimiter[0]
    if left == sign or (inner[0] == sign == inner[-1] and _has_sign_in_word(inner)):
        return text  # ***a*b*c***: nobody can tell which signs belong together
    first, last = inner.lstrip(delimiter[0])[:1] or inner[0], inner.rstrip(delimiter[0])[-1:] or inner[-1]
    if not (_flanks(first, left) and _flanks(last, right)):
        return text
    return f"{lead}{delimiter}{inner}{delimiter}{trail}"


def _has_sign_in_word(text: str) -> bool:
    """True if delimiters stand between two characters that are neither blanks nor punctuation."""
    pairs = (match.groups() for match in _SIGNS.finditer(text))
    return any(not any(char.isspace() or unicodedata.category(char)[0] in "PS" for char in pair) for pair in pairs)


def _flanks(inside: str, outside: str) -> bool:
    """True if a delimiter run between the two characters belongs to `inside`."""
    if inside.isspace():
        return False
    return not _is_punctuation(inside) or outside.isspace() or _is_punctuation(outside) or is_cjk_friendly(outside)


def _is_punctuation(char: str) -> bool:
    return not is_cjk_friendly(char) and unicodedata.category(char)[0] in "PS"


def _trim(text: str) -> tuple[str, str, str]:
    """(blanks and breaks at the start, the rest, those at the end)."""
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or text.startswith("\\\n", start)):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 2 if text[end - 2 : end] == "\\\n" else 1
    return text[:start], text[start:end], text[end:]


def _write_code(text: str) -> str:
    """A code span with a fence longer than any run of backticks in it."""
    text = " ".join(text.split())
    if not text:
        return " "
    longest = max((len(ticks) for ticks in _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest and (text[0] == "`" or text[-1] == "`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def write_url(url: str) -> str:
    """`url` as the destination of a link or image."""
    encoded = _URL_UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)
    return _URL_SPECIAL.sub(lambda match: f"\\{match[0]}", encoded)
