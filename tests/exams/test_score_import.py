"""Score sheets that come back filled in: preview, import, nothing by halves."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from batches.models import Batch
from documents.models import TableUpload
from exams.models import AttendanceState, Result
from exams.scoring.jobs import start_score_import
from exams.services import ScoreEntry, record_scores
from exams.services.score_import import import_scores
from jobs.models import Job, JobState
from ostami import clock
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from tests.conftest import Login
from tests.documents.workbooks import part, repacked
from tests.factories import results, scoring
from workflow.audit import verify

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD: tuple[Mapping[str, object], ...] = (
    {"theory": "85", "practical": 92.5},
    {"theory": "５９．５", "practical": "90"},
    {"theory_absent": "是", "practical": "70"},
)
ENTERED = [("85", "92.5", "良好"), ("59.5", "90", "不合格"), ("缺考", "70", "")]


def address(batch: Batch) -> str:
    return reverse("exams:score_import", args=[batch.pk])


def sent(client: Client, batch: Batch, content: bytes) -> str:
    """Upload a sheet; return the page that follows."""
    answer = client.post(address(batch), {"file": SimpleUploadedFile("成绩.xlsx", content)}, follow=True)
    return answer.content.decode()


def stored() -> list[tuple[str, str, str]]:
    rows = Result.objects.order_by("enrolment__sequence")
    return [(row.scores.theory_words, row.scores.practical_words, row.grade) for row in rows]


def imported(batch: Batch, by: User, *rows: Mapping[str, object], reason: str = "") -> int:
    upload = scoring.kept(batch, scoring.sheet(batch, *rows), by)
    done = import_scores(upload=upload, batch=batch, actor=by, at=clock.now(), reason=reason)
    return len(done.changed)


def test_the_sheet_names_the_roster_and_protects_what_is_not_typed(
    batch: Batch, station_user: User, login: Login
) -> None:
    answer = login(station_user).get(address(batch), {"template": ""})
    tab = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = list(tab.iter_rows(values_only=True))
    assert rows[0] == (
        "准考证号", "姓名", "证件号码", "工种", "等级", "理论成绩", "理论缺考", "实操成绩", "实操缺考"
    )  # fmt: skip
    assert [row[:2] for row in rows[1:]] == [
        ("90126001001", "林若溪"),
        ("90126001002", "陈一鸣"),
        ("90126001003", "买买提·艾力"),
    ]
    assert re.fullmatch(r"\d{4}\*+[\dX]{4}", str(rows[1][2]))
    assert tab.protection.sheet
    assert [tab.cell(2, place).protection.locked for place in range(1, 10)] == [True] * 5 + [False] * 4
    lists = {str(rule.sqref)[0] for rule in tab.data_validations.dataValidation}
    assert lists == {"G", "I"}


@pytest.mark.usefixtures("exam_day")
class TestImport:
    def test_a_filled_sheet_is_shown_row_by_row_and_then_stored(
        self, batch: Batch, station_user: User, login: Login
    ) -> None:
        client = login(station_user)
        html = sent(client, batch, scoring.sheet(batch, *GOOD))
        assert html.count("可导入</span>") == 3
        assert not Result.objects.exists()
        number = TableUpload.objects.get().pk
        answer = client.post(address(batch), {"confirm": number}, follow=True)
        assert "已导入 3 行成绩，3 名考生有变动" in answer.content.decode()
        assert stored() == ENTERED
        again = client.post(address(batch), {"confirm": number}, follow=True)
        assert "没有重复导入" in again.content.decode()
        assert verify() == []

    def test_blank_cells_change_nothing(self, batch: Batch, station_user: User) -> None:
        imported(batch, station_user, *GOOD)
        blank = {"theory": None, "practical": None, "theory_absent": None}
        assert imported(batch, station_user, blank, {"practical": "91"}, blank) == 1
        assert stored() == [ENTERED[0], ("59.5", "91", "不合格"), ENTERED[2]]

    def test_the_sheet_as_handed_out_changes_nothing(self, batch: Batch, station_user: User) -> None:
        imported(batch, station_user, *GOOD)
        assert imported(batch, station_user) == 0

    def test_a_score_ends_an_absence_and_an_absence_a_score(self, batch: Batch, station_user: User) -> None:
        imported(batch, station_user, *GOOD)
        imported(
            batch,
            station_user,
            {"theory": None, "theory_absent": "是"},
            {},
            {"theory": "66", "theory_absent": None},
        )
        assert stored() == [("缺考", "92.5", ""), ENTERED[1], ("66", "70", "合格")]
        imported(batch, station_user, {"theory_absent": "否"})
        assert stored()[0] == ("", "92.5", "")

    def test_confirmed_scores_need_a_reason(self, batch: Batch, station_user: User, login: Login) -> None:
        imported(batch, station_user, *GOOD)
        scoring.confirm(batch.items.get(), scoring.colleague(batch))
        client = login(station_user)
        html = sent(client, batch, scoring.sheet(batch, {"theory": "86"}))
        assert 'name="reason"' in html
        number = TableUpload.objects.get().pk
        answer = client.post(address(batch), {"confirm": number})
        assert answer.status_code == 422
        assert "请填写更正理由" in answer.content.decode()
        assert stored() == ENTERED
        client.post(address(batch), {"confirm": number, "reason": "登分笔误"})
        assert stored()[0] == ("86", "92.5", "良好")

    def test_what_somebody_else_entered_meanwhile_is_not_overwritten(
        self, batch: Batch, station_user: User
    ) -> None:
        upload = scoring.kept(batch, scoring.sheet(batch, *GOOD), station_user)
        later = results.exam_noon(batch, days=1)
        first = batch.enrolments.get(candidate__name="林若溪")
        entry = ScoreEntry(first.pk, scoring.scores("60", "60"))
        record_scores(batch=batch, actor=station_user, entries=[entry], at=later)
        with pytest.raises(BlockedError, match="有 1 行存在问题，没有导入任何一行"):
            import_scores(upload=upload, batch=batch, actor=station_user, at=later)
        assert stored() == [("60", "60", "合格")]

    def test_a_long_sheet_is_a_job(
        self, batch: Batch, station_user: User, login: Login, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("exams.views.score_files.MOST_AT_ONCE", 2)
        client = login(station_user)
        sent(client, batch, scoring.sheet(batch, *GOOD))
        answer = client.post(address(batch), {"confirm": TableUpload.objects.get().pk})
        job = Job.objects.get()
        assert answer["Location"] == reverse("jobs:page", kwargs={"pk": job.pk})
        assert job.label == f"导入成绩（{batch}，3 行）"

    def test_before_the_exam_and_for_others_nothing_is_imported(
        self, batch: Batch, other_station_user: User, management_user: User, login: Login
    ) -> None:
        assert login(other_station_user).get(address(batch)).status_code == 404
        assert login(management_user).get(address(batch)).status_code == 403


def test_nothing_is_taken_before_the_exam_day(batch: Batch, station_user: User, login: Login) -> None:
    with time_machine.travel(results.exam_noon(batch, days=-1)):
        html = sent(login(station_user), batch, scoring.sheet(batch, *GOOD))
    assert "考试尚未进行，不能登记成绩" in html
    assert not TableUpload.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("exam_day")
def test_a_job_that_is_run_twice_imports_once(batch: Batch, station_user: User) -> None:
    upload = scoring.kept(batch, scoring.sheet(batch, *GOOD), station_user)
    first = start_score_import(upload=upload, batch=batch, rows=3, actor=station_user)
    second = start_score_import(upload=upload, batch=batch, rows=3, actor=station_user)
    for job in (first, second):
        job.refresh_from_db()
    assert (first.state, first.done, second.state) == (JobState.FINISHED, first.total, JobState.FAILED)
    assert "没有重复导入" in second.message
    assert stored() == ENTERED


# Sheets with a mistake in the second candidate's row, which is row 3; the first one's row is in order.
ROWS: dict[str, tuple[dict[str, object], str]] = {
    "above 100": ({"theory": "100.5"}, "成绩为 0 至 100 分，不能是 100.5"),
    "below 0": ({"practical": "-0.5"}, "成绩为 0 至 100 分，不能是 -0.5"),
    "off the step": ({"theory": "85.3"}, "成绩以 0.5 分为最小单位，不能是 85.3"),
    "words": ({"theory": "八十五"}, "“理论成绩”填写的“八十五”不能登记"),
    "absent as a score": ({"practical": "缺考"}, "缺考请在缺考一列填“是”"),
    "score and absence": ({"theory": "85", "theory_absent": "是"}, "“理论成绩”和“理论缺考”只能取一"),
    "another word for absence": ({"theory_absent": "√"}, "不在可选范围内，请填写“是”、“否”之一"),
    "somebody else's name": ({"B": "林若溪"}, "“姓名”填写的“林若溪”与花名册中该准考证号的“陈一鸣”不一致"),
    "no name": ({"B": None}, "“姓名”没有填写"),
    "no ticket": ({"A": None}, "“准考证号”没有填写"),
    "a ticket twice": ({"A": "90126001001", "B": "林若溪"}, "“准考证号”与第 2 行重复"),
    "another batch's ticket": ({"A": "90226001001"}, "本批次的花名册中没有准考证号“90226001001”"),
    "another number": ({"C": "9901**********0000"}, "“证件号码”填写的"),
    "another trade": ({"D": "数控铣工"}, "“工种”填写的“数控铣工”与花名册中该准考证号的“数控车工”不一致"),
    "another level": ({"E": "三级/高级工"}, "“等级”填写的"),
    "a date": ({"theory": "2026-09-01"}, "“理论成绩”填写的“2026-09-01”不能登记"),
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.usefixtures("exam_day")
def test_a_broken_row_is_named_with_its_reason_and_nothing_is_stored(
    name: str, batch: Batch, station_user: User, login: Login
) -> None:
    cells, reason = ROWS[name]
    client = login(station_user)
    html = sent(client, batch, scoring.sheet(batch, GOOD[0], {"theory": "60", **cells}, GOOD[2]))
    assert reason in html
    row = re.search(r'data-label="行号">3<.*?</tr>', html, re.DOTALL)
    assert row
    assert reason in row[0]
    number = TableUpload.objects.get().pk
    errors = client.get(address(batch), {"upload": str(number), "errors": ""})
    told = load_workbook(BytesIO(errors.content)).worksheets[0].iter_rows(values_only=True)
    assert reason in str(list(told))
    answer = client.post(address(batch), {"confirm": number})
    assert answer.status_code in {302, 422}
    assert not Result.objects.exists()


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _with_entity(content: bytes) -> bytes:
    head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]>'
    return repacked(content, xl__worksheets__sheet1_xml=head + part(content, "xl/worksheets/sheet1.xml"))


FILES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "文件是空的"),
    "csv": (lambda _: "准考证号,姓名\n1,林若溪".encode(), "文件是纯文本（如 .csv）"),
    "old excel": (lambda _: OLE + b"\0" * 600, "文件是旧版 Excel 或 Word 格式"),
    "with a password": (lambda _: OLE + "EncryptedPackage".encode("utf-16-le"), "工作簿设有打开密码"),
    "cut off": (_cut, "文件已损坏，无法打开"),
    "entities": (_with_entity, "工作簿含有不允许的 XML 声明"),
    "macros": (lambda content: repacked(content, xl__vbaProject_bin=b"x"), "工作簿含有宏"),
    "a formula": (lambda content: scoring.edited(content, {"F3": "=F2+1"}), "单元格 F3 是公式"),
    "an error": (lambda content: scoring.edited(content, {"F3": "#N/A"}), "单元格 F3 是错误值"),
    "a missing heading": (lambda content: scoring.edited(content, {"A1": None}), "缺少列：“准考证号”"),
    "another heading": (lambda content: scoring.edited(content, {"F1": "分数"}), "有模板以外的列：“分数”"),
    "a heading twice": (
        lambda content: scoring.edited(content, {"H1": "理论成绩"}),
        "有重复的列：“理论成绩”",
    ),
    "a column without heading": (
        lambda content: scoring.edited(content, {"L3": "备注"}),
        "单元格 L3 所在的列没有列标题",
    ),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.usefixtures("exam_day")
def test_a_broken_file_is_refused_with_its_reason(
    name: str, batch: Batch, station_user: User, login: Login
) -> None:
    broken, reason = FILES[name]
    html = sent(login(station_user), batch, broken(scoring.sheet(batch, *GOOD)))
    assert reason in html
    assert not TableUpload.objects.exists()
    assert not Result.objects.exists()


@pytest.mark.usefixtures("exam_day")
def test_attendance_and_carried_scores_are_told_in_the_preview(
    batch: Batch, station_user: User, login: Login
) -> None:
    scoring.stood(batch, "陈一鸣", PaperKind.PRACTICAL, AttendanceState.MISCONDUCT, station_user)
    scoring.carry(batch, "林若溪", PaperKind.THEORY, "77", station_user)
    html = sent(login(station_user), batch, scoring.sheet(batch, *GOOD))
    assert "林若溪的理论成绩 77 是补考的保留成绩，不能改动" in html
    assert "陈一鸣的实操到考登记为“违纪”，不能登记成绩" in html
