"""Companies that a publisher's links name -> those that are companies where they stand.

Publishers link names by machine: 完**美的**技术 becomes 美的, 连接在**一起** a firm of that name. The link is
evidence, the text decides: a name that is an everyday word, or has the form of one, needs a place that speaks of
a company.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.documents import MarkedCompany
from site_builder.importing.items import Removal
from site_builder.language.cjk import CJK

_WORDS = {
    "一起", "一点", "一直", "一下", "得到", "大家", "自如", "知道", "开始", "生活", "发现", "出发", "美好", "完美",
    "未来", "理想", "成长", "分享", "探索", "相信", "回家", "起点", "多点", "全球", "技术", "设计", "机器人",
    "太平洋", "互联网", "人工智能", "好看", "有道", "随手", "看点", "观点", "自在", "青年", "时光", "长江", "黄河",
    "世界", "故事", "火花", "快乐", "希望", "光明",
}  # fmt: skip
"""Everyday words that firms are called by."""
_LEADING = "来去在把被将让使从向给和与或及也都就才又再很更最不没会能可要想应于以按对"
"""Characters that begin a phrase rather than a name: 来设计, 在一起."""
_TRAILING = "的了着过地得们"
"""Particles that end a word of the language: 完美的."""
_MAX_WORD = 4
_SAMPLE = 100_000
_MOST = 200
"""Companies of one article; a page that links more is an index."""
_ORGANISATION = (
    r"(?:公司|集团|股份|控股|科技|创始人|联合创始人|CEO|首席|董事|总裁|高管|旗下|方面|官方|宣布|发布|推出|表示|回应|称|披露|完成|获得?|"
    r"收购|投资|上市|融资|财报|营收|股价|市值|[（(](?:[A-Za-z]{0,8}[:：]\s?)?\d{4,6}|\s?[（(][A-Z]{1,5}[)）])"
)
_INTRODUCED = r"(?:公司|企业|品牌|平台|厂商|巨头|竞争对手|投资|收购|入股|旗下|客户|子公司|母公司)"
_VENUE = r"\s?(?:官方)?(?:公众号|订阅号|服务号|视频号|小程序|账号|帐号|专栏|频道|朋友圈)"
_BOUNDARY = rf"(?:(?<![{CJK}\w])|(?<=[向对与和由从据被及]))"


def confirm_companies(
    marked: Sequence[MarkedCompany], text: str
) -> tuple[tuple[MarkedCompany, ...], tuple[Removal, ...]]:
    """(the companies, each once, what was no company) of the names linked in `text`, which includes the title."""
    text = text[:_SAMPLE]
    kept: list[MarkedCompany] = []
    dropped: list[Removal] = []
    for company in list(dict.fromkeys(marked))[:_MOST]:
        if _is_doubtful(company.name) and not _is_spoken_of(company.name, text):
            dropped.append(("company-link-on-a-word", company.name))
        elif _is_only_venue(company.name, text):
            dropped.append(("company-link-on-a-venue", company.name))
        else:
            kept.append(company)
    return tuple(kept), tuple(dropped)


def _is_doubtful(name: str) -> bool:
    """True for an everyday word, and for a short name that has the form of a phrase."""
    if name in _WORDS:
        return True
    if len(name) > _MAX_WORD or not re.fullmatch(rf"[{CJK}]+", name):
        return False
    return name[0] in _LEADING or name[-1] in _TRAILING


def _is_only_venue(name: str, text: str) -> bool:
    """True if the text names the company's platform alone, as the place where something was published."""
    return name in text and not re.search(rf"{re.escape(name)}(?!{_VENUE})", text)


def _is_spoken_of(name: str, text: str) -> bool:
    """True if the text once uses the name as a company's: not inside a word, with a company's words beside it."""
    escaped = re.escape(name)
    uses = (
        rf"{_BOUNDARY}{escaped}{_ORGANISATION}", rf"{_INTRODUCED}[“「《]?{escaped}",
        rf"[“「《]{escaped}[”」》]", rf"、{escaped}、",
    )  # fmt: skip
    return any(re.search(use, text) for use in uses)
