"""Site info: what every template and feed writer may see besides its own view. No list, no count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from site_builder.config import Config
from site_builder.documents import Record
from site_builder.views import Link


class Info(Record, frozen=True, kw_only=True):
    """The site as a whole, constant over a build."""

    title: str
    base_url: str
    """With scheme and trailing slash."""
    base_path: str
    """The path of `base_url`: "/" or "/news/"."""
    language: str
    description: str = ""
    author: str = ""
    menu: tuple[Link, ...] = ()
    search: bool = True
    indexable: bool = True
    options: Mapping[str, Any] = {}
    """The theme's options."""


def make_info(config: Config, *, options: Mapping[str, Any], search: bool) -> Info:
    """The info of a configuration."""
    return Info(
        title=config.title,
        base_url=config.base_url,
        base_path=config.base_path,
        language=config.language,
        description=config.description,
        author=config.author,
        menu=config.menu,
        search=search,
        indexable=config.robots != "private",
        options=options,
    )
