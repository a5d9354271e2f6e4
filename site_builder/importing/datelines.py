"""The beginning of a report (新华社北京1月2日电（记者 …）; BEIJING (Reuters) -) -> agency, reporters and day.

The dateline is part of the text and stays there. A day without its year is no date: the year is never guessed.
"""

from __future__ import annotations

import re

from site_builder.documents import Credit, Record
from site_builder.language.cjk import CJK

_CHINESE = re.compile(
    rf"[\s【\[]{{0,4}}(?P<outlet>新华社|新华网|中新社|中新网|中国新闻网|人民网|央视网|央广网|路透社|法新社|美联社|彭博社|塔斯社|共同社|韩联社|"
    rf"[{CJK}A-Za-z0-9]{{1,10}}(?:社|网|日报|晚报|时报|早报|快报|财经|新闻))?(?P<house>本报|本刊|本网)?"
    rf"(?P<place>[{CJK}·]{{0,12}}?)\s?(?P<date>(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日)?\s?(?:电|讯|消息)[\s】\]]{{0,3}}"
    rf"(?:[（(](?P<by>[^（）()]{{2,60}})[)）])?"
)
_REPORTERS = re.compile(
    rf"(?P<role>记者|通讯员|实习生|见习记者|实习记者)[\s:：]{{0,3}}"
    rf"(?P<names>[{CJK}·]{{2,4}}(?:[\s、，,]{{1,3}}(?!记者|通讯员|实习)[{CJK}·]{{2,4}}){{0,6}})(?=[\s、，,]|$)"
)
_ENGLISH = re.compile(
    r"(?:[A-Z][A-Z./' -]{2,40}(?:,\s[A-Z][\w. ]{2,30})?,?\s)?(?:\([A-Z][a-z]{2,8}\.?\s\d{1,2}\)\s)?"
    r"\((?P<outlet>Reuters|AP|AFP|Bloomberg|Xinhua|UPI|Kyodo|Yonhap|Dow Jones|PRNewswire|Business Wire)\)\s?[-–—]"
)
_NEWSWIRE = re.compile(r"[A-Z][\w.,' ]{2,60}\s/(?P<outlet>PRNewswire|Xinhua|美通社)[^/]{0,20}/\s?[-–—]")
_NAMES = re.compile(r"[\s、，,]{1,3}")
_MAX_LEAD = 200


class Dateline(Record, frozen=True):
    """What the beginning of a report tells; "" and () where it does not."""

    outlet: str = ""
    date: str = ""
    """With its year."""
    credits: tuple[Credit, ...] = ()


def read_dateline(text: str) -> Dateline:
    """The dateline that the text of a first paragraph begins with."""
    lead = text[:_MAX_LEAD]
    english = _ENGLISH.match(lead) or _NEWSWIRE.match(lead)
    if english:
        return Dateline(outlet=english["outlet"])
    match = _CHINESE.match(lead)
    if not match or not (match["date"] or match["by"] or match["house"]):
        return Dateline()
    date = match["date"] or ""
    return Dateline(
        outlet=match["outlet"] or "",
        date=date if "年" in date and "月" in date else "",
        credits=tuple(_credits(match["by"] or "")),
    )


def _credits(text: str) -> list[Credit]:
    """The reporters named in the parentheses; none where these hold anything else."""
    if _REPORTERS.sub("", text).strip(" 、，,"):
        return []
    return [
        Credit(role=match["role"], names=tuple(_NAMES.split(match["names"]))) for match in _REPORTERS.finditer(text)
    ]
