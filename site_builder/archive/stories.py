"""Articles and the resemblances of their texts -> stories: the reports of one event, and who quotes whom.

Reports are taken in order of time, so the result depends on nothing but the articles, and a later report never moves
an earlier one. A report joins the story that it resembles most on average (average linkage: a text in the middle does
not chain two strangers together). Then the curator's word is applied: `story: <name>` joins, `story: none` keeps
out, `story_lead: true` chooses the lead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import count

from msgspec.structs import replace

from site_builder.archive.resemblance import JOINS, Resemblance
from site_builder.language.similarity import key_text
from site_builder.language.slugs import term_slug
from site_builder.model import Article, Site, Story, TermRef

APART = "none"
"""The value of `story:` that keeps an article out of every story."""
_AVERAGE = 0.5
"""What a report shares with the reports of a story on average; with one of them at least `JOINS`."""
_SAME_WHATEVER_THE_HEADLINE = 0.9
"""Below this, reports whose headlines name different companies are of one pattern: 青禾 buys back, 北山 does."""
_MOST_COPIES = 50
"""A text that more articles have than this is no report but what stands for one: "read on at …"."""
_ID_BYTES = 6

Neighbours = Mapping[str, Mapping[str, float]]
"""URL -> URL of an article with similar text within the days allowed -> similarity."""


def with_stories(site: Site, resemblances: Sequence[Resemblance], *, days: int) -> Site:
    """The site with its stories and quotes; reports further apart than `days` are joined by the curator alone."""
    wanted = {key for pair in resemblances for key in (pair.first, pair.second)}
    pins = _read_pins(site.articles)
    concerned = (a for a in site.articles if a.parsed.body.key in wanted or a.card.url in pins)
    ordered = sorted(concerned, key=_order)
    neighbours = _find_neighbours(ordered, resemblances, seconds=days * 86400)
    groups = _group(ordered, neighbours, pins=pins)
    stories = [_make_story(name, members) for name, members in groups if _is_story(members, is_pinned=bool(name))]
    stories = _tell_apart(stories)
    stories.sort(key=lambda story: (-story.first.timestamp(), story.id))
    return replace(
        site,
        stories=tuple(stories),
        story_of={url: story for story in stories for url in story.reports},
        quotes=_find_quotes(ordered, neighbours, stories),
    )


def own_story_id(article: Article) -> str:
    """The id of a story that begins with this article: fixed with its document's id, however that is edited."""
    return "s" + blake2b(article.card.id.encode(), digest_size=_ID_BYTES).hexdigest()


def _order(article: Article) -> tuple[float, str]:
    return article.card.date.timestamp(), article.card.url


def _find_neighbours(
    ordered: Sequence[Article], resemblances: Sequence[Resemblance], *, seconds: float
) -> dict[str, dict[str, float]]:
    by_key: dict[str, list[Article]] = defaultdict(list)
    for article in ordered:
        by_key[article.parsed.body.key].append(article)
    neighbours: dict[str, dict[str, float]] = defaultdict(dict)
    for pair in resemblances:
        ones, others = by_key.get(pair.first, ()), by_key.get(pair.second, ())
        if max(len(ones), len(others)) > _MOST_COPIES:
            continue
        for one in ones:
            for other in others:
                distance = abs((one.card.date - other.card.date).total_seconds())
                if one is not other and distance <= seconds and not _follow_pattern(one, other, pair.similarity):
                    neighbours[one.card.url][other.card.url] = pair.similarity
                    neighbours[other.card.url][one.card.url] = pair.similarity
    return neighbours


def _follow_pattern(one: Article, other: Article, similarity: float) -> bool:
    if not JOINS <= similarity < _SAME_WHATEVER_THE_HEADLINE:
        return False
    first, second = (frozenset(m.slug for m in article.mentions if m.about) for article in (one, other))
    return bool(first and second and not first & second)


def _group(
    ordered: Sequence[Article], neighbours: Neighbours, *, pins: Mapping[str, str]
) -> list[tuple[str, list[Article]]]:
    """(the curator's name or "", reports by time) of every group, those of one report included."""
    candidates = [article for article in ordered if article.parsed.front_matter.story != APART]
    groups: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for members in _group_by_text(candidates, neighbours):
        pinned = [member for member in members if member.card.url in pins]
        for member in members:
            name = pins.get(member.card.url) or _nearest_pin(member, pinned, pins=pins, neighbours=neighbours)
            groups[name, "" if name else members[0].card.url].append(member)
    return [(name, sorted(members, key=_order)) for (name, _), members in groups.items()]


def _read_pins(articles: Sequence[Article]) -> dict[str, str]:
    """URL -> id of the story that the curator named. Naming an article's own id takes that article along."""
    written = {a.card.url: a.parsed.front_matter.story for a in articles if a.parsed.front_matter.story}
    pins = {url: term_slug(name) for url, name in written.items() if name != APART}
    names = set(pins.values())
    for article in articles if names else ():
        own = own_story_id(article)
        if own in names and article.card.url not in written:
            pins[article.card.url] = own
    return pins


def _group_by_text(candidates: Sequence[Article], neighbours: Neighbours) -> list[list[Article]]:
    groups: list[list[Article]] = []
    home: dict[str, int] = {}
    for article in candidates:
        near = neighbours.get(article.card.url, {})
        alike = {home[url] for url, similarity in near.items() if similarity >= JOINS and url in home}
        scores = {number: _mean(near.get(member.card.url, 0.0) for member in groups[number]) for number in alike}
        best = max(scores, key=lambda number: (scores[number], -number), default=-1)
        if best < 0 or scores[best] < _AVERAGE:
            best = len(groups)
            groups.append([])
        groups[best].append(article)
        home[article.card.url] = best
    return groups


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def _nearest_pin(
    article: Article, pinned: Sequence[Article], *, pins: Mapping[str, str], neighbours: Neighbours
) -> str:
    """The story of the pinned report in the same group that the article resembles most; "" where none is."""
    near = neighbours.get(article.card.url, {})
    nearest = max(pinned, key=lambda other: near.get(other.card.url, 0.0), default=None)
    return pins[nearest.card.url] if nearest else ""


def _is_story(members: Sequence[Article], *, is_pinned: bool) -> bool:
    """Two reports that are not the same article; where the curator joins them, any two."""
    return len(members) > 1 and (is_pinned or not _is_one_article(members))


def _is_one_article(members: Sequence[Article]) -> bool:
    """Every report is tied to the first by the address of its original, or by outlet, title and day."""
    pending, reached = [_identities(member) for member in members], _identities(members[0])
    while tied := [identities for identities in pending if identities & reached]:
        reached = reached.union(*tied)
        pending = [identities for identities in pending if not identities & reached]
    return not pending


def _identities(article: Article) -> frozenset[tuple[str, ...]]:
    card = article.card
    found: set[tuple[str, ...]] = {("url", card.url)}
    if card.source_url:
        found.add(("source", card.source_url))
    if card.outlet:
        found.add(("outlet", card.outlet.slug, key_text(card.title), card.date.date().isoformat()))
    return frozenset(found)


def _make_story(name: str, members: Sequence[Article]) -> Story:
    lead = min(members, key=_lead_order)
    own = [own_story_id(member) for member in members]
    story_id = name or own[0]
    outlets: dict[str, TermRef] = {m.card.outlet.slug: m.card.outlet for m in members if m.card.outlet}
    return Story(
        id=story_id,
        url=f"/stories/{story_id}/",
        title=lead.card.title,
        lead=lead.card.url,
        reports=tuple(member.card.url for member in members),
        outlets=tuple(outlets.values()),
        first=members[0].card.date,
        last=members[-1].card.date,
        former_ids=tuple(own_id for own_id in own[:-1] if own_id != story_id),
    )


def _lead_order(article: Article) -> tuple[bool, bool, float, int, str]:
    """The least is the lead: chosen by the curator, then with its full text, then earliest, then longest."""
    front, body = article.parsed.front_matter, article.parsed.body
    is_full = not front.truncated and article.card.rights == "full"
    return (not front.story_lead, not is_full, article.card.date.timestamp(), -body.characters, article.card.url)


def _tell_apart(stories: Iterable[Story]) -> list[Story]:
    """The stories, each address once: a copied file has its original's id, and so may a story that begins with it."""
    taken: set[str] = set()
    found = []
    for story in sorted(stories, key=lambda story: (story.first.timestamp(), story.reports)):
        story_id = next(name for name in _number(story.id) if name not in taken)
        taken.add(story_id)
        found.append(replace(story, id=story_id, url=f"/stories/{story_id}/"))
    for number, story in enumerate(found):
        former = tuple(name for name in dict.fromkeys(story.former_ids) if name not in taken)
        taken.update(former)
        found[number] = replace(story, former_ids=former)
    return found


def _number(name: str) -> Iterator[str]:
    """The name, then the name with 2, 3 … behind it."""
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _find_quotes(
    ordered: Sequence[Article], neighbours: Neighbours, stories: Iterable[Story]
) -> dict[str, tuple[str, ...]]:
    place = {article.card.url: number for number, article in enumerate(ordered) if article.card.url in neighbours}
    home = {url: story.id for story in stories for url in story.reports}
    quotes: dict[str, tuple[str, ...]] = {}
    for url, near in neighbours.items():
        older = [
            other for other in near if place[other] < place[url] and (url not in home or home[url] != home.get(other))
        ]
        if older:
            quotes[url] = tuple(sorted(older, key=lambda other: (-near[other], -place[other])))
    return quotes
