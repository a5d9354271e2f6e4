"""A company of the archive -> by which rules and spellings its articles name it, and where a name of it was refused."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from site_builder.archive.companies import find_doubts
from site_builder.archive.company_candidates import make_context
from site_builder.archive.terms import fold_name
from site_builder.archive.vocabulary import Matcher, collect_vocabulary, fold
from site_builder.building.build import BuildOptions, load_site
from site_builder.building.cache import Cache
from site_builder.building.parallel import default_jobs
from site_builder.building.project import Project
from site_builder.documents import Record
from site_builder.errors import Problem, UsageError, nearest_name
from site_builder.model import Article, Body, ParsedTerm, Site, Term


class Refused(Record, frozen=True, kw_only=True):
    """A place where a name of the company stands and does not count."""

    path: str
    form: str
    context: str


class CompanyExplanation(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What the texts say about one company."""

    slug: str
    name: str
    articles: int
    about: int
    reasons: dict[str, int]
    """Why articles list it -> articles, most first."""
    surfaces: dict[str, dict[str, int]]
    """Spelling -> rule that admitted it -> times, most first."""
    refused: int
    """Places of ambiguous names that nothing admitted."""
    examples: tuple[Refused, ...]


def explain_company(
    project: Project, name: str, *, examples: int, now: datetime | None
) -> tuple[CompanyExplanation, list[Problem]]:
    """Counts over the archive, and up to so many refused places. Raises UsageError for a name without a term file."""
    options = BuildOptions(destination=project.root / "output", jobs=default_jobs(), now=now, drafts=True, future=True)
    with Cache(project.cache_file) as cache:
        site, problems = load_site(project, options, cache, progress=lambda step, done, total: None)
        term = _find_term(site, name)
        refused = _find_refused(site, term, cache, brands=project.config.companies.roll_up)
    articles = site.by_term.get(("companies", term.slug), ())
    mentions = [mention for article in articles for mention in article.mentions if mention.slug == term.slug]
    surfaces: dict[str, Counter[str]] = {}
    for surface in (surface for mention in mentions for surface in mention.surfaces):
        surfaces.setdefault(surface.form, Counter())[surface.rule] += surface.count
    ordered = sorted(surfaces.items(), key=lambda item: (-item[1].total(), item[0]))
    return CompanyExplanation(
        slug=term.slug,
        name=term.name,
        articles=len(articles),
        about=sum(mention.about for mention in mentions),
        reasons=dict(Counter(mention.reason for mention in mentions).most_common()),
        surfaces={form: dict(rules.most_common()) for form, rules in ordered},
        refused=len(refused),
        examples=tuple(refused[:examples]),
    ), problems


def _find_term(site: Site, name: str) -> Term:
    terms = [term for term in site.terms["companies"] if term.path]
    names = {fold_name(text): t for t in terms for text in (*t.facts.tickers, *t.facts.aliases, t.facts.english)}
    names |= {fold_name(text): term for term in terms for text in (term.slug, term.name)}
    if fold_name(name) in names and name.strip():
        return names[fold_name(name)]
    nearest = nearest_name(fold_name(name), names)
    hint = f"did you mean {names[nearest].name}?" if nearest else f"site-builder company add {name}"
    raise UsageError([Problem("", 0, "company-unknown", f'no term file claims "{name}"', hint)])


def _find_refused(site: Site, term: Term, cache: Cache, *, brands: bool) -> list[Refused]:
    """Newest article first. Only articles that hold an ambiguous name of the company are looked at."""
    wanted = [fold(form) for form in term.facts.ambiguous]
    parsed = [
        ParsedTerm(path=one.path, taxonomy="companies", slug=one.slug, facts=one.facts, body=Body(key=""))
        for one in site.terms["companies"]
        if one.path
    ]
    matcher = Matcher(collect_vocabulary(parsed, brands=brands))
    refused: list[Refused] = []
    for article in site.articles if wanted else ():
        text = cache.text(article.parsed.body.key)
        folded = fold(f"{article.card.title}\n{text}")
        if any(form in folded for form in wanted):
            refused += _read_doubts(article, text, matcher, slug=term.slug)
    return refused


def _read_doubts(article: Article, text: str, matcher: Matcher, *, slug: str) -> list[Refused]:
    title = article.parsed.front_matter.title
    whole = f"{title}\n{text}"
    return [
        Refused(path=article.parsed.path, form=whole[start:end], context=make_context(whole, start, end))
        for found, start, end in find_doubts(title, text, matcher, quiet=article.parsed.code)
        if found == slug
    ]
