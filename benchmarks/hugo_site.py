"""The generated archive as a Hugo site of equal work: layouts of benchmarks/hugo, the same articles, terms and days.

Years, months and days are sections with a page of their own; companies that we describe in a term file have one there.
"""

from __future__ import annotations

import shutil
import sys
import sysconfig
from datetime import datetime
from pathlib import Path

from benchmarks.articles import described_companies, front_matter, make_articles

_LAYOUTS = Path(__file__).parent / "hugo"


def find_hugo() -> str:
    """The program of the package `hugo`, without its slower Python wrapper; else the one on the path; "" if none."""
    packaged = Path(
        sysconfig.get_path("purelib"), "hugo", "binaries", "hugo.exe" if sys.platform == "win32" else "hugo"
    )
    return str(packaged) if packaged.is_file() else shutil.which("hugo") or ""


def write_hugo_site(root: Path, articles: int, style: str) -> None:
    """Write configuration, layouts and content."""
    shutil.copytree(_LAYOUTS, root)
    for name in described_companies():
        _write(root / "content" / "companies" / name / "_index.md", f"---\ntitle: {name}\n---\n\n{name}的资料。\n")
    days: set[datetime] = set()
    for article in make_articles(articles, style):
        days.add(article.date.replace(hour=0, minute=0))
        path = root / hugo_path(article.number, article.date)
        _write(path, f"---\n{front_matter(article)}---\n\n{article.body}")
    sections = {"": ("归档", "archive")}
    sections |= {f"{day:%Y}": (f"{day:%Y}", "year") for day in days}
    sections |= {f"{day:%Y/%m}": (f"{day:%Y-%m}", "month") for day in days}
    sections |= {f"{day:%Y/%m/%d}": (f"{day:%Y-%m-%d}", "day") for day in days}
    for place, (title, layout) in sections.items():
        text = f'---\ntitle: "{title}"\nlayout: {layout}\nurl: /{place or "archive"}/\n---\n'
        _write(root / "content" / "articles" / place / "_index.md", text)


def hugo_path(number: int, date: datetime) -> str:
    """Where an article lies in the Hugo site."""
    return f"content/articles/{date:%Y/%m/%d}/article-{number}.md"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
