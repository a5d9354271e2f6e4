"""Text into the tokens that Pagefind indexes: overlapping pairs of folded characters.

Pagefind cuts Chinese one way when indexing and another way when asking, so neither side is left to it. A
text becomes pairs of neighbouring characters (小米汽车 -> 小米 米汽 汽车), a query the same, and the query's
pairs in quotes, an exact phrase for Pagefind, then hit precisely the texts that contain the query. Latin
letters and digits are paired like the rest: readers look for "25年3月" inside "2025年3月" and for 1810 inside
01810.HK, which whole words cannot answer. Traditional characters are folded into simplified ones.

The client (`themes/default/static/search-tokens.js`) holds the same rules and is given the same table of characters;
`tests/search/tokens.golden.json` holds the two together. Change the rules in both, and raise `VERSION`.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata

from site_builder.language.han_variants import fold_to_simplified

VERSION = 2
"""Part of the index's fingerprint: another number means that every text is indexed anew."""

_SPACE = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_END = re.compile("[\n\v\f\r\x85\u2028\u2029]")
_GAP = re.compile("[ \n]+")
_IGNORED = re.compile("[\ufe00-\ufe0f]")
_IGNORED_CATEGORIES = ("Cc", "Cf")
# Scripts written without spaces: a space beside them is typography (澎湃 OS and 澎湃OS are one name).
_UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_PLAIN = re.compile("[a-z0-9\u3400-\u4dbf\u4e00-\u9fff]")

# Spellings of one mark that keyboards and editors choose between.
_VARIANTS = {
    variant: mark
    for mark, variants in {
        '"': "“”„‟«»「」『』〝〞",
        "'": "‘’‚‛`´",
        "-": "‐‑‒–—―−",
        "~": "〜∼",
        "·": "‧・•∙⋅",
    }.items()
    for variant in variants
}


def fold(text: str) -> str:
    """`text` as it is compared: width, case, spellings of marks and of Chinese folded, spaces only between Latin words.

    Every character is folded by itself (NFC, then NFKC, simplified form, upper to lower case one by one), so that
    the client can say which characters of the text a folded stretch came from. A line end stays, as one newline.
    """
    folded = unicodedata.normalize("NFC", text).translate(_FOLDED).strip(" \n")
    return _GAP.sub(_close_gap, folded)


def _close_gap(gap: re.Match[str]) -> str:
    """What stands for spaces and line ends in a row."""
    if "\n" in gap[0]:
        return "\n"
    return " " if _is_spaced(gap.string[gap.start() - 1]) and _is_spaced(gap.string[gap.end()]) else ""


def tokenise(text: str) -> str:
    """The pairs of neighbouring characters of `text`, separated by spaces; one character stands alone."""
    encoded = [_encode(char) for char in fold(text)]
    if len(encoded) == 1:
        return encoded[0]
    return " ".join(first + second for first, second in itertools.pairwise(encoded))


def distinct_characters(text: str, *, without: str = "") -> str:
    """Each character of `text` once, as tokens, in code point order, without the line ends and `without`'s.

    They answer queries of one character: Pagefind's search by prefix reads a single chunk of the index and
    loses the pairs that lie in the next.
    """
    characters = set(fold(text)) - set(fold(without)) - {"\n", " "}
    return " ".join(_encode(char) for char in sorted(characters))


def _fold_character(char: str) -> str:
    """What `char` is folded to: any line end is a newline, any space a space, controls are nothing."""
    folded = unicodedata.normalize("NFKC", _VARIANTS.get(char, char))
    return "".join(_fold_part(part) for part in folded)


def _fold_part(part: str) -> str:
    if _LINE_END.match(part):
        return "\n"
    if _SPACE.match(part):
        return " "
    if unicodedata.category(part) in _IGNORED_CATEGORIES or _IGNORED.match(part):
        return ""
    return fold_to_simplified(_VARIANTS.get(part, part)).upper().lower()


class _Folding(dict[int, str]):
    """Code point -> what it is folded to; filled as texts need it, for `str.translate`."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDED = _Folding()


@functools.cache
def _is_spaced(char: str) -> bool:
    return unicodedata.category(char)[0] in "LN" and not _UNSPACED.match(char)


@functools.cache
def _encode(char: str) -> str:
    """`char` as Pagefind keeps it: it drops marks and merges accented letters, so those are spelled out."""
    return char if _PLAIN.match(char) else f"q{ord(char):x}q"
