"""Asking for a correction of what was handed in (guide 4.3-3)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm, need
from candidates.correcting.deciding import CLAUSE, not_correctable
from candidates.correcting.facts import Fact, as_data, with_value
from candidates.models import Correction, Enrolment
from candidates.models.corrections import OPEN
from candidates.personal_form.asked import required_certificate_fields, required_school_fields
from candidates.services.enrolments import locked_for_candidate
from ostami.problems import Problem, refuse_if
from workflow import audit


@transaction.atomic
def request_correction(
    *, enrolment: Enrolment, fact: Fact, value: Any, reason: str, actor: User, at: datetime
) -> Correction:
    """Ask for one fact of the candidate's own enrolment to be corrected.

    Args:
        enrolment: the candidate's own, handed in.
        fact: what is wrong.
        value: what it should be, as its form field cleaned it.
        reason: why, in the candidate's words.
        actor: the candidate.
        at: when the request arrived.

    Raises:
        Http404: the enrolment isn't the actor's own.
        PermissionDenied: the actor's role asks for no corrections.
        BlockedError: nothing can be corrected any more, or not this, or nothing would change.
    """
    row = locked_for_candidate(enrolment, actor)
    need(actor, Perm.CORRECTION_REQUEST)
    refuse_if([*not_correctable(row), *fact_problems(row, fact), *_value_problems(row, fact, value)])
    made = Correction.objects.create(
        enrolment=row,
        field=fact.name,
        old=fact.words(fact.value(row)),
        new=fact.words(value),
        new_data=as_data(value),
        reason=reason,
        is_identity=fact.is_identity,
        requested_at=at,
    )
    for target in (made, row):
        sentence = f"申请更正{fact.label(row)}"
        audit.record(target, action="request_correction", sentence=sentence, actor=actor, at=at)
    return made


def fact_problems(enrolment: Enrolment, fact: Fact) -> Iterator[Problem]:
    """Yield why this fact can't be asked for: it isn't offered, or a request for it waits."""
    label = fact.label(enrolment)
    if not fact.offered_to(enrolment):
        yield Problem(f"{label}以证件号码为准，不能单独更正", CLAUSE, "证件号码有误的，请联系考试站")
    waiting = enrolment.corrections.filter(field=fact.name, status__in=OPEN).first()
    if waiting is not None:
        yield Problem(
            f"已申请将{label}更正为“{waiting.new or '不填'}”，{waiting.get_status_display()}",
            CLAUSE,
            "请等待办理；要改为别的内容，请先撤回该申请",
        )


def _value_problems(enrolment: Enrolment, fact: Fact, value: Any) -> Iterator[Problem]:
    label, wanted = fact.label(enrolment), fact.words(value)
    if wanted == fact.words(fact.value(enrolment)):
        yield Problem("填写的内容与原来相同，没有需要更正的", CLAUSE, "请填写正确的内容", "value")
    elif not wanted and (fact.of_person or fact.name in _required(with_value(enrolment, fact, value))):
        yield Problem(f"{label}不能为空", "4.4", f"请填写正确的{label}", "value")


def _required(enrolment: Enrolment) -> tuple[str, ...]:
    return (*required_school_fields(enrolment), *required_certificate_fields(enrolment))
