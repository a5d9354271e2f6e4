"""Which lines of plain text are headings, by their numbers and marks: 一、 （一） 第一章 1.1 01. ① 【小标题】 ■.

A heading is a short line that ends no sentence, with text below it. Small numbers (1. ①) and marks (■) make one only
where the lines around it are no items of the same list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.language.cjk import CJK, count_cjk, display_width

_NUMERAL = "一二三四五六七八九十百"
_NUMBERED = (
    (re.compile(rf"第[{_NUMERAL}\d]{{1,4}}(?:[章节回篇卷]|部分?(?=[\s:：、]))"), 2),
    (re.compile(rf"[{_NUMERAL}]{{1,3}}[、.．]"), 2),
    (re.compile(r"0\d\s{0,2}[.．、|｜]\s{0,4}(?=\S)"), 2),
    (re.compile(rf"[（(][{_NUMERAL}]{{1,3}}[)）]"), 3),
)
"""Numbers that only headings have -> their level."""
_NUMBERED_BEGINNINGS = frozenset(f"第0（({_NUMERAL}")
_SECTION = re.compile(
    rf"\d{{1,2}}(?P<deeper>(?:[.．]\d{{1,2}}){{1,3}})[.．、]?(?:\s{{1,4}}|(?=[{CJK}]))"
    r"(?![倍亿万元个米公千百吨年版秒分小英度%％]|\d)(?=\S)"
)
"""1.1, 1.2.3: a level for each number. What counts something (1.5 倍) is none."""
_SMALL = re.compile(rf"(?:\d{{1,2}}[、.．]|[①-⑳])\s{{0,4}}(?=[{CJK}“《A-Za-z])")
_BARE_NUMBER = re.compile(rf"\d{{1,2}}[ \u3000]{{1,4}}(?=[{CJK}])")
"""1 引言, in papers."""
_BRACKETED = re.compile(r"【(?!\s?在)[^【】]{1,30}】")
_MARKED = re.compile(rf"[■◆▲□◇★▌●]\s{{0,4}}(?=[{CJK}“《A-Za-z0-9])")
_NAMED = re.compile(r"(?:引言|前言|序言|导语|结语|结束语|尾声|后记|小结|总结|摘要|附录|参考文献|参考资料)\s{0,4}[:：]?")
_NUMBER = re.compile(r"\s{0,12}(?:\d{1,3}(?:[.．、)）]|[ \u3000]{1,4})(?!\d)|[①-⑳])(?=\s{0,4}\S)")
_MARK = re.compile(r"\s{0,12}[•●·▪◦‣○■◆▲★□◇∙*–+-]\s{0,4}(?=\S)")
_CIRCLED = re.compile(r"[①-⑳]")
_CLAUSE_END = re.compile(r"[。；，;,]$")
_SENTENCE_MARK = re.compile(r"[。！？；，!?;…]|[.,:：]$")
_WIDTH, _SUBTITLE_WIDTH, _SMALL_WIDTH = 70, 60, 44
_MOST_WORDS = 9


def heading_level(lines: Sequence[str], index: int, *, gap: int, is_alone: bool, is_english: bool) -> int:
    """2 to 5 for a heading, 0 for any other line.

    `gap` is the number of blank lines above it; `is_alone` is true where there are some on both sides. Lines that
    are no prose (tables, code) are "" in `lines`.
    """
    line = lines[index].strip()
    if not line or index == len(lines) - 1 or (width := display_width(line)) > _WIDTH:
        return 0
    if line[0] in _NUMBERED_BEGINNINGS:
        level = next((level for pattern, level in _NUMBERED if pattern.match(line)), 0)
        if level:
            return 0 if _CLAUSE_END.search(line) else level
    if _NAMED.fullmatch(line) or _BRACKETED.fullmatch(line):
        return 2
    if width > _SUBTITLE_WIDTH or _SENTENCE_MARK.search(line) or "|" in line:
        return 0
    section = _SECTION.match(line)
    if section:
        return min(5, 1 + len(re.findall(r"\d+", section[0])))
    around = [lines[place] for place in (index - 1, index + 1) if 0 <= place < len(lines)]
    same = next((mark for mark in (_NUMBER, _MARK) if mark.match(line)), None)
    if same is not None:
        return 0 if any(map(same.match, around)) else _level_by_mark(line)
    if not is_alone:
        return 0
    if is_english and not count_cjk(line):
        return 2 if line[:1].isupper() and len(line.split()) <= _MOST_WORDS else 0
    is_above_list = bool(_NUMBER.match(lines[index + 1]) or _MARK.match(lines[index + 1]))
    return 2 if gap > 1 and count_cjk(line) > 1 and not is_above_list else 0


def heading_text(line: str) -> str:
    """The heading without a mark that only sets it off; numbers and brackets stay."""
    return _MARKED.sub("", line.strip(), count=1)


def _level_by_mark(line: str) -> int:
    """The level of a line with a small number or a mark before it; 0 for any other line."""
    if display_width(line) > _SMALL_WIDTH or len(_CIRCLED.findall(line)) > 1:
        return 0
    if _MARKED.match(line) or _BARE_NUMBER.match(line):
        return 2
    return 3 if _SMALL.match(line) else 0
