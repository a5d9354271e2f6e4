"""The assembled site -> the files of /pagefind/. Nothing is tokenised where no article changed."""

from __future__ import annotations

from pathlib import Path

from site_builder.archive.ancestry import companies_of
from site_builder.building.cache import Cache
from site_builder.building.fingerprint import code_version, hash_record
from site_builder.formats.markdown import render
from site_builder.model import Article, Site
from site_builder.search.documents import SearchDocument
from site_builder.search.index import write_index

_STATE = "state"


def index_site(site: Site, cache: Cache, *, workspace: Path) -> dict[str, Path]:
    """Path below /pagefind/ -> file. Drafts are left out; excerpts are searched by their summary alone.

    Raises EnvironmentFault where Pagefind is missing or fails.
    """
    articles = [article for article in site.articles if not article.card.draft]
    searched = [(article.card, article.parsed.body.key, companies_of(article, site.above)) for article in articles]
    state = f"{code_version()} {hash_record(searched)}"
    state_file, bundle = workspace / _STATE, workspace / "bundle"
    if state_file.is_file() and state_file.read_text() == state:
        known = {path.relative_to(bundle).as_posix(): path for path in sorted(bundle.rglob("*")) if path.is_file()}
        known.pop("manifest.json", None)
        if known:
            return known
    workspace.mkdir(parents=True, exist_ok=True)
    state_file.unlink(missing_ok=True)
    files = write_index((_document(article, site, cache) for article in articles), workspace=workspace)
    state_file.write_text(state)
    return dict(files)


def _document(article: Article, site: Site, cache: Cache) -> SearchDocument:
    card = article.card
    return SearchDocument(
        url=card.url,
        title=card.title,
        date=card.date,
        outlet=card.outlet,
        companies=card.companies,
        above=companies_of(article, site.above)[len(card.companies) :],
        tags=card.tags,
        language=card.language,
        summary=card.summary,
        text=_searchable_text(article, cache),
    )


def _searchable_text(article: Article, cache: Cache) -> str:
    """The published words: the text, or where rights allow no more the summary; then the curator's note."""
    parsed = article.parsed
    text = article.card.summary if article.card.rights == "excerpt" else cache.text(parsed.body.key)
    note = parsed.front_matter.note
    return f"{text}\n{render(note, language=parsed.language).text}" if note else text
