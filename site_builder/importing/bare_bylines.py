"""Lines below a title that state who, where and when without any key -> facts.

`Jane Roe`, `The Wall Street Journal`, `Updated March 5, 2024 3:04 pm ET`, each in a line of its own. A line of two
capitalised words may be a subtitle as well: a name counts only beside an outlet and a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from site_builder.importing.fact_lines import ENGLISH_OUTLET, FIELDS, Fact, is_date, read_facts

_PERSON = r"[A-Z][\w.'’-]{0,20}(?:\s{1,2}(?:[A-Z][\w.'’-]{0,20}|de|van|von|der)){1,3}"
_PERSONS = re.compile(rf"{_PERSON}(?:(?:,\s|\sand\s|\s&\s){_PERSON}){{0,3}}")
_OUTLET = re.compile(r"(?:the\s)?[A-Z][\w.&'’-]{0,30}(?:\s[A-Z][\w.&'’-]{0,30}){0,4}", re.IGNORECASE)
_MOST_LINES = 8
_DATES = ("date", "updated")


def read_bare_lines(lines: Sequence[str], *, is_outlet: Callable[[str], bool]) -> tuple[list[Fact], int]:
    """(the facts of the first lines, how many lines state them); ([], 0) where they may say anything else."""
    found: list[Fact] = []
    kinds: set[str] = set()
    count = 0
    for index, line in enumerate(lines[:_MOST_LINES]):
        text = line.strip()
        facts = _read_bare(text, is_outlet)
        if text and not facts:
            break
        found += facts
        kinds |= {FIELDS.get(key, "person") for key, _ in facts}
        count = index + 1 if text else count
    has_date = not kinds.isdisjoint(_DATES)
    fits = has_date and ("person" not in kinds or "outlet" in kinds)
    return (found, count) if fits else _only_date(lines)


def _only_date(lines: Sequence[str]) -> tuple[list[Fact], int]:
    text = lines[0].strip()
    return ([("date", text)], 1) if is_date(text) else ([], 0)


def _read_bare(text: str, is_outlet: Callable[[str], bool]) -> list[Fact]:
    if is_date(text):
        return [("date", text)]
    facts = read_facts(text)
    if facts:
        return facts
    if len(text) <= 40 and (is_outlet(text) or (_OUTLET.fullmatch(text) and ENGLISH_OUTLET.search(text))):
        return [("来源", text)]
    return [("by", text)] if _PERSONS.fullmatch(text[:200]) else []
