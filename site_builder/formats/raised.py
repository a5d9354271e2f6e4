"""Exponents and indices of HTML (`10<sup>-3</sup>`, `CO<sub>2</sub>`) -> text that means the same: 10⁻³, CO₂.

Markdown has no syntax for them that `3~5` and `^` in plain texts would not meet, so they are Unicode's own
superscripts and subscripts. What has none is written `^(1.5)` behind a number or a name; other small print (1st, TM,
notes) stays as it is.
"""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_INDICES = {"i": "ᵢ", "j": "ⱼ", "n": "ₙ", "m": "ₘ", "k": "ₖ", "x": "ₓ", "t": "ₜ"}
_EXPRESSION = re.compile(r"[-+−]?(?:\d{1,6}\.\d{1,6}|(?=[^+\-−*/]{0,6}[+\-−*/\d])[A-Za-z\d.+\-−*/]{1,12}|[A-Za-z])")
_ORDINAL = re.compile(r"(?:TM|SM|R|C|st|nd|rd|th|er|e|o|a)", re.IGNORECASE)
_BASE = re.compile(r"[A-Za-z0-9)]")


def write_raised(words: str, *, before: str) -> str:
    """The content of `<sup>` behind the character `before`."""
    shown = words.strip()
    if shown and all(ord(character) in _RAISED for character in shown):
        return shown.translate(_RAISED)
    if _BASE.match(before) and _EXPRESSION.fullmatch(shown) and not _ORDINAL.fullmatch(shown):
        return f"^({shown})"
    return words


def write_lowered(words: str) -> str:
    """The content of `<sub>`."""
    shown = words.strip()
    if shown in _INDICES:
        return _INDICES[shown]
    if shown and all(ord(character) in _LOWERED for character in shown):
        return shown.translate(_LOWERED)
    return words
