"""Where single sites keep what an article is made of, as data: host -> selectors.

A rule holds for its host and every host below it. A selector is `tag`, `#id`, `.class` or a chain of them
(`div.text#main`), or `[name=value]`, below others
(`.box .text`); `.name*` means a class that begins so, for sites that add a hash on every release.
The first selector that finds something wins; where none finds enough, the page is read as any other.
"""

from __future__ import annotations

from site_builder.documents import Record


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
    script_dates: tuple[str, ...] = ()
    """Variables of the page's scripts that hold the moment of publication, as text or in seconds."""


SITE_RULES: dict[str, SiteRule] = {
    "mp.weixin.qq.com": SiteRule(
        content=("#js_content",), title=("#activity-name",), date=("#publish_time",),
        script_dates=("ct", "oriCreateTime", "createTime"), authors=("#js_author_name", "#js_author_name_text"),
        outlet=("#js_name", "#profileBt"),
        remove=(".js_product_container", "mp-common-profile", ".qr_code_pc_outer", ".rich_media_tool", "#js_tags"),
    ),
    "36kr.com": SiteRule(
        content=(".articleDetailContent", ".kr-rich-text-wrapper", ".common-width.content", ".newsflash-item"),
        title=(".article-title",), date=(".title-icon-item.item-time",), script_dates=("publishTime",),
        authors=(".title-icon-item.item-a",),
    ),
    "huxiu.com": SiteRule(
        content=("#article-content", ".article__content", ".article-content-wrap"),
        title=(".article__title", ".article-detail-title"), date=(".article__time", ".article-time"),
        authors=(".author-info__username", ".author-name"), remove=(".neirong-shouquan", ".article__related"),
    ),
    "tmtpost.com": SiteRule(
        content=("article.post-container .inner", ".post-container"), date=(".post-info .time", ".time"),
        authors=(".post-info .name", ".author-name"),
    ),
    "sina.com.cn": SiteRule(
        content=("#artibody", "#article", ".article-content-left"), title=(".main-title",), date=("span.date",),
        outlet=("a.source", "span.source", "#media_name"),
        remove=(".show_author", ".article-notice", ".appendQr_wrap", "#left_hzh_ad", ".article-editor"),
    ),
    "sina.cn": SiteRule(
        content=(".art_content", "#artibody"), title=(".art_tit_h1",), date=(".weibo_time", "time.art_time"),
        outlet=(".art_cite", ".weibo_user"), remove=(".article-notice", "#j_weibo_user"),
    ),
    "sohu.com": SiteRule(
        content=("article.article", "#mp-editor"), date=("#news-time",), script_dates=("publishTime",),
        remove=("#backsohucom", ".backword", ".lookall-box", ".original-title", ".statement"),
    ),
    "163.com": SiteRule(
        content=(".post_body", "#endText", "#content .content"), title=(".post_title",),
        date=(".post_info", ".post_time_source"),
        remove=(".post_statement", ".ep-source", ".post_btns", ".gg200x300"),
    ),
    "qq.com": SiteRule(
        content=(".content-article", "#Cnt-Main-Article-QQ", "#ArticleCnt", "#article-content"),
        date=(".article-time", ".a_time", ".pubTime"), script_dates=("pubtime",),
        remove=("#backqqcom", "#relInfo", ".rv-root-v2", "#invideocon", "#shareBtn", ".rel-info"),
    ),
    "ifeng.com": SiteRule(
        content=("#main_content", ".index_text*", "#picTxt", "#artical_real"), date=(".index_timeBref*", ".ss01"),
        script_dates=("newsTime",), outlet=(".index_source*",),
        remove=("#artical_sth2", ".ifengLogo", ".index_copyRight*"),
    ),
    "thepaper.cn": SiteRule(
        content=(".index_cententWrap*", ".news_txt"), title=(".index_title*", ".news_title"),
        script_dates=("pubTime",), remove=(".news_editor", ".go_wenba", ".index_copyright*"),
    ),
    "cls.cn": SiteRule(
        content=(".detail-content", ".detail-telegraph-content"), title=(".detail-title-content", ".detail-title"),
        script_dates=("ctime",),
    ),
    "stcn.com": SiteRule(
        content=(".detail-content", "#ctrlfscont", ".txt_con"), title=(".detail-title",), date=(".detail-info",),
        remove=(".detail-content-editor", ".detail-statement"),
    ),
    "jiemian.com": SiteRule(
        content=(".article-content",), date=(".article-info",), authors=(".article-info .author",),
        remove=(".article-source", ".report-view", ".article-original"),
    ),
    "yicai.com": SiteRule(content=("#multi-text", ".m-txt"), remove=(".m-editor", ".statement")),
    "nbd.com.cn": SiteRule(
        content=(".g-articl-text",), date=(".g-article-top .time", ".time"),
        remove=(".u-editor", ".g-articl-copyright"),
    ),
    "caixin.com": SiteRule(content=("#Main_Content_Val", ".articlecontent"), date=("#artInfo",), remove=(".pip",)),
    "wallstreetcn.com": SiteRule(content=(".rich-text", ".article-content"), date=("time",)),
    "21jingji.com": SiteRule(content=(".txtContent", ".news_content"), date=(".newsDate", ".newsTime")),
    "eeo.com.cn": SiteRule(content=(".xx_boxsing", ".xd-nei .content"), date=(".xd-b-b p span", "span.time")),
    "eastmoney.com": SiteRule(
        content=("#ContentBody",), date=(".infos .item", ".time"),
        remove=(".abstract", ".em_media", ".zwothers", ".reading"),
    ),
    "10jqka.com.cn": SiteRule(content=("#contentApp", ".main-text"), date=("#pubtime_baidu", ".time")),
    "cs.com.cn": SiteRule(content=(".cont_article section", ".cont_article", ".article-t")),
    "cnstock.com": SiteRule(content=("#qmt_content_div",), date=(".timer",)),
    "leiphone.com": SiteRule(content=(".lph-article-comView",), date=(".inner .time", "td.time")),
    "geekpark.net": SiteRule(content=(".article-content", "#article-body"), authors=(".article-author .name",)),
    "ifanr.com": SiteRule(
        content=(".c-article-content", "article.o-single-content__body__content"),
        date=(".c-article-header-meta__time",),
    ),
    "ithome.com": SiteRule(
        content=("#paragraph", ".news-content"), date=("#pubtime_baidu",), authors=("#author_baidu",),
        outlet=("#source_baidu",), remove=(".tougao-user", ".news-tags", ".ad-tips"),
    ),
    "cnbeta.com": SiteRule(
        content=("#artibody", ".article-content"), date=(".title .meta span", ".meta"),
        remove=(".article-global", ".article-topic", ".tac"),
    ),
    "cnbeta.com.tw": SiteRule(
        content=("#artibody", ".article-content"), date=(".title .meta span", ".meta"),
        remove=(".article-global", ".article-topic", ".tac"),
    ),
    "mydrivers.com": SiteRule(
        content=("#news_content", ".news_info"), date=(".news_bt1_left", "#thread_date"), remove=(".news_xg",),
    ),
    "donews.com": SiteRule(content=(".article-con",), date=(".article-info",)),
    "guancha.cn": SiteRule(content=(".all-txt",), date=(".time span", ".time")),
    "people.com.cn": SiteRule(
        content=(".rm_txt_con", "#rwb_zw", ".box_con"), date=(".channel .col-1-1", ".col-1-1", ".box01 .fl"),
        remove=(".edit", ".paper_num", ".rm_relevant", ".box_pic"),
    ),
    "xinhuanet.com": SiteRule(
        content=("#detailContent", "#detail", "#p-detail"), date=(".header-time", ".h-time", ".info .time"),
        remove=(".editor", "#articleEdit", ".tiyi1"),
    ),
    "news.cn": SiteRule(
        content=("#detailContent", "#detail", "#p-detail"), date=(".header-time", ".h-time", ".info .time"),
        remove=(".editor", "#articleEdit", ".tiyi1"),
    ),
    "chinanews.com.cn": SiteRule(
        content=(".left_zw", ".content_maincontent_content"), title=(".content_left_title",),
        date=(".content_left_time", ".left-t"), remove=(".adEditor", "#function_code_page", ".left_name"),
    ),
    "chinanews.com": SiteRule(
        content=(".left_zw",), date=(".left-t",), remove=(".adEditor", "#function_code_page", ".left_name"),
    ),
    "cctv.com": SiteRule(
        content=("#content_area", ".content_area", "#text_area"), date=(".info1", ".info"), remove=(".zebian",),
    ),
    "huanqiu.com": SiteRule(
        content=("article section", "textarea.article-content"), title=("textarea.article-title",),
        date=("textarea.article-time",),
    ),
    "ce.cn": SiteRule(content=("#articleText", ".TRS_Editor"), date=("#articleTime",), outlet=("#articleSource",)),
    "gmw.cn": SiteRule(
        content=("#articleContent", "#contentMain", ".u-mainText"), remove=(".m-zbTool", "#articleLiability"),
    ),
    "zhihu.com": SiteRule(
        content=(".Post-RichText", ".RichText"), title=(".Post-Title", ".QuestionHeader-title"),
        date=(".ContentItem-time",), authors=(".AuthorInfo-name",),
        remove=(".RichText-LinkCardContainer", ".ContentItem-actions"),
    ),
    "jianshu.com": SiteRule(
        content=("article._2rhmJa", ".show-content"), title=("h1._1RuRku",), date=("time", ".publish-time"),
        authors=("span.FxYr8x", ".author .name a"),
    ),
    "csdn.net": SiteRule(
        content=("#content_views", "#article_content"), title=("#articleContentId", ".title-article"),
        date=(".article-bar-top .time", "span.time"), authors=("a.follow-nickName",),
        remove=(".hljs-button", ".toc", ".hide-article-box"),
    ),
    "cnblogs.com": SiteRule(
        content=("#cnblogs_post_body",), title=("#cb_post_title_url",), date=("#post-date",),
        remove=("#blog_post_info_block",),
    ),
    "juejin.cn": SiteRule(
        content=(".markdown-body", ".article-content"), title=(".article-title",), date=("time.time",),
        authors=(".author-name",), remove=(".copy-code-btn", ".code-block-extension-header"),
    ),
    "segmentfault.com": SiteRule(content=("article.article", ".article-content"), date=("time",)),
    "oschina.net": SiteRule(
        content=(".article-detail .content", ".article-detail", "#articleContent", ".editor-viewer"),
        title=(".article-box__title", ".header"), remove=(".ad-wrap", ".article-box__meta", ".box-aw", ".extra"),
    ),
    "infoq.cn": SiteRule(
        content=(".article-preview", ".content-main", ".article-content"), title=("h1.article-title",),
        date=(".date",),
    ),
    "sspai.com": SiteRule(
        content=(".article-body .content", ".wangEditor-txt", ".article__main__content", ".article-body"),
        title=("#article-title", ".title"), date=(".timer",), authors=(".ss__user__nickname__wrapper", ".nickname"),
    ),
    "douban.com": SiteRule(
        content=("#link-report .review-content", ".review-content", "#link-report", ".note"),
        date=(".main-meta", ".pub-date"), authors=("a.note-author", "header.main-hd span"),
    ),
    "reuters.com": SiteRule(
        content=("[data-testid=ArticleBody]", ".article-body__content*", ".StandardArticleBody_body"),
        remove=("[data-testid=NewTabSymbol]", "[data-testid=promo-box]", ".article-body__element-promo*",
            "[data-testid=Toolbar]"),
    ),
    "bloomberg.com": SiteRule(
        content=(".body-content", ".body-copy-v2", ".body-copy", "[data-component=article-body]"),
        remove=(".inline-newsletter", ".terminal-tout", "[data-component=related-item]"),
    ),
    "techcrunch.com": SiteRule(
        content=(".entry-content", ".article-content", ".wp-block-post-content"), authors=(".article__byline a",),
        remove=(".embed", ".wp-block-techcrunch-inline-cta", ".marfeel-experience-inline-cta"),
    ),
    "cnbc.com": SiteRule(
        content=(".ArticleBody-articleBody",), remove=(".RelatedContent-container", ".InlineVideo-container"),
    ),
    "bbc.com": SiteRule(
        content=(".story-body__inner", "article"), title=("h1.story-body__h1", "#main-heading"),
        remove=("[data-component=links-block]", "[data-component=topic-list]", "[data-component=byline-block]",
            ".share", ".tags-container"),
    ),
    "nytimes.com": SiteRule(
        content=("[name=articleBody]",),
        remove=("#newsletter-promo", ".supplemental"),
    ),
    "theguardian.com": SiteRule(
        content=(".article-body-commercial-selector", ".content__article-body", "#maincontent"),
    ),
    "cnn.com": SiteRule(content=(".article__content", ".zn-body__paragraphs"), remove=(".related-content",)),
    "wikipedia.org": SiteRule(
        content=(".mw-parser-output", "#mw-content-text"), title=("#firstHeading",),
        remove=(".navbox", ".mw-editsection", "#toc", ".toc", ".metadata", ".noprint", ".ambox", ".hatnote",
            ".reflist", ".mw-references-wrap", ".catlinks", ".printfooter", ".sistersitebox", ".mw-empty-elt",
            "sup.reference"),
    ),
}  # fmt: skip


def find_rule(host: str) -> SiteRule:
    """The rule for `host` or the nearest host above it; an empty one where there is none."""
    labels = host.lower().split(".")
    names = (".".join(labels[start:]) for start in range(len(labels)))
    return next((SITE_RULES[name] for name in names if name in SITE_RULES), SiteRule())
