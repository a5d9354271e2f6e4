import pytest

from site_builder.documents import Credit
from site_builder.formats.blocks import Block
from site_builder.importing.credits import read_credits, split_lead_credits, take_credits, writers


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("文｜陈小舟", [("文", ("陈小舟",))]),
        ("图｜Unsplash、Statista、Just AI", [("图", ("Unsplash", "Statista", "Just AI"))]),
        ("作者：陈小舟 编辑：周明", [("作者", ("陈小舟",)), ("编辑", ("周明",))]),
        ("每经记者|林一舟 每经编辑|何夕 高山", [("记者", ("林一舟",)), ("编辑", ("何夕", "高山"))]),
        ("撰文 / 陈小舟 ＆ 周明", [("撰文", ("陈小舟", "周明"))]),
        ("作者：陈小舟　2022年8月21日", [("作者", ("陈小舟",))]),
        ("作者：", []),
        ("文：这一段文字说的是别的事情。", []),
        ("记者：您怎么看这件事？", []),
        ("我们的作者：陈小舟", []),
        ("来源：某网站", []),
    ],
)
def test_credit_lines_are_told_from_sentences(line: str, credits: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(credit.role, credit.names) for credit in read_credits(line)] == credits


def _block(text: str) -> Block:
    return Block(kind="paragraph", markdown=text, text=text)


def test_credits_are_taken_from_the_ends_only() -> None:
    story = [_block(f"第{number}段说了一件事。") for number in range(20)]
    middle = [*story[:10], _block("作者：陈小舟"), *story[10:]]
    assert take_credits(middle) == (tuple(middle), ())
    assert take_credits([*story, _block("文｜陈小舟")]) == (
        tuple(story),
        (Credit(role="文", names=("陈小舟",)),),
    )


def test_credits_at_the_head_of_a_text_are_split_off() -> None:
    credits, rest = split_lead_credits("每经记者|林一舟 每经编辑|何夕 高山 3月4日,有消息称")
    assert (writers(credits), rest) == (("林一舟",), "3月4日,有消息称")
    assert split_lead_credits("记者从公司获悉 新品上市") == ((), "记者从公司获悉 新品上市")
