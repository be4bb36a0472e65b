"""What a guard may object, read from its own code: the sentences are those that people meet at the button.

A guard yields `Problem(text, clause, remedy)`, often by way of functions that it calls. Their source is read,
not run: what depends on the case shows as an ellipsis, a rule's number as that number. So help can't say
anything else than the portal does.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, cast

from django.apps import apps

OPEN = "…"
ALTERNATIVE = "（或）"
DEPTH = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that may stand in the way: what is wrong, by which clause, what to do."""

    text: str
    clause: str
    remedy: str


@dataclass(slots=True)
class _Source:
    """A function's code, and what its names mean."""

    function: FunctionType
    tree: ast.Module = field(init=False)
    local: dict[str, list[ast.expr]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.tree = ast.parse(textwrap.dedent(inspect.getsource(self.function)))
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.local.setdefault(node.targets[0].id, []).append(node.value)

    def meaning(self, node: ast.expr) -> Any:
        """Return what a name or a module's attribute stands for outside the function; None if unknown."""
        if isinstance(node, ast.Attribute):
            owner = self.meaning(node.value)
            return getattr(owner, node.attr, None) if isinstance(owner, (ModuleType, type)) else None
        if not isinstance(node, ast.Name) or node.id in self.function.__code__.co_varnames:
            return None
        cells = self.function.__closure__ or ()
        enclosed = dict(zip(self.function.__code__.co_freevars, cells, strict=True))
        if node.id in enclosed:
            return enclosed[node.id].cell_contents
        return self.function.__globals__.get(node.id)

    def words(self, node: ast.expr, depth: int = 0) -> str:
        """Return an expression as text."""
        if depth > DEPTH:
            return OPEN
        match node:
            case ast.Constant():
                said = str(node.value)
            case ast.JoinedStr():
                said = "".join(self.words(part, depth) for part in node.values)
            case ast.FormattedValue():
                said = self.words(node.value, depth + 1)
            case ast.BinOp(op=ast.Add()):
                said = self.words(node.left, depth) + self.words(node.right, depth)
            case ast.IfExp():
                said = self._either((node.body, node.orelse), depth)
            case ast.Name() if node.id in self.local:
                said = self._either(self.local[node.id], depth)
            case _:
                said = _shown(self.meaning(node))
        return said

    def _either(self, nodes: Iterable[ast.expr], depth: int) -> str:
        said = dict.fromkeys(self.words(node, depth + 1) for node in nodes)
        known = [words for words in said if words not in {OPEN, ""}]
        return ALTERNATIVE.join(known) if known else OPEN


def _shown(value: Any) -> str:
    label = getattr(value, "label", None)
    if isinstance(label, str):
        return label
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else OPEN


def reasons_of(guards: Iterable[Callable[..., Any]]) -> tuple[Reason, ...]:
    """Return everything that the guards may object, each once, in the order of the code."""
    return tuple(dict.fromkeys(reason for guard in guards for reason in _reasons(guard)))


@cache
def _reasons(guard: Callable[..., Any]) -> tuple[Reason, ...]:
    return tuple(reason for reason in _read(guard, set()) if reason.text.strip(OPEN))


def _read(function: Any, seen: set[Any]) -> Iterator[Reason]:
    if not isinstance(function, FunctionType) or function in seen or not _ours(function):
        return
    seen.add(function)
    source = _Source(function)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _is_problem(node):
            yield _reason(source, node)
        elif isinstance(node, (ast.Name, ast.Attribute)):
            for called in _functions(source.meaning(node)):
                yield from _read(called, seen)


def _functions(value: Any) -> Iterable[Any]:
    """Return a function, or those of a table of functions."""
    if isinstance(value, Mapping):
        return cast("Iterable[Any]", value.values())
    return value if isinstance(value, (tuple, list)) else (value,)


def _ours(function: FunctionType) -> bool:
    app = apps.get_containing_app_config(function.__module__)
    return app is not None and not app.name.startswith("django")


def _is_problem(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "Problem"


def _reason(source: _Source, node: ast.Call) -> Reason:
    given: dict[str, ast.expr] = dict(zip(("text", "clause", "remedy"), node.args, strict=False))
    given.update({keyword.arg: keyword.value for keyword in node.keywords if keyword.arg})
    text, clause, remedy = (
        source.words(given[name]) if name in given else "" for name in ("text", "clause", "remedy")
    )
    return Reason(text, "" if OPEN in clause else clause, "" if remedy == OPEN else remedy)
