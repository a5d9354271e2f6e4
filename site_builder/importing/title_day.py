"""The day that a title names as its own: 早报 2024-07-01, 融资日报 2024年5月6日, 2024-07-01 晚报.

A day inside a headline is that of an event. It is the report's own where it stands at an end of the title, set off
by a mark or beside a word for what appears each day or week, and where the title names no other.
"""

from __future__ import annotations

import re

_DAY = r"(?:19|20)\d{2}(?:(?P<mark>[-/.])\d{1,2}(?P=mark)\d{1,2}|\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)"
_DAYS = re.compile(rf"(?<![\d/.-])(?P<day>{_DAY})(?![\d/-])")
_PERIODICAL = (
    r"(?:报|刊|讯|播报|早餐|晚餐|早知道|速递|速览|快报|快讯|简报|日记|资讯|要闻|汇总|盘点|复盘|收评|午评|早评|纪要|一览|晨会|"
    r"報|訊|快報|簡報|資訊|要聞|"
    r"daily|weekly|digest|briefing|brief|news|roundup|newsletter|update)"
)
_BEFORE = re.compile(rf"(?:{_PERIODICAL}\s{{0,3}}|[|｜（(【\[·—–:：-]\s{{0,3}})$", re.IGNORECASE)
_AFTER = re.compile(
    rf"[）)】\]]?\s{{0,3}}(?:[|｜·—–:：-]|[）)】\]]|[^\s，。,.]{{0,12}}{_PERIODICAL}(?=\s|$))", re.IGNORECASE
)


def find_day(title: str) -> str:
    """The day as the title spells it; "" where it names none of its own."""
    found = list(_DAYS.finditer(title[:300]))
    if len(found) != 1:
        return ""
    before, after = title[: found[0].start()], title[found[0].end() :]
    if not after.strip(" ）)】]") and _BEFORE.search(before):
        return found[0]["day"]
    return found[0]["day"] if not before.strip(" （(【[") and _AFTER.match(after) else ""
