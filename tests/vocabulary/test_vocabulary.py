"""The starter vocabulary agrees with itself: what one company claims, no other does."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from importlib import resources

from site_builder.vocabulary.starter import Starter, load_vocabulary

VOCABULARY = load_vocabulary()
BY_SLUG = {starter.slug: starter for starter in VOCABULARY}
SHARED: dict[str, set[str]] = {}
"""Folded name -> the companies that may share it; each must call it ambiguous."""
EXCHANGES = {
    "SH": r"[69]\d{5}", "SZ": r"[023]\d{5}", "BJ": r"[489]\d{5}", "HK": r"\d{5}", "US": r"[A-Z]{1,5}(\.[AB])?",
    "TW": r"\d{4}", "TWO": r"\d{4}", "T": r"\d{3}[\dA]", "KS": r"\d{6}", "L": r"[A-Z]{2,4}", "PA": r"[A-Z]{2,5}",
    "DE": r"[A-Z\d]{3,4}", "AS": r"[A-Z]{3,4}", "SW": r"[A-Z]{3,4}", "MI": r"[A-Z]{4,5}", "MC": "[A-Z]{3}",
    "BR": "[A-Z]{3}", "HE": "[A-Z]{5}", "ST": r"[A-Z]{2,6}-B", "CO": r"[A-Z]{4,6}-B", "AX": "[A-Z]{3}",
}  # fmt: skip
"""Exchange -> the codes it gives."""
HAN = re.compile("[\u4e00-\u9fff]")
PARTNERS = {
    "audi", "changan", "chery", "faw-vw", "ford", "gac", "gac-honda", "gac-toyota", "gm", "honda", "jlr",
    "mitsubishi-motors", "saic", "saic-gm", "saic-vw", "toyota", "volkswagen",
}  # fmt: skip
"""Car makers and their joint firms: 广汽丰田 may count for 丰田 where the archive has no file of its own for it."""


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def names_of(starter: Starter) -> list[str]:
    return [text for text in (starter.name, starter.english, *starter.aliases, *starter.brands) if text]


def root_of(starter: Starter) -> str:
    """The slug at the top of the company's chain of parents."""
    while starter.parent:
        starter = BY_SLUG[starter.parent]
    return starter.slug


def parts_of(text: str) -> set[str]:
    """Every shorter piece of a folded name that does not cut a Latin word."""
    ends = [i for i in range(len(text) + 1) if not re.match("[0-9a-z]{2}", text[max(i - 1, 0) : i + 1]) or i == 0]
    return {text[i:j] for i in ends for j in ends if i < j and j - i < len(text)}


def test_there_are_enough_companies_each_with_its_own_slug() -> None:
    assert len(VOCABULARY) >= 400
    assert len(BY_SLUG) == len(VOCABULARY)
    assert [slug for slug in BY_SLUG if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_every_sector_is_loaded_and_every_key_known() -> None:
    folder = resources.files("site_builder.vocabulary")
    tables = [
        table
        for file in folder.iterdir()
        if file.name.endswith(".toml")
        for table in tomllib.loads(file.read_text("utf-8"))["company"]
    ]
    assert {table["slug"] for table in tables} == set(BY_SLUG)
    assert {key for table in tables for key in table} <= set(Starter.__struct_fields__)


def test_no_two_companies_answer_to_one_name() -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for starter in VOCABULARY:
        for name in names_of(starter):
            holders[fold(name)].add(starter.slug)
    assert {name: slugs for name, slugs in holders.items() if len(slugs) > 1} == SHARED
    for name, slugs in SHARED.items():
        assert [slug for slug in slugs if name not in map(fold, BY_SLUG[slug].ambiguous)] == []


def test_a_company_says_each_name_once() -> None:
    twice = [starter.slug for starter in VOCABULARY if len(set(names_of(starter))) != len(names_of(starter))]
    assert twice == []


def test_names_are_trimmed_half_width_text() -> None:
    odd = [
        name
        for starter in VOCABULARY
        for name in (*names_of(starter), *starter.context, *starter.exclude)
        if name != name.strip() or not name or "  " in name
    ]
    assert odd == []


def test_parents_exist_and_no_company_is_above_itself() -> None:
    assert [starter.slug for starter in VOCABULARY if starter.parent and starter.parent not in BY_SLUG] == []
    for starter in VOCABULARY:
        above: list[str] = []
        one = starter
        while one.parent:
            assert one.parent not in {*above, starter.slug}, f"{starter.slug} is above itself"
            above.append(one.parent)
            one = BY_SLUG[one.parent]


def test_tickers_are_codes_of_their_exchange_and_held_once() -> None:
    holders: dict[str, list[str]] = defaultdict(list)
    malformed = []
    for starter in VOCABULARY:
        for ticker in starter.tickers:
            holders[ticker].append(starter.slug)
            code, _, exchange = ticker.rpartition(".")
            if exchange not in EXCHANGES or not re.fullmatch(EXCHANGES[exchange], code):
                malformed.append(f"{starter.slug}: {ticker}")
    assert malformed == []
    assert {ticker: slugs for ticker, slugs in holders.items() if len(slugs) > 1} == {}


def test_ambiguous_and_case_sensitive_names_are_names_of_the_company() -> None:
    foreign = [
        f"{starter.slug}: {name}"
        for starter in VOCABULARY
        for name in (*starter.ambiguous, *starter.case_sensitive)
        if name not in names_of(starter)
    ]
    assert foreign == []


def test_an_ambiguous_name_has_words_that_settle_it_and_no_other_has() -> None:
    assert [s.slug for s in VOCABULARY if bool(s.ambiguous) != bool(s.context)] == []
    settled_by_itself = [
        f"{starter.slug}: {word}" for starter in VOCABULARY for word in starter.context if word in starter.ambiguous
    ]
    assert settled_by_itself == []


def test_an_excluded_word_is_longer_than_a_name_in_it() -> None:
    idle = [
        f"{starter.slug}: {word}"
        for starter in VOCABULARY
        for word in starter.exclude
        if not any(fold(name) in fold(word) and fold(name) != fold(word) for name in names_of(starter))
    ]
    assert idle == []


def test_an_excluded_word_is_no_name_of_the_company_and_part_of_none() -> None:
    """A word excluded for 中国电子 must not be part of its own longer name."""
    hiding = [
        f"{starter.slug}: {word} hides {name}"
        for starter in VOCABULARY
        for word in starter.exclude
        for name in names_of(starter)
        if fold(word) in fold(name)
    ]
    assert hiding == []


def test_a_name_inside_the_name_of_a_stranger_is_excluded_there() -> None:
    """吉利 is no part of 吉利德, also in an archive that knows 吉利 alone."""
    holders = {fold(name): starter for starter in VOCABULARY for name in names_of(starter)}
    missing = []
    for longer, stranger in holders.items():
        for part in parts_of(longer) & holders.keys():
            starter = holders[part]
            kin = root_of(starter) == root_of(stranger) or {starter.slug, stranger.slug} <= PARTNERS
            if not kin and not any(part in fold(word) and fold(word) in longer for word in starter.exclude):
                missing.append(f"{starter.slug}: {longer} of {stranger.slug}")
    assert missing == []


def test_names_of_one_character_are_ambiguous() -> None:
    assert [n for s in VOCABULARY for n in names_of(s) if len(n) == 1 and n not in s.ambiguous] == []


def test_descriptions_are_one_short_chinese_sentence() -> None:
    for starter in VOCABULARY:
        text = starter.description
        assert HAN.search(text), starter.slug
        assert text.endswith("。"), starter.slug
        assert text.count("。") == 1, starter.slug
        assert len(text) <= 60, starter.slug


def test_addresses_and_items_are_well_formed_and_items_held_once() -> None:
    assert [s.slug for s in VOCABULARY if s.website and not re.fullmatch(r"https://[a-z0-9.-]+/", s.website)] == []
    items = [starter.wikidata for starter in VOCABULARY if starter.wikidata]
    assert [item for item in items if not re.fullmatch(r"Q[1-9]\d*", item)] == []
    assert len(set(items)) == len(items)


def test_well_known_traps_are_called_ambiguous() -> None:
    for name in ("小米", "苹果", "美的", "得到", "脉脉", "太平洋", "机器人", "联想", "好未来", "快手", "三一", "理想",
                 "长城", "平安", "大众", "现代", "Meta", "Apple", "Amazon", "Arm", "Unity", "Oracle", "Target", "Shell",
                 "Gap", "Snap", "Block", "Box", "Zoom", "Slack", "X", "Notion", "Stripe"):  # fmt: skip
        holders = [starter for starter in VOCABULARY if name in names_of(starter)]
        assert [name in starter.ambiguous for starter in holders] == [True], name


def test_sectors_are_read_into_whole_records() -> None:
    assert BY_SLUG["hema"] == Starter(
        slug="hema",
        name="盒马",
        english="Freshippo",
        aliases=("盒马鲜生", "盒马NB"),
        parent="alibaba",
        website="https://www.freshippo.com/",
        description="阿里巴巴旗下的生鲜零售连锁。",
    )
