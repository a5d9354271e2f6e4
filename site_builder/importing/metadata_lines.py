"""Facts that a text states in lines of their own -> typed facts, and the text without these lines.

Four habits are known: Markdown link definitions (`[#]: author: "Jane Doe"`), quoted or bulleted lines below the title
(`> * 译者 : [x](u)`), the headers of bulletin boards (`发信人: poppy (…), 信区: Network`), and closing lines
(`via: https://…`, `作者：[x](u) 译者：[y](v)`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from site_builder.importing.credits import split_date
from site_builder.importing.items import Removal
from site_builder.language.characters import single_line
from site_builder.language.urls import is_web_url
from site_builder.model import Credit, Record

_ROLES = {
    "作者": "作者", "原文作者": "作者", "原作者": "作者", "本文作者": "作者", "发信人": "作者", "author": "作者",
    "by": "作者", "译者": "译者", "翻译": "译者", "translator": "译者", "校对": "校对", "校对者": "校对",
    "reviewer": "校对",
    "审校": "审校", "编辑": "编辑", "责编": "责编", "记者": "记者", "选题": "选题",
}  # fmt: skip
_FIELDS = {
    "标题": "title", "题目": "title", "subject": "title", "title": "title",
    "日期": "date", "时间": "date", "发布时间": "date", "发表时间": "date", "发布日期": "date", "发表日期": "date",
    "发布于": "date", "更新时间": "date", "date": "date", "published": "date",
    "原文链接": "via", "原文地址": "via", "原文": "via", "原文网址": "via", "via": "via",
    "链接": "url", "来源链接": "url", "文章链接": "url", "source": "url", "link": "url", "url": "url",
    "来源": "outlet", "媒体": "outlet", "出处": "outlet", "译文出自": "outlet", "转自": "outlet", "发信站": "outlet",
    "标签": "tags", "tags": "tags",
    "状态": "", "转载声明": "", "信区": "", "collector": "", "publisher": "",
}  # fmt: skip
"""Key -> field; "" for what has no place in a document."""
_KEYS = "|".join(sorted((re.escape(key) for key in (*_ROLES, *_FIELDS)), key=len, reverse=True))
_DEFINITION = re.compile(r"\[#\]:\s{0,3}(?P<key>[A-Za-z_]{1,20}):\s{0,3}[\"“(](?P<value>.{0,500}?)[\"”)]\s*")
_KEY = re.compile(
    rf"(?:^|(?<=[\s,，|]))\[?\s{{0,2}}(?P<key>{_KEYS})(?:[（(][^()（）]{{0,12}}[)）])?\s{{0,4}}[:：]", re.IGNORECASE
)
_LEAD = re.compile(r"^[>\s*•·-]{0,8}(?=\S)")
_ONLY_LEAD = re.compile(r"[>\s*=_-]{0,120}")
_LINK = re.compile(r"\[(?P<text>[^\[\]]{0,300})\]\(\s?(?P<url>[^()\s]{0,1000})")
_ADDRESS = re.compile(r"https?://[^\s<>\"'）)\]]{1,1000}")
_IN_PARENTHESES = re.compile(r"\s?[（(](?P<inner>[^（）()]{0,80})[)）]")
_NAME_END = re.compile(r"\s(?:www\.|https?:)|[。;；]|,?\s?未经")
_REFERENCE = re.compile(r"\]\([^()]{0,1000}\)?|\]\[[^\[\]]{0,80}\]?|[\[\]]")
_NAMES = re.compile(r"\s{0,3}[、，,&＆;；/]\s{0,3}|\s{2,}")
_SPACED_KEY = re.compile(r"^(标|题|作|时|日|信)[\s　]{1,6}(题|目|者|间|期|区)(?=\s{0,3}[:：])")
_BOARD_TAIL = re.compile(r"^(?:--|※\s?(?:来源|修改|转载).{0,200}|.{0,10}\[FROM:.{0,60}\].{0,10})$")
_NOT_IN_TAIL = {
    "标题", "题目", "时间", "日期", "来源", "出处", "链接", "原文", "标签", "状态", "媒体", "title", "date", "by",
}  # fmt: skip
"""Keys that closing sentences begin with as well."""
_RULE = re.compile(r"(?:[=*_-]\s?){3,200}|")
"""What sets the closing lines off, and blank lines."""
_MAX_LINE = 800
_TAIL_LINES = 30


class Metadata(Record, frozen=True):
    """What the lines say; "" where they do not."""

    title: str = ""
    date: str = ""
    source_url: str = ""
    outlet: str = ""
    tags: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    removed: tuple[Removal, ...] = ()
    """The lines, each under the name of its rule."""


def read_metadata(lines: Sequence[str]) -> tuple[Metadata, int]:
    """(the facts, how many of the first lines state them); blank and ruled lines may stand between."""
    found: list[tuple[str, str]] = []
    removed: list[Removal] = []
    count = 0
    pending = ""
    for index, line in enumerate(lines):
        text = _normal(f"{pending} {line}")
        pending = ""
        if _is_cut(text) and index + 1 < len(lines):
            pending = text
            continue
        facts = _read_line(text)
        if not facts and not _ONLY_LEAD.fullmatch(text):
            break
        found += facts
        if facts:
            removed.append(("metadata-line", text))
            count = index + 1
    return _gather(found, removed), count


def read_tail(lines: Sequence[str]) -> tuple[Metadata, list[str]]:
    """(the facts that the last lines state, the other lines in order)."""
    start = max(0, len(lines) - _TAIL_LINES)
    kept = list(lines[:start])
    found: list[tuple[str, str]] = []
    removed: list[Removal] = []
    for line in lines[start:]:
        text = _normal(line)
        if _BOARD_TAIL.match(line.strip()[:_MAX_LINE]):
            removed.append(("board-signature", line.strip()))
            continue
        facts = _read_line(text)
        if facts and all(key not in _NOT_IN_TAIL for key, _ in facts):
            found += facts
            removed.append(("metadata-line", text))
            while len(kept) > start and _RULE.fullmatch(kept[-1].strip()):
                kept.pop()
        else:
            kept.append(line)
    return _gather(found, removed), kept


def merge(first: Metadata, second: Metadata) -> Metadata:
    """The facts of both; those of `first` win."""
    roles = {credit.role for credit in first.credits}
    return Metadata(
        title=first.title or second.title,
        date=first.date or second.date,
        source_url=first.source_url or second.source_url,
        outlet=first.outlet or second.outlet,
        tags=first.tags or second.tags,
        credits=(*first.credits, *(credit for credit in second.credits if credit.role not in roles)),
        removed=(*first.removed, *second.removed),
    )


def _normal(line: str) -> str:
    """The line with plain blanks, and keys that were spaced out to align (标  题) closed up."""
    text = _LEAD.sub("", line[:_MAX_LINE].replace("\u3000", " ")).strip()
    return _SPACED_KEY.sub(r"\1\2", text)


def _is_cut(text: str) -> bool:
    """True where a link in the line goes on in the next one."""
    return bool(_KEY.match(text)) and text.count("[") > text.count("]")


def _read_line(text: str) -> list[tuple[str, str]]:
    """(key, value) pairs of a line that states nothing else; [] for any other line."""
    definition = _DEFINITION.fullmatch(text)
    if definition:
        key = definition["key"].lower()
        # The title below is the translation; the definition names the original.
        return [("" if key in ("subject", "title") else key, definition["value"].strip())]
    matches = list(_KEY.finditer(text))
    if not matches or matches[0].start():
        return []
    ends = [*(match.start() for match in matches[1:]), len(text)]
    pairs = [
        (unicodedata.normalize("NFKC", match["key"]).lower(), text[match.end() : end].strip(" ,，|`"))
        for match, end in zip(matches, ends, strict=True)
    ]
    return pairs if all(_fits(key, value) for key, value in pairs) else []


def _fits(key: str, value: str) -> bool:
    """True if the value may be one of its key; prose that begins "作者：" is none."""
    shown = _LINK.sub(lambda link: link["text"], value)
    if _FIELDS.get(key) in ("via", "url"):
        return bool(_ADDRESS.search(value))
    if key in _ROLES:
        return 0 < len(shown) <= 80 and not re.search(r"[。！？!?]", shown)
    return len(shown) <= 200


def _gather(pairs: Sequence[tuple[str, str]], removed: Sequence[Removal]) -> Metadata:
    facts: dict[str, str] = {}
    credits: list[Credit] = []
    date_of_credits = ""
    for key, value in pairs:
        field = _FIELDS.get(key, "")
        if key in _ROLES:
            persons, date = split_date(value)
            date_of_credits = date_of_credits or date
            names = tuple(dict.fromkeys(_names(persons)))
            credits += [Credit(role=_ROLES[key], names=names)] if names else []
        elif field == "outlet" and key == "发信站":
            inner = _IN_PARENTHESES.search(value)
            facts.setdefault("date", inner["inner"] if inner else "")
            facts.setdefault("outlet", _IN_PARENTHESES.sub("", value).split(",")[0].strip())
        elif field == "outlet" and _ADDRESS.match(value):
            facts.setdefault("url", value)
        elif field:
            facts.setdefault(field, value)
    address = _ADDRESS.search(facts.get("via") or facts.get("url", ""))
    outlet = _LINK.sub(lambda link: link["text"], facts.get("outlet", ""))
    return Metadata(
        title=single_line(facts.get("title", "")),
        date=facts.get("date") or date_of_credits,
        source_url=address[0] if address and is_web_url(address[0]) else "",
        outlet=single_line(_NAME_END.split(outlet)[0]).rstrip("] "),
        tags=tuple(facts.get("tags", "").split()),
        credits=tuple(credits),
        removed=tuple(removed),
    )


def _names(value: str) -> Iterator[str]:
    """The names of a credit, without addresses and explanations in parentheses."""
    shown = _IN_PARENTHESES.sub("", _ADDRESS.sub("", _REFERENCE.sub("、", value)))
    for name in _NAMES.split(shown):
        cleaned = single_line(name).strip("*`. ]")
        if 0 < len(cleaned) <= 40:
            yield cleaned
