"""The preview's marks on pages: script, overlay, error page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from site_builder.errors import Problem
from site_builder.preview.marks import add_marks, error_page

PAGE = b"<!doctype html><html><head><title>t</title></HEAD ><body><p>p</p></body></html>"
SCRIPT = b'<script src="/.site-builder/reload.js" data-version="r-1"></script>\n'
STYLE = b'<link rel="stylesheet" href="/.site-builder/preview.css">\n'
HOSTILE = Problem(
    path='content/<img src=x onerror="alert(1)">.md',
    line=4,
    rule="date-impossible",
    message='date "</dialog><script>alert(2)</script>" is not a date',
    hint="write <b>2024-12-31</b> & save",
)


class Reader(HTMLParser):
    """Tags in order and the text between them."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name == "style" for name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_script_stands_at_the_end_of_the_head() -> None:
    marked = add_marks(PAGE, version="r-1", problems=())
    assert marked == PAGE.replace(b"</HEAD >", SCRIPT + b"</HEAD >")


def test_page_is_untouched_without_reload() -> None:
    assert add_marks(PAGE, version="", problems=()) == PAGE


def test_fragment_without_a_head_gets_the_script_at_its_end() -> None:
    assert add_marks("<p>片段".encode(), version="r-1", problems=()) == "<p>片段".encode() + SCRIPT


def test_overlay_stands_at_the_end_of_the_body_and_closes_without_script() -> None:
    marked = add_marks(PAGE, version="", problems=[HOSTILE])
    before, overlay = marked.split(b"<p>p</p>")
    assert before == b"<!doctype html><html><head><title>t</title>" + STYLE + b"</HEAD ><body>"
    assert overlay.startswith(b"<dialog open ")
    assert b'<form method="dialog"><button' in overlay
    assert overlay.endswith(b"</dialog>\n</body></html>")


@pytest.mark.parametrize("html", [add_marks(b"", version="", problems=[HOSTILE]), error_page([HOSTILE], version="r-1")])
def test_problems_are_escaped(html: bytes) -> None:
    page = Reader(html)
    assert not {"img", "b"} & set(page.tags)
    assert page.tags.count("script") == (1 if b"reload.js" in html else 0)
    assert f"{HOSTILE.path}:4" in page.text
    assert HOSTILE.message in page.text
    assert f"hint: {HOSTILE.hint}" in page.text


def test_error_page_lists_every_problem_errors_first() -> None:
    problems = [
        Problem("content/a.md", 0, "key-near", "a warning", "", "warning"),
        Problem("content/b.md", 2, "title-missing", "second"),
        Problem("content/a.md", 9, "title-missing", "first"),
    ]
    text = " ".join(Reader(error_page(problems, version="r-1")).text.split())
    assert "2 errors: the site cannot be built" in text
    expected = "content/a.md:9 error: first content/b.md:2 error: second content/a.md warning: a warning"
    assert expected in text
