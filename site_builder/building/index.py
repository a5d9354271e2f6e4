"""The assembled site -> the files of /pagefind/. Texts are read and cut for the shards alone that changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from site_builder.archive.ancestry import companies_of
from site_builder.building.cache import Cache
from site_builder.building.fingerprint import code_version, hash_record, hash_texts
from site_builder.formats.markdown import render
from site_builder.model import Article, Site, Term
from site_builder.search.documents import SearchDocument
from site_builder.search.index import write_index
from site_builder.search.terms import TAXONOMIES

_STATE = "state"
_BUNDLE = "bundle"


def index_site(site: Site, cache: Cache, *, workspace: Path) -> dict[str, Path]:
    """Path below /pagefind/ -> file. Drafts are left out; excerpts are searched by their summary alone.

    Raises EnvironmentFault where Pagefind is missing or fails.
    """
    articles = {article.card.url: article for article in site.articles if not article.card.draft}
    terms = _find_terms(site)
    state = _hash_state(list(articles.values()), site, terms)
    state_file, bundle = workspace / _STATE, workspace / _BUNDLE
    if known := _read_state(state_file, state, bundle):
        return known
    workspace.mkdir(parents=True, exist_ok=True)
    state_file.unlink(missing_ok=True)

    def read_text(url: str) -> str:
        return _searchable_text(articles[url], cache)

    documents = [_document(article, site, text=read_text(url)) for url, article in articles.items()]
    files = write_index(documents, terms, workspace=workspace, read_text=read_text)
    state_file.write_text("\n".join([state, *files]))
    return dict(files)


def _hash_state(articles: Sequence[Article], site: Site, terms: Sequence[Term]) -> str:
    """Changes with anything that the index is made of; tells without reading a text that there is nothing to do."""
    parts = [
        (article.card, article.parsed.body.key, article.parsed.front_matter.note, _story_id(article, site),
         _count_about(article), _slugs_above(article, site))
        for article in articles
    ]  # fmt: skip
    return f"{code_version()} {hash_record([parts, terms])}"


def _read_state(state_file: Path, state: str, bundle: Path) -> dict[str, Path] | None:
    """The files of the last index, if it was made in this state and all of them are there."""
    if not state_file.is_file():
        return None
    last, *names = state_file.read_text().split("\n")
    files = {name: bundle / name for name in names}
    return files if last == state and all(map(Path.is_file, files.values())) else None


def _document(article: Article, site: Site, *, text: str) -> SearchDocument:
    card = article.card
    return SearchDocument(
        url=card.url,
        title=card.title,
        date=card.date,
        outlet=card.outlet.slug if card.outlet else "",
        companies=tuple(term.slug for term in card.companies),
        above=_slugs_above(article, site),
        about=_count_about(article),
        tags=tuple(term.slug for term in card.tags),
        language=card.language,
        story=_story_id(article, site),
        summary=card.summary,
        text_key=hash_texts(text),
        characters=len(text),
    )


def _count_about(article: Article) -> int:
    about = {mention.slug for mention in article.mentions if mention.about}
    return sum(term.slug in about for term in article.card.companies)


def _slugs_above(article: Article, site: Site) -> tuple[str, ...]:
    return tuple(term.slug for term in companies_of(article, site.above)[len(article.card.companies) :])


def _story_id(article: Article, site: Site) -> str:
    story = site.story_of.get(article.card.url)
    return story.id if story else ""


def _find_terms(site: Site) -> list[Term]:
    """Terms with articles: those with most first, roughly, so that one article more seldom changes the order."""
    terms = [term for taxonomy in TAXONOMIES for term in site.terms[taxonomy]]
    counted = [(len(site.by_term.get((term.taxonomy, term.slug), ())), term) for term in terms]
    found = [(count, term) for count, term in counted if count]
    return [term for _, term in sorted(found, key=lambda pair: (-pair[0].bit_length(), pair[1].sort_key))]


def _searchable_text(article: Article, cache: Cache) -> str:
    """The published words: the text, or where rights allow no more the summary; then the curator's note."""
    parsed = article.parsed
    text = article.card.summary if article.card.rights == "excerpt" else cache.text(parsed.body.key)
    note = parsed.front_matter.note
    return f"{text}\n{render(note, language=parsed.language).text}" if note else text
