"""Output kind -> the function that writes its bytes, for outputs without a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from site_builder.feeds import host_files, rss, sitemap
from site_builder.theming.info import Info
from site_builder.theming.render import Bodies

WRITERS: Mapping[str, Callable[[Any, Info, Bodies], bytes]] = {
    "rss": rss.write,
    "sitemap": sitemap.write,
    "robots": host_files.write_robots,
    "headers": host_files.write_headers,
    "redirects": host_files.write_redirects,
}
