"""Title and text of an article + the vocabulary of term files -> the companies it mentions, and those it is about.

What counts as a name stands in `company_hits`, what admits an ambiguous one in `company_evidence`. An article is about
a company that its headline names, or that dominates its text: named at least three times, from the lead on, and at
least half as often as the company named most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from site_builder.archive.company_evidence import Found, admit
from site_builder.archive.company_hits import Span, find_hits
from site_builder.archive.vocabulary import Matcher, fold
from site_builder.model import Mention, Place, Surface, Term

_LEAD_CHARACTERS = 200
_MIN_DOMINANT = 3
_DOMINANT_SHARE = 0.5


def find_mentions(title: str, text: str, matcher: Matcher, *, quiet: Sequence[Span] = ()) -> tuple[Mention, ...]:
    """The companies named in the article, in order of first appearance; `quiet` spans of `text` are no prose."""
    shift = len(title) + 1
    in_title = find_hits(title, matcher)
    in_text = find_hits(text, matcher, quiet=quiet)
    if not in_title and not in_text:
        return ()
    moved = [hit.shifted(shift) for hit in in_text]
    found = admit(f"{title}\n{text}", [*in_title, *moved], matcher.vocabulary.contexts)
    by_company: dict[str, list[Found]] = {}
    for item in found:
        by_company.setdefault(item.slug, []).append(item)
    most = max(map(len, by_company.values()), default=0)
    return tuple(_mention(slug, items, text=text, shift=shift, most=most) for slug, items in by_company.items())


def _mention(slug: str, items: Sequence[Found], *, text: str, shift: int, most: int) -> Mention:
    in_title = items[0].hit.start < shift
    about = in_title or _dominates(items, shift=shift, most=most)
    return Mention(
        slug=slug,
        about=about,
        surfaces=_surfaces(items, text=text, shift=shift),
        reason="title" if in_title else "dominant" if about else items[0].rule,
    )


def _dominates(items: Sequence[Found], *, shift: int, most: int) -> bool:
    """True if the text speaks of the company from the beginning, and half as much as of any other."""
    return (
        len(items) >= _MIN_DOMINANT
        and len(items) >= _DOMINANT_SHARE * most
        and items[0].hit.start - shift < _LEAD_CHARACTERS
    )


def _surfaces(items: Sequence[Found], *, text: str, shift: int) -> tuple[Surface, ...]:
    """Each spelling once, in order of first appearance."""
    counts = Counter(item.hit.surface for item in items)
    first: dict[str, Found] = {}
    first_in_text: dict[str, Found] = {}
    for item in items:
        first.setdefault(item.hit.surface, item)
        if item.hit.start >= shift:
            first_in_text.setdefault(item.hit.surface, item)
    return tuple(
        Surface(
            form=form,
            place=_place(item.hit.start - shift),
            rule=item.rule,
            count=counts[form],
            nth=_nth(text, form, first_in_text[form].hit.start - shift) if form in first_in_text else -1,
        )
        for form, item in first.items()
    )


def _place(position: int) -> Place:
    if position < 0:
        return "title"
    return "lead" if position < _LEAD_CHARACTERS else "body"


def _nth(text: str, form: str, position: int) -> int:
    """Which of the occurrences of `form` in `text` stands at `position`, from 0."""
    return text.count(form, 0, position)


def confirms_link(name: str, term: Term | None, found: Container[str]) -> bool:
    """True if a publisher's link on `name` may count for its company.

    Links are set by machine, also on 美的 in 完美的. Where a term file calls the name ambiguous or knows longer words
    around it, its rules have looked at the text already: what is not among the slugs `found` is no company there.
    """
    if term is None or term.slug in found:
        return True
    return fold(name) not in map(fold, term.facts.ambiguous) and not any(
        fold(name) in fold(word) for word in term.facts.exclude
    )
