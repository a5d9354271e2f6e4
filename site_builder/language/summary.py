"""The first sentences of a text, as lists, feeds and search results show them.

Chinese sentences end at 。！？… with their closing quotes, those of scripts with spaces at . ! ? before a capital, or
before any letter where the script has none.
Marks inside brackets and quotation marks do not end a sentence, nor do those inside numbers and addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.language.cjk import is_spaced

_NARROW_FACTOR = 2
"""A letter of most alphabets takes half the room of a Chinese character; a Korean syllable takes as much."""
_READ_AHEAD = 20
"""Characters of text looked at, as a multiple of the limit: leads are short, articles may be long."""
_ENOUGH = 0.45
"""A summary this full (share of the limit) is not filled further with a heading's paragraph."""

_SKIPPED_LINE = re.compile(
    r"(?:本文(?:首发|来自|来源|转自|转载|系|由|作者|授权|原载|发于)|原标题|原文(?:链接|地址|标题)|题图|头图|封面(?:图)?|"
    r"(?:图片)?来源\s*[:：|｜]|(?:每经|本报|本刊)?(?:记者|编辑|作者|责编|责任编辑|审校|校对|编译|翻译|实习生)\s*[|｜丨:：]|"
    r"[文编图撰]\s*[|｜丨/／]|(?:点击|扫描|长按).{0,12}(?:关注|二维码|订阅)|Core (?:Insights|Viewpoint)\W*$)"
)
_PREFIX = re.compile(
    r"(?:(?:[^，。,:：！？\s的了是说将称这那]{2,16}?(?:APP)?获悉|本[报刊网站台]讯|"
    r"[^，。,:：！？\s的了是]{1,10}(?:社|网|报|财经|新闻|科技|在线|证券|资讯|通讯社|日报|晚报)(?:APP)?[讯电]|"
    r"(?:每经|36氪)(?:AI)?(?:快讯|讯)|"
    r"[^，。,:：！？\s]{2,16}?[讯电](?=[（(]))(?:[（(][^（）()]{1,30}[）)])?[，,：:]\s*"
    r"|[^，。,\s]{2,12}\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?:讯|电|消息)?(?:[（(][^（）()]{1,30}[）)])?[，,：:]\s*(?=\S)"
    r"|Core (?:Insights|Viewpoint)[\s:–-]+)"
)
_AGENCY_DATE = re.compile(r"\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?![讯电消（(])")
_ENDS = re.compile(r"[。！？!?…；؟।]+[”’」』】）)\"']*|[.](?=\s|$)")
_CHINESE_END = re.compile(r"[。！？…]+[”’」』】）)\"']*|[!?]+[”’」』）)\"']*(?![0-9A-Za-z/&=#%])")
_CAPITAL = "A-Z0-9\u00c0-\u00d6\u00d8-\u00de\u0391-\u03ab\u0400-\u042f\u0590-\u0e7f\u4e00-\u9fff\uac00-\ud7a3¿¡"
_SPACED_END = re.compile(rf"[.!?؟।]+[\"'”’»)\]]*(?=\s+[\"'“‘«„(\[]?[{_CAPITAL}])|[。！？]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|vs|No|Nos|Fig|approx|Inc|Ltd|Co|Corp|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|E\.U|e\.g|i\.e|etc|cf|al)$"
)
_BREAKS = "，、,"
_OPENING, _CLOSING = "（(《「『【“", "）)》」』】”"
_CLAUSE = re.compile(r"[，；、：]|[,;:](?=[^!-~])|\s[–—-]\s")
_WORD_PART = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u1fff\uac00-\ud7a3%&=?#/:.,_~+@'’-]")


def summarise(text: str, *, limit: int = 140) -> str:
    """The first sentences of `text`, at most `limit` wide (Chinese) or twice as many narrow (English) characters.

    Paragraphs of `text` are lines. Credit lines, reprint notes and headings before the first paragraph are
    left out. A first sentence that is too long is cut at a clause and ends with "…".
    """
    spaced = is_spaced(text[: limit * _READ_AHEAD])
    is_narrow = spaced and len(_HANGUL.findall(text[:limit])) * 2 < limit
    room = limit * _NARROW_FACTOR if is_narrow else limit
    summary = ""
    for paragraph in _paragraphs(text[: room * _READ_AHEAD]):
        for sentence in _sentences(paragraph, _SPACED_END if spaced else _CHINESE_END):
            joined = _join(summary, sentence, spaced)
            if len(joined) > room:
                return summary if len(summary) >= room * _ENOUGH else _cut(joined, room)
            summary = joined
        if len(summary) >= room * _ENOUGH:
            break
    return summary


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs worth summarising: no boilerplate, no headings; all of them where nothing else is there."""
    lines = [line for line in (line.strip() for line in text.split("\n")) if line]
    told = [line for line in lines if not _is_boilerplate(line)]
    prose = [line for line in told if not _is_heading(line)]
    for line in prose or told or lines:
        yield _without_prefix(line)


def _is_boilerplate(line: str) -> bool:
    return len(line) <= 120 and bool(_SKIPPED_LINE.match(line))


def _is_heading(line: str) -> bool:
    """True for a short line without any sentence mark; a line that stops at a comma is the first part of a sentence."""
    return len(line) <= 40 and line[-1] not in _BREAKS and not _ENDS.search(line)


def _without_prefix(line: str) -> str:
    """`line` without an agency's opening (XX获悉，XX 8月31日讯（记者 某某）); a plain date stays."""
    match = _PREFIX.match(line)
    if not match or _AGENCY_DATE.search(match[0]):
        return line
    rest = line[match.end() :]
    return rest if len(rest) >= 12 else line


def _sentences(paragraph: str, end: re.Pattern[str]) -> Iterator[str]:
    """The sentences of `paragraph` in order, each with its mark."""
    start, depth, seen = 0, 0, 0
    for match in end.finditer(paragraph):
        depth = max(0, depth + _depth_change(paragraph[seen : match.end()]))
        seen = match.end()
        before = paragraph[max(0, match.start() - 8) : match.start()]
        if depth or (match[0] == "." and _ABBREVIATION.search(before)):
            continue
        yield paragraph[start : match.end()].strip()
        start = match.end()
    if rest := paragraph[start:].strip():
        yield rest


def _depth_change(text: str) -> int:
    return sum((char in _OPENING) - (char in _CLOSING) for char in text)


def _join(summary: str, sentence: str, spaced: bool) -> str:
    if not summary:
        return sentence
    if not spaced:
        closed = _ENDS.search(summary[-2:]) or summary[-1] in "：；，、:;,"
        return f"{summary}{sentence}" if closed else f"{summary}；{sentence}"
    closed = summary[-1] in ".!?؟।\"”')»:;,"
    return f"{summary} {sentence}" if closed else f"{summary}. {sentence}"


def _cut(text: str, room: int) -> str:
    """`text` up to the last clause within `room`, else up to the last whole word or number."""
    clauses = [match.start() for match in _CLAUSE.finditer(text[:room]) if match.start() >= room * _ENOUGH]
    end = clauses[-1] if clauses else room - 1
    while not clauses and end and _WORD_PART.match(text[end]) and _WORD_PART.match(text[end - 1]):
        end -= 1
    return f"{text[: end or room - 1].rstrip(' ，；、：,;:–—-')}…"
