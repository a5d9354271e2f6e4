"""Slips of the pen in layouts/ that would otherwise do nothing, silently."""

from __future__ import annotations

from site_builder.theming.layouts import Template, check_layouts

THEME = {
    name: Template(source=source, path=f"themes/main/templates/{name}")
    for name, source in {
        "base.html": "{% block main %}{% endblock %}{% block footer %}{% endblock %}",
        "main/base.html": "{% block main %}{% endblock %}{% block footer %}{% endblock %}",
        "main/article.html": '{% extends "base.html" %}{% block article_header %}{% endblock %}',
        "article.html": '{% extends "base.html" %}{% block article_header %}{% endblock %}',
    }.items()
}


def warnings(**layouts: str) -> list[tuple[str, int, str, str]]:
    sources = {f"{name}.html": source for name, source in layouts.items()}
    return [(p.path, p.line, p.message, p.hint) for p in check_layouts(sources, THEME)]


def test_layout_that_no_page_uses_is_named_with_the_nearest_template() -> None:
    expected = ("layouts/artcle.html", 0, 'no page uses the template "artcle.html"', "did you mean article.html?")
    assert warnings(artcle="x") == [expected]


def test_layout_that_another_layout_includes_is_used() -> None:
    assert warnings(article='{% include "badge.html" %}', badge="x") == []


def test_misspelt_block_is_named_with_its_line() -> None:
    source = '{% extends "main/article.html" %}\n{% block article_headr %}{% endblock %}'
    message = 'the template it extends has no block "article_headr"'
    assert warnings(article=source) == [("layouts/article.html", 2, message, "did you mean article_header?")]


def test_blocks_of_every_template_above_and_new_blocks_are_fine() -> None:
    source = '{% extends "main/article.html" %}{% block footer %}{% block licence %}{% endblock %}{% endblock %}'
    assert warnings(article=source) == []
