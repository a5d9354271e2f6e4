"""A saved web page that calls itself the issue of a day -> its Markdown, for the rules of digests; other pages -> "".

An article's page names the site's issue behind its own title ("… - 每日经济新闻"): only a first heading, or what
stands first in the title, that names an issue and a day counts.
"""

from __future__ import annotations

import re

from site_builder.formats.blocks import join_blocks
from site_builder.formats.html_to_markdown import convert
from site_builder.importing.digest_page import find_days
from site_builder.importing.digest_words import PERIODICAL

_OPENS = re.compile(r"[\ufeff\s]{0,20}(?:<!--.{0,4000}?-->\s{0,20})?<(?:!doctype\s+html|html[\s>])", re.I | re.DOTALL)
_NAME = re.compile(r"<(?:h1|title)\b[^<>]{0,400}>(?P<text>[^<>]{2,120})</(?:h1|title)>", re.IGNORECASE)
_BEFORE_SITE = re.compile(r"\s[-–—|_]\s|[|_｜]")
_BODY = re.compile(r"<body\b[^<>]{0,2000}>", re.IGNORECASE)
_FURNITURE = re.compile(r"<(?P<tag>nav|footer|aside|form|header)\b[^<>]{0,2000}>", re.IGNORECASE)
_LARGEST = 400_000
"""Characters of a page that is worth reading."""


def issue_markdown(text: str) -> str:
    """The Markdown of a web page that names itself an issue of a day; "" for any other text."""
    if len(text) > _LARGEST or not _OPENS.match(text[:5000]):
        return ""
    names = [_BEFORE_SITE.split(match["text"].strip())[0] for match in _NAME.finditer(text)]
    if not any(PERIODICAL.search(name) and find_days(name) for name in names):
        return ""
    body = _BODY.search(text)
    try:
        return join_blocks(convert(_without_furniture(text[body.end() if body else 0 :])).blocks)
    except ValueError:
        return ""


def _without_furniture(html: str) -> str:
    """The page without menus and feet."""
    parts: list[str] = []
    end = 0
    for match in _FURNITURE.finditer(html):
        if match.start() < end:
            continue
        close = html.find(f"</{match['tag']}>", match.end())
        if close < 0:
            break
        parts.append(html[end : match.start()])
        end = close
    return "".join((*parts, html[end:]))
