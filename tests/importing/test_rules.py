import pytest

from site_builder.formats.blocks import Block, image_block
from site_builder.importing.rules import (
    apply_rules,
    drop_repeated_title,
    drop_tail_promotion,
    is_placeholder,
    is_same_title,
)
from site_builder.model import Image

PROMOTION = "扫描下方二维码，关注公众号“远洋观察”。"


def _paragraph(text: str) -> Block:
    return Block(kind="paragraph", markdown=text, text=text)


def _image(width: int, height: int, caption: str = "") -> Block:
    return image_block(Image(src=f"https://i.example/{width}", width=width, height=height, caption=caption))


STORY = [_paragraph("第一段。"), _image(1600, 900), _paragraph("第二段。")]


def test_promotion_with_its_code_and_banners_is_dropped_from_the_end() -> None:
    tail = [_image(1200, 250), _paragraph(PROMOTION), _image(1080, 608)]
    assert drop_tail_promotion([*STORY, *tail]) == (
        STORY,
        [
            ("tail-banner", "https://i.example/1200"),
            ("tail-promotion", PROMOTION),
            ("promotion-code", "https://i.example/1080"),
        ],
    )


@pytest.mark.parametrize(
    "last",
    [
        _image(1600, 900),
        _image(1200, 250, caption="全景"),
        _paragraph("他说，以后进站要扫描手机上的车票。"),
        _paragraph(PROMOTION + "但是" * 100),
    ],
)
def test_what_may_belong_to_the_story_stays(last: Block) -> None:
    assert drop_tail_promotion([*STORY, last]) == ([*STORY, last], [])


def test_promotion_in_the_middle_stays() -> None:
    blocks = (*STORY, _paragraph(PROMOTION), *STORY)
    assert apply_rules(blocks) == (blocks, ())


def test_title_is_dropped_only_where_it_opens_a_longer_text() -> None:
    title = _paragraph("星河智行:驶向南方")
    assert drop_repeated_title([title, *STORY], "星河智行：驶向南方") == (
        STORY,
        [("repeated-title", "星河智行:驶向南方")],
    )
    assert drop_repeated_title([title], "星河智行：驶向南方") == ([title], [])


def test_titles_compare_without_width_and_punctuation() -> None:
    assert is_same_title("星河 SU7：发布！", "星河ＳＵ７:发布")
    assert not is_same_title("星河发布", "星河再发布")
    assert not is_same_title("！！", "？？")


@pytest.mark.parametrize(
    ("url", "placeholder"),
    [
        ("https://picsum.photos/400/300?random=2906", True),
        ("https://via.placeholder.com/150", True),
        ("https://site.example/p/undefined", True),
        ("https://img.example/picsum.photos.png", False),
    ],
)
def test_placeholders_are_known(url: str, placeholder: bool) -> None:
    assert is_placeholder(url) is placeholder
