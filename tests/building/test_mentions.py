"""Companies found by processes, and what the cache remembers of them."""

from __future__ import annotations

from pathlib import Path

from small_archive import Archive

from site_builder.building.build import BuildOptions, load_site
from site_builder.building.cache import Cache
from site_builder.building.project import open_project
from site_builder.model import Mention

NAMES = ("云帆科技", "海角集团", "石桥电子")


def write_archive(root: Path, articles: int) -> Archive:
    archive = Archive(root)
    for number, name in enumerate(NAMES):
        archive.write(f"content/companies/c{number}.md", f"---\nname: {name}\n---\n")
    for number in range(articles):
        body = "\n\n".join(f"{name}与{NAMES[number % 3]}。" for name in NAMES[: number % 4])
        archive.article(f"a{number}", f"2024-05-{number % 28 + 1:02}", body=body or "正文。")
    return archive


def find(archive: Archive, *, jobs: int) -> dict[str, tuple[Mention, ...]]:
    """Article path -> its companies."""
    project = open_project(archive.root / "site.toml")
    options = BuildOptions(destination=archive.root / "output", jobs=jobs)
    with Cache(project.cache_file) as cache:
        site, problems = load_site(project, options, cache, progress=lambda step, done, total: None)
    assert problems == []
    return {article.parsed.path: article.mentions for article in site.articles}


def test_any_number_of_processes_finds_the_same(tmp_path: Path) -> None:
    one, three = write_archive(tmp_path / "one", 60), write_archive(tmp_path / "three", 60)
    found = find(one, jobs=1)
    assert found == find(three, jobs=3)
    assert {mention.slug for mentions in found.values() for mention in mentions} == {"c0", "c1", "c2"}


def test_a_change_of_names_reaches_cached_articles(tmp_path: Path) -> None:
    archive = write_archive(tmp_path, 40)
    before = find(archive, jobs=2)
    archive.write("content/companies/c3.md", "---\nname: 与云帆\n---\n")
    after = find(archive, jobs=2)
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {path for path in after if any(mention.slug == "c3" for mention in after[path])} != set()
    archive.remove("content/companies/c3.md")
    assert find(archive, jobs=1) == before
