import pytest

from site_builder.importing.declared_language import choose_language


@pytest.mark.parametrize(
    ("declared", "text", "chosen"),
    [
        ("", "小米集团发布财报", ("zh-Hans", False)),
        ("en-US", "小米集团发布财报", ("zh-Hans", False)),
        ("zh-CN", "臺積電營收創新高", ("zh-Hant", False)),
        ("en", "Le gouvernement annonce la hausse des prix", ("fr", False)),
        ("zh-TW", "小米公司", ("zh-Hant", True)),
        ("zh", "小米公司", ("zh-Hans", False)),
        ("fr-CA", "Qinghe Auto", ("fr", True)),
        ("ja", "東京都知事選挙", ("ja", True)),
        ("ca", "El Govern aprova la llei per a la indústria", ("ca", True)),
        ("ca", "The government has approved the law", ("en", False)),
        ("zh-tw", "2020", ("zh-Hant", True)),
        ("not a tag", "Qinghe Auto", ("en", False)),
    ],
)
def test_declaration_decides_only_what_the_text_leaves_open(declared: str, text: str, chosen: tuple[str, bool]) -> None:
    assert choose_language(declared, text, fallback="zh-Hans") == chosen
