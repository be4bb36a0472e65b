"""Deciding on corrections: by the station, of identity by management; what follows and what is kept."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from batches.models import BatchItem
from candidates.models import Candidate, Correction, Enrolment, JudgedPoint
from ostami.problems import BlockedError
from tests.candidates.corrections import NOON, ask
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import available_transitions, perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(draft: Enrolment) -> Enrolment:
    """林小禾's enrolment, submitted."""
    return perform(draft, "submit", actor=draft.candidate.user)


@pytest.fixture
def accepted(item: BatchItem, lin: Candidate) -> Enrolment:
    return exam.accepted_enrolment(item, lin)


def buttons(correction: Correction, actor: User) -> list[str]:
    return [one.transition.name for one in available_transitions(correction, actor) if not one.hidden]


def test_who_has_which_button(
    handed_in: Enrolment, station_user: User, management_user: User, centre_user: User
) -> None:
    plain, identity = ask(handed_in, "subject", "数控加工"), ask(handed_in, "name", "林小和")
    candidate = handed_in.candidate.user
    assert buttons(plain, station_user) == ["approve", "refuse"]
    assert buttons(identity, station_user) == ["endorse", "refuse"]
    for correction in (plain, identity):
        assert buttons(correction, candidate) == ["withdraw"]
        assert buttons(correction, management_user) == []
        assert buttons(correction, centre_user) == []
    endorsed = perform(identity, "endorse", actor=station_user, reason="已核对身份证")
    assert buttons(endorsed, management_user) == ["confirm", "decline"]
    assert buttons(endorsed, station_user) == []
    assert buttons(endorsed, candidate) == ["withdraw"]


def test_nobody_decides_out_of_turn(handed_in: Enrolment, station_user: User, management_user: User) -> None:
    plain, identity = ask(handed_in, "subject", "数控加工"), ask(handed_in, "name", "林小和")
    with pytest.raises(PermissionDenied):
        perform(plain, "approve", actor=management_user)
    with pytest.raises(BlockedError, match="身份信息的更正须报管理站审批"):
        perform(identity, "approve", actor=station_user)
    with pytest.raises(BlockedError, match="这一项由考试站直接决定"):
        perform(plain, "endorse", actor=station_user, reason="x")
    endorsed = perform(identity, "endorse", actor=station_user, reason="已核对身份证")
    with pytest.raises(PermissionDenied):
        perform(endorsed, "confirm", actor=station_user)
    with pytest.raises(PermissionDenied):
        perform(plain, "approve", actor=handed_in.candidate.user)


def test_another_station_does_not_find_it(handed_in: Enrolment, other_station_user: User) -> None:
    with pytest.raises(Http404):
        perform(ask(handed_in, "subject", "数控加工"), "approve", actor=other_station_user)


@pytest.mark.parametrize(("move", "status"), [("refuse", "refused"), ("withdraw", "withdrawn")])
def test_without_approval_the_fact_stays(
    handed_in: Enrolment, station_user: User, move: str, status: str
) -> None:
    actor = station_user if move == "refuse" else handed_in.candidate.user
    ended = perform(ask(handed_in, "subject", "数控加工"), move, actor=actor, reason="学生证上没有改")
    assert (ended.status, ended.decided_at) == (status, NOON)
    assert Enrolment.objects.get(pk=handed_in.pk).subject == "数控技术应用"


def test_management_declines_with_its_reason(
    handed_in: Enrolment, station_user: User, management_user: User
) -> None:
    asked = perform(ask(handed_in, "name", "林小和"), "endorse", actor=station_user, reason="已核对身份证")
    with pytest.raises(BlockedError, match="请填写不予批准的原因"):
        perform(asked, "decline", actor=management_user)
    perform(asked, "decline", actor=management_user, reason="照片上是“禾”")
    assert Candidate.objects.get(pk=handed_in.candidate_id).name == "林小禾"


def test_a_fact_that_changed_meanwhile_is_asked_for_anew(handed_in: Enrolment, station_user: User) -> None:
    asked = ask(handed_in, "subject", "数控加工")
    perform(handed_in, "return", actor=station_user, reason="照片不清楚")
    with pytest.raises(BlockedError, match="不必申请更正"):
        perform(Correction.objects.get(), "approve", actor=station_user)
    Enrolment.objects.update(subject="机电技术")
    perform(Enrolment.objects.get(), "submit", actor=handed_in.candidate.user)
    with pytest.raises(BlockedError, match="“专业”已是“机电技术”，与申请时的“数控技术应用”不同"):
        perform(asked, "approve", actor=station_user)


def test_what_breaks_the_conditions_is_not_approved(handed_in: Enrolment, station_user: User) -> None:
    asked = ask(handed_in, "training_hours", 200)
    with pytest.raises(BlockedError, match="更正后不符合申报条件") as blocked:
        perform(asked, "approve", actor=station_user)
    assert "（服务指南 4.3）。请核对；确实如此的，不同意更正" in str(blocked.value)
    assert Enrolment.objects.get(pk=handed_in.pk).training_hours == 420


def test_the_kept_outcome_follows_the_new_fact(handed_in: Enrolment, station_user: User) -> None:
    before = Enrolment.objects.get(pk=handed_in.pk).eligibility
    perform(ask(handed_in, "training_hours", None), "approve", actor=station_user)
    after = Enrolment.objects.get(pk=handed_in.pk).eligibility
    assert before == "在籍学生符合四级/中级工申报条件"
    assert "核对" in after


def _judged(enrolment: Enrolment, station_user: User) -> None:
    for point in (JudgedPoint.SUBJECT, JudgedPoint.HOURS):
        enrolment.judgements.create(point=point, accepted=True, judged_by=station_user, judged_at=NOON)


def test_what_was_judged_on_the_old_fact_is_judged_again(handed_in: Enrolment, station_user: User) -> None:
    _judged(handed_in, station_user)
    perform(ask(handed_in, "training_hours", 500), "approve", actor=station_user)
    assert list(handed_in.judgements.values_list("point", flat=True)) == [JudgedPoint.SUBJECT]


def test_of_an_accepted_enrolment_the_approval_is_the_look(accepted: Enrolment, station_user: User) -> None:
    _judged(accepted, station_user)
    perform(ask(accepted, "training_hours", 500), "approve", actor=station_user)
    assert accepted.judgements.count() == 2


def test_the_enrolments_history_tells_of_each_request(
    handed_in: Enrolment, station_user: User, management_user: User
) -> None:
    perform(ask(handed_in, "entered_on", date(2022, 9, 1)), "approve", actor=station_user)
    perform(ask(handed_in, "subject", "数控加工"), "refuse", actor=station_user, reason="与学生证不符")
    perform(ask(handed_in, "class_name", "数控 2302"), "withdraw", actor=handed_in.candidate.user)
    asked = perform(ask(handed_in, "name", "林小和"), "endorse", actor=station_user, reason="已核对身份证")
    perform(asked, "confirm", actor=management_user)
    told = history_of(handed_in).filter(action__contains="correct")
    assert [(event.sentence, event.changes) for event in told.order_by("pk")] == [
        ("申请更正入学时间", {}),
        ("更正了入学时间", {"入学时间": ["2023-09", "2022-09"]}),
        ("申请更正专业", {}),
        ("未同意更正专业", {}),
        ("申请更正班级", {}),
        ("撤回了更正申请：班级", {}),
        ("申请更正姓名", {}),
        ("更正了姓名", {"姓名": ["", "已更正"]}),
    ]


def test_no_phone_number_enters_the_chain(handed_in: Enrolment, station_user: User) -> None:
    asked = perform(ask(handed_in, "phone", "13900000001"), "approve", actor=station_user)
    chain = [*history_of(asked), *history_of(handed_in)]
    assert not [event for event in chain if "139" in f"{event.sentence}{event.changes}"]
