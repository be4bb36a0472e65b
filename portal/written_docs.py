"""The parts of docs/ that are written from the code: life cycles and rights."""

from collections.abc import Callable, Iterable
from typing import cast

from accounts.rights import ROLE_RIGHTS, Perm
from workflow.lifecycle import Case, Lifecycle, all_lifecycles

HEAD = "<!-- Written from the code by `manage.py write_docs`; edit the code instead. -->\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(heads), *map(tuple, rows)]
    lines.insert(1, tuple("---" for _ in lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def lifecycles() -> str:
    """Return docs/lifecycles.md: a table of transitions for each model with a life cycle."""
    parts = [HEAD, "# Life cycles\n\n`workflow.perform()` is the only writer of a status.\n"]
    parts += [_lifecycle(one) for one in all_lifecycles()]
    return "\n".join(parts)


def _lifecycle(lifecycle: Lifecycle) -> str:
    words = _status_words(lifecycle.model)
    rows = [
        (
            f"`{move.name}`",
            move.label,
            "、".join(words[status] for status in words if status in move.sources),
            words[move.target],
            Perm(move.permission).label,
            {"none": "", "optional": f"{move.words_label}（可选）", "required": move.words_label}[
                move.words.value
            ],
            ", ".join(f"`{guard.__name__}`" for guard in lifecycle.guards_of(move.name)),
        )
        for move in lifecycle.transitions.values()
    ]
    title = f"## {lifecycle.model._meta.verbose_name} `{lifecycle.model.__name__}`\n\n"  # noqa: SLF001  # Django's documented API
    return title + _table(("transition", "按钮", "从", "到", "权限", "文字", "guards"), rows)


def _status_words(model: type[Case]) -> dict[str, str]:
    choices = model._meta.get_field("status").choices  # noqa: SLF001  # Django's documented API
    return {value: f"{label} `{value}`" for value, label in cast("Iterable[tuple[str, str]]", choices)}


def rights() -> str:
    """Return docs/rights.md: which role holds which right."""
    heads = ("权限", "right", *(role.label for role in ROLE_RIGHTS))
    rows = [
        (right.label, f"`{right.value}`", *("●" if right in held else "" for held in ROLE_RIGHTS.values()))
        for right in Perm
    ]
    return f"{HEAD}\n# Rights\n\nEvery view names a right; this table grants it.\n\n{_table(heads, rows)}"


WRITTEN: dict[str, Callable[[], str]] = {"lifecycles.md": lifecycles, "rights.md": rights}
