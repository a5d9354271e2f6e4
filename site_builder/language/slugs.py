"""Slugs and index keys from titles and names: pinyin for articles, Unicode kept for terms.

The only door of pypinyin, which is imported when first asked for: it loads 0.3 s of dictionaries that a
build of cached content must not pay for.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata

from site_builder.language.characters import fold, single_line
from site_builder.language.cjk import CJK

MAX_ARTICLE_SLUG_BYTES = 60
MAX_TERM_SLUG_BYTES = 100
_MAX_TITLE = 300

_HAN_OR_WORD = re.compile(f"[{CJK}]+|[a-z0-9]+")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_SPELLED_OUT = {"#": "sharp", "&": "-and-", "·": "-"}
_KEPT_SYMBOLS = "+.-_"
_HYPHENS = re.compile(r"-{2,}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|index|page|feed|atom)(?:\..*)?")
"""Device names of Windows, and folder names that term pages need for themselves."""


def article_slug(title: str) -> str:
    """The slug of an article: pinyin and ASCII, lower case, hyphens, at most 60 bytes, never empty.

    It is cut between syllables. A title without a letter or digit that can be spelled gets its hash.
    """
    words = _syllables(single_line(title)[:_MAX_TITLE])
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_ARTICLE_SLUG_BYTES]
        if len(longer) > MAX_ARTICLE_SLUG_BYTES:
            break
        slug = longer
    return slug or f"article-{_short_hash(title)}"


def term_slug(name: str) -> str:
    """The slug of a term without a file: letters of every script kept, safe as a path and in an address.

    Names that differ by more than case, width or separators keep different slugs: C, C++, C#; 公式, 公事.
    """
    folded = fold(name)
    chars = "".join(_SPELLED_OUT.get(char, char if _is_kept(char) else "-") for char in folded)
    slug = _HYPHENS.sub("-", chars).strip("-.")
    if not slug:
        return f"term-{_short_hash(folded)}"
    if _RESERVED.fullmatch(slug):
        return f"{slug}-term"
    if len(slug.encode()) > MAX_TERM_SLUG_BYTES:
        head = slug.encode()[: MAX_TERM_SLUG_BYTES - 9].decode(errors="ignore").rstrip("-.")
        return f"{head}-{_short_hash(slug)}"
    return slug


@functools.cache
def sort_key(name: str) -> tuple[str, str]:
    """Index letter ("A".."Z", "#" for digits and the rest) and a key that orders names without a locale.

    Chinese goes by pinyin with tones, then by the name itself; symbols do not count. The tab between the two sorts
    before any letter: 小米 stands before 小米汽车.
    """
    syllables = _syllables(single_line(name), tones=True)
    key = " ".join(syllables)
    initial = key[:1].upper()
    return (initial if "A" <= initial <= "Z" else "#", f"{key}\t{name}")


@functools.cache
def pinyin_key(name: str) -> str:
    """`name` in pinyin letters and digits only: "xinlangcaijing" for 新浪财经 and "Xin Lang Cai Jing"."""
    return _NOT_KEY.sub("", "".join(_syllables(name)))


def _syllables(text: str, tones: bool = False) -> list[str]:
    """Pinyin syllables and lower-case ASCII words of `text`, in order; everything else separates."""
    found: list[str] = []
    for match in _HAN_OR_WORD.finditer(_to_ascii(text)):
        run = match[0]
        if run[0].isascii():
            found.append(run)
        else:
            found += _pinyin(run, tones)
    return found


def _pinyin(run: str, tones: bool) -> list[str]:
    from pypinyin import Style, lazy_pinyin

    style = Style.TONE3 if tones else Style.NORMAL
    return [spelled.replace("ü", "v") for spelled in lazy_pinyin(run, style=style, errors="ignore")]


def _to_ascii(text: str) -> str:
    """Width and case folded, lü as lv (the pinyin habit), accents dropped from other Latin letters."""
    folded = fold(text).replace("lü", "lv").replace("nü", "nv")
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _is_kept(char: str) -> bool:
    return char in _KEPT_SYMBOLS or unicodedata.category(char)[0] in "LMN"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]
