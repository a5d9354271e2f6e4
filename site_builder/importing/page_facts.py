"""What a web page declares about itself: Open Graph, schema.org (JSON-LD and microdata), Dublin Core, HTML itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from site_builder.documents import Record
from site_builder.formats.html_tree import Element
from site_builder.language.urls import is_web_url, safe_url

_DATES = (
    "ld:datepublished", "article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate",
    "publish-date", "publish_time", "weibo:article:create_at", "dc.date.issued", "dcterms.created", "dc.date",
    "parsely-pub-date", "date", "time",
)  # fmt: skip
"""Names of properties, in lower case, the surest first."""
_UPDATES = ("ld:datemodified", "article:modified_time", "og:updated_time", "datemodified", "lastmod")
_TITLES = ("ld:headline", "og:title", "twitter:title", "headline", "dc.title")
_AUTHORS = ("author", "article:author", "dc.creator", "byl", "parsely-author", "weibo:article:author")
_SITES = ("og:site_name", "application-name", "publisher", "dc.publisher")
_IMAGES = ("og:image", "og:image:url", "twitter:image", "twitter:image:src")
_DESCRIPTIONS = ("og:description", "twitter:description")
_ARTICLES = re.compile(r"\w{0,20}(?:Article|Posting)")
_WRAPPING = re.compile(r"^[\s/*]{0,200}<!\[CDATA\[[\s/*]{0,200}|[\s/*]{0,200}\]\]>[\s/*]{0,200}$|[\s;]{1,200}$")
"""What old templates put around JSON-LD."""
_SAVED_FROM = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,6}\)(\S{1,2000}?)\s{0,9}-->")
_SINGLE_FILE = re.compile(r"<!--\s{0,9}Page saved with SingleFile\s{1,9}url:\s{0,9}(\S{1,2000})")
NO_BYLINE = {"script", "style", "td", "th", "li", "option", "blockquote", "aside", "figcaption"}
"""Elements whose dates are those of other things."""
_LINES = {"p", "div", "section", "header", "article", "h2", "h3", "dd", "dt", "main", "body"}
_WHOLE = {"article", "section", "main", "header", "body"}
"""Lines that hold the whole text: what stands in them directly is a line of its own."""
_MAX_LINE = 100
_SENTENCE = re.compile(r"[，。！？；]")
_HEAD = 20_000
_MAX_JSON = 500_000


class PageFacts(Record, frozen=True):
    """As declared, in order of trust; nothing is resolved or checked."""

    url: str = ""
    titles: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    description: str = ""
    tags: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    language: str = ""
    names: Mapping[str, str] = {}
    """Value -> where it was declared first: "JSON-LD headline", "meta og:title"."""


def read_facts(page: Element, html: str, *, location: str = "") -> PageFacts:
    """The facts of the page with the tree `page`; `location` is where an archive of it says that it was."""
    declared: dict[str, list[str]] = defaultdict(list)
    for name, value in (*_schema(page), *_properties(page)):
        if value.strip():
            declared[name].append(value.strip())
    return PageFacts(
        url=_address(page, html, declared, location),
        titles=_collect(declared, _TITLES),
        dates=_collect(declared, _DATES),
        updates=_collect(declared, _UPDATES),
        authors=_collect(declared, _AUTHORS),
        sites=_collect(declared, _SITES),
        images=_collect(declared, _IMAGES),
        description=next(iter(_collect(declared, _DESCRIPTIONS)), ""),
        tags=_collect(declared, ("article:tag",)),
        sections=_collect(declared, ("article:section",)),
        names=_names_of_values(declared),
        language=next((element.get("lang") or "" for element in page.iter("html", "body") if element.get("lang")), ""),
    )


def _names_of_values(declared: Mapping[str, Sequence[str]]) -> dict[str, str]:
    order = (*_DATES, *_TITLES, *_AUTHORS, *_SITES)
    rows = ((value, name) for name in order for value in declared.get(name, ()))
    named: dict[str, str] = {}
    for value, name in rows:
        named.setdefault(value, f"JSON-LD {name[3:]}" if name.startswith("ld:") else f"meta {name}")
    return named


def _collect(declared: Mapping[str, Sequence[str]], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for name in names for value in declared.get(name, ())))


def _properties(page: Element) -> Iterator[tuple[str, str]]:
    """(name, value) of meta elements, microdata and the first time of the page."""
    for meta in page.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        yield name.lower(), meta.get("content") or ""
    for element in page.iter("time", "span", "div", "p", "a", "h1"):
        name = (element.get("itemprop") or "").lower()
        if name in ("datepublished", "datemodified", "author", "headline"):
            text = " ".join("".join(str(part) for part in element.itertext()).split())
            yield name, element.get("datetime") or element.get("content") or text[:200]
        elif element.tag == "time" and is_line_of_facts(element):
            yield "pubdate" if element.get("pubdate") is not None else "time", element.get("datetime") or ""


def is_line_of_facts(element: Element) -> bool:
    """True if `element` stands in a short line that tells no story: a byline, no sentence with an event's day."""
    around = (element, *element.iterancestors())
    if any(parent.tag in NO_BYLINE for parent in around):
        return False
    line = next((parent for parent in around if parent.tag in _LINES), element)
    words = " ".join("".join(map(str, line.itertext())).split())
    return line.tag in _WHOLE or (len(words) <= _MAX_LINE and not _SENTENCE.search(words))


def _address(page: Element, html: str, declared: Mapping[str, Sequence[str]], location: str) -> str:
    """The page's own address. A canonical one that is only the home page's says nothing about the page."""
    head = html[:_HEAD]
    saved = [match[1] for pattern in (_SAVED_FROM, _SINGLE_FILE) if (match := pattern.search(head))]
    links = [
        link.get("href") or "" for link in page.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    candidates = [safe_url(url) for url in (*links, *declared.get("og:url", ()), location, *saved)]
    usable = [url for url in candidates if is_web_url(url)]
    deep = [url for url in usable if urlsplit(url).path.strip("/") or urlsplit(url).query]
    return next(iter((*deep, *usable)), "")


def _schema(page: Element) -> Iterator[tuple[str, str]]:
    """(name, value) of the article that JSON-LD describes."""
    for script in page.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(text) > _MAX_JSON:
            continue
        try:
            found = msgspec.json.decode(_WRAPPING.sub("", text).encode("utf-8", "replace"), strict=False)
        except (msgspec.DecodeError, RecursionError):
            continue
        for thing in _things(found):
            if _ARTICLES.fullmatch(_type(thing)):
                yield from _article(thing)


def _things(found: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD document: one, a list, or a graph."""
    for thing in found if isinstance(found, list) else [found]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _type(thing: Mapping[str, Any]) -> str:
    kind = thing.get("@type")
    kind = kind[0] if isinstance(kind, list) and kind else kind
    return kind if isinstance(kind, str) else ""


def _article(thing: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("headline", "datePublished", "dateModified"):
        yield f"ld:{key.lower()}", thing[key] if isinstance(thing.get(key), str) else ""
    yield from (("author", name) for name in _names(thing.get("author")))
    yield from (("publisher", name) for name in _names(thing.get("publisher")))


def _names(found: Any) -> Iterator[str]:
    """The names of people or organisations: texts, objects, lists of either."""
    for person in found if isinstance(found, list) else [found]:
        name = person.get("name") if isinstance(person, dict) else person
        yield from (value for value in (name if isinstance(name, list) else [name]) if isinstance(value, str))
