"""Keys of other generators in a post's front matter -> our fields, and what stays under a name of its own.

Hugo's `params`, Jekyll's `header`, themes' `cover.image`, `author.name`, `featuredImage` and `banner`; `source` and
`from` name the outlet or hold the original's address; a permalink that is a path is an old address of the post.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from site_builder.documents import FrontMatter, Record
from site_builder.language.characters import single_line
from site_builder.language.urls import is_web_url

_OUTLET_KEYS = (
    "source", "from", "source_name", "media", "publisher", "origin", "来源", "出处", "媒体", "來源", "出處", "媒體",
)  # fmt: skip
_AUTHOR_KEYS = ("authors", "author", "writer", "creator", "作者")
_IMAGE_KEYS = (
    "image", "cover", "featuredImage", "featured_image", "featured-image", "feature_image", "banner", "banner_img",
    "index_img", "header", "hero", "og_image", "images", "resources", "thumbnail", "headimg", "top_img", "header-img",
)  # fmt: skip
_IMAGE_PARTS = ("image", "src", "url", "path", "relative", "overlay_image", "teaser", "feature")
_PATH_KEYS = ("permalink", "url", "abbrlink_path", "old_url", "redirect_from")
_PATH = re.compile(r"/?(?!\.{1,2}/)[^\s:?#\\<>\"/]{1,200}(?:/(?!\.{1,2}(?:/|$))[^\s:?#\\<>\"/]{1,200}){0,20}/?")
"""No address, no pattern (`/:year/:title/`), no way out of the site."""
_DATED_NAME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
_LIQUID_KEYS = ("last_modified_at", "excerpt_separator", "layout")
_MOST_NAMES = 50


class Adopted(Record, frozen=True):
    """Front matter in our words."""

    front_matter: FrontMatter
    """Its `extra` without the keys that were understood; their other parts stand there as `key_part`."""
    understood: frozenset[str]
    """Keys about which there is nothing to complain."""


def adopt_keys(front_matter: FrontMatter, values: Mapping[str, Any], *, file: str) -> Adopted:
    """`front_matter` with what its fields can hold of `values`, the post's front matter as it is written."""
    extra = dict(front_matter.extra)
    found = front_matter
    understood: set[str] = set()
    if not found.outlet:
        key = next((key for key in _OUTLET_KEYS if _is_name(extra.get(key))), "")
        found = msgspec.structs.replace(found, outlet=single_line(str(extra.pop(key, ""))))
        understood |= {key}
    understood |= {key for key in _OUTLET_KEYS if key in values}
    for key in _AUTHOR_KEYS:
        names = _read_names(values.get(key))
        if names and not found.authors:
            found = msgspec.structs.replace(found, authors=names)
            understood |= {key}
            extra = {name: value for name, value in extra.items() if name != key} | _rest(key, values[key], ("name",))
    for key in _IMAGE_KEYS:
        image, part = _read_image(values.get(key))
        if image and not found.image and key not in ("header", "resources"):
            found = msgspec.structs.replace(found, image=image)
            extra.pop(key, None)
        elif not isinstance(values.get(key), (dict, list)):
            continue
        understood |= {key}
        extra |= _rest(key, values[key], (part,) if image == found.image else ())
    paths = tuple(path for key in _PATH_KEYS for path in [_read_path(values.get(key))] if path)
    aliases = tuple(dict.fromkeys((*found.aliases, *paths)))
    kept = {key: value for key, value in extra.items() if key not in _PATH_KEYS or not _read_path(value)}
    slug = "" if ":" in found.slug else found.slug  # a pattern for all posts: /:year/:title/
    found = msgspec.structs.replace(found, aliases=aliases, extra=kept, slug=slug)
    return Adopted(front_matter=_with_spaced_tags(found, values, file), understood=frozenset(understood))


def _is_name(value: Any) -> bool:
    text = value.strip() if isinstance(value, str) else ""
    return 0 < len(text) <= 60 and "://" not in text and not text.startswith("/") and "\n" not in text


def _read_names(value: Any) -> tuple[str, ...]:
    """The names in {name: …}, or in a list of such; () for what needs no help."""
    items = value if isinstance(value, list) else [value]
    if not any(isinstance(item, dict) for item in items):
        return () if not isinstance(value, str) else (single_line(value),) if value.strip() else ()
    names = [item.get("name") or item.get("nick") if isinstance(item, dict) else item for item in items[:_MOST_NAMES]]
    return tuple(dict.fromkeys(single_line(name) for name in names if isinstance(name, str) and name.strip()))


def _read_image(value: Any) -> tuple[str, str]:
    """(an address of an image, the part of `value` that holds it); ("", "") where none is fit to be shown."""
    parts = value if isinstance(value, dict) else {"": value[0] if isinstance(value, list) and value else value}
    for part in ("", *_IMAGE_PARTS):
        text = parts.get(part)
        if isinstance(text, str) and (is_web_url(text) or re.fullmatch(r"/(?!/)\S{1,500}", text)):
            return text, part
    return "", ""


def _rest(key: str, value: Any, used: tuple[str, ...]) -> dict[str, Any]:
    """The parts of `value` that no field holds, each under a name of its own: our key would be read as the field."""
    if isinstance(value, dict):
        return {f"{key}_{part}": inner for part, inner in value.items() if part not in used}
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return {f"{key}_details": value}
    return {}


def _read_path(value: Any) -> str:
    """The path on the old site; "" for anything else."""
    text = value.strip() if isinstance(value, str) else ""
    return f"/{text.lstrip('/')}" if "/" in text.strip("/") + text[:1] and _PATH.fullmatch(text) else ""


def _with_spaced_tags(front_matter: FrontMatter, values: Mapping[str, Any], file: str) -> FrontMatter:
    """Jekyll reads a text of tags or categories as words between blanks."""
    if not (_DATED_NAME.match(file) or any(key in values for key in _LIQUID_KEYS)):
        return front_matter
    spaced = {
        field: tuple(dict.fromkeys(word.strip(",") for word in text.split()))
        for field in ("tags", "categories")
        if isinstance(text := values.get(field), str) and len(text.split()) > 1
    }
    return msgspec.structs.replace(front_matter, **spaced) if spaced else front_matter
