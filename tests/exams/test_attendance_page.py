import re
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from exams.attending.selectors import AttendanceFigures, attendance_of, unscored
from exams.models import (
    Attendance,
    CarriedScore,
    PracticalMark,
    Result,
    Room,
    ScoreConfirmation,
    Seat,
    Session,
    SessionRoom,
)
from exams.scoring.confirming import digest_of, unconfirmed
from exams.selectors import examined
from question_bank.paper_kinds import PaperKind
from tests.conftest import Login
from tests.factories import exam, results
from workflow.audit import history_of, verify

pytestmark = pytest.mark.usefixtures("exam_day")


def address(batch: Batch, kind: str = "theory") -> str:
    return reverse("exams:attendance", args=[batch.pk, kind])


def typed(batch: Batch, *rows: str) -> dict[str, str]:
    """What a browser sends: a state in roster order, with its note behind a colon."""
    sent: dict[str, str] = {}
    for enrolment, row in zip(batch.enrolments.accepted(), rows, strict=True):
        state, _, note = row.partition(":")
        sent |= {f"state_{enrolment.pk}": state} if state else {}
        sent[f"note_{enrolment.pk}"] = note
    return sent


def save(client: Client, batch: Batch, *rows: str, kind: str = "theory", **more: str) -> HttpResponse:
    answer = client.post(address(batch, kind), {**typed(batch, *rows), **more})
    assert isinstance(answer, HttpResponse)
    return answer


def shown(client: Client, batch: Batch) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', client.get(address(batch)).content.decode())
    assert found
    return unescape(found[1])


def stored(kind: str = "theory") -> list[str]:
    return [row.state for row in Attendance.objects.filter(kind=kind).order_by("enrolment__sequence")]


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_one_button_marks_everybody_else_as_present(batch: Batch, login: Login, station_user: User) -> None:
    client = login(station_user)
    answer = client.post(address(batch), {**typed(batch, "", "absent", ""), "rest": "on"}, follow=True)
    assert stored() == ["present", "absent", "present"]
    text = words(answer)
    assert "到考登记已保存，3 人有变动。理论：应考 3，实考 2，缺考 1，请假 0，违纪 0。" in text


def test_without_the_button_who_has_no_state_stays_open(
    batch: Batch, login: Login, station_user: User
) -> None:
    save(login(station_user), batch, "", "absent", "")
    assert stored() == ["absent"]
    item = batch.items.get()
    assert attendance_of(batch)[item.pk, PaperKind.THEORY] == AttendanceFigures(due=3, absent=1)
    assert attendance_of(batch)[item.pk, PaperKind.THEORY].open == 2


def test_who_was_away_or_excluded_has_no_score_in_that_paper(
    batch: Batch, login: Login, station_user: User
) -> None:
    save(login(station_user), batch, "absent", "excused:骨折住院，有证明", "misconduct:夹带资料")
    assert [(row.theory_absent, row.practical_absent) for row in Result.objects.order_by("pk")] == [
        (True, False)
    ] * 3
    assert {key[1] for key in unscored(batch)} == {"theory"}
    assert attendance_of(batch)[batch.items.get().pk, PaperKind.THEORY] == AttendanceFigures(3, 0, 1, 1, 1)
    assert attendance_of(batch)[batch.items.get().pk, PaperKind.PRACTICAL] == AttendanceFigures(3)


@pytest.mark.parametrize("state", ["excused", "misconduct"])
def test_an_excuse_and_misconduct_need_words(
    batch: Batch, login: Login, station_user: User, state: str
) -> None:
    answer = save(login(station_user), batch, state, "absent", "", rest="on")
    assert answer.status_code == 422
    assert "没有写明情况。请在说明中写明原因或经过。" in words(answer)
    assert not Attendance.objects.exists()
    assert not Result.objects.exists()
    assert f'value="{state}" checked' in words(answer)


def test_words_without_a_state_are_asked_about(batch: Batch, login: Login, station_user: User) -> None:
    answer = save(login(station_user), batch, ":迟到 20 分钟", "present", "present")
    assert answer.status_code == 422
    assert "林若溪写了说明，没有选择到考情况。请选择到考情况，或清空说明。" in words(answer)
    assert 'value="迟到 20 分钟"' in words(answer)
    assert stored() == []


def test_a_paper_with_a_score_was_sat(batch: Batch, login: Login, station_user: User) -> None:
    exam.score(batch.enrolments.accepted()[0], "85", "92.5", by=station_user)
    answer = save(login(station_user), batch, "absent", "present", "present")
    assert answer.status_code == 422
    assert (
        "林若溪已有理论成绩 85 分，不能登记为“缺考”（服务指南 4.6-1）。"
        "请先在“登记成绩”中清空该科成绩，再登记到考情况。" in words(answer)
    )
    assert stored() == []


def test_a_correction_takes_the_absence_back_and_both_are_recorded(
    batch: Batch, login: Login, station_user: User
) -> None:
    client = login(station_user)
    save(client, batch, "absent", "present", "present")
    save(client, batch, "present:迟到 10 分钟", "present", "present")
    result, row = Result.objects.get(), Attendance.objects.earliest("enrolment__sequence")
    assert result.theory_absent is False
    assert [(one.sentence, one.changes) for one in history_of(row)] == [
        ("登记了林若溪的理论到考情况", {"到考情况": ["", "缺考"]}),
        ("更正了林若溪的理论到考情况", {"到考情况": ["缺考", "到考：迟到 10 分钟"]}),
    ]
    assert [(one.sentence, one.changes) for one in history_of(result)] == [
        ("登记了林若溪的成绩", {"理论成绩": ["", "缺考"]}),
        ("更正了林若溪的成绩", {"理论成绩": ["缺考", ""]}),
    ]
    assert verify() == []


def test_who_is_absent_among_the_scores_stands_as_absent(
    batch: Batch, login: Login, station_user: User
) -> None:
    first = batch.enrolments.accepted()[0]
    exam.score(first, None, "80", by=station_user)
    html = login(station_user).get(address(batch)).content.decode()
    assert f'id="state_{first.pk}_absent" value="absent" checked' in html


def test_two_tablets_do_not_overwrite_each_other(batch: Batch, login: Login, station_user: User) -> None:
    client = login(station_user)
    seen = shown(client, batch)
    save(client, batch, "absent", "", "", seen=seen)
    # The other tablet still shows everybody open: its button leaves alone what was recorded meanwhile.
    assert save(client, batch, "", "", "", seen=seen, rest="on").status_code == 302
    assert stored() == ["absent", "present", "present"]
    # Where both chose, the second is told by whom, and decides.
    answer = save(client, batch, "present", "", "", seen=seen)
    assert answer.status_code == 422
    assert f"林若溪已由{station_user}于 12:00 登记为“缺考”" in words(answer)
    told = re.findall(r'name="seen" value="([^"]*)"', answer.content.decode())[0]
    assert save(client, batch, "present", "", "", seen=unescape(told)).status_code == 302
    assert stored() == ["present"] * 3


def test_an_unchanged_row_is_not_written_again(batch: Batch, login: Login, station_user: User) -> None:
    client = login(station_user)
    save(client, batch, "present", "absent", "present")
    answer = client.post(address(batch), typed(batch, "present", "absent", "absent"), follow=True)
    assert "1 人有变动" in words(answer)
    assert [history_of(row).count() for row in Attendance.objects.order_by("pk")] == [1, 1, 2]


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 302), (20, 302)])
def test_attendance_is_recorded_from_the_exam_day_on(
    batch: Batch, login: Login, station_user: User, days: int, status: int
) -> None:
    with time_machine.travel(results.exam_noon(batch, days)):
        answer = save(login(station_user), batch, "present", "absent", "present")
    assert answer.status_code == status
    assert bool(stored()) == (status == 302)
    if days < 0:
        assert "考试日期为 2026-09-01，考试尚未进行，不能登记到考情况。请自考试当日起登记" in words(answer)


def test_the_day_begins_at_midnight(batch: Batch, login: Login, station_user: User) -> None:
    with time_machine.travel(results.exam_noon(batch).replace(hour=0)):
        assert save(login(station_user), batch, "present", "present", "present").status_code == 302


def test_after_the_results_are_handed_in_nothing_changes(
    batch: Batch, login: Login, station_user: User
) -> None:
    QuerySet(Batch).filter(pk=batch.pk).update(status="results_submitted")
    client = login(station_user)
    answer = save(client, batch, "present", "absent", "present")
    assert answer.status_code == 422
    assert "如需更正，请由管理站退回成绩后再办理" in words(answer)
    assert "其余全部到考" not in client.get(address(batch)).content.decode()
    assert stored() == []


def test_who_carries_a_score_does_not_sit_the_paper(batch: Batch, login: Login, station_user: User) -> None:
    first, second, _ = batch.enrolments.accepted()
    CarriedScore.objects.create(
        enrolment=first,
        source=second,
        kind="theory",
        score="70",
        granted_by=station_user,
        granted_at=results.exam_noon(batch),
    )
    client = login(station_user)
    assert f"state_{first.pk}" not in client.get(address(batch)).content.decode()
    assert f"state_{first.pk}" in client.get(address(batch, "practical")).content.decode()
    client.post(address(batch), {f"state_{first.pk}": "absent", "rest": "on"})
    assert stored() == ["present", "present"]
    assert attendance_of(batch)[batch.items.get().pk, PaperKind.THEORY].due == 2


def seated(batch: Batch, people: list[Enrolment]) -> SessionRoom:
    room = Room.objects.create(station=batch.station, name="理论一", kind="theory", capacity=30)
    session = Session.objects.create(batch=batch, kind="theory", number=1, starts="09:00", minutes=90)
    place = SessionRoom.objects.create(session=session, room=room)
    for number, one in enumerate(people, start=1):
        Seat.objects.create(place=place, enrolment=one, kind="theory", number=number)
    return place


def test_seated_people_are_recorded_room_by_room(batch: Batch, login: Login, station_user: User) -> None:
    first, second, third = batch.enrolments.accepted()
    place = seated(batch, [third, first])
    client = login(station_user)
    html = client.get(address(batch)).content.decode()
    assert "第 1 场 理论一（2 人）" in html
    assert html.index("买买提·艾力") < html.index("林若溪")
    assert f"state_{second.pk}" not in html
    answer = client.post(f"{address(batch)}?group=room-{place.pk}", {"rest": "on"})
    assert answer["Location"] == f"{address(batch)}?group=room-{place.pk}"
    assert stored() == ["present", "present"]
    # Whoever has no seat isn't forgotten: that is what is left to do.
    assert "未安排座位（1 人）" in client.get(address(batch)).content.decode()


def test_a_broken_page_is_refused(batch: Batch, login: Login, station_user: User) -> None:
    for broken in ("{", "[1]", "null"):
        answer = save(login(station_user), batch, "present", "present", "present", seen=broken)
        assert answer.status_code == 422
        assert "页面数据不完整。请刷新页面后重新填写。" in words(answer)
    answer = save(login(station_user), batch, "late", "present", "present")
    assert "没有这种到考情况" in words(answer)
    assert stored() == []


def test_nobody_else_records_and_strangers_find_nothing(
    batch: Batch, login: Login, management_user: User, other_station_user: User, branch_user: User
) -> None:
    reader = login(management_user)
    html = reader.get(address(batch)).content.decode()
    assert "林若溪" in html
    assert "保存" not in html
    assert save(reader, batch, "present", "present", "present").status_code == 403
    for stranger in (other_station_user, branch_user):
        assert login(stranger).get(address(batch)).status_code == 404
        assert save(login(stranger), batch, "present", "present", "present").status_code in {403, 404}
    candidate = batch.enrolments.accepted()[0].candidate.user
    assert login(candidate).get(address(batch)).status_code == 403
    assert stored() == []


def test_there_are_two_papers_only(batch: Batch, login: Login, station_user: User) -> None:
    assert login(station_user).get(address(batch, "oral")).status_code == 404


def test_another_batchs_people_are_not_touched(
    batch: Batch, other_batch: Batch, login: Login, station_user: User
) -> None:
    sent = typed(batch, "present", "present", "present") | typed(other_batch, "absent")
    assert login(station_user).post(address(batch), sent).status_code == 302
    assert not Attendance.objects.filter(enrolment__batch=other_batch).exists()


def test_the_batch_page_tells_the_figures_and_leads_there(
    batch: Batch, login: Login, station_user: User
) -> None:
    save(login(station_user), batch, "present", "absent", "present")
    html = login(station_user).get(batch.get_absolute_url()).content.decode()
    assert address(batch, "practical") in html
    assert "实考 2" in html


def confirm(batch: Batch, by: User) -> None:
    digest = digest_of(list(examined(batch)))
    ScoreConfirmation.objects.create(
        item=batch.items.get(), digest=digest, confirmed_by=by, confirmed_at=results.exam_noon(batch)
    )


def test_confirmed_results_change_with_a_reason_alone(batch: Batch, login: Login, station_user: User) -> None:
    client = login(station_user)
    save(client, batch, "absent", "present", "present")
    confirm(batch, station_user)
    answer = save(client, batch, "present", "present", "present")
    assert answer.status_code == 422
    assert "如需更正，请填写更正理由；更正后须重新复核" in words(answer)
    assert stored() == ["absent", "present", "present"]
    # Words about somebody who was there change no result.
    assert save(client, batch, "absent", "present:迟到", "present").status_code == 302
    said = {"reason": "签到表有本人签名"}
    assert save(client, batch, "present", "present:迟到", "present", **said).status_code == 302
    assert unconfirmed(batch) == [batch.items.get()]
    assert {history_of(row).order_by("-pk")[0].reason for row in (Result.objects.get(),)} == {
        "签到表有本人签名"
    }


def test_who_was_marked_was_there(batch: Batch, login: Login, station_user: User) -> None:
    PracticalMark.objects.create(
        enrolment=batch.enrolments.accepted()[0],
        examiner=batch.items.get().leader,
        mark="80",
        recorded_by=station_user,
        recorded_at=results.exam_noon(batch),
    )
    client = login(station_user)
    answer = save(client, batch, "absent", "present", "present", kind="practical")
    assert answer.status_code == 422
    assert "林若溪的实操已有考评员评分，不能登记为“缺考”" in words(answer)
    assert save(client, batch, "absent", "present", "present").status_code == 302


def test_the_two_papers_are_counted_apart(batch: Batch, login: Login, station_user: User) -> None:
    client = login(station_user)
    save(client, batch, "absent", "present", "present")
    save(client, batch, "present", "absent", "absent", kind="practical")
    figures, item = attendance_of(batch), batch.items.get().pk
    assert figures[item, PaperKind.THEORY] == AttendanceFigures(due=3, present=2, absent=1)
    assert figures[item, PaperKind.PRACTICAL] == AttendanceFigures(due=3, present=1, absent=2)


def test_a_full_room_costs_no_more_queries_than_one_person(
    batch: Batch,
    management_user: User,
    login: Login,
    station_user: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    single = results.roster_batch(batch.station, management_user, "独一人")
    client, counts = login(station_user), []
    for one in (single, batch):
        with django_assert_max_num_queries(60) as captured:
            client.get(address(one))
            client.post(address(one), {"rest": "on"})
        counts.append(len(captured))
    assert counts[0] == counts[1]
