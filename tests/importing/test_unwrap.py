import pytest

from site_builder.importing.unwrap import are_wrapped, join_lines, unwrap
from site_builder.language.cjk import display_width
from tests.growth import grows_linearly

SENTENCES = (
    "海边的小城在冬天迎来了第一场雪，港口的吊车停了半天，渔船都没有出海，码头上只剩下几个扫雪的人。"
    "午后雪停了，太阳从云层后面露出来，孩子们跑到堤坝上打雪仗，老人们在茶馆里谈论去年的收成和今年的鱼价。"
)
SECOND = "傍晚的时候，轮渡恢复了运行，头一班船上坐满了回家的人，他们带着年货，也带着外地的消息，一路说说笑笑。"


def _wrapped(paragraphs: list[str], width: int) -> str:
    """Paragraphs printed in a column, every line end written as a space."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for char in paragraph:
            if display_width(line + char) > width and char not in "，。":
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return " ".join(lines)


@pytest.mark.parametrize("width", [60, 74, 86, 90, 128])
def test_column_is_undone_at_any_width(width: int) -> None:
    assert unwrap(_wrapped([SENTENCES, SECOND], width)) == [SENTENCES, SECOND]


@pytest.mark.parametrize(
    "text",
    ["记者 林一舟 高山", "高盛:维持评级 目标价“买入”", "图片来源:素材 线下门店有望打通", "Galaxy S24 Ultra 发布"],
)
def test_spaces_of_the_author_stay(text: str) -> None:
    assert unwrap(text) == [text]


def test_sentence_end_before_the_edge_begins_a_paragraph() -> None:
    assert unwrap("第一段说完了。 第二段开始了。") == ["第一段说完了。", "第二段开始了。"]


def test_lines_are_joined_without_space_between_chinese_only() -> None:
    assert join_lines(["山城的第四条", "轨道线路用 Wi", "Fi 定位"]) == "山城的第四条轨道线路用 Wi Fi 定位"


def test_verses_are_not_wrapped_lines() -> None:
    assert not are_wrapped(["机床的声音停下来，", "车间里很安静。", "这大概就是十年。"])
    assert are_wrapped(["字" * 40, "字" * 39, "字" * 12])


@pytest.mark.parametrize(
    "text", ["字 " * 500_000, "字" * 1_000_000, " " * 1_000_000, "字。 " * 330_000, "a " * 500_000]
)
def test_time_is_linear(text: str) -> None:
    assert grows_linearly(unwrap, text)
