"""A planned page + theme + site info -> bytes.

Templates see `view`, `info` and `kind`; `t`, `body`, `asset`, `bars` and the filters below; nothing else. Autoescape is
on, undefined names are errors. Every failure is a `Problem` at the template's own line.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

from site_builder.documents import Record
from site_builder.errors import Problem, nearest_name
from site_builder.formats.name_links import link_names
from site_builder.language.detection import canonical_tag, detect_language
from site_builder.model import NameLink, Output
from site_builder.theming import dates, urls
from site_builder.theming.charts import draw_bars
from site_builder.theming.info import Info
from site_builder.theming.layouts import REFERENCE
from site_builder.theming.templates import (
    Markup,
    TemplateError,
    TemplateNotFound,
    Templates,
    TemplateSyntaxError,
    UndefinedError,
    escape,
)
from site_builder.theming.theme import Theme

_ASSET = re.compile(r"""\basset\(\s*(?:["']([^"']+)["']\s*\))?""")
Bodies = Callable[[str], str]
"""Body key -> its sanitised HTML."""

_TEXTS_KEPT = 4096
_NO_ATTRIBUTE = re.compile(r'(\w+) object"? has no attribute "(\w+)"')


class TemplateProblem(Exception):
    """A page could not be rendered; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Renderer:
    """Jinja2's environment for one theme and site; one a process, as long as a build."""

    def __init__(self, theme: Theme, info: Info, *, assets: Mapping[str, str], bodies: Bodies) -> None:
        """`assets` maps a static file's name to its published URL; `bodies` may be replaced later."""
        self._theme = theme
        self._info = info
        self._assets = assets
        self.bodies = bodies
        self._shown: dict[tuple[Any, ...], Markup] = {}
        self._templates = Templates(
            self._load,
            variables={"info": info, "t": self._text, "asset": self._asset, "body": self._body, "bars": draw_bars},
            filters=self._filters(),
            constants=("info", "t", "asset"),
            sources=[template.source for template in theme.templates.values()],
        )

    def render(self, output: Output) -> bytes:
        """The page's bytes (UTF-8, one final newline). Raises TemplateProblem."""
        try:
            template = self._templates.get_template(output.template)
            text = template.render(view=output.view, kind=output.kind)
        except Exception as error:
            raise TemplateProblem(self._locate(error, output)) from error
        return (text.strip() + "\n").encode()

    def compile(self, names: Iterable[str]) -> None:
        """Compile templates and load the language's dates ahead; a template that fails is its first page's problem."""
        dates.format_day("2000-01-01", self._info.language)
        for name in sorted(names):
            with suppress(TemplateError):
                self._templates.get_template(name)

    def closure(self, name: str) -> str:
        """Hash of all a template's text depends on: itself, what it extends, includes and imports, and assets."""
        seen: dict[str, str] = {}
        waiting = [name]
        while waiting:
            current = waiting.pop()
            template = self._theme.templates.get(current)
            if current in seen or template is None:
                continue
            seen[current] = template.source
            waiting += self._references(template.source)
        assets = {asset for source in seen.values() for asset in _ASSET.findall(source)}
        if "" in assets:
            assets = set(self._assets)
        state = [sorted(seen.items()), [(asset, self._assets.get(asset, "")) for asset in sorted(assets)]]
        return hashlib.sha256(repr(state).encode()).hexdigest()[:16]

    def _references(self, source: str) -> list[str]:
        """Names of the templates a source refers to; all there are, where a name is not written out."""
        found = REFERENCE.findall(source)
        return sorted(self._theme.templates) if "" in found else found

    def _body(self, key: str, links: Sequence[NameLink] = ()) -> Markup:
        """The HTML of a body, with the first mention of each name in `links` leading to its page."""
        base = self._info.base_path
        html = urls.localise(self.bodies(key), base)
        return Markup(link_names(html, [(link, urls.href(link.url, base)) for link in links]) if links else html)

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        template = self._theme.templates.get(name)
        return None if template is None else (template.source, template.path, lambda: True)

    def _filters(self) -> dict[str, Callable[..., Any]]:
        info, language = self._info, self._info.language
        return {
            "href": lambda url: urls.href(url, info.base_path),
            "absolute": lambda url: urls.absolute(url, info.base_url),
            "day": lambda value: dates.format_day(value, language),
            "month_name": lambda value: dates.format_month(value, language),
            "clock": lambda value: f"{value:%H:%M}",
            "iso": lambda value: value.isoformat(),
            "number": lambda value: f"{value:,}",
            "percent": lambda value: f"{value:.0%}" if value >= 0.01 or not value else "<1%",
            "ratio": lambda value: f"{value:g}",
            "lang": self._lang,
            "text_lang": lru_cache(maxsize=16384)(lambda text: self._lang(_detect_name(text, language))),
            "note": lambda html: Markup(urls.localise(html, info.base_path)),
        }

    def _lang(self, language: str) -> Markup:
        """The attribute for content in another language than the interface's, else nothing."""
        if not language or canonical_tag(language) == canonical_tag(self._info.language):
            return Markup("")
        return Markup(' lang="{}"').format(language)

    def _text(self, key: str, **values: Any) -> Markup:
        """The interface text `key` with its {placeholders} filled; values are escaped."""
        asked = (key, *values.items()) if all(type(value) is int for value in values.values()) else ()
        if asked not in self._shown:
            shown = self._fill(key, values)
            if not asked or len(self._shown) >= _TEXTS_KEPT:
                return shown
            self._shown[asked] = shown
        return self._shown[asked]

    def _fill(self, key: str, values: Mapping[str, Any]) -> Markup:
        text = self._theme.texts.get(key)
        if isinstance(text, Mapping):
            text = text.get("one") if values.get("count") == 1 and "one" in text else text.get("other")
        if not isinstance(text, str):
            raise UndefinedError(f"interface text {key!r} is not defined for {self._info.language}")
        filled = text.format_map({name: f"{v:,}" if type(v) is int else str(escape(v)) for name, v in values.items()})
        return Markup(filled)

    def _asset(self, name: str) -> str:
        if name not in self._assets:
            raise UndefinedError(f"static file {name!r} is not in the theme")
        return urls.href(self._assets[name], self._info.base_path)

    def _locate(self, error: Exception, output: Output) -> Problem:
        if isinstance(error, TemplateSyntaxError):
            path = error.filename or self._path_of(error.name or output.template)
            return Problem(path, error.lineno, "template-syntax", f"template syntax: {error.message}")
        if isinstance(error, TemplateNotFound):
            hint = f"add layouts/{error.name}"
            return Problem(self._path_of(output.template), 0, "template-missing", f'no template "{error.name}"', hint)
        paths = {template.path for template in self._theme.templates.values()}
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in paths]
        path, line = (frames[-1].filename, frames[-1].lineno or 0) if frames else (self._path_of(output.template), 0)
        hint = f"while rendering {output.url}" + ("; templates see view, info and kind" if frames else "")
        return Problem(path, line, "template-failed", _describe(error), hint)

    def _path_of(self, name: str) -> str:
        template = self._theme.templates.get(name)
        return template.path if template else f"layouts/{name}"


@lru_cache(maxsize=16384)
def _detect_name(text: str, language: str) -> str:
    """The language of a name, the interface's where it does not tell; the same few thousand stand on most pages."""
    return detect_language(text, fallback=language)


def _describe(error: Exception) -> str:
    """What went wrong, in the words of a template: 'ArticleView has no "titel" (did you mean title?)'."""
    if not isinstance(error, UndefinedError):
        return f"{type(error).__name__}: {error}"
    text = str(error).replace("'", '"')
    missing = _NO_ATTRIBUTE.search(text)
    if missing is None:
        return text
    fields = _fields_of(missing[1], Record)
    nearest = nearest_name(missing[2], fields)
    return f'{missing[1]} has no "{missing[2]}"' + (f" (did you mean {nearest}?)" if nearest else "")


def _fields_of(name: str, base: type[Record]) -> tuple[str, ...]:
    """The fields of the record class called `name`, below `base`."""
    if base.__name__ == name:
        return base.__struct_fields__
    return next((found for child in base.__subclasses__() if (found := _fields_of(name, child))), ())
