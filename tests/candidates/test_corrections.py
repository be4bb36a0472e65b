"""What can be corrected after submission, and until when (guide 4.3-3)."""

from datetime import date, datetime

import pytest
from django.http import Http404

from accounts.identity import DocumentType
from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.correcting.facts import FACTS, FIELDS, facts_for
from candidates.models import Candidate, CorrectionStatus, Education, Enrolment, EnrolmentStatus
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from tests.candidates.conftest import Frozen
from tests.candidates.corrections import NOON, ask, refused
from tests.factories import exam, people
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(draft: Enrolment) -> Enrolment:
    """林小禾's enrolment, submitted."""
    return perform(draft, "submit", actor=draft.candidate.user)


@pytest.fixture
def accepted(item: BatchItem, lin: Candidate) -> Enrolment:
    return exam.accepted_enrolment(item, lin)


def passport_holder(item: BatchItem) -> Enrolment:
    """Somebody whose number tells neither sex nor birth date, enrolled and submitted."""
    person = people.candidate("周正")
    facts = {"document_type": DocumentType.PASSPORT, "document_index": "x"}
    Candidate.objects.filter(pk=person.pk).update(**facts)
    person = Candidate.objects.get(pk=person.pk)
    return perform(exam.draft_enrolment(item, person), "submit", actor=person.user)


# The new value, and the old and new one as people read them.
NEW_VALUES: dict[str, tuple[object, str, str]] = {
    "institution": ("练习第二职业学校", "练习职业技术学校", "练习第二职业学校"),
    "class_name": ("数控 2302", "数控 2301", "数控 2302"),
    "subject": ("数控加工", "数控技术应用", "数控加工"),
    "subject_relation": ("related", "相同（专业对口、就是本职业）", "相关"),
    "entered_on": (date(2022, 9, 1), "2023-09", "2022-09"),
    "graduated_on": (date(2027, 7, 1), "2027-06", "2027-07"),
    "training_hours": (500, "420 学时", "500 学时"),
    "asks_internship": (True, "否", "是"),
    "education": (Education.SENIOR_WORKER, "中专/职高/技校", "高级技工学校"),
    "prior_skill": ("车工 五级/初级工", "", "车工 五级/初级工"),
    "prior_level": (5, "", "五级/初级工"),
    "prior_relation": ("same", "", "相同（专业对口、就是本职业）"),
    "prior_certificate_number": ("LX000001", "", "LX000001"),
    "prior_issuer": ("练习鉴定中心", "", "练习鉴定中心"),
    "prior_issued_on": (date(2025, 5, 6), "", "2025-05-06"),
    "other": ("无", "", "无"),
    "phone": ("13900000001", "13900000000", "13900000001"),
}


@pytest.mark.parametrize("name", NEW_VALUES)
def test_the_station_approves_and_the_fact_is_put_right(
    handed_in: Enrolment, station_user: User, name: str
) -> None:
    value, old, new = NEW_VALUES[name]
    asked = ask(handed_in, name, value)
    assert (asked.status, asked.old, asked.new) == (CorrectionStatus.REQUESTED, old, new)
    done = perform(asked, "approve", actor=station_user, at=NOON)
    fresh = Enrolment.objects.get(pk=handed_in.pk)
    assert FIELDS[name].value(fresh) == value
    assert (done.status, done.decided_at) == (CorrectionStatus.APPROVED, NOON)
    assert fresh.status == EnrolmentStatus.SUBMITTED
    assert verify() == []


def test_each_fact_that_a_student_is_asked_is_tried_above(handed_in: Enrolment) -> None:
    assert {fact.name for fact in facts_for(handed_in)} == NEW_VALUES.keys() | {"name"}


def test_who_is_no_student_is_offered_what_their_form_asks(item: BatchItem) -> None:
    Batch.objects.filter(pk=item.batch_id).update(candidate_type="social")
    enrolment = Enrolment(batch_item=item, batch=Batch.objects.get(), candidate=people.candidate("孙晓"))
    offered = {fact.name for fact in facts_for(enrolment)}
    assert "years_in_occupation" in offered
    assert not offered & {"class_name", "training_hours", "sex", "birth_date"}


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        ("name", "周征", "周正", "周征"),
        ("sex", "male", "女", "男"),
        ("birth_date", date(2006, 4, 15), "2006-03-15", "2006-04-15"),
    ],
)
def test_identity_goes_by_the_station_to_management(
    item: BatchItem,
    station_user: User,
    management_user: User,
    name: str,
    value: object,
    old: str,
    new: str,
) -> None:
    enrolment = passport_holder(item)
    asked = ask(enrolment, name, value)
    assert (asked.is_identity, asked.old, asked.new) == (True, old, new)
    endorsed = perform(asked, "endorse", actor=station_user, reason="已核对护照原件")
    assert FIELDS[name].words(FIELDS[name].value(Enrolment.objects.get(pk=enrolment.pk))) == old
    done = perform(endorsed, "confirm", actor=management_user)
    person = Candidate.objects.get(pk=enrolment.candidate_id)
    assert getattr(person, name) == value
    assert done.status == CorrectionStatus.APPROVED
    assert person.user.person_name == person.name


def test_the_login_knows_the_new_name_and_phone(
    handed_in: Enrolment, station_user: User, management_user: User
) -> None:
    perform(ask(handed_in, "phone", "13900000009"), "approve", actor=station_user)
    asked = perform(ask(handed_in, "name", "林小和"), "endorse", actor=station_user, reason="已核对身份证")
    perform(asked, "confirm", actor=management_user)
    user = User.objects.get(pk=handed_in.candidate.user_id)
    assert (user.person_name, user.phone) == ("林小和", "13900000009")


def test_a_number_that_tells_sex_and_birth_keeps_them(handed_in: Enrolment) -> None:
    assert "性别以证件号码为准，不能单独更正（服务指南 4.3-3）" in refused(handed_in, "sex", "male")
    assert "出生日期以证件号码为准" in refused(handed_in, "birth_date", date(2006, 3, 16))


def test_document_type_and_number_are_no_facts_to_correct() -> None:
    assert not {fact.name for fact in FACTS} & {"document_type", "document_number", "document_sealed"}


def test_nothing_new_is_no_correction(handed_in: Enrolment) -> None:
    assert "填写的内容与原来相同" in refused(handed_in, "class_name", "数控 2301")


@pytest.mark.parametrize("name", ["institution", "education", "entered_on", "subject", "phone", "name"])
def test_what_the_form_needs_is_not_emptied(handed_in: Enrolment, name: str) -> None:
    empty = None if name == "entered_on" else ""
    assert "不能为空（服务指南 4.4）" in refused(handed_in, name, empty)


def test_what_may_be_empty_can_be_emptied(handed_in: Enrolment, station_user: User) -> None:
    perform(ask(handed_in, "class_name", ""), "approve", actor=station_user)
    assert Enrolment.objects.get(pk=handed_in.pk).class_name == ""


def test_a_fact_has_one_open_request(handed_in: Enrolment, station_user: User) -> None:
    first = ask(handed_in, "subject", "数控加工")
    assert "已申请将专业更正为“数控加工”，待考试站审核" in refused(handed_in, "subject", "机械加工")
    ask(handed_in, "class_name", "数控 2302")
    perform(first, "refuse", actor=station_user, reason="学生证上是数控技术应用")
    assert ask(handed_in, "subject", "机械加工").status == CorrectionStatus.REQUESTED


def test_a_form_that_is_open_is_simply_edited(
    handed_in: Enrolment, station_user: User, qian: Candidate
) -> None:
    other = exam.draft_enrolment(handed_in.batch_item, qian)
    assert "请直接修改申报表" in refused(other, "subject", "数控加工")
    perform(handed_in, "return", actor=station_user, reason="照片不清楚")
    assert "当前状态为“已退回”，不必申请更正" in refused(handed_in, "subject", "数控加工")


def test_what_was_rejected_is_not_corrected(handed_in: Enrolment, station_user: User) -> None:
    perform(handed_in, "reject", actor=station_user, reason="不是本校学生")
    assert "报名未通过审核，不再更正" in refused(handed_in, "subject", "数控加工")


def test_nobody_else_asks(
    handed_in: Enrolment, qian: Candidate, station_user: User, management_user: User
) -> None:
    for stranger in (qian.user, station_user, management_user):
        with pytest.raises(Http404):
            ask(handed_in, "subject", "数控加工", actor=stranger)


def test_until_the_results_are_in_and_no_longer(
    accepted: Enrolment, station_user: User, clock_at: Frozen
) -> None:
    clock_at.move_to(datetime(2026, 8, 10, 12, tzinfo=SHANGHAI))
    perform(ask(accepted, "class_name", "数控 2302"), "approve", actor=station_user)
    batch = perform(accepted.batch, "submit_roster", actor=station_user)
    perform(ask(accepted, "subject", "数控加工"), "approve", actor=station_user)
    late = ask(accepted, "class_name", "数控 2303")
    exam.score(Enrolment.objects.get(), "80", "80", by=station_user)
    clock_at.move_to(datetime(2026, 9, 1, 12, tzinfo=SHANGHAI))
    perform(exam.ready(batch), "submit_results", actor=station_user)
    words = "当前状态为“成绩待审核”，报名信息不再更正（服务指南 4.3-3）"
    assert words in refused(accepted, "subject", "机械加工")
    with pytest.raises(BlockedError, match="成绩待审核"):
        perform(late, "approve", actor=station_user)
    perform(late, "refuse", actor=station_user, reason="成绩已提交")
    fresh = Enrolment.objects.get(pk=accepted.pk)
    assert (fresh.class_name, fresh.subject) == ("数控 2302", "数控加工")


def test_a_batch_whose_window_has_closed_is_still_corrected(
    handed_in: Enrolment, station_user: User, clock_at: Frozen
) -> None:
    clock_at.move_to(datetime(2026, 8, 22, tzinfo=SHANGHAI))
    perform(ask(handed_in, "class_name", "数控 2302"), "approve", actor=station_user)
    assert Enrolment.objects.get(pk=handed_in.pk).class_name == "数控 2302"


def test_a_cancelled_batch_is_not_corrected(handed_in: Enrolment, management_user: User) -> None:
    perform(handed_in.batch, "cancel", actor=management_user, reason="设备故障")
    assert "报名信息不再更正" in refused(Enrolment.objects.get(), "subject", "数控加工")
