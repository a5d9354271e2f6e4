import pytest

from site_builder.formats.blocks import join_blocks
from site_builder.formats.html_to_markdown import convert
from site_builder.importing.loose_markdown import read_body

TEXTS = {
    "10<sup>-3</sup> 与 10<sup>3</sup>": "10⁻³ 与 10³",
    "CO<sub>2</sub>、x<sub>i</sub>": "CO₂、xᵢ",
    "m<sup>2</sup>，2<sup>n+1</sup>": "m²，2ⁿ⁺¹",
    "e<sup>1.5</sup>，x<sup>a+b</sup>，x<sup>y</sup>": "e^(1.5)，x^(a+b)，x^(y)",
    "21<sup>st</sup>，河岸<sup>TM</sup>，正文<sup>①</sup>": "21st，河岸TM，正文①",
    "V<sub>max</sub>": "Vmax",
}


def to_markdown(html: str) -> str:
    return join_blocks(convert(html).blocks)


@pytest.mark.parametrize("html", TEXTS)
def test_exponents_and_indices_are_kept(html: str) -> None:
    assert to_markdown(f"<p>{html}</p>") == TEXTS[html]
    assert [block.markdown for block in read_body(html).blocks] == [TEXTS[html]]


def test_notes_and_code_stay_as_they_are() -> None:
    assert to_markdown("正文<sup>[1]</sup><sup><a href='#n'>2</a></sup>") == "正文\\[1\\][2](#n)"
    assert to_markdown("<code>10<sup>3</sup></code>") == "`103`"


def test_quotations_and_boxes_to_tick_are_seen() -> None:
    assert to_markdown("<p>他说<q>走，<q>快</q></q></p>") == "他说“走，‘快’”"
    boxes = "<ul><li><input type=checkbox checked>甲</li><li><input type='checkbox'> 乙</li></ul><input type=text>"
    assert to_markdown(boxes) == "- ☑ 甲\n- ☐ 乙"
