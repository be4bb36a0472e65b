"""Marks of single examiners and the practical score that they give."""

from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from exams.models import AttendanceState, PracticalMark, Result
from exams.scoring.confirming import unconfirmed
from exams.scoring.means import mean_mark
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from tests.conftest import Login
from tests.factories import scoring
from workflow.audit import history_of

NAMES = ("林若溪", "陈一鸣", "买买提·艾力")


@pytest.mark.parametrize(
    ("marks", "mean"),
    [
        ("85", "85"),
        ("85 85.5", "85.5"),
        ("85 85 85.5", "85"),
        ("85 85.5 85.5", "85.5"),
        ("59.5 59.5 60", "59.5"),
        ("59.5 60", "60"),
        ("0 0 0.5", "0"),
        ("100 100 99.5", "100"),
        ("80 81 82 83", "81.5"),
        ("80 80 80 81", "80.5"),
    ],
)
def test_the_mean_is_rounded_half_up_to_half_a_point(marks: str, mean: str) -> None:
    assert mean_mark([Decimal(mark) for mark in marks.split()]) == Decimal(mean)


def address(batch: Batch) -> str:
    return reverse("exams:marks", args=[batch.items.get().pk])


def save(client: Client, batch: Batch, *rows: str, **more: str) -> HttpResponse:
    """Send a row of marks a candidate, a dash for an empty cell."""
    panel = batch.items.get().panel
    typed = {
        f"mark_{batch.enrolments.get(candidate__name=name).pk}_{examiner.pk}": "" if mark == "-" else mark
        for name, row in zip(NAMES, rows, strict=False)
        for examiner, mark in zip(panel, row.split(), strict=True)
    }
    return client.post(address(batch), {**typed, **more})  # type: ignore[return-value]


def practical() -> dict[str, Decimal | None]:
    return {row.enrolment.candidate.name: row.practical for row in Result.objects.all()}


@pytest.mark.usefixtures("exam_day")
class TestMarking:
    def test_full_rows_become_practical_scores_with_their_history(
        self, batch: Batch, station_user: User, login: Login
    ) -> None:
        scoring.enter(batch, ("85", None), (None, None), (None, None), by=station_user)
        assert save(login(station_user), batch, "85 85.5 85.5", "70 - 80").status_code == 302
        assert practical() == {"林若溪": Decimal("85.5")}
        assert PracticalMark.objects.count() == 5
        result = Result.objects.get()
        assert (result.theory, result.grade) == (Decimal(85), "良好")
        last = history_of(result).last()
        assert last is not None
        assert last.changes == {"实操成绩": ["", "85.5"], "评定成绩": ["", "良好"]}
        event = history_of(batch).filter(action="marks").get()
        assert event.changes["1 林若溪"] == ["", "考评员1 85、考评员2 85.5、考评员3 85.5"]

    def test_a_mark_taken_out_takes_the_score_out(
        self, batch: Batch, station_user: User, login: Login
    ) -> None:
        client = login(station_user)
        save(client, batch, "85 85.5 85.5")
        assert save(client, batch, "85 - 85.5").status_code == 302
        assert practical() == {"林若溪": None}

    def test_a_score_typed_beside_marks_is_refused(
        self, batch: Batch, station_user: User, login: Login
    ) -> None:
        save(login(station_user), batch, "85 85.5 85.5")
        with pytest.raises(BlockedError, match="林若溪的实操成绩由考评员评分得出，不能直接填写"):
            scoring.enter(batch, ("80", "90"), (None, None), (None, None), by=station_user)

    def test_marks_beside_a_typed_score_are_refused(
        self, batch: Batch, station_user: User, login: Login
    ) -> None:
        scoring.enter(batch, ("80", "90"), (None, None), (None, None), by=station_user)
        client = login(station_user)
        assert "林若溪的实操成绩已直接登记为 90 分" in client.get(address(batch)).content.decode()
        answer = save(client, batch, "85 85.5 85.5", "70 70 70")
        assert answer.status_code == 422
        assert "填写的“85”没有保存" in answer.content.decode()
        assert not PracticalMark.objects.exists()

    def test_who_was_away_is_not_marked(self, batch: Batch, station_user: User, login: Login) -> None:
        scoring.stood(batch, "林若溪", PaperKind.PRACTICAL, AttendanceState.MISCONDUCT, station_user)
        client = login(station_user)
        assert "林若溪的实操登记为“违纪”，不能评分" in client.get(address(batch)).content.decode()
        assert save(client, batch, "85 85.5 85.5").status_code == 422
        assert not PracticalMark.objects.exists()

    @pytest.mark.parametrize("mark", ["101", "85.3", "-1", "八十"])
    def test_a_wrong_mark_stores_nothing_and_is_kept(
        self, mark: str, batch: Batch, station_user: User, login: Login
    ) -> None:
        answer = save(login(station_user), batch, f"85 {mark} 85", "70 70 70")
        assert answer.status_code == 422
        assert f'value="{mark}"' in answer.content.decode()
        assert not PracticalMark.objects.exists()

    def test_rows_that_somebody_else_changed_are_named(
        self, batch: Batch, station_user: User, login: Login
    ) -> None:
        client = login(station_user)
        first = batch.enrolments.get(candidate__name="林若溪").pk
        save(client, batch, "85 85.5 85.5")
        answer = save(client, batch, "60 60 60", seen=f'{{"{first}": ""}}')
        assert answer.status_code == 422
        assert "林若溪的评分已由他人改动" in answer.content.decode()
        assert practical() == {"林若溪": Decimal("85.5")}

    def test_marks_of_confirmed_scores_need_a_reason(
        self, batch: Batch, station_user: User, login: Login
    ) -> None:
        client = login(station_user)
        save(client, batch, "85 85 85", "70 70 70", "60 60 60")
        scoring.enter(batch, ("85", "85"), ("85", "70"), ("85", "60"), by=station_user)
        scoring.confirm(batch.items.get(), scoring.colleague(batch))
        assert save(client, batch, "90 90 90", "70 70 70", "60 60 60").status_code == 422
        assert PracticalMark.objects.filter(mark=90).count() == 0
        answer = save(client, batch, "90 90 90", "70 70 70", "60 60 60", reason="重新评分")
        assert answer.status_code == 302
        assert practical()["林若溪"] == Decimal(90)

    def test_marks_that_leave_the_mean_need_a_reason_too_and_end_the_confirmation(
        self, batch: Batch, station_user: User, login: Login
    ) -> None:
        client, item = login(station_user), batch.items.get()
        rest = ("70 70 70", "60 60 60")
        save(client, batch, "85 85 85", *rest)
        scoring.enter(batch, ("85", "85"), ("85", "70"), ("85", "60"), by=station_user)
        scoring.confirm(item, scoring.colleague(batch))
        assert unconfirmed(batch) == []
        answer = save(client, batch, "80 85 90", *rest)
        assert answer.status_code == 422
        assert "请填写更正理由" in answer.content.decode()
        assert save(client, batch, "80 85 90", *rest, reason="评分表誊写有误").status_code == 302
        assert practical()["林若溪"] == Decimal(85)
        assert unconfirmed(batch) == [item]


def test_others_see_no_marks(
    batch: Batch, other_station_user: User, management_user: User, login: Login
) -> None:
    assert login(other_station_user).get(address(batch)).status_code == 404
    assert login(management_user).get(address(batch)).status_code == 403
