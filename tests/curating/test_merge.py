"""What becomes of a document that the curator edited when its source changes."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.curating import merge as merge_module
from site_builder.curating.merge import Base, Merge, describe, merge
from site_builder.formats.front_matter import parse_document

ZONE = ZoneInfo("Asia/Shanghai")
CASES = Path(__file__).parent / "merge"
IMPORTED = (CASES / "imported.md").read_text(encoding="utf-8")
CURATED = (CASES / "curated.md").read_text(encoding="utf-8")
PATH = "content/articles/2024/03/x.md"


def _base(text: str) -> Base:
    document, problems = parse_document(PATH, text, zone=ZONE)
    assert document is not None, problems
    return describe(document)


BASE = _base(IMPORTED)


def _merge(yours: str, theirs: str, *, force: bool = False, base: Base | None = BASE) -> Merge:
    return merge(PATH, yours, theirs, base=base, zone=ZONE, force=force)


def test_fixture_is_edited_in_fields_of_the_curator_and_in_one_of_the_importer() -> None:
    mine = _base(CURATED)
    assert mine.body == BASE.body
    assert {key for key in {*mine.fields, *BASE.fields} if mine.fields.get(key) != BASE.fields.get(key)} == {
        "tags", "mood"
    }  # fmt: skip


def test_source_that_is_the_same_changes_nothing() -> None:
    assert _merge(CURATED, IMPORTED) == Merge(text=CURATED)


def test_one_changed_field_is_one_changed_line() -> None:
    theirs = IMPORTED.replace("outlet: 晨报", "outlet: 晚报").replace("sha256: aa11", "sha256: bb22")
    expected = CURATED.replace('outlet: "晨报"  # 已核对', 'outlet: "晚报"  # 已核对')
    assert _merge(CURATED, theirs) == Merge(text=expected)


def test_field_that_the_source_adds_goes_where_the_importer_writes_it() -> None:
    theirs = IMPORTED.replace("outlet: 晨报", "updated: 2024-03-06 08:00:00+08:00\noutlet: 晨报")
    expected = CURATED.replace("\n# 来源", "\nupdated: 2024-03-06 08:00:00+08:00\n# 来源")
    assert _merge(CURATED, theirs).text == expected


def test_field_that_the_source_drops_goes() -> None:
    theirs = IMPORTED.replace("authors:\n- 常甲\n", "")
    assert _merge(CURATED, theirs).text == CURATED.replace("authors: [常甲]   # 记者\n", "")


def test_key_under_another_name_is_changed_under_that_name() -> None:
    theirs = IMPORTED.replace("summary: 旧的一句。", "summary: 新的一句。")
    assert _merge(CURATED, theirs).text == CURATED.replace("excerpt: 旧的一句。", "excerpt: 新的一句。")


def test_field_that_both_changed_stays_the_curators_with_a_warning() -> None:
    yours = CURATED.replace('outlet: "晨报"', 'outlet: "早报"')
    merged = _merge(yours, IMPORTED.replace("outlet: 晨报", "outlet: 晚报"))
    assert merged.text == yours
    (warning,) = merged.problems
    assert (warning.rule, warning.severity) == ("import-field-kept", "warning")
    assert yours.splitlines()[warning.line - 1].startswith("outlet:")
    assert warning.message == "outlet was edited, and its source has changed it too: yours is kept"


def _tagged(tags: str) -> str:
    line = f"tags: [{tags}]" if tags else "weight: 1"
    return f"---\ntitle: 题\ndate: 2024-03-05 10:00:00+08:00\n{line}\n---\n\n正文。\n"


@pytest.mark.parametrize(
    ("base", "yours", "theirs", "merged"),
    [
        ("甲, 乙", "甲, 乙, 我的", "甲, 乙, 新的", "甲, 乙, 新的, 我的"),
        ("甲, 乙", "乙, 甲", "甲, 乙, 新的", "乙, 甲, 新的"),
        ("甲, 乙", "甲", "甲, 乙, 新的", "甲, 新的"),
        ("甲, 乙", "我的, 甲, 乙", "乙", "我的, 乙"),
        ("甲, 乙", "甲, 我的", "新的", "新的, 我的"),
        ("甲, 乙", "我的, 甲, 乙", "甲, 乙, 我的", "我的, 甲, 乙"),
        ("甲", "我的", "", "我的"),
        ("甲", "", "甲, 新的", "新的"),
        ("", "我的", "新的", "新的, 我的"),
    ],
)
def test_lists_take_what_each_side_adds_and_drops(base: str, yours: str, theirs: str, merged: str) -> None:
    result = _merge(_tagged(yours), _tagged(theirs), base=_base(_tagged(base)))
    document, _ = parse_document(PATH, result.text, zone=ZONE)
    assert document is not None
    assert (document.front_matter.tags, result.problems) == (tuple(merged.split(", ")), ())
    again = _merge(result.text, _tagged(theirs), base=_base(_tagged(theirs)))
    assert again == Merge(text=result.text)


def test_list_of_a_ledger_of_an_earlier_version_is_merged_whole() -> None:
    base = _base(_tagged("甲, 乙"))
    old = Base(fields={**base.fields, "tags": merge_module._hash(["甲", "乙"])}, body=base.body)
    assert _merge(_tagged("甲, 乙"), _tagged("甲, 丙"), base=old).text == _tagged("甲, 丙")
    kept = _merge(_tagged("甲, 我的"), _tagged("甲, 丙"), base=old)
    assert (kept.text, [problem.rule for problem in kept.problems]) == (_tagged("甲, 我的"), ["import-field-kept"])


@pytest.mark.parametrize(
    "line", ["note: 别的", "pick: false", "draft: true", "aliases: [/x/]", "rights: full", "weight: 9",
             "expiryDate: 2030-01-01", "companies: [乙]", "slug: other"],
)  # fmt: skip
def test_fields_of_the_curator_are_never_changed(line: str) -> None:
    theirs = IMPORTED.replace("outlet: 晨报", f"outlet: 晨报\n{line}")
    for force in (False, True):
        assert _merge(CURATED, theirs, force=force) == Merge(text=CURATED)


def test_text_that_only_the_source_changed_is_taken_with_its_provenance() -> None:
    theirs = IMPORTED.replace("三座", "四座").replace("sha256: aa11", "sha256: bb22").replace("06-01", "06-09")
    expected = CURATED.replace("三座", "四座").replace("sha256: aa11", "sha256: bb22").replace("06-01", "06-09")
    assert _merge(CURATED, theirs) == Merge(text=expected)


def test_text_that_only_the_curator_changed_stays() -> None:
    yours = CURATED + "\n编者补充。\n"
    assert _merge(yours, IMPORTED.replace("outlet: 晨报", "outlet: 晚报")).text == yours.replace("晨报", "晚报", 1)


def test_blanks_at_line_ends_are_no_edit() -> None:
    yours = CURATED.replace("试乘。\n", "试乘。  \n").rstrip("\n")
    assert "四座" in _merge(yours, IMPORTED.replace("三座", "四座")).text


def test_text_that_both_changed_is_a_conflict_with_its_difference() -> None:
    merged = _merge(CURATED.replace("本周二", "周二"), IMPORTED.replace("三座", "四座"))
    assert merged == Merge(
        diff=f"""--- {PATH} (yours)
+++ {PATH} (its source)
@@ -1,2 +1,2 @@
-周二，星河智行宣布在三座南方城市开放自动驾驶试乘。
+本周二，星河智行宣布在四座南方城市开放自动驾驶试乘。
 """
    )


def test_force_takes_the_text_and_keeps_what_is_the_curators() -> None:
    theirs = IMPORTED.replace("三座", "四座")
    merged = _merge(CURATED.replace("本周二", "周二"), theirs, force=True)
    assert merged == Merge(text=CURATED.replace("三座", "四座"))


def test_without_a_base_the_curators_stands_and_another_text_is_a_conflict() -> None:
    assert _merge(CURATED, IMPORTED.replace("晨报", "晚报"), base=None).text == CURATED
    assert _merge(CURATED, IMPORTED.replace("三座", "四座"), base=None).diff


def test_broken_document_is_left_alone_even_by_force() -> None:
    broken = CURATED.replace("pick: true", "pick: [")
    for force in (False, True):
        merged = _merge(broken, IMPORTED.replace("三座", "四座"), force=force)
        assert (merged.text, [problem.rule for problem in merged.problems]) == ("", ["yaml-broken"])
