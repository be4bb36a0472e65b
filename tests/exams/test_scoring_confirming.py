"""The second person's word on a trade's scores."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from exams.attending.entries import AttendanceEntry
from exams.attending.recording import record_attendance
from exams.models import AttendanceState, ScoreConfirmation
from exams.scoring.confirming import digest_of, recorders
from exams.scoring.marks import MarkEntry
from exams.selectors import examined
from exams.services.marks import record_marks
from ostami import clock
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from tests.conftest import Login
from tests.factories import exam, scoring
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.usefixtures("exam_day")
ALL = (("85", "92.5"), ("59.5", "90"), ("缺考", "70"))


def address(batch: Batch) -> str:
    return reverse("exams:score_confirm", args=[batch.items.get().pk])


def press(client: Client, batch: Batch, seen: str = "") -> tuple[int, str]:
    answer = client.post(address(batch), {"seen": seen or digest_of(examined(batch))})
    return answer.status_code, answer.content.decode()


def test_somebody_else_reads_all_scores_beside_the_papers_and_confirms(
    batch: Batch, station_user: User, login: Login
) -> None:
    second = scoring.colleague(batch)
    scoring.enter(batch, *ALL, by=station_user)
    client = login(second)
    html = client.get(address(batch)).content.decode()
    assert "应有 2 份（另有缺考 1 人）" in html
    assert "应有 3 份" in html
    assert "复核无误" in html
    assert press(client, batch)[0] == 302
    row = ScoreConfirmation.objects.get()
    assert row.confirmed_by == second
    event = history_of(row).get()
    assert event.sentence == "复核了数控车工 四级/中级工的成绩（3 人），与试卷一致"
    shown = client.get(address(batch)).text
    assert "数控车工 四级/中级工：已复核无误。" in shown
    assert "已由 周复核" in shown
    assert press(client, batch)[0] == 422
    assert ScoreConfirmation.objects.count() == 1


def test_nobody_confirms_own_scores_however_long_ago(batch: Batch, station_user: User, login: Login) -> None:
    second = scoring.colleague(batch)
    scoring.enter(batch, *ALL, by=second)
    scoring.enter(batch, ("86", "92.5"), ("60", "90"), ("缺考", "71"), by=station_user)
    for person in (second, station_user):
        status, html = press(login(person), batch)
        assert status == 422
        assert "您登记或更正过这个工种的成绩，不能由本人复核" in html
    assert "复核无误</button>" not in login(second).get(address(batch)).content.decode()


def test_who_recorded_that_somebody_was_away_may_confirm(batch: Batch, station_user: User) -> None:
    second = scoring.colleague(batch)
    away = examined(batch)[2]
    record_attendance(
        batch=batch,
        kind=PaperKind.THEORY,
        entries=[AttendanceEntry(away.pk, AttendanceState.ABSENT)],
        actor=second,
        at=clock.now(),
    )
    scoring.enter(batch, *ALL, by=station_user)
    assert recorders(list(examined(batch))) == {station_user.pk}
    assert scoring.confirm(batch.items.get(), second).confirmed_by == second


def marked(batch: Batch, *marks: str, by: User, place: int = 0) -> None:
    """Let the first examiners of the panel give one candidate a mark each."""
    item = batch.items.get()
    given = {examiner.pk: Decimal(mark) for examiner, mark in zip(item.panel, marks, strict=False)}
    entry = MarkEntry(examined(batch)[place].pk, given)
    record_marks(item=item, entries=[entry], actor=by, at=clock.now())


def test_whose_mark_was_overwritten_stays_a_recorder(batch: Batch, station_user: User) -> None:
    second, third = scoring.colleague(batch), scoring.colleague(batch, "吴登分")
    # There is no score before the last mark: of the first one the marks alone tell.
    marked(batch, "60", by=second)
    marked(batch, "85", "85", "85", by=station_user)
    marked(batch, "85", "85", "85", by=third, place=1)
    people = list(examined(batch))
    assert recorders(people[:1]) == {second.pk, station_user.pk}
    assert recorders(people[1:2]) == {third.pk}


def test_open_scores_are_not_confirmed(batch: Batch, station_user: User, login: Login) -> None:
    scoring.enter(batch, ALL[0], ("59.5", None), ALL[2], by=station_user)
    status, html = press(login(scoring.colleague(batch)), batch)
    assert status == 422
    assert "还有 1 名考生的成绩没有填全：陈一鸣" in html


def test_what_changed_since_the_page_was_shown_is_not_confirmed(
    batch: Batch, station_user: User, login: Login
) -> None:
    scoring.enter(batch, *ALL, by=station_user)
    seen = digest_of(examined(batch))
    scoring.enter(batch, ("86", "92.5"), *ALL[1:], by=station_user)
    status, html = press(login(scoring.colleague(batch)), batch, seen)
    assert status == 422
    assert "页面打开之后，这个工种的成绩有变动，没有复核" in html


def test_the_digest_tells_whose_score_is_which(batch: Batch, station_user: User) -> None:
    scoring.enter(batch, ("85", "90"), ("90", "85"), ALL[2], by=station_user)
    before = digest_of(examined(batch))
    scoring.enter(batch, ("90", "85"), ("85", "90"), ALL[2], by=station_user)
    assert digest_of(examined(batch)) != before


def test_others_do_not_confirm(
    batch: Batch, station_user: User, other_station_user: User, management_user: User, login: Login
) -> None:
    scoring.enter(batch, *ALL, by=station_user)
    assert login(other_station_user).get(address(batch)).status_code == 404
    assert login(management_user).get(address(batch)).status_code == 403
    assert press(login(management_user), batch)[0] == 403


def test_after_handing_in_nothing_is_confirmed(batch: Batch, station_user: User) -> None:
    scoring.enter(batch, *ALL, by=station_user)
    perform(exam.ready(batch), "submit_results", actor=station_user)
    with pytest.raises(BlockedError, match="不能复核成绩"):
        scoring.confirm(batch.items.get(), scoring.colleague(batch))
