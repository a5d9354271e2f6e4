"""Articles into what the search holds of them: the shadow page for Pagefind, the card that readers see.

The site's own pages are never indexed: their menus and related lists would be found too.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from site_builder.model import Record, TermRef
from site_builder.search.tokens import distinct_characters, fold, tokenise


class SearchDocument(Record, frozen=True, kw_only=True):
    """One article as the search knows it. Only `title` and `text` are searched."""

    url: str
    """Relative to the site's root, decoded, with a leading slash."""
    title: str
    date: datetime
    """In the site's zone, which decides the year it is filtered by."""
    outlet: TermRef | None = None
    companies: tuple[TermRef, ...] = ()
    """Those the article is about first."""
    above: tuple[TermRef, ...] = ()
    """Companies that the article does not name, whose pages show it all the same: it is filtered by them too."""
    tags: tuple[TermRef, ...] = ()
    language: str = ""
    summary: str = ""
    """Shown where the query stands in the title alone."""
    text: str = ""
    """Plain text that may be published, a line a paragraph; the summary where rights allow no more."""


class SearchCard(Record, frozen=True, kw_only=True, omit_defaults=False):
    """A hit as the client shows it: a JSON file of its own, loaded for the hits on the screen alone."""

    url: str
    title: str
    date: datetime
    language: str
    outlet: TermRef | None
    companies: tuple[TermRef, ...]
    summary: str
    text: str


def card_of(document: SearchDocument) -> bytes:
    """The card of `document` as JSON."""
    return msgspec.json.encode(
        SearchCard(
            url=document.url,
            title=document.title,
            date=document.date,
            language=document.language,
            outlet=document.outlet,
            companies=document.companies,
            summary=document.summary,
            text=document.text,
        )
    )


def shadow_page(document: SearchDocument) -> bytes:
    """An HTML page with the tokens of `document`, for Pagefind alone.

    Language "und" keeps Pagefind from stemming and cutting. The title is a weighted paragraph and no heading:
    Pagefind would store a heading again as metadata. The single characters between title and text also keep a
    phrase from beginning in the one and ending in the other. Tokens are letters and digits: no escapes.
    """
    title = f"{tokenise(document.title)} {distinct_characters(document.title)}"
    rest = distinct_characters(document.text, without=document.title)
    return (
        '<!doctype html><html lang="und"><body><main data-pagefind-body>'
        f'<p data-pagefind-weight="7">{title}</p><p>{tokenise(document.text)}</p><p>{rest}</p>'
        "</main></body></html>"
    ).encode()


def title_length(document: SearchDocument) -> int:
    """How many tokens stand before the text: a phrase found earlier is in the title."""
    return len(tokenise(document.title).split()) + len(distinct_characters(document.title).split())


def has_tokens(document: SearchDocument) -> bool:
    """False if nothing of the document can be found; Pagefind leaves such a page out."""
    return bool(fold(document.title) or fold(document.text))
