"""Title and text of an article + the vocabulary of term files -> the companies it mentions, and those it is about.

What counts as a name stands in `company_hits`, what admits an ambiguous one in `company_evidence`. An article is about
a company that its headline names, or that dominates its text: named at least three times, from the lead on, and at
least half as often as the company named most.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from site_builder.archive.company_evidence import Found, admit
from site_builder.archive.company_hits import Span, find_hits
from site_builder.archive.vocabulary import Matcher, fold
from site_builder.model import Mention, Place, Surface, Term

_LEAD_CHARACTERS = 200
_PLACES = 8
"""Places of a spelling that are remembered: one of them will do for the link in the text."""
_MIN_DOMINANT = 3
_DOMINANT_SHARE = 0.5


def find_mentions(title: str, text: str, matcher: Matcher, *, quiet: Sequence[Span] = ()) -> tuple[Mention, ...]:
    """The companies named in the article, in order of first appearance; `quiet` spans of `text` are no prose."""
    shift = len(title) + 1
    in_title = find_hits(title, matcher)
    in_text = find_hits(text, matcher, quiet=quiet, offset=shift)
    if not in_title and not in_text:
        return ()
    found = admit(f"{title}\n{text}", [*in_title, *in_text], matcher.vocabulary.contexts)
    by_company: dict[str, list[Found]] = {}
    for item in found:
        by_company.setdefault(item.slug, []).append(item)
    most = max(map(len, by_company.values()), default=0)
    return tuple(_mention(slug, items, text=text, shift=shift, most=most) for slug, items in by_company.items())


def find_doubts(title: str, text: str, matcher: Matcher, *, quiet: Sequence[Span] = ()) -> list[tuple[str, int, int]]:
    """(slug, start, end) of ambiguous names that nothing admits, in f"{title}\\n{text}"; places of credits are none."""
    shift = len(title) + 1
    hits = [*find_hits(title, matcher), *find_hits(text, matcher, quiet=quiet, offset=shift)]
    admitted = {(item.slug, item.hit.start) for item in admit(f"{title}\n{text}", hits, matcher.vocabulary.contexts)}
    return [
        (slug, hit.start, hit.end)
        for hit in hits
        for slug in hit.form.slugs
        if hit.form.kind != "code" and (slug, hit.start) not in admitted
    ]


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
    by_form: dict[str, list[Found]] = {}
    for item in items:
        by_form.setdefault(item.hit.surface, []).append(item)
    return tuple(
        Surface(
            form=form,
            place=_place(found[0].hit.start - shift),
            rule=found[0].rule,
            count=len(found),
            nths=_number_places(text, form, [item.hit.start - shift for item in found]),
        )
        for form, found in by_form.items()
    )


def _place(position: int) -> Place:
    if position < 0:
        return "title"
    return "lead" if position < _LEAD_CHARACTERS else "body"


def _number_places(text: str, form: str, positions: Sequence[int]) -> tuple[int, ...]:
    """Which of the occurrences of `form` in `text` stand at the first of `positions`, from 0."""
    in_text = [position for position in positions if position >= 0][:_PLACES]
    numbers: list[int] = []
    number = reached = 0
    for position in in_text:
        number += text.count(form, reached, position)
        numbers.append(number)
        reached = position
    return tuple(numbers)


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
