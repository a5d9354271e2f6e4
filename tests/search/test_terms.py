"""The file of terms: names, other names, pinyin."""

from __future__ import annotations

import json

from site_builder.documents import TermFacts
from site_builder.model import Term
from site_builder.search.terms import terms_of


def test_terms_carry_every_spelling_and_pinyin_without_tones() -> None:
    xiaomi = Term(
        taxonomy="companies", slug="xiaomi", name="小米", url="/companies/xiaomi/", sort_key="Xxiao3 mi3\t小米",
        initial="X",
        facts=TermFacts(name="小米", aliases=("小米", "小米集团"), english="Xiaomi", tickers=("01810.HK",)),
    )  # fmt: skip
    number = Term(
        taxonomy="tags", slug="5g", name="5G", url="/tags/5g/", sort_key="~5g\t5G", initial="#",
        facts=TermFacts(name="5G"),
    )  # fmt: skip
    assert json.loads(terms_of([xiaomi, number])) == {
        "company": [["xiaomi", "小米", ["小米集团", "Xiaomi", "01810.HK"], "xiao mi"]],
        "tag": [["5g", "5G", [], "5g"]],
        "outlet": [],
    }
