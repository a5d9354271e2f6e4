"""The text of one content file -> a parsed article, page or term, with its body. Depends on nothing else: cacheable."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import msgspec

from site_builder.documents import Document, Record, Taxonomy
from site_builder.errors import Problem
from site_builder.formats.front_matter import parse_document, parse_term
from site_builder.formats.markdown import Rendered, render
from site_builder.language.detection import canonical_tag, detect_language
from site_builder.language.summary import summarise
from site_builder.model import ParsedArticle, ParsedPage, ParsedTerm

_SLUG = re.compile(r"[\w\-.+]+\Z")
_SLUG_BYTES = 200


class ParsedFile(Record, frozen=True, kw_only=True):
    """All that one file gives. At most one of the records is set; `html` and `text` go to the body store."""

    article: ParsedArticle | None = None
    undated: ParsedPage | None = None
    """An article without a date: it is listed, and kept out of the site until it has one."""
    page: ParsedPage | None = None
    digest: ParsedPage | None = None
    term: ParsedTerm | None = None
    html: str = ""
    text: str = ""
    problems: tuple[Problem, ...] = ()


def parse_article_file(path: str, text: str, *, zone: ZoneInfo, language: str) -> ParsedFile:
    """An article of content/articles/. `language` is the site's, for texts too short to tell."""
    document, problems = parse_document(path, text, zone=zone)
    if document is None:
        return ParsedFile(problems=tuple(problems))
    front = document.front_matter
    slug = front.slug or _slug_of(path)
    problems += _check_slug(path, slug, document.lines.get("slug", 1))
    spoken = _spoken(document, language)
    rendered = render(document.markdown, language=spoken)
    if front.date is None:
        return _undated(document, rendered, slug=slug, language=spoken, problems=problems)
    updated = front.updated and front.updated.astimezone(zone)
    article = ParsedArticle(
        path=path,
        front_matter=msgspec.structs.replace(front, updated=updated),
        slug=slug,
        date=front.date.astimezone(zone),
        language=spoken,
        summary=front.summary or summarise(rendered.text),
        body=rendered.body,
        code=rendered.code,
        note_html=render(front.note, language=spoken).html if front.note else "",
        lines=document.lines,
    )
    return ParsedFile(article=article, html=rendered.html, text=rendered.text, problems=tuple(problems))


def _undated(
    document: Document, rendered: Rendered, *, slug: str, language: str, problems: list[Problem]
) -> ParsedFile:
    """No date is ever guessed: the article waits for one. A date that is impossible was reported already."""
    if not any(problem.rule == "date-impossible" for problem in problems):
        message = "date is missing, the article is kept out of the site"
        line = document.lines.get("date", 1)
        problems.append(Problem(document.path, line, "date-missing", message, "add date: 2024-12-31", "warning"))
    undated = ParsedPage(
        path=document.path, front_matter=document.front_matter, slug=slug, language=language, body=rendered.body
    )
    return ParsedFile(undated=undated, html=rendered.html, text=rendered.text, problems=tuple(problems))


def parse_page_file(path: str, text: str, *, zone: ZoneInfo, language: str) -> ParsedFile:
    """A standalone page of content/pages/."""
    document, problems = parse_document(path, text, zone=zone)
    if document is None:
        return ParsedFile(problems=tuple(problems))
    slug = document.front_matter.slug or _slug_of(path)
    problems += _check_slug(path, slug, document.lines.get("slug", 1))
    spoken = _spoken(document, language)
    rendered = render(document.markdown, language=spoken)
    page = ParsedPage(
        path=path, front_matter=document.front_matter, slug=slug, language=spoken, body=rendered.body
    )
    return ParsedFile(page=page, html=rendered.html, text=rendered.text, problems=tuple(problems))


def parse_digest_file(path: str, text: str, *, zone: ZoneInfo, language: str) -> ParsedFile:
    """A digest of content/digests/: what it says of itself and besides its items; dates in the site's time zone."""
    parsed = parse_page_file(path, text, zone=zone, language=language)
    if parsed.page is None:
        return parsed
    front = parsed.page.front_matter
    front = msgspec.structs.replace(
        front,
        date=front.date and front.date.astimezone(zone),
        updated=front.updated and front.updated.astimezone(zone),
        summary=front.summary or summarise(parsed.text),
    )
    return msgspec.structs.replace(parsed, page=None, digest=msgspec.structs.replace(parsed.page, front_matter=front))


def parse_term_file(path: str, text: str, *, taxonomy: Taxonomy, zone: ZoneInfo, language: str) -> ParsedFile:
    """A term file; its name is the term's slug."""
    read, problems = parse_term(path, text, zone=zone)
    if read is None:
        return ParsedFile(problems=tuple(problems))
    facts, markdown, lines = read
    slug = _slug_of(path)
    problems += _check_slug(path, slug, 1)
    rendered = render(markdown, language=_detect(facts.name, markdown, language))
    term = ParsedTerm(path=path, taxonomy=taxonomy, slug=slug, facts=facts, body=rendered.body, lines=lines)
    return ParsedFile(term=term, html=rendered.html, text=rendered.text, problems=tuple(problems))


def _spoken(document: Document, language: str) -> str:
    front = document.front_matter
    return front.language or _detect(front.title, document.markdown, language)


def _detect(title: str, markdown: str, language: str) -> str:
    """The language of the text; the site's own tag where it means the same (en-GB, zh-CN)."""
    found = detect_language(f"{title}\n{markdown[:6000]}", fallback=language)
    return language if found == canonical_tag(language) else found


def _slug_of(path: str) -> str:
    """The file's name without ending; of an index.md, its folder's name."""
    *folders, name = path.split("/")
    stem = name.removesuffix(".md")
    return folders[-1] if stem == "index" and folders else stem


def _check_slug(path: str, slug: str, line: int) -> list[Problem]:
    if _SLUG.match(slug) and not slug.startswith(".") and len(slug.encode()) <= _SLUG_BYTES:
        return []
    hint = "use letters, digits, hyphens: slug: xiaomi-su7"
    return [Problem(path, line, "slug-wrong", f'slug "{slug}" cannot be part of an address', hint)]
