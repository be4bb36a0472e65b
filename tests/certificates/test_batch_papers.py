"""Results list, certificate data and receipt list of a batch, each as a job from its page."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate
from certificates.rosters.catalogue import ROSTER_PAPERS
from certificates.rosters.certificate_lists import certificate_data, receipt_list, receipt_paper
from certificates.rosters.results import results_list
from documents.pdf import render_pdf
from documents.xlsx import render_xlsx
from exams.models import Attendance
from jobs.models import Job, JobState
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import pdf_text, squeezed
from tests.factories import certified_crowds, exam, results
from workflow.audit import history_of

NAMES = list(ROSTER_PAPERS)


def url(batch: Batch, paper: str) -> str:
    return reverse("certificates:roster_paper", args=[batch.pk, paper])


def words_on(content: bytes) -> str:
    return squeezed(pdf_text(content, "-raw"))


def table(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a list as it stands in the workbook, by heading."""
    tab: Any = load_workbook(BytesIO(render_xlsx(sheet))).active
    heads = [column.header for column in sheet.columns]
    rows = [[cell.value for cell in row] for row in tab.iter_rows()]
    first = rows.index(heads) + 1
    return [dict(zip(heads, row, strict=True)) for row in rows[first : first + len(sheet.rows)]]


def test_the_results_list_names_everybody_on_the_roster(batch: Batch) -> None:
    rows = table(results_list(batch))
    assert [
        (row["序号"], row["姓名"], row["理论成绩"], row["实操成绩"], row["评定成绩"]) for row in rows
    ] == [
        (1, "林若溪", 85, 92.5, "良好"),
        (2, "陈一鸣", 59.5, 100, "不合格"),
        (3, "买买提·艾力", 60, 60, "合格"),
        (4, "赵缺席", None, 95, "未考全"),
    ]
    assert rows[3]["备注"] == "理论缺考"
    assert rows[0]["准考证号"] == "90126001001"
    assert rows[0]["工种等级"] == "数控车工 四级/中级工"
    assert all("**" in row["证件号码"] for row in rows)


def test_who_was_excused_is_not_said_to_have_been_absent(batch: Batch, station_user: User) -> None:
    enrolment = batch.enrolments.get(candidate__name="赵缺席")
    Attendance.objects.update_or_create(
        enrolment=enrolment,
        kind="theory",
        defaults={
            "state": "excused",
            "note": "病假",
            "recorded_by": station_user,
            "recorded_at": exam.noon(batch.exam_date),
        },
    )
    assert table(results_list(batch))[3]["备注"] == "理论请假"


def test_certificate_data_is_what_the_certificates_say(batch: Batch, certificate: Certificate) -> None:
    rows = table(certificate_data(batch))
    assert [row["姓名"] for row in rows] == ["林若溪", "买买提·艾力"]
    assert rows[0] == {
        "序号": 1,
        "姓名": "林若溪",
        "证件类型": "居民身份证",
        "证件号码": certificate.document_number,
        "评价类别": certificate.get_scheme_display(),
        "职业编码": "JX04-05-01",
        "职业名称": "车工",
        "工种编码": "JX04-05-01-01",
        "工种名称": "数控车工",
        "等级": "四级/中级工",
        "理论成绩": 85,
        "实操成绩": 92.5,
        "评定成绩": "良好",
        "证书编号": certificate.number,
        "考试日期": datetime(2026, 9, 1),  # noqa: DTZ001  as the workbook holds it
        "发证日期": datetime(2026, 9, 8),  # noqa: DTZ001
        "考试站": "机械行业职业能力评价职教901考试站",
        "状态": "有效",
    }


def test_a_revoked_certificate_stands_on_no_list(batch: Batch, certificate: Certificate) -> None:
    certificate._move_to("revoked")
    for sheet in (certificate_data(batch), receipt_list(batch)):
        assert [row["姓名"] for row in table(sheet)] == ["买买提·艾力"]


def test_the_receipt_list_has_a_place_to_sign_and_no_full_number(batch: Batch) -> None:
    rows = table(receipt_list(batch))
    for row, certificate in zip(rows, Certificate.objects.in_roster_order(), strict=True):
        assert (row["证书编号"], row["证件号码"]) == (certificate.number, certificate.masked_number)
        assert (row["领取人签字"], row["领取日期"]) == (None, None)
    text = words_on(render_pdf(receipt_paper(batch)).content)
    for words in (
        "证书发放签收表",
        "领取人签字",
        "发放人（签字）",
        "负责人（签字）",
        "代领的由代领人签字",
        "林若溪",
    ):
        assert words in text, words
    assert all(one.document_number not in text for one in Certificate.objects.all())


def test_the_receipt_list_of_ninety_nine_repeats_its_heading(batch: Batch, certificate: Certificate) -> None:
    more = certified_crowds.passed_beside(certificate.enrolment, 97)
    for serial, enrolment in enumerate(more, start=1):
        certified_crowds.national_certificate(enrolment, serial=serial, issued_on=certificate.issued_on)
    Certificate.objects.filter(pk=certificate.pk).update(holder_name="长" * 50)
    pdf = render_pdf(receipt_paper(batch))
    text = words_on(pdf.content)
    assert pdf.pages > 1
    assert text.count("领取人签字领取日期") == pdf.pages
    assert len(re.findall(r"S003232000001264\d{6}", text)) == 97
    assert text.count("长") == 50


@pytest.mark.parametrize("paper", NAMES)
def test_each_paper_is_a_job_that_is_recorded(
    batch: Batch, station_user: User, login: Login, run_jobs: Any, paper: str
) -> None:
    with run_jobs():
        answer = login(station_user).post(url(batch, paper))
    job, made = Job.objects.get(), ROSTER_PAPERS[paper]
    assert answer["Location"] == reverse("jobs:page", args=[job.pk])
    assert (job.state, job.result_name) == (JobState.FINISHED, f"{made.label} {batch.number}{made.suffix}")
    last = history_of(batch).last()
    assert last
    assert last.sentence == f"导出了{made.label}（{made.kind_words}，{made.shows}）"
    assert job.result.read()[:4] in {b"%PDF", b"PK\x03\x04"}


def test_a_second_click_starts_no_second_job(batch: Batch, station_user: User, login: Login) -> None:
    client = login(station_user)
    first = client.post(url(batch, "photos"))
    second = client.post(url(batch, "photos"))
    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 1


@pytest.mark.parametrize("paper", NAMES)
def test_papers_of_another_station_are_not_found(
    batch: Batch, other_station_user: User, login: Login, paper: str
) -> None:
    assert login(other_station_user).post(url(batch, paper)).status_code == 404
    assert not Job.objects.exists()


def test_who_may_not_is_told_so(batch: Batch, certificate: Certificate, login: Login) -> None:
    answer = login(certificate.enrolment.candidate.user).post(url(batch, "photos"))
    assert answer.status_code == 403


def test_an_unknown_paper_is_not_found(batch: Batch, station_user: User, login: Login) -> None:
    client = login(station_user)
    assert client.post(url(batch, "national_rows")).status_code == 404
    assert client.post(url(batch, "unknown")).status_code == 404
    assert client.get(url(batch, "photos")).status_code == 405


def test_what_is_not_there_yet_is_refused_with_a_sentence(
    approved: Batch, station_user: User, login: Login
) -> None:
    client = login(station_user)
    for paper in ("data", "receipt_xlsx", "receipt_pdf"):
        html = client.post(url(approved, paper), follow=True).content.decode()
        assert "还没有核发证书" in html
    assert not Job.objects.exists()
    page = client.get(reverse("certificates:batch", args=[approved.pk])).content.decode()
    assert url(approved, "photos") in page
    assert url(approved, "data") not in page
    assert "证书信息表、证书发放签收表：" in page


def test_without_anybody_who_passed_there_are_no_photos(
    station: Station, management_user: User, station_user: User, login: Login
) -> None:
    batch = results.approved(station, management_user, {"陈一鸣": ("59.5", "100")})
    html = login(station_user).post(url(batch, "photos"), follow=True).content.decode()
    assert "本批次没有合格考生，没有照片排序表（服务指南 4.6-3）" in html
    assert not Job.objects.exists()


def test_lists_cost_the_same_at_one_and_at_more(
    station: Station, management_user: User, centre_user: User, batch: Batch, django_assert_num_queries: Any
) -> None:
    single = results.certified_batch(station, management_user, centre_user, {"独一人": results.PASS})
    for made, queries in ((results_list, 3), (certificate_data, 1), (receipt_list, 1)):
        for one in (single, batch):
            fresh = Batch.objects.select_related("station__organisation").get(pk=one.pk)
            with django_assert_num_queries(queries):
                made(fresh)
