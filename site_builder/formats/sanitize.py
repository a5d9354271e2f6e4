"""Rendered HTML -> HTML that is safe to publish. The door of nh3.

The last step on every body: an allow-list of elements, attributes and schemes, whatever the Markdown or the
scraped page held. The text of an article may not style, script, frame or request anything but its images.
"""

from __future__ import annotations

import nh3

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li",
    "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
}  # fmt: skip

_WITH_LANGUAGE = ("p", "li", "blockquote", "h2", "h3", "h4", "h5", "h6", "figcaption", "td", "th", "dd", "span")

ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "id"},
    "img": {"src", "alt", "width", "height", "loading", "decoding", "referrerpolicy"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "div": {"tabindex"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
for _tag in _WITH_LANGUAGE:
    ATTRIBUTES.setdefault(_tag, set()).add("lang")
ATTRIBUTES["li"].add("id")
ATTRIBUTES["sup"] = {"id"}

_CLASSES = {
    "div": {"table"},
    "section": {"footnotes"},
    "a": {"footnote-backref"},
    "sup": {"footnote-ref"},
}
for _cell in ("td", "th"):
    _CLASSES[_cell] = {"left", "center", "right"}


def _resolve_relative(url: str) -> str:
    """Protocol-relative addresses leave the site; make them https. The others stay."""
    return "https:" + url if url.startswith("//") else url


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    url_relative=_resolve_relative,
    link_rel="noopener",
    strip_comments=True,
)


def sanitize(html: str) -> str:
    """The same text with only what the allow-list permits; protocol-relative addresses become https."""
    return _CLEANER.clean(html)
