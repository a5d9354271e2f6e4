"""Companies of the starter vocabulary in texts of our own, labelled by hand; and in those labelled by reading."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from site_builder.archive.companies import find_mentions
from site_builder.archive.vocabulary import Matcher, collect_vocabulary
from site_builder.documents import Record
from site_builder.model import Body, ParsedTerm
from site_builder.vocabulary.lookup import find_starters, to_facts
from site_builder.vocabulary.starter import load_vocabulary

FOLDER = Path(__file__).parent / "cases" / "companies"
ROOT = Path(__file__).parents[2]
EVALUATION = ROOT.parent / "shared" / "eval"
VOCABULARY = load_vocabulary()
BY_SLUG = {starter.slug: starter for starter in VOCABULARY}
MATCHER = Matcher(
    collect_vocabulary(
        ParsedTerm(
            path="", taxonomy="companies", slug=starter.slug, facts=to_facts(starter, BY_SLUG), body=Body(key="")
        )
        for starter in VOCABULARY
    )
)


class Case(Record, frozen=True, kw_only=True):
    """One text as it was labelled and as it was read; companies by slug."""

    title: str
    labelled: frozenset[str]
    labelled_about: frozenset[str]
    found: frozenset[str]
    found_about: frozenset[str]


def slugs_of(names: list[str]) -> frozenset[str]:
    """The slugs of companies named in a label; each name must be one company's."""
    found = {name: find_starters(name, VOCABULARY) for name in names}
    assert [name for name, starters in found.items() if len(starters) != 1] == []
    return frozenset(starters[0].slug for starters in found.values())


def read_case(label: Mapping[str, Any]) -> Case:
    about = slugs_of(label.get("about", []))
    mentions = find_mentions(label["title"], label["text"], MATCHER)
    return Case(
        title=label["title"],
        labelled=about | slugs_of(label.get("mentions", [])),
        labelled_about=about,
        found=frozenset(mention.slug for mention in mentions),
        found_about=frozenset(mention.slug for mention in mentions if mention.about),
    )


CASES = {
    file.stem: [read_case(label) for label in tomllib.loads(file.read_text("utf-8"))["text"]]
    for file in sorted(FOLDER.glob("*.toml"))
}
ALL = [case for cases in CASES.values() for case in cases]


def describe(cases: list[Case]) -> list[str]:
    """What is wrong, a line each, for the message of a failed test."""
    pairs = [(case.title, case.labelled ^ case.found, case.labelled_about ^ case.found_about) for case in cases]
    return [f"{title}: {sorted(wrong)} about {sorted(about)}" for title, wrong, about in pairs if wrong or about]


def test_there_are_texts_of_every_kind() -> None:
    assert len(ALL) >= 40
    assert set(CASES) == {"finance", "hard", "kinds", "products", "traps"}


def test_mentions_are_found_and_nothing_else() -> None:
    right = sum(len(case.labelled & case.found) for case in ALL)
    assert right / sum(len(case.found) for case in ALL) >= 0.97, describe(ALL)
    assert right / sum(len(case.labelled) for case in ALL) >= 0.95, describe(ALL)


def test_about_is_told_from_mentioned() -> None:
    right = sum(len(case.labelled_about & case.found_about) for case in ALL)
    both = sum(len(case.labelled_about) + len(case.found_about) for case in ALL)
    assert 2 * right / both >= 0.92, describe(ALL)


@pytest.mark.parametrize("case", CASES["traps"], ids=lambda case: case.title)
def test_look_alikes_are_no_companies(case: Case) -> None:
    assert sorted(case.found) == []


@pytest.mark.skipif(not EVALUATION.is_dir(), reason="the documents labelled by reading are not here")
def test_documents_labelled_by_reading() -> None:
    command = [sys.executable, "-m", "tests.company_quality", str(EVALUATION)]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    figures = {
        line.split("  ")[0].strip(): [float(number) for number in re.findall(r"\d\.\d{3}", line)]
        for line in printed.splitlines()
        if "precision" in line
    }
    precision, recall, _ = figures["mentions"]
    assert (precision >= 0.97, recall >= 0.95, figures["about"][2] >= 0.92) == (True, True, True), printed
    refused = re.search(r"^traps +(\d+) of (\d+) refused$", printed, re.MULTILINE)
    assert refused, printed
    assert refused[1] == refused[2], printed
