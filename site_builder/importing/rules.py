"""Named rules that leave out what is no part of an article: promotions, interface words, placeholders.

Each rule returns what it kept and, under its name, what it removed; `import --explain` lists both. Nothing
is ever left out without a rule's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from site_builder.formats.blocks import Block
from site_builder.importing.items import Removal
from site_builder.language.characters import fold

Rule = Callable[[Sequence[Block]], tuple[Sequence[Block], Sequence[Removal]]]

_PROMOTION = re.compile(
    r"扫描?.{0,12}二维码|(?:长按|识别|扫描).{0,12}二维码|二维码.{0,12}(?:关注|添加|加入)|关注.{0,4}(?:微信)?公众号|"
    r"扫码.{0,12}(?:关注|填写|加入|咨询|添加|下载)|寻求报道|(?:欢迎|点击|长按).{0,10}(?:关注我们|订阅|加入.{0,6}群)|"
    r"更多精彩.{0,20}(?:关注|下载|点击)|点击.{0,8}(?:下载|打开).{0,8}(?:APP|客户端)"
)
_LEAD_PROMOTION = re.compile(r"本文首发于.{0,60}(?:欢迎移步|查看更多|欢迎关注)|欢迎移步.{0,60}查看更多")
_INTERFACE = {"查看知乎讨论", "阅读全文", "点击查看原文", "展开全文", "查看原文", "阅读原文", "返回搜狐，查看更多"}
_PLACEHOLDER = re.compile(
    r"//(?:[a-z0-9-]{1,20}\.)?(?:picsum\.photos|placehold\.co|placeholder\.com|placeimg\.com|dummyimage\.com|"
    r"placekitten\.com|loremflickr\.com|source\.unsplash\.com/random)|/undefined$|/null$"
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_MAX_PROMOTION = 160
_LEAD_BLOCKS = 4
_BANNER_RATIO = 4.0
"""Width to height; photographs and charts stay below."""
_BANNER_HEIGHT = 260


def drop_lead_promotion(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Removal]]:
    """Without the invitation to the publisher's other site before the text."""
    kept: list[Block] = []
    removed: list[Removal] = []
    for index, block in enumerate(blocks):
        if index < _LEAD_BLOCKS and len(block.text) <= _MAX_PROMOTION and _LEAD_PROMOTION.match(block.text):
            removed.append(("lead-promotion", block.text))
        else:
            kept.append(block)
    return kept, removed


def drop_tail_promotion(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Removal]]:
    """Without the closing invitations, the codes to scan below them and the banners around them."""
    removed: list[Removal] = []
    end = len(blocks)
    while end:
        last = blocks[end - 1]
        before = blocks[end - 2] if end > 1 else None
        if last.kind == "paragraph" and _is_promotion(last):
            removed.append(("tail-promotion", last.text))
        elif last.image and not last.image.caption and before is not None and _is_promotion(before):
            removed.append(("promotion-code", last.image.src))
        elif _is_banner(last):
            removed.append(("tail-banner", last.image.src if last.image else ""))
        elif last.kind == "rule" and removed:
            removed.append(("tail-rule", "---"))
        else:
            break
        end -= 1
    return blocks[:end], removed[::-1]


def drop_interface(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Removal]]:
    """Without the labels of buttons that were copied with the text."""
    removed = [("interface-words", block.text) for block in blocks if block.text.strip() in _INTERFACE]
    return [block for block in blocks if block.text.strip() not in _INTERFACE], removed


def drop_repeated_title(blocks: Sequence[Block], title: str) -> tuple[Sequence[Block], Sequence[Removal]]:
    """Without a first block that only says the title again."""
    if len(blocks) > 1 and blocks[0].kind in ("paragraph", "heading") and is_same_title(blocks[0].text, title):
        return blocks[1:], [("repeated-title", blocks[0].text)]
    return blocks, []


BODY_RULES: tuple[Rule, ...] = (drop_interface, drop_lead_promotion, drop_tail_promotion)
"""In the order in which they are applied."""


def apply_rules(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Removal, ...]]:
    """The blocks after all body rules, and what these removed."""
    removed: list[Removal] = []
    for rule in BODY_RULES:
        blocks, gone = rule(blocks)
        removed += gone
    return tuple(blocks), tuple(removed)


def is_same_title(left: str, right: str) -> bool:
    """True if two titles differ in width, case, punctuation and blanks alone."""
    return _NOT_LETTERS.sub("", fold(left)) == _NOT_LETTERS.sub("", fold(right)) != ""


def is_placeholder(url: str) -> bool:
    """True for a head image that only fills a hole: another one on each run, or none at all."""
    return bool(_PLACEHOLDER.search(url))


def _is_promotion(block: Block) -> bool:
    return 0 < len(block.text) <= _MAX_PROMOTION and bool(_PROMOTION.search(block.text))


def _is_banner(block: Block) -> bool:
    image = block.image
    if image is None or image.caption or not image.height:
        return False
    return image.width >= _BANNER_RATIO * image.height and image.height <= _BANNER_HEIGHT
