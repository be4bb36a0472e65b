"""Writing, reading and verifying the audit chain."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from accounts.models import Organisation, User
from ostami import clock
from ostami.sealing import keyed_digest
from workflow.models import AuditEvent, AuditEventQuerySet, Chain

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
        reason: reason or opinion in the person's own words.
        states: the status before and after; empty where the act is no transition.
    """
    chain = _locked_chain(target.audit_organisation)
    event = AuditEvent(
        chain=chain,
        sequence=chain.sequence + 1,
        actor=actor,
        actor_name=str(actor) if actor else SYSTEM_NAME,
        actor_role=actor.role if actor else "",
        object_type=ContentType.objects.get_for_model(target),  # type: ignore[arg-type]  # a protocol here
        object_id=target.pk,
        object_label=str(target)[:200],
        action=action,
        sentence=sentence,
        source=states[0],
        target=states[1],
        changes={name: [_as_text(old), _as_text(new)] for name, (old, new) in (changes or {}).items()},
        reason=reason,
        at=at or clock.now(),
        previous_digest=chain.digest,
    )
    event.digest = digest_of(event)
    event.save()
    chain.sequence, chain.digest = event.sequence, event.digest
    chain.save(update_fields=["sequence", "digest"])
    return event


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def history_of(target: models.Model) -> AuditEventQuerySet:
    """Return an object's events, oldest first."""
    kind = ContentType.objects.get_for_model(target)
    return AuditEvent.objects.filter(object_type=kind, object_id=target.pk)


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
