"""A text -> names that look like companies: before a code in brackets, or with an ending that companies have.

Nothing here knows a company. Chinese writes no blanks, so a name begins after a sign or a word of the tables; what is
cut too far to the left in one text is mended by the others (`join_longer`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from site_builder.archive import company_cues as cues
from site_builder.documents import Record

Source = Literal["code", "markup", "form", "known"]
"""code: 名字（300750）. markup: the publisher's own. form: …公司, …集团. known: a name of the starter vocabulary."""

MAX_NAME = 12
_MIN_STEM = 2
_CONTEXT = 18
"""Characters of text on either side of an example."""


class Candidate(Record, frozen=True, kw_only=True):
    """A name in one text that may be a company's."""

    name: str
    source: Source
    context: str = ""
    """The text around it, on one line."""


def _any(words: str) -> str:
    """The words as alternatives, longer ones first."""
    return "|".join(sorted(words.split(), key=len, reverse=True))


_NAME = "[A-Za-z0-9&·*\u4e00-\u9fff]"
_CODES = "|".join(
    (
        r"(?:60|68|00|30|20|83|87|43|92)\d{4}(?!\d)(?:\.(?:SH|SZ|SS|BJ))?",
        r"(?:SH|SZ|BJ)[:.]?\d{6}",
        r"0\d{4}(?:\.HK)?|\d{4,5}\.HK|HK[:.]?\d{4,5}",
        r"(?:NYSE|NASDAQ|Nasdaq|AMEX|纳斯达克|纽交所|美股)[:：]\s?[A-Z]{1,5}|[A-Z]{1,5}\.(?:US|O|N)",
    )
)
_LISTED = re.compile(
    rf"({_NAME}{{2,24}})(-(?:SW|W|S|B|U|UW|P))?\s?[（(]"
    r"(?:(?:股票|证券)?(?:代码|简称)|港股|A股|港交所|上交所|深交所|科创板|创业板)?\s?[:：]?\s?"
    rf"(?:{_CODES})[^）)\n]{{0,24}}[）)]"
)
_ENDED = re.compile(
    rf"{_NAME}{{2,24}}?(?:有限(?:责任)?公司|公司|(?:集团|科技|股份)(?!(?:股份|集团|科技|控股|有限|责任)*公司|集团|股份))"
    "(?![\u4e00-\u9fff]?[化性型度])"
)
_ENDING = re.compile(r"(?:(?:股份|集团)?有限(?:责任)?公司|公司|集团|科技|股份)$")

_BEGINS = re.compile(
    _any("""
    的 了 和 与 及 或 在 是 由 将 向 被 据 从 对 把 让 给 就 也 还 都 等 即 称 跟 至 到 以 因 则 又 且 但 而 并
    曾 已 这 那 某 该 其 你 我 他 她 它 们 个 家 名 位 项 款 号 日 月 年 前 后 新 除 如 像 比 随 按 受 经 任 获
    (?<!华)为 于 早盘 午后 尾盘 盘中 开盘 收盘 截至 截止 随后 其后
    包括 其中 比如 例如 目前 近日 日前 此前 今日 昨日 今天 昨天 去年 今年 同时 此外 另外 根据 显示 表示 宣布
    认为 指出 透露 通过 来自 成立 注册 创立 创办 创始 加入 入职 离开 收购 并购 投资 领投 跟投 参投 旗下 控股的
    隶属 关于 针对 对于 由于 作为 成为 属于 位于 关联 有关 相关 国内 国外 海外 全球 全国 知名 著名 最大 领先
    头部 龙头 巨头 老牌 大型 中小 本土 当地 竞争对手 对手 合作伙伴 供应商 客户 子公司 母公司 孙公司 分公司 股东
    概念股 个股 涨停 跌停 起诉 诉 告 联合 携手 签约 采购 使用 采用 选择 支持 帮助 拥有 持有 发现 看好 关注 使得
    随着 用于 促进 引导 拓展 保护 欢迎 引发 牵头 驱动 促使 方便 目睹 尊敬 值得 分享 减持 增持 受理 围观 托管
    主攻 站在 传递 推动 推进 发展 加快 加强 提升 支撑 参与 组织 建设 打造 依托 一些 这些 那些 大多数 多数 如果
    我们 他们 一个 以及 确保 所有 越来越多 很多 现在 什么 怎么 可以 可能 不能 能够 需要 应该 没有 不是 就是 正在
    开始 继续 成为了 背后 以外 之外 之间 之一 之后 之前 因为 所以 但是 不过 而且 或者 还有
    """)
)
"""Signs of a sentence, not of a name: a name begins behind the last of them."""
_NAME_LIKE = frozenset("新前后号家如以经和为日")
"""Of these, what also stands within names (新奥, 如家, 日丰): nothing else is left there, so it is part of one."""
_SHORT_STEM = 3

_KINDS = _any("""
    该 各 两 三 四 五 多 某 本 此 另 母 子 孙 分 总 大 小 新 老 好 同 旧 原 外 全 几 上述 上市 非上市 拟上市
    被投 控股 参股 全资 合资 独资 关联 项目 目标 中国 美国 日本 韩国 德国 法国 英国 欧洲 印度 俄罗斯 国外 国内
    海外 外国 本地 全球 世界 国际 国家 中 美 日 韩 英 港 台湾 香港 深圳 北京 上海 广州 杭州 互联网 网络 科技
    高科技 技术 软件 硬件 信息 数据 大数据 人工智能 AI 云计算 半导体 芯片 电子 通信 智能 数字 金融 证券 保险
    基金 银行 投资 风投 创投 信托 期货 资产 管理 资管 财富 支付 小贷 贷款 汽车 造车 车 新能源 电池 光伏 能源
    石油 电力 化工 医药 制药 生物 医疗 健康 食品 饮料 酒 服装 快递 物流 航空 航天 运输 地产 房地产 房产 物业
    建筑 工程 制造 工业 机械 机器人 自动驾驶 教育 培训 传媒 媒体 影视 电影 动漫 游戏 娱乐 音乐 体育 旅游 酒店
    零售 电商 贸易 商贸 广告 公关 咨询 评级 研究 调研 律师 会计 审计 中介 经纪 服务 平台 运营 实业 企业 创业
    初创 创新 独角兽 巨头 龙头 头部 领先 顶级 大型 中型 小型 中小 小微 民营 私营 国有 国营 央企 外资 跨国 家族
    私人 私募 公募 股份 有限 责任 有限责任 集团 前 后 现代 现 首家 一家 这家 那家 两家 每家 多家 各家 几家 数家
    许多 很多 所有 其他 任何 部分 个别 同类 同行 竞争 合作 客户 供应商 出版 电信 运营商 设备 材料 硬 黑 金 以 让
    与 及 等 的 为 性 化 类 型 级 家 业 系 电气 环保 农业 养殖 量子 前沿 核心 关键 绿色 民用 军工 家电 手机 消费
    消费级 现代化 信息化 尖端 先进 生命 海洋 农村 卫生 文化 持 增 减 每 个 普通 限售 优先 原始 流通 内部 员工
    增持 减持 回购 转让 出售 认购 持有 质押 新增 万 亿 发行 公司 技 全部 少量 法人 代持 解禁 冻结 拍卖 收购 购买
    参 控 管理层 社交 视频 短视频 直播 搜索 安全 网络安全 分析 检测 租赁 担保 典当 清洁 家政 外包 猎头 开发 生产
    设计 代工 加工 销售 代理 经销 包装 印刷 广播 自来水 供暖 燃气 公交 财务 计算机 开源 商业 科研 同一 本土 业界
    旅行 上游 下游 成熟 伟大 优秀 顶尖 背景
    """)
_GENERIC = re.compile(f"(?:{_KINDS})*")
"""Stems made of these alone are no names: 互联网公司, 大型科技公司, 该集团."""

_KIND = re.compile(f"(?:{'|'.join(word for word in _KINDS.split('|') if len(word) > 1)})$")
_LONGEST_STEM = {"公司": 4, "科技": 4, "股份": 6, "集团": 6}
_NOT_WITHIN = re.compile(r"以及|[和与及等跟]|[，。、；：！？“”「」『』（）()《》\s,.;:]|$")


def find_candidates(text: str) -> Iterator[Candidate]:
    """Names before a code, and names with an ending, in order of appearance; a name may come more than once."""
    for match in _LISTED.finditer(text):
        name = _cut(match[1])
        if _MIN_STEM <= len(name) <= MAX_NAME and _is_name(name):
            yield _candidate(text, name, "code", end=match.end(1))
    for match in _ENDED.finditer(text):
        name = _cut(match[0])
        if len(name) <= MAX_NAME and _is_form(name, text, match.end()):
            yield _candidate(text, name, "form", end=match.end())


def make_context(text: str, start: int, end: int) -> str:
    """The place in the text with what stands around it, on one line."""
    around = text[max(0, start - _CONTEXT) : end + _CONTEXT]
    return " ".join(around.split())


def _candidate(text: str, name: str, source: Source, *, end: int) -> Candidate:
    return Candidate(name=name, source=source, context=make_context(text, end - len(name), end))


def _cut(run: str) -> str:
    """The run from behind the last word that begins no name; "" where nothing is left of it."""
    ending = _ENDING.search(run)
    limit = ending.start() if ending else len(run)
    begin = 0
    for match in _BEGINS.finditer(run, 0, limit):
        if match[0] in _NAME_LIKE and limit - begin <= _SHORT_STEM:
            continue
        begin = match.end()
    return run[begin:].strip("·*&") if limit - begin >= _MIN_STEM else ""


def _is_name(name: str) -> bool:
    """True unless it is too short, generic, or a number."""
    stem = _ENDING.sub("", name)
    return len(stem) >= _MIN_STEM and not _GENERIC.fullmatch(stem) and not stem.isdigit()


def _is_form(name: str, text: str, end: int) -> bool:
    """True if a name with an ending stands as a company's does.

    有限公司 settles it. A stem before 公司 alone must not say what kind of company it is (供暖公司), and must be short,
    because nothing else tells where it began; so must that of 科技, which is a common noun: there a company must act.
    """
    ending = _ENDING.search(name)
    if ending is None or not _is_name(name):
        return False
    stem = name[: ending.start()]
    if ending[0].endswith("有限公司") or ending[0].endswith("责任公司"):
        return True
    if not stem.isascii() and len(stem) > _LONGEST_STEM.get(ending[0], MAX_NAME):
        return False
    if ending[0] == "公司":
        return not _KIND.search(stem)
    return ending[0] != "科技" or bool(
        _NOT_WITHIN.match(text, end) or cues.STRONG_AFTER.match(text, end) or cues.WEAK_AFTER.match(text, end)
    )


def join_longer(articles: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Name -> the name it stands for, given the articles of each: 午后星海科技 is 星海科技 where that is more frequent.

    Names that stand for themselves are left out.
    """
    counts = {name: len(set(found)) for name, found in articles.items()}
    joined: dict[str, str] = {}
    for name in counts:
        ends = [name[start:] for start in range(1, len(name) - _MIN_STEM)]
        better = [end for end in ends if counts.get(end, 0) > counts[name]]
        if better:
            joined[name] = max(better, key=lambda end: (counts[end], len(end)))
    return joined
