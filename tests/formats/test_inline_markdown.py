import pytest

from site_builder.formats.inline_markdown import Run, escape_text, write_image, write_inline
from site_builder.formats.markdown import render
from site_builder.model import Image

STRONG, EM = frozenset({"strong"}), frozenset({"em"})


@pytest.mark.parametrize(
    ("runs", "markdown"),
    [
        ([Run(text="a "), Run(text=" b ", marks=STRONG), Run(text="c")], "a **b** c"),
        ([Run(text="他说"), Run(text="“好”", marks=STRONG), Run(text="是")], "他说**“好”**是"),
        ([Run(text="x"), Run(text="y:", marks=STRONG), Run(text="z")], "xy:z"),
        ([Run(text="a", marks=STRONG), Run(text="b", marks=EM)], "**a**b"),
        ([Run(text="a", marks=STRONG), Run(text="b", marks=STRONG | EM)], "**a*b***"),
        ([Run(text="a\n", marks=STRONG), Run(text="b")], "**a**\\\nb"),
        ([Run(text="`x`", code=True)], "`` `x` ``"),
        ([Run(text="好!"), Run(text="链", link="/x", link_id=1)], "好\\![链](/x)"),
        ([Run(text="a", link="/x", link_id=1), Run(text="b", link="/y", link_id=2)], "[a](/x)[b](/y)"),
        ([Run(text=" \n ")], ""),
    ],
)
def test_runs_become_markdown(runs: list[Run], markdown: str) -> None:
    assert write_inline(runs) == markdown


@pytest.mark.parametrize("text", ["snake_case", "10~20", "a & b", "5 < 6", "100%", "{x}y"])
def test_text_without_meaning_is_not_escaped(text: str) -> None:
    assert escape_text(text).lstrip("\\") == text


def test_image_with_caption_and_size_is_a_figure_when_rendered() -> None:
    image = Image(src="https://i.example/a(1).png", alt="标志", width=8, height=6, caption='说"明" & 来源')
    (rendered,) = render(write_image(image), language="zh-Hans").body.images
    assert rendered == image
