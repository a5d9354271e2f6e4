"""Parents of terms: by slug or any name, in circles, above and below."""

from __future__ import annotations

import pytest
from test_site import article, put_together, term

from site_builder.archive.ancestry import companies_of, find_families
from site_builder.archive.site import assemble
from site_builder.errors import Problem
from site_builder.model import Mention, ParsedTerm, Site, TermRef


def ref(slug: str) -> TermRef:
    return TermRef(slug=slug, name=slug.upper(), url=f"/companies/{slug}/")


def company(slug: str, front: str = "") -> ParsedTerm:
    return term("companies", slug, f"name: {slug.upper()}\n{front}")


def named(slug: str) -> tuple[Mention, ...]:
    return (Mention(slug=slug, reason="name", named=(slug,)),)


CHAIN = [company("group"), company("mi", "parent: group\naliases: [米]\n"), company("car", "parent: 米\n")]


def test_parent_is_a_slug_or_any_name_and_the_chain_is_nearest_first() -> None:
    site, problems = put_together(terms=CHAIN)
    assert problems == []
    assert site.parents == {("companies", "mi"): ref("group"), ("companies", "car"): ref("mi")}
    assert site.above == {"mi": (ref("group"),), "car": (ref("mi"), ref("group"))}
    assert find_families(site.above) == {"mi": {"car"}, "group": {"mi", "car"}}


def site_of_chain(*, roll_up: bool) -> Site:
    articles = [
        article("date: 2024-05-01\n", path="content/articles/a.md"),
        article("date: 2024-05-02\n", path="content/articles/b.md"),
    ]
    mentions = {"content/articles/a.md": named("car"), "content/articles/b.md": named("group")}
    site, problems = assemble(
        articles, CHAIN, pages=(), mentions=mentions, rights="full", roll_up=roll_up,
        sort_key=lambda name: (name[0], name),
    )  # fmt: skip
    assert problems == []
    return site


def test_articles_of_a_company_are_those_of_the_companies_below_it() -> None:
    site = site_of_chain(roll_up=True)
    slugs = {slug: [a.parsed.slug for a in found] for (_, slug), found in site.by_term.items()}
    assert slugs == {"car": ["a"], "mi": ["a"], "group": ["b", "a"]}
    oldest = site.articles[-1]
    assert oldest.card.companies == (ref("car"),)
    assert companies_of(oldest, site.above) == (ref("car"), ref("mi"), ref("group"))


def test_without_roll_up_each_company_has_its_own_articles_and_keeps_its_parent() -> None:
    site = site_of_chain(roll_up=False)
    slugs = {slug: [a.parsed.slug for a in found] for (_, slug), found in site.by_term.items()}
    assert (slugs, site.above) == ({"car": ["a"], "group": ["b"]}, {})
    assert site.parents["companies", "car"] == ref("mi")


def test_unknown_parent_is_a_warning_at_its_line() -> None:
    site, problems = put_together(terms=[company("xiaomi"), company("car", "parent: xiaomy\n")])
    assert site.parents == {}
    assert problems == [
        Problem(
            "content/companies/car.md", 3, "parent-unknown", 'parent "xiaomy" is the slug or name of no term',
            "add content/companies/xiaomy.md, or remove the line", "warning",
        )
    ]  # fmt: skip


def test_nearest_name_of_an_unknown_parent_is_offered() -> None:
    _, problems = put_together(terms=[company("xiaomi"), company("car", "parent: XIAOMY\n")])
    assert problems[0].hint == "did you mean XIAOMI?"


@pytest.mark.parametrize("own", [True, False])
def test_circle_is_reported_at_each_of_its_terms_and_cut_off(own: bool) -> None:
    circle = [company("a", "parent: b\n"), company("b", f"parent: {'b' if own else 'a'}\n")]
    site, problems = put_together(terms=[*circle, company("c", "parent: a\n")])
    ways = {"content/companies/b.md": "B → B"} if own else {
        "content/companies/a.md": "A → B → A", "content/companies/b.md": "B → A → B",
    }  # fmt: skip
    assert problems == [
        Problem(
            path, 3, "parent-circle", f"its parents lead back to itself: {way}", "remove parent: from one of them",
            "warning",
        )
        for path, way in ways.items()
    ]  # fmt: skip
    assert site.above["c"] == ((ref("a"), ref("b")) if own else (ref("a"),))
