"""Compiled templates show what Jinja2 alone would show, though constants and macros are worked out once."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from markupsafe import Markup

from site_builder.documents import Record
from site_builder.model import TermRef
from site_builder.theming.templates import Templates, UndefinedError


class Info(Record, frozen=True, kw_only=True):
    title: str = "A & B"
    options: Mapping[str, Any]


INFO = Info(options={"density": "compact", "widths": [1, 2]})


class Counter:
    """A filter that counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[object] = []

    def __call__(self, value: object) -> object:
        self.asked.append(value)
        return value


def make(sources: dict[str, str], **variables: object) -> tuple[Templates, Counter]:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        return (sources[name], name, lambda: True) if name in sources else None

    seen = Counter()
    texts = {"older": Markup("Older &amp; colder")}
    known = {"info": INFO, "t": texts.__getitem__, **variables}
    templates = Templates(
        load, variables=known, filters={"seen": seen}, constants=("info", "t"), sources=sources.values()
    )
    return templates, seen


def render(sources: dict[str, str], **view: object) -> tuple[str, list[object]]:
    templates, seen = make(sources)
    return templates.get_template("page").render(**view), seen.asked


def test_constants_are_escaped_like_any_value() -> None:
    page = '{{ info.title }} {{ t("older") }} {{ info.options.density }} {{ info.options.widths }}'
    assert render({"page": page})[0] == "A &amp; B Older &amp; colder compact [1, 2]"


def test_constants_are_looked_up_when_compiling() -> None:
    asked = Counter()
    templates, _ = make({"page": '{% for _ in range(3) %}{{ t("older") }} {% endfor %}'}, t=asked)
    assert templates.get_template("page").render() == "older older older "
    assert asked.asked == ["older"]


def test_text_that_is_missing_fails_only_where_it_is_shown() -> None:
    sources = {"page": '{% if wanted %}{{ t("gone") }}{% endif %}{{ info.titel if wanted }}'}
    assert render(sources, wanted=False)[0] == ""
    with pytest.raises(KeyError):
        render(sources, wanted=True)


def test_name_bound_anew_by_any_template_is_no_constant() -> None:
    base = "{{ info.title }}|{% block main %}{% endblock %}"
    sources = {"base": base, "page": '{% set info = {"title": "mine"} %}{% extends "base" %}'}
    assert render(sources)[0] == "mine|"


@pytest.mark.parametrize(
    "page", ["{% for t in (1, 2) %}{{ t }}{% endfor %}", "{% macro m(t) %}{{ t }}{% endmacro %}{{ m(12) }}"]
)
def test_loop_variable_or_parameter_may_have_the_name_of_a_constant(page: str) -> None:
    assert render({"page": page})[0] == "12"


def test_macro_is_rendered_once_for_equal_arguments() -> None:
    macros = "{% macro name(ref) %}{{ ref.name | seen }}{% endmacro %}"
    page = '{% import "macros" as m %}{% for ref in refs %}{{ m.name(ref) }},{% endfor %}'
    refs = [TermRef(slug=slug, name=f"<{slug}>", url="/") for slug in ("a", "b", "a", "a")]
    text, asked = render({"macros": macros, "page": page}, refs=refs)
    assert (text, asked) == ("&lt;a&gt;,&lt;b&gt;,&lt;a&gt;,&lt;a&gt;,", ["<a>", "<b>"])


def test_arguments_that_are_equal_and_shown_differently_are_told_apart() -> None:
    macros = "{% macro show(value) %}{{ value }}{% endmacro %}"
    page = '{% import "macros" as m %}{% for one in values %}{{ m.show(one) }} {% endfor %}'
    values = [1, True, 1.0, "<b>", Markup("<b>"), (1, True), (True, 1)]
    text, _ = render({"macros": macros, "page": page}, values=values)
    assert text == "1 True 1.0 &lt;b&gt; <b> (1, True) (True, 1) "


def test_macro_that_reads_the_page_is_rendered_each_time() -> None:
    page = "{% macro here() %}{{ view | seen }}{% endmacro %}{{ here() }}{{ here() }}"
    templates, seen = make({"page": page})
    template = templates.get_template("page")
    assert [template.render(view=1), template.render(view=2)] == ["11", "22"]
    assert seen.asked == [1, 1, 2, 2]


def test_macro_that_keeps_count_is_rendered_each_time() -> None:
    page = "{% set n = namespace(i=0) %}{% macro next() %}{% set n.i = n.i + 1 %}{{ n.i }}{% endmacro %}"
    assert render({"page": page + "{{ next() }}{{ next() }}"})[0] == "12"


def test_record_that_cannot_be_hashed_is_shown_all_the_same() -> None:
    macros = "{% macro title(of) %}{{ of.title | seen }}{% endmacro %}"
    page = '{% import "macros" as m %}{{ m.title(one) }}{{ m.title(one) }}'
    text, asked = render({"macros": macros, "page": page}, one=INFO)
    assert (text, len(asked)) == ("A &amp; BA &amp; B", 2)


def test_macro_with_a_caller_shows_what_each_caller_says() -> None:
    macros = "{% macro box(kind) %}<{{ kind }}>{{ caller() }}</{{ kind }}>{% endmacro %}"
    page = '{% import "macros" as m %}{% call m.box("p") %}1{% endcall %}{% call m.box("p") %}2{% endcall %}'
    assert render({"macros": macros, "page": page})[0] == "<p>1</p><p>2</p>"


def test_undefined_argument_still_fails() -> None:
    macros = "{% macro show(value) %}{{ value }}{% endmacro %}"
    with pytest.raises(UndefinedError):
        render({"macros": macros, "page": '{% import "macros" as m %}{{ m.show(gone) }}'})


def test_values_are_escaped_whatever_they_are() -> None:
    values = ["a", "<a>", "'", '"', "&", 1, 1.5, None, True, Markup("<b>"), ["<"], ""]
    text, _ = render({"page": "{% for one in values %}{{ one }}|{% endfor %}"}, values=values)
    assert text == "a|&lt;a&gt;|&#39;|&#34;|&amp;|1|1.5|None|True|<b>|[&#39;&lt;&#39;]||"


def test_block_without_escaping_stays_without() -> None:
    page = '{% autoescape false %}{{ "<a>" }}{{ one }}{% endautoescape %}{{ one }}'
    assert render({"page": page}, one="<b>")[0] == "<a><b>&lt;b&gt;"
