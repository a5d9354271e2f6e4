"""The language that a publisher declares, as far as the text bears it out (BCP 47).

Templates declare en-US for Chinese sites, so a declaration alone proves nothing; what the text cannot tell,
traditional from simplified characters or French from English, the declaration does.
"""

from __future__ import annotations

import re

from site_builder.language.cjk import detect_language

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_TRADITIONAL = {"zh-tw", "zh-hk", "zh-mo", "zh-hant"}
_WRITTEN_IN_CHINESE = {"zh", "ja", "ko", "yue"}
"""Languages whose texts are detected as Chinese."""


def declared_language(declared: str, text: str) -> str:
    """The tag to keep of `declared`; "" where detection knows better."""
    tag = declared.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        return ""
    primary = tag.partition("-")[0].lower()
    detected = detect_language(text)
    if (primary in _WRITTEN_IN_CHINESE) != (detected != "en"):
        return ""
    if primary == "zh":
        traditional = tag.lower() in _TRADITIONAL or tag.lower().startswith("zh-hant-")
        return "zh-Hant" if traditional else detected
    return primary
