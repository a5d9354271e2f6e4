"""A title -> a new article file: a draft with its date and slug fixed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from site_builder.documents import CompanyChoice, FrontMatter
from site_builder.errors import Problem, UsageError
from site_builder.formats.front_matter import dump_document
from site_builder.language.slugs import article_slug


def create_article(
    root: Path, title: str, *, companies: Sequence[str], tags: Sequence[str], now: datetime
) -> Path:
    """Write the file and return its path; a file of that name is never touched, the slug gets a number.

    Raises UsageError for a title without a word in it.
    """
    if not title.strip():
        hint = 'site-builder new "小米发布新车"'
        raise UsageError([Problem("", 0, "title-missing", "the title is empty", hint)])
    folder = root / "content" / "articles" / f"{now:%Y}" / f"{now:%m}"
    folder.mkdir(parents=True, exist_ok=True)
    base = article_slug(title)
    front = FrontMatter(
        title=title,
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{now.isoformat()} {title}")),
        date=now.replace(microsecond=0),
        draft=True,
        tags=tuple(tags),
        companies=CompanyChoice(only=tuple(companies)) if companies else CompanyChoice(),
    )
    text = dump_document(front, "")
    number = 1
    while True:
        path = folder / (f"{base}.md" if number == 1 else f"{base}-{number}.md")
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
            return path
        except FileExistsError:
            number += 1
