"""A line that states facts -> pairs of key and value: `2024-03-05 08:00 来源：某报　编辑/某某`, `Subject: …`.

A line that says anything else besides gives none: prose may begin with 作者： as well.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC

from site_builder.language.cjk import CJK
from site_builder.language.dates import parse_date

Fact = tuple[str, str]
"""(key as in the tables below, value)."""

_KEYS_OF_ROLES = {
    "作者": (
        "作者", "原文作者", "原作者", "本文作者", "文章作者", "发信人", "寄信人", "發信人", "author", "authors",
        "creator", "by", "from",
    ),
    "文": ("文",),
    "撰文": ("撰文",),
    "撰稿": ("撰稿",),
    "采写": ("采写", "採寫"),
    "记者": ("记者", "記者", "本报记者", "本報記者"),
    "通讯员": ("通讯员", "通訊員"),
    "实习生": ("实习生", "實習生"),
    "摄影": ("摄影", "攝影"),
    "译者": ("译者", "翻译", "譯者", "翻譯", "translator"),
    "编译": ("编译", "編譯"),
    "校对": ("校对", "校对者", "校對", "reviewer"),
    "审校": ("审校", "審校"),
    "审核": ("审核", "審核"),
    "编辑": ("编辑", "編輯", "editor"),
    "责任编辑": ("责任编辑", "責任編輯"),
    "责编": ("责编", "責編"),
    "整理": ("整理",),
    "监制": ("监制", "監製"),
    "选题": ("选题", "選題"),
}  # fmt: skip
_KEYS_OF_FIELDS = {
    "title": ("标题", "题目", "主题", "標題", "題目", "主題", "subject", "title"),
    "original_title": ("原标题", "原题", "原標題"),
    "date": (
        "日期", "时间", "发布时间", "发表时间", "发布日期", "发表日期", "发布于", "发表于", "发信时间", "发稿时间",
        "刊发时间", "首发时间", "出版日期", "時間", "發佈時間", "發布時間", "發表時間", "發佈日期", "發布日期",
        "發表日期", "發佈於", "發布於", "發表於", "刊登時間", "發信時間", "date", "published", "published on",
        "published at", "posted", "posted on", "pubdate", "date_published",
        "发布", "发表", "發佈", "發布", "發表",
    ),
    "updated": (
        "更新时间", "更新日期", "更新于", "最后更新", "修改时间",
        "更新時間", "更新於", "最後更新", "updated", "updated on",
        "updated at", "last updated", "last modified", "moddate", "date_modified", "更新",
    ),
    "via": (
        "原文链接", "原文地址", "原文", "原文网址", "原链接",
        "原地址", "原文鏈接", "原文連結", "原連結", "原文網址", "via",
    ),
    "url": (
        "链接", "网址", "地址", "来源链接", "文章链接", "文章地址", "鏈接", "連結", "網址", "來源連結", "文章連結",
        "source", "link", "url", "permalink",
    ),
    "outlet": (
        "来源", "稿源", "媒体", "出处", "译文出自", "转自", "转载自", "来源于", "文章来源", "消息来源", "信息来源",
        "新闻来源", "内容来源", "发布媒体", "来源媒体", "來源",
        "媒體", "出處", "轉自", "轉載自", "文章來源", "消息來源",
        "資訊來源", "新聞來源", "來源媒體", "發布媒體", "发信站", "發信站",
    ),
    "tags": ("标签", "关键词", "关键字", "標籤", "關鍵詞", "關鍵字", "tags", "keywords"),
    "board": ("信区", "发信区", "信區", "發信區", "newsgroups"),
    "": (
        "状态", "转载声明", "转信站", "轉信站", "收信人", "collector", "publisher", "to", "cc", "reply-to",
        "message-id", "organization", "x-mailer", "mime-version", "content-type", "content-transfer-encoding",
    ),
    "count": (
        "阅读", "阅读量", "阅读数", "浏览", "浏览量", "浏览次数",
        "点击", "点击数", "评论", "评论数", "字号", "閱讀", "瀏覽",
        "點擊", "評論", "字號",
    ),
}  # fmt: skip
ROLES = {key: role for role, keys in _KEYS_OF_ROLES.items() for key in keys}
"""Key, in lower case -> role of a credit."""
FIELDS = {key: field for field, keys in _KEYS_OF_FIELDS.items() for key in keys}
"""Key, in lower case -> fact of a document; "" and "count" for what has no place in one."""
MARKS_A_DAY = {"发布", "发表", "發佈", "發布", "發表", "更新", "posted"}
"""Keys that sentences begin with as well: what follows must be a date and nothing else."""
POSTS = {"发信人", "寄信人", "發信人"}
"""Keys whose value is an account, with a nickname in parentheses."""
STATIONS = {"发信站", "發信站"}
"""Keys whose value is the board, with the time in parentheses."""
_ONLY_BARRED = {"文"}
"""Keys that a bar must follow: 文／某某."""
_KEYS = "|".join(sorted((re.escape(key) for key in (*ROLES, *FIELDS)), key=len, reverse=True))
LINK = re.compile(r"\[(?P<text>[^\[\]]{0,300})\]\(\s?(?P<url>[^()\s]{0,1000})")
ADDRESS = re.compile(r"https?://[^\s<>\"'）)\]]{1,1000}")
_DEFINITION = re.compile(r"\[#\]:\s{0,3}(?P<key>[A-Za-z_]{1,20}):\s{0,3}[\"“(](?P<value>.{0,500}?)[\"”)]\s*")
_KEY = re.compile(
    rf"(?:^|(?<=[\s,，|｜;；)）]))[\[(（【]?\s{{0,2}}(?P<key>{_KEYS})(?:[（(][^()（）]{{0,12}}[)）])?"
    rf"\s{{0,4}}(?P<mark>[:：]|(?<=[{CJK}])[|｜丨︱／/]|(?<=[{CJK}]\s)[|｜丨︱／/])",
    re.IGNORECASE,
)
_AT = re.compile(r"@(?P<key>[A-Za-z_]{2,20})(?:\s{0,3}:)?\s{1,4}(?P<value>\S.{0,600})")
_BRACKETED = re.compile(r"[（(\[【](?P<inner>[^（）()\[\]【】]{2,200})[)）\]】][。.]?")
_LEADING_DATE = re.compile(r"(?P<date>\d[\d年月日./: T-]{7,24}\d?|\d{4}年\d{1,2}月\d{1,2}日)[\s|｜·,，-]{0,6}$")
_AGO = re.compile(
    r"(?:刚刚|剛剛|just now|(?:\d{1,3}|半|一|两|兩|an?)\s?(?:秒|分钟|分鐘|个?小时|個?小時|天|日|周|週|个月|個月|"
    r"(?:minute|min|hour|hr|day|week)s?)\s?(?:之?前|ago)|(?:昨天|昨日|今天|今日|前天|yesterday|today)(?:\s?\d{1,2}:\d{2})?)[\s|｜·,，-]{0,6}",
    re.IGNORECASE,
)
"""When, counted from a day that the text does not name."""
_PUBLISHED = re.compile(
    r"(?P<key>published(?:\son)?|posted(?:\son)?|updated(?:\son)?|last\s(?:updated|modified)(?:\son)?|发布于|发表于|更新于|發佈於|發布於|發表於|更新於)"
    r"\s{0,2}[:：]?\s{0,4}(?P<date>\S.{4,60})",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:(?:本文|文章|内容|原文)(?:转自|转载自|来源于|摘自|首发于|来自)|转自|转载自)[:：]?\s{0,4}(?P<name>[^，。；！？,;!?]{2,40})[。.]?"
)
_OUTLET_NAME = re.compile(
    r"[^，。；！？,;!?]{0,20}(?:社|网|报|刊|台|新闻|财经|证券|科技|在线|资讯|周刊|杂志|客户端|公众号|微博|微信|频道|观察|研究院|协会|公司|局|部|委)"
)
"""Names that are surely those of publishers and offices."""
_DATE_LIKE = re.compile(r"\d{4}|[〇○零一二三四五六七八九]{4}\s?年|民[国國]")
_PERSON_ROLES = "记者|通讯员|实习生|摄影|撰文|编辑"
_PERSONS = re.compile(
    rf"(?P<role>{_PERSON_ROLES})[\s:：]{{1,3}}"
    rf"(?P<names>[{CJK}·]{{2,4}}(?:[\s、，,]{{1,3}}(?!{_PERSON_ROLES})[{CJK}·]{{2,4}}){{0,5}})(?=\s|$)"
)
_HOUSE = re.compile(
    rf"(?:[{CJK}]{{0,8}}(?:本报|本刊|本网|本台|社|报|网|新闻|媒体|实习|见习|首席|特约|特派)){{0,3}}(?={_PERSON_ROLES})"
)
"""本报, 某某日报全媒体见习: before the word for reporters."""
_BY = re.compile(
    r"By\s{1,3}(?P<names>[A-Z][\w.'’-]{0,20}(?:\s{1,2}(?:[A-Z][\w.'’-]{0,20}|and|de|van|von|der|&)){1,8}"
    r"(?:,\s(?=[A-Z][\w.'’-]{1,20}\s[A-Z])[A-Z][\w.'’-]{1,20}(?:\s(?:[A-Z][\w.'’-]{0,20}|and|&)){1,6}){0,3})"
    r"(?:\s{0,2}[,|·–—-]\s{0,2}(?P<outlet>(?:the\s)?[A-Z][\w.&'’ -]{1,40}))?"
)
"""By Jane Doe and John Roe, Reuters: names of two words at least, each with a capital."""

ENGLISH_OUTLET = re.compile(
    r"\b(?:Times|News|Post|Journal|Press|Daily|Herald|Tribune|Review|Magazine|Weekly|Observer|Standard|Gazette|Agency|Today)$"
)


def read_facts(text: str) -> list[Fact]:
    """The facts of a line that states nothing else; [] for any other line. Keys are in lower case."""
    definition = _DEFINITION.fullmatch(text)
    if definition:
        key = definition["key"].lower()
        # The title below is the translation; the definition names the original.
        return [("" if key in ("subject", "title") else key, definition["value"].strip())]
    loose = _AT.fullmatch(text)
    if loose:
        key = loose["key"].lower()
        return [(key, loose["value"].strip())] if key in FIELDS or key in ROLES else []
    bracketed = _BRACKETED.fullmatch(text)
    return _read_keyed(text) or (_read_keyed(bracketed["inner"]) if bracketed else []) or _read_byline(text)


def starts_with_key(text: str) -> bool:
    """True if the line begins with a key, whatever follows."""
    return bool(_KEY.match(text))


def is_loose_key(text: str) -> bool:
    """True for `@key value`, whatever the key."""
    return bool(_AT.fullmatch(text))


def names_outlet(value: str) -> bool:
    """True if the name is surely that of a publisher or an office, by its last word."""
    return bool(_OUTLET_NAME.fullmatch(value))


def is_date(text: str) -> bool:
    """True if the text is a date and nothing else."""
    try:
        parse_date(text, zone=UTC)
    except ValueError:
        return False
    return True


def _read_keyed(text: str) -> list[Fact]:
    """Key and value, as often as the line has them; a date may stand before the first."""
    matches = [match for match in _KEY.finditer(text) if match["key"] not in _ONLY_BARRED or match["mark"] not in ":："]
    if not matches:
        return []
    before = text[: matches[0].start()]
    leading = _LEADING_DATE.fullmatch(before) if before.strip() else None
    if before.strip() and not (leading and is_date(leading["date"])) and not _AGO.fullmatch(before):
        return []
    ends = [*(match.start() for match in matches[1:]), len(text)]
    pairs = [
        (unicodedata.normalize("NFKC", match["key"]).lower(), _without_edges(text[match.end() : end]))
        for match, end in zip(matches, ends, strict=True)
    ]
    if not all(_fits(key, value) for key, value in pairs):
        return []
    return [*([("date", leading["date"].strip())] if leading else []), *pairs]


def _without_edges(value: str) -> str:
    """The value without separators around it, and without the end of a bracket that began before it."""
    value = value.strip(" ,，|｜;；`")
    return value.rstrip("）)】] ") if not re.search(r"[（(【\[]", value) else value


def _read_byline(text: str) -> list[Fact]:
    """Facts of lines that have no key."""
    dated = _PUBLISHED.fullmatch(text)
    if dated and is_date(dated["date"]):
        return [("updated" if dated["key"].lower().startswith(("upd", "last", "更新")) else "date", dated["date"])]
    by = _BY.fullmatch(text)
    if by:
        names, _, last = by["names"].rpartition(", ")
        outlet = by["outlet"] or (last if names and ENGLISH_OUTLET.search(last) else "")
        return [("by", names if outlet == last else by["names"]), *([("来源", outlet)] if outlet else [])]
    taken = _FROM.fullmatch(text)
    if taken:
        return [("转自", taken["name"])]
    house = _HOUSE.match(text)
    persons = text[house.end() :] if house else ""
    if persons and not _PERSONS.sub("", persons).strip():
        return [(match["role"], match["names"]) for match in _PERSONS.finditer(persons)]
    return []


def _fits(key: str, value: str) -> bool:
    """True if the value may be one of its key; prose that begins "作者：" is none."""
    shown = LINK.sub(lambda link: link["text"], value)
    field = FIELDS.get(key)
    if field in ("via", "url"):
        return bool(ADDRESS.search(value))
    if field in ("date", "updated"):
        return is_date(value) if key in MARKS_A_DAY else bool(_DATE_LIKE.search(value))
    if field == "count":
        return len(shown) <= 20
    if key in ROLES:
        return 0 < len(shown) <= 80 and not re.search(r"[。！？!?]", shown)
    return len(shown) <= 200
