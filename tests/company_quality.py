"""How well companies are found, measured against documents that were labelled by reading.

    python -m tests.company_quality ../shared/eval

The folder holds `companies.dev.json` (documents: path, title, companies with surface forms and `about`, traps) and
`companies.vocabulary.json`; paths of documents are relative to the folder's parent. The documents go through the
project's own import, the vocabulary becomes term files, and `load_site` finds the companies as a build does. Printed
are precision and recall of (document, company), F1 of `about`, the traps that were fallen into, and all of it once
more for companies that only ambiguous aliases name.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from site_builder.building.build import BuildOptions, load_site
from site_builder.building.cache import Cache
from site_builder.building.project import open_project
from site_builder.documents import Record
from site_builder.model import Article

_NOT_LETTERS = re.compile(r"[\W_]+")
_FACTS = ("name", "english", "aliases", "tickers", "parent", "ambiguous", "context", "exclude", "brands")


class Reading(Record, frozen=True, kw_only=True):
    """One document as it was labelled and as it was read. Companies go by their canonical names."""

    path: str
    labelled: frozenset[str]
    labelled_about: frozenset[str]
    found: frozenset[str]
    found_about: frozenset[str]
    doubtful: frozenset[str]
    """Labelled companies that only ambiguous aliases name, and found ones that only such aliases brought."""
    fallen: tuple[str, ...]
    """Traps that were taken for a company: "form in context"."""
    surfaces: Mapping[str, str]
    """Company found -> why, for the list of mistakes."""


def main(arguments: list[str]) -> int:
    """Print the figures for the folder named on the command line."""
    folder = Path(arguments[0] if arguments else "../shared/eval")
    labels = json.loads((folder / "companies.dev.json").read_text())["documents"]
    companies = json.loads((folder / "companies.vocabulary.json").read_text())["companies"]
    with tempfile.TemporaryDirectory() as archive:
        root = Path(archive)
        prepare_archive(root, {folder.parent / label["path"] for label in labels}, companies)
        articles = find_articles(root)
    readings = [read_document(label, find_document(label, articles), companies) for label in labels]
    for reading in readings:
        print_mistakes(reading)
    print_figures(readings, traps=sum(len(label["traps"]) for label in labels))
    return 0


def prepare_archive(root: Path, sources: Iterable[Path], companies: Sequence[Mapping[str, Any]]) -> None:
    """An archive of the sources and a term file for each company; what has no date gets one."""
    (root / "site.toml").write_text('title = "Labelled documents"\n')
    folder = root / "content" / "companies"
    folder.mkdir(parents=True)
    for number, company in enumerate(companies):
        facts = {key: company[key] for key in _FACTS if company.get(key)}
        (folder / f"c{number}.md").write_text(f"---\n{yaml.safe_dump(facts, allow_unicode=True)}---\n")
    command = [sys.executable, "-m", "site_builder", "import", "-q", "-c", root / "site.toml", *sorted(sources)]
    subprocess.run(command, check=False, capture_output=True)
    for file in (root / "content" / "articles").rglob("*.md"):
        text = file.read_text()
        if "\ndate: " not in text.split("\n---\n")[0]:
            file.write_text(text.replace("---\n", "---\ndate: 2020-01-01\n", 1))


def find_articles(root: Path) -> list[Article]:
    """Every article of the archive, with the companies found in it."""
    project = open_project(root / "site.toml")
    options = BuildOptions(destination=root / "output", jobs=2, drafts=True, future=True)
    with Cache(project.cache_file) as cache:
        site, _ = load_site(project, options, cache, progress=lambda step, done, total: None)
    return list(site.articles)


def find_document(label: Mapping[str, Any], articles: Iterable[Article]) -> Article:
    """The article of a label: by its source file and, where that holds several, by its title."""
    name = Path(label["path"]).name
    of_file = [a for a in articles if a.parsed.front_matter.import_ and a.parsed.front_matter.import_.file == name]
    if len(of_file) == 1:
        return of_file[0]
    wanted = _NOT_LETTERS.sub("", label["title"])
    found = [a for a in of_file if _NOT_LETTERS.sub("", a.card.title) == wanted]
    if not found:
        raise SystemExit(f'{label["path"]}: no document "{label["title"]}" was imported')
    return found[0]


def read_document(label: Mapping[str, Any], article: Article, companies: Sequence[Mapping[str, Any]]) -> Reading:
    """A label beside what was found in its document."""
    facts = {company["name"]: company for company in companies}
    names = {f"c{number}": company["name"] for number, company in enumerate(companies)}
    found = {names[mention.slug]: mention for mention in article.mentions if mention.slug in names}
    labelled = {company["name"]: company for company in label["companies"]}

    def only_ambiguous(name: str, forms: Sequence[str]) -> bool:
        return set(forms) <= set(facts[name]["ambiguous"])

    return Reading(
        path=f"{label['path']} {label['title'][:20]}",
        labelled=frozenset(labelled),
        labelled_about=frozenset(name for name, company in labelled.items() if company["about"]),
        found=frozenset(found),
        found_about=frozenset(name for name, mention in found.items() if mention.about),
        doubtful=frozenset(
            {name for name, company in labelled.items() if only_ambiguous(name, company["forms"])}
            | {name for name in found.keys() - labelled.keys() if only_ambiguous(name, found[name].forms)}
        ),
        fallen=tuple(
            f"{trap['form']} in {trap['context']}"
            for trap in label["traps"]
            for name, mention in found.items()
            if name not in labelled and trap["form"].lower() in {form.lower() for form in mention.forms}
        ),
        surfaces={name: f"{mention.reason} {'/'.join(mention.forms)}" for name, mention in found.items()},
    )


def print_mistakes(reading: Reading) -> None:
    """What was missed, invented, or wrongly called `about`, a line each."""
    mistakes = {
        "missed": reading.labelled - reading.found,
        "invented": reading.found - reading.labelled,
        "about missed": (reading.labelled_about & reading.found) - reading.found_about,
        "about invented": (reading.found_about & reading.labelled) - reading.labelled_about,
    }
    for kind, names in mistakes.items():
        for name in sorted(names):
            print(f"{kind:15} {name} ({reading.surfaces.get(name, '')}) in {reading.path}")
    for trap in reading.fallen:
        print(f"{'trap':15} {trap}: {reading.path}")


def print_figures(readings: Sequence[Reading], *, traps: int) -> None:
    """The figures of all documents."""
    pairs = [(reading.labelled, reading.found) for reading in readings]
    doubtful = [(r.labelled & r.doubtful, r.found & r.doubtful) for r in readings]
    print(f"documents        {len(readings)}")
    print(f"mentions         {describe(pairs)}")
    print(f"ambiguous alone  {describe(doubtful)}")
    print(f"about            {describe([(r.labelled_about, r.found_about) for r in readings])}")
    print(f"traps            {traps - sum(len(r.fallen) for r in readings)} of {traps} refused")


def describe(pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> str:
    """Precision, recall and F1 of (labelled, found) sets, with their counts."""
    pairs = list(pairs)
    right = sum(len(labelled & found) for labelled, found in pairs)
    labelled_count, found_count = sum(len(pair[0]) for pair in pairs), sum(len(pair[1]) for pair in pairs)
    precision, recall = right / max(found_count, 1), right / max(labelled_count, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    counts = f"{right} right of {found_count} found and {labelled_count} labelled"
    return f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  ({counts})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
