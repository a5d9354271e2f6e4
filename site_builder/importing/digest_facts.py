"""Lines of a digest's item -> the facts they label, the addresses on lines of their own, and the text.

`来源：36氪 | 时间：2024-03-05`, `- 标签: 芯片, 推理`, `[查看原文](https://…)`, a bare address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from site_builder.importing.digest_byline_lines import bracketed_byline, is_date, is_known, read_byline
from site_builder.importing.digest_dates import is_relative
from site_builder.importing.digest_entries import BARE_URL, LINK, Entry
from site_builder.importing.digest_page import Line, find_days
from site_builder.importing.digest_words import LABELS, MORE
from site_builder.language.urls import is_web_url

_LABEL = re.compile(
    r"\s{0,8}(?:[-*+•·]\s{1,4})?(?:\*\*|__)?(?P<label>[\w ]{1,16})(?:\*\*|__)?\s{0,3}[：:]\s{0,4}(?:\*\*|__)?\s{0,3}"
    r"(?P<value>.{1,8000})$"
)
_BARS = re.compile(r"[|｜]")
_BYLINE_MARKS = re.compile(r"\s{0,3}[·•|｜]\s{0,3}|\s[-–—]\s")
_LEAD = re.compile(r"\s{0,2}[（(](?P<inside>[^（()）]{2,60})[）)]\s{0,2}[：:—–-]\s{0,2}")
"""`(Reuters, June 18): `, before the text."""
_TAIL = re.compile(r"[（(][^（()）]{4,58}[）)]$")
_SENTENCE_ENDS = ("。", "！", "？", "!", "?", ".", "；", ")", "”", "」")
_SAID = re.compile(r"(?:来源|来自|出处|via|source)\s{0,2}[：:]", re.IGNORECASE)
_LONGEST_BYLINE, _LONGEST_NAME = 60, 20
_MAX_LEAD = 3
_POINTER = re.compile(r"^[^\w\s\[<(（【「\"\'!#>]{1,4}\s{0,2}(?=\S)")
"""🔗 before an address."""


def take_facts(lines: Sequence[Line]) -> tuple[dict[str, str], list[Line], list[str]]:
    """(labelled values by field, the other lines, addresses that stand on a line of their own)."""
    fields: dict[str, str] = {}
    kept: list[Line] = []
    links: list[str] = []
    for line in lines:
        if line.is_code or (line.is_rule and not line.text.strip()):
            kept.append(line)
            continue
        facts = _facts(line.text)
        url = only_address(line.text)
        if facts and not set(facts) & set(fields) - {"url"}:
            fields = facts | fields
        elif (url and len(kept) <= _MAX_LEAD) or (url and not BARE_URL.fullmatch(line.text.strip(" <>"))):
            links.append(url)
        elif not line.is_rule:
            kept.append(line)
    return fields, kept, links


def _facts(text: str) -> dict[str, str]:
    """The values of a line of labels: one, or several with bars between them."""
    whole = _fact(text)
    linked = LINK.search(text) if whole[0] == "outlet" else None
    if linked and is_web_url(linked["url"]):
        return {"outlet": whole[1], "url": linked["url"]}
    if byline := byline_facts(text.strip()):
        return byline
    parts = [_fact(part) for part in _BARS.split(text)] if "|" in text or "｜" in text else []
    if len(parts) > 1 and all(field for field, _ in parts):
        return dict(parts)
    return {whole[0]: whole[1]} if whole[0] else {}


def byline_facts(text: str) -> dict[str, str]:
    """`港城日报 · 昨天 22:10`, `2025-06-21 | 港城日报`, `09:12`: the date, and the outlet beside it."""
    if len(text) > _LONGEST_BYLINE or "](" in text:
        return {}
    parts = [part.strip(" *_") for part in _BYLINE_MARKS.split(text)]
    dates = [part for part in parts if is_date(part)]
    others = [part for part in parts if not is_date(part)]
    is_plain = len(dates) == 1 and len(others) <= 1 and all(part and len(part) <= _LONGEST_NAME for part in others)
    if is_plain and not _SAID.match("".join(others)):
        return {"date": dates[0], **({"outlet": others[0]} if others else {})}
    byline = read_byline(text) or bracketed_byline(text)
    if byline:
        return {"date": byline.date, "outlet": byline.outlet}
    name = text.strip()[1:-1].strip("*_ ")
    return {"outlet": name} if text.strip()[:1] in ("*", "_", "（", "(") and is_known(name) else {}


def take_byline(entry: Entry) -> tuple[dict[str, str], Entry]:
    """(outlet and date that the item's first line names, the entry without them)."""
    rest = "" if entry.is_prose else entry.rest
    told = byline_facts(rest) if rest else {}
    if told:
        return told, msgspec.structs.replace(entry, rest="")
    lead = _LEAD.match(rest)
    if lead and (told := _bracketed(lead["inside"])):
        return told, msgspec.structs.replace(entry, rest=rest[lead.end() :])
    tail = _TAIL.search(entry.title[-_LONGEST_BYLINE:])
    if tail and (byline := read_byline(tail[0])) and len(tail[0]) < len(entry.title):
        title = entry.title[: len(entry.title) - len(tail[0])].rstrip()
        return {"outlet": byline.outlet, "date": byline.date}, msgspec.structs.replace(entry, title=title)
    return {}, entry


def signature(text: str) -> dict[str, str]:
    """Outlet and date in brackets at the end of an item's text, where both stand there: `……。（财联社 07:30）`.

    Behind the end of a sentence any name will do, and a date alone; inside of one the outlet must be known.
    """
    text = text.rstrip(" \n*_\\")
    tail = _TAIL.search(text[-_LONGEST_BYLINE:])
    if not tail:
        return {}
    before = text[: len(text) - len(tail[0])].rstrip()
    inside = tail[0][1:-1].strip()
    is_apart = before.endswith(_SENTENCE_ENDS)
    if is_apart and is_date(inside):
        return {"date": inside}
    byline = read_byline(tail[0]) or (bracketed_byline(tail[0]) if is_apart else None)
    return {"outlet": byline.outlet, "date": byline.date} if byline else {}


def _bracketed(inside: str) -> dict[str, str]:
    byline = bracketed_byline(f"({inside})")
    if byline:
        return {"outlet": byline.outlet, "date": byline.date}
    return {"outlet": inside.strip()} if is_known(inside.strip()) else {}


def _fact(text: str) -> tuple[str, str]:
    """(field, value) of a labelled line; ("", "") for any other."""
    match = _LABEL.match(text) if "：" in text[:40] or ":" in text[:40] else None
    field = LABELS.get(match["label"].strip().casefold(), "") if match else ""
    if not match or not field or field in ("title", "section"):
        return "", ""
    value = match["value"].strip(" *_")
    if field == "url":
        found = LINK.search(value)
        value = found["url"] if found else value.strip("<>")
        return ("url", value) if is_web_url(value) else ("", "")
    if field == "outlet" and (linked := LINK.fullmatch(value)):
        value = linked["text"].strip(" *_")
    if field == "date":
        return ("date", value) if len(value) <= 40 and (find_days(value) or is_relative(value)) else ("", "")
    if field in ("outlet", "author") and (len(value) > 40 or "http" in value):
        return "", ""
    return field, value


def only_address(text: str) -> str:
    """The address of a line that is nothing else, or is a link that only says "more"."""
    stripped = _POINTER.sub("", text.strip()).strip("<>")
    if BARE_URL.fullmatch(stripped):
        return stripped
    match = LINK.fullmatch(stripped[:4000]) if stripped.startswith("[") else None
    return match["url"] if match and MORE.fullmatch(match["text"].strip()) and is_web_url(match["url"]) else ""
