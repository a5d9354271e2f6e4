"""Images and players of HTML -> their addresses and sizes, wherever publishers keep them.

Scripts fill `src` late, so the address stands in an attribute of the publisher's own, in `srcset` (HTML §4.8.4) or
in what `noscript` holds for readers without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.formats.html_tree import Element
from site_builder.language.urls import clean_url

_PLAYER_ADDRESS = ("src", "data", "data-src", "data-url", "value")
_LAZY = ("data-original-src", "data-original", "data-src", "data-actualsrc", "data-lazy-src", "data-echo", "src")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_DESCRIPTOR = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)[wxh](?:,(.*))?", re.DOTALL)
_MAX_SRCSET = 8_000
_SIZES = {
    "width": ("width", "w", "data-width", "data-w", "data-rawwidth"),
    "height": ("height", "h", "data-height", "data-rawheight"),
}
_STYLED = re.compile(r"(?:^|;)\s{0,9}(width|height)\s{0,9}:\s{0,9}(\d{1,5}(?:\.\d{1,4})?px)", re.IGNORECASE)
_MAX_STYLE = 1_000
_RATIO = re.compile(r"[0-9]\.\d{1,20}")
"""Height by width, as WeChat keeps it beside the width."""
_DIGITS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", re.ASCII)


def shown_images(root: Element) -> frozenset[str]:
    """The addresses of all images but those for readers without scripts."""
    images = (image for image in root.iter("img") if not any(e.tag == "noscript" for e in image.iterancestors()))
    return frozenset(clean_url(source) for image in images for source in image_addresses(image))


def image_addresses(element: Element) -> Iterator[str]:
    """Addresses of an image, the surest first; the largest of those for different screens where it has no other."""
    for name in _LAZY:
        value = (element.get(name) or "").strip()
        if value and not value.lower().startswith("data:"):
            yield value
    # The parser knows no `source`, and takes what follows one for its content.
    picture = next(element.iterancestors("picture"), None)
    beside = list(picture.iter("source")) if picture is not None else []
    for holder in (element, *beside):
        for name in _SETS:
            yield from _candidates(holder.get(name) or "")


def _candidates(srcset: str) -> list[str]:
    """The addresses of a `srcset`, the largest first (HTML §4.8.4.2.1); their commas may stand without blanks."""
    found: list[tuple[float, str]] = []
    for word in srcset[:_MAX_SRCSET].split():
        size = _DESCRIPTOR.fullmatch(word)
        if size and found:
            found[-1] = (float(size[1]), found[-1][1])
        address = (size[2] or "" if size and found else word).strip(",")
        if address and not address.lower().startswith("data:"):
            found.append((1.0, address))
    return [address for _, address in sorted(found, key=lambda pair: pair[0], reverse=True)]


def player_addresses(element: Element) -> Iterator[str]:
    """Addresses of a frame or player, then of what it wraps for older browsers; web addresses only."""
    for inner in element.iter("iframe", "embed", "object", "video", "audio", "source", "param"):
        if inner.tag != "param" or inner.get("name", "").lower() in ("movie", "src"):
            values = ((inner.get(name) or "").strip() for name in _PLAYER_ADDRESS)
            yield from (value for value in values if value.startswith(("//", "http://", "https://")))


def size_in_pixels(element: Element) -> tuple[int, int]:
    """Width and height in pixels, 0 where unknown."""
    pair = (element.get("data-img-size-val") or "").split(",")
    if len(pair) == 2:
        width, height = (whole_number(part, default=0) for part in pair)
        if width and height:
            return width, height
    styled = {match[1].lower(): match[2] for match in _STYLED.finditer((element.get("style") or "")[:_MAX_STYLE])}
    sides = (
        (whole_number(value, default=0) for value in (*map(element.get, names), styled.get(side)))
        for side, names in _SIZES.items()
    )
    width, height = (next(filter(None, found), 0) for found in sides)
    ratio = _RATIO.fullmatch(element.get("data-ratio") or "")
    return width, height or (round(width * float(ratio[0])) if ratio else 0)


def whole_number(text: str | None, *, default: int) -> int:
    """The number of `text` ("20", "20px", "19.5"), cut to a whole one; `default` for anything else."""
    match = _DIGITS.fullmatch(text or "")
    return int(match[1]) if match else default
