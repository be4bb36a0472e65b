"""The personal form F3 and the roster as files."""

from datetime import date, datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.models import User
from batches.models import CandidateType
from candidates import scores
from candidates.models import Candidate, Enrolment, HistoryEntry, HistoryKind, UploadKind
from candidates.sheets import blank_personal_form, personal_form, roster_sheet
from documents.docx import render_docx
from documents.pdf import render_pdf
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import first_tab, open_docx, pdf_text, table_texts
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(draft: Enrolment) -> Enrolment:
    HistoryEntry.objects.create(
        enrolment=draft,
        kind=HistoryKind.WORK,
        start=date(2024, 7, 1),
        end=date(2025, 1, 1),
        place="练习机械厂",
        subject="车工",
    )
    enrolment = perform(draft, "submit", actor=draft.candidate.user)
    # Set afterwards: with a certificate of one's own the form would need more material.
    enrolment.prior_skill, enrolment.years_in_occupation = "车工 五级/初级工", 2
    return enrolment


HISTORY = (
    "2020 年 9 月–2023 年 6 月　练习初级中学\n"
    "2023 年 9 月–至今　练习职业技术学校　数控技术应用\n"
    "2024 年 7 月–2025 年 1 月　练习机械厂　车工"
)


def expected(enrolment: Enrolment) -> list[tuple[str, str]]:
    return [
        ("姓名", "林小禾"),
        ("性别", "女"),
        ("出生年月", "2006 年 3 月"),
        ("本人照片\n(小2寸)", ""),
        ("身份证号", enrolment.candidate.document_number),
        ("就读院校", "练习职业技术学校"),
        ("文化程度", "中专/职高/技校"),
        ("入学时间", "2023 年 9 月"),
        ("专业", "数控技术应用"),
        ("已取得职业技能名称及等级", "车工 五级/初级工"),
        ("已取得证书编号", ""),
        ("发证单位", ""),
        ("申报职业", "数控车工"),
        ("申报职业工龄", "2 年"),
        ("申报等级", "四级/中级工"),
        ("考生电话", "13900000000"),
        ("理论知识考试成绩", ""),
        ("实操技能考核成绩", ""),
        ("是否符合申报条件", enrolment.eligibility),
        ("其他", "数控 2301，培训 420 学时"),
        ("学习经历", HISTORY),
        ("盖章处", "(现工作单位盖章)    年  月  日"),
    ]


def test_the_form_has_the_cells_of_the_guide(submitted: Enrolment) -> None:
    assert personal_form(submitted).cells() == expected(submitted)


def test_the_photo_cell_spans_four_rows_and_prints_33_by_48_mm(submitted: Enrolment) -> None:
    (grid,) = personal_form(submitted).grids
    (place,) = [place for place in grid.row_cells(0) if place.cell.photo]
    photo = place.cell.photo
    assert photo is not None
    assert (place.cell.rowspan, photo.width_mm, photo.height_mm) == (4, 33, 48)


def test_a_photo_of_another_shape_is_not_stretched(submitted: Enrolment) -> None:
    submitted.uploads.filter(kind="photo").update(width=1000, height=1000)
    (grid,) = personal_form(submitted).grids
    photo = next(place.cell.photo for place in grid.row_cells(0) if place.cell.photo)
    assert (photo.width_mm, photo.height_mm) == (33, 33)


def test_the_pdf_says_what_the_sheet_says(submitted: Enrolment) -> None:
    printed = render_pdf(personal_form(submitted))
    assert printed.missing_glyphs == ()
    assert printed.pages == 1
    text = "".join(pdf_text(printed.content, "-raw").split())
    for _, value in expected(submitted):
        for line in value.split("\n"):
            assert "".join(line.split()) in text


def test_the_docx_has_the_same_cells(submitted: Enrolment) -> None:
    sheet = personal_form(submitted)
    (table,) = open_docx(render_docx(sheet)).tables
    assert table_texts(table) == sheet.grids[0].texts()


def test_who_is_no_student_names_an_employer(submitted: Enrolment) -> None:
    submitted.batch.candidate_type = CandidateType.IN_SERVICE
    cells = dict(personal_form(submitted).cells())
    assert cells["工作单位"] == "练习职业技术学校"
    assert "就读院校" not in cells


def test_scores_come_from_whoever_knows_them(submitted: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "_providers", [lambda _: scores.Scores("82.5", "缺考", "缺考")])
    cells = dict(personal_form(submitted).cells())
    assert (cells["理论知识考试成绩"], cells["实操技能考核成绩"]) == ("82.5", "缺考")
    cells = dict(personal_form(submitted, scores=scores.Scores("60", "61")).cells())
    assert (cells["理论知识考试成绩"], cells["实操技能考核成绩"]) == ("60", "61")


@pytest.mark.parametrize(
    ("practice", "handed_in", "mark"),
    [(True, False, "演练"), (True, True, "演练"), (False, False, "未提交"), (False, True, None)],
)
def test_practice_papers_and_drafts_are_marked(
    draft: Enrolment, settings: LazySettings, *, practice: bool, handed_in: bool, mark: str | None
) -> None:
    if handed_in:
        draft = perform(draft, "submit", actor=draft.candidate.user)
    settings.PRACTICE = practice
    assert personal_form(draft).watermark == mark


def test_the_empty_form_is_public(client: Client) -> None:
    response = client.get("/candidates/blank-form.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert "个人申报表" in pdf_text(response.content)
    assert {value for name, value in blank_personal_form().cells() if name != "盖章处"} == {
        "",
        "本人照片\n(小2寸)",
    }


@pytest.mark.parametrize(
    ("name", "kind"), [("form.pdf", b"%PDF-"), ("form.docx", b"PK\x03\x04")], ids=["pdf", "docx"]
)
def test_the_candidate_takes_the_form_without_a_line(
    login: Login, submitted: Enrolment, name: str, kind: bytes
) -> None:
    before = history_of(submitted).count()
    response = login(submitted.candidate.user).get(f"/candidates/{submitted.pk}/{name}")
    assert response.content.startswith(kind)
    assert history_of(submitted).count() == before


@pytest.mark.parametrize(("name", "what"), [("form.pdf", "PDF"), ("form.docx", "DOCX")])
def test_staff_who_take_the_form_are_recorded_with_the_number_masked(
    login: Login, submitted: Enrolment, station_user: User, name: str, what: str
) -> None:
    login(station_user).get(f"/candidates/{submitted.pk}/{name}")
    event = history_of(submitted).get(action="download")
    masked = submitted.candidate.masked_number
    assert event.actor == station_user
    assert event.sentence == f"下载了个人申报表（{what}，含证件号码 {masked}）"


@pytest.fixture
def roster(draft: Enrolment, qian: Candidate) -> list[str]:
    """Three accepted in another order than they handed in, and one who only handed in."""
    item, names = draft.batch_item, ["孙晓", "林小禾", "=钱多多"]
    qian.name = "=钱多多"
    qian.save()
    second, third = exam.draft_enrolment(item, people.candidate("孙晓")), exam.draft_enrolment(item, qian)
    late = exam.draft_enrolment(item, people.candidate("周未"))
    station_user = item.batch.station.organisation.users.get()
    for enrolment in (second, draft, third, late):
        perform(enrolment, "submit", actor=enrolment.candidate.user)
    for enrolment in (third, draft, second):
        exam.upload(enrolment, UploadKind.STAMPED_FORM)
        perform(enrolment, "stamp", actor=enrolment.candidate.user)
        perform(enrolment, "accept", actor=station_user)
    return names


def test_the_roster_is_in_the_order_of_first_submissions(draft: Enrolment, roster: list[str]) -> None:
    sheet = roster_sheet(draft.batch)
    assert [row[:2] for row in sheet.rows] == list(enumerate(roster, start=1))


def test_the_roster_as_a_workbook_holds_texts_numbers_and_dates(
    login: Login, draft: Enrolment, roster: list[str], station_user: User, station: Station
) -> None:
    response = login(station_user).get(f"/candidates/roster/{draft.batch_id}/roster.xlsx")
    rows = [list(row) for row in first_tab(response.content).iter_rows()]
    head = next(index for index, row in enumerate(rows) if row[0].value == "序号")
    body = rows[head + 1 : head + 4]
    assert [row[1].value for row in body] == roster
    numbers = [Candidate.objects.get(name=name).document_number for name in roster]
    assert [row[4].value for row in body] == numbers
    assert {row[4].data_type for row in body} == {"s"}
    assert {row[1].data_type for row in body} == {"s"}
    assert body[0][0].value == 1
    assert body[0][5].value.date() == date(2006, 3, 15)
    facts = [cell.value for row in rows[:head] for cell in row if cell.value is not None]
    assert facts[:3] == ["机械行业职业能力评价考生花名册（演练）", "机构名称", station.organisation.name]
    assert facts[-2:] == ["人数", 3]
    event = history_of(draft.batch).get(action="download_roster")
    assert (event.actor, event.sentence) == (station_user, "下载了考生花名册（XLSX，含完整证件号码）")


def test_the_roster_as_pdf_names_everybody(
    login: Login, draft: Enrolment, roster: list[str], station_user: User
) -> None:
    response = login(station_user).get(f"/candidates/roster/{draft.batch_id}/roster.pdf")
    text = pdf_text(response.content)
    assert all(name in text for name in roster)
    assert "周未" not in text


def test_forms_are_dated_by_the_portals_own_calendar(submitted: Enrolment) -> None:
    assert submitted.submitted_at == datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)
