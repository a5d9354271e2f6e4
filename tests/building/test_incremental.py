"""Whatever is edited, a build on top of an earlier one leaves the files that a build from nothing would make."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_archive import Archive

from site_builder.building.build import BuildFailed

SLOTS = st.integers(0, 5)
BRIDGE = (
    "南渡桥的最后一根拉索昨夜换完，封了四十天的东侧车道今早六点重新放行。",
    "养桥队说，旧索在海风里吊了二十二年，内芯锈蚀不到一成，外套却已经裂开。",
    "新索外面多缠了一层防水带，厂家保证三十年不必再换，小米送来了两台相机。",
)
QUOTING = (
    f"{BRIDGE[2]}\n\n收费站答复说，今年的价目表去年秋天已经贴出来，年内不动，明年的要等账目审完、开过听证会以后再说。"
)


class Edit(msgspec.Struct, frozen=True):
    """One change of the archive's files; reads like the curator's day."""

    kind: str
    slot: int = 0
    other: int = 0
    text: str = ""


articles = st.builds(
    lambda slot, day, tag, company, line, body: Edit(
        "article",
        slot,
        text=f"---\ntitle: {company}第{slot}篇\ndate: {day}\ntags: [{tag}]\n{line}---\n\n{body}\n",
    ),
    SLOTS,
    st.sampled_from(["2023-12-31", "2024-01-01 09:30", "2024-01-01 23:59:59", "2024-02-29", "2024-01-01T20:00:00Z"]),
    st.sampled_from(["芯片", "汽车", "AI", "芯片, 汽车"]),
    st.sampled_from(["小米", "小米集团", "华为", "Arm"]),
    st.sampled_from(
        ["", "draft: true\n", "outlet: 晨报\n", "rights: excerpt\n", "pick: true\n", "slug: own\n",
         "story: 桥\n", "story: none\n", "story_lead: true\noutlet: 晚报\n",
         "aliases: [/old/x]\n", "companies: [华为]\n", "updated: 2024-03-01\n", "note: 记**一**笔\n"]
    ),
    st.sampled_from(
        ["正文。", "小米与华为。", "# 标题\n\n![图](/a.png)", "A text that is all in English here.", QUOTING,
         "\n\n".join(BRIDGE), "\n\n".join(BRIDGE[::-1]), "\n\n".join(BRIDGE[:2])]
    ),
)  # fmt: skip
edits = st.one_of(
    articles,
    articles,
    st.builds(lambda slot: Edit("delete", slot), SLOTS),
    st.builds(lambda slot, other: Edit("rename", slot, other), SLOTS, SLOTS),
    st.builds(
        lambda text: Edit("company", text=text),
        st.sampled_from(
            [
                "name: 小米\naliases: [小米集团]",
                "name: 小米集团",
                "name: 小米\nexclude: [小米与华为]",
                "name: Arm\nparent: 华为",
                "",
            ]
        ),
    ),
    st.builds(lambda text: Edit("template", text=text), st.sampled_from(["", "<hr>", "{{ view.card.id }}"])),
    st.builds(lambda text: Edit("macros", text=text), st.sampled_from(["", "{# a comment #}"])),
    st.builds(lambda text: Edit("style", text=text), st.sampled_from(["a{}", "b{}"])),
    st.builds(lambda text: Edit("texts", text=text), st.sampled_from(["首页", "头版"])),
    st.builds(lambda text: Edit("page", text=text), st.sampled_from(["", "/old/y", "/old/x"])),
    st.builds(lambda text: Edit("config", text=text), st.sampled_from(["", 'timezone = "UTC"', "feed_size = 2"])),
)


def _article(archive: Archive, edit: Edit) -> None:
    archive.write(f"content/articles/{edit.slot}.md", edit.text)


def _delete(archive: Archive, edit: Edit) -> None:
    (archive.root / f"content/articles/{edit.slot}.md").unlink(missing_ok=True)


def _rename(archive: Archive, edit: Edit) -> None:
    file = archive.root / f"content/articles/{edit.slot}.md"
    if file.exists():
        file.replace(archive.root / f"content/articles/{edit.other}.md")


def _company(archive: Archive, edit: Edit) -> None:
    file = archive.write("content/companies/mi.md", f"---\n{edit.text}\n---\n\n一家公司。\n")
    if not edit.text:
        file.unlink()


def _page(archive: Archive, edit: Edit) -> None:
    alias = f"aliases: [{edit.text}]\n" if edit.text else ""
    archive.write("content/pages/about.md", f"---\ntitle: 关于\n{alias}---\n\n本站。\n")


def _append(name: str) -> Callable[[Archive, Edit], None]:
    def append(archive: Archive, edit: Edit) -> None:
        path = archive.root / "themes" / "plain" / name
        original = Path(__file__).parent.parent / "sites" / "small" / "themes" / "plain" / name
        text = original.read_text("utf-8")
        path.write_text(text.replace("<article>", f"<article>{edit.text}") if ".html" in name else edit.text, "utf-8")
        if name == "templates/macros.html":
            path.write_text(text + edit.text, "utf-8")

    return append


def _texts(archive: Archive, edit: Edit) -> None:
    path = archive.root / "themes/plain/i18n/zh-Hans.toml"
    path.write_text(path.read_text("utf-8").replace("首页", edit.text), "utf-8")


def _config(archive: Archive, edit: Edit) -> None:
    text = 'title = "测试档案"\nbase_url = "https://archive.example/"\ntheme = "plain"\npage_size = 3\n'
    archive.write("site.toml", text + edit.text)


APPLY: dict[str, Callable[[Archive, Edit], None]] = {
    "article": _article, "delete": _delete, "rename": _rename, "company": _company, "page": _page,
    "template": _append("templates/article.html"), "macros": _append("templates/macros.html"),
    "style": _append("static/style.css"), "texts": _texts, "config": _config,
}  # fmt: skip


def build_outcome(archive: Archive) -> tuple[dict[str, bytes], str]:
    """The published files, and the problems of a build that failed."""
    try:
        archive.build()
    except BuildFailed as error:
        return archive.tree(), str(error)
    return archive.tree(), ""


@settings(max_examples=20)
@given(days=st.lists(st.lists(edits, min_size=1, max_size=5), min_size=1, max_size=4))
def test_incremental_tree_equals_clean_tree(days: list[list[Edit]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder) / "kept")
        for number, day in enumerate(days):
            for edit in day:
                APPLY[edit.kind](archive, edit)
            before = archive.tree()
            tree, failure = build_outcome(archive)
            clean = _copy_sources(archive, Path(folder) / f"clean-{number}")
            clean_tree, clean_failure = build_outcome(clean)
            assert failure == clean_failure
            assert tree == (before if failure else clean_tree)
            if not failure:
                again = archive.build()
                assert (again.rendered, again.written, again.removed) == (0, 0, 0)


def _copy_sources(archive: Archive, root: Path) -> Archive:
    clean = Archive(root)
    for name in ("content", "themes"):
        shutil.rmtree(root / name)
        shutil.copytree(archive.root / name, root / name)
    shutil.copy(archive.root / "site.toml", root / "site.toml")
    return clean


@pytest.fixture
def many(archive: Archive) -> Archive:
    """Forty articles about two companies over twenty days, a company's file, a page."""
    for number in range(40):
        archive.article(
            f"a{number:02}", f"2024-03-{number // 2 + 1:02} 08:{number:02}",
            f"tags: [{'单' if number % 2 else '双'}]\noutlet: 晨报\n", f"小米的第 {number} 条消息。",
        )  # fmt: skip
    archive.write("content/companies/xiaomi.md", "---\nname: 小米\n---\n\n一家公司。\n")
    archive.write("content/pages/about.md", "---\ntitle: 关于\n---\n\n本站。\n")
    return archive


def test_two_jobs_give_the_tree_of_one(many: Archive) -> None:
    one = many.build("one", jobs=1)
    two = many.build("two", jobs=2)
    (many.root / ".cache" / "build.sqlite").unlink()
    cold = many.build("cold", jobs=2)
    assert one.planned == two.planned == cold.planned == cold.rendered > 100
    assert many.tree("one") == many.tree("two") == many.tree("cold")


def test_second_build_renders_and_writes_nothing(many: Archive) -> None:
    first = many.build()
    again = many.build()
    assert first.written == first.rendered == first.planned
    assert (again.planned, again.rendered, again.written, again.kept, again.removed, again.explanations) == (
        first.planned, 0, 0, first.planned, 0, (),
    )  # fmt: skip


def test_edited_text_renders_its_page_and_the_lists_that_show_it(many: Archive) -> None:
    many.build()
    many.article("a20", "2024-03-11 08:20", "tags: [双]\noutlet: 晨报\nsummary: 同前。\n", "小米的新话。")
    many.build()
    many.article("a20", "2024-03-11 08:20", "tags: [双]\noutlet: 晨报\nsummary: 同前。\n", "小米的改动。")
    assert many.build().explanations == (
        "2024/03/11/a20/index.html: changed: view.body",
        "companies/xiaomi/feed.xml: changed: view.entries",
        "feed.xml: changed: view.entries",
        "outlets/晨报/feed.xml: changed: view.entries",
        "tags/双/feed.xml: changed: view.entries",
    )


def test_new_title_renders_its_page_its_neighbours_and_the_lists_that_show_it(many: Archive) -> None:
    many.build()
    many.article("a20", "2024-03-11 08:20", "title: 小米新题\ntags: [双]\noutlet: 晨报\n", "小米的第 20 条消息。")
    report = many.build()
    assert report.explanations == (
        "2024/03/10/a19/index.html: changed: view.newer",
        "2024/03/11/a20/index.html: changed: view.head, view.card, view.companies",
        "2024/03/11/a21/index.html: changed: view.older",
        "2024/03/11/index.html: changed: view.entries",
        "2024/03/index.html: changed: view.days",
        "companies/index.html: changed: view.groups",
        "companies/xiaomi/feed.xml: changed: view.entries",
        "companies/xiaomi/index.html: changed: view.overview",
        "companies/xiaomi/page/7/index.html: changed: view.months",
        "feed.xml: changed: view.entries",
        "index.html: changed: view.days",
        "outlets/晨报/feed.xml: changed: view.entries",
        "outlets/晨报/page/7/index.html: changed: view.months",
        "tags/双/feed.xml: changed: view.entries",
        "tags/双/page/4/index.html: changed: view.months",
    )
    assert report.written == report.rendered


def test_new_article_leaves_full_pages_alone(many: Archive) -> None:
    many.build()
    many.article("a40", "2024-03-21 08:00", "tags: [双]\noutlet: 晨报\n", "小米的第 40 条消息。")
    rendered = {line.split(": ")[0] for line in many.build().explanations}
    assert rendered == {
        "2024/03/20/a39/index.html", "2024/03/21/a40/index.html", "2024/03/20/index.html", "2024/03/21/index.html",
        "2024/03/index.html", "2024/index.html", "archive/index.html", "companies/index.html", "outlets/index.html",
        "tags/index.html", "companies/xiaomi/index.html", "companies/xiaomi/feed.xml", "outlets/晨报/index.html",
        "outlets/晨报/feed.xml", "tags/双/index.html", "tags/双/feed.xml", "tags/双/page/7/index.html",
        "tags/双/page/6/index.html", "feeds/index.html", "feed.xml", "index.html", "sitemap.xml",
    }  # fmt: skip


def test_report_that_joins_a_story_renders_what_shows_the_story(many: Archive) -> None:
    many.article("b1", "2024-03-12 09:10", "tags: [桥]\noutlet: 早报\n", "\n\n".join(BRIDGE[:2]))
    many.article("b2", "2024-03-18 09:20", "tags: [桥]\noutlet: 晚报\n", "\n\n".join(BRIDGE[::-1]))
    many.article("b3", "2024-03-18 21:00", "tags: [渡]\noutlet: 午报\n", QUOTING)
    many.build()
    many.article("b4", "2024-03-20 22:00", "tags: [渡]\noutlet: 夜报\n", "\n\n".join(BRIDGE))
    report = many.build()
    stories = {f"stories/{path.parent.name}/index.html" for path in many.root.glob("output/stories/*/index.html")}
    assert len(stories) == 2  # its present address and a former one
    assert {line.split(": ")[0] for line in report.explanations} == stories | {
        "2024/03/20/b4/index.html",
        "2024/03/20/a39/index.html",  # its neighbour
        "2024/03/12/b1/index.html", "2024/03/18/b2/index.html",  # the other reports
        "stories/index.html", "_redirects",
        "2024/03/12/index.html", "2024/03/18/index.html", "outlets/早报/index.html",  # lists that show the story
        "2024/03/20/index.html", "2024/03/index.html", "2024/index.html", "archive/index.html", "index.html",
        "tags/桥/index.html", "outlets/晚报/index.html", "companies/xiaomi/page/13/index.html",
        "tags/渡/index.html", "tags/渡/feed.xml", "outlets/夜报/index.html", "outlets/夜报/feed.xml",
        "companies/xiaomi/index.html", "companies/xiaomi/feed.xml",
        "companies/index.html", "tags/index.html", "outlets/index.html", "feeds/index.html", "feed.xml", "sitemap.xml",
    }  # fmt: skip


def test_edited_template_renders_the_pages_that_use_it(many: Archive) -> None:
    many.build()
    template = many.root / "themes/plain/templates/page.html"
    template.write_text(template.read_text("utf-8") + "{# nothing new #}", "utf-8")
    report = many.build()
    assert report.explanations == ("about/index.html: changed: template",)
    assert report.written == 0


def test_explain_names_one_output_by_its_address(many: Archive) -> None:
    many.build()
    assert many.build(explain="/about/").explanations == ("about/index.html: kept: nothing it depends on has changed",)
    assert many.build(explain="/nowhere/").explanations == ("/nowhere/: not planned",)


def test_forced_build_renders_everything_and_writes_nothing(many: Archive) -> None:
    planned = many.build().planned
    forced = many.build(force=True)
    assert (forced.rendered, forced.written) == (planned, 0)


def test_without_its_cache_a_build_writes_nothing_and_removes_what_is_stale(many: Archive) -> None:
    planned = many.build().planned
    shutil.rmtree(many.root / ".cache")
    again = many.build()
    assert (again.rendered, again.written, again.removed) == (planned, 0, 0)
    shutil.rmtree(many.root / ".cache")
    many.remove("content/pages/about.md")
    assert many.build().removed == 1
    assert not (many.root / "output" / "about").exists()


def test_altered_and_deleted_outputs_are_mended(many: Archive) -> None:
    many.build()
    tree = many.tree()
    many.write("output/about/index.html", "spoilt")
    many.remove("output/404.html")
    report = many.build()
    assert report.explanations == (
        "404.html: missing or altered in the destination",
        "about/index.html: missing or altered in the destination",
    )
    assert many.tree() == tree


def test_equal_bytes_keep_their_time_on_disk(many: Archive) -> None:
    many.build()
    file = many.root / "output" / "about" / "index.html"
    before = file.stat().st_mtime_ns
    many.build(force=True)
    assert file.stat().st_mtime_ns == before


def test_undrafted_article_appears_and_drafted_again_it_goes(archive: Archive) -> None:
    archive.article("open", "2024-01-02")
    archive.build()
    without = archive.tree()
    archive.article("hidden", "2024-01-01", "draft: true\n")
    archive.build()
    assert archive.tree() == without
    archive.article("hidden", "2024-01-01", "draft: false\n")
    archive.build()
    assert "2024/01/01/hidden/index.html" in archive.tree()
    archive.article("hidden", "2024-01-01", "draft: true\n")
    archive.build()
    assert archive.tree() == without
