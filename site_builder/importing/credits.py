"""Credit lines (文｜常薇倩, 作者：…, 每经编辑|…) taken out of a text, and who of them wrote it.

Only whole short paragraphs near the beginning and the end are credits: the same words inside the story are
its words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC

from site_builder.documents import Credit
from site_builder.formats.blocks import Block
from site_builder.importing.items import Removal
from site_builder.language.cjk import CJK
from site_builder.language.dates import parse_date

WRITERS = ("文", "撰文", "撰稿", "作者", "记者", "采写", "文字", "采访")
"""Roles whose names are the authors."""

_ROLES = (
    "责任编辑", "实习编辑", "实习记者", "图片来源", "每经记者", "每经编辑", "本报记者", "本文作者", "原文作者",
    "文章作者",
    "撰文", "撰稿", "作者", "记者", "采写", "采访", "文字", "编辑", "责编", "编译", "翻译", "译者", "校对", "审校",
    "审核", "图片", "题图", "头图", "封面", "视觉", "摄影", "图源", "设计", "制图", "监制", "策划", "出品", "整理",
    "文", "编", "图", "译",
)  # fmt: skip
"""Longest first. 来源 is none: it names the origin of a passage, and belongs to it."""
_SHORT_ROLES = {"文", "编", "图", "译"}
_HOUSE = re.compile(r"^(?:每经|本报|实习|本文|原文|文章)(?=记者|编辑|作者)")
_BAR = r"\s{0,3}[|｜丨︱/／]\s{0,3}"
_COLON = r"\s{0,3}[:：]\s{0,3}"
_CREDIT = re.compile(rf"(?:^|(?<=[\s　]))(?P<role>{'|'.join(_ROLES)})(?:(?P<bar>{_BAR})|{_COLON})")
_SEPARATORS = re.compile(r"\s{0,3}[、，,/／&＆;；+]\s{0,3}|\s{2,}")
_CHINESE_NAMES = re.compile(rf"[{CJK}·]{{2,6}}(?:\s[{CJK}·]{{2,6}}){{1,5}}")
_NOT_A_NAME = re.compile(r"[。！？!?“”\"<>\[\]]|https?:")
_LEAD_NAME = re.compile(rf"[{CJK}]{{2,4}}")
_DATE_START = re.compile(r"(?<![\dA-Za-z_])(?=\d{4})|(?<=\s)(?=[A-Za-z]{3})")
"""Where a date may begin; digits that end an account's name are none."""
_STAFF_NUMBER = re.compile(r"\s{0,3}[_（(]?\b[A-Z]{1,4}\d{2,6}$")
_BRACKETED = re.compile(r"[\[【（(]([^\[\]【】]{2,118})[\]】）)]")
_MAX_LENGTH = 120
_MAX_NAME = 30
_HEAD, _TAIL = 5, 8
"""Blocks at the beginning and the end that may be credits."""


def take_credits(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Credit, ...]]:
    """(the blocks without credit lines, the credits in order of appearance)."""
    kept: list[Block] = []
    credits: list[Credit] = []
    for index, block in enumerate(blocks):
        near_edge = index < _HEAD or index >= len(blocks) - _TAIL
        found = read_credits(block.text) if near_edge and _is_plain(block) else ()
        credits += found
        if not found:
            kept.append(block)
    return tuple(kept), tuple(credits)


def credit_lines(before: Sequence[Block], after: Sequence[Block]) -> tuple[Removal, ...]:
    """The lines that `take_credits` took out of the text: they live on in the front matter."""
    kept = set(map(id, after))
    return tuple(("credit-line", block.text) for block in before if id(block) not in kept)


def read_credits(line: str) -> tuple[Credit, ...]:
    """The credits that `line` consists of; () if it says anything else."""
    line = line.strip()
    bracketed = _BRACKETED.fullmatch(line)
    line = bracketed[1].strip() if bracketed else line
    if len(line) > _MAX_LENGTH:
        return ()
    matches = list(_CREDIT.finditer(line))
    if not matches or matches[0].start():
        return ()
    credits: list[Credit] = []
    for match, end in zip(matches, [*(m.start() for m in matches[1:]), len(line)], strict=True):
        names = _names(split_date(line[match.end() : end])[0])
        if not names or (match["role"] in _SHORT_ROLES and not match["bar"]):
            return ()
        credits.append(Credit(role=_HOUSE.sub("", match["role"]), names=names))
    return tuple(credits)


def read_credit_date(line: str) -> str:
    """The date that the last credit of `line` ends with; "" if there is none."""
    return split_date(line)[1] if read_credits(line) else ""


def split_date(value: str) -> tuple[str, str]:
    """(the names, the date after them) of what a line says about a person; the date is "" where it ends with none."""
    for match in _DATE_START.finditer(value[:_MAX_LENGTH]):
        date = value[match.start() :].strip(" \t　)）")
        try:
            parse_date(date, zone=UTC)
        except ValueError:
            continue
        return value[: match.start()].rstrip(" \t　,，|｜/／·(（"), date
    return value, ""


def split_lead_credits(text: str) -> tuple[tuple[Credit, ...], str]:
    """(credits, the rest) of a text that begins "每经记者|某某 每经编辑|某某 某某 …": names are short and Chinese."""
    words = text[:_MAX_LENGTH].split(" ")
    end = 0
    for index, word in enumerate(words):
        match = _CREDIT.match(word)
        if match and match["bar"] and _LEAD_NAME.fullmatch(word[match.end() :]):
            end = index + 1
        elif not (end == index and end and _LEAD_NAME.fullmatch(word)):
            break
        else:
            end = index + 1
    lead = " ".join(words[:end])
    credits = read_credits(lead) if end else ()
    return (credits, text[len(lead) :].lstrip()) if credits else ((), text)


def writers(credits: Sequence[Credit]) -> tuple[str, ...]:
    """The names of those who wrote the text, each once."""
    names = (name for credit in credits if credit.role in WRITERS for name in credit.names)
    return tuple(dict.fromkeys(names))


def _is_plain(block: Block) -> bool:
    return block.kind == "paragraph" and "](" not in block.markdown and "\n" not in block.text


def _names(text: str) -> tuple[str, ...]:
    """The names listed in `text`; () if one of them is no name."""
    names: list[str] = []
    for part in _SEPARATORS.split(_STAFF_NUMBER.sub("", text.strip(" \t　。)）"))):
        names += part.split() if _CHINESE_NAMES.fullmatch(part) else [part.strip()]
    names = [name for name in names if name]
    if any(len(name) > _MAX_NAME or _NOT_A_NAME.search(name) for name in names):
        return ()
    return tuple(dict.fromkeys(names))
