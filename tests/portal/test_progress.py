"""A candidate's way from enrolment to certificate, as the home shows it."""

from datetime import date, datetime

import pytest

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment, UploadKind
from candidates.progress import progress_of
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people
from workflow.lifecycle import perform

OPEN = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)
LAST = datetime(2026, 8, 21, 23, 59, 59, tzinfo=SHANGHAI)
SHUT = datetime(2026, 8, 22, tzinfo=SHANGHAI)
EXAM_DAY = datetime(2026, 9, 1, 8, tzinfo=SHANGHAI)
AFTER = datetime(2026, 9, 2, 8, tzinfo=SHANGHAI)


@pytest.fixture
def batch(station: Station, management_user: User) -> Batch:
    exam.scope(station, exam.trade())
    plan = exam.approved_plan(station, management_user)
    return exam.approved_batch(station, management_user, *plan.items.all())


@pytest.fixture
def draft(batch: Batch) -> Enrolment:
    return exam.draft_enrolment(batch.items.get(), people.candidate("李雷"))


def states(enrolment: Enrolment, at: datetime) -> list[tuple[str, str]]:
    stored = Enrolment.objects.select_related("batch").get(pk=enrolment.pk)
    return [(stage.label, stage.state.value) for stage in progress_of([stored], at=at)[stored.pk]]


def way(*states: str) -> list[tuple[str, str]]:
    return list(zip(("报名", "审核", "考试", "成绩", "证书"), states, strict=True))


def submitted(enrolment: Enrolment) -> Enrolment:
    return perform(enrolment, "submit", actor=enrolment.candidate.user, at=OPEN)


def stamped(enrolment: Enrolment) -> Enrolment:
    enrolment = submitted(enrolment)
    exam.upload(enrolment, UploadKind.STAMPED_FORM)
    return perform(enrolment, "stamp", actor=enrolment.candidate.user, at=OPEN)


def test_the_way_begins_with_the_enrolment(draft: Enrolment) -> None:
    assert states(draft, OPEN) == way("current", "ahead", "ahead", "ahead", "ahead")
    submitted(draft)
    assert states(draft, OPEN) == way("current", "ahead", "ahead", "ahead", "ahead")


def test_a_draft_ends_with_the_window_and_not_a_second_before(draft: Enrolment) -> None:
    assert states(draft, LAST) == way("current", "ahead", "ahead", "ahead", "ahead")
    assert states(draft, SHUT) == way("stopped", "stopped", "stopped", "stopped", "stopped")


def test_the_station_reviews_what_is_stamped(draft: Enrolment) -> None:
    stamped(draft)
    assert states(draft, OPEN) == way("done", "current", "ahead", "ahead", "ahead")


def test_who_was_returned_goes_on(draft: Enrolment, station_user: User) -> None:
    perform(stamped(draft), "return", actor=station_user, at=OPEN, reason="照片不清晰")
    assert states(draft, OPEN) == way("current", "ahead", "ahead", "ahead", "ahead")


def test_who_was_rejected_goes_no_further(draft: Enrolment, station_user: User) -> None:
    perform(stamped(draft), "reject", actor=station_user, at=OPEN, reason="不在本校就读")
    assert states(draft, OPEN) == way("done", "stopped", "stopped", "stopped", "stopped")


def test_the_exam_comes_its_day_and_the_result_is_awaited(batch: Batch) -> None:
    accepted = exam.accepted_enrolment(batch.items.get(), people.candidate("韩梅梅"))
    assert states(accepted, SHUT) == way("done", "done", "ahead", "ahead", "ahead")
    assert states(accepted, EXAM_DAY) == way("done", "done", "current", "ahead", "ahead")
    assert states(accepted, AFTER) == way("done", "done", "done", "current", "ahead")


def test_a_cancelled_batch_stops_whoever_was_in_it(batch: Batch, management_user: User) -> None:
    accepted = exam.accepted_enrolment(batch.items.get(), people.candidate("韩梅梅"))
    perform(batch, "cancel", actor=management_user, at=OPEN, reason="考场维修")
    assert states(accepted, OPEN) == way("done", "done", "stopped", "stopped", "stopped")


def test_the_result_decides_whether_a_certificate_comes(
    batch: Batch, management_user: User, centre_user: User, login: Login
) -> None:
    batch = exam.with_roster(batch, "李雷", "韩梅梅")
    batch = exam.with_results(batch, ("92", "85.5"), ("59.5", "88"), management=management_user)
    passed, failed = batch.enrolments.order_by("sequence")
    assert states(passed, AFTER) == way("done", "done", "done", "done", "current")
    assert states(failed, AFTER) == way("done", "done", "done", "done", "stopped")
    perform(batch, "certify", actor=centre_user, at=AFTER)
    assert states(passed, AFTER) == way("done", "done", "done", "done", "done")
    page = login(passed.candidate.user).get("/candidates/mine/").text
    certificate = passed.certificates.get()
    assert (
        f'href="{certificate.get_absolute_url()}">{date(2026, 9, 2)} 核发，编号 {certificate.number}' in page
    )
    assert "良好" in page
