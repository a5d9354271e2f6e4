"""Words broken at a hyphen at the end of a line: compounds keep the hyphen (well-known), syllables do not (im-pressed).

The lists hold the halves that English reports often join by a hyphen, not all there are.
"""

from __future__ import annotations

import re

_LAST_WORD = re.compile(r"[A-Za-z-]{1,60}-$")
_FIRST_LETTERS = re.compile(r"[A-Za-z]{1,30}")
_FIRST = (
    "all and anti best better big blue bottom by carbon chip class clean close co cost counter cross data day "
    "deep double early easy eighty end ex face fact far fast feature fifty first five flat forty four free front "
    "full fully get go good green ground half hard head heavy high home ill in inter key labor large last late "
    "lead left less light like line long longer low lower made make mass mid middle mind mini money month multi "
    "near new newly next ninety no non of off old on one open out over own part pay people post pre price pro "
    "quarter quasi rate re real record red right round rye second self semi set seven seventy short single six "
    "sixty small so soft solid soon state still stop sub sun super surface ten the third thirty three time to top "
    "trade twenty two ultra un under up upper user value very war water way week well what white who whole wide "
    "wind work world year zero "
)
_SECOND = (
    "aged aware backed based bashing bearing being border building built by called car case class conscious cost "
    "cut day deal dealing depth design driven due earned edge effective efficient end ended ever faced fold free "
    "friendly funded grade grown half heavy high hour in inch income intensive keeping known language law led "
    "less level like line listed long looking made maker makers making man mile minded minute month new nine of "
    "off old on one only oriented out over owned page paid party payer point powered price profile profit quality "
    "quarter range ranking rate rated ready related rich round run running scale sector seven sided site sized so "
    "speaking speed stage standing star state step style term the time to trade type up user value wage way week "
    "weight wide wing winning year "
)
_FIRST_PARTS, _SECOND_PARTS = frozenset(_FIRST.split()), frozenset(_SECOND.split())


def join_word(text: str, part: str) -> str:
    """`text`, which ends with a hyphen, and `part`, which goes on in lower case, as one."""
    words, following = _LAST_WORD.search(text), _FIRST_LETTERS.match(part)
    first = words[0].rstrip("-") if words else ""
    second = following[0].lower() if following else ""
    parts = set(first.lower().split("-"))
    is_compound = "-" in first or second in _SECOND_PARTS or not parts.isdisjoint(_FIRST_PARTS) or not first.islower()
    return f"{text}{part}" if is_compound else f"{text[:-1]}{part}"
