"""The files of a theme, the themes it extends and the project's `layouts/` -> one resolved theme.

A template is looked up in `layouts/`, then in the theme, then in the themes it extends; "<theme>/<name>" always
means that theme's own file, so that an override can extend what it replaces. Options are typed in theme.toml.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from site_builder.config import describe_broken_toml
from site_builder.documents import Record
from site_builder.errors import Problem, nearest_name
from site_builder.theming.layouts import Template, check_layouts

OPTION_RULES = ("option-unknown", "option-wrong")
"""Problems of the configuration rather than of the theme."""

_MODULE_IMPORT = re.compile(rb'(\bfrom |\bimport |\bimport\()"\./([\w./-]+\.js)"')
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}\Z")


class ThemeFiles(Record, frozen=True, kw_only=True):
    """One theme as read from its folder."""

    name: str
    path: str
    """Its folder as the user knows it: "themes/default"."""
    manifest: str
    """Text of theme.toml."""
    templates: Mapping[str, str]
    """Name relative to templates/ -> source."""
    static: Mapping[str, bytes]
    """Name relative to static/ -> content."""
    texts: Mapping[str, str]
    """Language tag -> text of i18n/<tag>.toml."""


class Theme(Record, frozen=True, kw_only=True):
    """A resolved theme: everything rendering needs."""

    templates: Mapping[str, Template]
    static: Mapping[str, bytes]
    texts: Mapping[str, Any]
    """Interface texts of the site's language: key -> text, or {"one": …, "other": …}."""
    options: Mapping[str, Any]
    properties: Mapping[str, str]
    """CSS custom property -> value, of options that differ from their default."""


def parent_name(files: ThemeFiles) -> str:
    """The theme that `files` extends, or "". Unreadable manifests extend nothing; `resolve_theme` reports them."""
    try:
        return str(tomllib.loads(files.manifest).get("extends", ""))
    except tomllib.TOMLDecodeError:
        return ""


def resolve_theme(
    chain: Sequence[ThemeFiles],
    *,
    layouts: Mapping[str, str],
    language: str,
    values: Mapping[str, Any],
    config_path: str,
) -> tuple[Theme, list[Problem]]:
    """The theme of a chain (the chosen one first), with the options' `values` from the configuration."""
    templates: dict[str, Template] = {}
    static: dict[str, bytes] = {}
    texts: dict[str, Any] = {}
    options: dict[str, Any] = {}
    problems: list[Problem] = []
    for files in reversed(chain):
        for name, source in files.templates.items():
            template = Template(source=source, path=f"{files.path}/templates/{name}")
            templates[name] = templates[f"{files.name}/{name}"] = template
        static |= files.static
        options |= _read_toml(f"{files.path}/theme.toml", files.manifest, problems).get("options", {})
        best = _best_language(language, files.texts)
        texts |= _read_toml(f"{files.path}/i18n/{best}.toml", files.texts.get(best, ""), problems)
    problems += _check_language(chain, language, config_path) + check_layouts(layouts, templates)
    for name, source in layouts.items():
        templates[name] = Template(source=source, path=f"layouts/{name}")
    chosen, properties = _choose_options(options, values, config_path, problems)
    theme = Theme(templates=templates, static=static, texts=texts, options=chosen, properties=properties)
    return theme, problems


def _check_language(chain: Sequence[ThemeFiles], language: str, config_path: str) -> list[Problem]:
    """A warning where the theme has interface texts, and none in the site's language."""
    texts = {tag: text for files in chain for tag, text in files.texts.items()}
    best = _best_language(language, texts)
    if not texts or best.split("-")[0] == language.split("-")[0]:
        return []
    message = f'the theme has no texts in language "{language}", pages will show those in "{best}"'
    hint = "write one of " + ", ".join(sorted(texts)) + f", or add i18n/{language}.toml to the theme"
    return [Problem(config_path, 0, "language-missing", message, hint, "warning")]


def _read_toml(path: str, text: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(describe_broken_toml(path, text, error))
        return {}


def _best_language(language: str, texts: Mapping[str, str]) -> str:
    """The closest interface language there is: exact, then by its first part, then English."""
    first = language.split("-")[0]
    near = (tag for tag in sorted(texts) if tag.split("-")[0] == first)
    return language if language in texts else next(near, "en")


def _choose_options(
    declared: Mapping[str, Mapping[str, Any]], values: Mapping[str, Any], path: str, problems: list[Problem]
) -> tuple[dict[str, Any], dict[str, str]]:
    chosen = {name: option.get("default") for name, option in declared.items()}
    properties: dict[str, str] = {}
    for name, value in values.items():
        option = declared.get(name)
        if option is None:
            nearest = nearest_name(name, declared)
            hint = f"did you mean {nearest}?" if nearest else "the theme has " + ", ".join(declared)
            problems.append(Problem(path, 0, "option-unknown", f'theme option "{name}" is not known', hint))
        elif not _CHECKS.get(str(option.get("type")), _is_any)(value, option):
            example = json.dumps(option.get("default"), ensure_ascii=False, default=str)
            hint = f'write a value of type {option.get("type")}, such as {example}'
            problems.append(Problem(path, 0, "option-wrong", f'theme option {name}: "{value}" does not fit', hint))
        else:
            chosen[name] = value
            if "property" in option and value != option.get("default"):
                properties[str(option["property"])] = str(value)
    return chosen, properties


def _is_any(value: Any, option: Mapping[str, Any]) -> bool:
    return True


_CHECKS: Mapping[str, Callable[[Any, Mapping[str, Any]], bool]] = {
    "text": lambda value, option: isinstance(value, str),
    "bool": lambda value, option: isinstance(value, bool),
    "integer": lambda value, option: isinstance(value, int) and not isinstance(value, bool),
    "color": lambda value, option: isinstance(value, str) and bool(_COLOR.match(value)),
    "choice": lambda value, option: value in option.get("choices", ()),
}


def asset_name(name: str, content: bytes) -> str:
    """ "style.css" -> "style.3f2a9c1d.css": the name changes when the content does."""
    stem, dot, ending = name.rpartition(".")
    version = hashlib.sha256(content).hexdigest()[:10]
    return f"{stem}.{version}.{ending}" if dot else f"{name}.{version}"


def finish_static(theme: Theme) -> dict[str, bytes]:
    """The static files to publish; option values stand as custom properties at the end of every stylesheet.

    A script that imports another by its name in the theme ("./tokens.js") imports it by the name it is published under.
    """
    finished = {name: _link_modules(name, theme.static) for name in theme.static}
    if not theme.properties:
        return finished
    rules = "".join(f"{name}:{value};" for name, value in sorted(theme.properties.items()))
    suffix = f"\n:root{{{rules}}}\n".encode()
    return {name: data + suffix if name.endswith(".css") else data for name, data in finished.items()}


def _link_modules(name: str, static: Mapping[str, bytes], importers: tuple[str, ...] = ()) -> bytes:
    """The file with published names in its imports. A circle of imports has no such names, and keeps those it has."""

    def published(match: re.Match[bytes]) -> bytes:
        imported = match[2].decode()
        if imported not in static or imported in (name, *importers):
            return match[0]
        linked = asset_name(imported, _link_modules(imported, static, (name, *importers)))
        return b'%b"./%b"' % (match[1], linked.encode())

    return _MODULE_IMPORT.sub(published, static[name]) if name.endswith(".js") else static[name]
