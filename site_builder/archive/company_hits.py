"""A text and the matcher -> the places where a company's name stands as a name.

Of the patterns that fit, the leftmost and longest counts; one that only begins another name leaves its place to a
shorter one (原小米汽车部 holds 小米, no 小米汽车); a credit keeps it.

Refused is what stands inside a longer Latin word, an address, code, or the name of a product that only begins with
the company's; what credits a publisher; what names a platform as a place; and what lies within an excluded word
(京东 in 北京东).
"""

from __future__ import annotations

import bisect
from collections.abc import Container, Sequence
from operator import itemgetter

from site_builder.archive import company_cues as cues
from site_builder.archive.vocabulary import Form, Matcher, fold, half_width
from site_builder.documents import Record

Span = tuple[int, int]

_TICKERS = ("ticker", "code")
"""Kinds of forms that are no words: nothing around them makes them something else."""
_WINDOW = 40
"""Characters before a name in which a credit may begin."""


class Hit(Record, frozen=True, kw_only=True):
    """A place in a text where a form stands."""

    form: Form
    start: int
    end: int
    surface: str
    """As the text spells it."""


def find_hits(text: str, matcher: Matcher, *, quiet: Sequence[Span] = (), offset: int = 0) -> list[Hit]:
    """The names in `text`, in order, none overlapping; `quiet` are sorted spans that are no prose (code).

    With an offset, as they stand in a text that begins so many characters earlier.
    """
    folded = fold(text)
    hits: list[Hit] = []
    reached = not_before = 0
    for form, start, end in matcher.find(folded):
        if form.kind == "word":
            not_before = max(not_before, end)
        elif (
            start >= reached
            and end > not_before
            and _is_spelled(form, text, start, end)
            and not (quiet and _is_quiet(quiet, start))
        ):
            if form.kind not in _TICKERS:
                if _is_part_of_name(text, form, start, end):
                    continue
                if _is_credit_or_place(text, start, end):
                    not_before = end
                    continue
            start, end = _with_marks(text, form, start, end, listed=matcher.listed_in_china)
            hits.append(Hit(form=form, start=start + offset, end=end + offset, surface=text[start:end]))
            reached = end
    return hits


def _is_spelled(form: Form, text: str, start: int, end: int) -> bool:
    """True if the case is right, a name is no part of a person's (乔治·海尔迈耶), a code in brackets or after $."""
    if form.exact and half_width(text[start:end]) != form.text:
        return False
    if form.kind != "code":
        return text[start - 1 : start] != "·" and text[end : end + 1] != "·"
    if text[start - 1 : start] == "$" and form.text.isalpha():
        return True
    return bool(cues.CODE_AFTER.match(text, end) and cues.CODE_BEFORE.search(text[max(0, start - 12) : start]))


def _is_quiet(quiet: Sequence[Span], start: int) -> bool:
    index = bisect.bisect_right(quiet, start, key=itemgetter(0)) - 1
    return index >= 0 and start < quiet[index][1]


def _is_part_of_name(text: str, form: Form, start: int, end: int) -> bool:
    """True if the name only begins another one, a product's or a department's, or stands in an address."""
    if form.text.isascii() and (cues.PRODUCT_TAIL.match(text, end) or _is_in_address(text, start, end)):
        return True
    return text[end : end + 1] in cues.DEPARTMENT_BEGINS and bool(cues.DEPARTMENT_AFTER.match(text, end))


def _is_credit_or_place(text: str, start: int, end: int) -> bool:
    """True if the name is there and does not mean the company as someone who acts."""
    last, following = text[start - 1 : start], text[end : end + 1]
    if following not in cues.CLAUSE_ENDS and cues.REPORTER_AFTER.match(text, end):
        return True
    if last not in cues.CREDIT_ENDS and last not in cues.PLACE_ENDS and text[end : end + 1] not in cues.BRACKET_BEGINS:
        return False
    first = max(0, start - _WINDOW)
    before = text[max(first, text.rfind("\n", first, start) + 1) : start]
    return bool(
        (not cues.CREDIT_MARKS.isdisjoint(before) and cues.CREDIT_BEFORE.search(before))
        or (last in cues.VENUE_ENDS and cues.VENUE_BEFORE.search(before))
        or (cues.PLACE_AFTER.match(text, end) and cues.PLACE_BEFORE.search(before))
        or (cues.BRACKET_END.match(text, end) and cues.LONE_CREDIT_BEFORE.search(before))
    )


def _is_in_address(text: str, start: int, end: int) -> bool:
    """True if the name is part of a web or mail address that is longer than itself."""
    before = cues.ADDRESS_PART_BEFORE.search(text[max(0, start - 200) : start])
    after = cues.ADDRESS_PART.match(text, end)
    left = before[0] if before else ""
    right = after[0].rstrip(".") if after else ""
    return bool(left or right) and bool(cues.ADDRESS.search(f"{left}{text[start:end]}{right}"))


def _with_marks(text: str, form: Form, start: int, end: int, *, listed: Container[str]) -> Span:
    """The span with the marks of exchanges around a listed name: *ST奇信, 小米集团-W."""
    mark = cues.MARK_BEFORE.search(text[max(0, start - 3) : start]) if form.slugs[0] in listed else None
    share_class = cues.CLASS_AFTER.match(text, end) if text[end : end + 1] in cues.CLASS_BEGINS else None
    return start - len(mark[0]) if mark else start, share_class.end() if share_class else end
