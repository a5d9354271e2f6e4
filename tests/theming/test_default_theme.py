"""The default theme's promises about itself: texts, colours, weight, nothing inline."""

from __future__ import annotations

import gzip
import re
import tomllib
from pathlib import Path

import pytest

THEME = Path(__file__).parents[2] / "themes" / "default"
TEMPLATES = sorted((THEME / "templates").glob("*.html"))
STYLE = (THEME / "static" / "style.css").read_text(encoding="utf-8")
LANGUAGES = ("zh-Hans", "en")
MIN_CONTRAST = 4.5
MAX_STYLE_BYTES = 14_000
MAX_SCRIPT_BYTES = 8_000

_NAMED_TEXT = re.compile(r'\bt\(\s*"(\w+)"')
_BUILT_TEXT = re.compile(r'\bt\(\s*"(\w+_)"\s*~')
_CHOSEN_TEXT = re.compile(r'"(\w+)" if |else "(\w+)"')
_INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|\|\s*safe\b|javascript:")


def _texts(language: str) -> dict[str, object]:
    return tomllib.loads((THEME / "i18n" / f"{language}.toml").read_text(encoding="utf-8"))


def _placeholders(text: object) -> set[str]:
    forms = text.values() if isinstance(text, dict) else (text,)
    return {name for form in forms for name in re.findall(r"\{+\w+\}+", str(form))}


def _declarations(selector: str) -> dict[str, str]:
    """The custom properties in the first rule of exactly this selector."""
    rule = re.search(rf"^\s*{re.escape(selector)} \{{(.*?)\}}", STYLE, re.MULTILINE | re.DOTALL)
    assert rule, selector
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", rule[1]))


def _luminance(color: str) -> float:
    channels = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_languages_hold_the_same_texts() -> None:
    texts = {language: _texts(language) for language in LANGUAGES}
    placeholders = {
        language: {key: _placeholders(text) for key, text in texts[language].items()} for language in LANGUAGES
    }
    assert placeholders["en"] == placeholders["zh-Hans"]


def test_every_text_is_used_and_every_used_text_is_there() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    built = set(_BUILT_TEXT.findall(source))
    named = set(_NAMED_TEXT.findall(source)) - built
    chosen = {key for pair in _CHOSEN_TEXT.findall(source) for key in pair}
    known = set(_texts("en"))
    assert named - known == set()
    assert {key for key in known - named - chosen if not key.startswith(tuple(built))} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_nothing_inline_and_trust_nothing(path: Path) -> None:
    assert _INLINE.findall(path.read_text(encoding="utf-8")) == []


def test_style_and_script_stay_within_their_budgets() -> None:
    script = (THEME / "static" / "theme.js").read_bytes()
    assert len(gzip.compress(STYLE.encode())) <= MAX_STYLE_BYTES
    assert len(gzip.compress(script)) <= MAX_SCRIPT_BYTES


def test_style_requests_nothing() -> None:
    assert re.findall(r"url\(|@import|@font-face", STYLE) == []


def test_text_stands_out_from_its_paper_in_light_and_dark() -> None:
    light = _declarations(":root")
    dark = light | _declarations(':root[data-theme="dark"]')
    light["--accent"], dark["--accent"] = light["--accent-light"], light["--accent-dark"]
    weak = {
        (name, text, ground): _contrast(colors[text], colors[ground])
        for name, colors in (("light", light), ("dark", dark))
        for text in ("--ink", "--soft", "--accent")
        for ground in ("--paper", "--tint")
        if _contrast(colors[text], colors[ground]) < MIN_CONTRAST
    }
    assert weak == {}


def test_dark_is_the_same_by_system_and_by_switch() -> None:
    assert _declarations(':root:not([data-theme="light"])') == _declarations(':root[data-theme="dark"]')


def test_defaults_of_options_are_those_of_the_style_sheet() -> None:
    options = tomllib.loads((THEME / "theme.toml").read_text(encoding="utf-8"))["options"]
    declared = {option["property"]: str(option["default"]) for option in options.values() if "property" in option}
    assert declared == {name: _declarations(":root")[name] for name in declared}
