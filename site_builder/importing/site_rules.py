"""Where single sites keep what an article is made of, as data: host -> selectors.

A rule holds for its host and every host below it. A selector is `tag`, `#id`, `.class` or a chain of them
(`div.text#main`); `.name*` means a class that begins so, for sites that add a hash on every release. The first selector
that finds something wins; where none does, the page is read as any other.
"""

from __future__ import annotations

from site_builder.model import Record


class SiteRule(Record, frozen=True):
    """Selectors, the surest first."""

    content: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    """The publisher, on sites that carry the texts of many."""
    remove: tuple[str, ...] = ()
    """Parts of the content that are none of the article's."""


SITE_RULES: dict[str, SiteRule] = {
    "mp.weixin.qq.com": SiteRule(
        content=("#js_content",), title=("#activity-name",), date=("#publish_time",), authors=("#js_author_name",),
        outlet=("#js_name",), remove=(".js_product_container", "mp-common-profile", ".qr_code_pc_outer"),
    ),
    "36kr.com": SiteRule(
        content=(".articleDetailContent", ".kr-rich-text-wrapper", ".newsflash-item"), title=(".article-title",),
        date=(".title-icon-item.item-time",), authors=(".title-icon-item.item-a",),
    ),
    "huxiu.com": SiteRule(
        content=("#article-content", ".article__content", ".article-content-wrap"), title=(".article__title",),
        date=(".article__time",), authors=(".author-info__username",), remove=(".neirong-shouquan",),
    ),
    "sina.com.cn": SiteRule(
        content=("#artibody", "#article", ".article-content-left"), title=(".main-title",), date=("span.date",),
        remove=(".show_author", ".article-notice", ".appendQr_wrap", "#left_hzh_ad"),
    ),
    "sohu.com": SiteRule(
        content=("article.article", "#mp-editor"), date=("#news-time",),
        remove=("#backsohucom", ".backword", ".lookall-box"),
    ),
    "163.com": SiteRule(
        content=(".post_body", "#endText"), title=(".post_title",), remove=(".post_statement", ".ep-source"),
    ),
    "qq.com": SiteRule(
        content=(".content-article", "#Cnt-Main-Article-QQ", "#ArticleCnt"), date=(".article-time", ".a_time"),
        remove=("#backqqcom", "#relInfo", ".rv-root-v2", "#invideocon"),
    ),
    "ifeng.com": SiteRule(content=("#main_content", ".index_text*", "#picTxt"), date=(".index_timeBref*",)),
    "thepaper.cn": SiteRule(content=(".index_cententWrap*", ".news_txt"), title=(".index_title*", ".news_title")),
    "cls.cn": SiteRule(content=(".detail-content",), title=(".detail-title-content",)),
    "stcn.com": SiteRule(content=(".detail-content", "#ctrlfscont"), title=(".detail-title",)),
    "jiemian.com": SiteRule(content=(".article-content",), remove=(".article-source",)),
    "yicai.com": SiteRule(content=("#multi-text", ".m-txt"), remove=(".m-editor",)),
    "nbd.com.cn": SiteRule(content=(".g-articl-text",), remove=(".u-editor",)),
    "caixin.com": SiteRule(content=("#Main_Content_Val",)),
    "eastmoney.com": SiteRule(content=("#ContentBody",), remove=(".abstract", ".em_media")),
    "leiphone.com": SiteRule(content=(".lph-article-comView",)),
    "ithome.com": SiteRule(content=("#paragraph",), date=("#pubtime_baidu",), authors=("#author_baidu",)),
    "cnbeta.com": SiteRule(content=("#artibody",), remove=(".article-global",)),
    "cnbeta.com.tw": SiteRule(content=("#artibody",), remove=(".article-global",)),
    "guancha.cn": SiteRule(content=(".all-txt",)),
    "people.com.cn": SiteRule(content=(".rm_txt_con", "#rwb_zw"), remove=(".edit", ".paper_num")),
    "xinhuanet.com": SiteRule(content=("#detailContent", "#detail", "#p-detail")),
    "gmw.cn": SiteRule(
        content=("#articleContent", "#contentMain", ".u-mainText"), remove=(".m-zbTool", "#articleLiability"),
    ),
    "zhihu.com": SiteRule(
        content=(".Post-RichText", ".RichText"), title=(".Post-Title",), authors=(".AuthorInfo-name",),
    ),
    "jianshu.com": SiteRule(content=("article._2rhmJa", ".show-content"), title=("h1._1RuRku",)),
    "blog.csdn.net": SiteRule(content=("#content_views",), title=("#articleContentId",)),
    "wikipedia.org": SiteRule(
        content=(".mw-parser-output", "#mw-content-text"), title=("#firstHeading",),
        remove=(".navbox", ".mw-editsection", "#toc", ".metadata", ".noprint", ".ambox"),
    ),
}  # fmt: skip


def find_rule(host: str) -> SiteRule:
    """The rule for `host` or the nearest host above it; an empty one where there is none."""
    labels = host.lower().split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((SITE_RULES[name] for name in names if name in SITE_RULES), SiteRule())
