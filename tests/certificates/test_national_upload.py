"""The national upload of 职业技能等级认定: eleven columns, checked row by row, and 表5."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse
from openpyxl import load_workbook

from accounts.identity import DocumentType
from accounts.models import Organisation, User
from batches.models import Batch
from candidates.models import DocumentTypeRow
from certificates.models import BranchPrefix, Certificate
from certificates.upload.checks import checked_rows
from certificates.upload.confirmation import confirmation_form, counted, upload_title
from certificates.upload.rows import HEADINGS, upload_rows
from certificates.upload.sheet import upload_workbook
from documents.docx import render_docx
from documents.pdf import render_pdf
from jobs.models import Job, JobState
from ostami import clock
from stations.models import Station
from tests.conftest import Login
from tests.documents.reading import open_docx, pdf_text, squeezed, table_texts
from tests.factories import certified_crowds, people
from tests.factories.certified_crowds import PREFIX
from workflow.audit import history_of

TODAY = date(2026, 9, 22)
PAPERS = ("national_rows", "national_form_pdf", "national_form_docx")


@pytest.fixture(autouse=True)
def _day_of_the_upload() -> None:
    clock.set_practice_day(TODAY)


@pytest.fixture
def branch(branch_user: User) -> Organisation:
    assert branch_user.organisation
    return branch_user.organisation


@pytest.fixture
def skilled(station: Station, management_user: User, branch: Organisation) -> Batch:
    """Three people with national certificates."""
    return certified_crowds.skill_batch(station, management_user, branch, "林若溪", "买买提·艾力", "欧阳思远")


@pytest.fixture
def first(skilled: Batch) -> Certificate:
    return Certificate.objects.get(holder_name="林若溪")


def page(batch: Batch) -> str:
    return reverse("certificates:national", args=[batch.pk])


def paper(batch: Batch, name: str) -> str:
    return reverse("certificates:national_paper", args=[batch.pk, name])


def faults(batch: Batch, *, today: date = TODAY) -> list[tuple[str, str]]:
    """Who has which fault, in words."""
    found = checked_rows(batch, today=today)[1]
    return [(fault.row.certificate.holder_name, fault.problem.text) for fault in found]


def test_the_sheet_is_the_eleven_columns_cell_by_cell(skilled: Batch, first: Certificate) -> None:
    Certificate.objects.update(trade_name="")
    tab: Any = load_workbook(BytesIO(upload_workbook(upload_rows(skilled)))).active
    assert [cell.value for cell in tab[1]] == [
        "姓名",
        "证件类型",
        "证件号码",
        "所在单位",
        "职业名称",
        "工种名称",
        "职业技能等级",
        "证书编号",
        "发证日期",
        "评价机构",
        "发证机构",
    ]
    assert [cell.value for cell in tab[2]] == [
        "林若溪",
        "201",
        first.document_number,
        "练习职业技术学校",
        "机动车检测工",
        "--",
        "4",
        f"{PREFIX}264000001",
        "2026-09-21",
        "练习江苏分支机构",
        "机械工业职业技能鉴定指导中心",
    ]
    assert tab.max_row == 4
    assert {cell.data_type for row in tab.iter_rows() for cell in row} == {"s"}


def test_on_a_practice_portal_the_tab_says_so(skilled: Batch, settings: Any) -> None:
    for practice, tab in ((True, "演练"), (False, "证书数据")):
        settings.PRACTICE = practice
        assert load_workbook(BytesIO(upload_workbook(upload_rows(skilled)))).sheetnames == [tab]


def test_who_names_no_unit_has_another(skilled: Batch) -> None:
    skilled.enrolments.update(institution=" ")
    assert {row.unit for row in upload_rows(skilled)} == {"其他"}


def test_a_name_like_a_formula_stays_text(skilled: Batch) -> None:
    Certificate.objects.update(holder_name="=1+1")
    cell = load_workbook(BytesIO(upload_workbook(upload_rows(skilled)))).active["A2"]  # type: ignore[index]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_right_rows_have_no_fault(skilled: Batch) -> None:
    assert faults(skilled) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (f"{PREFIX}26400001", "证书编号应为 22 位，现为 21 位"),
        (f"{PREFIX}2640000011", "证书编号应为 22 位，现为 23 位"),
        ("2649284901400001", "证书编号应为 22 位，现为 16 位"),
        ("S003216000001264000001", "证书编号第 6、7 位“16”不是省级代码"),
        ("S003211000001264000001", "证书编号第 6、7 位“11”不是江苏省的代码"),
        ("X003232000001264000001", "证书编号应为 1 位大写字母 Y 或 S 加 21 位数字，第 16 位为等级 1 至 5"),
        ("S0032320000012640000A1", "证书编号应为 1 位大写字母 Y 或 S 加 21 位数字，第 16 位为等级 1 至 5"),
        ("S003232000002264000001", "证书编号前 13 位“S003232000002”不是分支机构在发证当日的编号前缀"),
        (f"{PREFIX}263000001", "证书编号第 16 位“3”与证书等级 4 不符"),
        (f"{PREFIX}254000001", "证书编号第 14、15 位“25”与发证年份 2026 不符"),
    ],
)
def test_a_wrong_certificate_number_is_named(
    skilled: Batch, first: Certificate, number: str, said: str
) -> None:
    Certificate.objects.filter(pk=first.pk).update(number=number)
    assert faults(skilled) == [("林若溪", said)]


def test_a_level_out_of_range_is_named_in_shape_and_level(skilled: Batch, first: Certificate) -> None:
    Certificate.objects.filter(pk=first.pk).update(number=f"{PREFIX}266000001")
    assert [text for _, text in faults(skilled)] == [
        "证书编号应为 1 位大写字母 Y 或 S 加 21 位数字，第 16 位为等级 1 至 5",
        "证书编号第 16 位“6”与证书等级 4 不符",
    ]


@pytest.mark.parametrize(
    ("issued_on", "wrong"),
    [(date(2026, 9, 20), True), (date(2026, 9, 21), False), (date(2026, 9, 22), False)],
)
def test_a_prefix_counts_from_its_first_to_its_last_day(
    skilled: Batch, issued_on: date, *, wrong: bool
) -> None:
    BranchPrefix.objects.update(valid_from=date(2026, 9, 21), valid_to=date(2026, 9, 22))
    Certificate.objects.update(issued_on=issued_on)
    assert bool(faults(skilled)) is wrong


def test_a_wrong_check_digit_is_named(skilled: Batch, first: Certificate) -> None:
    number = people.document_number()
    first.document_number = number[:17] + ("1" if number[17] != "1" else "2")
    first.save()
    assert faults(skilled) == [("林若溪", "证件号码校验位不符（GB 11643）")]


def test_a_sign_that_no_name_has_is_named(skilled: Batch, first: Certificate) -> None:
    Certificate.objects.filter(pk=first.pk).update(holder_name="林若溪1")
    assert faults(skilled) == [("林若溪1", "姓名中不能有“1”")]


def test_a_kind_of_document_without_a_code_is_refused(skilled: Batch, first: Certificate) -> None:
    first.document_type = DocumentType.RESIDENCE_PERMIT
    first.document_number = "810000199408230021"
    first.save()
    assert faults(skilled) == [("林若溪", "证件类型“港澳台居民居住证”没有上报代码")]
    DocumentTypeRow.objects.create(
        kind=DocumentType.RESIDENCE_PERMIT, name="港澳台居民居住证", upload_code="216"
    )
    assert faults(skilled) == []
    assert upload_rows(skilled)[0].cells[1] == "216"


@pytest.mark.parametrize(
    ("today", "said"), [(date(2026, 9, 20), 3), (date(2026, 9, 21), 0), (date(2026, 9, 22), 0)]
)
def test_a_date_of_issue_to_come_is_named(skilled: Batch, today: date, said: int) -> None:
    assert len(faults(skilled, today=today)) == said


def test_an_issue_before_the_exam_is_named(skilled: Batch) -> None:
    Certificate.objects.update(issued_on=date(2026, 8, 31))
    assert ("林若溪", "发证日期 2026-08-31 早于考试日期 2026-09-01") in faults(skilled)


def test_what_is_empty_or_too_long_is_named(
    skilled: Batch, first: Certificate, settings: LazySettings
) -> None:
    Certificate.objects.filter(pk=first.pk).update(body_name="")
    settings.SKILL_CERTIFICATE_ISSUER = "中" * 101
    assert [fault for fault in faults(skilled) if fault[0] == "林若溪"] == [
        ("林若溪", "没有评价机构"),
        ("林若溪", "发证机构有 101 个字，最多 100 个"),
    ]


def test_every_fault_of_every_person_is_listed_and_nothing_is_written(
    skilled: Batch, first: Certificate, branch_user: User, login: Login
) -> None:
    Certificate.objects.filter(pk=first.pk).update(number="2649284901400001", holder_name="林若溪1")
    Certificate.objects.filter(holder_name="欧阳思远").update(issued_on=date(2027, 1, 1))
    client = login(branch_user)
    html = client.get(page(skilled)).content.decode()
    for words in (
        "2 人的数据不符合上报要求",
        "证书编号应为 22 位，现为 16 位",
        "姓名中不能有“1”",
        "晚于今天",
    ):
        assert words in html, words
    assert paper(skilled, "national_rows") not in html
    assert first.masked_number in html
    assert first.document_number not in html
    for name in PAPERS:
        answer = client.post(paper(skilled, name), follow=True).content.decode()
        assert "有 2 人的数据不符合上报要求" in answer
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", PAPERS)
def test_right_rows_are_written_as_a_job_that_is_recorded(
    skilled: Batch, branch_user: User, login: Login, run_jobs: Any, name: str
) -> None:
    client = login(branch_user)
    assert paper(skilled, name) in client.get(page(skilled)).content.decode()
    with run_jobs():
        client.post(paper(skilled, name))
    job = Job.objects.get()
    assert job.state == JobState.FINISHED, job.message
    last = history_of(skilled).last()
    assert last
    assert last.action == "take_paper"


def test_a_fault_that_comes_up_while_the_job_waits_stops_it(
    skilled: Batch, branch_user: User, login: Login, run_jobs: Any
) -> None:
    with run_jobs():
        login(branch_user).post(paper(skilled, "national_rows"))
        Certificate.objects.update(issued_on=date(2027, 1, 1))
    job = Job.objects.get()
    assert (job.state, bool(job.result)) == (JobState.FAILED, False)
    assert "有 3 人的数据不符合上报要求" in job.message


def test_the_form_counts_by_occupation_trade_and_level(skilled: Batch, first: Certificate) -> None:
    Certificate.objects.filter(pk=first.pk).update(level=3, level_label="三级/高级工")
    rows = upload_rows(skilled)
    assert counted(rows) == [
        (("机动车检测工", "机动车检测工", "四级/中级工"), 2),
        (("机动车检测工", "机动车检测工", "三级/高级工"), 1),
    ]
    assert upload_title(skilled, rows) == f"练习江苏分支机构（新增3条，{skilled.number}）"


def test_the_form_says_the_same_in_both_formats(skilled: Batch) -> None:
    form = confirmation_form(skilled, upload_rows(skilled), uploaded_on=TODAY, administrator="孙分支")
    printed = squeezed(pdf_text(render_pdf(form).content, "-raw"))
    tables = [
        text for table in open_docx(render_docx(form)).tables for row in table_texts(table) for text in row
    ]
    written = squeezed("".join(tables))
    for words in (
        "单位名称",
        "练习江苏分支机构",
        "信息管理员",
        "孙分支",
        "2026年9月22日",
        f"练习江苏分支机构（新增3条，{skilled.number}）",
        "数据类型",
        "新增",
        "机动车检测工",
        "四级/中级工",
        "合计",
        "信息管理员意见",
        "领导签字（盖章）",
    ):
        assert words in printed, words
        assert words in written, words
    assert "林若溪" not in printed


def test_ability_certificates_are_not_uploaded(batch: Batch, management_user: User, login: Login) -> None:
    client = login(management_user)
    assert "职业能力水平评价证书不上报国家证书数据" in client.get(page(batch)).content.decode()
    client.post(paper(batch, "national_rows"))
    assert not Job.objects.exists()
    assert page(batch) not in client.get(reverse("certificates:batch", args=[batch.pk])).content.decode()


def test_before_the_certificates_there_is_nothing_to_upload(
    skilled: Batch, branch_user: User, login: Login
) -> None:
    skilled._move_to("results_approved")
    html = login(branch_user).get(page(skilled)).content.decode()
    assert "还没有核发证书" in html


def test_revoked_certificates_are_not_uploaded(skilled: Batch, branch_user: User, login: Login) -> None:
    for certificate in Certificate.objects.all():
        certificate._move_to("revoked")
    client = login(branch_user)
    assert "没有可上报的数据" in client.get(page(skilled)).content.decode()
    client.post(paper(skilled, "national_rows"))
    assert not Job.objects.exists()


def test_stations_and_candidates_upload_nothing(
    skilled: Batch, first: Certificate, station_user: User, login: Login
) -> None:
    client = login(station_user)
    assert client.get(page(skilled)).status_code == 403
    assert client.post(paper(skilled, "national_rows")).status_code == 403
    candidate = login(first.enrolment.candidate.user)
    assert candidate.get(page(skilled)).status_code == 403
    assert candidate.post(paper(skilled, "national_rows")).status_code == 403


def test_unknown_papers_are_not_found(skilled: Batch, branch_user: User, login: Login) -> None:
    assert login(branch_user).post(paper(skilled, "photos")).status_code == 404


def test_the_check_costs_the_same_at_one_and_at_ninety_nine(
    skilled: Batch, first: Certificate, django_assert_num_queries: Any
) -> None:
    fresh = Batch.objects.select_related("station__organisation").get(pk=skilled.pk)
    with django_assert_num_queries(4):
        checked_rows(fresh, today=TODAY)
    for serial, one in enumerate(certified_crowds.passed_beside(first.enrolment, 96), start=100):
        certified_crowds.national_certificate(one, serial=serial, issued_on=first.issued_on)
    with django_assert_num_queries(4):
        rows, found = checked_rows(fresh, today=TODAY)
    assert (len(rows), found) == (99, [])
    assert len(HEADINGS) == len(rows[0].cells) == 11
