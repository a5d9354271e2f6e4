"""What commands share: the options that all take, the archive they speak of, the clock they are given."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from site_builder.errors import Problem, UsageError

if TYPE_CHECKING:
    from site_builder.building.project import Project

Command = TypeVar("Command", bound=Callable[..., Any])


def common_options(command: Command) -> Command:
    """The options every command takes."""
    options = (
        click.option("-c", "--config", type=click.Path(path_type=Path), default="site.toml", help="Path of site.toml."),
        click.option("-q", "--quiet", is_flag=True, help="Print problems only."),
        click.option("-v", "--verbose", is_flag=True, help="Print every step."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def open_archive(config: Path, base_url: str | None = None) -> Project:
    """The archive of a site.toml, built for another address where one is given."""
    import msgspec

    from site_builder.building.project import open_project
    from site_builder.config import with_base_url

    project = open_project(config)
    if base_url is None:
        return project
    return msgspec.structs.replace(project, config=with_base_url(project.config, base_url))


def given_now() -> datetime | None:
    """SOURCE_DATE_EPOCH, where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        message = f'SOURCE_DATE_EPOCH "{epoch}" is not a number of seconds'
        raise UsageError([Problem("", 0, "epoch-wrong", message, "unset it, or write seconds since 1970")]) from None
