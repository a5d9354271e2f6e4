"""The preview's own marks on pages: the reload script, and the problems of a build that failed.

Everything is external (`/.site-builder/…`), so that pages run under the site's own Content-Security-Policy and a
violation shows here before it shows on the host. The panel is a `<dialog>` that closes without any script.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from site_builder.errors import Problem

OWN_FOLDER = "/.site-builder"
"""URL prefix of what belongs to the preview; the site itself has no hidden files."""

_END_OF_HEAD = re.compile(rb"</head\s*>", re.IGNORECASE)
_END_OF_BODY = re.compile(rb"</body\s*>", re.IGNORECASE)
_STYLE = f'<link rel="stylesheet" href="{OWN_FOLDER}/preview.css">\n'


def add_marks(html: bytes, *, version: str, problems: Sequence[Problem]) -> bytes:
    """A page of the site with the reload script ("" as version: none) and, after a failed build, its problems."""
    head = (_STYLE if problems else "") + _script(version)
    html = _insert(html, head, before=_END_OF_HEAD)
    return _insert(html, _overlay(problems), before=_END_OF_BODY) if problems else html


def error_page(problems: Sequence[Problem], *, version: str) -> bytes:
    """A whole page with the problems, for as long as there is no site to show."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_count(problems)} · site-builder</title>\n{_STYLE}{_script(version)}"
        '</head>\n<body class="site-builder-page">\n<main class="site-builder-problems">\n'
        f"<h1>{_count(problems)}: the site cannot be built</h1>\n{_list(problems)}"
        "<p>This page goes away by itself once they are mended.</p>\n</main>\n</body>\n</html>\n"
    ).encode()


def _overlay(problems: Sequence[Problem]) -> str:
    return (
        '<dialog open class="site-builder-problems" id="site-builder-problems" lang="en"'
        ' aria-labelledby="site-builder-problems-title">\n'
        '<form method="dialog"><button aria-label="Hide the problems">Hide</button></form>\n'
        f'<h2 id="site-builder-problems-title">{_count(problems)}: this is the last good site</h2>\n'
        f"{_list(problems)}</dialog>\n"
    )


def _list(problems: Sequence[Problem]) -> str:
    ordered = sorted(problems, key=lambda problem: (problem.severity != "error", problem))
    return "<ol>\n" + "".join(map(_item, ordered)) + "</ol>\n"


def _item(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    parts = [
        f"<code>{escape(place)}</code> " if place else "",
        f"<strong>{escape(problem.severity)}:</strong> <span>{escape(problem.message)}</span>",
        f"<p>hint: {escape(problem.hint)}</p>" if problem.hint else "",
    ]
    return f'<li class="{escape(problem.severity)}">{"".join(parts)}</li>\n'


def _count(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    number, noun = (errors, "error") if errors else (len(problems), "warning")
    return f"{number} {noun}" + ("s" if number != 1 else "")


def _script(version: str) -> str:
    return f'<script src="{OWN_FOLDER}/reload.js" data-version="{escape(version)}"></script>\n' if version else ""


def _insert(html: bytes, addition: str, *, before: re.Pattern[bytes]) -> bytes:
    """`html` with `addition` before a tag; at the end of a fragment that lacks the tag."""
    if not addition:
        return html
    match = before.search(html)
    place = match.start() if match else len(html)
    return html[:place] + addition.encode() + html[place:]
