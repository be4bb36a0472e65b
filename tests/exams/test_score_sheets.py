"""The score sheet of a trade on paper and as a list."""

import pytest
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from exams.models import AttendanceState
from exams.scoring.sheets import score_sheet
from question_bank.paper_kinds import PaperKind
from tests.conftest import Login
from tests.documents.reading import pdf_text
from tests.factories import scoring

ALL = (("85", "92.5"), ("59.5", "90"), ("缺考", "70"))


def address(batch: Batch) -> str:
    return reverse("exams:score_sheet", args=[batch.items.get().pk])


@pytest.mark.usefixtures("exam_day")
def test_the_filled_sheet_holds_scores_grades_and_a_line_for_each_examiner(
    batch: Batch, station_user: User
) -> None:
    scoring.stood(batch, "买买提·艾力", PaperKind.THEORY, AttendanceState.EXCUSED, station_user)
    scoring.enter(batch, *ALL, by=station_user)
    item = batch.items.get()
    sheet = score_sheet(item)
    assert [row[1:3] + row[4:] for row in sheet.rows] == [
        ("90126001001", "林若溪", "85", "92.5", "良好", ""),
        ("90126001002", "陈一鸣", "59.5", "90", "不合格", ""),
        ("90126001003", "买买提·艾力", "缺考", "70", "未考全", "理论请假"),
    ]
    assert dict(sheet.facts)["复核"] == "未复核"
    assert [name for name, _ in sheet.signatures] == [
        "考评组长 考评员1（签字）",
        "考评员 考评员2（签字）",
        "考评员 考评员3（签字）",
        "日期",
    ]
    second = scoring.colleague(batch)
    scoring.confirm(item, second)
    assert dict(score_sheet(item).facts)["复核"] == "周复核 2026-09-01 12:00"


@pytest.mark.usefixtures("exam_day")
def test_the_blank_sheet_has_room_for_scores(batch: Batch, station_user: User) -> None:
    scoring.carry(batch, "林若溪", PaperKind.THEORY, "77.5", station_user)
    scoring.enter(batch, (None, "92.5"), *ALL[1:], by=station_user)
    sheet = score_sheet(batch.items.get(), blank=True)
    assert [row[4:] for row in sheet.rows] == [("77.5", "", "", "理论保留成绩"), *[("", "", "", "")] * 2]
    assert "复核" not in dict(sheet.facts)


def test_it_is_handed_out_as_pdf_and_list_to_who_sees_the_batch(
    batch: Batch, station_user: User, management_user: User, other_station_user: User, login: Login
) -> None:
    answer = login(station_user).get(address(batch), {"blank": ""})
    assert "成绩登记表" in pdf_text(answer.content)
    assert "90126001003" in pdf_text(answer.content)
    assert login(management_user).get(address(batch), {"xlsx": ""}).content.startswith(b"PK")
    assert login(other_station_user).get(address(batch)).status_code == 404
