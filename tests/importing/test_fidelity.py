"""Real posts, which stay outside of the project: nothing is lost on the way through an import."""

import json
from pathlib import Path

import pytest

from site_builder.importing.ingest import ingest
from site_builder.importing.items import Draft, Source
from site_builder.importing.outlets import collect_outlets
from tests.fidelity import NOW, TARGET, ZONE, Seen, compare, cut, main, measure, read_html

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = SHARED / "corpus" / "hexo"
LABELS = SHARED / "eval" / "companies.dev.json"

POST = """---
title: 星河新车
date: 2024-03-05
---

<div><p>星河今天发布新车，<a href="https://a.example/1">全文</a>。</p>
<img src="https://i.example/a.png"><pre>List<String></pre></div>
"""


def test_measure_counts_a_post_that_is_kept_whole(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text(POST, encoding="utf-8")
    score = measure(post)
    assert (score.characters, score.kept, score.invented) == (24, 24, 0)
    assert (score.links, score.links_kept, score.images, score.images_kept) == (1, 1, 1, 1)
    assert main([str(tmp_path)]) == 0


def test_measure_sees_what_is_lost_and_invented() -> None:
    source = read_html('<p>甲乙丙<a href="https://a.example/">丁</a></p><img src="https://i.example/a.png">')
    score = compare(source, Seen(text="甲丙丁戊"))
    assert (score.characters, score.kept, score.invented) == (4, 3, 1)
    assert (score.links, score.links_kept, score.images, score.images_kept) == (1, 0, 1, 0)


def test_measure_sees_words_in_angle_brackets_that_are_lost() -> None:
    html = "<p>Vec<u8> 与 <b>粗</b></p><pre>if (a<b && c>d) List<i> x;</pre>"
    shown = "Vec<u8>与粗if(a<b&&c>d)List<i>x;"
    assert read_html(html).text == shown
    assert compare(read_html(html), Seen(text="Vec与粗if(ad)Listx;")).kept == 17


def test_only_listed_removals_are_left_out_of_the_count() -> None:
    seen = cut(read_html("<p>正文</p><p>扫码<a href='https://a.example/'>关注</a></p>"), ["扫码关注"])
    assert (seen.text, seen.links) == ("正文", [])


def test_folder_without_posts_misses_the_target(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside the project")
def test_mirror_posts_keep_their_text_links_and_images() -> None:
    scores = [measure(path) for path in sorted(CORPUS.glob("*.md"))]
    assert sum(score.kept for score in scores) >= TARGET * sum(score.characters for score in scores)
    assert [score.lost for score in scores if score.invented] == []
    assert [score.lost for score in scores if score.links_kept < score.links] == []
    assert [score.lost for score in scores if score.images_kept < score.images] == []


@pytest.mark.skipif(not LABELS.exists(), reason="the labels are not beside the project")
def test_marked_companies_are_companies() -> None:
    wrong, missed = [], []
    for document in json.loads(LABELS.read_text(encoding="utf-8"))["documents"]:
        path = SHARED / document["path"]
        if path.parent != CORPUS:
            continue
        names = {name for company in document["companies"] for name in (company["name"], *company["forms"])}
        results = ingest(
            Source(name=path.name, data=path.read_bytes()),
            format="hexo", now=NOW, zone=ZONE, outlets=collect_outlets([]),
        )  # fmt: skip
        (draft,) = (result for result in results if isinstance(result, Draft))
        wrong += [company.name for company in draft.front_matter.companies_marked if company.name not in names]
        missed += [text for rule, text in draft.removed if rule.startswith("company-link") and text in names]
    assert (wrong, missed) == ([], [])
