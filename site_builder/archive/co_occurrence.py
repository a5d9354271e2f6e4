"""Which companies, and which tags, stand on the same articles -> for each of them the others, with count and lift.

Lift is P(ab) / (P(a) P(b)): how many times as often two appear together as they would if neither had to do with the
other. Pairs are counted over the articles, once a plan: the cost follows what articles name, not how many terms
there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from site_builder.archive.ancestry import companies_of, find_families
from site_builder.documents import Record
from site_builder.model import Site, TermRef
from site_builder.views import TermCount

MIN_SHARED = 2
"""One article in common is chance."""


class Together(Record, frozen=True, kw_only=True):
    """A term beside another one."""

    slug: str
    count: int
    """Articles that carry both."""
    lift: float


def find_together(
    groups: Sequence[Collection[str]], *, kin: Mapping[str, Collection[str]] | None = None
) -> dict[str, tuple[Together, ...]]:
    """Slug -> those on at least two of the same articles, most first, ties by slug.

    `groups` are the slugs of each article, each once. `kin` maps a slug to those that are no news beside it.
    """
    singles = Counter(slug for group in groups for slug in group)
    pairs = Counter(pair for group in groups if len(group) > 1 for pair in combinations(sorted(group), 2))
    kin = kin or {}
    found: dict[str, list[Together]] = defaultdict(list)
    for (one, other), count in pairs.items():
        if count < MIN_SHARED or other in kin.get(one, ()) or one in kin.get(other, ()):
            continue
        lift = count * len(groups) / (singles[one] * singles[other])
        found[one].append(Together(slug=other, count=count, lift=lift))
        found[other].append(Together(slug=one, count=count, lift=lift))
    return {slug: tuple(sorted(others, key=lambda one: (-one.count, one.slug))) for slug, others in found.items()}


def find_company_pairs(site: Site) -> dict[str, tuple[TermCount, ...]]:
    """Company slug -> the companies that appear with it. A company and those below it are one here."""
    groups = [companies_of(article, site.above) for article in site.articles]
    return _name(groups, kin=find_families(site.above))


def find_tag_pairs(site: Site) -> dict[str, tuple[TermCount, ...]]:
    """Tag slug -> the tags that go with it."""
    return _name([article.card.tags for article in site.articles], kin={})


def _name(
    groups: Sequence[Sequence[TermRef]], *, kin: Mapping[str, Collection[str]]
) -> dict[str, tuple[TermCount, ...]]:
    refs = {ref.slug: ref for group in groups for ref in group}
    together = find_together([{ref.slug for ref in group} for group in groups], kin=kin)
    return {
        slug: tuple(TermCount(term=refs[o.slug], count=o.count, lift=round_lift(o.lift)) for o in others)
        for slug, others in together.items()
    }


def round_lift(lift: float) -> float:
    """As people read it. Coarse on purpose: every new article moves every lift a little, and with it a page."""
    return round(lift, 1) if lift < 3 else float(round(lift))
