"""Addresses that only lead to others, and parameters that only count readers: the tables of `urls`.

Short links (t.cn, bit.ly) hold no address and stay as they are, as do those that encrypt it (segmentfault.com).
"""

from __future__ import annotations

import re

REDIRECTORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("link.zhihu.com", "/", ("target",)),
    ("link.jianshu.com", "/", ("t", "to")),
    ("links.jianshu.com", "/go", ("to", "t")),
    ("www.jianshu.com", "/go-wild", ("url",)),
    ("link.juejin.cn", "/", ("target",)),
    ("link.juejin.im", "/", ("target",)),
    ("link.csdn.net", "/", ("target", "from_url")),
    ("link.gitee.com", "/", ("target",)),
    ("gitee.com", "/link", ("target",)),
    ("www.oschina.net", "/action/gotolink", ("url",)),
    ("my.oschina.net", "/action/gotolink", ("url",)),
    ("sspai.com", "/link", ("target",)),
    ("link.sspai.com", "/", ("target",)),
    ("hellogithub.com", "/periodical/statistics/click", ("target",)),
    ("www.douban.com", "/link2", ("url",)),
    ("mp.weixin.qq.com", "/mp/redirect", ("url",)),
    ("mp.weixin.qq.com", "/cgi-bin/redirectforward", ("url",)),
    ("weixin110.qq.com", "/cgi-bin/mmspamsupport-bin/newredirectconfirmcgi", ("url",)),
    ("c.pc.qq.com", "/middlem.html", ("pfurl",)),
    ("c.pc.qq.com", "/middle.html", ("pfurl",)),
    ("c.pc.qq.com", "/pc.html", ("url",)),
    ("docs.qq.com", "/scenario/link.html", ("url",)),
    ("weibo.cn", "/sinaurl", ("u", "toasturl")),
    ("weibo.com", "/sinaurl", ("u",)),
    ("game.bilibili.com", "/linkfilter", ("url",)),
    ("link.ld246.com", "/forward", ("goto",)),
    ("ld246.com", "/forward", ("goto",)),
    ("afdian.net", "/link", ("target",)),
    ("afdian.com", "/link", ("target",)),
    ("xie.infoq.cn", "/link", ("target",)),
    ("www.infoq.cn", "/link", ("target",)),
    ("steamcommunity.com", "/linkfilter", ("url", "u")),
    ("www.youtube.com", "/redirect", ("q",)),
    ("l.facebook.com", "/l.php", ("u",)),
    ("lm.facebook.com", "/l.php", ("u",)),
    ("www.facebook.com", "/l.php", ("u",)),
    ("l.instagram.com", "/", ("u",)),
    ("out.reddit.com", "*", ("url",)),
    ("www.linkedin.com", "/redir/redirect", ("url",)),
    ("slack-redir.net", "/link", ("url",)),
    ("t.umblr.com", "/redirect", ("z",)),
    ("href.li", "/", ("",)),
    ("go.skimresources.com", "/", ("url",)),
    ("go.redirectingat.com", "/", ("url",)),
    ("redirect.viglink.com", "/", ("u",)),
    ("click.linksynergy.com", "/deeplink", ("murl",)),
    ("click.linksynergy.com", "/fs-bin/click", ("rd_parm1", "murl")),
    ("www.awin1.com", "/cread.php", ("ued", "p")),
    ("www.shareasale.com", "/r.cfm", ("urllink",)),
    ("goto.target.com", "*", ("u",)),
    ("goto.walmart.com", "*", ("u",)),
    ("bestbuy.7tiv.net", "*", ("u",)),
    ("adclick.g.doubleclick.net", "/pcs/click", ("adurl",)),
    ("link.wtturl.cn", "/", ("target",)),
    ("away.vk.com", "/away.php", ("to",)),
    ("vk.com", "/away.php", ("to",)),
    ("www.google.*", "/url", ("q", "url")),
    ("google.*", "/url", ("q", "url")),
    ("news.google.*", "/news/url", ("url",)),
    ("feedproxy.google.*", "/url", ("url",)),
)  # fmt: skip
"""(host, path in lower case or * for any, parameters of which one carries the address; "" is the whole query).

`*` at the end of a host stands for any country's domain.
"""

COUNTRY = re.compile(r"(?<=google)\.(?:com?\.)?[a-z]{2,3}")

TRACKING = re.compile(
    r"(?:utm_\w*|utm-\w*|spm|scm|fbclid|gclid|dclid|gbraid|wbraid|gad_source|msclkid|yclid|twclid|ttclid|igshid|igsh|"
    r"mc_[ce]id|mkt_tok|_hs(?:enc|mi)|_openstat|_ga|_gl|srsltid|share_\w*|sharer_\w*|vero_(?:conv|id)|wt_mc|xtor|"
    r"hm(?:sr|pl|cu|kw|ci)|bd_vid|weibo_id|timestamp_share|(?:pk|mtm|matomo|piwik)_\w*|at_(?:medium|campaign|custom\d)|"
    r"cmpid|ocid|guce_\w*|guccounter|oly_(?:anon|enc)_id|rb_clickid|s_cid|ml_subscriber(?:_hash)?|wickedid)",
    re.IGNORECASE,
)
"""Parameters that change nothing but a count: left out of what is published."""

TRACKING_PAIRS = re.compile(
    r"(?:from|f|source|src|ref|origin|via)=(?:rss|feed|atom|rssfeed|rss_feed)|originReferrer=.*", re.IGNORECASE
)
"""Parameters with values that only tell which feed or page the reader came from."""

HOST_TRACKING: dict[str, re.Pattern[str]] = {
    host: re.compile(names, re.IGNORECASE)
    for host, names in {
        "mp.weixin.qq.com": (
            "chksm|scene|subscene|sessionid|clicktime|enterid|ascene|devicetype|version|nettype|abtest_cookie|lang|"
            "pass_ticket|exportkey|wx_header|fontgear|fontscale|xtrack|mpshare|srcid|poc_token|key|uin|from|"
            "isappinstalled|realreporttime|forceh5|click_id|exptype|search_click_id"
        ),
        "sina.com.cn": "cre|mod|loc|rfunc|tj|tr|wm|vt|dv|from",
        "sina.cn": "cre|mod|loc|rfunc|tj|tr|wm|vt|dv|from",
        "sohu.com": "_f|_trans_|edtsign|edtcode|pvid|strategyid|channelid",
        "163.com": "clickfrom|referfrom|spssid|spsw|spss|from",
        "toutiao.com": "tt_from|wxshare_count|use_new_style|req_id|category_new|log_from|timestamp",
        "jd.com": "cu|jd_pop|abt|extension_id|ad_od",
        "bilibili.com": "spm_id_from|from_spmid|from_source|vd_source|unique_k|buvid|is_story_h5|plat_id|seid",
        "douban.com": "_i|dt_dapp|dt_platform",
        "huxiu.com": "f|collect_channel",
        "36kr.com": "f|ktm_source|channel",
        "xiaohongshu.com": "xsec_source|app_platform|app_version|author_share|shareredid|apptime",
        "youtube.com": "si|feature|ab_channel|pp",
        "youtu.be": "si|feature",
        "twitter.com": "s|t|ref_src|ref_url",
        "x.com": "s|t|ref_src|ref_url",
        "nytimes.com": "smid|smtyp|partner|emc|campaign_id|instance_id|segment_id|regi_id|user_id",
        "wsj.com": "mod|reflink|st",
        "bloomberg.com": "srnd|sref|leadsource|embedded-checkout",
        "linkedin.com": "trk|trackingid|lipi|licu",
        "forbes.com": "sh|ss",
        "economist.com": "fsrc",
        "theguardian.com": "cmp",
        "cnn.com": "iref",
        "medium.com": "source|sk_source",
    }.items()
}
"""Domain -> the parameters that only count readers there, and may mean something elsewhere."""

COMMENTS = re.compile(
    r"comments?[-_]?\d{0,12}|comment[-_]?(?:area|list|box)|respond|disqus_thread|pinglun|wechat_redirect",
    re.IGNORECASE,
)
"""Fragments of an article's address that lead to what readers say about it, or to nothing."""

SECURE = frozenset({
    "36kr.com", "arstechnica.com", "bilibili.com", "bloomberg.com", "caixin.com", "cls.cn", "cnbeta.com",
    "geekpark.net", "huxiu.com", "ifanr.com", "ithome.com", "jiemian.com", "leiphone.com", "mp.weixin.qq.com",
    "nytimes.com", "reuters.com", "sspai.com", "techcrunch.com", "thepaper.cn", "theverge.com", "tmtpost.com",
    "wired.com", "wsj.com", "yicai.com", "zhihu.com",
})  # fmt: skip
"""Sites that answer the same address with https, and send readers of http there."""

NOT_IDENTITY = re.compile(
    r"(?:from|source|src|ref|refer|referer|ref_src|isappinstalled|nsukey|channel|scene|wfr|for)",
    re.IGNORECASE,
)
"""Parameters that may matter to the page but do not make it another one: left out of keys."""
