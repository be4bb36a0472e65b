"""Deciding on requests for correction, and putting right what was handed in (guide 4.3-3)."""

from collections.abc import Iterator

from batches.models import Batch, BatchStatus
from candidates.correcting.facts import Fact, fact_of, label_of, with_new_value
from candidates.eligibility.verdicts import Verdict
from candidates.eligibility_data.rules import eligibility_for
from candidates.models import COUNTED, Candidate, Correction, Enrolment, EnrolmentStatus
from candidates.personal_form.changes import form_changes
from candidates.services.judging import keep_eligibility
from ostami.problems import Problem, refuse_if
from workflow import audit
from workflow.lifecycle import Step

CLAUSE = "4.3-3"
BATCH_NEEDS_IT = (BatchStatus.APPROVED, BatchStatus.ROSTER_SUBMITTED)
UNANSWERED = {
    "refuse": "未同意更正",
    "decline": "未批准更正",
    "withdraw": "撤回了更正申请：",
}


def not_correctable(enrolment: Enrolment) -> Iterator[Problem]:
    """Yield why nothing of an enrolment can be corrected: it isn't handed in, or its batch is past that."""
    if enrolment.is_open:
        yield Problem(
            f"报名当前状态为“{enrolment.get_status_display()}”，不必申请更正",
            CLAUSE,
            "请直接修改申报表后提交",
        )
    elif enrolment.status not in COUNTED:
        yield Problem("报名未通过审核，不再更正", CLAUSE, "如有疑问，请联系考试站")
    batch = enrolment.batch
    if batch.status not in BATCH_NEEDS_IT:
        yield Problem(
            f"{batch}当前状态为“{batch.get_status_display()}”，报名信息不再更正",
            CLAUSE,
            "报名信息只在成绩提交前更正；如证书上的信息有误，请联系考试站",
        )


def may_correct(step: Step[Correction]) -> Iterator[Problem]:
    """A fact is corrected while the batch still needs it, and to what keeps the conditions met."""
    return obstacles(step.case, step.case.enrolment)


def obstacles(correction: Correction, enrolment: Enrolment) -> Iterator[Problem]:
    """Yield what keeps a request from being granted on its enrolment as it stands."""
    yield from not_correctable(enrolment)
    fact = fact_of(correction)
    present = fact.words(fact.value(enrolment))
    if present != correction.old:
        asked = correction.old or "未填写"
        yield Problem(
            f"“{fact.label(enrolment)}”已是“{present or '未填写'}”，与申请时的“{asked}”不同",
            CLAUSE,
            "请考生撤回后按现在的内容重新申请",
        )
    elif fact.point:
        yield from _conditions_lost(correction, enrolment)


def _conditions_lost(correction: Correction, enrolment: Enrolment) -> Iterator[Problem]:
    """Yield a problem where the new fact, and not the one before, breaks the conditions (guide 4.3)."""
    before, after = map(eligibility_for, (enrolment, with_new_value(correction)))
    if after.verdict == Verdict.NOT_MET != before.verdict:
        yield Problem(
            f"更正后不符合申报条件：{after.words.rstrip('。')}",
            "4.3",
            "请核对；确实如此的，不同意更正，并对这份报名作退回或不予通过处理",
        )


def not_identity(step: Step[Correction]) -> Iterator[Problem]:
    """The station alone decides on what isn't identity."""
    if step.case.is_identity:
        yield Problem("身份信息的更正须报管理站审批", CLAUSE)


def only_identity(step: Step[Correction]) -> Iterator[Problem]:
    """Only facts of identity go on to management."""
    if not step.case.is_identity:
        yield Problem("这一项由考试站直接决定", CLAUSE)


def put_right(step: Step[Correction]) -> None:
    """Write the new value.

    Enrolment, batch and person are locked, in the order in which a submission locks them: no roster is frozen
    and no results are handed in meanwhile.

    Raises:
        BlockedError: the enrolment or its batch moved on since the request was weighed.
    """
    correction = step.case
    correction.enrolment = enrolment = _locked(correction.enrolment_id)
    refuse_if(obstacles(correction, enrolment))
    fact, value = fact_of(correction), fact_of(correction).from_data(correction.new_data)
    told = _told(correction, value)
    setattr(fact.holder(enrolment), fact.name, value)
    if fact.of_person:
        _store_person(enrolment.candidate, fact)
    _judge_anew(step, fact)
    enrolment.save()
    correction.decided_at = step.at
    audit.record(
        enrolment,
        action="correct",
        sentence=f"更正了{fact.label(enrolment)}",
        actor=step.actor,
        at=step.at,
        reason=step.reason,
        changes=told,
    )


def _locked(pk: int) -> Enrolment:
    enrolment: Enrolment = (
        Enrolment.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=pk)
    )
    batch = Batch.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=enrolment.batch_id)
    enrolment.batch = enrolment.batch_item.batch = batch
    people = Candidate.objects.order_by().select_for_update(of=("self",), no_key=True)
    enrolment.candidate = people.get(pk=enrolment.candidate_id)
    return enrolment


def _told(correction: Correction, value: object) -> dict[str, tuple[str, str]]:
    """Return what the history tells: the request itself keeps both values."""
    fact = fact_of(correction)
    if fact.of_person:
        return {label_of(correction): ("", "已更正")}
    return form_changes(correction.enrolment, {fact.name: value})


def _store_person(person: Candidate, fact: Fact) -> None:
    """Store the person; the login carries name and phone too."""
    person.save(update_fields=[fact.name])
    if fact.name == "name":
        person.user.person_name = person.name
        person.user.save(update_fields=["person_name"])
    elif fact.name == "phone":
        person.user.phone = person.phone
        person.user.save(update_fields=["phone"])


def _judge_anew(step: Step[Correction], fact: Fact) -> None:
    """Keep the outcome by the new fact; what a reviewer found on the old one is looked at again.

    Of an accepted enrolment the decision on the request is that look.
    """
    if fact.point is None:
        return
    enrolment = step.case.enrolment
    if enrolment.status != EnrolmentStatus.ACCEPTED:
        enrolment.judgements.filter(point=fact.point).delete()
    keep_eligibility(Step(enrolment, step.actor, step.at, "correct"))


def close(step: Step[Correction]) -> None:
    """Note when and how the request ended without a correction, in the enrolment's history too."""
    step.case.decided_at = step.at
    audit.record(
        step.case.enrolment,
        action=f"correction_{step.name}",
        sentence=f"{UNANSWERED[step.name]}{label_of(step.case)}",
        actor=step.actor,
        at=step.at,
        reason=step.reason,
    )
