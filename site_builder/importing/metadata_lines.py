"""Facts that a text states in lines of their own -> typed facts, and the text without these lines.

Many habits are known: Markdown link definitions (`[#]: author: "Jane Doe"`), loose keys (`@pubDate 2017-05-17`), quoted
or bulleted lines below the title (`> * 译者 : [x](u)`), the headers of boards and mails (`发信人: poppy (…), 信区:
Network`), publishers' lines (`2024-03-05 08:00 来源：某报`) and closing lines (`via: https://…`, `（责任编辑：某某）`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from site_builder.documents import Credit, Record
from site_builder.importing.bare_bylines import read_bare_lines
from site_builder.importing.credits import split_date
from site_builder.importing.fact_lines import (
    ADDRESS,
    FIELDS,
    LINK,
    MARKS_A_DAY,
    POSTS,
    ROLES,
    STATIONS,
    Fact,
    is_loose_key,
    names_outlet,
    read_facts,
    starts_with_key,
)  # fmt: skip
from site_builder.importing.items import Removal
from site_builder.language.characters import single_line
from site_builder.language.cjk import CJK
from site_builder.language.urls import is_web_url

_LEAD = re.compile(r"^[>\s*•·-]{0,8}(?=\S)")
_ONLY_LEAD = re.compile(r"[>\s*=_-]{0,120}")
_IN_PARENTHESES = re.compile(r"\s?[（(](?P<inner>[^（）()]{0,80})[)）]")
_NAME_END = re.compile(r"\s(?:www\.|https?:)|[。;；]|,?\s?未经")
_REFERENCE = re.compile(r"\]\([^()]{0,1000}\)?|\]\[[^\[\]]{0,80}\]?|[\[\]]")
_REFERRED = re.compile(r"\[(?P<text>[^\[\]]{1,80})\]\[[^\[\]]{0,80}\]")
_NAMES = re.compile(r"\s{0,3}[、，,&＆;；/]\s{0,3}|\s{2,}|\sand\s")
_SPACED_NAMES = re.compile(rf"[{CJK}·]{{2,4}}(?:\s[{CJK}·]{{2,4}}){{1,6}}")
_MAIL = re.compile(r"<?[\w.+-]{1,64}@[\w.-]{1,80}>?")
_TAGS = re.compile(r"[\s,，、;；]{1,4}")
_MAX_OUTLET = 40
_SPACED_KEY = re.compile(r"^(标|题|作|时|日|信)[\s　]{1,6}(题|目|者|间|期|区)(?=\s{0,3}[:：])")
_NOT_IN_TAIL = {
    "标题", "题目", "主题", "时间", "日期", "来源", "出处", "链接", "原文", "标签", "关键词", "状态", "媒体",
    "阅读", "评论", "文", "title", "date", "by", "from", "to", "subject", "published", "updated",
    "標題", "題目", "主題", "時間", "來源", "出處", "連結",
    "鏈接", "標籤", "關鍵詞", "媒體", "閱讀", "評論", "网址", "網址",
    "地址", *MARKS_A_DAY,
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
    updated: str = ""
    original_title: str = ""
    outlet: str = ""
    tags: tuple[str, ...] = ()
    board: str = ""
    """The part of a bulletin board in which a post stands."""
    nickname: str = ""
    """Of the account that posted it."""
    credits: tuple[Credit, ...] = ()
    removed: tuple[Removal, ...] = ()
    """The lines, each under the name of its rule."""


def read_metadata(lines: Sequence[str], *, is_outlet: Callable[[str], bool] | None = None) -> tuple[Metadata, int]:
    """(the facts, how many of the first lines state them); blank and ruled lines may stand between.

    With `is_outlet` the lines stand below a title: there names and dates need no key.
    """
    found: list[Fact] = []
    removed: list[Removal] = []
    count = passed = 0
    pending, is_loose = "", False
    for index, line in enumerate(lines):
        if index < passed:
            continue
        text = _normal(f"{pending} {line}")
        pending = ""
        if _is_cut(text) and index + 1 < len(lines):
            pending = text
            continue
        facts = read_facts(text)
        if not facts and is_loose and is_loose_key(text):
            facts = [("", text)]
        is_loose = is_loose_key(text)
        if not facts and is_outlet and text:
            facts, more = read_bare_lines(lines[index:], is_outlet=is_outlet)
            passed = index + more
        if not facts and not _ONLY_LEAD.fullmatch(text):
            break
        found += facts
        if facts:
            count = max(index + 1, passed)
            more_lines = map(_normal, lines[index + 1 : count])
            removed += [("metadata-line", stated) for stated in (text, *more_lines) if stated]
    return _gather(found, removed), count


def read_tail(lines: Sequence[str], *, is_outlet: Callable[[str], bool] = names_outlet) -> tuple[Metadata, list[str]]:
    """(the facts that the last lines state, the other lines in order).

    来源 begins closing sentences as well: there it is a fact only before what `is_outlet`, or looks like one.
    """
    start = max(0, len(lines) - _TAIL_LINES)
    kept = list(lines[:start])
    found: list[Fact] = []
    removed: list[Removal] = []
    for line in lines[start:]:
        text = _normal(line)
        facts = read_facts(text)
        if facts and all(_closes(key, value, is_outlet) for key, value in facts):
            found += facts
            removed.append(("metadata-line", text))
            while len(kept) > start and _RULE.fullmatch(kept[-1].strip()):
                kept.pop()
        else:
            kept.append(line)
    return _gather(found, removed), kept


def _closes(key: str, value: str, is_outlet: Callable[[str], bool]) -> bool:
    if key in ("来源", "來源", "转自", "轉自") and len(value) <= _MAX_OUTLET:
        return is_outlet(value) or names_outlet(value)
    return key not in _NOT_IN_TAIL


def merge(first: Metadata, second: Metadata) -> Metadata:
    """The facts of both; those of `first` win."""
    roles = {credit.role for credit in first.credits}
    return Metadata(
        title=first.title or second.title,
        date=first.date or second.date,
        updated=first.updated or second.updated,
        original_title=first.original_title or second.original_title,
        source_url=first.source_url or second.source_url,
        outlet=first.outlet or second.outlet,
        tags=first.tags or second.tags,
        board=first.board or second.board,
        nickname=first.nickname or second.nickname,
        credits=(*first.credits, *(credit for credit in second.credits if credit.role not in roles)),
        removed=(*first.removed, *second.removed),
    )


def _normal(line: str) -> str:
    """The line with plain blanks, and keys that were spaced out to align (标  题) closed up."""
    text = _LEAD.sub("", line[:_MAX_LINE].replace("\u3000", " ")).strip()
    return _SPACED_KEY.sub(r"\1\2", text)


def _is_cut(text: str) -> bool:
    """True where a link in the line goes on in the next one."""
    return bool(starts_with_key(text)) and text.count("[") > text.count("]")


def _gather(pairs: Sequence[Fact], removed: Sequence[Removal]) -> Metadata:
    facts: dict[str, str] = {}
    credits: list[Credit] = []
    date_beside = ""
    for key, value in pairs:
        field = FIELDS.get(key, "")
        if key in ROLES:
            persons, date = split_date(value)
            date_beside = date_beside or date
            names = tuple(dict.fromkeys(_names(persons)))
            credits += [Credit(role=ROLES[key], names=names)] if names else []
            inner = _IN_PARENTHESES.search(value) if key in POSTS else None
            facts.setdefault("nickname", inner["inner"].strip() if inner else "")
        elif key in STATIONS:
            inner = _IN_PARENTHESES.search(value)
            facts.setdefault("date", inner["inner"] if inner else "")
            facts.setdefault("outlet", _IN_PARENTHESES.sub("", value).split(",")[0].strip())
        elif field == "outlet" and ADDRESS.match(value):
            facts.setdefault("url", value)
        elif field == "outlet":
            name, date = split_date(value)
            date_beside = date_beside or date
            facts.setdefault("outlet", name)
        elif field:
            facts.setdefault(field, value)
    address = ADDRESS.search(facts.get("via") or facts.get("url", ""))
    outlet = _REFERRED.sub(lambda link: link["text"], LINK.sub(lambda link: link["text"], facts.get("outlet", "")))
    return Metadata(
        title=single_line(facts.get("title", "")),
        date=facts.get("date") or date_beside,
        updated=facts.get("updated", ""),
        original_title=single_line(facts.get("original_title", "")),
        source_url=address[0] if address and is_web_url(address[0]) else "",
        outlet=single_line(_NAME_END.split(outlet)[0]).rstrip("] *"),
        tags=tuple(tag for tag in _TAGS.split(facts.get("tags", "")) if tag),
        board=single_line(facts.get("board", "")),
        nickname=single_line(facts.get("nickname", "")),
        credits=_unite(credits),
        removed=tuple(removed),
    )


def _unite(credits: Sequence[Credit]) -> tuple[Credit, ...]:
    """One credit a role."""
    roles = dict.fromkeys(credit.role for credit in credits)
    return tuple(
        Credit(
            role=role,
            names=tuple(dict.fromkeys(name for credit in credits if credit.role == role for name in credit.names)),
        )
        for role in roles
    )


def _names(value: str) -> Iterator[str]:
    """The names of a credit, without addresses and explanations in parentheses."""
    shown = _IN_PARENTHESES.sub("", _MAIL.sub("", ADDRESS.sub("", _REFERENCE.sub("、", value))))
    parts = [part for part in _NAMES.split(shown) if part]
    for name in parts[0].split() if len(parts) == 1 and _SPACED_NAMES.fullmatch(parts[0].strip()) else parts:
        cleaned = single_line(name).strip('*`. ]"')
        if 0 < len(cleaned) <= 40:
            yield cleaned
