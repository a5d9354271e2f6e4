"""Digest files and the articles that name them -> digests with their articles in place. Pure.

An article names a digest by slug or title, or by what its source said: then it belongs to the digest that came from
the same source file, told by the file's bytes, else by name and title, else by name and day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from site_builder.archive.terms import fold_name
from site_builder.documents import DigestRef, ImportOrigin, Rights
from site_builder.errors import Problem, nearest_name
from site_builder.model import Article, Digest, DigestItem, ParsedPage, Site, Term, TermRef

_SHOWN = 40


def collect_digests(
    parsed: Sequence[ParsedPage], site: Site, *, is_shown: Callable[[ParsedPage], bool], rights: Rights
) -> tuple[tuple[Digest, ...], list[Problem]]:
    """The digests that are shown, newest first, those without a date last; warnings for names that lead nowhere.

    `rights` are those of the site, for digests that say nothing else.
    """
    items: dict[str, list[DigestItem]] = defaultdict(list)
    problems: list[Problem] = []
    find = _index(parsed)
    for article in site.articles:
        placed: dict[str, DigestItem] = {}
        for ref in article.parsed.front_matter.digests:
            digest = find(ref, article)
            if digest:
                placed.setdefault(digest.path, DigestItem(position=_position(ref, article), card=article.card))
            elif ref.slug and parsed:
                problems.append(_explain_unknown(ref, article, parsed))
        for path, item in placed.items():
            items[path].append(item)
    outlets = {fold_name(name): term for term in site.terms["outlets"] for name in (*term.facts.aliases, term.name)}
    found = [_assemble(page, items[page.path], outlets, rights=rights) for page in parsed if is_shown(page)]
    return tuple(sorted(found, key=_order)), problems


def _index(parsed: Iterable[ParsedPage]) -> Callable[[DigestRef, Article], ParsedPage | None]:
    """(reference, article that it stands in) -> the digest's file, None where there is none."""
    by_key: dict[tuple[str, ...], ParsedPage] = {}
    for page in reversed(list(parsed)):
        front, origin = page.front_matter, page.front_matter.import_
        by_key["title", fold_name(front.title)] = page
        if origin:
            day = front.date.date().isoformat() if front.date else ""
            by_key["day", origin.file, day] = page
            by_key["name", origin.file, front.title] = page
            by_key["bytes", origin.file, origin.sha256] = page
    by_key |= {("slug", page.slug): page for page in parsed}

    def find(ref: DigestRef, article: Article) -> ParsedPage | None:
        keys: tuple[tuple[str, ...], ...] = (("slug", ref.slug), ("title", fold_name(ref.slug)))
        if not ref.slug:
            origin = _origin(ref, article)
            by_bytes = ("bytes", ref.file, origin.sha256 if origin else "")
            keys = (by_bytes, ("name", ref.file, ref.title), ("day", ref.file, ref.date))
        return next((by_key[key] for key in keys if key in by_key), None)

    return find


def _origin(ref: DigestRef, article: Article) -> ImportOrigin | None:
    """The article's origin, if the digest that it names is where it came from."""
    origin = article.parsed.front_matter.import_
    return origin if origin and origin.file == ref.file else None


def _position(ref: DigestRef, article: Article) -> int:
    origin = _origin(ref, article)
    return ref.position or (origin.position if origin else 0)


def _assemble(page: ParsedPage, items: list[DigestItem], outlets: dict[str, Term], *, rights: Rights) -> Digest:
    front = page.front_matter
    outlet = outlets.get(fold_name(front.outlet)) if front.outlet else None
    name = front.outlet
    return Digest(
        url=f"/digests/{page.slug}/",
        parsed=page,
        items=tuple(sorted(items, key=lambda item: (not item.position, item.position))),
        outlet=outlet.ref if outlet else TermRef(slug="", name=name, url="") if name else None,
        rights=front.rights or (outlet.facts.rights if outlet else "") or rights,
    )


def _order(digest: Digest) -> tuple[bool, float, str]:
    """Newest first; without a date by address."""
    date = digest.parsed.front_matter.date
    return date is None, -date.timestamp() if date else 0.0, digest.url


def _explain_unknown(ref: DigestRef, article: Article, parsed: Sequence[ParsedPage]) -> Problem:
    nearest = nearest_name(ref.slug, [page.slug for page in parsed])
    line = article.parsed.lines.get("digest", 1)
    hint = f"did you mean digest: {nearest}" if nearest else "write the name of a file in content/digests/"
    message = f'digest "{ref.slug[:_SHOWN]}" is not known'
    return Problem(article.parsed.path, line, "digest-unknown", message, hint, "warning")
