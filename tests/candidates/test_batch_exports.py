"""A whole batch's personal forms as one PDF and its pictures as one archive: jobs, in their owner's scope."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Candidate, Enrolment, UploadKind
from candidates.rosters.exports import PORTION, Numbered, people_of
from candidates.services.exporting import FORMS, UPLOADS, export_batch
from jobs.models import Job, JobState
from jobs.running import run_job
from tests.conftest import Login
from tests.documents.reading import pdf_pages, squeezed
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
NAMES = ["林小禾", "孙晓", "钱多多"]


@pytest.fixture
def accepted(item: BatchItem) -> list[Enrolment]:
    return [exam.accepted_enrolment(item, people.candidate(name)) for name in NAMES]


@pytest.fixture
def waiting(item: BatchItem, accepted: list[Enrolment]) -> Enrolment:
    """周未 has handed in, as the fourth."""
    draft = exam.draft_enrolment(item, people.candidate("周未"))
    return perform(draft, "submit", actor=draft.candidate.user)


def exported(
    batch: Batch, actor: User, content: str, *, whom: str = "accepted", item: BatchItem | None = None
) -> Job:
    root = "https://portal.example.org/"
    job = export_batch(batch=batch, actor=actor, content=content, whom=whom, item=item, root=root)
    run_job.call(job.pk)
    return Job.objects.get(pk=job.pk)


def archive(job: Job) -> ZipFile:
    return ZipFile(BytesIO(Job.objects.get(pk=job.pk).result.read()))


def folders(job: Job) -> list[str]:
    return list(dict.fromkeys(name.split("/")[0] for name in archive(job).namelist()))


def test_the_forms_come_in_the_order_of_the_roster_a_page_each(
    batch: Batch, accepted: list[Enrolment], station_user: User
) -> None:
    job = exported(batch, station_user, "forms")
    assert (job.state, job.percent) == (JobState.FINISHED, 100)
    assert (job.result_name, job.content_type) == (f"个人申报表-{batch.number}.pdf", "application/pdf")
    pages = [squeezed(page) for page in pdf_pages(job.result.read())]
    assert len(pages) == len(NAMES)
    for page, enrolment in zip(pages, accepted, strict=True):
        assert enrolment.candidate.name in page
        assert enrolment.candidate.document_number in page


def test_portions_are_joined_without_a_gap(
    batch: Batch, accepted: list[Enrolment], station_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("candidates.rosters.exports.PORTION", 2)
    assert len(NAMES) < PORTION
    pages = pdf_pages(exported(batch, station_user, "forms").result.read())
    assert [name in page for name, page in zip(NAMES, map(squeezed, pages), strict=True)] == [True] * 3


def test_the_archive_has_a_folder_a_person_and_a_file_a_picture(
    batch: Batch, accepted: list[Enrolment], station_user: User
) -> None:
    job = exported(batch, station_user, "uploads")
    assert (job.state, job.result_name) == (JobState.FINISHED, f"报名材料-{batch.number}.zip")
    packed = archive(job)
    first = [name for name in packed.namelist() if name.startswith("001-林小禾/")]
    kinds = [upload.get_kind_display() for upload in accepted[0].uploads.all()]
    assert first == [f"001-林小禾/{kind}.jpg" for kind in kinds]
    assert "盖章申报表" in kinds
    assert packed.testzip() is None
    assert {info.compress_type for info in packed.infolist()} == {ZIP_STORED}
    photo = accepted[0].uploads.get(kind=UploadKind.PHOTO)
    assert packed.read("001-林小禾/本人照片.jpg") == photo.file.read()
    assert folders(job) == ["001-林小禾", "002-孙晓", "003-钱多多"]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("阿依·古丽", "001-阿依·古丽"),
        ("CON", "001-CON"),
        ("李/../四", "001-李_.._四"),
        ('王:*?"<>|\\五', "001-王_五"),
        ("赵六. ", "001-赵六"),
        ("𪚥小明", "001-𪚥小明"),
    ],
)
def test_a_folders_name_is_safe_wherever_it_is_unpacked(
    item: BatchItem, station_user: User, name: str, folder: str
) -> None:
    enrolment = exam.accepted_enrolment(item, people.candidate("林小禾"))
    Candidate.objects.filter(pk=enrolment.candidate_id).update(name=name)
    assert folders(exported(item.batch, station_user, "uploads")) == [folder]


def test_everybody_goes_by_the_number_of_the_first_submission(
    batch: Batch, waiting: Enrolment, station_user: User
) -> None:
    assert folders(exported(batch, station_user, "uploads", whom="all"))[-1] == "004-周未"
    assert folders(exported(batch, station_user, "uploads"))[-1] == "003-钱多多"


def test_who_was_rejected_is_not_exported(batch: Batch, waiting: Enrolment, station_user: User) -> None:
    perform(waiting, "reject", actor=station_user, reason="不符合条件")
    assert folders(exported(batch, station_user, "uploads", whom="all")) == [
        "001-林小禾",
        "002-孙晓",
        "003-钱多多",
    ]


def test_one_trade_alone_keeps_the_numbers_of_the_whole_roster(
    batch: Batch, accepted: list[Enrolment], station_user: User
) -> None:
    other = batch.items.latest("pk")
    Enrolment.objects.filter(pk=accepted[2].pk).update(batch_item=other)
    job = exported(batch, station_user, "uploads", item=other)
    assert folders(job) == ["003-钱多多"]
    assert job.label == f"{batch} 报名材料（{other}，1 人）"


@pytest.mark.parametrize(("content", "what"), [("forms", "个人申报表"), ("uploads", "报名材料")])
def test_an_export_leaves_one_line_that_counts_the_people(
    batch: Batch, accepted: list[Enrolment], station_user: User, content: str, what: str
) -> None:
    exported(batch, station_user, content)
    event = history_of(batch).get(action="export")
    assert event.actor == station_user
    assert event.sentence == f"导出了{what}（3 人，含完整证件号码）"


@pytest.mark.parametrize("kind", [FORMS, UPLOADS])
def test_a_job_sees_no_more_than_its_owner(
    batch: Batch, accepted: list[Enrolment], other_station_user: User, kind: str
) -> None:
    job = Job.objects.create(
        kind=kind,
        owner=other_station_user,
        params={"batch": batch.pk, "whom": "accepted", "item": None, "root": ""},
    )
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, bool(job.result)) == (JobState.FAILED, False)


def test_the_page_starts_the_export_and_leads_to_it(
    login: Login, batch: Batch, accepted: list[Enrolment], station_user: User
) -> None:
    client = login(station_user)
    address = f"/candidates/roster/{batch.pk}/export/"
    assert "开始导出" in client.get(address).content.decode()
    response = client.post(address, {"content": "uploads", "whom": "accepted", "item": ""})
    job = Job.objects.get()
    assert response["Location"] == f"/jobs/{job.pk}/"
    assert (job.kind, job.owner, job.params["root"]) == (UPLOADS, station_user, "http://testserver/")


def test_nobody_to_export_is_said_at_the_form_and_starts_nothing(
    login: Login, batch: Batch, station_user: User
) -> None:
    response = login(station_user).post(
        f"/candidates/roster/{batch.pk}/export/", {"content": "forms", "whom": "accepted"}
    )
    assert response.status_code == 422
    assert "没有可导出的考生。请改选“已提交报名的全部考生”或其他工种" in response.content.decode()
    assert not Job.objects.exists()
    assert not history_of(batch).filter(action="export").exists()


def test_another_batchs_trade_is_no_choice(
    login: Login, batch: Batch, management_user: User, station_user: User
) -> None:
    other = exam.beside(batch, management_user).items.get()
    response = login(station_user).post(
        f"/candidates/roster/{batch.pk}/export/", {"content": "forms", "whom": "all", "item": other.pk}
    )
    assert "没有这个工种。请从列表中选择。" in response.content.decode()


def test_the_export_is_within_scope_alone(
    login: Login, batch: Batch, lin: Candidate, other_station_user: User, management_user: User
) -> None:
    address = f"/candidates/roster/{batch.pk}/export/"
    assert login(other_station_user).get(address).status_code == 404
    assert login(lin.user).get(address).status_code == 404
    assert login(management_user).get(address).status_code == 200


def test_thirty_people_are_read_with_as_many_queries_as_one(item: BatchItem, station_user: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            found = people_of(item.batch, user=station_user, whom="accepted")
            _touch(found)
        return len(asked)

    exam.accepted_enrolment(item, people.candidate("林小禾"))
    one = queries()
    for number in range(29):
        exam.accepted_enrolment(item, people.candidate(f"练习{number}"))
    assert queries() == one


def _touch(found: list[Numbered]) -> None:
    for one in found:
        assert one.folder
        assert one.enrolment.batch_item.trade.name
        assert list(one.enrolment.uploads.all())
        assert list(one.enrolment.history.all())


def test_those_who_wait_for_their_stamp_can_be_printed_alone(
    batch: Batch, waiting: Enrolment, station_user: User, login: Login
) -> None:
    found = people_of(batch, user=station_user, whom="unstamped")
    assert [(one.number, one.enrolment) for one in found] == [(4, waiting)]
    page = login(station_user).get(f"/candidates/roster/{batch.pk}/export/?whom=unstamped")
    assert page.context["form"].initial["whom"] == "unstamped"
    scans = login(station_user).get(f"/candidates/scans/batch/{batch.pk}/")
    assert f"/candidates/roster/{batch.pk}/export/?whom=unstamped" in scans.text
