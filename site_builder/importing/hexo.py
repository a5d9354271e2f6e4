"""Hexo, Jekyll and Hugo posts (front matter, then HTML or Markdown) -> one item.

Mirrors of news feeds use this shape: the feed's name is the author, its place in the mirror the categories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from site_builder.documents import FrontMatter, MarkedCompany
from site_builder.errors import Problem
from site_builder.formats.blocks import Block
from site_builder.formats.html_to_markdown import Anchor
from site_builder.importing.company_links import confirm_companies
from site_builder.importing.credits import credit_lines, take_credits, writers
from site_builder.importing.foreign_front_matter import is_foreign
from site_builder.importing.items import Context, FieldFinding, Item, Reader, Removal
from site_builder.importing.loose_markdown import Body, read_body
from site_builder.importing.page_residue import drop_end_marks
from site_builder.importing.post_fields import Dated, find_date, find_headline
from site_builder.importing.post_head import Head, read_head
from site_builder.importing.rules import apply_rules, drop_repeated_title, is_placeholder, is_same_title
from site_builder.importing.shortcodes import report_unknown
from site_builder.language.characters import fold, single_line, strip_illegal, unify_line_ends
from site_builder.language.urls import clean_url, is_web_url

_OPENING = re.compile(r"\ufeff?\s*---[ \t]*\n")
_KEY = re.compile(r"^(?:title|date|categories|tags|layout)\s*:", re.MULTILINE)
_URL_KEYS = ("original", "original_url", "originalUrl", "link", "url", "from", "source", "via")
"""Keys of other generators that may hold the original's address, the surest first."""
_FOREIGN_KEYS = {"comments", "layout", "toc", "mathjax", "type", "top", "published"}
"""Keys that steer another generator: they say nothing about the article."""
_EMPTY_CATEGORIES = {"首页", "最新", "全部", "uncategorized", "未分类", "默认分类"}
_CLOSING_LINK = re.compile(r"^本文来自\[[^\[\]]{1,60}网站[^\[\]]{0,40}\]\((https?://[^)\s]{1,1900})\)")
_COMPANY_CLASS = "project-link"


def sniff(text: str, file: str) -> float:
    """How surely `text` is a post with front matter."""
    head = unify_line_ends(text[:100_000])
    opening = _OPENING.match(head)
    if not opening:
        return 0.9 if is_foreign(head) else 0.0
    return 0.95 if _KEY.search(head[opening.end() : opening.end() + 4000]) else 0.5


def read(text: str, context: Context) -> Iterator[Item | Problem]:
    """The post, after what is wrong with its front matter."""
    head, problems = read_head(context.file, unify_line_ends(text), zone=context.zone)
    yield from problems
    if head is None:
        return
    document = head.document
    try:
        body = read_body(strip_illegal(document.markdown))
    except ValueError as error:
        yield Problem(context.file, document.line_offset + 1, "html-unreadable", str(error))
        return
    yield from report_unknown(context.file, body.unknown_shortcodes)
    yield _item(head, body, context)


def _item(head: Head, body: Body, context: Context) -> Item:
    front_matter = head.document.front_matter
    title, title_found = find_headline(single_line(front_matter.title), body.blocks)
    blocks, repeated = drop_repeated_title(_without_rule_below_title(body.blocks), title)
    blocks, removed = apply_rules(blocks)
    blocks, end_marks = drop_end_marks(blocks)
    kept, credits = take_credits(blocks)
    outlet, authors, outlet_found = _publisher(front_matter, context)
    image, no_image = _head_image(front_matter.image)
    categories, no_categories = _categories(front_matter.categories, outlet)
    source_url, source_found = _source_url(front_matter, body, title)
    dated = _date(head, body, context)
    text = "\n".join([title, *(block.text for block in body.blocks)])
    companies, no_companies = confirm_companies(_companies(body.anchors), text)
    return Item(
        title=title,
        blocks=kept,
        given=front_matter,
        date=dated.value,
        date_precision=dated.precision,
        outlet=outlet,
        source_url=source_url,
        authors=writers(credits) or authors,
        credits=(*front_matter.credits, *credits),
        tags=tuple(tag for tag in front_matter.tags if not _same(tag, outlet) and tag not in authors),
        categories=categories,
        companies_marked=companies,
        image=image,
        removed=(
            *body.removed, *repeated, *removed, *end_marks, *credit_lines(blocks, kept),
            *no_image, *no_categories, *no_companies,
        ),
        extra=_extra(front_matter.extra, source_url),
        found=tuple(filter(None, (*head.found, title_found, dated.found, outlet_found, source_found))),
    )  # fmt: skip


def _date(head: Head, body: Body, context: Context) -> Dated:
    """The front matter's date; where it has none, that of the file's name or of the page's own mark-up."""
    stated = head.document.front_matter.date
    if stated is not None:
        return Dated(value=stated, precision=head.date_precision)
    return find_date(context.file, head.document.markdown, body.blocks, zone=context.zone)


def _publisher(front_matter: FrontMatter, context: Context) -> tuple[str, tuple[str, ...], FieldFinding | None]:
    """(outlet as found, authors, how): in a mirror the author is the feed, and stands among the categories."""
    authors = front_matter.authors
    if front_matter.outlet:
        return front_matter.outlet, authors, None
    named = [name for name in authors if context.is_outlet(name) or _is_category(name, front_matter)]
    if named:
        is_known = context.is_outlet(named[0])
        how, confidence = ("author, a known outlet", 0.9) if is_known else ("author and category", 0.7)
        rest = tuple(name for name in authors if name not in named)
        return named[0], rest, FieldFinding(field="outlet", value=named[0], how=how, confidence=confidence)
    known = [name for name in front_matter.categories if context.is_outlet(name)]
    if not known:
        return "", authors, None
    return known[-1], authors, FieldFinding(field="outlet", value=known[-1], how="category", confidence=0.7)


def _is_category(name: str, front_matter: FrontMatter) -> bool:
    return len(front_matter.categories) > 1 and any(_same(name, category) for category in front_matter.categories)


def _categories(found: Sequence[str], outlet: str) -> tuple[tuple[str, ...], list[Removal]]:
    """Categories that say something besides the outlet and the mirror's own shelf."""
    idle = [name for name in found if _same(name, outlet) or fold(name) in _EMPTY_CATEGORIES]
    kept = tuple(name for name in found if name not in idle)
    return kept, [("mirror-category", name) for name in idle]


def _head_image(url: str) -> tuple[str, list[Removal]]:
    cleaned = clean_url(url)
    if cleaned and is_placeholder(cleaned):
        return "", [("placeholder-image", url)]
    return cleaned, []


def _companies(anchors: Sequence[Anchor]) -> tuple[MarkedCompany, ...]:
    """Companies the publisher linked, each once; the link must show the company's name."""
    found: list[MarkedCompany] = []
    for anchor in anchors:
        if _COMPANY_CLASS not in anchor.css_class.split():
            continue
        name = single_line(anchor.attributes.get("name", "") or anchor.text)
        site = (urlsplit(clean_url(anchor.href)).hostname or "").removeprefix("www.").partition(".")[0]
        number = anchor.attributes.get("id", "").strip()
        if name and fold(name) in fold(anchor.text):
            found.append(MarkedCompany(name=name, id=f"{site}:{number}" if site and number else ""))
    return tuple(dict.fromkeys(found))


def _source_url(front_matter: FrontMatter, body: Body, title: str) -> tuple[str, FieldFinding | None]:
    """The original's address: from the front matter, else from a title that links to it."""
    if is_web_url(front_matter.source_url):
        return front_matter.source_url, None
    candidates = [(f"front matter, {key}", str(front_matter.extra.get(key, ""))) for key in _URL_KEYS]
    if body.blocks and is_same_title(body.blocks[0].text, title):
        links = re.findall(r"\]\((https?://[^)\s]{1,2000})\)", body.blocks[0].markdown[:4000])
        candidates += [("link of the title", link) for link in links]
    closing = _CLOSING_LINK.search(body.blocks[-1].markdown[:2000]) if body.blocks else None
    candidates += [("closing line", closing[1])] if closing else []
    how, url = next(((how, url) for how, url in candidates if is_web_url(url)), ("", ""))
    return url, FieldFinding(field="source_url", value=url, how=how, confidence=0.9) if url else None


def _extra(found: Mapping[str, Any], source_url: str) -> dict[str, Any]:
    """Keys worth keeping: all but those that steer another generator, and addresses that `source_url` holds."""
    kept = {key: value for key, value in found.items() if key not in _FOREIGN_KEYS}
    return {key: value for key, value in kept.items() if key not in _URL_KEYS or str(value) != source_url}


def _without_rule_below_title(blocks: Sequence[Block]) -> Sequence[Block]:
    """A linked title underlined with dashes is a heading in Markdown: the underline goes with it."""
    if blocks and "\n---" in blocks[0].markdown:
        text = blocks[0].text.rstrip("-\n ")
        return [msgspec.structs.replace(blocks[0], kind="heading", text=text), *blocks[1:]]
    return blocks


def _same(left: str, right: str) -> bool:
    return fold(left).replace(" ", "") == fold(right).replace(" ", "")


READER = Reader(name="hexo", sniff=sniff, read=read)
