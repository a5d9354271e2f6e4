"""The 900 characters that Chinese news is mostly written with: nineteen of twenty in any report are among them.

Counted over 1.7 million characters of posts, articles and digests, the most frequent first; traditional ones are
folded to simplified before they are looked up.
"""

from __future__ import annotations

from site_builder.language.han_variants import fold_to_simplified

_COMMON = frozenset(
    "的用一是在你个以可有这中我了使文件它不和行为如要到能来上们本下作发时器于数会开程对将多面些新安方并果"
    "系更者出其应所令过命大工统需人理选户动后分或编现提装但就通最成定目置进看设建机网也自地而创式版题很他"
    "序加务内何包据同入示项实因运然接法代之么单种此都码存从解间源该样当常具点问由前制关容得管好译计经服全"
    "生供想图重与标字软例名还国部端任信试主性查意量年表功说变化已配没基持体模只原相录息输改语支算学写小那"
    "做被正让组库像推子保完里认列许类合等特每外无请情电启简择载事什区始业第密结备比显非知注指及复处展高终"
    "道言确次度口且记打键验取起构家手公日环值型除着操格测技交级集步视找力两位辑调决向论添流期必游台快明平"
    "员桌放助布几络回境习换整直按界别站页天校即读获给义欢空色章术戏执去况产参符联线己节态证元引心导易求客"
    "收核至控默储号先频少荣誉盘转连帮访则够仅称话品互带美速限括喜函移脚适议另击资望检览强首把长三错准索否"
    "传片链告含似效档各感篇总块东西消修享须受费希立便址二浏路再优司微板案窗树增活专形根续利份硬拟识域物月"
    "共升扩阅送规场段考预商尝候随切条象社权队书某际见音深签述派删真止脑团护免状初未评仓教误轻远细屏维近门"
    "介身超头莓哪媒虚趣历世价较允驱智报观仍替尽志杂造云味播镜协今断清析达影幕卡钥玩才层科难太独邮致车足乎"
    "响官释觉描率金夹研搜架绍甚笔虽依领失照兴十继插越款登划精吗万采广乐骤景础拥反印周市低局菜监跟离概约松"
    "略思织诉排满范南针防风究踪素循磁缩署普球边呢群质企隐虑额付详讨战询花框假册私英火吧待词演赖怎迎声办极"
    "压围股四捷闭海底角又投套探留势颜停负亮师缓补截光荐往买早斯听减返史短熟禁差灵购属钮旧右稳念径盖策充博"
    "答卷故友克献歌老归华托爱佳句追退黑阶贡住锁水缺闻奇射触热众钟左牌避谷巧异拉束寻施室画尔营讲串练白五刚"
    "气附逻融靠双映担背顺永账静航旦惯星亿干销神顶墙幸典栏箱百责悉米兼贴绝冲藏张占愿般遇曲堆险母覆跳降递障"
    "授富刻跨叫翻挑庭汇久举订省忘余巨争帐纸唯困栈临亚红儿固均课店激曾尾掉讯北职坏走泛谈攻隔暂训圆芯六征财"
    "挂嵌破殊售突擎料奖却良千京恢绑落敏阻民半棒败益严慢漏透丁飞扫善政哈马匹疑警剧猜封惊践延混育济洞灯积旨"
)


def common_share(text: str) -> float:
    """How many of the Chinese characters of `text` are common ones, 0 to 1; 0 where it has none."""
    letters = [char for char in fold_to_simplified(text) if "\u4e00" <= char <= "\u9fff"]
    return sum(char in _COMMON for char in letters) / len(letters) if letters else 0.0
