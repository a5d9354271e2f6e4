import pytest

from site_builder.documents import MarkedCompany
from site_builder.importing.company_links import confirm_companies

KEPT = {
    "小米": "他买了小米手机，很满意。",
    "英伟达": "花了两天在英伟达显卡上训练。",
    "美的": "家电公司美的今年涨价，完美的产品不多。",
    "来设计": "融资方是“来设计”，成立三年。",
    "得到": "记者向得到公司求证。",
    "一起": "格林、一起、作业侠都裁了人。",
    "微信": "微信改版后，微信公众号少了入口。",
}
DROPPED = {
    "美的": ("这还不是完美的技术。", "company-link-on-a-word"),
    "一起": ("零件连接在一起。", "company-link-on-a-word"),
    "来设计": ("用它来设计新车。", "company-link-on-a-word"),
    "得到": ("他得到了答案。", "company-link-on-a-word"),
    "微信": ("本文来自微信公众号“远洋观察”。", "company-link-on-a-venue"),
}


@pytest.mark.parametrize("name", KEPT)
def test_company_is_kept(name: str) -> None:
    company = MarkedCompany(name=name, id="36kr:1")
    assert confirm_companies([company, company], KEPT[name]) == ((company,), ())


@pytest.mark.parametrize("name", DROPPED)
def test_link_on_a_piece_of_language_is_no_company(name: str) -> None:
    text, rule = DROPPED[name]
    assert confirm_companies([MarkedCompany(name=name)], text) == ((), ((rule, name),))
