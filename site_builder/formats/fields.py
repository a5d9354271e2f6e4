"""Values of front matter as YAML gives them -> typed fields, and back.

One converter a field. A converter takes (value, site's zone) and returns the typed value, or raises
`FieldError` with what is wrong and what to write instead.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from site_builder.documents import CompanyChoice, Credit, DigestRef, ImportOrigin, MarkedCompany
from site_builder.language.dates import is_whole_day, parse_date

FIELD_NAMES = {"expiryDate": "expiry_date", "import": "import_", "digest": "digests"}
"""Name in the file -> name in the record, where they differ."""

_WIKIDATA = re.compile(r"Q[1-9]\d*")

_WRITTEN_NAMES = {name: written for written, name in FIELD_NAMES.items()}


class FieldError(ValueError):
    """A value that its field does not accept. Reads after the key: 'date "…" is not a date'."""

    def __init__(self, message: str, hint: str = "", *, rule: str = "value-wrong") -> None:
        super().__init__(message)
        self.hint = hint
        self.rule = rule


def written_name(name: str) -> str:
    """The key under which a field stands in the file."""
    return _WRITTEN_NAMES.get(name, name)


def to_text(value: Any, zone: ZoneInfo) -> str:
    """One line of text; numbers and booleans as they are written."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return " ".join(str(value).split())
    raise FieldError("must be text, not a list", "write the value on the same line")


def to_block(value: Any, zone: ZoneInfo) -> str:
    """Text that may have several lines."""
    return value.strip() if isinstance(value, str) else to_text(value, zone)


def to_names(value: Any, zone: ZoneInfo) -> tuple[str, ...]:
    """Names, each once, in order; a single name stands for a list of one."""
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, (dict, list)) for item in items):
        raise FieldError("must be a list of names", "write one name a line: - 小米")
    names = (to_text(item, zone) for item in items if item is not None)
    return tuple(dict.fromkeys(name for name in names if name))


def to_flag(value: Any, zone: ZoneInfo) -> bool:
    """true or false, nothing else."""
    if isinstance(value, bool):
        return value
    raise FieldError(f'"{value}" is neither true nor false', "write true or false")


def to_integer(value: Any, zone: ZoneInfo) -> int:
    """A whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise FieldError(f'"{value}" is not a whole number', "write digits only")


def to_date(value: Any, zone: ZoneInfo) -> datetime:
    """An aware date; one without a zone is in the site's."""
    try:
        return parse_date(to_text(value, zone), zone=zone).value
    except ValueError as error:
        reason = str(error).rpartition(": ")[2] if ": " in str(error) else ""
        hint = "write 2024-12-31 or 2024-12-31 18:30:00+08:00" + (f" ({reason})" if reason else "")
        raise FieldError(f'"{value}" is not a date', hint, rule="date-impossible") from None


def to_address(value: Any, zone: ZoneInfo) -> str:
    """An http(s) address as written; anything a browser might run is refused."""
    text = to_text(value, zone)
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c in text for c in ' \\<>"'):
        raise FieldError(f'"{text}" is not a web address', "write https://…", rule="address-wrong")
    return text


def to_image(value: Any, zone: ZoneInfo) -> str:
    """A web address, or a path on the site ("/images/x.png")."""
    text = to_text(value, zone)
    return text if text.startswith("/") and not text.startswith("//") else to_address(text, zone)


def to_wikidata(value: Any, zone: ZoneInfo) -> str:
    """An item of Wikidata: its number, or its address."""
    item = to_text(value, zone).rpartition("/")[2]
    if not _WIKIDATA.fullmatch(item):
        raise FieldError(f'"{value}" is not an item of Wikidata', "write wikidata: Q312")
    return item


def to_identifier(value: Any, zone: ZoneInfo) -> str:
    """A UUID in its usual spelling."""
    try:
        return str(uuid.UUID(to_text(value, zone)))
    except ValueError:
        raise FieldError(f'"{value}" is not a UUID', "remove the line") from None


def to_slug(value: Any, zone: ZoneInfo) -> str:
    """The last segment of a path, without slashes and ".html" (Hexo's and Jekyll's permalinks)."""
    segment = to_text(value, zone).strip("/").rpartition("/")[2]
    return segment.removesuffix(".html")


def to_rights(value: Any, zone: ZoneInfo) -> str:
    """ "full" or "excerpt"."""
    if value in ("full", "excerpt"):
        return str(value)
    raise FieldError(f'"{value}" is not known', "write full or excerpt")


def to_story(value: Any, zone: ZoneInfo) -> str:
    """A story's name or id; "none" (or false) keeps the article out of every story."""
    hint = "write story: <name> to join, story: none to keep out"
    if value is False:
        return "none"
    if value is True or isinstance(value, (list, dict)):
        raise FieldError("must be a name, an id or none", hint, rule="story-wrong")
    name = to_text(value, zone)
    if not any(char.isalnum() for char in name):
        raise FieldError(f'"{name}" has no letter or digit', hint, rule="story-wrong")
    return "none" if name.lower() == "none" else name


def to_companies(value: Any, zone: ZoneInfo) -> CompanyChoice:
    """A list of names, or {add: […], drop: […]}."""
    if not isinstance(value, dict):
        return CompanyChoice(only=to_names(value, zone))
    unknown = sorted(set(value) - {"add", "drop"})
    if unknown:
        raise FieldError(f'has an unknown part "{unknown[0]}"', "write a list of names, or add: and drop:")
    return CompanyChoice(add=to_names(value.get("add", []), zone), drop=to_names(value.get("drop", []), zone))


def to_credits(value: Any, zone: ZoneInfo) -> tuple[Credit, ...]:
    """{文: [name], 图: [name]}."""
    if not isinstance(value, dict):
        raise FieldError("must be roles with names", "write 文: [name]")
    return tuple(Credit(role=str(role), names=to_names(names, zone)) for role, names in value.items())


def to_marked_companies(value: Any, zone: ZoneInfo) -> tuple[MarkedCompany, ...]:
    """[{name, id}]."""
    found: tuple[MarkedCompany, ...] = _convert(value, tuple[MarkedCompany, ...], "must be a list of name: and id:")
    return found


def to_origin(value: Any, zone: ZoneInfo) -> ImportOrigin:
    """{file, format, time, sha256, position}."""
    if isinstance(value, dict) and isinstance(value.get("time"), str):
        value = {**value, "time": to_date(value["time"], zone)}
    origin: ImportOrigin = _convert(value, ImportOrigin, "is written by the importer and must keep its parts")
    return origin


def to_digests(value: Any, zone: ZoneInfo) -> tuple[DigestRef, ...]:
    """A slug or title, {slug, title, date, url, file, position}, or a list of such."""
    items = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(_to_digest(item, zone) for item in items if item not in (None, "")))


def _to_digest(value: Any, zone: ZoneInfo) -> DigestRef:
    if not isinstance(value, dict):
        return DigestRef(slug=to_text(value, zone))
    parts = {key: to_text(part, zone) for key, part in value.items() if key != "position" and part is not None}
    unknown = sorted(set(parts) - set(DigestRef.__struct_fields__))
    if unknown:
        raise FieldError(f'has an unknown part "{unknown[0]}"', "write the digest's slug, or slug: and position:")
    return DigestRef(**parts, position=to_integer(value.get("position", 0), zone))


def _convert(value: Any, kind: Any, message: str) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise FieldError(f"{message} ({error})") from None


CONVERTERS: Mapping[str, Callable[[Any, ZoneInfo], Any]] = {
    "title": to_text, "id": to_identifier, "date": to_date, "updated": to_date, "slug": to_slug, "draft": to_flag,
    "summary": to_text, "outlet": to_text, "source_url": to_address, "authors": to_names, "credits": to_credits,
    "tags": to_names, "categories": to_names, "companies": to_companies,
    "companies_marked": to_marked_companies, "language": to_text, "image": to_image, "aliases": to_names,
    "note": to_block, "pick": to_flag, "story": to_story, "story_lead": to_flag, "rights": to_rights,
    "truncated": to_flag, "expiry_date": to_date,
    "weight": to_integer, "raw_links": to_names, "import_": to_origin, "digests": to_digests,
    "name": to_text, "tickers": to_names, "english": to_text, "parent": to_text, "website": to_address,
    "logo": to_image, "wikidata": to_wikidata, "description": to_block, "ambiguous": to_names, "context": to_names,
    "exclude": to_names, "brands": to_names, "case_sensitive": to_names, "redirect_from": to_names,
}  # fmt: skip
"""Field name (in the record) -> its converter, for articles, pages and term files."""


def to_plain(name: str, value: Any) -> Any:
    """The value of the field `name` as YAML writes it."""
    if name == "companies":
        if value.only is not None:
            return list(value.only)
        return {key: list(names) for key, names in (("add", value.add), ("drop", value.drop)) if names}
    if name == "credits":
        return {credit.role: list(credit.names) for credit in value}
    if name == "digests":
        refs = [_plain_digest(ref) for ref in value]
        return refs[0] if len(refs) == 1 else refs
    if name == "date" and isinstance(value, datetime) and is_whole_day(value):
        return value.date()
    if isinstance(value, msgspec.Struct):
        return {k: v for k, v in msgspec.structs.asdict(value).items() if v not in ("", 0)}
    if isinstance(value, tuple):
        return [to_plain("", item) for item in value]
    return value


def _plain_digest(ref: DigestRef) -> Any:
    parts = {key: value for key, value in msgspec.structs.asdict(ref).items() if value}
    return ref.slug if parts.keys() == {"slug"} else parts
