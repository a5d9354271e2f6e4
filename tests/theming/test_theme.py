from collections.abc import Mapping
from typing import Any

import pytest

from site_builder.documents import Record
from site_builder.errors import Problem
from site_builder.model import Output
from site_builder.theming.info import Info
from site_builder.theming.render import Renderer, TemplateProblem
from site_builder.theming.theme import (
    Theme,
    ThemeFiles,
    asset_name,
    finish_static,
    parent_name,
    resolve_theme,
)
from site_builder.views import Head


class View(Record, frozen=True, kw_only=True):
    """A view for templates of these tests."""

    head: Head = Head(title="题", url="/x/")
    text: str = "<一>"
    body: str = "key"


OPTIONS = """
[options.accent]
type = "color"
default = "#aa0000"
property = "--accent"
[options.wide]
type = "bool"
default = false
[options.size]
type = "integer"
default = 3
[options.words]
type = "text"
default = ""
[options.mode]
type = "choice"
default = "a"
choices = ["a", "b"]
"""


def files(name: str = "main", *, manifest: str = "", templates: Mapping[str, str] = {}, **more: Any) -> ThemeFiles:
    return ThemeFiles(
        name=name, path=f"themes/{name}", manifest=manifest, templates=templates, static=more.get("static", {}),
        texts=more.get("texts", {}),
    )  # fmt: skip


def resolve(*chain: ThemeFiles, layouts: Mapping[str, str] = {}, language: str = "zh-Hans", **values: Any) -> Theme:
    theme, problems = resolve_theme(chain, layouts=layouts, language=language, values=values, config_path="site.toml")
    assert problems == []
    return theme


def renderer(
    theme: Theme, *, base_url: str = "https://a.example/", assets: Mapping[str, str] | None = None
) -> Renderer:
    path = "/" + base_url.split("/", 3)[3]
    info = Info(title="档案", base_url=base_url, base_path=path, language="zh-Hans")
    return Renderer(theme, info, assets=assets or {}, bodies={"key": '<a href="/y">文</a>'}.__getitem__)


def show(theme: Theme, template: str = "page.html", **more: Any) -> str:
    output = Output(path="x/index.html", url="/x/", kind="page", view=View(), template=template)
    return renderer(theme, **more).render(output).decode()


def fail(theme: Theme) -> Problem:
    with pytest.raises(TemplateProblem) as caught:
        show(theme)
    return caught.value.problem


def test_theme_overrides_what_it_extends_and_layouts_override_both() -> None:
    base = files("base", templates={"page.html": "base", "a.html": "base a", "b.html": "base b"})
    main = files("main", templates={"page.html": "main", "a.html": "main a"})
    theme = resolve(main, base, layouts={"page.html": "mine"})
    assert [show(theme, name) for name in ("page.html", "a.html", "b.html")] == ["mine\n", "main a\n", "base b\n"]
    assert {name: template.path for name, template in theme.templates.items() if "/" not in name} == {
        "page.html": "layouts/page.html",
        "a.html": "themes/main/templates/a.html",
        "b.html": "themes/base/templates/b.html",
    }


def test_override_extends_the_template_it_replaces() -> None:
    base = files("base", templates={"page.html": "[{% block main %}base{% endblock %}]"})
    main = files(
        "main",
        templates={"page.html": '{% extends "base/page.html" %}{% block main %}main+{{ super() }}{% endblock %}'},
    )
    layout = '{% extends "main/page.html" %}{% block main %}mine+{{ super() }}{% endblock %}'
    assert show(resolve(main, base, layouts={"page.html": layout})) == "[mine+main+base]\n"


def test_static_files_texts_and_options_come_from_the_whole_chain() -> None:
    base = files(
        "base", manifest=OPTIONS, static={"a.css": b"base", "b.css": b"base"},
        texts={"zh-Hans": 'x = "底"\ny = "底"', "en": 'x = "base"'},
    )  # fmt: skip
    main = files("main", static={"a.css": b"main"}, texts={"zh-Hans": 'x = "面"'})
    theme = resolve(main, base)
    assert theme.static == {"a.css": b"main", "b.css": b"base"}
    assert theme.texts == {"x": "面", "y": "底"}
    assert theme.options == {"accent": "#aa0000", "wide": False, "size": 3, "words": "", "mode": "a"}


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-Hans", "简"), ("zh-TW", "简"), ("en-GB", "English"), ("zh-Hant", "繁")],
)
def test_interface_language_is_the_closest_there_is(language: str, text: str) -> None:
    texts = {"en": 'x = "English"', "zh-Hans": 'x = "简"', "zh-Hant": 'x = "繁"'}
    assert resolve(files(texts=texts), language=language).texts == {"x": text}


def test_language_without_texts_is_a_warning_and_english_is_shown() -> None:
    theme = files(texts={"en": 'x = "English"', "zh-Hans": 'x = "简"'})
    resolved, problems = resolve_theme([theme], layouts={}, language="fr", values={}, config_path="site.toml")
    assert resolved.texts == {"x": "English"}
    assert [(p.message, p.hint, p.severity) for p in problems] == [
        (
            'the theme has no texts in language "fr", pages will show those in "en"',
            "write one of en, zh-Hans, or add i18n/fr.toml to the theme",
            "warning",
        )
    ]


def test_values_of_options_are_taken_and_colours_reach_the_stylesheet() -> None:
    theme = resolve(files(manifest=OPTIONS, static={"a.css": b"a{}", "b.js": b"b"}), accent="#fff", wide=True, mode="b")
    assert theme.options == {"accent": "#fff", "wide": True, "size": 3, "words": "", "mode": "b"}
    assert finish_static(theme) == {"a.css": b"a{}\n:root{--accent:#fff;}\n", "b.js": b"b"}


def test_default_options_leave_the_stylesheet_alone() -> None:
    static = {"a.css": b"a{}"}
    assert finish_static(resolve(files(manifest=OPTIONS, static=static), accent="#aa0000")) == static


@pytest.mark.parametrize(
    ("name", "value", "message", "hint"),
    [
        (
            "accent",
            "red;}",
            'theme option accent: "red;}" does not fit',
            'write a value of type color, such as "#aa0000"',
        ),
        ("accent", 7, 'theme option accent: "7" does not fit', 'write a value of type color, such as "#aa0000"'),
        ("wide", 1, 'theme option wide: "1" does not fit', "write a value of type bool, such as false"),
        ("size", True, 'theme option size: "True" does not fit', "write a value of type integer, such as 3"),
        ("size", "3", 'theme option size: "3" does not fit', "write a value of type integer, such as 3"),
        ("words", 3, 'theme option words: "3" does not fit', 'write a value of type text, such as ""'),
        ("mode", "c", 'theme option mode: "c" does not fit', 'write a value of type choice, such as "a"'),
        ("mod", "a", 'theme option "mod" is not known', "did you mean mode?"),
        ("xyz", 1, 'theme option "xyz" is not known', "the theme has accent, wide, size, words, mode"),
    ],
)
def test_wrong_option_is_a_problem(name: str, value: Any, message: str, hint: str) -> None:
    _, problems = resolve_theme(
        [files(manifest=OPTIONS)], layouts={}, language="en", values={name: value}, config_path="site.toml"
    )
    assert [(p.path, p.message, p.hint) for p in problems] == [("site.toml", message, hint)]


def test_broken_manifest_and_texts_are_problems_with_lines() -> None:
    theme = files(manifest='a = 1\nb = "', texts={"en": "x"})
    _, problems = resolve_theme([theme], layouts={}, language="en", values={}, config_path="site.toml")
    assert [(p.path, p.line, p.rule) for p in problems] == [
        ("themes/main/theme.toml", 2, "toml-broken"), ("themes/main/i18n/en.toml", 1, "toml-broken"),
    ]  # fmt: skip
    assert parent_name(theme) == ""


def test_parent_is_what_the_manifest_extends() -> None:
    assert parent_name(files(manifest='extends = "base"')) == "base"
    assert parent_name(files()) == ""


def test_name_of_a_static_file_changes_with_its_content() -> None:
    one, two = asset_name("css/style.css", b"1"), asset_name("css/style.css", b"2")
    assert one != two
    assert one == asset_name("css/style.css", b"1")
    assert (one.startswith("css/style."), one.endswith(".css")) == (True, True)
    assert asset_name("LICENSE", b"1").startswith("LICENSE.")


def test_values_are_escaped_and_bodies_are_not() -> None:
    template = "{{ view.text }}{{ body(view.body) }}"
    assert show(resolve(files(templates={"page.html": template}))) == '&lt;一&gt;<a href="/y">文</a>\n'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{{ "/标签/a b/?q=#c" | href }}', "/sub/%E6%A0%87%E7%AD%BE/a%20b/?q=#c"),
        ('{{ "https://b.example/一" | href }}', "https://b.example/%E4%B8%80"),
        ('{{ "/x/" | absolute }}', "https://a.example/sub/x/"),
        ("{{ body(view.body) }}", '<a href="/sub/y">文</a>'),
        ('{{ asset("style.css") }}', "/sub/assets/style.1.css"),
        ("{{ (2024, 5) | month_name }}", "2024年5月"),
        ('{{ t("n", count=1) }} {{ t("n", count=1200) }}', "1 个 1,200 些"),
        ('{{ t("hello", name=view.text) }}', "<b>&lt;一&gt;</b>"),
        ('<i{{ "en" | lang }}><i{{ "zh-Hant" | lang }}><i{{ "zh-CN" | lang }}><i{{ "" | lang }}>',
         '<i lang="en"><i lang="zh-Hant"><i><i>'),
        ("{{ kind }} {{ info.title }} {{ 1200 | number }}", "page 档案 1,200"),
    ],
)  # fmt: skip
def test_what_templates_may_use(source: str, expected: str) -> None:
    texts = {"zh-Hans": 'hello = "<b>{name}</b>"\n[n]\none = "{count} 个"\nother = "{count} 些"\n'}
    theme = resolve(files(templates={"page.html": source}, texts=texts))
    shown = show(theme, base_url="https://a.example/sub/", assets={"style.css": "/assets/style.1.css"})
    assert shown == expected + "\n"


@pytest.mark.parametrize(
    ("source", "line", "rule", "message"),
    [
        ("\n{{ nothing }}", 2, "template-failed", '"nothing" is undefined'),
        ("{% if nothing %}{% endif %}", 1, "template-failed", '"nothing" is undefined'),
        ("\n\n{{ view.nope }}", 3, "template-failed", 'View has no "nope"'),
        ("{{ site }}", 1, "template-failed", '"site" is undefined'),
        ('{{ t("nope") }}', 1, "template-failed", 'interface text "nope" is not defined for zh-Hans'),
        ('\n{{ asset("nope.css") }}', 2, "template-failed", 'static file "nope.css" is not in the theme'),
        ("{{ 1 / 0 }}", 1, "template-failed", "ZeroDivisionError: division by zero"),
        ("\n{{ 1 +", 2, "template-syntax", "template syntax: unexpected 'end of template'"),
        ('{% include "gone.html" %}', 0, "template-missing", 'no template "gone.html"'),
    ],
)
def test_failing_template_is_named_with_its_line(source: str, line: int, rule: str, message: str) -> None:
    problem = fail(resolve(files(templates={"page.html": source})))
    assert (problem.path, problem.line, problem.rule, problem.message) == (
        "themes/main/templates/page.html", line, rule, message,
    )  # fmt: skip


def test_failure_inside_a_macro_is_named_where_it_happens() -> None:
    macros = "{% macro show(x) %}\n{{ x.nope }}{% endmacro %}"
    page = '{% import "macros.html" as m %}\n\n{{ m.show(view) }}'
    problem = fail(resolve(files(templates={"page.html": page, "macros.html": macros})))
    assert (problem.path, problem.line) == ("themes/main/templates/macros.html", 2)


def closures(changed: Mapping[str, str], page: str, assets: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The closure of page.html before and after templates (and the address of a.css) change."""
    templates = {"page.html": page, "a.html": "a", "b.html": '{% include "a.html" %}', "c.html": "c"}
    before = renderer(resolve(files(templates=templates)), assets={"a.css": "/1", "b.css": "/1"})
    after = renderer(
        resolve(files(templates={**templates, **changed})), assets=assets or {"a.css": "/1", "b.css": "/1"}
    )
    return before.closure("page.html"), after.closure("page.html")


@pytest.mark.parametrize(
    "page",
    [
        '{% extends "a.html" %}', '{%- include "b.html" %}', "{% import 'a.html' as m %}",
        '{% from "a.html" import x %}', '{% include "a.html" ignore missing %}', '{% include "b.html" with context %}',
        '{% extends info.title %}', '{% extends "c.html" if view else "a.html" %}',
        '{% include ["c.html", "a.html"] %}', '{% include "a" ~ ".html" %}',
    ],
)  # fmt: skip
def test_template_depends_on_what_it_names(page: str) -> None:
    before, after = closures({"a.html": "changed"}, page)
    assert before != after


def test_template_depends_on_nothing_else() -> None:
    before, after = closures({"c.html": "changed"}, '{% include "b.html" %}')
    assert before == after


@pytest.mark.parametrize(
    ("page", "depends"),
    [('{{ asset("a.css") }}', True), ('{{ asset("b.css") }}', False), ("{{ asset(view.text) }}", True),
     ('{{ asset("a" ~ ".css") }}', True)],
)  # fmt: skip
def test_template_depends_on_the_static_files_it_names(page: str, depends: bool) -> None:
    before, after = closures({}, page, assets={"a.css": "/2", "b.css": "/1"})
    assert (before != after) == depends


def test_scripts_import_one_another_by_their_published_names() -> None:
    static = {
        "page.js": b'import { a } from "./engine.js";\nconst later = () => import("./box.js");\nimport "./absent.js";',
        "box.js": b'import { a } from "./engine.js";',
        "engine.js": b"export const a = 1;",
        "style.css": b'@import "./engine.js";',
    }
    theme = Theme(templates={}, static=static, texts={}, options={}, properties={})
    finished = finish_static(theme)
    engine, box = asset_name("engine.js", static["engine.js"]), asset_name("box.js", finished["box.js"])
    assert finished["box.js"].decode() == f'import {{ a }} from "./{engine}";'
    assert finished["page.js"].decode() == (
        f'import {{ a }} from "./{engine}";\nconst later = () => import("./{box}");\nimport "./absent.js";'
    )
    assert finished["style.css"] == static["style.css"]
