"""An item's lines in a digest -> its report -> an item to import.

Labelled lines (来源：…, - 标签：…) fill fields and leave the text; a line that is only a link gives the address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from site_builder.documents import DigestRef
from site_builder.errors import Problem
from site_builder.formats.blocks import Block
from site_builder.importing.digest_dates import from_day, is_relative
from site_builder.importing.digest_entries import (
    Entry,
    Report,
    address_of,
    read_entry,
    read_prose,
    read_title,
)
from site_builder.importing.digest_facts import signature, take_byline, take_facts
from site_builder.importing.digest_page import Line, Page, title_key
from site_builder.importing.digest_segments import Span
from site_builder.importing.digest_words import (
    CHROME_TEXT,
    GENERIC_SECTIONS,
    MAX_CHROME_TEXT,
)
from site_builder.importing.items import Context, FieldFinding, Item, Removal
from site_builder.importing.loose_markdown import markdown_text, read_body
from site_builder.importing.rules import apply_rules, drop_repeated_title
from site_builder.language.characters import single_line
from site_builder.language.dates import ParsedDate, parse_date
from site_builder.language.urls import is_web_url, url_key

_SOURCE = re.compile(
    r"[（(【\[]\s{0,3}(?:来源|来自|出处|据|via)?\s{0,3}[：:]?\s{0,3}(?P<name>[^（()）【】\[\]]{2,24})[）)】\]]\s{0,4}$"
)
_SIGNED = re.compile(r"(?:——|--|—|/)\s?(?P<name>[^\s—/。，]{2,24})$")
_LOST_BREAK = re.compile(r"(?<!\\)[ \t]{0,4}\\\s*$")
"""A hard break at the end of a block breaks nothing: a reader would see the backslash (CommonMark 0.31 §6.7)."""
_SAID = re.compile(r"来源|来自|出处|via", re.IGNORECASE)
_DASHED = re.compile(r"\s(?:[-–—|｜])\s{0,3}(?P<name>[^-–—|｜]{2,24})$")
_CUT = re.compile(r"\s?(?:\.{3}|…{1,2})$")
_BREAK = re.compile(r"[ \t]{0,8}<br\s?/?>[ \t]{0,8}(?=\[?!\[|<video|\n|$)", re.IGNORECASE)
"""A break that only sets an image apart."""
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_MAX_NAME = 24
_MAX_INDENT = 4


def read_span(page: Page, span: Span) -> Report:
    """The report in the lines of `span`."""
    start = span.start
    lines = list(page.lines[start.index + start.skip : span.end])
    entry = read_title(start.source) if start.is_title else read_entry(start.source)
    fields, body, links = take_facts(lines)
    told, entry = take_byline(entry)
    fields = told | fields
    is_text = entry.is_prose or not entry.title
    if not entry.title:
        entry = _entry_of_text(body)
    lead = [entry.rest] if entry.rest else []
    text = "\n".join([*lead, *(_separate(entry) if body and lead else []), *_dedent(body)]).strip("\n")
    fields = signature(text) | fields
    if "url" in fields:
        links.insert(0, fields["url"])
    url = entry.url or (links[0] if links else "") or address_of(text)
    return Report(
        title=entry.title,
        url=url,
        outlet=fields.get("outlet", ""),
        date=fields.get("date", "") or start.time,
        day=span.day,
        authors=entry.authors or _names(fields.get("author", "")),
        tags=(*entry.tags, *_names(fields.get("tags", ""))),
        section=span.section,
        markdown="\n\n".join(part for part in (fields.get("text", ""), text, *_other_links(links, url)) if part),
        line=page.lines[start.index].number,
        removed=tuple(("language-mark", mark) for mark in entry.marks),
        title_is_text=is_text,
    )


def item_of(report: Report, page: Page, context: Context) -> Iterator[Item | Problem]:
    """The item, after what is wrong with it."""
    if not report.title:
        message = "an item of the digest has neither title nor text"
        yield Problem(context.file, report.line, "digest-title-missing", message, "add a title", "warning")
        return
    blocks, removed = _blocks(report)
    title, outlet, said = _outlet_in(report.title, report.outlet, context)
    if not outlet:
        outlet, blocks, gone = _outlet_of_text(blocks, context)
        removed += gone
    dated, found, problem = _date(report, page, context)
    if problem:
        yield problem
    section = single_line(report.section)
    yield Item(
        title=title,
        blocks=blocks,
        date=dated.value if dated else None,
        date_precision=dated.precision if dated else "second",
        outlet=outlet,
        source_url=report.url if is_web_url(report.url) else "",
        authors=report.authors,
        tags=tuple(dict.fromkeys(report.tags)),
        categories=(section,) if section and section.casefold() not in GENERIC_SECTIONS else (),
        removed=(*report.removed, *said, *removed),
        digest=DigestRef(title=page.title, date=page.day, url=page.url, file=context.file),
        found=found,
    )


def without_shared_addresses(reports: Sequence[Report]) -> list[Report]:
    """The reports, each address kept for the first title it is given to: it cannot be that of two reports."""
    owners: dict[str, str] = {}
    kept: list[Report] = []
    for report in reports:
        key = url_key(report.url)
        owner = owners.setdefault(key, title_key(report.title)) if key else ""
        same = not key or owner == title_key(report.title)
        kept.append(report if same else msgspec.structs.replace(report, url="", markdown=_with_link(report)))
    return kept


def join_twins(reports: Sequence[Report]) -> list[Report]:
    """The reports, those that stand in a list of titles and again with their text joined into one."""
    joined: dict[str, Report] = {}
    for number, report in enumerate(reports):
        key = title_key(report.title)
        twin = joined.get(key)
        apart = twin is None or _are_apart(twin, report)
        if twin is None or apart or not key:
            joined[key if twin is None and key else f"{key}\n{number}"] = report
            continue
        longer, shorter = (report, twin) if len(report.markdown) > len(twin.markdown) else (twin, report)
        joined[key] = msgspec.structs.replace(
            longer,
            url=longer.url or shorter.url,
            outlet=longer.outlet or shorter.outlet,
            date=longer.date or shorter.date,
            tags=tuple(dict.fromkeys((*longer.tags, *shorter.tags))),
        )
    return list(joined.values())


def _are_apart(one: Report, other: Report) -> bool:
    """True for two reports with one title that are not entry and text of one: neither is empty, or a day parts them."""
    if one.section != other.section:
        return bool(one.markdown and other.markdown)
    return bool(one.markdown) == bool(other.markdown) or one.day != other.day or bool(one.url or other.url)


def _other_links(links: Sequence[str], url: str) -> Iterator[str]:
    """Addresses of the item besides the one it is known by."""
    others = [f"<{link}>" for link in dict.fromkeys(links) if link != url]
    if others:
        yield "\\\n".join(others)


def _entry_of_text(body: Sequence[Line]) -> Entry:
    """The title from the first line of the text, where the item's own line has only a number."""
    first = next((line for line in body if markdown_text(line.text.lstrip("> ")) and not line.is_code), None)
    if first is None:
        return Entry(title="")
    entry = read_prose(first.text.lstrip("> "))
    return Entry(title=entry.title)


def _separate(entry: Entry) -> list[str]:
    return [] if entry.is_prose else [""]


def _dedent(lines: Sequence[Line]) -> list[str]:
    """The lines without the indent that a list gave them all."""
    indents = [len(line.text) - len(line.text.lstrip(" ")) for line in lines if line.text.strip()]
    depth = min(min(indents, default=0), _MAX_INDENT)
    return [line.text[depth:] for line in lines]


def _blocks(report: Report) -> tuple[tuple[Block, ...], list[Removal]]:
    """The text in blocks, without what says nothing beyond the title, and what was left out."""
    try:
        body = read_body(_BREAK.sub("\n\n", report.markdown))
    except ValueError:
        return (Block(kind="paragraph", markdown=report.markdown, text=report.markdown),), []
    removed: list[Removal] = list(body.removed)
    kept: list[Block] = []
    for block in body.blocks:
        if len(block.text) <= MAX_CHROME_TEXT and block.kind != "code" and CHROME_TEXT.search(block.text):
            removed.append(("digest-chrome", block.text))
        else:
            kept.append(_without_lost_break(block))
    blocks, gone = apply_rules(kept)
    removed += gone
    if report.title_is_text:
        return blocks, removed
    if len(blocks) == 1 and not blocks[0].image and _says_title(blocks[0].text, report.title):
        return (), [*removed, ("repeated-title", blocks[0].text)]
    shown, repeated = drop_repeated_title(blocks, report.title)
    return tuple(shown), [*removed, *repeated]


def _without_lost_break(block: Block) -> Block:
    if block.kind not in ("paragraph", "image") or not _LOST_BREAK.search(block.markdown[-20:]):
        return block
    return msgspec.structs.replace(
        block, markdown=_LOST_BREAK.sub("", block.markdown), text=_LOST_BREAK.sub("", block.text)
    )


def _says_title(text: str, title: str) -> bool:
    """True if the text is the title again, or its beginning with a mark that it was cut."""
    said, key = title_key(_CUT.sub("", text.strip())), title_key(title)
    cut = _CUT.search(text.strip())
    return bool(said) and (said == key or (bool(cut) and key.startswith(said)))


def _outlet_in(title: str, outlet: str, context: Context) -> tuple[str, str, list[Removal]]:
    """(title, outlet, what was taken off the title): （来源：…） and a known name in brackets or behind a dash."""
    if outlet:
        return title, outlet, []
    match = _SOURCE.search(title)
    if not match or not (_SAID.search(match[0]) or context.is_outlet(match["name"])):
        match = _DASHED.search(title)
        if not match or not context.is_outlet(match["name"].strip()):
            return title, "", []
    rest = title[: match.start()].strip()
    return (rest, match["name"].strip(), [("outlet-mark", match[0].strip())]) if rest else (title, "", [])


def _outlet_of_text(blocks: tuple[Block, ...], context: Context) -> tuple[str, tuple[Block, ...], list[Removal]]:
    """(the outlet that the text names at its end, the blocks without one that says nothing else, that one)."""
    last = blocks[-1].text.strip() if blocks and blocks[-1].kind == "paragraph" else ""
    if 0 < len(last) <= _MAX_NAME and context.is_outlet(last.strip("（()）- ")):
        return last.strip("（()）- "), blocks[:-1], [("outlet-mark", last)]
    match = _SOURCE.search(last[-60:]) or _SIGNED.search(last[-60:])
    is_said = bool(match) and bool(_SAID.search(match[0]) or context.is_outlet(match["name"].strip()))  # type: ignore[index]
    return match["name"].strip() if match and is_said else "", blocks, []


def _date(
    report: Report, page: Page, context: Context
) -> tuple[ParsedDate | None, tuple[FieldFinding, ...], Problem | None]:
    """(the date, how it was found, what is wrong with it): the item's own, else the day's it stands under."""
    day = report.day or page.day
    whose = "the digest's day" if day == page.day else "the day it stands under,"
    if is_relative(report.date):
        clock = page.clock if day == page.day else ""
        moment, how = from_day(report.date, day, whose=whose, clock=clock, zone=context.zone)
        message = f'"{report.date}" is no time before the digest of {day}'
        late = (
            Problem(context.file, report.line, "date-unclear", message, "", "warning") if day and not moment else None
        )
        return moment, how, late
    if report.date:
        try:
            return _moment(report.date, context), (), None
        except ValueError as error:
            return None, (), Problem(context.file, report.line, "date-impossible", str(error), severity="warning")
    try:
        moment = _moment(day, context) if day else None
    except ValueError as error:
        return None, (), Problem(context.file, report.line, "date-impossible", str(error), severity="warning")
    found = FieldFinding(field="date", value=day, how=f"{whose} {day}", confidence=0.9)
    return moment, (found,) if moment else (), None


def _moment(text: str, context: Context) -> ParsedDate:
    """The moment `text` names: a date, or seconds or milliseconds since 1970."""
    if _EPOCH.fullmatch(text):
        value = datetime.fromtimestamp(int(text[:10]), context.zone)
        return ParsedDate(value=value, precision="second", zone_given=True)
    return parse_date(text, zone=context.zone)


def _with_link(report: Report) -> str:
    return report.markdown if report.url in report.markdown else f"{report.markdown}\n\n<{report.url}>".strip()


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip(" *_") for name in re.split(r"[,，、;；]", text) if name.strip(" *_"))
