"""A whole web page -> the part of its tree that is the article. The door of trafilatura.

trafilatura says which words are the article's; the elements that hold them are then looked up in the page's own
tree, because its output keeps neither sizes nor captions of images, nor the languages of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from site_builder.formats.html_tree import Element, serialise
from site_builder.importing.items import Removal

_SHINGLE = 10
"""Letters that must follow one another in the extracted text for a piece of the page to be the article's."""
_DOMINANT = 0.97
"""Share of the article's letters below which an element holds only a part of it."""
_UNSEEN = {"script", "style", "noscript", "template", "head", "title", "meta", "link", "svg"}
_NEVER = {"nav", "form", "button", "select", "textarea", "input", "dialog", "menu"}
_ALWAYS = {"figure", "figcaption", "picture", "img", "pre", "h2", "h3", "h4", "table", "blockquote", "caption"}
"""Elements that trafilatura drops, or says in other words, inside articles."""
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|comments?|nav|navbar|navigation|footer|sidebar|promo\w*|"
    r"newsletter|subscribe|breadcrumbs?|toolbar|advert\w*|ads?|sponsor\w*|copyright|hot-?news|pagination|pager|"
    r"tags?|more-?from|read-?more|further|editsection|author-?card|author-?bio|signup|login|popup|modal|toc|"
    r"qrcode|metadata|byline|navbox|noprint|catlinks|reflist|printfooter|sharedaddy|skip|hidden|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NO_CLOCK = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""Without an end, dates are compared with the clock."""
_LETTERS = re.compile(r"\W+")
_MOST = 0.5
"""Share of the text from which a form is no machinery: some sites wrap whole pages in one."""
_SHOWN = 200
"""Characters of a removed piece that are kept for `--explain`."""
_LINKED = 0.5
"""Share of linked letters above which a piece that trafilatura left out is navigation."""


class _Weight(msgspec.Struct):
    """Letters below one element."""

    total: int = 0
    covered: int = 0
    linked: int = 0


def find_main_text(page: Element) -> tuple[Element | None, list[Removal]]:
    """(the element of `page` with the article, None where there is none; what was taken out of it)."""
    extracted = _extract(page)
    if not extracted:
        return None, []
    shingles = {extracted[start : start + _SHINGLE] for start in range(max(len(extracted) - _SHINGLE, 0) + 1)}
    weights: dict[Element, _Weight] = {}
    _weigh(page, weights, shingles)
    if not weights[page].covered:
        return None, []
    main = page
    while True:
        best = max(main, key=lambda child: weights[child].covered if child in weights else 0, default=None)
        if best is None or weights.get(best, _Weight()).covered < _DOMINANT * weights[page].covered:
            break
        if best.tag in ("p", "li", "tr", "tbody", "ul", "ol", "pre"):
            break
        main = best
    return main, list(_prune(main, weights))


def strip_machinery(main: Element) -> list[Removal]:
    """What was taken out of an element that is known to be the article: menus, forms and buttons."""
    most = _length(main) * _MOST
    found = [element for element in main.iter(*_NEVER) if _length(element) < most]
    return [removal for element in found for removal in take_out(element, "page-furniture")]


def guess_authors(page: Element) -> tuple[str, ...]:
    """Who wrote the page, by trafilatura's own rules. Its dates are left alone: they may be any that the text names."""
    from trafilatura import extract_metadata

    try:
        found = extract_metadata(serialise(page), date_config=_NO_CLOCK, extensive=False)
    except Exception:
        # Its rules meet pages that their authors did not; a guess is not worth an article.
        return ()
    return tuple(filter(None, (found.author or "").split("; ")))


def _extract(page: Element) -> str:
    """The letters of the article, without blanks and punctuation."""
    from trafilatura import extract  # 250 ms that no other import pays

    text = extract(
        serialise(page), output_format="txt", include_comments=False, include_tables=True, include_formatting=False
    )
    return _letters(text or "")


def _letters(text: str) -> str:
    return _LETTERS.sub("", text)


def _weigh(page: Element, weights: dict[Element, _Weight], shingles: set[str]) -> None:
    """The weight of every element, from the leaves up; without recursion, pages may be nested deeply."""
    for element in _bottom_up(page):
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            continue
        weight = _Weight()
        _add(weight, element.text, shingles)
        for child in element:
            inner = weights.get(child)
            if inner is not None:
                weight.total += inner.total
                weight.covered += inner.covered
                weight.linked += inner.linked
            _add(weight, child.tail, shingles)
        if element.tag == "a":
            weight.linked = weight.total
        weights[element] = weight


def _length(element: Element) -> int:
    return sum(len(_letters(str(text))) for text in element.itertext())


def _bottom_up(page: Element) -> Iterator[Element]:
    yield from reversed(list(page.iter()))


def _add(weight: _Weight, text: str | None, shingles: set[str]) -> None:
    letters = _letters(text or "")
    weight.total += len(letters)
    if len(letters) >= _SHINGLE and letters[:_SHINGLE] in shingles and letters[-_SHINGLE:] in shingles:
        weight.covered += len(letters)


def _prune(main: Element, weights: dict[Element, _Weight]) -> Iterator[Removal]:
    """Take out what trafilatura left out, unless it is of a kind that it leaves out of articles too."""
    queue = [main]
    while queue:
        element = queue.pop()
        children = [child for child in element if isinstance(child.tag, str)]
        heavy = [index for index, child in enumerate(children) if weights.get(child, _Weight()).covered]
        first, last = (heavy[0], heavy[-1]) if heavy else (0, -1)
        for index, child in enumerate(children):
            weight = weights.get(child, _Weight())
            is_machinery = child.tag in _NEVER and weight.covered < _MOST * weights[main].covered
            if weight.covered and not is_machinery:
                queue.append(child)
            elif _is_noise(child, weight, is_inside=first <= index <= last):
                yield from take_out(child, "page-furniture")


def _is_noise(element: Element, weight: _Weight, *, is_inside: bool) -> bool:
    """True for a piece without any of the article's words that is no part of it either."""
    tag = str(element.tag)
    if tag in _UNSEEN:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    if tag in _NEVER or _NOISE.search(names):
        return True
    if not weight.total:
        return False
    if weight.linked > _LINKED * weight.total and weight.total >= _SHINGLE:
        return True
    return not is_inside and tag not in _ALWAYS and (weight.total >= _SHINGLE or tag == "time")


def take_out(element: Element, rule: str) -> Iterator[Removal]:
    """Take `element` out of its tree, the text behind it staying; yields its words where it has any."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''}{element.tail}"
        else:
            parent.text = f"{parent.text or ''}{element.tail}"
    parent.remove(element)
    words = " ".join("".join(str(text) for text in element.itertext()).split())
    if words:
        yield rule, words[:_SHOWN]
