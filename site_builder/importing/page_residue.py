"""What stays of a page around its article: its title again, lines of bylines, buttons, notices, links to other pieces.

Each piece is a short block of its own, left out under the name of its rule. The same words inside a sentence stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from site_builder.formats.blocks import Block
from site_builder.importing.items import Removal
from site_builder.importing.page_title import letters

_LABEL = (
    r"(?:(?:新浪|腾讯)?微博|微信(?:好友|朋友圈)?|朋友圈|QQ(?:空间|好友)?|人人网|豆瓣|复制链接|原文链接|查看评论|阅读原文|收藏|点赞|赞|打印|评论|举报|投诉|转发|分享|海报|"
    r"字号[\s:：]{0,3}[大中小+\s-]{0,9})"
)
_BETWEEN = r"[\s,，|/·、:：\d()（）]{0,12}"
_ENGLISH_LABEL = r"(?:Share|Tweet|Pin|Email|Print|Save|Copy link)"
_LABELS = re.compile(
    rf"(?:(?:分享|转发|转播|推荐)(?:到|至|给)?[\s:：]{{0,3}})?{_LABEL}(?:{_BETWEEN}{_LABEL}){{0,12}}{_BETWEEN}"
    r"|分享(?:到|至)[\s:：]{0,3}"
    r"|(?:点击|点此|戳此?)?(?:查看|阅读|展开|收起|显示|观看)(?:更多|全文|原文|大图|原图|详情|评论|全部|图片|视频|剩余内容)[>》…\s]{0,4}"
    r"|点击(?:图片|下图|此处|这里|上方|蓝字)?(?:查看|进入|观看|收听|放大)(?:更多|大图|原图|详情|专题|原文|视频)?[>》…\s]{0,4}"
    r"|返回搜狐[，,]?\s?(?:查看更多)?|我要(?:评论|纠错|分享|反馈)|(?:微信)?扫一扫.{0,14}|广告|推广|advertisement"
    rf"|阅读\s?[(（]?\d{{1,9}}[)）]?|{_ENGLISH_LABEL}(?:[\s,|/·]{{1,3}}{_ENGLISH_LABEL}){{0,8}}"
    r"|Share (?:this|on|via) .{2,30}|(?:Read|Show|Load|See) (?:more|comments)[.…>»\s]{0,4}"
    r"|Continue reading the main story|Skip (?:to|past) .{3,40}",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r".{0,60}(?:uses? cookies|accept (?:all )?cookies|cookie (?:policy|settings|preferences)|enable JavaScript"
    r"|使用\s?Cookie|Cookie\s?政策).{0,200}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"[\s\[【（(*]{0,3}(?:版权(?:声明|所有|归|信息)|免责声明|特别声明|郑重声明|风险提示及免责|声明[:：]"
    r"|转载(?:请|须|声明|说明)|著作权|©|Copyright\b|All rights reserved"
    r"|(?:本文|文章|以上内容|以上文章|该文)(?:内容)?(?:仅代表|为作者|版权|不代表|由.{2,20}原创)|欢迎转载|原创文章)"
    r"|.{0,40}(?:未经.{0,12}(?:授权|许可|允许).{0,16}(?:转载|使用|摘编)|仅代表作者.{0,10}观点|不代表.{2,16}(?:立场|观点))",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:相关|延伸|推荐|热门|精彩|更多|往期|猜你喜欢|大家都在看|你可能(?:还)?(?:喜欢|感兴趣)|为您推荐|编辑推荐|今日热点|24小时热|最新)"
    r"(?:阅读|新闻|报道|文章|推荐|视频|资讯|内容|专题|回顾|精彩|视频推荐|的文章)?[:：]?"
    r"|(?:Related|Recommended|Popular|More|Read|Most)(?: (?:articles?|stories|reading|posts|coverage|next|read"
    r"|on this story|from .{2,30}|in .{2,30})){1,2}:?"
    r"|ITeye推荐",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"(?:[#＃]\s?|欢迎|请|记得|敬请|长按|扫码|搜索|点击){1,3}(?:关注|订阅|添加)[^。！]{0,40}(?:公众号|公众账号|微信号|官方微信|官方微博|头条号|视频号)"
    r".{0,120}",
    re.DOTALL,
)
"""Calls to follow the publisher elsewhere."""
_END = re.compile(r"[\s\-—–*=·.【\[（(]{0,8}(?:全文完|本文完|正文完|完|END|The End|end)[\s\-—–*=·.】\])）]{0,8}")
_SOURCE_LINE = re.compile(r"本文来自.{1,20}网站\s?[（(]\s?(?:https?://)?www\.[\w.-]{3,40}\s?[）)][。.]?")
_BYLINE = re.compile(
    r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d{2}"
    r"|\b(?:19|20)\d{2}\b.{0,6}\d{1,2}:\d{2}"
)
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|[年月日]|GMT|UTC|[AP]M\b|星期.|\b\d{1,2}\b", re.IGNORECASE)
_BYLINE_WORDS = re.compile(
    r"来源|作者|记者|编辑|阅读|浏览|评论|发布|发表|更新|字号|(?:posted|published|updated|written)\b|\bby\s|comments?\b",
    re.IGNORECASE,
)
_FEW = 8
"""Letters beside a date that are the name of a place or an outlet; more of them tell something."""
_WRITTEN_BY = ("", "By", "文", "作者", "记者", "撰文")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]\\]|\\.){1,300})\]\(")
_SENTENCE = re.compile(r"[，。！？；!?;]|[a-z]\. ")
_MAX_LABEL, _MAX_NOTICE, _MAX_BYLINE = 60, 300, 80
_HEAD, _TAIL = 6, 10


def drop_page_head(
    blocks: Sequence[Block], titles: Sequence[str], people: Sequence[str]
) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Without the title that a page shows again above its text, the lines of links before it and its byline."""
    same = {letters(title) for title in titles if title}
    head = blocks[:_HEAD]
    is_title = [block.kind in ("heading", "paragraph") and letters(block.text) in same for block in head]
    end = max((index for index, found in enumerate(is_title) if found), default=-1)
    kept: list[Block] = []
    removed: list[Removal] = []
    names = {letters(f"{role}{name}") for name in people for role in _WRITTEN_BY}
    for index, block in enumerate(head):
        text = " ".join(block.text.split())
        if is_title[index] and len(blocks) > 1:
            removed.append(("repeated-title", text))
        elif index < end and block.kind in ("list", "paragraph") and not block.image and len(text) <= _MAX_BYLINE:
            removed.append(("page-furniture", text))
        elif block.kind == "paragraph" and _is_byline(text, names):
            removed.append(("byline", text))
        else:
            kept.append(block)
    return (*kept, *blocks[_HEAD:]), tuple(removed)


def _is_byline(text: str, names: set[str]) -> bool:
    """True for a short line of date, outlet and numbers of readers, or of a name alone."""
    if letters(text) in names:
        return True
    if len(text) > _MAX_BYLINE or not _BYLINE.search(text) or _SENTENCE.search(text):
        return False
    around = _CLOCK.sub("", _BYLINE.sub("", text))
    return len(letters(around)) <= _FEW or bool(_BYLINE_WORDS.search(around))


def drop_residue(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Without labels of buttons and notices about cookies; at the end also without notices and links elsewhere."""
    others = _start_of_others(blocks)
    kept: list[Block] = []
    removed: list[Removal] = []
    for index, block in enumerate(blocks):
        text = " ".join(block.text.split())
        rule = _rule_of(block, text, is_tail=index >= len(blocks) - _TAIL)
        if others <= index and not block.image:
            rule = rule or "other-articles"
        if rule and len(blocks) > 1:
            removed.append((rule, text))
        else:
            kept.append(block)
    return tuple(kept), tuple(removed)


def _rule_of(block: Block, text: str, *, is_tail: bool) -> str:
    """The name of the rule that `block` falls under; "" for one that stays."""
    if block.kind not in ("paragraph", "list", "heading") or not text:
        return ""
    if len(text) <= _MAX_LABEL and _LABELS.fullmatch(text):
        return "interface-words"
    if len(text) <= _MAX_NOTICE and _CONSENT.fullmatch(text):
        return "cookie-notice"
    if is_tail and (_END.fullmatch(text) or _SOURCE_LINE.fullmatch(text)):
        return "end-mark"
    if is_tail and len(text) <= _MAX_NOTICE and _FOLLOW.fullmatch(text):
        return "tail-promotion"
    if is_tail and len(text) <= _MAX_NOTICE and _NOTICE.match(text):
        return "copyright-notice"
    return ""


def drop_end_marks(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """Without the publisher's mark that the text ends, and its line that it stood on its own site."""
    end = len(blocks)
    while end > 1 and (_END.fullmatch(blocks[end - 1].text) or _SOURCE_LINE.fullmatch(blocks[end - 1].text)):
        end -= 1
    return tuple(blocks[:end]), tuple(("end-mark", block.text) for block in blocks[end:])


def _start_of_others(blocks: Sequence[Block]) -> int:
    """Where a heading of links to other pieces stands that reach to the end; beyond the end if nowhere."""
    start = len(blocks)
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        text = " ".join(block.text.split())
        if _OTHERS.fullmatch(text) and block.kind in ("heading", "paragraph"):
            start = index
        elif not (_is_linked(block) or block.image or _rule_of(block, text, is_tail=True)):
            break
    return start


def _is_linked(block: Block) -> bool:
    """True if the block's words are those of links."""
    linked = sum(len(letters(match[1])) for match in _LINK.finditer(block.markdown[:20_000]))
    return block.kind in ("paragraph", "list") and linked > 0 and linked >= 0.6 * len(letters(block.text))
