"""Articles into what the search holds of them: the shadow page for Pagefind, the card that readers see.

The site's own pages are never indexed: their menus and related lists would be found too.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from site_builder.documents import Record
from site_builder.search.tokens import distinct_characters, tokenise

_NO_TOKEN = "q0q"
"""Stands where a page would be without a word, and Pagefind refuse it; spells a character that folding drops."""


class SearchDocument(Record, frozen=True, kw_only=True):
    """One article as the search knows it, without its text, which is read when its shard is made.

    Only title and text are searched.
    """

    url: str
    """Relative to the site's root, decoded, with a leading slash."""
    title: str
    date: datetime
    """In the site's zone, which decides the year it is filtered by."""
    outlet: str = ""
    """Slug, as are those below."""
    companies: tuple[str, ...] = ()
    """Those the article is about first."""
    above: tuple[str, ...] = ()
    """Companies that the article does not name, whose pages show it all the same: it is filtered by them too."""
    about: int = 0
    """How many of `companies` the article is about."""
    tags: tuple[str, ...] = ()
    language: str = ""
    story: str = ""
    """Id of its story."""
    summary: str = ""
    """Shown where the query stands in the title alone."""
    text_key: str
    """Equal keys are equal texts."""
    characters: int
    """About the length of the text: what indexing it costs."""


class SearchCard(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What the client shows of a hit besides facts that change without the text; a file of its own."""

    url: str
    title: str
    date: datetime
    language: str
    summary: str
    text: str


def card_of(document: SearchDocument, text: str) -> bytes:
    """The card of `document` as JSON."""
    return msgspec.json.encode(
        SearchCard(
            url=document.url,
            title=document.title,
            date=document.date,
            language=document.language,
            summary=document.summary,
            text=text,
        )
    )


def shadow_page(document: SearchDocument, text: str) -> bytes:
    """An HTML page with the tokens of `document`, for Pagefind alone.

    Language "und" keeps Pagefind from stemming and cutting. The title is a weighted paragraph and no heading:
    Pagefind would store a heading again as metadata. By the weight the client knows a title's tokens. The single
    characters between title and text also keep a phrase from beginning in the one and ending in the other. Tokens are
    letters and digits: no escapes.
    """
    title = f"{tokenise(document.title)} {distinct_characters(document.title)}"
    rest = distinct_characters(text, without=document.title) or _NO_TOKEN
    return (
        '<!doctype html><html lang="und"><body><main data-pagefind-body>'
        f'<p data-pagefind-weight="7">{title}</p><p>{tokenise(text)}</p><p>{rest}</p>'
        "</main></body></html>"
    ).encode()
