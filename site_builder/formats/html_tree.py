"""HTML text -> its element tree, repaired as browsers would. The door of lxml's HTML parser."""

from __future__ import annotations

from lxml import etree

from site_builder.formats.html_comments import restore_code
from site_builder.language.characters import strip_illegal

Element = etree._Element


def parse_html(html: str) -> Element | None:
    """The root of a piece of `html`, without comments; None where nothing is left.

    Raises ValueError where elements are nested so deeply that the parser gives up and drops the rest.
    """
    cleaned = strip_illegal(restore_code(html))
    if not cleaned.strip():
        return None
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(f"<html><body><div>{cleaned}</div></body></html>", parser)
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise ValueError("elements are nested too deeply to be read")
    return root


def strip_elements(root: Element, *tags: str) -> None:
    """Take the elements called `tags` out of the tree, keeping the text behind them."""
    etree.strip_elements(root, *tags, with_tail=False)


def serialise(root: Element) -> str:
    """The tree as HTML again, without the text behind its root."""
    return str(etree.tostring(root, encoding="unicode", method="html", with_tail=False))
