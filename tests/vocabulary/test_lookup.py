"""One name, several companies: what `find_starters` makes of it, on a vocabulary of its own."""

from __future__ import annotations

from site_builder.vocabulary.lookup import find_nearest, find_starters, to_facts
from site_builder.vocabulary.starter import Starter, load_vocabulary

LIGHT = Starter(slug="light", name="光年", aliases=("光",), description="灯具公司。")
FERRY = Starter(slug="ferry", name="渡口", aliases=("光",), tickers=("600999.SH",), description="航运公司。")
ISLE = Starter(slug="isle", name="光", parent="ferry", description="岛。")


def test_own_name_goes_before_aliases_and_shared_names_give_all() -> None:
    assert find_starters("光", (LIGHT, FERRY)) == (LIGHT, FERRY)
    assert find_starters("光", (LIGHT, FERRY, ISLE)) == (ISLE,)
    assert find_starters("600999", (LIGHT, FERRY)) == (FERRY,)
    assert find_starters("无", (LIGHT, FERRY)) == ()


def test_nearest_names_are_of_different_companies() -> None:
    assert find_nearest("光", (LIGHT,)) == ("光年",)
    assert find_nearest("渡囗", (LIGHT, FERRY)) == ("渡口",)


def test_every_company_becomes_facts_with_its_parent_by_name() -> None:
    vocabulary = load_vocabulary()
    by_slug = {one.slug: one for one in vocabulary}
    for one in vocabulary:
        facts = to_facts(one, by_slug)
        assert facts.name == one.name
        assert find_starters(facts.parent, vocabulary) == ((by_slug[one.parent],) if one.parent else ())
