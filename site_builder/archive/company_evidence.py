"""Names that may be something else -> which of them are the company here, and by what rule.

A name that is no common word admits itself. An ambiguous one needs evidence: a word of the term file's `context`
nearby, or an unmistakable one beside it (Apple said, 苹果股价); where the file names no context, any word of business
beside it (小米宣布, 收购苹果, 三星 Galaxy); a list in which it stands beside an admitted company
(豆瓣、喜马拉雅和腾讯); or an admitted name of the same company elsewhere in the article. A nickname (澎湃 of
澎湃新闻) needs stronger words than a company's own name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from site_builder.archive import company_cues as cues
from site_builder.archive.company_hits import Hit
from site_builder.archive.vocabulary import fold
from site_builder.documents import Record

NEAR = 60
"""Characters on either side in which a word of context must stand."""
_WINDOW = 24
_LONGEST_GLUE = 40
_PLAIN_RULES = {"ticker": "ticker", "code": "ticker", "brand": "brand"}
"""Kind of a form -> the rule by which it admits itself, where that is not "name"."""
_LIST_OF_DOUBTS = 3
"""So many ambiguous names of different companies in one list are companies."""


class Found(Record, frozen=True, kw_only=True):
    """A hit that counts for a company."""

    slug: str
    hit: Hit
    rule: str
    """"name", "ticker", "brand", "context", "cue", "list" or "confirmed"."""


def admit(text: str, hits: Sequence[Hit], contexts: Mapping[str, Sequence[str]]) -> list[Found]:
    """Those of the hits that are companies, in order; a hit shared by two companies counts for each."""
    rules: list[dict[str, str]] = [
        {slug: rule for slug in hit.form.slugs if (rule := _rule_of(text, hit, contexts.get(slug, ())))} for hit in hits
    ]
    if any(len(admitted) < len(hit.form.slugs) for hit, admitted in zip(hits, rules, strict=True)):
        _settle_doubts(text, hits, rules)
    return [
        Found(slug=slug, hit=hit, rule=rules[index][slug])
        for index, hit in enumerate(hits)
        for slug in hit.form.slugs
        if slug in rules[index]
    ]


def _settle_doubts(text: str, hits: Sequence[Hit], rules: list[dict[str, str]]) -> None:
    """Add to `rules` what the hits that are admitted show of the others."""
    refused = [_is_no_company(text, hit) for hit in hits]
    lists = _find_lists(text, hits)
    while True:
        confirmed = {slug for admitted in rules for slug in admitted}
        if not _spread(hits, rules, refused=refused, lists=lists, confirmed=confirmed):
            break


def _rule_of(text: str, hit: Hit, context: Sequence[str]) -> str:
    """The rule that admits a hit by itself, or ""."""
    if not hit.form.ambiguous:
        return _PLAIN_RULES.get(hit.form.kind, "name")
    if hit.form.kind == "code":
        return "ticker" if cues.EXCHANGE_BEFORE.search(text[max(0, hit.start - _WINDOW) : hit.start]) else ""
    if _is_no_company(text, hit):
        return ""
    if context:
        near = fold(text[max(0, hit.start - NEAR) : hit.start] + "\n" + text[hit.end : hit.end + NEAR])
        if any(word in near for word in context):
            return "context"
        return "cue" if cues.PLAIN_AFTER.match(text[hit.end : hit.end + _WINDOW]) else ""
    return "cue" if _has_cue(text, hit) else ""


def _is_no_company(text: str, hit: Hit) -> bool:
    if not hit.form.ambiguous:
        return False
    after = text[hit.end : hit.end + _WINDOW]
    before = text[max(0, hit.start - _WINDOW) : hit.start]
    is_part = hit.form.text.isascii() and hit.form.kind != "code" and cues.LATIN_BEFORE.search(before)
    return bool(cues.THING_AFTER.match(after) or (is_part and not cues.STRONG_BEFORE.search(before)))


def _has_cue(text: str, hit: Hit) -> bool:
    before, after = text[max(0, hit.start - _WINDOW) : hit.start], text[hit.end : hit.end + _WINDOW]
    line_before = before.rpartition("\n")[2]
    if cues.STRONG_AFTER.match(after) or cues.STRONG_BEFORE.search(line_before):
        return True
    if cues.SOURCE_BEFORE.search(line_before) and cues.SOURCE_AFTER.match(after):
        return True
    return hit.form.kind != "short" and bool(cues.WEAK_AFTER.match(after))


def _find_lists(text: str, hits: Sequence[Hit]) -> list[range]:
    """Runs of at least two hits that stand in one enumeration."""
    lists: list[range] = []
    start = 0
    for index in range(1, len(hits) + 1):
        if index < len(hits) and _is_listed(text, hits[index - 1], hits[index]):
            continue
        if index - start > 1:
            lists.append(range(start, index))
        start = index
    return lists


def _is_listed(text: str, left: Hit, right: Hit) -> bool:
    if right.start - left.end > _LONGEST_GLUE:
        return False
    between = text[left.end : right.start]
    latin = left.surface.isascii() and right.surface.isascii()
    return bool(cues.LIST_GLUE.fullmatch(between) or (latin and cues.LATIN_LIST_GLUE.fullmatch(between)))


def _spread(
    hits: Sequence[Hit], rules: list[dict[str, str]], *,
    refused: Sequence[bool], lists: Sequence[range], confirmed: set[str],
) -> bool:  # fmt: skip
    """Carry what is known on to other hits: of the same company, and in the same list. True if anything changed."""
    changed = False
    for index, hit in enumerate(hits):
        for slug in hit.form.slugs:
            if slug in confirmed and slug not in rules[index] and not refused[index]:
                rules[index][slug] = "confirmed"
                changed = True
    for listed in lists:
        slugs = {slug for index in listed for slug in hits[index].form.slugs}
        if not any(rules[index] for index in listed) and len(slugs) < _LIST_OF_DOUBTS:
            continue
        for index in listed:
            if not rules[index] and not refused[index]:
                rules[index].update(dict.fromkeys(hits[index].form.slugs, "list"))
                changed = True
    return changed
