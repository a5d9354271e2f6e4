"""Template sources -> compiled templates. The door of Jinja2 and MarkupSafe.

Compiled as Jinja2 would, with two savings that no page can tell:

- what is the same on every page is put in when a template is compiled: interface texts without placeholders, site
  info, addresses of static files;
- a macro that sees nothing but its arguments is rendered once for each of them: the row of an article stands on a dozen
  lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.compiler import CodeGenerator, MacroRef
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from site_builder.documents import Record

__all__ = [
    "Markup", "TemplateError", "TemplateNotFound", "TemplateSyntaxError", "Templates", "UndefinedError", "escape",
]  # fmt: skip

_REMEMBERED = 16_384
"""Results kept of one macro; some 2 KB each."""
_CONSTANT_TYPES = (str, bool, int, Markup)
_KEY_TYPES = {str, Markup, bool, int, type(None)}
_BINDING = re.compile(r"\{%[-+]?\s*(set|for|with|macro|call|import|from)\b((?:[^%]|%(?!\}))*)")
_TARGET_END = {"set": "=", "for": " in "}
"""Where the names end that a statement binds; in the others they may stand anywhere."""
_SPECIAL = re.compile("[&<>\"']")
_WORD = re.compile(r"\w+")
_PURE = {"range", "dict"}
"""Jinja2's own globals that keep no state."""

Load = Callable[[str], "tuple[str, str, Callable[[], bool]] | None"]


class Templates(jinja2.Environment):
    """The templates of one theme; `constants` names the globals whose values are the same on every page."""

    def __init__(
        self, load: Load, *, variables: Mapping[str, Any], filters: Mapping[str, Callable[..., Any]],
        constants: Iterable[str], sources: Iterable[str],
    ) -> None:  # fmt: skip
        """`sources` are all the templates there are: a name that one of them binds anew is no constant."""
        super().__init__(
            loader=jinja2.FunctionLoader(load),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.code_generator_class = _Generator
        self.context_class = _Context
        self.globals.update(variables)
        self.filters.update(filters)
        bound = _names_bound(sources)
        self.constants = set() if bound & set(variables) else set(constants)
        self.pure = set() if bound & set(variables) else {*variables, *_PURE}

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(_Folding(self).visit(source), name, filename, defer_init=defer_init)

    @staticmethod
    def show(value: Any) -> str:
        """The value as it stands in HTML: `escape` without the wrapping, as a page is joined from plain text."""
        kind = type(value)
        if kind is Markup or (kind is str and not _SPECIAL.search(value)):
            return value  # type: ignore[no-any-return]
        return escape(value)

    def remember(self, macro: Callable[..., Any]) -> Callable[..., Any]:
        """`macro` with a memory of its results; compiled templates call this."""
        return _Remembered(macro)


class _Remembered:
    """A macro that sees nothing but its arguments, with what it gave for them."""

    def __init__(self, macro: Callable[..., Any]) -> None:
        self._macro = macro
        self._results: dict[tuple[Any, ...], Any] = {}

    @jinja2.pass_eval_context
    def __call__(self, context: nodes.EvalContext, *args: Any, **kwargs: Any) -> Any:
        types = tuple(map(type, args))
        if kwargs or not context.autoescape or not all(map(_is_value, types)):
            return self._macro(context, *args, **kwargs)
        try:
            found = self._results.get((args, types))
        except TypeError:  # A record that holds a mapping has no hash.
            return self._macro(context, *args)
        if found is None:
            if len(self._results) >= _REMEMBERED:
                del self._results[next(iter(self._results))]
            found = self._results[args, types] = self._macro(context, *args)
        return found


class _Context(jinja2.runtime.Context):
    """What a template's code runs in; calls of remembered macros go straight to them."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is not _Remembered:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **kwargs)


@lru_cache(maxsize=1024)
def _is_value(kind: type) -> bool:
    """True for types whose equal values are shown alike. In a list 1 could stand for True; records are typed."""
    return kind in _KEY_TYPES or issubclass(kind, Record)


def _names_bound(sources: Iterable[str]) -> set[str]:
    """Every name that a statement may give another meaning."""
    names: set[str] = set()
    for source in sources:
        for keyword, rest in _BINDING.findall(source):
            target = rest.partition(_TARGET_END[keyword])[0] if keyword in _TARGET_END else rest
            names.update(_WORD.findall(target))
    return names


class _Generator(CodeGenerator):
    """Jinja2's code generator; macros of a template that sees no page get a memory."""

    _is_pure = False

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        has_macros = any(isinstance(child, nodes.Macro) for child in node.body)
        self._is_pure = has_macros and not meta.find_undeclared_variables(node) and not self._uses_impure(node)
        super().visit_Template(node, frame)

    def _uses_impure(self, node: nodes.Template) -> bool:
        """True if the template reads a global that keeps state, or one whose meaning a template changes."""
        pure: set[str] = getattr(self.environment, "pure", set())
        names = {name.name for name in node.find_all(nodes.Name)}
        return bool(names & (self.environment.globals.keys() - pure))

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.show(")

    def macro_def(self, macro_ref: MacroRef, frame: Any) -> None:
        if not self._is_pure:
            super().macro_def(macro_ref, frame)
            return
        self.write("environment.remember(")
        super().macro_def(macro_ref, frame)
        self.write(")")


class _Folding(NodeTransformer):
    """Puts in what is known before any page is: `t("older")`, `info.title`, `asset("style.css")`."""

    def __init__(self, environment: Templates) -> None:
        self._environment = environment

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        function = node.node
        if isinstance(function, nodes.Name) and function.name in self._environment.constants and _is_constant(node):
            values = [argument.as_const() for argument in node.args]
            constant: Any = self._environment.globals[function.name]
            return self._fold(node, lambda: constant(*values))
        return self.generic_visit(node)

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:
        return self._fold(node, lambda: self._look_up(node))

    def _look_up(self, node: nodes.Node) -> Any:
        if isinstance(node, nodes.Getattr):
            return self._environment.getattr(self._look_up(node.node), node.attr)
        if isinstance(node, nodes.Name) and node.name in self._environment.constants:
            return self._environment.globals[node.name]
        raise LookupError

    def _fold(self, node: nodes.Expr, compute: Callable[[], Any]) -> nodes.Node:
        """The value as a constant; the expression itself where it has none, to fail where it stands."""
        try:
            value = compute()
        except Exception:
            return self.generic_visit(node)
        return nodes.Const(value, lineno=node.lineno) if type(value) in _CONSTANT_TYPES else self.generic_visit(node)


def _is_constant(node: nodes.Call) -> bool:
    """True for a call with written-out arguments alone."""
    no_others = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
    return no_others and all(isinstance(argument, nodes.Const) for argument in node.args)
