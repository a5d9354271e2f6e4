"""markdown-it-py's parser with a quick way through text without markup. The door of markdown-it-py and its plugins.

The rules are the library's own, in its order. What is left out are calls that cannot match: each rule begins by looking
at a character, so a table of these characters stands before them. News is paragraphs of one line without a single mark;
for them nothing is left to try.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin

from site_builder.formats.cjk_emphasis import scan_markers

__all__ = ["MarkdownIt", "RendererHTML", "StateCore", "Token", "make_parser"]

_INLINE_MARKS: Mapping[str, str] = {
    "newline": "\n", "escape": "\\", "backticks": "`", "strikethrough": "~", "emphasis": "*_", "link": "[",
    "image": "!", "autolink": "<", "html_inline": "<", "entity": "&", "footnote_inline": "^", "footnote_ref": "[",
    "attr": "{",
}  # fmt: skip
"""Inline rule -> the characters it begins with. A rule that is not listed is tried at each of them."""
_BLOCK_MARKS: Mapping[str, str] = {
    "fence": "`~", "blockquote": ">", "hr": "*-_", "list": "*-+0123456789", "footnote_def": "[", "reference": "[",
    "html_block": "<", "heading": "#",
}  # fmt: skip
"""Block rule -> the characters its first line begins with."""
_FOLLOWED = {"table", "lheading"}
"""Block rules that ask for a second line right below."""
_INDENTED = {"code"}
_MARKUP = re.compile(r"[\n\\`~*_\[<&]")
"""Without one of these a text holds no markup: `!`, `^` and `{` mean something before or after `[` alone."""
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[A-Za-z0-9._~/-]*)?\Z")
"""Addresses that normalising leaves as they are."""
_MAX_PLAIN = 200
_CROWDING = re.compile(r"(?<!\\)(?:\*+|_+|~+|\[)")
"""A run of markers, or a bracket: each of them may have to look at all others of its block."""
_MOST_MARKS = 10_000
"""A block of more of them is no writing, and matching them takes minutes where a file holds millions."""
_CALM = {"newline", "escape", "backticks", "entity"}
"""The rules that a crowded block keeps: they look at what stands right behind them alone."""

Rules = tuple[Callable[..., bool], ...]


def make_parser(renderer: type[RendererHTML]) -> MarkdownIt:
    """CommonMark 0.31 with tables, strikethrough, footnotes and sizes of images; raw HTML is text."""
    parser = _Parser("commonmark", {"html": False}, renderer_cls=renderer)
    parser.inline, parser.block = _Inline(), _Block()
    parser.configure("commonmark", {"html": False})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    parser.use(attrs_plugin, after=("image",), spans=False, allowed=["width", "height"])
    return parser


class _Parser(MarkdownIt):
    """The parser; addresses of plain letters are spared the normaliser."""

    def normalizeLink(self, url: str) -> str:
        """The address as it stands in the HTML."""
        return url if len(url) < _MAX_PLAIN and _PLAIN_ADDRESS.match(url) else super().normalizeLink(url)


class _InlineState(StateInline):
    """The inline parser's state with the amended rule for markers."""

    is_crowded = False
    """True if markers and brackets of this text are plain characters, for there are too many of them."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        """Whether the run of markers at `start` may open or close emphasis, and its length."""
        return Scanned(*scan_markers(self.src, start, limit=self.posMax, splits_words=canSplitWord))


class _Inline(ParserInline):
    """The inline parser: plain text is one token; at a mark only its own rules are tried."""

    _by_mark: Mapping[str, Rules] | None = None
    _calm_by_mark: Mapping[str, Rules] | None = None

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Parse one block's text into `tokens`."""
        if not _MARKUP.search(src):
            if src:
                tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = _InlineState(src, md, env, tokens)
        state.is_crowded = len(src) > _MOST_MARKS and len(_CROWDING.findall(src)) > _MOST_MARKS
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """Generate tokens for the input range, as the library does."""
        by_mark, search, src, end = self._rules_for(state), self.terminator_re.search, state.src, state.posMax
        deepest = state.md.options["maxNesting"]
        while state.pos < end:
            pos = state.pos
            found = search(src, pos)
            stop = found.start() if found else state.posMax
            if state.level < deepest and stop != pos:
                state.append_pending(src[pos:stop])
                state.pos = stop
            elif state.level >= deepest or not any(rule(state, False) for rule in by_mark.get(src[pos], ())):
                state.append_pending(src[state.pos])
                state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:
        """Move past one token, as the library does."""
        pos, cache = state.pos, state.cache
        if pos in cache:
            state.pos = cache[pos]
            return
        ok = False
        if state.level < state.md.options["maxNesting"]:
            found = self.terminator_re.search(state.src, pos)
            stop = found.start() if found else state.posMax
            if stop != pos:
                state.pos, ok = stop, True
            else:
                state.level += 1
                ok = any(rule(state, True) for rule in self._rules_for(state).get(state.src[pos], ()))
                state.level -= 1
        else:
            state.pos = state.posMax
        if not ok:
            state.pos += 1
        cache[pos] = state.pos

    def _rules_for(self, state: StateInline) -> Mapping[str, Rules]:
        if self._by_mark is None or self._calm_by_mark is None:
            self._by_mark = self._sort_rules(set(self.ruler.get_active_rules()))
            self._calm_by_mark = self._sort_rules(_CALM)
        return self._calm_by_mark if isinstance(state, _InlineState) and state.is_crowded else self._by_mark

    def _sort_rules(self, names: Collection[str]) -> Mapping[str, Rules]:
        """Character -> the rules of `names` that begin with it, in order."""
        named = list(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        kept = [(name, rule) for name, rule in named if name in names and name != "text"]
        marks = {mark for each in _INLINE_MARKS.values() for mark in each}
        return {mark: tuple(rule for name, rule in kept if mark in _INLINE_MARKS.get(name, mark)) for mark in marks}


class _Block(ParserBlock):
    """The block parser: only rules that the first character of a line allows are tried."""

    _by_mark: dict[tuple[str, bool], Rules] | None = None

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Generate tokens for the lines, as the library does."""
        line, deepest, had_empty_lines = startLine, state.md.options.maxNesting, False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= deepest:
                state.line = endLine
                break
            if not any(rule(state, line, endLine, False) for rule in self._rules_for(state, line)):
                raise RuntimeError("none of the block rules matched")
            state.tight = not had_empty_lines
            line = state.line
            if (line - 1) < endLine and state.isEmpty(line - 1):
                had_empty_lines = True
            if line < endLine and state.isEmpty(line):
                had_empty_lines = True
                line += 1
                state.line = line

    def _rules_for(self, state: StateBlock, line: int) -> Sequence[Callable[..., bool]]:
        """The rules that may match at this line, in order."""
        if state.is_code_block(line):
            return self.ruler.getRules("")
        below = line + 1
        is_followed = below < state.lineMax and not state.isEmpty(below)
        mark = state.src[state.bMarks[line] + state.tShift[line]]
        if self._by_mark is None:
            self._by_mark = self._sort_rules()
        return self._by_mark.get((mark, is_followed)) or self._by_mark["", is_followed]

    def _sort_rules(self) -> dict[tuple[str, bool], Rules]:
        """(first character, whether a line stands right below) -> rules; "" stands for all other characters."""
        named = list(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        marks = {"", *(mark for each in _BLOCK_MARKS.values() for mark in each)}
        return {
            (mark, is_followed): tuple(
                rule
                for name, rule in named
                if (name not in _BLOCK_MARKS or (mark and mark in _BLOCK_MARKS[name]))
                and (is_followed or name not in _FOLLOWED)
                and name not in _INDENTED
            )
            for mark in marks
            for is_followed in (True, False)
        }
