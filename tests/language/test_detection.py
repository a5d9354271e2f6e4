import subprocess
import sys
from time import perf_counter

import pytest

from site_builder.language.detection import canonical_tag, detect_language, recognise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("小米集团发布财报，营收同比增长", "zh-Hans"),
        ("臺積電公布第三季營收，創下新高", "zh-Hant"),
        ("衞生署說明新規", "zh-Hant"),
        ("首相、経済対策を表明", "ja"),
        ("星川自動車、国内生産を再開へ", "ja"),
        ("한강전자, 3분기 영업이익 발표", "ko"),
        ("Рынок вырос, но эксперты ждут снижения", "ru"),
        ("Уряд підвищив ставку, але її знизять", "uk"),
        ("Η κυβέρνηση ανακοίνωσε μέτρα", "el"),
        ("ราคาน้ำมันปรับขึ้น", "th"),
        ("सरकार ने नई योजना की घोषणा की", "hi"),
        ("הממשלה אישרה את התקציב", "he"),
        ("دولت قیمت بنزین را افزایش داد پس از چند سال", "fa"),
        ("Qinghe recalls a batch of cells", "en"),
        ("Le gouvernement annonce une hausse des prix de l'électricité", "fr"),
        ("La banque d'en face maintient ses taux", "fr"),
        ("Das Werk senkt die Prognose für das Jahr", "de"),
        ("El Gobierno aprueba la subida del salario mínimo", "es"),
        ("O governo anuncia corte de gastos e aumento de impostos para empresas", "pt"),
        ("Il governo approva la manovra: ecco le novità", "it"),
        ("De fabriek wil minder mensen aan de band", "nl"),
        ("Fabriken vill inte ha mer skatt på arbete", "sv"),
        ("Fabrikken blev solgt efter en lang strid mellem ejerne", "da"),
        ("Fabrikken ble solgt etter en lang strid mellom eierne", "nb"),
        ("Tehdas suljettiin, mutta se avataan vuonna 2030", "fi"),
        ("Fabryka zapowiada podwyżki dla załogi, ale nie teraz", "pl"),
        ("Továrna schválila rozpočet na příští rok, který je vyšší", "cs"),
        ("Fabrica a anunțat că nu va crește prețul", "ro"),
        ("A gyár szerint nem lesz áremelés", "hu"),
        ("Fabrika kararını açıkladı ve bir ilk oldu", "tr"),
        ("Nhà máy đã công bố kế hoạch mới cho năm nay", "vi"),
        ("Pabrik akan menaikkan harga pada tahun ini", "id"),
    ],
)
def test_language_is_told_by_a_headline(text: str, language: str) -> None:
    assert recognise(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Xiaomi (小米) reported record revenue for the third quarter of the year", "en"),
        ("Mesa 的 TURNIP Vulkan 开源驱动支持高通 Adreno 660", "zh-Hans"),
        ("新品 Xiaomi 17 Ultra by Leica 开售", "zh-Hans"),
        ("鲜の味道：上海开了新店", "zh-Hans"),
        ("会议由ソニー的代表主持，讨论了传感器的供货、价格与下一代产品的规格", "zh-Hans"),
        ("简体报道引用了「臺灣積體電路」的说法，并说明这个问题还没有结论", "zh-Hans"),
        ("见 https://news.example/some/long/path/in/the/english/language 说明", "zh-Hans"),
        ("news.example.com/no/o/as/os 说明", "zh-Hans"),
        ("`pip install the thing and run it` 安装说明", "zh-Hans"),
        ("```python\nfor word in the_list: print(word)\n```\n\n配置说明", "zh-Hans"),
        ('<p class="lead of the page">财报发布</p>', "zh-Hans"),
        ("![图](https://img.example/a-b-c-d-e-f.png){width=10 height=20} 财报&nbsp;发布", "zh-Hans"),
        ("write-to-the.desk@news.example 供稿", "zh-Hans"),
        ("~~~\n" + "let it be the code that is read first\n" * 60 + "~~~\n\n这一段说明上面的代码", "zh-Hans"),
    ],
)
def test_quotations_addresses_and_code_do_not_decide(text: str, language: str) -> None:
    assert detect_language(text, fallback="") == language


@pytest.mark.parametrize(
    ("text", "fallback", "language"),
    [
        ("", "fr", "fr"),
        ("2026-01-07 10:52", "zh-Hant", "zh-Hant"),
        ("小米公司", "zh-Hant", "zh-Hant"),
        ("小米公司", "ja", "ja"),
        ("小米公司", "fr", "zh-Hans"),
        ("Xiaomi Auto", "zh-Hans", "en"),
        ("Xiaomi Auto", "fr", "fr"),
        ("Pokémon Café opens in Paris", "zh-Hans", "en"),
        ("Новый завод", "zh-Hans", "ru"),
        ("Завод", "bg", "bg"),
    ],
)
def test_what_does_not_tell_is_in_the_archives_language_where_the_script_fits(
    text: str, fallback: str, language: str
) -> None:
    assert detect_language(text, fallback=fallback) == language


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("zh_TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-Hant-TW", "zh-Hant"), ("zh-CN", "zh-Hans"), ("zh", "zh"),
        ("en-US", "en"), ("PT-br", "pt"), ("", ""), ("中文", ""), ("utf-8 html", ""),
    ],
)  # fmt: skip
def test_tags_are_written_one_way(tag: str, canonical: str) -> None:
    assert canonical_tag(tag) == canonical


@pytest.mark.parametrize("piece", ["`", "```", "~~~\n", "](", "<a ", "{a=", "&a", "a@", "www.", "の", "é", "a'b"])
def test_hostile_text_takes_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = perf_counter()
    detect_language(text)
    assert perf_counter() - started < 0.5


def test_tables_are_not_loaded_before_a_text_comes() -> None:
    code = (
        "import sys, site_builder.cli, site_builder.building.build\n"
        "from site_builder.language import detection, han_variants\n"
        "caches = (detection._words_of_all, detection._letters_of_all, han_variants._telling, han_variants._folding)\n"
        "print([cache.cache_info().currsize for cache in caches], 'opencc' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[0, 0, 0, 0] False"
