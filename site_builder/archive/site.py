"""Parsed documents, term files and found mentions -> the assembled `Site`. Pure."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from site_builder.archive.ancestry import companies_of, find_above, find_parents
from site_builder.archive.companies import confirms_link
from site_builder.archive.terms import SortKey, Terms
from site_builder.documents import Rights, Taxonomy
from site_builder.errors import Problem
from site_builder.language.urls import clean_url
from site_builder.model import Article, Card, Image, Mention, ParsedArticle, ParsedPage, ParsedTerm, Site, Term, TermRef

_NAMESPACE = uuid.UUID("8c9b1f0e-7f43-5d0c-9d5f-2f6f0d6f5a11")
"""Namespace of identifiers made from paths, for documents that carry none of their own."""


def is_published(document: ParsedArticle | ParsedPage, *, now: datetime, drafts: bool, future: bool) -> bool:
    """Whether an article or page is on the site: no draft, not ahead of `now`, not expired."""
    front = document.front_matter
    if front.draft and not drafts:
        return False
    if front.date and front.date > now and not future:
        return False
    return front.expiry_date is None or front.expiry_date > now


def assemble(
    articles: Iterable[ParsedArticle],
    parsed_terms: Sequence[ParsedTerm],
    *,
    pages: Sequence[ParsedPage],
    mentions: Mapping[str, tuple[Mention, ...]],
    rights: Rights,
    sort_key: SortKey,
    roll_up: bool = True,
) -> tuple[Site, list[Problem]]:
    """The site, and problems among its names. `mentions` are those found in the text, by article path.

    With `roll_up`, articles of a company are also those of the companies above it.
    """
    terms = Terms(sort_key)
    terms.add_files(parsed_terms)
    assembled = [
        _assemble_article(parsed, mentions.get(parsed.path, ()), terms, rights=rights) for parsed in articles
    ]
    assembled.sort(key=lambda article: (-article.card.date.timestamp(), article.card.url))
    parents, problems = find_parents(parsed_terms, terms)
    above = find_above(parents) if roll_up else {}
    by_day: dict[date, list[Article]] = defaultdict(list)
    by_term: dict[tuple[Taxonomy, str], list[Article]] = defaultdict(list)
    for article in assembled:
        by_day[article.card.date.date()].append(article)
        for key in _term_keys(article, above):
            by_term[key].append(article)
    site = Site(
        articles=tuple(assembled),
        terms=terms.by_taxonomy(),
        by_term={key: tuple(found) for key, found in by_term.items()},
        by_day={day: tuple(by_day[day]) for day in sorted(by_day, reverse=True)},
        parents=parents,
        above=above,
        pages=tuple(pages),
    )
    return site, [*terms.problems, *problems]


def _term_keys(article: Article, above: Mapping[str, tuple[TermRef, ...]]) -> list[tuple[Taxonomy, str]]:
    card = article.card
    keys: list[tuple[Taxonomy, str]] = [("companies", ref.slug) for ref in companies_of(article, above)]
    keys += [("tags", ref.slug) for ref in card.tags]
    keys += [("categories", ref.slug) for ref in card.categories]
    keys += [("authors", ref.slug) for ref in card.authors]
    if card.outlet:
        keys.append(("outlets", card.outlet.slug))
    return list(dict.fromkeys(keys))


def _assemble_article(
    parsed: ParsedArticle, found: tuple[Mention, ...], terms: Terms, *, rights: Rights
) -> Article:
    front = parsed.front_matter
    outlet = _resolve(terms, parsed, "outlets", (front.outlet,) if front.outlet else (), key="outlet")
    mentions = _choose_mentions(parsed, found, terms)
    day = parsed.date.date()
    card = Card(
        id=front.id or str(uuid.uuid5(_NAMESPACE, parsed.path)),
        url=f"/{day:%Y/%m/%d}/{parsed.slug}/",
        title=front.title,
        date=parsed.date,
        updated=front.updated,
        summary=parsed.summary,
        language=parsed.language,
        outlet=outlet[0].ref if outlet else None,
        companies=tuple(terms.terms["companies", mention.slug].ref for mention in mentions),
        tags=_refs(_resolve(terms, parsed, "tags", _tags_alone(front.tags, terms), key="tags")),
        categories=_refs(_resolve(terms, parsed, "categories", front.categories, key="categories")),
        authors=_refs(_resolve(terms, parsed, "authors", front.authors, key="authors")),
        image=_choose_image(parsed),
        source_url=clean_url(front.source_url) if front.source_url else "",
        note_html=parsed.note_html,
        pick=front.pick,
        draft=front.draft,
        rights=front.rights or (outlet[0].facts.rights if outlet else "") or rights,
    )
    return Article(card=card, parsed=parsed, mentions=mentions)


def _resolve(
    terms: Terms, parsed: ParsedArticle, taxonomy: Taxonomy, names: Iterable[str], *, key: str
) -> list[Term]:
    line = parsed.lines.get(key, 1)
    found = [terms.resolve(taxonomy, name, path=parsed.path, line=line) for name in names]
    return list({term.slug: term for term in found}.values())


def _tags_alone(names: Iterable[str], terms: Terms) -> list[str]:
    """The tags without those that name a company: one page gathers what is written about it, not two."""
    return [name for name in names if _company_of_tag(name, terms) is None]


def _company_of_tag(name: str, terms: Terms) -> Term | None:
    """The company with a term file that a tag means, unless a tag's term file claims the name."""
    company = terms.find("companies", name)
    tag = terms.find("tags", name)
    return company if company and company.path and not (tag and tag.path) else None


def _refs(terms: list[Term]) -> tuple[TermRef, ...]:
    return tuple(term.ref for term in terms)


def _choose_mentions(parsed: ParsedArticle, found: tuple[Mention, ...], terms: Terms) -> tuple[Mention, ...]:
    """Found companies, with the publisher's markup and the curator's word on top; `about` first."""
    choice, line = parsed.front_matter.companies, parsed.lines.get("companies", 1)
    mentions = {mention.slug: mention for mention in found}
    for marked in parsed.front_matter.companies_marked:
        if not confirms_link(marked.name, terms.find("companies", marked.name), mentions):
            continue
        term = terms.resolve("companies", marked.name, path=parsed.path, line=parsed.lines.get("companies_marked", 1))
        mentions.setdefault(term.slug, Mention(slug=term.slug, named=(marked.name,), reason="markup"))
    for name in parsed.front_matter.tags:
        company = _company_of_tag(name, terms)
        if company:
            mentions.setdefault(company.slug, Mention(slug=company.slug, named=(name,), reason="tag"))
    written = choice.only if choice.only is not None else choice.add
    curated = [terms.resolve("companies", name, path=parsed.path, line=line).slug for name in written]
    if choice.only is not None:
        mentions = {slug: mentions[slug] for slug in curated if slug in mentions}
    for slug in curated:
        known = mentions.get(slug, Mention(slug=slug))
        mentions[slug] = msgspec.structs.replace(known, about=True, reason="curator")
    for name in choice.drop:
        dropped = terms.find("companies", name)
        if dropped:
            mentions.pop(dropped.slug, None)
    return tuple(sorted(mentions.values(), key=lambda mention: not mention.about))


def _choose_image(parsed: ParsedArticle) -> Image | None:
    """The front matter's image, with its size where the text shows it too; else the text's first."""
    images = parsed.body.images
    written = parsed.front_matter.image
    if not written:
        return next((msgspec.structs.replace(image, caption="") for image in images if image.width != 1), None)
    name = re.sub(r"[?#].*", "", written)
    return next((image for image in images if image.src.startswith(name)), Image(src=written))
