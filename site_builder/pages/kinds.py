"""The list of page kinds. A new kind is a new file with a `plan`, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from site_builder.model import Output, Site
from site_builder.pages import (
    article,
    calendar,
    company_tag,
    digest,
    feeds,
    home,
    search,
    standalone,
    story,
    taxonomy,
    term,
)
from site_builder.pages.context import PlanSettings

PLANS: tuple[Callable[[Site, PlanSettings], Iterator[Output]], ...] = (
    article.plan,
    home.plan,
    term.plan,
    company_tag.plan,
    taxonomy.plan,
    calendar.plan,
    digest.plan,
    story.plan,
    search.plan,
    feeds.plan,
    standalone.plan,
)
"""In the order in which outputs are planned; the order of publishing is `Output.stage`."""
