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

NOT_IDENTITY = re.compile(
    r"(?:from|source|src|ref|refer|referer|ref_src|isappinstalled|nsukey|channel|scene|wfr|for)",
    re.IGNORECASE,
)
"""Parameters that may matter to the page but do not make it another one: left out of keys."""
