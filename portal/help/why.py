"""Why something can't be done: every transition of every life cycle, with all that may stand in its way."""

from dataclasses import dataclass

from accounts.rights import roles_with
from portal.help.reasons import Reason, reasons_of
from workflow.lifecycle import Lifecycle, Transition, Words, all_lifecycles


@dataclass(frozen=True, slots=True)
class WhyStep:
    """One transition as it is explained.

    Attributes:
        name: the verb; the anchor on the page.
        label: its button.
        sources: the states in which it can be done, in words.
        target: the state that follows.
        roles: who may do it.
        needs: what has to be written with it; empty for nothing.
        reasons: what may stand in its way.
    """

    name: str
    label: str
    sources: str
    target: str
    roles: str
    needs: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WhyCase:
    """One life cycle as it is explained: `key` is its model's name, for the address."""

    key: str
    label: str
    steps: tuple[WhyStep, ...]


def why_cases() -> tuple[WhyCase, ...]:
    """Return every life cycle explained."""
    return tuple(_case(lifecycle) for lifecycle in all_lifecycles())


def why_case(key: str) -> WhyCase | None:
    """Return the life cycle of the model named `key`; None if there is none."""
    found = (one for one in all_lifecycles() if _key(one) == key)
    return next((_case(one) for one in found), None)


def _key(lifecycle: Lifecycle) -> str:
    return str(lifecycle.model._meta.model_name)  # noqa: SLF001  # Django's documented API


def _case(lifecycle: Lifecycle) -> WhyCase:
    steps = tuple(_step(lifecycle, move) for move in lifecycle.transitions.values())
    return WhyCase(_key(lifecycle), str(lifecycle.model._meta.verbose_name), steps)  # noqa: SLF001  # as above


def _step(lifecycle: Lifecycle, move: Transition) -> WhyStep:
    states = dict(lifecycle.model._meta.get_field("status").flatchoices)  # noqa: SLF001  # as above
    return WhyStep(
        name=move.name,
        label=move.label,
        sources="、".join(f"“{word}”" for state, word in states.items() if state in move.sources),
        target=str(states[move.target]),
        roles="、".join(role.label for role in roles_with(move.permission)),
        needs=move.words_label if move.words is Words.REQUIRED else "",
        reasons=reasons_of(lifecycle.guards_of(move.name)),
    )
