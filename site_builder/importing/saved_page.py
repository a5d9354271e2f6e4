"""A saved web page (.html, .mhtml) -> one item: title, date, authors, outlet and the article out of the page.

What the page declares comes first, then the rules for its site, then what trafilatura finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from site_builder.documents import Credit, FrontMatter, Record
from site_builder.errors import Problem
from site_builder.formats.blocks import Block
from site_builder.formats.html_to_markdown import convert_tree
from site_builder.formats.html_tree import Element, parse_page
from site_builder.importing.addresses import resolve, resolve_all
from site_builder.importing.credits import credit_lines, take_credits, writers
from site_builder.importing.decoding import decode
from site_builder.importing.items import Context, Item, Reader, Removal
from site_builder.importing.main_text import find_main_text, guess_authors, strip_machinery, take_out
from site_builder.importing.mhtml import is_mhtml, open_mhtml
from site_builder.importing.page_bylines import bylines, take_reporters
from site_builder.importing.page_date import find_date, first_date
from site_builder.importing.page_facts import PageFacts, read_facts
from site_builder.importing.page_findings import explain_page
from site_builder.importing.page_residue import drop_page_head, drop_residue
from site_builder.importing.page_title import find_title, page_titles, sites_in_titles
from site_builder.importing.publisher import find_outlet, find_people, own_summary, plain_name
from site_builder.importing.rules import apply_rules
from site_builder.importing.selectors import select, select_first, select_text
from site_builder.importing.site_rules import SiteRule, find_rule
from site_builder.language.characters import fold, unify_line_ends
from site_builder.language.urls import clean_url, is_web_url

MAX_ELEMENTS = 50_000
"""trafilatura needs 0.1 ms for each; long pages of encyclopedias have a fifth of that."""

_DOCTYPE = re.compile(r"(?:\s|<!--.{0,4000}?-->|<\?[^>]{0,400}>){0,20}<(?:!doctype\s+html|html[\s>])", re.I | re.DOTALL)
_FRAGMENT = re.compile(r"<(?:body|article|main|div|p|h1)[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_GBK = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"}
_TOO_LITTLE = 80
"""Characters: below, a rule of an older layout may have met something else."""
_SOURCE = re.compile(r"^(?:文章|新闻|稿件|信息)?来源[\s:：]+")
_SAVED_IMAGE = re.compile(r"^(?:\./)?[^/:]{1,300}_files/|^file:", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"[、;；]|\s/\s|,\s(?!Jr)|\sand\s|\s&\s")
_TRAILING = re.compile(r"[\s—–·|,，-]+$")


def sniff(text: str, file: str) -> float:
    """How surely `text` is a web page."""
    head = text[:20_000].lstrip("\ufeff")
    if _DOCTYPE.match(head) or is_mhtml(head):
        return 0.85
    is_named = file.lower().endswith((".html", ".htm", ".xhtml", ".mht", ".mhtml"))
    return 0.6 if is_named and _FRAGMENT.search(head) else 0.0


def read(text: str, context: Context) -> Iterator[Item | Problem]:
    """The page's article."""
    try:
        html, location = _open(text, context.data)
        page = parse_page(unify_line_ends(html))
    except ValueError as error:
        yield Problem(context.file, 0, "page-unreadable", str(error), "save the page again")
        return
    if page is None or sum(1 for _ in page.iter()) > MAX_ELEMENTS:
        message = "the page is empty" if page is None else f"the page has more than {MAX_ELEMENTS:,} elements"
        yield Problem(context.file, 0, "page-unreadable", message, "save the page again")
        return
    yield from _read_page(page, read_facts(page, html, location=location), context)


def _open(text: str, content: bytes) -> tuple[str, str]:
    """(HTML, address or ""). A declared encoding comes before one that was guessed."""
    if is_mhtml(text):
        payload, charset, location = open_mhtml(content or text.encode())
        return _decode(payload, charset), location
    return (_decode(content, "") if content else text), ""


def _decode(content: bytes, charset: str) -> str:
    """UTF-8 where it is that, else as declared, else by guess. Raises UnknownEncoding."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(content[:4096])
    name = (charset or (declared[1].decode() if declared else "")).lower()
    try:
        return content.decode("gb18030" if name in _GBK else name)
    except (LookupError, UnicodeDecodeError):
        return decode(content)[0]


def _read_page(page: Element, facts: PageFacts, context: Context) -> Iterator[Item | Problem]:
    rule = find_rule(urlsplit(facts.url).hostname or "")
    in_titles = tuple(sites_in_titles(page, facts.titles, facts.sites, is_outlet=context.is_outlet))
    outlet = _SOURCE.sub("", plain_name(select_text(page, rule.outlet))) or find_outlet(
        (*in_titles, *facts.sites), facts.url, is_outlet=context.is_outlet
    )
    sites = (*facts.sites, *facts.authors, *in_titles, *_host_names((facts.url, *facts.sites)))
    ruled_title = plain_name(select_text(page, rule.title))
    title = ruled_title or find_title(page, facts.titles, outlet, sites)
    date = find_date(page, facts, rule, zone=context.zone)
    declared = (select_text(page, rule.authors), *facts.authors, *bylines(page))
    authors = _people(declared, outlet, context) or _people(guess_authors(page), outlet, context)
    ruled = [select_text(page, names) for names in (rule.title, rule.date, rule.outlet, rule.authors)]
    base = next((resolve(element.get("href") or "", facts.url) for element in page.iter("base")), facts.url)
    main, furniture = _main(page, rule)
    if main is None:
        message = "no article was found in the page"
        yield Problem(context.file, 0, "article-missing", message, "copy its text into a file of its own")
        return
    text = _take_text(main, page, facts, base=base or facts.url, title=title, authors=authors)
    updated = first_date(facts.updates, zone=context.zone)
    if not title:
        yield Problem(context.file, 0, "title-missing", "the page has no title", "write a title into it")
        return
    yield Item(
        title=title,
        blocks=text.blocks,
        given=FrontMatter(
            title=title,
            updated=updated.value if date and updated and updated.value > date.value else None,
            summary=own_summary(facts.description, "\n".join(block.text for block in text.blocks)),
            language=facts.language,
        ),
        date=date.value if date else None,
        date_precision=date.precision if date else "second",
        outlet=outlet,
        source_url=facts.url,
        authors=writers(text.credits) or authors,
        credits=text.credits,
        tags=tuple(filter(None, map(plain_name, facts.tags))),
        categories=tuple(filter(None, map(plain_name, facts.sections[:1]))),
        image=next((url for url in (clean_url(resolve(i, facts.url)) for i in facts.images) if is_web_url(url)), ""),
        removed=(*furniture, *text.removed),
        found=tuple(
            finding for finding in explain_page(
                facts, title=title, date=date.value if date else None, outlet=outlet, authors=authors, ruled=ruled,
                zone=context.zone,
            )
            if finding.field != "authors" or not writers(text.credits)
        ),
    )  # fmt: skip


class _Text(Record, frozen=True):
    """The text of a page without what is none."""

    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...]
    removed: tuple[Removal, ...]


def _take_text(
    main: Element, page: Element, facts: PageFacts, *, base: str, title: str, authors: Sequence[str]
) -> _Text:
    """The blocks of the element that holds the text, its credits, and what rules removed."""
    saved = _drop_saved_images(main)
    resolve_all(main, base)
    conversion = convert_tree(main)
    found, repeated = drop_page_head(conversion.blocks, (title, *facts.titles, *page_titles(page)), authors)
    found, residue = drop_residue(found)
    found, removed = apply_rules(found)
    told, reporters = take_reporters(found)
    blocks, others = take_credits(told)
    return _Text(
        blocks=tuple(blocks),
        credits=(*reporters, *others),
        removed=(*saved, *conversion.removed, *repeated, *residue, *removed, *credit_lines(found, blocks)),
    )


def _main(page: Element, rule: SiteRule) -> tuple[Element | None, list[Removal]]:
    """The article's element: where the site is known to keep it, else where trafilatura finds its words."""
    main = select_first(page, rule.content)
    if main is None or _length(main) < _TOO_LITTLE:
        largest, removed = find_main_text(page)
        if main is None or (largest is not None and _length(largest) > _length(main)):
            return largest, removed
    found = [element for selector in rule.remove for element in select(main, selector)]
    ruled = [removal for element in found for removal in take_out(element, "site-rule")]
    return main, [*ruled, *strip_machinery(main)]


def _host_names(addresses: Sequence[str]) -> Iterator[str]:
    """The labels of hosts, which sites without a declared name call themselves by."""
    for address in addresses:
        host = urlsplit(address).hostname if "//" in address else address
        yield from (label for label in (host or "").split(".")[:-1] if "." in (host or "") and " " not in label)


def _length(element: Element) -> int:
    return sum(len(str(text).strip()) for text in element.itertext())


def _people(names: Sequence[str], outlet: str, context: Context) -> tuple[str, ...]:
    """People, those of one field apart (张三、李四; Ann Lee and Bo Chen), each once."""
    whole = find_people(names, outlet, is_outlet=context.is_outlet)
    parts = (_TRAILING.sub("", part) for name in whole for part in _BETWEEN_PEOPLE.split(name))
    people = find_people(tuple(parts), outlet, is_outlet=context.is_outlet)
    people = tuple(name for name in people if fold(name) not in fold(outlet))
    return tuple({fold(name): name for name in reversed(people)}.values())[::-1]


def _drop_saved_images(main: Element) -> list[Removal]:
    """Images that a browser saved beside the page: their addresses lead nowhere any more."""
    gone: list[Removal] = []
    for image in main.iter("img"):
        if _SAVED_IMAGE.match(image.get("src") or ""):
            gone.append(("saved-image", image.get("src") or ""))
            del image.attrib["src"]
    return gone


READER = Reader(name="saved-page", sniff=sniff, read=read, reads_bytes=True)
