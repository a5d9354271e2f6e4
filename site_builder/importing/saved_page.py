"""A saved web page (.html, .mhtml) -> one item: title, date, authors, outlet and the article out of the page.

What the page declares comes first, then the rules for its site, then what trafilatura finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from site_builder.errors import Problem
from site_builder.formats.html_to_markdown import convert_tree
from site_builder.formats.html_tree import Element, parse_page
from site_builder.importing.addresses import resolve, resolve_all
from site_builder.importing.credits import take_credits, writers
from site_builder.importing.decoding import decode
from site_builder.importing.items import Context, Item, Reader, Removal
from site_builder.importing.main_text import find_main_text, guess_authors, strip_machinery, take_out
from site_builder.importing.mhtml import is_mhtml, open_mhtml
from site_builder.importing.page_facts import PageFacts, read_facts
from site_builder.importing.publisher import find_outlet, find_people, own_summary, plain_name
from site_builder.importing.rules import apply_rules, drop_repeated_title
from site_builder.importing.selectors import select, select_first, select_text
from site_builder.importing.site_rules import SiteRule, find_rule
from site_builder.language.characters import fold, unify_line_ends
from site_builder.language.cjk import count_cjk
from site_builder.language.dates import ParsedDate, parse_date
from site_builder.language.urls import clean_url, is_web_url
from site_builder.model import FrontMatter

MAX_ELEMENTS = 50_000
"""trafilatura needs 0.1 ms for each; long pages of encyclopedias have a fifth of that."""

_DOCTYPE = re.compile(r"(?:\s|<!--.{0,4000}?-->|<\?[^>]{0,400}>){0,20}<(?:!doctype\s+html|html[\s>])", re.I | re.DOTALL)
_FRAGMENT = re.compile(r"<(?:body|article|main|div|p|h1)[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_GBK = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936"}
_VISIBLE_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?\s{0,4}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)"
)
_VISIBLE_DAY = re.compile(
    r"(?<![\d/-])(?:(?:19|20)\d{2}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|年\d{1,2}月\d{1,2}日)"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}, (?:19|20)\d{2})(?![\d/-])"
)
_DAY_IN_URL = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-])")
_MAX_BYLINE = 120
_NO_BYLINE = {"script", "style", "td", "th", "li", "option", "blockquote"}
"""Elements whose dates are those of other things."""
_TITLE_BREAK = re.compile(r"\s*[_|｜]\s*|\s+[-–—·•»]\s+")
_CHANNEL_BREAK = re.compile(r"\s*[_|｜]\s*")
"""Marks that stand before names of channels and sites alone, not inside titles."""
_SAVED_IMAGE = re.compile(r"^(?:\./)?[^/:]{1,300}_files/|^file:", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"[、;；]|\s/\s|,\s(?!Jr)|\sand\s|\s&\s")
_TRAILING = re.compile(r"[\s—–·|,，-]+$")
_LETTERS = re.compile(r"\W+")


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
    sites = (select_text(page, rule.outlet), *facts.sites, *_site_in_title(page))
    outlet = find_outlet(sites, facts.url, is_outlet=context.is_outlet)
    title = _title(page, facts, rule, outlet)
    date = _date(page, facts, rule, context)
    declared = (select_text(page, rule.authors), *facts.authors)
    authors = _people(declared, outlet, context) or _people(guess_authors(page), outlet, context)
    base = next((resolve(element.get("href") or "", facts.url) for element in page.iter("base")), facts.url)
    main, furniture = _main(page, rule)
    if main is None:
        message = "no article was found in the page"
        yield Problem(context.file, 0, "article-missing", message, "copy its text into a file of its own")
        return
    saved = _drop_saved_images(main)
    resolve_all(main, base or facts.url)
    conversion = convert_tree(main)
    blocks, repeated = drop_repeated_title(conversion.blocks, title)
    blocks, removed = apply_rules(blocks)
    blocks, credits = take_credits(blocks)
    text = "\n".join(block.text for block in blocks)
    updated = _first_date(facts.updates, context)
    if not title:
        yield Problem(context.file, 0, "title-missing", "the page has no title", "write a title into it")
        return
    yield Item(
        title=title,
        blocks=blocks,
        given=FrontMatter(
            title=title,
            updated=updated.value if date and updated and updated.value > date.value else None,
            summary=own_summary(facts.description, text),
            language=facts.language,
        ),
        date=date.value if date else None,
        outlet=outlet,
        source_url=facts.url,
        authors=writers(credits) or authors,
        credits=credits,
        tags=tuple(filter(None, map(plain_name, facts.tags))),
        categories=tuple(filter(None, map(plain_name, facts.sections[:1]))),
        image=next((url for url in (clean_url(resolve(i, facts.url)) for i in facts.images) if is_web_url(url)), ""),
        removed=(*furniture, *saved, *conversion.removed, *repeated, *removed),
    )


def _main(page: Element, rule: SiteRule) -> tuple[Element | None, list[Removal]]:
    """The article's element: where the site is known to keep it, else where trafilatura finds its words."""
    main = select_first(page, rule.content)
    if main is None or not "".join(map(str, main.itertext())).strip():
        return find_main_text(page)
    found = [element for selector in rule.remove for element in select(main, selector)]
    ruled = [removal for element in found for removal in take_out(element, "site-rule")]
    return main, [*ruled, *strip_machinery(main)]


def _title(page: Element, facts: PageFacts, rule: SiteRule, outlet: str) -> str:
    """By the site's rule, else the heading that the declared titles contain, else a declared title without the site."""
    ruled = plain_name(select_text(page, rule.title))
    if ruled:
        return ruled
    documents = (" ".join(map(str, element.itertext())) for element in page.iter("title") if _is_of_page(element))
    declared = [name for name in map(plain_name, (*facts.titles, *documents)) if name]
    headings = [plain_name(" ".join(map(str, element.itertext()))) for element in page.iter("h1")]
    letters = [_letters(name) for name in declared]
    fitting = [name for name in headings if len(name) > 3 and any(_letters(name) in other for other in letters)]
    fitting = [name for name in fitting if _letters(name) != _letters(outlet)]
    if fitting:
        return max(fitting, key=len)
    if declared:
        return _without_site(declared[0], [*facts.sites, outlet])
    return next(iter(filter(None, headings)), "")


def _site_in_title(page: Element) -> Iterator[str]:
    """What stands last in the page's title, where that is Chinese: 标题_频道_网站. Others end in anything."""
    for element in page.iter("title"):
        parts = _CHANNEL_BREAK.split(plain_name(element.text or ""))
        if len(parts) > 1 and count_cjk(parts[-1]) > 1 and _is_of_page(element):
            yield parts[-1]


def _is_of_page(title: Element) -> bool:
    """False for the titles of drawings."""
    return all(parent.tag != "svg" for parent in title.iterancestors())


def _without_site(title: str, sites: Sequence[str]) -> str:
    """The title without the names of channel and site that pages put behind it."""
    names = {_letters(name) for name in sites if name}
    parts = _TITLE_BREAK.split(title)
    breaks = _TITLE_BREAK.findall(title)
    while len(parts) > 1 and (_letters(parts[-1]) in names or _CHANNEL_BREAK.fullmatch(breaks[-1])):
        parts.pop()
        breaks.pop()
    kept = parts[0] + "".join(mark + part for mark, part in zip(breaks, parts[1:], strict=True))
    return kept.strip()


def _date(page: Element, facts: PageFacts, rule: SiteRule, context: Context) -> ParsedDate | None:
    """By the site's rule, else declared, else as it stands near the heading; a minute is better than a day."""
    found = _first_date((select_text(page, rule.date), *facts.dates), context)
    if found is not None and found.precision != "day":
        return found
    visible = _first_date(tuple(_visible_dates(page, _VISIBLE_DATE)), context)
    if found is not None:
        return visible if visible and visible.value.date() == found.value.date() else found
    in_url = _DAY_IN_URL.search(facts.url)
    days = ("-".join(in_url.groups()) if in_url else "", *_visible_dates(page, _VISIBLE_DAY))
    return visible or _first_date(days, context)


def _visible_dates(page: Element, pattern: re.Pattern[str]) -> Iterator[str]:
    """Dates in short pieces of text, from the main heading on."""
    is_below = not any(True for _ in page.iter("h1"))
    for element in page.iter():
        is_below = is_below or element.tag == "h1"
        if not is_below or element.tag in _NO_BYLINE:
            continue
        for text in (element.text, element.tail):
            match = pattern.search(text) if text and len(text.strip()) <= _MAX_BYLINE else None
            if match and not any(parent.tag in _NO_BYLINE for parent in element.iterancestors()):
                yield match[0].replace("：", ":")


def _first_date(spellings: Sequence[str], context: Context) -> ParsedDate | None:
    for spelling in filter(None, spellings):
        try:
            return parse_date(spelling, zone=context.zone)
        except ValueError:
            continue
    return None


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


def _letters(text: str) -> str:
    return _LETTERS.sub("", fold(text))


READER = Reader(name="saved-page", sniff=sniff, read=read, reads_bytes=True)
