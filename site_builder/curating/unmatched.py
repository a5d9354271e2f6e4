"""An archive -> frequent names that none of its term files covers, each with the command that adds one.

Four sources, each for what the others miss: codes in brackets, the publisher's markup, endings that companies have,
and the starter vocabulary, which is a suggestion here and never more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from site_builder.archive.companies import confirms_link, find_mentions
from site_builder.archive.company_candidates import Candidate, Source, find_candidates, join_longer, make_context
from site_builder.archive.terms import fold_name
from site_builder.archive.vocabulary import Matcher, collect_vocabulary
from site_builder.building.build import BuildOptions, load_site
from site_builder.building.cache import Cache
from site_builder.building.parallel import default_jobs
from site_builder.building.project import Project
from site_builder.curating.company_files import Claims, quote_name, read_claims
from site_builder.documents import Record
from site_builder.errors import Problem
from site_builder.model import Article, Body, ParsedTerm, Site, Term
from site_builder.vocabulary.lookup import find_starters, to_facts
from site_builder.vocabulary.starter import Starter

_STARTER = "starter:"
"""Before the slugs of companies that the archive does not have."""
_MIN_ARTICLES: Mapping[Source, int] = {"form": 2}
"""An ending alone proves little in one article."""
_SOURCES: tuple[Source, ...] = ("known", "code", "markup", "form")


class Unmatched(Record, frozen=True, kw_only=True, omit_defaults=False):
    """A name without a term file."""

    name: str
    articles: int
    sources: tuple[Source, ...]
    """Where it comes from, the surest first."""
    path: str
    """An article that has it."""
    context: str
    """The text around it there."""
    command: str
    """The line that begins its term file."""


class _Sighting(Record, frozen=True, kw_only=True):
    """A name in one article."""

    candidate: Candidate
    path: str


def find_unmatched(
    project: Project, vocabulary: Sequence[Starter], *, now: datetime | None
) -> tuple[list[Unmatched], list[Problem]]:
    """The names, those of most articles first, and the problems met on the way."""
    options = BuildOptions(destination=project.root / "output", jobs=default_jobs(), now=now, drafts=True, future=True)
    claims = read_claims(project.root, zone=project.config.zone)
    missing = [one for one in vocabulary if not _is_claimed(one, claims)]
    with Cache(project.cache_file) as cache:
        site, problems = load_site(project, options, cache, progress=lambda step, done, total: None)
        matcher = _make_matcher(site, missing, vocabulary)
        terms = {fold_name(name): t for t in site.terms["companies"] if t.path for name in (t.name, *t.facts.aliases)}
        sightings = [
            _Sighting(candidate=candidate, path=article.parsed.path)
            for article in site.articles
            for candidate in _read_article(article, cache.text(article.parsed.body.key), matcher, terms)
        ]
    return _rank(sightings, {one.slug: one for one in missing}, claims), problems


def _is_claimed(starter: Starter, claims: Claims) -> bool:
    return any(fold_name(name) in claims for name in (starter.name, starter.english, *starter.tickers) if name)


def _make_matcher(site: Site, missing: Sequence[Starter], vocabulary: Sequence[Starter]) -> Matcher:
    """The archive's own companies, whose names go first, and those that only the package knows."""
    by_slug = {one.slug: one for one in vocabulary}
    own = [_as_parsed(term) for term in site.terms["companies"] if term.path]
    known = [
        ParsedTerm(path="", taxonomy="companies", slug=f"{_STARTER}{one.slug}", facts=to_facts(one, by_slug),
                   body=Body(key=""))
        for one in missing
    ]  # fmt: skip
    return Matcher(collect_vocabulary([*own, *known]))


def _as_parsed(term: Term) -> ParsedTerm:
    return ParsedTerm(path=term.path, taxonomy="companies", slug=term.slug, facts=term.facts, body=Body(key=""))


def _read_article(article: Article, text: str, matcher: Matcher, terms: Mapping[str, Term]) -> Iterator[Candidate]:
    """What the article names without a term file: each name once a source."""
    title = article.parsed.front_matter.title
    whole = f"{title}\n{text}"
    mentions = find_mentions(title, text, matcher, quiet=article.parsed.code)
    for mention in mentions:
        if mention.slug.startswith(_STARTER):
            form = mention.surfaces[0].form
            start = whole.find(form)
            context = make_context(whole, start, start + len(form))
            yield Candidate(name=mention.slug.removeprefix(_STARTER), source="known", context=context)
    forms = [form for mention in mentions for form in mention.forms]
    seen: set[tuple[str, str]] = set()
    for marked in article.parsed.front_matter.companies_marked:
        if fold_name(marked.name) not in terms and confirms_link(marked.name, None, ()):
            start = max(whole.find(marked.name), 0)
            context = make_context(whole, start, start + len(marked.name))
            yield Candidate(name=marked.name, source="markup", context=context)
    for candidate in find_candidates(whole):
        key = (candidate.name, candidate.source)
        if key not in seen and not any(form in candidate.name for form in forms):
            seen.add(key)
            yield candidate


def _rank(sightings: Sequence[_Sighting], missing: Mapping[str, Starter], claims: Claims) -> list[Unmatched]:
    """One row a company, most articles first, then by name."""
    paths: dict[str, set[str]] = defaultdict(set)
    for sighting in sightings:
        if sighting.candidate.source != "known":
            paths[sighting.candidate.name].add(sighting.path)
    joined = join_longer(paths)
    rows: dict[str, list[_Sighting]] = defaultdict(list)
    for sighting in sightings:
        name = joined.get(sighting.candidate.name, sighting.candidate.name)
        if sighting.candidate.source == "known":
            rows[_STARTER + name].append(sighting)
        elif fold_name(name) not in claims:
            found = find_starters(name, tuple(missing.values()))
            rows[_STARTER + found[0].slug if len(found) == 1 else name].append(sighting)
    ranked = [
        _describe(name, found, missing)
        for name, found in rows.items()
        if len({one.path for one in found}) >= min(_MIN_ARTICLES.get(one.candidate.source, 1) for one in found)
    ]
    return sorted(ranked, key=lambda row: (-row.articles, row.name))


def _describe(key: str, found: Sequence[_Sighting], missing: Mapping[str, Starter]) -> Unmatched:
    starter = missing.get(key.removeprefix(_STARTER)) if key.startswith(_STARTER) else None
    name = starter.name if starter else key
    sources = {one.candidate.source for one in found}
    first = min(found, key=lambda one: (_SOURCES.index(one.candidate.source), one.path))
    return Unmatched(
        name=name,
        articles=len({one.path for one in found}),
        sources=tuple(source for source in _SOURCES if source in sources),
        path=first.path,
        context=first.candidate.context,
        command=f"site-builder company add {'' if starter else '--new '}{quote_name(name)}",
    )
