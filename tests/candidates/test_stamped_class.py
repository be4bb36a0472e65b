"""A class's stamped forms come back: sorted by their codes, the rest by hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Candidate, Enrolment, EnrolmentStatus, ScanState, StampedScan, UploadKind
from jobs.models import Job, JobState
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.candidates.conftest import Frozen
from tests.candidates.stamped_pages import photographed, printed, printed_all, scanned, skewed, uncoded
from tests.conftest import Login
from tests.documents.pdfs import locked, pages, with_attachment, written
from tests.documents.reading import first_tab
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
BLANK = Image.new("L", (1654, 2339), 255)


def submitted(item: BatchItem, name: str) -> Enrolment:
    enrolment = exam.draft_enrolment(item, people.candidate(name))
    return perform(enrolment, "submit", actor=enrolment.candidate.user)


def state_of(enrolment: Enrolment) -> str:
    return Enrolment.objects.get(pk=enrolment.pk).status


@dataclass
class Desk:
    """The station's desk: sends files to a batch, the job runs at once."""

    client: Client
    batch: Batch
    commit: Any

    @property
    def address(self) -> str:
        return f"/candidates/scans/batch/{self.batch.pk}/"

    def send(self, *files: tuple[str, bytes]) -> Any:
        with self.commit(execute=True):
            chosen = [SimpleUploadedFile(name, content) for name, content in files]
            return self.client.post(self.address, {"sent": chosen})

    def results(self) -> list[tuple[str, int, str, str]]:
        rows = StampedScan.objects.filter(batch=self.batch).order_by("source", "page")
        return [(row.source, row.page, row.state, row.note) for row in rows]


@pytest.fixture
def desk(login: Login, station_user: User, batch: Batch, django_capture_on_commit_callbacks: Any) -> Desk:
    return Desk(login(station_user), batch, django_capture_on_commit_callbacks)


@pytest.fixture
def lin_in(draft: Enrolment) -> Enrolment:
    """林小禾, who handed in."""
    return perform(draft, "submit", actor=draft.candidate.user)


NO_CODE = "没有读到申报表的二维码。请选择考生归入；模糊的请重新扫描。"
OLD = "不是现行的申报表，可能是退回修改以前打印的。请用新打印的申报表盖章。"


def test_a_class_of_thirty_pages_is_sorted_by_its_codes(
    desk: Desk, item: BatchItem, station: Station, station_user: User, management_user: User
) -> None:
    """26 good pages, some turned or askew; one without a code, one old, one of another batch, one twice."""
    people_in = [submitted(item, f"考生{number}") for number in range(1, 27)]
    sheets = printed_all(people_in)
    back = submitted(item, "返修生")
    old = printed(back)
    perform(back, "return", actor=station_user, reason="请补充经历。")
    perform(back, "submit", actor=back.candidate.user)
    plan = station.plans.get()
    other = exam.approved_batch(
        station, management_user, exam.plan_item(plan, trade=item.plan_item.trade), place="实训楼 102"
    )
    elsewhere = submitted(other.items.get(), "别班生")
    no_code = sheets[0].copy()
    no_code.paste(255, (1200, 0, 1654, 220))
    turned = [sheet.rotate(angle, expand=True) for sheet, angle in zip(sheets, (90, 180, 270), strict=False)]
    askew = [skewed(sheets[3], 4), skewed(sheets[4], -7)]
    class_pages = [*turned, *askew, *sheets[5:], no_code, old, printed(elsewhere), sheets[7]]
    assert len(class_pages) == 30

    assert desk.send(("全班.pdf", scanned(class_pages))).status_code == 302

    assert {state_of(enrolment) for enrolment in people_in} == {EnrolmentStatus.STAMPED}
    assert [row[1:] for row in desk.results() if row[2] != "matched"] == [
        (27, "unmatched", NO_CODE),
        (28, "unmatched", OLD),
        (29, "unmatched", f"是批次 {other.number} 别班生的申报表。请到该批次上传。"),
        (30, "unmatched", "考生8已有盖章申报表，正在待审核（服务指南 4.3-3）。如表有误，请先退回修改。"),
    ]
    assert state_of(back) == state_of(elsewhere) == EnrolmentStatus.SUBMITTED
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == (JobState.FINISHED, 30, 30)
    report = [[cell.value for cell in row] for row in first_tab(job.result.read()).iter_rows()]
    assert ["全班.pdf", 1, "已归入报名", "考生1", None] in report
    assert ["全班.pdf", 27, "待人工对应", None, NO_CODE] in report
    upload = people_in[0].uploads.get(kind=UploadKind.STAMPED_FORM)
    assert upload.content_type == "image/jpeg"
    assert history_of(people_in[0]).last().sentence == "代传了盖章申报表"  # type: ignore[union-attr]


def test_a_phones_picture_taken_at_an_angle_finds_its_enrolment(desk: Desk, lin_in: Enrolment) -> None:
    desk.send(("IMG_1.jpg", photographed(printed(lin_in))))
    assert desk.results() == [("IMG_1.jpg", 1, "matched", "")]
    assert state_of(lin_in) == EnrolmentStatus.STAMPED


def test_blank_backs_are_put_aside_and_pages_of_one_form_are_joined(desk: Desk, lin_in: Enrolment) -> None:
    sheet = printed(lin_in)
    desk.send(("双面.pdf", scanned([BLANK, sheet, sheet, BLANK])))
    assert desk.results() == [
        ("双面.pdf", 1, "discarded", "空白页"),
        ("双面.pdf", 2, "matched", "共 2 页"),
        ("双面.pdf", 4, "discarded", "空白页"),
    ]


def test_the_files_that_were_sent_are_gone_when_the_job_has_run(desk: Desk, lin_in: Enrolment) -> None:
    desk.send(("一.pdf", scanned([printed(lin_in)])), ("坏.pdf", b"%PDF-1.7\n"))
    assert not StampedScan.objects.filter(state=ScanState.SENT).exists()
    assert default_storage.listdir("scans")[1] == []


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        ("a.pdf", b"%PDF-1.7 cut", "PDF 不完整或已损坏，无法打开。请用“打印”或“导出为 PDF”重新生成后上传。"),
        ("a.pdf", locked("x"), "PDF 设有密码或限制。请取消密码和限制后重新上传。"),
        ("a.pdf", written(pages(1000)), "PDF 有 1000 页，不能超过 200 页。请拆分后上传。"),
        ("a.pdf", with_attachment(), "PDF 含有内嵌附件。请用“打印”或“导出为 PDF”重新生成后上传。"),
        ("a.jpg", b"\xff\xd8\xff\xe0 cut", "文件不是 JPEG 或 PNG 图片，或已损坏。"),
        ("a.docx", b"PK\x03\x04", "文件不是 PDF，也不是 JPEG 或 PNG 图片。"),
        ("a.jpg", b"", "文件不是 PDF，也不是 JPEG 或 PNG 图片。"),
    ],
    ids=["cut", "locked", "1000 pages", "attachment", "broken picture", "Word", "empty"],
)
def test_a_file_that_wont_do_leaves_one_sentence_and_hinders_no_other(
    desk: Desk, lin_in: Enrolment, name: str, content: bytes, note: str
) -> None:
    assert desk.send((name, content), ("好.jpg", photographed(printed(lin_in)))).status_code == 302
    (source, page, state, said), good = desk.results()
    assert (source, page, state) == (name, 0, "unmatched")
    assert said.startswith(note)
    assert good == ("好.jpg", 1, "matched", "")
    assert Job.objects.get().state == JobState.FINISHED


def test_nothing_chosen_or_too_much_is_said_at_the_form(desk: Desk, settings: Any) -> None:
    answer = desk.client.post(desk.address, {})
    assert answer.status_code == 422
    assert "请先选择盖章申报表的照片或扫描件" in answer.content.decode()
    answer = desk.send(("大.pdf", b"%PDF-" + bytes(50 * 1024 * 1024)))
    assert answer.status_code == 422
    assert "文件为 50.01 MB，不能超过 50 MB。请压缩或拆分后重新上传。" in answer.content.decode()
    assert not StampedScan.objects.exists()


def test_a_page_without_code_is_put_to_its_candidate_by_hand(
    desk: Desk, lin_in: Enrolment, item: BatchItem
) -> None:
    submitted(item, "孙晓")
    desk.send(("一.jpg", uncoded()))
    scan = StampedScan.objects.get()
    page = desk.client.get(f"/candidates/scans/{scan.pk}/").content.decode()
    assert "林小禾" in page
    assert "孙晓" in page
    assert desk.client.get(f"/candidates/scans/{scan.pk}/picture/")["Content-Type"] == "image/jpeg"
    with desk.commit(execute=True):
        answer = desk.client.post(f"/candidates/scans/{scan.pk}/", {"enrolment": lin_in.pk})
    assert answer["Location"] == desk.address
    scan.refresh_from_db()
    assert (scan.state, scan.enrolment, scan.file.name) == (ScanState.MATCHED, lin_in, "")
    assert state_of(lin_in) == EnrolmentStatus.STAMPED
    assert default_storage.listdir("scans")[1] == []
    page = desk.client.get(desk.address).content.decode()
    assert "还没有盖章申报表（1 人）" in page


def test_a_page_can_be_put_aside_once(desk: Desk, lin_in: Enrolment) -> None:
    desk.send(("一.jpg", uncoded()))
    scan = StampedScan.objects.get()
    with desk.commit(execute=True):
        desk.client.post(f"/candidates/scans/{scan.pk}/discard/")
    scan.refresh_from_db()
    assert (scan.state, scan.file.name) == (ScanState.DISCARDED, "")
    assert history_of(desk.batch).last().sentence == "剔除了扫描页：一.jpg 第 1 页"  # type: ignore[union-attr]
    answer = desk.client.post(f"/candidates/scans/{scan.pk}/discard/", follow=True)
    assert "这一页已由他人处理：已剔除" in answer.content.decode()
    assert desk.client.get(f"/candidates/scans/{scan.pk}/picture/").status_code == 404


def test_whoever_has_a_stamped_form_is_no_choice(desk: Desk, lin_in: Enrolment) -> None:
    desk.send(("一.jpg", uncoded()), ("二.jpg", photographed(printed(lin_in))))
    scan = StampedScan.objects.get(state=ScanState.UNMATCHED)
    answer = desk.client.post(f"/candidates/scans/{scan.pk}/", {"enrolment": lin_in.pk})
    assert answer.status_code == 422
    assert "所选考生不在本批次，或已有盖章申报表" in answer.content.decode()


def test_after_the_deadline_nothing_is_taken(
    desk: Desk, lin_in: Enrolment, clock_at: Frozen, login: Login, station_user: User
) -> None:
    sheet = photographed(printed(lin_in))
    clock_at.move_to(datetime(2026, 8, 22, tzinfo=SHANGHAI))
    login(station_user)
    assert "报名截止 2026-08-21 24:00" in desk.client.get(desk.address).content.decode()
    answer = desk.send(("一.jpg", sheet))
    assert answer.status_code == 422
    assert not StampedScan.objects.exists()


def test_another_station_finds_nothing(
    desk: Desk, lin_in: Enrolment, login: Login, other_station_user: User
) -> None:
    desk.send(("一.jpg", uncoded()))
    scan = StampedScan.objects.get()
    stranger = login(other_station_user)
    for address in (
        desk.address,
        f"/candidates/scans/{scan.pk}/",
        f"/candidates/scans/{scan.pk}/picture/",
        f"/candidates/{lin_in.pk}/stamped/",
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"/candidates/scans/{scan.pk}/discard/").status_code == 404
    assert stranger.post(f"/candidates/scans/{scan.pk}/", {"enrolment": lin_in.pk}).status_code == 404
    assert state_of(lin_in) == EnrolmentStatus.SUBMITTED


def test_a_form_of_another_station_is_named_to_nobody(
    desk: Desk, other_station: Station, management_user: User, qian: Candidate
) -> None:
    turning = exam.trade()
    exam.scope(other_station, turning)
    plan = exam.approved_plan(other_station, management_user, {"trade": turning})
    theirs = exam.approved_batch(other_station, management_user, *plan.items.all())
    enrolment = exam.draft_enrolment(theirs.items.get(), qian)
    enrolment = perform(enrolment, "submit", actor=qian.user)
    desk.send(("一.jpg", photographed(printed(enrolment))))
    assert desk.results() == [("一.jpg", 1, "unmatched", "不是本站的申报表。请核对后剔除。")]
    assert state_of(enrolment) == EnrolmentStatus.SUBMITTED
