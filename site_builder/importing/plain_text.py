"""Plain-text articles -> one item: title, facts in lines of their own, text with typed headings and lists.

Loose Markdown (marked headings, links, fences) is read as what it is; in all other text every character is a
letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from site_builder.documents import FrontMatter, Record
from site_builder.errors import Problem
from site_builder.formats.blocks import Block
from site_builder.importing.board import decode_words, is_post, take_signature
from site_builder.importing.credits import credit_lines, take_credits, writers
from site_builder.importing.datelines import read_dateline
from site_builder.importing.fact_lines import names_outlet
from site_builder.importing.items import Context, FieldFinding, Item, Reader, Removal
from site_builder.importing.loose_markdown import Body, markdown_text, read_body
from site_builder.importing.metadata_lines import Metadata, merge, read_metadata, read_tail
from site_builder.importing.plain_blocks import Paragraph, read_blocks, split_paragraphs
from site_builder.importing.plain_lines import strip_line_numbers
from site_builder.importing.rules import apply_rules, drop_repeated_title, is_same_title
from site_builder.importing.shortcodes import report_unknown
from site_builder.importing.title_day import find_day
from site_builder.language.characters import single_line, strip_illegal, strip_invisible, unify_line_ends
from site_builder.language.cjk import display_width, is_spaced
from site_builder.language.dates import Precision, parse_date

_DATE = r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:[ T]{1,2}\d{1,2}:\d{2}(?::\d{2})?)?"
_CATEGORY_DATE = re.compile(rf"(?P<category>[^\d\s:：，。]{{0,20}})\s{{0,4}}(?P<date>{_DATE})")
_DATE_OUTLET = re.compile(rf"(?P<date>{_DATE})[\s|｜·]{{1,6}}(?P<category>[^\d\s:：，。][^:：，。]{{1,20}})")
_WHOLE = re.compile(r"(?P<category>)(?P<date>.{6,60})")
_FILING = re.compile(r"(?:(?:证券|股票|债券|A股|H股|公司)(?:代码|简称)|公告编号|编号)\s{0,4}[:：].{1,200}")
"""Above the title of a listed company's announcement."""
_COMPANY = re.compile(r".{2,40}(?:公司|集团|委员会|协会|局|部)")
_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d{2}|19\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_NAME = re.compile(
    r"^(?:.{0,60}__[0-9a-f]{4,12}_)?(?:\d{4}[-_.]?\d{2}[-_.]?\d{2}(?:\.\d{1,2})?[-_ ]{0,2})?"
    r"(?P<name>.+?)(?:\.\w{1,8})?$"
)
"""A file's name: collection and hash, date, words, ending."""
_MARKDOWN = re.compile(
    r"^#{1,6}\s?(?!(?:include|define|undef|ifn?def|if|else|elif|endif|pragma|error)\b|[^#\n]{1,30}#)[^#\s]|"
    r"^(?:```|~~~)|!?\[[^\]\n]{0,300}\]\([^)\s]{1,600}|"
    r"^\[[^\]\n]{1,80}\]:\s|\*\*[^*\n]{1,200}\*\*",
    re.MULTILINE,
)
_MIN_MARKDOWN = 2
_SAMPLE = 50_000
"""Characters looked at to tell Markdown from plain text."""
_MAX_TITLE = 300
_TITLE_WIDTH = 120
_MAX_METADATA = 40
_UNDERLINE = re.compile(r"={3,}|-{3,}")
"""Below a title, in Markdown's older headings."""
_CLAUSE = re.compile(r"[^，。；：！？,;!?]{4,40}(?=[，。；：！？,;!?])")
_LINK_INSIDE = re.compile(r"[^\[!#]{4,300}[:：，]\s{0,4}\[[^\[\]]{1,300}\]\(")
_MASTHEAD = re.compile(r"(?:19|20)\d\d\s?年?.{0,12}(?:第\s?\d{1,4}\s?[卷期]|Vol\s?\.)", re.IGNORECASE)
"""Volume and issue of a journal, below its name."""
_SENTENCE_END = re.compile(r"[。；;：:，,]$")
_RULE = re.compile(r"[=*_-]{3,200}")


class _Opening(Record, frozen=True):
    """What stands above the text, and the text."""

    title: str
    title_found: FieldFinding
    category: str
    date: str
    metadata: Metadata
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Removal, ...] = ()


def sniff(text: str, file: str) -> float:
    """How surely `text` is an article in plain text: anything with a title line and words below it may be."""
    head = unify_line_ends(text[:4000].lstrip("\ufeff"))
    if head.lstrip().startswith(("<", "{", "---\n", "+++\n")):
        return 0.1
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    if len(lines) < 2 or len(lines[0]) > _MAX_TITLE:
        return 0.2 if len(lines) < 2 else 0.4
    return 0.8 if any(_CATEGORY_DATE.fullmatch(line) for line in lines[1:4]) else 0.5


def read(text: str, context: Context) -> Iterator[Item | Problem]:
    """The article."""
    text, left_out = _without_frame(strip_invisible(strip_illegal(unify_line_ends(text))))
    text = decode_words(text, lines=_MAX_METADATA)
    is_markdown = _is_markdown(text)
    opening = _read_opening(text, context, is_markdown=is_markdown)
    if opening is None:
        yield Problem(context.file, 1, "text-empty", "the file has no text", "delete the file")
        return
    body = _read_body(opening.paragraphs, text, is_markdown=is_markdown)
    yield from report_unknown(context.file, body.unknown_shortcodes)
    opening = _with_dateline(opening, body.blocks)
    date, precision, how, wrong = _read_date(opening, context)
    if wrong:
        line = _line_of(text, opening.date or opening.metadata.date)
        yield Problem(context.file, line, "date-impossible", wrong, severity="warning")
    below_title, repeated = drop_repeated_title(body.blocks, opening.title)
    blocks, gone = apply_rules(below_title)
    kept, credits = take_credits(blocks)
    metadata = opening.metadata
    yield Item(
        title=opening.title,
        blocks=kept,
        given=_given(opening, context),
        date=date,
        date_precision=precision,
        outlet=metadata.outlet,
        source_url=metadata.source_url,
        authors=writers((*metadata.credits, *credits)),
        credits=(*metadata.credits, *credits),
        tags=metadata.tags,
        categories=tuple(filter(None, (opening.category or metadata.board,))),
        removed=(*left_out, *opening.removed, *body.removed, *repeated, *gone, *credit_lines(blocks, kept)),
        extra=_extra(metadata),
        found=_findings(opening, how),
    )


def _without_frame(text: str) -> tuple[str, tuple[Removal, ...]]:
    """(the text without line numbers pasted with it and without the signature of a post, what was left out)."""
    lines, numbers = strip_line_numbers(text.split("\n"))
    lines, signature = take_signature(lines) if is_post(lines) else (lines, ())
    return "\n".join(lines), (*numbers, *signature)


def _with_dateline(opening: _Opening, body: Sequence[Block]) -> _Opening:
    """The opening with what the dateline of the first paragraph says besides."""
    first = next((block.text for block in body if block.kind == "paragraph"), "")
    found = read_dateline(first)
    said = Metadata(outlet=found.outlet, date=found.date, credits=found.credits)
    return msgspec.structs.replace(opening, metadata=merge(opening.metadata, said))


def _given(opening: _Opening, context: Context) -> FrontMatter | None:
    """Front matter with the day of the last change, where the text states that besides its date."""
    try:
        updated = parse_date(opening.metadata.updated, zone=context.zone).value
    except ValueError:
        return None
    is_date = not (opening.date or opening.metadata.date)
    return None if is_date else FrontMatter(title=opening.title, updated=updated)


def _extra(metadata: Metadata) -> dict[str, str]:
    """What the text states and no field of ours holds."""
    found = {"original_title": metadata.original_title, "nickname": metadata.nickname}
    return {key: value for key, value in found.items() if value}


def _read_opening(text: str, context: Context, *, is_markdown: bool) -> _Opening | None:
    """Title, facts and text; None where there is no text."""
    stated, count = read_metadata(text.split("\n", _MAX_METADATA)[:_MAX_METADATA])
    paragraphs = list(split_paragraphs("\n".join(text.split("\n")[count:])))
    if not paragraphs:
        return None
    masthead, paragraphs = _take_masthead(paragraphs)
    filing, paragraphs = _take_filing(paragraphs)
    first = paragraphs[0].lines[0]
    title, how, confidence = _read_title(first, stated, context.file, is_markdown=is_markdown)
    below_title = _below_title(paragraphs) if how == "first line" else paragraphs
    category, date, rest = _category_and_date(below_title, context)
    lines = _lines(rest)
    below, count = Metadata(), 0
    if how in ("first line", "title line"):
        below, count = read_metadata(lines[:_MAX_METADATA], is_outlet=context.is_outlet)
    tail, lines = read_tail(lines[count:], is_outlet=context.is_outlet)
    metadata = merge(merge(merge(stated, below), tail), masthead)
    line = f"{category} {date}".strip()
    if category and (context.is_outlet(category) or names_outlet(category)):
        metadata, category = merge(metadata, Metadata(outlet=category)), ""
    rest, again = _without_title(list(split_paragraphs("\n".join(_without_edge_rules(lines)))), title)
    return _Opening(
        title=title,
        title_found=FieldFinding(field="title", value=title, how=how, confidence=confidence),
        category=category,
        date=date,
        metadata=metadata,
        paragraphs=(*filing, *rest),
        removed=(*((("metadata-line", line),) if date else ()), *metadata.removed, *again),
    )


def _take_masthead(paragraphs: list[Paragraph]) -> tuple[Metadata, list[Paragraph]]:
    """(the journal named above volume and issue, the paragraphs below)."""
    lines = paragraphs[0].lines
    if len(paragraphs) < 2 or not 1 < len(lines) <= 4 or not any(_MASTHEAD.search(line[:200]) for line in lines[1:]):
        return Metadata(), paragraphs
    removed = tuple(("masthead", line.strip()) for line in lines)
    return Metadata(outlet=single_line(lines[0]), removed=removed), paragraphs[1:]


def _take_filing(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Paragraph]]:
    """(the lines with a listed company's codes, the paragraphs below): its title may fill two lines, joined here."""
    count = 0
    while count < len(paragraphs) - 1 and all(
        _FILING.fullmatch(line.strip()[:300]) for line in paragraphs[count].lines
    ):
        count += 1
    if not count:
        return [], paragraphs
    lines = paragraphs[count].lines
    if len(lines) > 1 and _COMPANY.fullmatch(lines[0].strip()[:60]) and lines[1].strip().startswith("关于"):
        lines = (f"{lines[0].strip()}{lines[1].strip()}", *lines[2:])
    return paragraphs[:count], [Paragraph(lines=lines, gap=0), *paragraphs[count + 1 :]]


def _read_title(first: str, stated: Metadata, file: str, *, is_markdown: bool) -> tuple[str, str, float]:
    """(title, where it stands, how sure): a line that says so, the first line, or the file's name below a sentence."""
    if stated.title:
        return stated.title[:_MAX_TITLE], "title line", 1.0
    bare = first.lstrip("# \t")
    line = single_line(markdown_text(bare) if is_markdown else bare)
    is_heading = first.startswith("#")
    is_sentence = display_width(line) > _TITLE_WIDTH or _SENTENCE_END.search(line) or _LINK_INSIDE.match(first)
    if line and (is_heading or not is_sentence):
        return line[:_MAX_TITLE], "first line", 0.9
    match = _NAME.match(file)
    name = single_line(re.sub(r"_+", " ", match["name"])) if match else ""
    if name and not re.fullmatch(r"[\W\d_]*(?:readme|index|source|post|article)?[\W\d_]*", name, re.IGNORECASE):
        return name[:_MAX_TITLE], "file name", 0.6
    clause = _CLAUSE.match(line)
    return (clause[0] if clause else line or name or file)[:_MAX_TITLE], "beginning of the text", 0.3


def _lines(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The lines again, blank ones as many as there were."""
    return [line for paragraph in paragraphs for line in (*[""] * max(1, paragraph.gap), *paragraph.lines)]


def _without_edge_rules(lines: Sequence[str]) -> list[str]:
    """Lines without the rules that set off facts at the beginning and the end."""
    kept = list(lines)
    for end in (0, -1):
        while kept and (not kept[end].strip() or _RULE.fullmatch(kept[end].strip().replace(" ", ""))):
            kept.pop(end)
    return ["", *kept]


def _read_date(opening: _Opening, context: Context) -> tuple[datetime | None, Precision, str, str]:
    """(date, its precision, where it stands, what is wrong with it)."""
    wrong = ""
    for how, text in (
        ("line below the title", opening.date),
        ("fact line", opening.metadata.date),
        ("line of the last change", opening.metadata.updated),
        ("last line of the text", _closing_date(opening.paragraphs)),
    ):
        if not text:
            continue
        try:
            parsed = parse_date(text, zone=context.zone)
            return parsed.value, parsed.precision, how, ""
        except ValueError as error:
            wrong = wrong or str(error)
    day = "" if wrong else find_day(opening.title)
    if day and _is_date(day):
        return parse_date(day, zone=context.zone).value, "day", "title", ""
    match = _DATE_IN_NAME.search(context.file)
    if match and not wrong:
        return parse_date("-".join(match.group(1, 3, 4)), zone=context.zone).value, "day", "file name", ""
    return None, "second", "", wrong


def _closing_date(paragraphs: Sequence[Paragraph]) -> str:
    """The last line, where it is a date and nothing else: announcements are signed with it."""
    line = paragraphs[-1].lines[-1].strip() if paragraphs else ""
    return line if _is_date(line) else ""


def _is_date(text: str) -> bool:
    try:
        parse_date(text, zone=UTC)
    except ValueError:
        return False
    return True


def _read_body(paragraphs: Sequence[Paragraph], text: str, *, is_markdown: bool) -> Body:
    if not is_markdown:
        return Body(blocks=tuple(read_blocks(paragraphs, english=is_spaced(text))))
    return read_body("\n".join(_lines(paragraphs)))


def _stated_date(opening: _Opening) -> str:
    metadata = opening.metadata
    return opening.date or metadata.date or metadata.updated or _closing_date(opening.paragraphs)


def _findings(opening: _Opening, date_how: str) -> tuple[FieldFinding, ...]:
    metadata = opening.metadata
    values = (
        ("date", _stated_date(opening), date_how, 0.7 if date_how in ("title", "file name") else 0.9),
        ("source_url", metadata.source_url, "fact line", 0.9),
        ("outlet", metadata.outlet, "fact line", 0.8),
        ("authors", "、".join(writers(metadata.credits)), "fact line", 0.9),
        ("categories", opening.category, "line below the title", 0.8),
    )
    found = (
        FieldFinding(field=field, value=value, how=how, confidence=confidence)
        for field, value, how, confidence in values
        if how and (value or field == "date")
    )
    return (opening.title_found, *found)


def _below_title(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The text without its first line, which may stand directly above it."""
    first = paragraphs[0]
    lines = first.lines[2:] if len(first.lines) > 1 and _UNDERLINE.fullmatch(first.lines[1]) else first.lines[1:]
    below = [Paragraph(lines=lines, gap=0)] if lines else []
    return [*below, *paragraphs[1:]]


def _category_and_date(paragraphs: list[Paragraph], context: Context) -> tuple[str, str, list[Paragraph]]:
    """(category, date, the rest) where a line near the top holds nothing else."""
    for index, paragraph in enumerate(paragraphs[:3]):
        line = paragraph.lines[0].strip()
        after = _DATE_OUTLET.fullmatch(line)
        is_after = after and (context.is_outlet(after["category"]) or names_outlet(after["category"]))
        match = after if is_after else _CATEGORY_DATE.fullmatch(line)
        if not match and _is_date(line):
            match = _WHOLE.fullmatch(line)
        if match:
            kept = [Paragraph(lines=paragraph.lines[1:], gap=paragraph.gap)] if len(paragraph.lines) > 1 else []
            category = match["category"].strip(" |｜·-")
            return category, match["date"], [*paragraphs[:index], *kept, *paragraphs[index + 1 :]]
    return "", "", paragraphs


def _without_title(paragraphs: list[Paragraph], title: str) -> tuple[list[Paragraph], tuple[Removal, ...]]:
    """(the text without the title, should it stand there again, and what was left out)."""
    if len(paragraphs) > 1 and len(paragraphs[0].lines) == 1 and is_same_title(paragraphs[0].lines[0], title):
        return paragraphs[1:], (("repeated-title", paragraphs[0].lines[0].strip()),)
    return paragraphs, ()


def _is_markdown(text: str) -> bool:
    """True if the text is marked up in at least two places; quoted lines are those of mails and boards as well."""
    found = _MARKDOWN.finditer(text[:_SAMPLE])
    return sum(1 for _ in zip(range(_MIN_MARKDOWN), found, strict=False)) == _MIN_MARKDOWN


def _line_of(text: str, part: str) -> int:
    position = text.find(part) if part else -1
    return text.count("\n", 0, position) + 1 if position >= 0 else 0


READER = Reader(name="plain-text", sniff=sniff, read=read)
