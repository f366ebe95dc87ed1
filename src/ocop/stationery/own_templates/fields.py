"""The fields that a template names, held against those that its kind of paper has."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .faults import Fault
from .lines import Line

# What a template may do: show, go through, choose, compare, join. Nothing calls, imports or multiplies.
ALLOWED = (
    *(
        nodes.Template,
        nodes.Output,
        nodes.TemplateData,
        nodes.For,
        nodes.If,
        nodes.Name,
        nodes.Const,
    ),
    *(nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat, nodes.Add, nodes.Sub),
    *(nodes.Tuple, nodes.List, nodes.Keyword, nodes.Neg),
)
FILTERS = frozenset(
    [
        "capitalize",
        "default",
        "e",
        "escape",
        "first",
        "int",
        "join",
        "last",
        "length",
        "lower",
        "replace",
        "round",
        "string",
        "title",
        "trim",
        "upper",
    ]
)
TESTS = frozenset(
    [
        "defined",
        "undefined",
        "none",
        "true",
        "false",
        "number",
        "string",
        "in",
        "eq",
        "ne",
        "gt",
        "lt",
        "ge",
        "le",
        "odd",
        "even",
    ]
)

Schema = Mapping[str, Any]
"""Names of fields with what each holds: None for a text or number, ("list", schema or None), ("group", schema)."""


def environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    made.globals = {}
    return made


def faults_of_fields(lines: list[Line], schema: Schema) -> Iterator[Fault]:
    """Everything that jinja could not read, that a template may not do, or that the paper does not have."""
    source = "\n".join(line.source for line in lines)
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        where = lines[min(error.lineno, len(lines)) - 1].where
        yield Fault("syntax", where, {"said": error.message or ""})
        return
    yield from _Reader(lines, schema).read(tree)


class _Reader:
    def __init__(self, lines: list[Line], schema: Schema) -> None:
        self.lines, self.faults = lines, dict[tuple[str, int], Fault]()
        self.scopes: list[dict[str, Any]] = [dict(schema)]

    def read(self, tree: nodes.Template) -> list[Fault]:
        self._walk(tree)
        return list(self.faults.values())

    def _walk(self, node: nodes.Node) -> None:
        if not isinstance(node, ALLOWED):
            self._fault(node, "not_allowed", type(node).__name__, {"what": _called(node)})
            return
        if isinstance(node, nodes.For):
            self._for(node)
            return
        if isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            self._holds(node)
            return
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            self._fault(node, "no_filter", node.name, {"what": node.name, "known": sorted(FILTERS)})
        for child in node.iter_child_nodes():
            self._walk(child)

    def _for(self, node: nodes.For) -> None:
        """The loop's variable stands for a row of the list, within the loop."""
        held = self._holds(node.iter)
        if not isinstance(node.target, nodes.Name) or node.recursive:
            self._fault(node, "not_allowed", "for", {"what": "for"})
            return
        is_list = isinstance(held, tuple) and held[0] == "list"
        if not is_list and held != "unknown":
            self._fault(node, "no_list", "for", {"what": _written(node.iter)})
        self.scopes.append({node.target.name: held[1] if is_list else "unknown", "loop": "unknown"})
        for child in [*node.body, *node.else_, *([node.test] if node.test else [])]:
            self._walk(child)
        self.scopes.pop()

    def _holds(self, node: nodes.Node) -> Any:
        """What an expression holds: a schema's entry, or "unknown" where it can no longer be told."""
        if isinstance(node, nodes.Name):
            for scope in reversed(self.scopes):
                if node.name in scope:
                    return scope[node.name]
            self._unknown(node, node.name, {n for scope in self.scopes for n in scope})
            return "unknown"
        if isinstance(node, nodes.Getattr):
            return self._part(node, self._holds(node.node), node.attr)
        if isinstance(node, nodes.Getitem):
            held = self._holds(node.node)
            key = node.arg.value if isinstance(node.arg, nodes.Const) else None
            if isinstance(key, str):
                return self._part(node, held, key)
            if isinstance(held, tuple) and held[0] == "list" and isinstance(key, int):
                return held[1]
            self._fault(node, "not_allowed", "item", {"what": _written(node)})
            return "unknown"
        self._walk(node)
        return "unknown"

    def _part(self, node: nodes.Node, held: Any, name: str) -> Any:
        if name.startswith("_"):
            self._fault(node, "not_allowed", name, {"what": name})
            return "unknown"
        inside = held[1] if isinstance(held, tuple) and held[0] == "group" else None
        if held == "unknown":
            return "unknown"
        if inside is None or name not in inside:
            self._unknown(node, _written(node), set(inside or ()))
            return "unknown"
        return inside[name]

    def _unknown(self, node: nodes.Node, written: str, known: set[str]) -> None:
        known -= {"loop"}
        near = difflib.get_close_matches(written.rsplit(".", 1)[-1], known, n=1)
        said = {"what": written, "near": near[0] if near else "", "known": sorted(known)}
        self._fault(node, "unknown_field", written, said)

    def _fault(self, node: nodes.Node, code: str, what: str, params: dict[str, Any]) -> None:
        line = self.lines[min(node.lineno, len(self.lines)) - 1]
        self.faults.setdefault((f"{code} {what}", node.lineno), Fault(code, line.where, params))


def _called(node: nodes.Node) -> str:
    return (
        _written(node.node) + "()" if isinstance(node, nodes.Call) else type(node).__name__.lower()
    )


def _written(node: nodes.Node) -> str:
    """An expression as it was written, as far as a sentence needs it."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_written(node.node)}.{node.arg.value}"
    return repr(node.value) if isinstance(node, nodes.Const) else "…"
