"""Writing, reading and verifying the audit chain."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from accounts.identity import without_numbers
from accounts.models import Organisation, User
from ostami import clock
from ostami.sealing import keyed_digest
from workflow.models import SEALED, AuditEvent, AuditEventQuerySet, Chain

SYSTEM_NAME = "系统"
PORTAL_CHAIN = "portal"
DIGESTED = (
    "chain_id",
    "sequence",
    "actor_id",
    "actor_name",
    "actor_role",
    "object_type_id",
    "object_id",
    "object_label",
    "action",
    "sentence",
    "source",
    "target",
    "changes",
    "reason",
)

Changes = Mapping[str, tuple[Any, Any]]


class Audited(Protocol):
    """An object whose acts are recorded in one organisation's chain."""

    pk: Any

    @property
    def audit_organisation(self) -> Organisation | None:
        """The organisation whose chain tells this object's story; None for the portal's own."""


A = TypeVar("A", bound=Audited)


def digest_of(event: AuditEvent) -> str:
    """Return the keyed digest of an event's facts and of the digest before it."""
    facts = {name: getattr(event, name) for name in DIGESTED}
    facts["at"] = event.at.astimezone(UTC).isoformat()
    facts["previous"] = event.previous_digest
    return keyed_digest(json.dumps(facts, sort_keys=True, ensure_ascii=False), purpose="audit")


def _locked_chain(organisation: Organisation | None) -> Chain:
    key = organisation.code if organisation else PORTAL_CHAIN
    Chain.objects.get_or_create(key=key, defaults={"organisation": organisation})
    return Chain.objects.select_for_update().get(key=key)


@transaction.atomic
def record(
    target: Audited,
    *,
    action: str,
    sentence: str,
    actor: User | None,
    at: datetime | None = None,
    changes: Changes | None = None,
    reason: str = "",
    states: tuple[str, str] = ("", ""),
) -> AuditEvent:
    """Add one event to the chain of the target's organisation, in the caller's transaction.

    Args:
        target: the stored object that the act was done to.
        action: the act's short name, such as ``approve``.
        sentence: the act as a person reads it in the case's history, such as ``批准了年度计划``.
        actor: who did it; None for the portal itself.
        at: the instant of the act; the clock's where absent.
        changes: field name to (old, new), stored as text. Document numbers go in masked or not at all.
        reason: reason or opinion in the person's own words; document numbers in it are masked.
        states: the status before and after; empty where the act is no transition.
    """
    chain = _locked_chain(target.audit_organisation)
    event = _next_event(
        chain,
        target,
        action=action,
        sentence=sentence,
        actor=actor,
        at=at or clock.now(),
        changes=changes or {},
        reason=reason,
        states=states,
    )
    event.save()
    chain.save(update_fields=["sequence", "digest"])
    return event


@transaction.atomic
def record_all(
    targets: Sequence[A],
    *,
    action: str,
    sentence: str | Callable[[A], str],
    actor: User | None,
    at: datetime | None = None,
    changes: Callable[[A], Changes] | None = None,
    reason: str = "",
    states: tuple[str, str] = ("", ""),
) -> None:
    """Add one event for each of many objects of one chain, in order, with few writes.

    Args:
        targets: stored objects of one model, all of the same organisation.
        action: as `record` takes it, as are `actor` and `at`: the same for all.
        sentence: the act as each object's history tells it, or what gives it for one object.
        actor: who did it.
        at: the instant of the act.
        changes: what changed of one object.
        reason: as `record` takes it, the same for all.
        states: as `record` takes it, the same for all.
    """
    if not targets:
        return
    chain, instant = _locked_chain(targets[0].audit_organisation), at or clock.now()
    events = [
        _next_event(
            chain,
            target,
            action=action,
            sentence=sentence if isinstance(sentence, str) else sentence(target),
            actor=actor,
            at=instant,
            changes=changes(target) if changes else {},
            reason=reason,
            states=states,
        )
        for target in targets
    ]
    AuditEvent.objects.bulk_create(events)
    chain.save(update_fields=["sequence", "digest"])


def _next_event(
    chain: Chain,
    target: Audited,
    *,
    actor: User | None,
    changes: Changes,
    reason: str,
    states: tuple[str, str] = ("", ""),
    **facts: Any,
) -> AuditEvent:
    """Return the event that follows on a locked chain's end, which moves on to it; neither is stored yet."""
    event = AuditEvent(
        chain=chain,
        sequence=chain.sequence + 1,
        actor=actor,
        actor_name=str(actor) if actor else SYSTEM_NAME,
        actor_role=actor.role if actor else "",
        object_type=ContentType.objects.get_for_model(target),  # type: ignore[arg-type]  # a protocol here
        object_id=target.pk,
        object_label=str(target)[:200],
        source=states[0],
        target=states[1],
        changes={name: [_as_text(old), _as_text(new)] for name, (old, new) in changes.items()},
        previous_digest=chain.digest,
        reason=reason if reason.startswith(SEALED) else without_numbers(reason),
        **facts,
    )
    event.digest = digest_of(event)
    chain.sequence, chain.digest = event.sequence, event.digest
    return event


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def history_of(target: models.Model) -> AuditEventQuerySet:
    """Return an object's events, oldest first."""
    kind = ContentType.objects.get_for_model(target)
    return AuditEvent.objects.filter(object_type=kind, object_id=target.pk)


def histories_of(targets: models.QuerySet[Any]) -> AuditEventQuerySet:
    """Return the events of many objects of one model, oldest first."""
    kind = ContentType.objects.get_for_model(targets.model)
    return AuditEvent.objects.filter(object_type=kind, object_id__in=targets.values("pk"))


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken first: whose chain, at which row, and how."""

    chain: str
    sequence: int
    what: str

    def __str__(self) -> str:
        return f"{self.chain}: row {self.sequence} {self.what}"


def verify() -> list[Break]:
    """Return the first break of every broken chain; an empty list says that all is as it was written."""
    return [found for chain in Chain.objects.select_related("organisation") for found in _first_break(chain)]


def _first_break(chain: Chain) -> Iterator[Break]:
    expected, previous = 1, ""
    for event in chain.events.order_by("sequence").iterator():
        if event.sequence != expected:
            yield Break(str(chain), expected, "was removed")
            return
        if event.previous_digest != previous or event.digest != digest_of(event):
            yield Break(str(chain), expected, "was changed or moved")
            return
        expected, previous = expected + 1, event.digest
    if (chain.sequence, chain.digest) != (expected - 1, previous):
        yield Break(str(chain), expected, "was removed")
