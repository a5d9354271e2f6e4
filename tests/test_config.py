import pytest

from site_builder.config import Config, parse_config, with_base_url
from site_builder.errors import Problem, UsageError
from site_builder.views import Link

EVERY_KEY = """\
title = "档案"
base_url = "https://a.example/news"
language = "en"
timezone = "Europe/Paris"
description = "一句"
author = "甲"
theme = "plain"
page_size = 5
feed_size = 50
rights = "excerpt"
search = false
robots = "no-ai"

[[menu]]
title = "关于"
url = "/about/"

[theme_options]
accent = "#fff"
"""


def wrong(line: int, rule: str, message: str, hint: str = "") -> Problem:
    return Problem("site.toml", line, rule, message, hint)


def find_problems(text: str) -> list[Problem]:
    with pytest.raises(UsageError) as caught:
        parse_config("site.toml", text)
    return caught.value.problems


def test_every_key_is_typed() -> None:
    assert parse_config("site.toml", EVERY_KEY) == Config(
        title="档案", base_url="https://a.example/news/", language="en", timezone="Europe/Paris", description="一句",
        author="甲", theme="plain", page_size=5, feed_size=50, rights="excerpt", search=False, robots="no-ai",
        menu=(Link(url="/about/", title="关于"),), theme_options={"accent": "#fff"},
    )  # fmt: skip


def test_title_is_enough() -> None:
    config = parse_config("site.toml", 'title = "档案"\n')
    assert (config, config.zone.key, config.base_path) == (Config(title="档案"), "Asia/Shanghai", "/")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", wrong(1, "key-missing", "title is missing", 'add title = "…"')),
        ('title = " "', wrong(1, "value-wrong", "title is empty", 'write title = "…"')),
        ('title = "a"\nlanguage = "Chinese (PRC)"',
         wrong(2, "value-wrong", 'language "Chinese (PRC)" is not a language tag', "write zh-Hans")),
        ('title = "a"\n\npage_size = "20"',
         wrong(3, "value-wrong", "page_size: expected `int`, got `str`")),
        ('title = "a"\nstory_days = -1',
         wrong(2, "value-wrong", 'story_days "-1" is not from 0 to 366', "write 14")),
        ('title = "a"\nfeed_size = 51',
         wrong(2, "value-wrong", 'feed_size "51" is not from 1 to 50', "write 20")),
        ('title = "a"\nrobots = "never"',
         wrong(2, "value-wrong", "robots: invalid enum value 'never'")),
        ('title = "a"\nbase_url = "a.example"',
         wrong(2, "value-wrong", 'base_url "a.example/" is not an address', "write https://…/")),
        ('title = "a"\nbase_url = "https://[a"',
         wrong(2, "value-wrong", 'base_url "https://[a/" is not an address', "write https://…/")),
        ('title = "a"\npagesize = 3',
         wrong(2, "key-unknown", 'key "pagesize" is not known', "did you mean page_size?")),
        ('title = "a"\n[companies]\nlinks = true',
         wrong(3, "key-unknown", 'key "links" is not known', "did you mean link?")),
        ('title = "a"\n[companies]\nlink = true\nwith_tags = "yes"',
         wrong(4, "value-wrong", "with_tags: expected `bool`, got `str`")),
        ('title = "a"\n[[menu]]\nurl = 1\ntitle = "b"',
         wrong(2, "value-wrong", "menu: expected `str`, got `int`")),
        ('title = "a"\n[companies]\nindex_from = -1',
         wrong(3, "value-wrong", 'index_from "-1" is too small', "write 2")),
        ('title = "a"\ntitle = "b"',
         wrong(2, "toml-broken", "broken TOML: cannot overwrite a value (at end of document)")),
        ('\ntitle = "a',
         wrong(2, "toml-broken", "broken TOML: unterminated string (at end of document)")),
    ],
)  # fmt: skip
def test_wrong_configuration_is_named_with_its_line(text: str, problem: Problem) -> None:
    assert find_problems(text) == [problem]


def test_all_problems_come_at_once() -> None:
    problems = find_problems('title = "a"\nxyz = 1\npage_size = 0\ntimezone = "../etc"\n')
    assert [(problem.line, problem.rule) for problem in problems] == [
        (2, "key-unknown"), (3, "value-wrong"), (4, "value-wrong"),
    ]  # fmt: skip


def test_another_base_url_for_one_build() -> None:
    config = with_base_url(Config(title="a"), "https://b.example/sub")
    assert (config.base_url, config.base_path) == ("https://b.example/sub/", "/sub/")
    with pytest.raises(UsageError, match='base URL "b" is not an address'):
        with_base_url(config, "b")
