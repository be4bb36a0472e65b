"""A carried score counts as long as what it rests on holds."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from batches.models import Batch, BatchStatus
from candidates.models import Enrolment
from candidates.scores import scores_of as published_scores
from certificates.sheets import qualified_roster
from exams.attending.entries import AttendanceEntry
from exams.attending.recording import record_attendance
from exams.models import Attendance, AttendanceState, CarriedScore, Result, Seat
from exams.publishing.carrying import offers
from exams.publishing.granting import end_carried, grant_carried
from exams.publishing.readiness import readiness
from exams.publishing.review_verbs import ask_review
from exams.scores import Scores
from exams.scoring.confirming import recorders
from exams.selectors import examined
from exams.services import ScoreEntry, record_scores
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from stations.models import Station
from tests.batches.moving import ask
from tests.conftest import Login
from tests.factories import exam, people, publishing, results, scoring, seating
from workflow.audit import history_of
from workflow.lifecycle import perform

REVIEW = exam.noon(date(2027, 1, 20))
ROSTER = exam.noon(date(2027, 2, 10))


@pytest.fixture
def first(station: Station, management_user: User) -> Batch:
    return results.approved(station, management_user, {"林若溪": ("85", "55")})


@pytest.fixture
def later(first: Batch, management_user: User) -> Batch:
    return publishing.later_batch(first, management_user)


@pytest.fixture
def lin(first: Batch, later: Batch) -> Enrolment:
    return publishing.again(later, examined(first)[0].candidate)


@pytest.fixture
def batch(lin: Enrolment, later: Batch, station_user: User) -> Batch:
    """The make-up batch, its roster handed in, with the carried theory score."""
    grant(lin, station_user)
    return perform(later, "submit_roster", actor=station_user, at=ROSTER)


def grant(enrolment: Enrolment, actor: User, at: object = REVIEW) -> CarriedScore:
    (offer,) = offers(enrolment)
    return grant_carried(enrolment=enrolment, source=offer.source, actor=actor, at=at)  # type: ignore[arg-type]


def fresh(enrolment: Enrolment) -> Enrolment:
    return Enrolment.objects.get(pk=enrolment.pk)


def corrected(first: Batch, theory: str) -> None:
    """The earlier result as it stands after a review."""
    result = Result.objects.get(enrolment__batch=first)
    result.theory = Decimal(theory)
    result.save()


def sat(batch: Batch, practical: str, by: User) -> None:
    """Enter what the candidate got for the paper that was sat again."""
    (one,) = examined(batch)
    entry = ScoreEntry(one.pk, Scores(Decimal(85), Decimal(practical)))
    record_scores(batch=batch, actor=by, entries=[entry], at=results.exam_noon(batch))


def send_back(batch: Batch, management: User) -> Batch:
    return perform(batch, "return_results", actor=management, reason="复查有误")


def publish(batch: Batch, station: User, management: User) -> Batch:
    submitted = perform(exam.ready(batch), "submit_results", actor=station)
    return perform(submitted, "approve_results", actor=management)


def carried_problems(batch: Batch) -> list[str]:
    (point,) = (one for one in readiness(batch) if one.label == "保留成绩")
    return [problem.text for problem in point.problems]


def test_who_granted_or_handed_the_roster_in_entered_no_score(batch: Batch, station_user: User) -> None:
    second = scoring.colleague(batch)
    with time_machine.travel(results.exam_noon(batch)):
        sat(batch, "70", second)
        assert recorders(list(examined(batch))) == {second.pk}
        assert scoring.confirm(batch.items.get(), station_user).confirmed_by == station_user


def test_a_corrected_source_keeps_the_results_back(
    first: Batch, batch: Batch, station_user: User, management_user: User
) -> None:
    with time_machine.travel(results.exam_noon(batch)):
        sat(batch, "70", station_user)
        assert carried_problems(batch) == []
        submitted = perform(exam.ready(batch), "submit_results", actor=station_user)
        corrected(first, "55")
        told = "林若溪保留的理论成绩 85 分（2026-09-01 考试），原成绩已更正为 55 分"
        assert carried_problems(batch) == [told]
        with pytest.raises(BlockedError, match="原成绩已更正为 55 分"):
            perform(submitted, "approve_results", actor=management_user)
        corrected(first, "85")
        approved = perform(submitted, "approve_results", actor=management_user)
    assert approved.status == BatchStatus.RESULTS_APPROVED


def test_a_source_sent_back_keeps_the_results_and_the_certificates_back(
    first: Batch, batch: Batch, station_user: User, management_user: User, centre_user: User
) -> None:
    with time_machine.travel(results.exam_noon(batch)):
        sat(batch, "70", station_user)
        exam.ready(batch)
        returned = send_back(first, management_user)
        with pytest.raises(BlockedError, match="原成绩已退回更正，尚未重新公布"):
            perform(batch, "submit_results", actor=station_user)
        published = publish(returned, station_user, management_user)
        approved = publish(batch, station_user, management_user)
        send_back(published, management_user)
        with pytest.raises(BlockedError, match="原成绩已退回更正"):
            perform(approved, "certify", actor=centre_user)


def test_misconduct_found_later_counts(first: Batch, batch: Batch, station_user: User) -> None:
    Attendance.objects.create(
        enrolment=examined(first)[0],
        kind="practical",
        state=AttendanceState.MISCONDUCT,
        note="冒名顶替",
        recorded_by=station_user,
        recorded_at=REVIEW,
    )
    (problem,) = carried_problems(batch)
    assert "该考生在原考试中违纪" in problem


def test_a_score_that_counts_no_more_is_taken_out_after_the_exam_and_the_other_stays(
    first: Batch, lin: Enrolment, batch: Batch, station_user: User
) -> None:
    at = results.exam_noon(batch, 1)
    sat(batch, "70", station_user)
    with pytest.raises(BlockedError, match="考试当日起不能再核定或取消"):
        end_carried(enrolment=fresh(lin), actor=station_user, at=at)
    corrected(first, "55")
    end_carried(enrolment=fresh(lin), actor=station_user, at=at)
    assert Result.objects.get(enrolment=lin).scores == Scores(practical=Decimal(70))
    assert not CarriedScore.objects.exists()


def test_a_corrected_score_that_still_passes_is_granted_anew_after_the_exam(
    first: Batch, lin: Enrolment, batch: Batch, login: Login, station_user: User
) -> None:
    sat(batch, "70", station_user)
    corrected(first, "87")
    address = f"/exams/enrolments/{lin.pk}/carried/"
    with time_machine.travel(results.exam_noon(batch, 1)):
        desk = login(station_user)
        html = desk.get(lin.get_absolute_url()).content.decode()
        assert "原成绩已更正为 87 分" in html
        assert address in html
        assert desk.post(address, {"source": examined(first)[0].pk}).status_code == 302
    assert CarriedScore.objects.get().score == Decimal(87)
    result = Result.objects.get(enrolment=lin)
    assert (result.scores, result.grade) == (Scores(Decimal(87), Decimal(70)), "合格")
    last = history_of(result).last()
    assert last is not None
    assert (last.action, last.changes) == ("carry", {"理论成绩": ["85", "87"]})
    assert carried_problems(batch) == []


def test_the_exam_is_not_moved_beyond_the_days_of_keeping(
    batch: Batch, station_user: User, management_user: User
) -> None:
    at = exam.noon(date(2027, 2, 15))
    too_late = ask(batch, date(2027, 9, 2), at=at)
    with pytest.raises(BlockedError, match="只能用于 2027-09-01 及以前的考试，不能用于 2027-09-02"):
        perform(too_late, "approve", actor=management_user, at=at)
    perform(too_late, "withdraw", actor=station_user, at=at)
    perform(ask(batch, date(2027, 9, 1), at=at), "approve", actor=management_user, at=at)
    assert carried_problems(Batch.objects.get(pk=batch.pk)) == []
    Batch.objects.filter(pk=batch.pk).update(exam_date=date(2027, 9, 2))
    (problem,) = carried_problems(Batch.objects.get(pk=batch.pk))
    assert "只能用于 2027-09-01 及以前的考试" in problem


def test_a_grant_gives_up_the_one_seat(later: Batch, lin: Enrolment, station_user: User) -> None:
    exam.accepted_enrolment(later.items.get(), people.candidate("陈一鸣"), at=REVIEW)
    batch = perform(later, "submit_roster", actor=station_user, at=ROSTER)
    seating.published(batch)
    grant(lin, station_user, seating.before(batch, 1))
    left = Seat.objects.values_list("enrolment__candidate__name", "kind").order_by("pk")
    assert sorted(left) == [("林若溪", "practical"), ("陈一鸣", "practical"), ("陈一鸣", "theory")]
    event = history_of(batch.arrangement).order_by("-pk")[0]
    assert event.action == "unseat"
    assert "取消了林若溪在理论第 1 场 第一考场" in event.sentence


def test_it_is_marked_on_the_roster_of_the_qualified_and_on_the_certificate(
    batch: Batch, station_user: User, management_user: User, centre_user: User, login: Login
) -> None:
    at = results.exam_noon(batch)
    with time_machine.travel(at):
        sat(batch, "70", station_user)
        submitted = perform(exam.ready(batch), "submit_results", actor=station_user)
        approved = perform(submitted, "approve_results", actor=management_user)
        (row,) = qualified_roster(approved).rows
        assert row[-1] == "理论为保留成绩（2026-09-01）"
        certified = results.certified(approved, centre=centre_user, on=date(2027, 4, 1))
        certificate = certified.enrolments.get().certificates.get()
        html = login(centre_user).get(certificate.get_absolute_url()).content.decode()
    assert "保留成绩（2026-09-01）" in html


def test_it_is_marked_where_a_review_is_asked_for_and_answered(
    batch: Batch, station_user: User, management_user: User, login: Login
) -> None:
    at = results.exam_noon(batch)
    with time_machine.travel(at):
        sat(batch, "55", station_user)
        publish(batch, station_user, management_user)
        (one,) = examined(batch)
        candidate = one.candidate.user
        html = login(candidate).get(reverse("exams:score_review", args=[one.pk])).content.decode()
        assert "85（保留成绩）" in html
        review = ask_review(enrolment=one, kind="practical", reason="合分有误", actor=candidate, at=at)
        page = reverse("exams:score_review_answer", args=[review.pk])
        assert "保留成绩（2026-09-01）" in login(station_user).get(page).content.decode()


def test_excused_reads_excused_and_no_grade_reads_not_all_sat(
    batch: Batch, station_user: User, management_user: User, login: Login
) -> None:
    at = results.exam_noon(batch)
    (one,) = examined(batch)
    with time_machine.travel(at):
        entry = AttendanceEntry(one.pk, AttendanceState.EXCUSED, "住院")
        record_attendance(batch=batch, kind=PaperKind.PRACTICAL, entries=[entry], actor=station_user, at=at)
        submitted = perform(exam.ready(batch), "submit_results", actor=station_user)
        html = login(management_user).get(f"/exams/batch/{batch.pk}/scores/").content.decode()
        assert '<td data-label="实操成绩">请假</td>' in html
        perform(submitted, "approve_results", actor=management_user)
    assert published_scores(examined(batch)[0]) == ("85（保留成绩）", "请假", "未考全")
