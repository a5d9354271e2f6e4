"""Words beside a name that tell what it is: a company that acts, a publisher that is credited, a place, a thing.

Tables for `company_hits` and `company_evidence`; each entry is a regular expression without blanks. Words stand as news
writes them, most of them Chinese.
"""

from __future__ import annotations

import re

SPACE = r"[ \u3000]{0,2}"
_SPACES = frozenset(char for char in map(chr, range(0x3001)) if char.isspace())
_OPEN = r"[“\"「『《]?"
_CLOSE = r"[”\"」』》’]?"
_CHINESE = "[\u4e00-\u9fff]"


def _any(words: str) -> str:
    return "|".join(words.split())


_ROLE = _any("""
    (?:联合)?创始人 创办人 合伙人 C[ETFOM]O 首席 董事长? 副?总裁 总经理 总监 经理 负责人 发言人 高管 主编 主播
    分析师 工程师 研究员 专家
""")

# ------------------------------------------------------------------- a company that acts

_WHEN = _any("""
    今[日天早晚年] 昨[日天晚] 当[日天晚] 近[日期] 日前 此前 随后 去年 明年 也 亦 则 还 已经? 将 又 曾 均 都 仍 再次?
""")
_SAYS = _any("宣布 表示 回应 透露 声明 披露 官宣 公告 发公告 否认 证实 辟谣 收购 入股 上市 退市 裁员 起诉")
_SESSION = _any("盘[前中后] 收盘 尾盘 午后 股价 一度 现 再 小幅")
_MOVE = "|".join((
    rf"[大暴微收]?[涨跌](?:[超逾近约幅停]|{SPACE}\d[\d.]*{SPACE}[%％])",
    "[大暴重微收][涨跌](?![价势]) [高低]开 走[高低强弱]".replace(" ", "|"),
))  # fmt: skip
"""Meta 大跌, 苹果盘前涨0.6%: a share; fruit becomes dear (苹果大涨价)."""
_PERIOD = _any("[今去前]年 上?一?年度 [上下]半年 第?[一二三四]季度? 前三季度? 全年")
_FIGURE = _any("营收 净利润? 资本开支 估值 总收入 毛利 研发投入 市值 股价 业绩 财报")
_PLAN = _any(r"""
    计划(?:[在于将以把]|今年|明年|继续|推出|投资|斥资|收购|发行|裁|进入) 拟(?:以|收购|发行|投资|募资|出售)
""")

_ORGANISATION = (
    rf"(?:有限|股份|科技|控股|集团)*(?:公司|集团|控股|股份)|(?:{_ROLE})|(?:{_WHEN}){{0,2}}(?:{_SAYS})"
    rf"|(?:{_SESSION}){{0,3}}(?:{_MOVE})|(?:{_PERIOD}){{0,2}}(?:{_FIGURE})|{_PLAN}|"
) + _any(r"""
    的公司 官方 官网 方面 高层 总部 内部 [母子]公司 运营主体 编辑 股东 股票 股权 财年 年报 季报
    员工 老板 掌门 旗下 概念股? 研究院 实验室 工厂 门店 旗舰店 专卖店
    称[，：:] IPO 诉讼 控告 被罚 被约谈 被起诉 被诉 被调查 遭(?:遇|抵制|到|起诉)
    (?:Inc|Corp|Ltd|LLC|Co)\b (?:C[ETF]O|shares|stock|said|says|announced|reported|spokes\w+)\b
    (?:'s|’s)\s(?:CEO|stock|shares|board|revenue)
""")
STRONG_AFTER = re.compile(f"{_CLOSE}{SPACE}(?:{_ORGANISATION})")
"""What only an organisation has or does."""
_PLAIN = _any(r"""
    (?:有限|股份|科技|控股)*(?:公司|集团) C[ETFOM]O(?![A-Za-z]) 股价 市值 财报
    (?:Inc|Corp|Ltd|LLC|shares|stock|said|says|announced|spokes\w+)\b (?:'s|’s)\s(?:CEO|stock|shares|board|revenue)
""")
PLAIN_AFTER = re.compile(f"{_CLOSE}{SPACE}(?:{_PLAIN})")
"""What names a company so plainly that no word of `context` is asked for."""

_NEWS = _any(rf"""
    发布 推出 发表 公布 上线 开源 计划 打算 正式 正在 早已 今年 去年 近[日期] 日前 此前 此次 率先 首[次款] 最新
    新[品款] 成为 进[驻军入]
    退出 持续 迈向 选择 制作 开始 重新 放出 安排 推送 推进 尝试 试图 打造 布局 加速 加码 领投 跟投 之所以 同比
    环比 以\s?\d 位[居列]
    团队 成员 办公室 手机 汽车 专车 电视 电脑 笔记本 平板 手[表环] 耳机 音箱 路由器? 芯片 处理器 模型 大模型
    机型 工作服 品牌 产品 生态
    用户 客户 服务[器商]? 平台 专利 系统 应用 浏览器 搜索 地图 支付 云 网盘 商城 精选 自营 发布会 数据 报告 中国
    人工智能 业务
    市场份额 份额 销量 出货量 排名
    的(?:市场|产品|新品|手机|财报|员工|份额|销量|芯片|系统|做法|说法|技术)
    的(?:战略|策略|崛起|竞争|首要|首席|CEO|创始|总部|业务|不满|野心|\s?\d)
    [，,]?这家 [，,](?:排名|作为|曾|一家) [A-Za-z][A-Za-z]*\s?\d*(?![A-Za-z]) \d{{1,4}}\s?系
    [“"「《][^”"」》\n]{{1,12}}[”"」》]
    {_CHINESE}{{0,5}}(?:{_ROLE}) (?:has|have|is|was|will|plans?|launched|unveiled|makes?|'s|’s)\b
""")
WEAK_AFTER = re.compile(f"{_CLOSE}{SPACE}(?:{_NEWS})")
"""What a company's name is often followed by in the news, and a noun at times as well."""

_DEALINGS = _any(r"""
    加入 入职 任职于? 供职于? 就职于? 离开 创立 创办 收购 并购 入股 投资 持有 起诉 控告 状告 聘请 代工 供应商?
    竞争对手 对手 巨头 霸主 龙头
    厂商 车企 公司 企业 品牌商? 机构 券商 媒体 社交平台 击败 超越 反超 落后于 低于 高于 仅次于 对标 比肩 联手
    携手 归属于 登陆A股的 来自
    抢夺 质疑 接近 予以 归功于 (?:合作(?:伙伴|媒体|方)|单位|主办方?|协办方?|社区|媒体|平台|机构|企业|公司)\s?[：:]
""")
STRONG_BEFORE = re.compile(
    rf"(?:{_DEALINGS}){SPACE}{_OPEN}$|(?:acquired?|bought|sued?|against|joined|company|giant|maker) $"
)
"""What only an organisation is the object of."""

SOURCE_BEFORE = re.compile(rf"(?:据|根据|按照){SPACE}$")
_FIGURES = _any("数据 统计 报告 报道 研究 调[查研] 消息 预测 估计 测算 显示 监测 说法")
SOURCE_AFTER = re.compile(rf"{SPACE}的?(?:最新)?(?:{_FIGURES})")
"""据 … 数据: who counted is an organisation."""

LIST_GLUE = re.compile(
    r"[》」』”\"]?\s{0,2}(?:的?\s?\d[\d.,]*\s?%?)?(?:[（(][^()（）\n]{1,24}[）)])?\s{0,2}"
    r"(?:、|和|与|及|以及|跟|同|/|&|and|or)\s{0,2}[《「『“\"]?"
)
"""All that may stand between two names of one enumeration."""
LATIN_LIST_GLUE = re.compile(r", (?:and |or )?")

# ----------------------------------------------------------------------------- a thing

_THING = _any(r"""
    粥 饭 面 粒 糕 酒 醋 树 园 汁 酱 皮 核 肌 肉 籽 苗 种植 栽培 产量 采摘 亩 公斤 斤 颗 果农 农户 丰收 口味
    含糖 化(?!工|学|妆) 性(?!能)
    们 级 杯 奖 [度°万亿元%％个名项](?!假) 的?(?:时候|同时|出行|熟知|喜爱|眼光|口味|审美)
""")
THING_AFTER = re.compile(f"{SPACE}(?:{_THING}|(?:{_WHEN})(?:丰收|产量|采摘|涨价|滞销))")
"""What makes an ambiguous name the common word after all."""
LATIN_BEFORE = re.compile(r"(?:\b[A-Z][A-Za-z0-9]*|[0-9]) $|[A-Za-z0-9]-$")
"""Bounding Box, Region CNN: the end of a longer Latin name. A small word (and BP) is none."""
PRODUCT_TAIL = re.compile(r"-(?:[A-Z]*\d|[A-Z][a-z]|[A-Z]{2,})")
"""DeepSeek-V3, HP-Socket, Box86: a product whose name begins with the company's."""
DEPARTMENT_BEGINS = frozenset("事部")
DEPARTMENT_AFTER = re.compile(r"(?:事业)?部(?!署|分|落|门|件|位|长|队|委)")
"""小米汽车部 is a part of 小米, not the company 小米汽车."""

# --------------------------------------------------------- a publisher that is credited

_CREDITED = _any(r"""
    (?:资料|图片|资讯|文章|内容|视频|数据)?来源 图源 [图文编][|｜/／丨] 摄影 作者 编辑 责编 [Vv]ia [Ss]ource
    [Pp]hoto [Cc]redit
    (?:图片?|题图|头图|封面图?|本文|文章|内容|资讯|原文)(?:转载|摘|转|源|来)?自 首发[于在] 原载[于在]? 转[载自] 摘自
    出品 公众号 视频号 微博 (?<![A-Za-z])ID(?![A-Za-z]) 记者 账号
""")
_OTHERS = r"[^\s。，；,;!！?？:：|｜“”]"
CREDIT_BEFORE = re.compile(
    rf"(?:{_CREDITED})\s{{0,2}}(?:[:：|｜]\s{{0,2}}[“\"「『《（(@]?(?:{_OTHERS}{{1,12}}[、，,/]){{0,3}}"
    rf"|[“\"「『《（(@]?(?:{_OTHERS}{{1,8}}[、/]){{0,3}})$"
)
"""来源：甲、乙, …: other names may stand between; without a colon, what a comma ends is a clause."""
CREDIT_ENDS = frozenset('源编影者辑自发于在载号博D户aeot|｜/／丨:：“"「『《（(@、，,') | _SPACES
"""The last characters of what CREDIT_BEFORE matches: looked at first, because most names follow none of them."""
CREDIT_MARKS = frozenset("源影者品编自发载转号博户D|｜/／丨auhd")
"""Each of its words holds one of these."""
_HOUSE = _any("APP 网 客户端 编辑部 研究院 财经 科技 新闻 快讯")
_DATELINE = rf"(?:{_CHINESE}{{2,3}})?\s?(?:于\s?)?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日[^，。\n]{{0,6}}(?:讯|电|消息|报道)"
_REPORTS = _any(r"""
    获悉 (?:从[^，。\n]{1,10})?了解到 讯 电讯 (?:最新)?报道[】\]」] 记者 按[：:语] 注[：:] 原创 经授权
    授权(?:发布|转载|首发)
    独家(?:获悉|专访)
    网站(?:发布|首发) 推荐$
""")
REPORTER_AFTER = re.compile(
    rf"(?:{_HOUSE})?[”\"」』》）)]?\s{{0,2}}(?:[（(][^）)\n]{{0,24}}[）)])?\s{{0,2}}(?:{_DATELINE}|{_REPORTS})"
    r"|(?<=[网社报刊])】|(?<=[A-Za-z])\) [-–—]{1,2} "
)
"""财联社6月30日讯, 每经记者, 【财新网】, (Reuters) - : who tells the news, not whom it is about."""
CLAUSE_ENDS = frozenset("，。、；：,;")
"""What no such sign begins with."""
BRACKET_BEGINS = frozenset("）)") | _SPACES
BRACKET_END = re.compile(r"\s{0,2}[）)]\s{0,3}(?:\n|$)")
LONE_CREDIT_BEFORE = re.compile(r"[。！？!?…”\"\s][（(](?:来源[:：])?[^（()）]{0,4}$")
"""A name alone in brackets at the end of a paragraph."""

# ------------------------------------------------------------------------------ a place

_THITHER = _any("在 到 至 从 去 前往 移步 访问 上传 托管 关注 登录 打开 通过 见 查看(?:更多)?")
PLACE_BEFORE = re.compile(rf"(?:{_THITHER})\s{{0,2}}(?:其|官方|他的|自己的)?\s{{0,2}}$")
PLACE_ENDS = frozenset("在到至于从去往步问传管注录开过见看多其方的己") | _SPACES
_PLACE = _any(r"""
    上 中 里 平台上
    (?:个人|项目|代码|官方)?\s?(?:主页|页面|仓库|账号|帐号|账户|频道|地址|链接|公众号|小程序|粉丝|动态|直播间|话题|专栏)
    推出基于 开源 发文 发帖 直播
""")
VENUE_BEFORE = re.compile(
    rf"(?:上传|发布|发表|投稿|托管|同步|分享|转发|首播|直播|迁移?|搬)(?:到|至|在|于){SPACE}{_OPEN}$"
)
"""上传到 …: it is a place whatever follows."""
VENUE_ENDS = frozenset('到至在于 \u3000“"「『《')
PLACE_AFTER = re.compile(rf"\s{{0,2}}(?:{_PLACE})")
"""在推特上: the platform is only where something stands."""

# ------------------------------------------------------------------- addresses and marks

ADDRESS_PART = re.compile(r"[\w.\-/:@%?=&#~+]{1,200}", re.ASCII)
ADDRESS_PART_BEFORE = re.compile(r"[\w.\-/:@%?=&#~+]{1,200}$", re.ASCII)
_DOMAINS = _any("com cn org net io ai dev app tv me co hk tw jp xyz")
ADDRESS = re.compile(rf"://|^www\.|@[\w-]+\.|[a-z0-9-]\.(?:{_DOMAINS})(?:[/:.]|$)", re.I)
MARK_BEFORE = re.compile(r"(?:\*ST|ST|XD|XR|DR|N|C)$")
"""The exchanges' marks in front of a listed name (Shanghai, Shenzhen, Beijing)."""
CLASS_BEGINS = frozenset("-－")
CLASS_AFTER = re.compile(r"[-－](?:SW|W|S|B|P|R)(?![A-Za-z0-9])")
"""Hong Kong's marks after one: weighted voting rights, secondary listing."""
CODE_BEFORE = re.compile(
    rf"(?:[(（\[【]\s{{0,2}}(?:[A-Za-z]{{2,6}}|{_CHINESE}{{2,6}})?\s{{0,2}}[:：]?\s{{0,2}}|\$|代码\s?[:：]?\s?)$"
)
CODE_AFTER = re.compile(r"\s{0,2}(?:[)）\]】,，;；、/$]|\.(?:HK|US|SH|SZ|SS|BJ|N|O|TW|T|KS|L)\b)")
"""A bare ticker counts in brackets: （01810）, (HK:1810), （股票代码：600519）."""
_EXCHANGES = _any("NYSE NASDAQ Nasdaq AMEX LSE TSE US 纳斯达克 纽交所 纽约证券交易所 美股 伦交所 东证")
EXCHANGE_BEFORE = re.compile(rf"(?:\$|(?:{_EXCHANGES})(?:股票)?(?:代码)?\s?[:：]\s?)$")
"""$BABA, (NYSE: BABA): letters alone in brackets, (API), are more often an abbreviation."""
