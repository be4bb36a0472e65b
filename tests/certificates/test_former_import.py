"""Former certificates come in by workbook: all rows or none, each fault told."""

import tracemalloc
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import User
from certificates.models import Certificate, FormerCertificate
from certificates.register.former_import import import_former, judge_former
from certificates.register.former_table import former_table
from documents.keeping import keep_table
from documents.upload_limits import MEGABYTE
from jobs import running
from jobs.models import Job, JobState
from jobs.running import run_job
from ostami import clock
from ostami.problems import BlockedError
from tests.conftest import Login
from tests.factories import people
from workflow.models import AuditEvent

HEADINGS = tuple(column.header for column in former_table().columns)
GOOD = {
    "证书编号": "JX2019000001",
    "姓名": "周旧证",
    "证件类型": "居民身份证",
    "证件号码": people.document_number(serial=77),
    "评价类别": "职业能力水平评价",
    "职业名称": "车工",
    "工种名称": "数控车工",
    "等级": "四级/中级工",
    "机构名称": "练习学校",
    "发证日期": "2019-07-01",
    "撤销日期": "",
}


def workbook(*rows: dict[str, str]) -> bytes:
    """A workbook of rows under the headings."""
    book, buffer = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("历史证书")
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append([row[header] for header in HEADINGS])
    book.save(buffer)
    return buffer.getvalue()


def many(count: int) -> list[dict[str, str]]:
    """Rows with numbers of their own."""
    return [GOOD | {"证书编号": f"JX{place:08d}"} for place in range(count)]


@pytest.fixture
def send(login: Login, centre_user: User, run_jobs: Any) -> Any:
    """Send a workbook to the page and run its job."""

    def sent(*rows: dict[str, str]) -> Job:
        file = SimpleUploadedFile("旧证.xlsx", workbook(*rows))
        with run_jobs():
            answer = login(centre_user).post(reverse("certificates:former_import"), {"file": file})
        assert answer.status_code == 302
        return Job.objects.latest("pk")

    return sent


def reasons(job: Job) -> dict[str, str]:
    """The reasons that a job gave back, by certificate number."""
    assert job.state == JobState.FINISHED
    rows = list(load_workbook(BytesIO(job.result.read())).worksheets[0].iter_rows(values_only=True))
    return {str(row[0]): str(row[-1]) for row in rows[1:]}


def test_all_rows_come_in_sealed_and_recorded(send: Any, centre_user: User) -> None:
    job = send(GOOD, GOOD | {"证书编号": "jx-2019-2", "证件号码": "", "撤销日期": "2020/1/2"})
    assert job.result_name == "历史证书导入结果（2 本）.xlsx"
    first, second = FormerCertificate.objects.order_by("-number")
    assert (first.number, first.document_number) == ("JX2019000001", GOOD["证件号码"])
    assert GOOD["证件号码"] not in first.document_sealed
    assert (second.number, second.document_index, str(second.revoked_on)) == ("JX-2019-2", "", "2020-01-02")
    event = AuditEvent.objects.get(action="import_former")
    assert (event.sentence, event.actor) == ("从表格导入了 2 本历史证书", centre_user)


FAULTS = {
    "number": ({"证书编号": "一号"}, "不是证书编号"),
    "no number": ({"证书编号": ""}, "“证书编号”没有填写"),
    "no name": ({"姓名": ""}, "“姓名”没有填写"),
    "name": ({"姓名": "周9"}, "姓名中不能有“9”"),
    "document": ({"证件号码": "110105194912310021"}, "校验位不符"),
    "document shape": ({"证件号码": "1101051949"}, "现为 10 位"),
    "document type": ({"证件类型": "学生证"}, "不在可选范围内"),
    "other type": ({"证件类型": "护照"}, "护照号码应为 5 至 17 位字母或数字"),
    "scheme": ({"评价类别": "职业资格"}, "不在可选范围内"),
    "no occupation": ({"职业名称": ""}, "“职业名称”没有填写"),
    "long level": ({"等级": "级" * 21}, "不能超过 20 个字"),
    "no date": ({"发证日期": "2019-02-30"}, "不是日期"),
    "future": ({"发证日期": "2999-01-01"}, "“发证日期”在今天之后"),
    "revoked before": ({"撤销日期": "2018-01-01"}, "“撤销日期”早于“发证日期”"),
    "revoked later": ({"撤销日期": "2999-01-01"}, "“撤销日期”在今天之后"),
    "formula": ({"职业名称": "=1+1"}, "是公式"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_keeps_all_rows_out_and_is_told(send: Any, fault: str) -> None:
    changed, sentence = FAULTS[fault]
    job = send(GOOD, GOOD | {"证书编号": "JX2019000002"} | changed)
    assert job.result_name == "历史证书问题行（1 行有问题，没有导入任何一行）.xlsx"
    (told,) = reasons(job).values()
    assert sentence in told
    assert not FormerCertificate.objects.exists()
    assert not AuditEvent.objects.filter(action="import_former").exists()


def test_doubles_in_the_file_and_in_the_register_are_told(send: Any, certificate: Certificate) -> None:
    send(GOOD)
    other = GOOD | {"证书编号": "JX2019000002"}
    job = send(GOOD, GOOD | {"证书编号": certificate.number}, other, other)
    assert reasons(job) == {
        "JX2019000001": "证书编号 JX2019000001 已登记。请删除这一行。",
        certificate.number: f"证书编号 {certificate.number} 已登记。请删除这一行。",
        "JX2019000002": "“证书编号”与第 4 行重复。请删除其中一行或更正。",
    }
    assert FormerCertificate.objects.count() == 1


def test_a_workbook_comes_in_once(centre_user: User, db: None) -> None:
    upload = keep_table(owner=centre_user, kind="x", content=workbook(GOOD), name="旧证.xlsx")
    assert import_former(upload=upload, actor=centre_user, at=clock.now()) == 1
    with pytest.raises(BlockedError, match="没有重复导入"):
        import_former(upload=upload, actor=centre_user, at=clock.now())
    assert FormerCertificate.objects.count() == 1


def test_a_job_that_was_killed_after_it_entered_all_rows_tells_so_when_it_runs_again(
    send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(running, "_keep", lambda *_: None)
        job = send(GOOD)
    assert (job.state, FormerCertificate.objects.count()) == (JobState.RUNNING, 1)
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.FINISHED, "")
    assert job.result_name == "历史证书导入结果（1 本）.xlsx"
    assert FormerCertificate.objects.count() == 1


def test_a_file_of_the_largest_size_is_taken_and_a_larger_one_refused_unread(
    login: Login, centre_user: User
) -> None:
    client, address = login(centre_user), reverse("certificates:former_import")
    for megabytes, status, words in (
        (20, 422, "文件已损坏"),
        (22, 413, "一次上传的文件合计不能超过 21 MB，没有保存任何文件。请拆成几个表格分别导入。"),
    ):
        file = SimpleUploadedFile("旧证.xlsx", b"PK\x03\x04".ljust(megabytes * MEGABYTE, b"0"))
        answer = client.post(address, {"file": file})
        assert (answer.status_code, words in answer.text) == (status, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(workbook(), "表格里没有数据行"), (b"PK\x03\x04 nothing", "文件已损坏")],
)
def test_what_is_no_table_is_refused(content: bytes, sentence: str, db: None) -> None:
    with pytest.raises(BlockedError, match=sentence):
        judge_former(content, progress=lambda *_: None)


def test_other_roles_bring_nothing_in(login: Login, management_user: User) -> None:
    answer = login(management_user).post(reverse("certificates:former_import"), {})
    assert answer.status_code == 403


def test_progress_is_told_and_memory_does_not_grow_with_the_rows(db: None) -> None:
    def peak(content: bytes) -> int:
        tracemalloc.start()
        judge_former(content, progress=lambda done, total: told.append((done, total)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most - len(content)

    told: list[tuple[int, int]] = []
    short, long = peak(workbook(*many(2000))), peak(workbook(*many(5000)))
    assert told[:2] == [(1000, 3000), (2000, 5000)]
    assert told[-1] == (5000, 11000)
    assert all(done < total for done, total in told)
    assert long < short * 1.3  # numbers alone are remembered
