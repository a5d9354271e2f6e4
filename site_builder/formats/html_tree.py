"""HTML text -> its element tree, repaired as browsers would. The door of lxml's HTML parser."""

from __future__ import annotations

import re

from lxml import etree

from site_builder.formats.html_comments import restore_code
from site_builder.language.characters import strip_illegal

Element = etree._Element
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}>")


def parse_html(html: str) -> Element | None:
    """The root of a piece of `html`, without comments; None where nothing is left.

    Raises ValueError where elements are nested so deeply that the parser gives up and drops the rest.
    """
    cleaned = strip_illegal(restore_code(html))
    return _parse(f"<html><body><div>{cleaned}</div></body></html>") if cleaned.strip() else None


def parse_outline(text: str) -> Element | None:
    """The root of XML that is read as HTML for its mistakes: elements may have any name. Otherwise as `parse_html`."""
    cleaned = strip_illegal(text)
    return _parse(f"<html><body><div>{cleaned}</div></body></html>") if cleaned.strip() else None


def parse_page(html: str) -> Element | None:
    """The root of a whole page, its head and the attributes of its root included; otherwise as `parse_html`."""
    cleaned = _DECLARATION.sub("", strip_illegal(restore_code(html)), count=1)
    return _parse(cleaned) if cleaned.strip() else None


def _parse(html: str) -> Element | None:
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(html, parser)
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise ValueError("elements are nested too deeply to be read")
    return root


def strip_elements(root: Element, *tags: str) -> None:
    """Take the elements called `tags` out of the tree, keeping the text behind them."""
    etree.strip_elements(root, *tags, with_tail=False)


def serialise(root: Element) -> str:
    """The tree as HTML again, without the text behind its root."""
    return str(etree.tostring(root, encoding="unicode", method="html", with_tail=False))
