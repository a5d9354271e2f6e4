"""A feed (RSS, Atom, JSON Feed) -> one item an entry.

An entry is known by its address, else by its identifier within the feed, else by outlet, title and day: feeds
change titles and texts for days, and their addresses hardly ever.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from site_builder.documents import FrontMatter
from site_builder.errors import Problem
from site_builder.formats.blocks import Block, paragraph_blocks
from site_builder.formats.html_to_markdown import Conversion, convert_tree
from site_builder.formats.html_tree import parse_html
from site_builder.formats.inline_markdown import Run
from site_builder.importing.addresses import resolve, resolve_all
from site_builder.importing.credits import take_credits, writers
from site_builder.importing.feed_entries import Entry, Feed, Text, UnreadableFeed
from site_builder.importing.items import Context, FieldFinding, Item, Reader
from site_builder.importing.json_feed import parse_json_feed
from site_builder.importing.page_residue import drop_residue
from site_builder.importing.publisher import find_outlet, find_people, own_summary, plain_name
from site_builder.importing.rules import apply_rules, drop_repeated_title
from site_builder.importing.syndication import parse_syndication
from site_builder.language.characters import fold, single_line, strip_illegal, unify_line_ends
from site_builder.language.dates import ParsedDate, parse_date
from site_builder.language.summary import summarise
from site_builder.language.urls import clean_url, is_web_url, safe_url, url_key

_HEAD = 20_000
_PROLOGUE = re.compile(
    r"\s{0,200}(?:<\?[^>]{0,2000}>|<!--.{0,4000}?-->|<![A-Za-z][^>\[]{0,2000}(?:\[.{0,8000}?\]\s{0,9})?>)", re.DOTALL
)
_ROOT = re.compile(r"\s{0,200}<(?:[A-Za-z][\w.-]{0,30}:)?(rss|feed|rdf|channel)\b", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s{0,9}:\s{0,9}"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_CDATA = re.compile(r"\A\s*<!\[CDATA\[(.*?)(?:\]\]>)?\s*\Z", re.DOTALL)
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_TITLE = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def sniff(text: str, file: str) -> float:
    """How surely `text` is a feed: by its root element, or by the version that a JSON Feed names."""
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if head.startswith("{"):
        return 0.97 if _JSON_FEED.search(text[:200_000]) else 0.0
    position = 0
    while prologue := _PROLOGUE.match(head, position):
        position = prologue.end()
    return 0.97 if _ROOT.match(head, position) else 0.0


def read(text: str, context: Context) -> Iterator[Item | Problem]:
    """The entries in the feed's order, after what had to be forgiven."""
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    try:
        feed = parse_json_feed(text) if is_json else parse_syndication(context.data or text.encode(), text)
    except UnreadableFeed as error:
        yield Problem(context.file, 0, "feed-unreadable", str(error), "save the feed again")
        return
    if feed.damage:
        message = f"the feed is not well formed: {feed.damage}"
        yield Problem(context.file, 0, "feed-damaged", message, "see that no entry is missing", "warning")
    if not feed.entries:
        yield Problem(context.file, 0, "feed-empty", "the feed has no entries", "save the feed again")
    keys = [url_key(_link(entry, feed)) for entry in feed.entries]
    counts = Counter(keys)
    for entry, key in zip(feed.entries, keys, strict=True):
        yield from _read_entry(entry, feed, context, is_shared=bool(key) and counts[key] > 1)


def _read_entry(entry: Entry, feed: Feed, context: Context, *, is_shared: bool) -> Iterator[Item | Problem]:
    """The entry's item, after a problem for what it lacks."""
    link = _link(entry, feed)
    yield from _refused(entry, context)
    best = max((*entry.contents, entry.summary), key=lambda text: len(text.value))
    try:
        conversion = _convert(best, link)
        title = _plain(entry.title)
    except ValueError as error:
        yield Problem(context.file, 0, "html-unreadable", f'"{entry.title.value[:60]}": {error}')
        return
    if title:
        blocks, repeated = drop_repeated_title(conversion.blocks, title)
        conversion = msgspec.structs.replace(
            conversion, blocks=tuple(blocks), removed=(*conversion.removed, *repeated)
        )  # fmt: skip
    else:
        title = _title_of(conversion.blocks) or link.partition("//")[2]
        if not title:
            message = "an entry has neither title, text nor address"
            yield Problem(context.file, 0, "entry-empty", message, severity="warning")
            return
        message = f'an entry has no title, so it is called "{title}"'
        yield Problem(context.file, 0, "title-missing", message, "write a title", "warning")
    yield _item(entry, feed, context, title=title, link=link, conversion=conversion, is_shared=is_shared)


def _item(
    entry: Entry, feed: Feed, context: Context, *, title: str, link: str, conversion: Conversion, is_shared: bool
) -> Item:
    blocks, residue = drop_residue(conversion.blocks)
    blocks, removed = apply_rules(blocks)
    blocks, credits = take_credits(blocks)
    outlet = find_outlet((entry.outlet, feed.title), link or feed.link, is_outlet=context.is_outlet)
    first, last = _first_date(entry.published, context.zone), _first_date(entry.updated, context.zone)
    published, updated = first and first.value, last and last.value
    chosen = first or last
    text = "\n".join(block.text for block in blocks)
    images = [url for url in (clean_url(resolve(image, link)) for image in entry.images) if is_web_url(url)]
    media = [url for url in (clean_url(resolve(address, link)) for address in entry.media) if is_web_url(url)]
    given = FrontMatter(
        title=title,
        updated=updated if published and updated and updated > published else None,
        summary=_summary(entry, text),
        language=entry.language or feed.language,
    )
    return Item(
        title=title,
        blocks=(*blocks, *_media_links(media, blocks)),
        given=given,
        date=chosen.value if chosen else None,
        date_precision=chosen.precision if chosen else "second",
        outlet=outlet,
        source_url=link,
        authors=writers(credits) or find_people(entry.authors or feed.authors, outlet, is_outlet=context.is_outlet),
        credits=credits,
        tags=tuple(dict.fromkeys(filter(None, map(plain_name, entry.tags)))),
        image=images[0] if images else "",
        key=_key(entry, feed, link, is_shared=is_shared),
        removed=(*conversion.removed, *residue, *removed),
        found=tuple(
            finding
            for finding in _origins(entry, feed, title=title, link=link, outlet=outlet, is_late=published is None)
            if finding.field != "authors" or not writers(credits)
        ),
        extra={"media": media} if media else {},
    )


def _origins(
    entry: Entry, feed: Feed, *, title: str, link: str, outlet: str, is_late: bool
) -> tuple[FieldFinding, ...]:
    """Which part of the entry or the feed each field stood in."""
    is_named = bool(_plain(entry.title))
    own_outlet = entry.outlet if outlet == entry.outlet else feed.title
    rows = (
        ("title", title, "title of the entry" if is_named else "beginning of the text", 1.0 if is_named else 0.6),
        ("date", "", "update of the entry" if is_late else "publication date of the entry", 0.7 if is_late else 1.0),
        ("outlet", outlet, "title of the feed" if outlet == own_outlet else "address of the entry", 0.9),
        ("source_url", link, "identifier of the entry" if link == entry.id.strip() else "link of the entry", 1.0),
        ("tags", "", "categories of the entry", 1.0),
        ("image", "", "enclosure of the entry", 0.9),
    )
    people = "author of the entry" if entry.authors else "author of the feed"
    return tuple(
        FieldFinding(field=field, value=value, how=how, confidence=sure)
        for field, value, how, sure in (*rows, ("authors", "", people, 1.0 if entry.authors else 0.7))
    )


def _media_links(media: Sequence[str], blocks: Sequence[Block]) -> Iterator[Block]:
    """A paragraph for each recording or file that the text does not link already."""
    for address in media:
        if not any(address in block.markdown for block in blocks):
            name = unquote(urlsplit(address).path.rpartition("/")[2]) or address
            yield from paragraph_blocks([Run(text=name, link=address, link_id=1)])


def _refused(entry: Entry, context: Context) -> Iterator[Problem]:
    """A warning for an address that leads nowhere, and for dates that are none."""
    name = single_line(entry.title.value)[:60] or entry.id[:60]
    address = entry.link.strip()
    if address and address != entry.id.strip() and not safe_url(address):
        message = f'"{name}": link "{address[:80]}" is no web address, and is left out'
        yield Problem(context.file, 0, "link-unsafe", message, "write the article's own address", "warning")
    if entry.published and _first_date(entry.published, context.zone) is None:
        message = f'"{name}": date "{entry.published[0][:60]}" is not a date'
        yield Problem(context.file, 0, "date-unreadable", message, "write 2024-12-31", "warning")


def _link(entry: Entry, feed: Feed) -> str:
    """The entry's address; an identifier that is one stands in for a missing link."""
    # A guid without a scheme is a name; the parser gives it as the link of an entry that has none.
    own = "" if entry.link == entry.id and not is_web_url(entry.link.strip()) else resolve(entry.link, feed.link)
    candidates = (own, entry.id)
    return next((url.strip() for url in candidates if is_web_url(url.strip())), "")


def _key(entry: Entry, feed: Feed, link: str, *, is_shared: bool) -> str:
    """The feed and the identifier in it; "" where the address tells the entry from all others."""
    if link and not is_shared and url_key(link) != url_key(feed.link):
        return ""
    identifier = entry.id.strip()
    if not identifier or identifier == link:
        identifier = "\n".join((fold(entry.title.value), *entry.published[:1]))
    return f"{url_key(feed.link) or fold(feed.title)}\n{identifier}" if identifier.strip() else ""


def _convert(text: Text, link: str) -> Conversion:
    """The blocks of an entry's text."""
    value = strip_illegal(_without_cdata(text.value))
    if text.kind == "plain":
        paragraphs = _BLANK_LINES.split(unify_line_ends(value).strip())
        runs = [[Run(text=line) for line in _lines(paragraph)] for paragraph in paragraphs if paragraph.strip()]
        return Conversion(blocks=tuple(block for paragraph in runs for block in paragraph_blocks(paragraph)))
    root = parse_html(value)
    if root is None:
        return Conversion(blocks=())
    resolve_all(root, resolve(text.base, link) or link)
    return convert_tree(root)


def _lines(paragraph: str) -> Iterator[str]:
    """The paragraph's lines with the breaks between them."""
    for number, line in enumerate(paragraph.split("\n")):
        if number:
            yield "\n"
        yield line.strip()


def _plain(text: Text) -> str:
    """A title or summary without markup."""
    value = _without_cdata(text.value)
    if text.kind == "html":
        return single_line(" ".join(block.text for block in _convert(text, "").blocks))
    return single_line(html.unescape(value))


def _without_cdata(value: str) -> str:
    """Some publishers escape the CDATA section instead of opening it."""
    match = _CDATA.match(value) if "<![CDATA[" in value[:40] else None
    return match[1] if match else value


def _title_of(blocks: Sequence[Block]) -> str:
    """The beginning of the text, for entries without a title, as short messages are."""
    text = next((block.text for block in blocks if block.text.strip()), "")
    line = single_line(text)
    return line if len(line) <= _TITLE else single_line(summarise(line, limit=_TITLE)) or f"{line[:_TITLE]}…"


def _summary(entry: Entry, text: str) -> str:
    """The publisher's own summary beside the full text; without one, it is the text."""
    if not any(content.value.strip() for content in entry.contents):
        return ""
    return own_summary(_plain(entry.summary), text)


def _first_date(spellings: Sequence[str], zone: ZoneInfo) -> ParsedDate | None:
    """The first spelling that is a date; the day computers count from stands for no date at all."""
    for spelling in spellings:
        try:
            date = parse_date(spelling, zone=zone)
        except ValueError:
            continue
        if abs(date.value - _EPOCH) > timedelta(days=1):
            return date
    return None


READER = Reader(name="feed", sniff=sniff, read=read, reads_bytes=True)
