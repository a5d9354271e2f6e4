"""`site.toml` -> typed configuration. Text in, values out; the shell reads the file.

A wrong configuration stops a command with exit code 2; every wrong key is reported at once with its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from site_builder.documents import Record, Rights
from site_builder.errors import Problem, UsageError, nearest_name
from site_builder.views import Link

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


class CompanyRules(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[companies]`: what is made of the companies found."""

    link: bool = True
    """The first mention of each company in a text leads to its page."""
    roll_up: bool = True
    """A brand counts as its company, and a company's page shows the articles of those below it."""
    index_from: int = 2
    """Pages of companies and tags with fewer articles ask search engines not to list them; from 0."""
    with_tags: bool = False
    """A page for each company and tag that have articles in common (/companies/xiaomi/tags/chips/)."""


class Config(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one archive."""

    title: str
    base_url: str = "http://localhost:8000/"
    """Where the site will stand, with scheme and trailing slash; may end in a folder."""
    language: str = "zh-Hans"
    """BCP 47 tag of the interface and of most articles."""
    timezone: str = "Asia/Shanghai"
    """IANA name. Dates without a zone are in it; day pages are cut in it."""
    description: str = ""
    author: str = ""
    theme: str = "default"
    page_size: int = 20
    """Articles on a list page; from 1."""
    feed_size: int = 20
    """Entries in a feed, newest first; from 1 to 50."""
    story_days: int = 14
    """Reports of one story that are found by their text lie at most this far apart; from 0 to 366."""
    rights: Rights = "full"
    """Whether full texts are published where article and outlet do not say."""
    search: bool = True
    robots: Literal["allow", "no-ai", "private"] = "allow"
    """What robots.txt asks for; "private" also marks every page noindex."""
    menu: tuple[Link, ...] = ()
    """Extra entries of the navigation."""
    companies: CompanyRules = CompanyRules()
    theme_options: Mapping[str, Any] = {}
    """Values for the theme's options; checked against its theme.toml."""

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def base_path(self) -> str:
        """The path part of `base_url`, with both slashes: "/" or "/news/"."""
        return urlsplit(self.base_url).path


_KEYS = tuple(field.name for field in msgspec.structs.fields(Config))


def parse_config(path: str, text: str) -> Config:
    """The configuration in `text`. Raises UsageError with every problem found."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError([describe_broken_toml(path, text, error)]) from None
    problems = _find_unknown(path, text, values)
    values = {key: value for key, value in values.items() if key in _KEYS}
    if "base_url" in values and isinstance(values["base_url"], str):
        values["base_url"] = values["base_url"].rstrip("/") + "/"
    try:
        config = msgspec.convert(values, Config)
    except msgspec.ValidationError as error:
        raise UsageError([*problems, _explain(path, text, str(error))]) from None
    problems += _check_values(path, text, config)
    if problems:
        raise UsageError(problems)
    return config


def with_base_url(config: Config, base_url: str) -> Config:
    """The same configuration for another place; `base_url` as on the command line."""
    text = base_url.rstrip("/") + "/"
    if not _is_base_url(text):
        raise UsageError(
            [Problem("", 0, "base-url-wrong", f'base URL "{base_url}" is not an address', "write https://…/")]
        )
    return msgspec.structs.replace(config, base_url=text)


def describe_broken_toml(path: str, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    """The parser's error at its line; at the last one where it names none."""
    line = re.search(r"line (\d+)", str(error))
    at = int(line[1]) if line else text.count("\n") + 1
    return Problem(path, at, "toml-broken", f"broken TOML: {str(error).lower()}")


def _is_base_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not parts.query and not parts.fragment


def _find_unknown(path: str, text: str, values: Mapping[str, Any]) -> list[Problem]:
    problems = []
    for key in values:
        if key not in _KEYS:
            nearest = nearest_name(key, _KEYS)
            hint = f"did you mean {nearest}?" if nearest else "known are " + ", ".join(_KEYS)
            problems.append(Problem(path, _line_of(text, key), "key-unknown", f'key "{key}" is not known', hint))
    return problems


def _check_values(path: str, text: str, config: Config) -> list[Problem]:
    checks = [
        (_is_language(config.language), "language", f'"{config.language}" is not a language tag', "write zh-Hans"),
        (_is_zone(config.timezone), "timezone", f'"{config.timezone}" is not a time zone', "write Asia/Shanghai"),
        (_is_base_url(config.base_url), "base_url", f'"{config.base_url}" is not an address', "write https://…/"),
        (config.page_size >= 1, "page_size", f'"{config.page_size}" is too small', "write 20"),
        (1 <= config.feed_size <= 50, "feed_size", f'"{config.feed_size}" is not from 1 to 50', "write 20"),
        (0 <= config.story_days <= 366, "story_days", f'"{config.story_days}" is not from 0 to 366', "write 14"),
        (config.companies.index_from >= 0, "index_from", f'"{config.companies.index_from}" is too small', "write 2"),
        (bool(config.title.strip()), "title", "is empty", 'write title = "…"'),
    ]
    return [
        Problem(path, _line_of(text, key), "value-wrong", f"{key} {message}", hint)
        for fine, key, message, hint in checks
        if not fine
    ]


def _is_language(tag: str) -> bool:
    return bool(_LANGUAGE.match(tag))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _explain(path: str, text: str, error: str) -> Problem:
    """msgspec's message ("Expected `int`, got `str` - at `$.page_size`") as a problem with a line."""
    place = re.search(r"at `\$\.?([A-Za-z_.]+)", error)
    missing = re.search(r"missing required field `(\w+)`", error)
    if missing:
        return Problem(path, 1, "key-missing", f"{missing[1]} is missing", f'add {missing[1]} = "…"')
    table, _, inner = place[1].partition(".") if place else ("", "", "")
    key = inner or table
    unknown = re.search(r"unknown field `(\w+)`", error)
    if unknown and key == "companies":
        known = [field.name for field in msgspec.structs.fields(CompanyRules)]
        hint = f"did you mean {nearest_name(unknown[1], known) or ', '.join(known)}?"
        return Problem(path, _line_of(text, unknown[1]), "key-unknown", f'key "{unknown[1]}" is not known', hint)
    return Problem(path, _line_of(text, key), "value-wrong", f"{key}: {error.split(' - at ')[0].lower()}")


def _line_of(text: str, key: str) -> int:
    """The 1-based line where `key` is set, or 1."""
    match = re.search(rf"^\s*(?:\[+\s*)?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 + (match[0].count("\n")) if match else 1
