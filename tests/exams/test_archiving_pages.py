"""The pages of archive and disposals, by role."""

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from batches.models import Batch
from exams.archiving.checking import has_too_many_files
from exams.models import DisposalStatus, EvidenceDisposal, EvidenceKind, ExamEvidence
from exams.services.archiving import start_archive
from jobs.models import Job
from jobs.running import run_job
from tests.conftest import Login
from tests.factories import exam, results
from tests.factories.archiving import PAPERS_DUE, REST_DUE, piece, proposed
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
DISPOSALS = "/exams/disposals/"
PAPERS = EvidenceKind.PAPERS


def archive_page(batch: Batch) -> str:
    return reverse("exams:archive", kwargs={"pk": batch.pk})


def check_page(batch: Batch) -> str:
    return reverse("exams:archive_check", kwargs={"pk": batch.pk})


def propose_page(batch: Batch, kind: str = "papers") -> str:
    return reverse("exams:disposal_propose", kwargs={"pk": batch.pk, "kind": kind})


def made(batch: Batch, by: User, at: datetime) -> bytes:
    job = start_archive(batch=batch, actor=by, at=at)
    run_job.call(job.pk)
    content: bytes = Job.objects.get(pk=job.pk).result.read()
    return content


@pytest.fixture
def due(batch: Batch, station_user: User) -> ExamEvidence:
    """Used papers of an approved batch, on the first day on which they may go."""
    batch._move_to("results_approved")
    return piece(batch, PAPERS, by=station_user)


def test_the_page_tells_what_goes_in_and_what_is_missing(
    login: Login, batch: Batch, station_user: User, exam_day: None
) -> None:
    piece(batch, EvidenceKind.WORKPIECE, by=station_user)
    page = login(station_user).get(archive_page(batch)).text
    assert "<dt>考试资料</dt><dd>2 个文件</dd>" in page
    assert "还有 3 名考生的成绩没有填全" in page
    assert "生成归档包</button>" in page
    assert "还没有生成过归档包。" in page


def test_the_button_starts_the_job(login: Login, batch: Batch, station_user: User, exam_day: None) -> None:
    answer = login(station_user).post(archive_page(batch))
    job = Job.objects.get()
    assert answer["Location"] == reverse("jobs:page", kwargs={"pk": job.pk})
    assert (job.owner, job.params) == (station_user, {"batch": batch.pk})


def test_before_the_exam_day_the_page_says_so_and_starts_nothing(
    login: Login, batch: Batch, station_user: User
) -> None:
    client = login(station_user)
    with time_machine.travel(results.exam_noon(batch, days=-1)):
        assert (
            "考试日（2026-09-01）以后才能生成归档包（服务指南 4.7-5）" in client.get(archive_page(batch)).text
        )
        answer = client.post(archive_page(batch))
    assert answer.status_code == 422
    assert "以后才能生成归档包" in answer.text
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("role", "get", "post"),
    [
        ("station_user", 200, 302),
        ("other_station_user", 404, 404),
        ("management_user", 200, 403),
        ("centre_user", 200, 403),
        ("branch_user", 404, 404),
    ],
)
def test_who_sees_the_archive_and_who_makes_it(
    login: Login,
    batch: Batch,
    exam_day: None,
    request: pytest.FixtureRequest,
    role: str,
    get: int,
    post: int,
) -> None:
    client = login(request.getfixturevalue(role))
    assert client.get(archive_page(batch)).status_code == get
    assert client.post(archive_page(batch)).status_code == post


def test_management_reads_the_digests(
    login: Login, batch: Batch, station_user: User, management_user: User, exam_day: None
) -> None:
    content = made(batch, station_user, results.exam_noon(batch))
    with ZipFile(BytesIO(content)) as archive:
        digest = archive.read("index.sha256").decode().split()[0]
    page = login(management_user).get(archive_page(batch)).text
    assert digest in page
    assert "生成归档包</button>" not in page
    assert digest[:16] in login(management_user).get(batch.get_absolute_url()).text


def test_a_kept_archive_is_compared_on_its_page(
    login: Login, batch: Batch, station_user: User, management_user: User, exam_day: None
) -> None:
    content = made(batch, station_user, results.exam_noon(batch))
    client = login(management_user)
    assert client.get(check_page(batch)).status_code == 200
    sent = SimpleUploadedFile("kept.zip", content)
    assert "<strong>一致。</strong>" in client.post(check_page(batch), {"file": sent}).text
    other = SimpleUploadedFile("index.csv", b"path,kind\n")
    assert "平台没有登记过这份索引" in client.post(check_page(batch), {"file": other}).text
    assert client.post(check_page(batch)).status_code == 422
    broken = SimpleUploadedFile("kept.zip", content[: len(content) // 2])
    answer = client.post(check_page(batch), {"file": broken})
    assert answer.status_code == 422
    assert "文件不是归档包" in answer.text


def test_more_than_can_be_compared_is_refused_unread(
    login: Login, batch: Batch, management_user: User
) -> None:
    answer = login(management_user).post(
        check_page(batch), b"", content_type="multipart/form-data", CONTENT_LENGTH=str(201 * 1024 * 1024)
    )
    assert answer.status_code == 413
    assert "不能超过 200 MB，没有保存任何文件。请解压后上传其中的 index.csv。" in answer.text


def test_an_archive_with_an_endless_list_isnt_opened_in_a_request() -> None:
    small = b"PK\x05\x06" + bytes(8) + (400).to_bytes(4, "little") + bytes(6)
    large = b"PK\x05\x06" + bytes(8) + (2**31).to_bytes(4, "little") + bytes(6)
    assert not has_too_many_files(BytesIO(small))
    assert has_too_many_files(BytesIO(large))
    assert has_too_many_files(BytesIO(b"PK\x06\x07" + bytes(16) + small))
    assert not has_too_many_files(BytesIO(b""))


def test_a_station_proposes_and_management_releases(
    login: Login,
    batch: Batch,
    due: ExamEvidence,
    station_user: User,
    management_user: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with time_machine.travel(exam.noon(PAPERS_DUE)):
        client = login(station_user)
        assert propose_page(batch) in client.get(DISPOSALS).text
        assert "答卷.jpg" in client.get(propose_page(batch)).text
        assert client.post(propose_page(batch), {"reason": ""}).status_code == 422
        answer = client.post(propose_page(batch), {"reason": "保存期满"})
        disposal = EvidenceDisposal.objects.get()
        assert answer["Location"] == disposal.get_absolute_url()
        assert "没有保存期满的资料" in client.get(DISPOSALS).text
        client = login(management_user)
        page = client.get(disposal.get_absolute_url()).text
        assert "批准销毁" in page
        assert "保存中" in page
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{disposal.get_absolute_url()}release/")
        assert "2029-09-02 销毁" in client.get(disposal.get_absolute_url()).text
    disposal.refresh_from_db()
    assert (disposal.status, disposal.destroyed) == (DisposalStatus.DONE, 1)


def test_what_isnt_due_shows_its_reason_and_no_form(
    login: Login, batch: Batch, due: ExamEvidence, station_user: User
) -> None:
    with time_machine.travel(results.exam_noon(batch, days=30)):
        page = login(station_user).get(propose_page(batch)).text
        assert "答卷须保存 3 年，至 2029-09-01（含当日）（服务指南 4.7-5）。请在次日以后办理。" in page
        assert "提交申请" not in page
        assert login(station_user).post(propose_page(batch), {"reason": "早"}).status_code == 422
    assert not EvidenceDisposal.objects.exists()


def test_another_station_finds_nothing(
    login: Login, batch: Batch, due: ExamEvidence, station_user: User, other_station_user: User
) -> None:
    disposal = proposed(batch, PAPERS, by=station_user)
    client = login(other_station_user)
    assert client.get(disposal.get_absolute_url()).status_code == 404
    assert client.post(f"{disposal.get_absolute_url()}withdraw/").status_code == 404
    assert client.get(propose_page(batch)).status_code == 404
    assert disposal.get_absolute_url() not in client.get(DISPOSALS).text
    assert login(station_user).get(propose_page(batch, "nonsense")).status_code == 404


def test_what_waits_stands_first_for_management(
    login: Login, batch: Batch, due: ExamEvidence, station_user: User, management_user: User
) -> None:
    piece(batch, EvidenceKind.VIDEO, by=station_user)
    proposed(batch, PAPERS, by=station_user)
    newer = proposed(batch, EvidenceKind.VIDEO, by=station_user, at=exam.noon(REST_DUE))
    perform(newer, "withdraw", actor=station_user)
    page = login(management_user).get(DISPOSALS).text
    rows = page[page.index("disposals-heading") :]
    assert rows.index("答卷") < rows.index("考试视频")
    assert "可以申请销毁" not in page


def test_the_list_asks_no_more_for_three_than_for_one(
    login: Login, batch: Batch, due: ExamEvidence, station_user: User, management_user: User
) -> None:
    client = login(management_user)
    proposed(batch, PAPERS, by=station_user)
    client.get(DISPOSALS)
    with CaptureQueriesContext(connection) as one:
        client.get(DISPOSALS)
    for kind in (EvidenceKind.VIDEO, EvidenceKind.OTHER):
        piece(batch, kind, by=station_user)
        proposed(batch, kind, by=station_user, at=exam.noon(REST_DUE))
    with CaptureQueriesContext(connection) as three:
        client.get(DISPOSALS)
    assert len(three) == len(one)
