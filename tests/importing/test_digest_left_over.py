"""What of a digest stands in no item."""

from zoneinfo import ZoneInfo

from site_builder.errors import Problem
from site_builder.formats.blocks import join_blocks
from site_builder.importing.digest import READER
from site_builder.importing.items import Context, Item

CONTEXT = Context(file="x.md", zone=ZoneInfo("Asia/Shanghai"), is_outlet=lambda name: False)
ITEMS = "".join(f"{number}、[甲{number}](https://a.example/{number})\n\n说明。\n\n" for number in range(1, 6))
PAGE = f"""# 海风周刊 第 3 期

编者：本周刮**东风**。

订阅地址：https://a.example/feed

## 编辑的话

先说[码头](https://a.example/pier)的事。

再说船。

## 新闻

{ITEMS}## 言论

> 浪总会来。

（完）
"""


def _read(text: str) -> tuple[list[Item], list[Problem]]:
    results = list(READER.read(text, CONTEXT))
    return [r for r in results if isinstance(r, Item)], [r for r in results if isinstance(r, Problem)]


def test_what_no_item_takes_is_the_digests_own_text() -> None:
    first, *others = _read(PAGE)[0]
    assert join_blocks(first.left_over) == (
        "编者：本周刮**东风**。\n\n## 编辑的话\n\n先说[码头](https://a.example/pier)的事。\n\n再说船。\n\n"
        "## 言论\n\n> 浪总会来。"
    )
    assert all(item.left_over == () for item in others)


def test_what_no_item_takes_is_told_with_its_place_and_size() -> None:
    told = [(p.line, p.rule, p.message) for p in _read(PAGE)[1]]
    assert told == [
        (3, "digest-left-over", '9 characters stand in no item: "编者：本周刮东风。"'),
        (9, "digest-left-over", '12 characters stand in no item: "先说码头的事。 再说船。"'),
        (37, "digest-left-over", '5 characters stand in no item: "浪总会来。"'),
    ]


def test_what_a_rule_takes_away_is_not_left_over() -> None:
    first = _read(PAGE)[0][0]
    assert [text for rule, text in first.removed if rule == "digest-chrome"] == [
        "订阅地址：https://a.example/feed",
        "（完）",
    ]


def test_many_places_are_told_together() -> None:
    items = "".join(f"### [甲](https://a.example/{number})\n\n说明。\n\n## 闲谈\n\n闲话。\n\n" for number in range(20))
    problems = _read(f"# 海风周刊 第 3 期\n\n{items}")[1]
    assert len(problems) == 9
    assert problems[-1].message.startswith("36 characters more stand in no item, on line ")
