"""Text -> the language it is written in, as a BCP 47 tag.

The script is told by counting letters; simplified and traditional Chinese by characters that only one of them has;
languages that share a script by their letters and their commonest words (the tables of `function_words`). What can
not be told is left to a declaration or to the archive. Letters of addresses, code and markup do not count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from site_builder.language.function_words import LETTERS, WORDS
from site_builder.language.han_variants import tell_writing

Script = Literal["", "han", "kana", "hangul", "latin", "cyrillic", "greek", "arabic", "hebrew", "thai", "devanagari"]

_SAMPLE = 500
"""Characters that are weighed: half a page tells as much as ten."""
_STEPS = (800, 6_000)
"""Characters that are read to find them: more where the text begins with code or addresses."""
_NOISE = re.compile(
    r"```(?s:.)*?(?:```|\Z)|~~~(?s:.)*?(?:~~~|\Z)|`[^`\n]{0,500}`|\]\([^\s()]{1,2000}|<[A-Za-z/!][^<>]{0,500}>"
    r"|https?://[!-~]+|www\.[!-~]+|\.[A-Za-z]{2,12}\b(?:/[!-~]*)?|&#?[A-Za-z0-9]{2,8};|\{[^{}\n]{0,60}=[^{}\n]{0,60}\}"
)
"""Every alternative begins with a letter of its own, which makes the search four times as fast."""
_MAIL = re.compile(r"[A-Za-z0-9._+-]{0,64}@[A-Za-z0-9.-]+")
_HAN = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ACCENTED = re.compile(r"[^\W\x00-\x7f]")
_PART = re.compile(r"[^\W\d_]+")
_SCRIPTS: tuple[tuple[int, int, Script], ...] = (
    (0x41, 0x24F, "latin"), (0x370, 0x3FF, "greek"), (0x400, 0x52F, "cyrillic"), (0x590, 0x5FF, "hebrew"),
    (0x600, 0x77F, "arabic"), (0x900, 0x97F, "devanagari"), (0xE00, 0xE7F, "thai"), (0x1100, 0x11FF, "hangul"),
    (0x1E00, 0x1EFF, "latin"), (0x3041, 0x30FF, "kana"), (0xAC00, 0xD7A3, "hangul"), (0xFB50, 0xFEFC, "arabic"),
    (0xFF21, 0xFF5A, "latin"), (0xFF66, 0xFF9D, "kana"),
)  # fmt: skip
"""(first code point, last one, script)."""
_COUNTED_BY_LETTER = {"kana", "hangul", "thai"}
"""Their letters weigh as much as Chinese ones; of the other scripts a word does."""

_DEFAULTS: dict[Script, str] = {
    "han": "zh-Hans", "kana": "ja", "hangul": "ko", "latin": "en", "cyrillic": "ru", "greek": "el", "arabic": "ar",
    "hebrew": "he", "thai": "th", "devanagari": "hi",
}  # fmt: skip
_WRITTEN_IN: dict[str, tuple[Script, ...]] = {
    "zh": ("han",), "yue": ("han",), "ja": ("kana", "han"), "ko": ("hangul",), "el": ("greek",), "he": ("hebrew",),
    "th": ("thai",), "hi": ("devanagari",), "mr": ("devanagari",), "ne": ("devanagari",),
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "kk", "mn"), ("cyrillic",)),
    **dict.fromkeys(("ar", "fa", "ur"), ("arabic",)), "sr": ("cyrillic", "latin"),
}  # fmt: skip
"""Language -> its scripts, its own first; Latin where it is not listed."""
_TRADITIONAL = re.compile(r"zh-(?:hant|tw|hk|mo)\b|yue\b", re.IGNORECASE)
_SIMPLIFIED = re.compile(r"zh-(?:hans|cn|sg|my)\b", re.IGNORECASE)
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")

_BY_LETTERS: dict[Script, tuple[tuple[str, frozenset[str]], ...]] = {
    "cyrillic": (("uk", frozenset("іїєґ")), ("ru", frozenset("ыэё"))),
    "arabic": (("ur", frozenset("ٹڈڑے")), ("fa", frozenset("پچژگ"))),
}
"""Languages told by letters that the others of their script lack, the surest first."""
_PARTICLES = frozenset("はがをにでともへや")
"""One of them makes a Japanese headline; の and single katakana stand in Chinese names too."""
_JAPANESE = 0.9
"""So many of the Chinese characters of a Japanese text are in JIS X 0208, which simplified ones are not."""
_CLEAR_WORDS, _CLEAR_SHARE, _CLEAR_LEAD = 2.0, 0.12, 0.04
"""Common words a text must have, as a share of its words too, and how far its language must lead the next."""
_LETTER_WEIGHT = 0.5
_MAX_LETTERS = 4


class Detected(msgspec.Struct, frozen=True):
    """What a text shows of its language."""

    script: Script
    """The script that says most; "" in a text without letters."""
    language: str
    """BCP 47 tag; "" where the text does not tell."""


def detect_language(text: str, *, fallback: str = "zh-Hans") -> str:
    """The tag of the language `text` is written in.

    Where it does not tell, it is `fallback` if that is written in the same script, else the script's commonest.
    """
    found = recognise(text)
    if found.language:
        return found.language
    return fallback if not found.script or found.script in scripts_of(fallback) else _DEFAULTS[found.script]


def recognise(text: str) -> Detected:
    """What `text` itself tells, without any assumption.

    Words of an alphabet are weighed against single Chinese characters: headlines full of product names are
    Chinese all the same, while English texts quote Chinese names only now and then.
    """
    sample = _sample(text)
    rest, runs = _HAN.subn(" ", sample)
    han = len(sample) - len(rest) + runs
    words = _WORD.findall(rest)
    weights: Counter[Script] = Counter()
    kana = ""
    for word in words:
        script = _script(word[0])
        if script == "kana":
            kana += word
        weights[script] += len(word) if script in _COUNTED_BY_LETTER else 1
    del weights[""]
    is_japanese = bool(kana) and _is_japanese(kana, "".join(_HAN.findall(sample)))
    weights["kana" if is_japanese else "han"] += han
    script, weight = max(weights.items(), key=lambda pair: (pair[1], pair[0] in ("han", "kana")))
    if not weight:
        return Detected("", "")
    return Detected(script, _tell(script, sample, words))


def _sample(text: str) -> str:
    """The beginning of `text`, without what is no language."""
    sample = ""
    for length in _STEPS:
        start = text[:length]
        sample = _NOISE.sub(" ", _MAIL.sub(" ", start) if "@" in start else start)[:_SAMPLE]
        if len(sample) == _SAMPLE or len(text) <= length:
            break
    return sample


def canonical_tag(tag: str) -> str:
    """`tag` as this archive writes it: zh-Hans or zh-Hant for Chinese, else the language alone; "" for no tag.

    "zh" alone says nothing of the writing and stays as it is.
    """
    tag = tag.strip().replace("_", "-")
    if not _LANGUAGE_TAG.fullmatch(tag):
        return ""
    if _TRADITIONAL.match(tag):
        return "zh-Hant"
    return "zh-Hans" if _SIMPLIFIED.match(tag) else tag.partition("-")[0].lower()


def scripts_of(tag: str) -> tuple[Script, ...]:
    """The scripts that the language of `tag` is written in."""
    return _WRITTEN_IN.get(tag.partition("-")[0].lower(), ("latin",))


def can_tell(language: str) -> bool:
    """True for a language that texts are recognised as; of others, only a declaration can speak."""
    return language in WORDS or language in _DEFAULTS.values() or language in ("zh", "zh-Hant", "uk", "fa", "ur")


@lru_cache(maxsize=4096)
def _script(char: str) -> Script:
    code = ord(char)
    return next((script for first, last, script in _SCRIPTS if first <= code <= last), "")


def _is_japanese(kana: str, han: str) -> bool:
    """True if the kana of a text are its own: a tenth of it, more than a name needs, beside Japan's own characters."""
    telling = kana.replace("の", "").replace("ッ", "").replace("ツ", "").replace("ー", "")
    japanese = len(han.encode("cp932", "ignore")) // 2
    if not telling or len(kana) * 10 < len(han) or japanese < _JAPANESE * len(han):
        return False
    return len(telling) > 1 or (telling in _PARTICLES and len(han) > 1)


def _tell(script: Script, sample: str, words: Sequence[str]) -> str:
    if script == "han":
        return tell_writing(sample)
    if script == "latin":
        return _tell_latin(words)
    if script in _BY_LETTERS:
        letters = frozenset("".join(words).lower())
        return next((language for language, own in _BY_LETTERS[script] if own & letters), "")
    return _DEFAULTS[script]


def _tell_latin(words: Sequence[str]) -> str:
    """The language whose common words and letters `words` have most of; "" where it does not lead clearly."""
    speakers, writers = _words_of_all(), _letters_of_all()
    text = " ".join(words).lower()
    scores = dict.fromkeys(WORDS, 0.0)
    for part in _PART.findall(text):
        for language in speakers.get(part, ()):
            scores[language] += 1
    for char, count in () if text.isascii() else Counter(_ACCENTED.findall(text)).items():
        for language in writers.get(char, ()):
            scores[language] += _LETTER_WEIGHT * min(count, _MAX_LETTERS)
    (second, _), (score, best) = sorted((score, language) for language, score in scores.items())[-2:]
    is_clear = score >= max(_CLEAR_WORDS, _CLEAR_SHARE * len(words)) and score - second >= max(1, _CLEAR_LEAD * score)
    return best if is_clear else ""


@lru_cache(maxsize=1)
def _words_of_all() -> dict[str, tuple[str, ...]]:
    """Common word -> the languages that have it."""
    return _invert({language: tuple(words.split()) for language, words in WORDS.items()})


@lru_cache(maxsize=1)
def _letters_of_all() -> dict[str, tuple[str, ...]]:
    """Letter -> the languages that write it."""
    return _invert({language: tuple(letters) for language, letters in LETTERS.items()})


def _invert(table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    inverted: dict[str, tuple[str, ...]] = {}
    for language, members in table.items():
        for member in dict.fromkeys(members):
            inverted[member] = (*inverted.get(member, ()), language)
    return inverted
