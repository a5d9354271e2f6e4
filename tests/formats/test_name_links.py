import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.formats.markdown import render
from site_builder.formats.name_links import link_names
from site_builder.model import NameLink


def link(*places: tuple[str, tuple[int, ...]]) -> list[tuple[NameLink, str]]:
    return [(NameLink(url="/companies/qinghe/", forms=places), "/base/companies/qinghe/")]


LINKED = '<a class="company" href="/base/companies/qinghe/">清河</a>'


@pytest.mark.parametrize(
    ("html", "nths", "expected"),
    [
        ("<p>看清河吧，清河</p>", (0, 1), f"<p>看{LINKED}吧，清河</p>"),
        ("<p>清河县的清河</p>", (1,), f"<p>清河县的{LINKED}</p>"),
        ('<h2 id="h-1">清河</h2><p>清河</p>', (0, 1), f'<h2 id="h-1">清河</h2><p>{LINKED}</p>'),
        ('<p><a href="/x/">清河</a>，清河</p>', (0, 1), f'<p><a href="/x/">清河</a>，{LINKED}</p>'),
        ("<p><code>清河</code>与清河</p>", (1,), f"<p><code>清河</code>与{LINKED}</p>"),
        ("<p><strong>清河</strong></p>", (0,), f"<p><strong>{LINKED}</strong></p>"),
        ("<p>清<em>河</em></p>", (0,), "<p>清<em>河</em></p>"),
        ("<figure><img alt=\"清河\"><figcaption>清河</figcaption></figure><p>清河</p>", (1,),
         f"<figure><img alt=\"清河\"><figcaption>清河</figcaption></figure><p>{LINKED}</p>"),
        ("<p>清河</p>", (), "<p>清河</p>"),
        ("<p>清河</p>", (5,), "<p>清河</p>"),
    ],
)  # fmt: skip
def test_first_open_place_is_linked(html: str, nths: tuple[int, ...], expected: str) -> None:
    assert link_names(html, link(("清河", nths))) == expected


def test_spelling_that_stands_first_is_linked() -> None:
    assert link_names("<p>Qinghe，清河</p>", link(("清河", (0,)), ("Qinghe", (0,)))) == (
        '<p><a class="company" href="/base/companies/qinghe/">Qinghe</a>，清河</p>'
    )


def test_signs_in_names_are_found_as_html_writes_them() -> None:
    assert link_names("<p>A&amp;B 发布</p>", link(("A&B", (0,)))) == (
        '<p><a class="company" href="/base/companies/qinghe/">A&amp;B</a> 发布</p>'
    )


def test_names_within_one_another_are_linked_once() -> None:
    links = link(("清河动力", (0,))) + link(("清河", (0, 1)))
    assert link_names("<p>清河动力说，清河</p>", links).count("<a ") == 1


PARTS = ["清河", "**清河**", "`清河`", "\n\n# 清河\n\n", "[清河](https://a.example/)", "县", "&", "\n- "]


@given(st.lists(st.sampled_from(PARTS)))
def test_linking_changes_no_text(parts: list[str]) -> None:
    rendered = render("".join(parts), language="zh-Hans")
    linked = link_names(rendered.html, link(("清河", tuple(range(8)))))
    assert re.sub("<[^>]*>", "", linked) == re.sub("<[^>]*>", "", rendered.html)
    assert linked.count('class="company"') <= 1
