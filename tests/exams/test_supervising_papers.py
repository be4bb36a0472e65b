"""The report and the letter as papers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from documents.docx import render_docx
from documents.pdf import render_pdf
from exams.models import SupervisionAssignment
from exams.supervising.photos import add_photos
from exams.supervising.sheets import report_sheet
from stations.services.files import SentFile
from tests.conftest import Login
from tests.documents.reading import open_docx, pdf_text, squeezed, table_texts
from tests.factories import exam
from tests.factories import supervision_reports as supervising
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
EXAM = exam.EXAM_DATE
LAST = EXAM + timedelta(days=7)
FINDINGS = "2 号车床没有防护罩"


@pytest.fixture(autouse=True)
def _exam_day() -> Iterator[None]:
    with time_machine.travel(exam.noon(EXAM), tick=False):
        yield


@pytest.fixture
def assignment(batch: Batch, management_user: User) -> SupervisionAssignment:
    return supervising.sent(batch, supervising.with_login(management_user), management_user)


@pytest.fixture
def fang_user(assignment: SupervisionAssignment) -> User:
    assert assignment.supervisor.user
    return assignment.supervisor.user


def test_the_report_prints_whole_in_both_formats(
    assignment: SupervisionAssignment, fang_user: User, management_user: User
) -> None:
    report = supervising.drafted(assignment, conclusion="rectify", findings=FINDINGS, rectify_by=LAST)
    files = [SentFile("现场.jpg", exam.picture((600, 400)))] * 3
    add_photos(
        report=report,
        actor=fang_user,
        at=exam.noon(EXAM),
        files=files,
        of_rectification=False,
        caption="车工区",
    )
    report = perform(report, "report", actor=fang_user)
    report = supervising.rectified(report, management=management_user)
    sheet = report_sheet(report, photos=list(report.photos.all()), with_rectification=True)
    cells = sheet.cells()
    card = assignment.supervisor.certificate_number
    for cell in (
        ("考试日期", "2026 年 9 月 1 日"),
        ("考生人数", "3 人"),
        ("督导员", "方督导"),
        ("督导员证号", card),
        ("发现的问题", FINDINGS),
        ("意见和建议", "无"),
        ("结论", "限期整改，整改期限 2026 年 9 月 8 日"),
        ("整改情况", "已补齐防护罩"),
        ("提交时间", "2026-09-02 12:00"),
        ("办理状态", "整改待核查"),
    ):
        assert cell in cells
    words = [text for _, text in cells if text.strip()]
    paper = squeezed(pdf_text(render_pdf(sheet).content, "-raw"))
    document = open_docx(render_docx(sheet))
    typed = squeezed(
        "".join(text for table in document.tables for line in table_texts(table) for text in line)
    )
    for word in words:
        assert squeezed(word) in paper
        assert squeezed(word) in typed
    assert len(document.inline_shapes) == 3


def test_a_draft_says_so(assignment: SupervisionAssignment) -> None:
    report = supervising.drafted(assignment)
    assert report_sheet(report, photos=[], with_rectification=False).watermark in {"草稿", "演练"}


def test_the_letter_names_the_supervisor_from_the_exam_day_on_and_nothing_private(
    login: Login,
    batch: Batch,
    assignment: SupervisionAssignment,
    fang_user: User,
    station_user: User,
    other_station_user: User,
    management_user: User,
) -> None:
    letter = reverse("exams:supervision_letter", kwargs={"pk": batch.pk})
    carried = reverse("exams:assignment_letter", kwargs={"pk": assignment.pk})
    named = f"方督导（{assignment.supervisor.certificate_number}）"
    client = login(station_user)

    def reads(user: User, address: str) -> str:
        login(user)
        return squeezed(pdf_text(client.get(address).content, "-raw"))

    for user in (station_user, management_user):
        with time_machine.travel(exam.noon(EXAM - timedelta(days=1)), tick=False):
            before = reads(user, letter)
        after = reads(user, letter)
        assert ("2026年9月1日" in before, "方督导" in before, named in after) == (True, False, True)
        for private in ("13900004444", "fang@example.com", "练习机械研究院", "首次开考"):
            assert private not in after
    with time_machine.travel(exam.noon(EXAM - timedelta(days=9)), tick=False):
        assert named in reads(fang_user, carried)
        assert named in reads(management_user, carried)
        login(station_user)
        assert client.get(carried).status_code == 404
    login(other_station_user)
    assert client.get(letter).status_code == 404
    perform(assignment, "recall", actor=management_user, reason="本人患病")
    login(station_user)
    assert client.get(letter).status_code == 404
