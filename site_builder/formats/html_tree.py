"""HTML text -> its element tree, repaired as browsers would. The door of lxml's HTML parser."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from site_builder.language.characters import strip_illegal

Element = etree._Element


def parse_html(html: str, *, without: Iterable[str] = ()) -> Element | None:
    """The root of `html`, comments and the elements `without` removed; None where nothing is left.

    Raises ValueError where elements are nested so deeply that the parser gives up and drops the rest.
    """
    cleaned = strip_illegal(html)
    if not cleaned.strip():
        return None
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(f"<html><body><div>{cleaned}</div></body></html>", parser)
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise ValueError("elements are nested too deeply to be read")
    if root is not None:
        etree.strip_elements(root, *without, with_tail=False)
    return root
