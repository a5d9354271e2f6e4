"""What a page calls itself -> the article's title, and the names of sites that stand behind it.

`标题_频道_网站`, `Title | Outlet`, `标题 - 晚报`: the end is cut only where it is known to be the site, or has a
publisher's name; titles have such marks inside them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from site_builder.formats.html_tree import Element
from site_builder.importing.publisher import plain_name
from site_builder.language.characters import fold

_BREAK = re.compile(r"\s*[_|｜]+\s*|\s+[-–—·•»]+\s+|(?<=[^\x00-\x7f])\s?[-–—]{1,2}\s?(?=[^\x00-\x7f\s])")
_CHANNEL_BREAK = re.compile(r"\s*[_|｜]+\s*")
_PUBLISHER = re.compile(
    r"[^\s，。？！：、]{1,9}(?:网|报|日报|晚报|早报|时报|商报|周报|周刊|月刊|杂志|新闻|财经|在线|通讯社|客户端|电视台|观察|門户|網|報|新聞|週刊|雜誌|觀察)"
)
_CHANNEL = re.compile(r"[^\s，。？！：、,.?!:]{1,8}")
_MAX_CHANNELS = 3
_SHORTEST = 4
_LETTERS = re.compile(r"\W+")


def find_title(page: Element, declared: Sequence[str], outlet: str, sites: Sequence[str]) -> str:
    """The heading that a declared title contains, else the first declared one without the site; "" if there is none.

    `sites` are names of the site that have to go from the title's end.
    """
    names = [name for name in map(plain_name, (*declared, *page_titles(page))) if name]
    headings = [plain_name(" ".join(map(str, element.itertext()))) for element in page.iter("h1")]
    known = {letters(name) for name in (*sites, outlet) if name}
    inside = [letters(name) for name in names]
    fitting = [
        name for name in headings
        if len(name) >= _SHORTEST and letters(name) not in known and any(letters(name) in other for other in inside)
    ]  # fmt: skip
    if fitting:
        return split_title(max(fitting, key=len), known)[0]
    if names:
        return split_title(names[0], known)[0]
    return next(iter(filter(None, headings)), "")


def sites_in_titles(
    page: Element, declared: Sequence[str], sites: Sequence[str], *, is_outlet: Callable[[str], bool]
) -> Iterator[str]:
    """The names at the ends of the titles that are those of known outlets or publishers, the nearest to it first."""
    known = {letters(name) for name in sites if name}
    for title in dict.fromkeys(map(plain_name, (*page_titles(page), *declared))):
        yield from split_title(title, known, is_outlet=is_outlet)[1]


def page_titles(page: Element) -> Iterator[str]:
    """The words of the page's title elements, but not those of its drawings."""
    for element in page.iter("title"):
        if all(parent.tag != "svg" for parent in element.iterancestors()):
            yield " ".join(map(str, element.itertext()))


def split_title(
    title: str, known: set[str], *, is_outlet: Callable[[str], bool] = lambda name: False
) -> tuple[str, list[str]]:
    """(the title, the site's names behind it in the order in which they stand)."""
    marks = list(_BREAK.finditer(title))
    end, names = len(title), list[str]()
    while marks and len(names) <= _MAX_CHANNELS:
        mark = marks[-1]
        name = title[mark.end() : end].strip()
        is_site = letters(name) in known or is_outlet(name) or _PUBLISHER.fullmatch(name) is not None
        is_channel = bool(names) and _CHANNEL_BREAK.fullmatch(mark[0]) and _CHANNEL.fullmatch(name)
        if len(letters(title[: mark.start()])) < _SHORTEST or not (is_site or is_channel):
            break
        if is_site:
            names.insert(0, name)
        marks.pop()
        end = mark.start()
    return title[:end].strip(), names


def letters(text: str) -> str:
    """`text` without blanks and punctuation, in one case: two titles that agree in it are one."""
    return _LETTERS.sub("", fold(text))
