"""Words that digests use, as tables: what names a digest, what is no item, what labels a fact.

They are words of the kind, not of single sites; a new language or habit is a new entry here.
"""

from __future__ import annotations

import re

PERIODICAL = re.compile(
    r"周刊|[周日早晚午晨月季简旬]报|早餐|早参|早知道|播报|电报|[月日双]刊|快报|快讯|每[日天周月]|(?<!文)[一本上]周(?![围边期身])|今日|热榜|热搜|排行榜|速[递览报]|资讯|联播|要闻|"
    r"新闻(?!学)|第\s{0,2}[0-9０-９]{1,5}\s{0,2}期|まとめ|ニュース|"
    r"\b(?:weekly|daily|monthly|digest|newsletter|roundup|round-up|trending|news|issue\s?#?\d|hebdo|quotidien|briefing)\b",
    re.IGNORECASE,
)
"""Names a page that comes out again and again. Found in the title, the first heading or the file's name."""
ISSUE = re.compile(
    r"周刊|[周日早晚午晨月季简旬]报|早餐|早参|早知道|播报|[月日双]刊|快报|热榜|热搜|排行榜|速[递览]|联播|要闻|第\s{0,2}[0-9０-９]{1,5}\s{0,2}期|まとめ|ニュース|"
    r"\b(?:weekly|daily|monthly|digest|newsletter|roundup|round-up|trending|issue\s?#?\d|hebdo|quotidien|briefing)\b",
    re.IGNORECASE,
)
"""Names an issue beyond doubt. Other words of `PERIODICAL` (今日, 一周) stand in titles of articles, too."""
COLLECTION = re.compile(r"榜单|精选|盘点|汇总|合集|头条|导读|\b(?:links|picks|best of|top \d{1,3})\b", re.IGNORECASE)
"""Names a page of several things, which may be an article all the same."""

CHROME_HEADING = re.compile(
    r"订阅|赞助|声明|关注|往年|往期|上[一]?期|下[一]?期|历史上的|^(?:内容)?回顾$|目录|内推|^说明$|鸣谢|致谢|友情|友链|招聘|投稿|"
    r"本期编辑|编辑部|统计|收听|语音版|音频版|关于(?:我们|本|作者)|版权|许可|广告|捐赠|打赏|加群|交流群|购読|音声版|"
    r"sponsor|subscri|about us|contribut|licen[sc]e|archive|colophon|donat|table of contents|listen to|écoutez|abonne",
    re.IGNORECASE,
)
"""Headings of what a digest says about itself."""

CHROME_TEXT = re.compile(
    r"[『「【\[（(]?上一期|下一期[』」】\]）)]?|反馈和建议|第一时间收到推送|关注.{0,16}公众号|^[-*•·\s]{0,4}(?:责任)?编辑\s?[:：]|"
    r"^[-*•·\s]{0,4}(?:订阅(?:新闻|地址)?|.{0,8}归档|文章存档|招聘(?:专区|信息)|往期回顾|投稿(?:邮箱)?)\s{0,3}[:：]|"
    r"点击(?:上方|下方|蓝字).{0,24}关注|(?:长按|扫描|扫|识别).{0,12}(?:二维码|关注)|扫码.{0,10}(?:关注|加入|进群)|点个(?:在看|赞)|"
    r"^[-*•·\s]{0,4}(?:展开全文|收起全文|复制链接|分享到.{0,12}|分享|收藏|点赞|查看更多|加载更多|查看评论|举报)$|"
    r"^\W{0,6}(?:今日|本期|本次|今天)?(?:节目)?的?(?:主要内容|内容提要)(?:有|如下|包括)?\s?[：:]?$|^\W{0,6}(?:今日|每日|每天|早安)?(?:寄语|微语)\s?[：:]|"
    r"^[-*•·\s]{0,4}友情链接|^\W{0,6}subscribe\b.{0,80}$|^\W{0,6}you(?:.re| are)? receiv(?:ed|ing) this e?-?mail|"
    r"更新时间戳|最后更新|^\s{0,3}(?:共|总计|合计)\s?\d{1,6}\s?[条篇则项个]|unsubscribe",
    re.IGNORECASE,
)
"""Short lines and paragraphs of the same kind."""
MAX_CHROME_TEXT = 300

SUBMISSIONS = re.compile(
    r"[-*•·\s]{0,4}(?:欢迎)?(?:投稿|来稿|供稿)\s?[,，]?\s?(?:请|可|欢迎)?(?:将稿件)?(?:发送?|寄|投)(?:送|邮件|电邮|信|稿)?\s?(?:至|到|给)"
)
"""A line that says where to send reports: the digest is over."""

CLOSING = re.compile(
    r"[-—–\s（(【*_]{0,8}(?:完|全文完|本期完|the\s?end|end|结束|以上)[）)】\-—–\s*_。.!！]{0,8}", re.IGNORECASE
)
"""A line that says that the digest is over."""

GENERIC_SECTIONS = {
    "内容", "正文", "详细新闻", "新闻摘要", "新闻内容", "目录", "列表", "文章列表", "今日内容", "本期内容", "items",
    "articles", "content", "contents", "list",
}  # fmt: skip
"""Headings that say nothing of what stands below them: no categories."""

MORE = re.compile(
    r"(?:['\"“‘]?(?:更多详情|详情|跳转链接|项目地址|项目链接|查看原文|阅读原文|阅读全文|原文|原文链接|全文|链接|论文地址|论文|地址|来源|出处|"
    r"via|source|link|more|read more|more details|full story|details|project|project (?:link|address)|paper|lien|"
    r"plus de détails|adresse du projet|詳細|続きを読む|リンク|プロジェクト(?:アドレス)?)[^\w\s]{0,4}['\"”’]?)",
    re.IGNORECASE,
)
"""Texts of links that lead to the report itself."""

_LABELS_OF: dict[str, tuple[str, ...]] = {
    "url": ("链接", "地址", "原文", "原文链接", "原文地址", "文章链接", "项目地址", "link", "url", "href",
        "permalink", "source_url", "external_url", "网址", "uri"),
    "outlet": ("来源", "出处", "媒体", "网站", "source", "site", "outlet", "publisher", "media", "site_name",
        "feed", "publication", "journal", "origin", "刊物", "报纸", "发布机构"),
    "author": ("作者", "记者", "author", "authors", "by", "byline"),
    "date": ("时间", "日期", "发布时间", "发布日期", "发布", "发表时间", "date", "published", "published_at",
        "pubdate", "date_published", "publish_time", "time", "datetime", "created_at",
        "timestamp", "更新时间", "更新日期", "pub_time", "publish_date", "posted_at"),
    "tags": ("标签", "关键词", "关键字", "tags", "keywords"),
    "section": ("分类", "类别", "栏目", "category", "categories", "section", "channel"),
    "title": ("标题", "题目", "名称", "文章", "项目", "新闻", "title", "headline", "name", "article"),
    "text": ("摘要", "简介", "概要", "描述", "内容", "正文", "summary", "description", "desc", "abstract",
        "excerpt", "content", "text", "body", "content_html", "content_text",
        "digest", "intro", "brief", "导语", "概述"),
}  # fmt: skip
LABELS: dict[str, str] = {label: field for field, labels in _LABELS_OF.items() for label in labels}
"""Label of a line, column of a table or key of a record -> the field it fills."""
_FOLDED = {re.sub(r"[\W_]", "", label): field for label, field in LABELS.items()}
_OF_REPORT = re.compile(
    r"^(?:新闻|文章|资讯|稿件|报道|原文|内容|发布|news|article|item|post|story|original|origin)(?=.)|(?<=.)(?:名称|name)$"
)


def field_of(name: str) -> str:
    """The field that a column or key fills: newsTitle, 原文URL, "Published At"; "" for none."""
    folded = re.sub(r"[\W_]", "", name).casefold()
    return _FOLDED.get(folded) or _FOLDED.get(_OF_REPORT.sub("", folded), "")


LANGUAGE_MARK = re.compile(r"[（(](?:中文|英文|日文|法文|德文|韩文|俄文|中英双语|双语|视频|PDF|pdf)[）)]")
"""Says in which language the linked page is."""
