"""The language of an imported text: what its letters and words show, and what its publisher declares (BCP 47).

Templates declare en-US for Chinese sites, so a declaration is believed only as far as the text bears it out: it
decides what the text cannot tell (a short title, French without a French word), and names languages that no text is
recognised as (Catalan) where the script fits.
"""

from __future__ import annotations

from site_builder.language.detection import can_tell, canonical_tag, detect_language, recognise, scripts_of

_HEADLINE = 40
"""Characters of a text that may be Japanese without any kana."""


def choose_language(declared: str, text: str, *, title: str = "", fallback: str) -> tuple[str, bool]:
    """(the tag of the text's language, whether the declaration decided it).

    The title speaks for a text without letters; `fallback` is the archive's language, where neither tells.
    """
    found = recognise(text)
    if not found.script:
        text, found = title, recognise(title)
    tag = canonical_tag(declared)
    fits = bool(tag) and tag != "zh" and (not found.script or found.script in scripts_of(tag))
    is_unknown = found.language != "en" and not can_tell(tag)
    is_headline = tag == "ja" and len(text) <= _HEADLINE
    if fits and (not found.language or is_unknown or is_headline):
        return tag, True
    return detect_language(text, fallback=fallback), False
