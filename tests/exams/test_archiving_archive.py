"""The archive of a batch: complete, listed with digests, and comparable with the record for ever."""

import csv
from datetime import time, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import ClassVar, cast
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.http import Http404

from accounts.models import User
from batches.models import Batch
from exams.archiving.checking import archives_of, check, digest_in
from exams.archiving.guards import archive_written
from exams.archiving.history import events_of, history_entries
from exams.archiving.jobs import pack_archive
from exams.evaluation.sections import label_of
from exams.evaluation.writing import change_report
from exams.models import (
    Conclusion,
    EvidenceKind,
    ExamEvidence,
    PublicNotice,
    Room,
    Seat,
    Session,
    SessionRoom,
    SupervisionAssignment,
    SupervisionReport,
    SupervisionReportStatus,
    SupervisionStatus,
)
from exams.publishing.objecting import answer_objection, raise_objection
from exams.services.archiving import start_archive
from jobs.models import Job, JobState
from jobs.running import JobRun, run_job
from ostami.problems import BlockedError
from question_bank.paper_kinds import PaperKind
from tests.documents.reading import pdf_pages, squeezed
from tests.factories import evaluation, exam, results
from tests.factories.archiving import piece
from tests.factories.officers import supervisor
from tests.factories.submission import settle
from workflow.audit import record, verify
from workflow.lifecycle import Step, perform

pytestmark = pytest.mark.django_db
PHOTO = EvidenceKind.THEORY_ROOM


@pytest.fixture
def photo(batch: Batch, station_user: User) -> ExamEvidence:
    return piece(batch, PHOTO, b"\xff\xd8 theory room", by=station_user)


@pytest.fixture
def scored(batch: Batch, station_user: User) -> Batch:
    for enrolment, score in zip(batch.enrolments.accepted(), ("85", "59.5", None), strict=True):
        exam.score(enrolment, score, "92.5", by=station_user)
    return batch


@pytest.fixture(autouse=True)
def _on_the_day(exam_day: None) -> None:
    """Everything happens on the exam day."""


def packed(batch: Batch, by: User) -> Job:
    job = start_archive(batch=batch, actor=by, at=results.exam_noon(batch))
    run_job.call(job.pk)
    return Job.objects.get(pk=job.pk)


def kept(batch: Batch, by: User) -> bytes:
    content: bytes = packed(batch, by).result.read()
    return content


def index_of(content: bytes) -> list[dict[str, str]]:
    with ZipFile(BytesIO(content)) as archive:
        return list(csv.DictReader(StringIO(archive.read("index.csv").decode("utf-8-sig"))))


def altered(content: bytes, **changes: bytes | None) -> BytesIO:
    """The archive with one file changed, added or (None) taken out; double underscores stand for a slash."""
    out, todo = BytesIO(), dict(changes)
    with ZipFile(BytesIO(content)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            new = todo.pop(name, before.read(name))
            if new is not None:
                after.writestr(name, new)
        for name, added in todo.items():
            after.writestr(name, added or b"")
    out.seek(0)
    return out


def path_of(content: bytes, ending: str) -> str:
    return next(row["路径"] for row in index_of(content) if row["路径"].endswith(ending))


def test_the_index_names_every_file_with_its_size_and_digest(
    scored: Batch, photo: ExamEvidence, station_user: User
) -> None:
    job = packed(scored, station_user)
    assert (job.state, job.result_name) == (JobState.FINISHED, f"考试资料归档-{scored.number}.zip")
    content = job.result.read()
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        rows = index_of(content)
        assert {row["路径"] for row in rows} == set(archive.namelist()) - {"index.csv", "index.sha256"}
        for row in rows:
            file = archive.read(row["路径"])
            assert (int(row["字节数"]), row["SHA-256"]) == (len(file), sha256(file).hexdigest())
        index = archive.read("index.csv")
        assert index.startswith(b"\xef\xbb\xbf")
        assert archive.read("index.sha256").decode() == f"{sha256(index).hexdigest()}  index.csv\n"


def test_it_holds_roster_scores_evidence_papers_and_history(
    scored: Batch, photo: ExamEvidence, station_user: User
) -> None:
    paths = [row["路径"] for row in index_of(kept(scored, station_user))]
    endings = (
        "考生花名册.pdf",
        "考生花名册.xlsx",
        "到考登记.xlsx",
        "考试结果汇总.xlsx",
        "成绩复核记录.xlsx",
        "试卷签收记录.xlsx",
        "试卷下载记录.xlsx",
        "考试资料清单.csv",
        "办理记录.csv",
    )
    assert [one for one in endings if not any(path.endswith(one) for path in paths)] == []
    assert len(paths) == len(set(paths))


def test_seats_and_reports_are_printed_where_there_are_any(
    scored: Batch, management_user: User, station_user: User
) -> None:
    assert not any("考场安排" in row["路径"] for row in index_of(kept(scored, station_user)))
    seat_everybody(scored)
    settle(scored.items.get(), by=station_user)
    supervised(scored, management_user)
    content = kept(scored, station_user)
    assert archives_of(scored)[0].changes["缺失或损坏"] == ["", "0"]
    texts = {
        name: squeezed("".join(pdf_pages(ZipFile(BytesIO(content)).read(path_of(content, name)))))
        for name in ("签到表.pdf", "门贴.pdf", "督导报告-1.pdf")
    }
    assert all("林若溪" in texts[name] for name in ("签到表.pdf", "门贴.pdf"))
    assert "方督导" in texts["督导报告-1.pdf"]
    report = next(row["路径"] for row in index_of(content) if row["类别"] == "评价报告")
    assert report.endswith("评价报告/01-数控车工-四级.pdf")


def seat_everybody(batch: Batch) -> None:
    room = Room.objects.create(station=batch.station, name="一考场", kind=PaperKind.THEORY, capacity=30)
    session = Session.objects.create(batch=batch, kind=PaperKind.THEORY, number=1, starts=time(9), minutes=90)
    place = SessionRoom.objects.create(session=session, room=room)
    for number, enrolment in enumerate(batch.enrolments.accepted(), start=1):
        Seat.objects.create(place=place, enrolment=enrolment, kind=PaperKind.THEORY, number=number)


def supervised(batch: Batch, management: User) -> SupervisionReport:
    """A report of 方督导 that was handed in."""
    assert management.organisation
    sent = SupervisionAssignment.objects.create(
        batch=batch,
        supervisor=supervisor(management.organisation),
        by_hand_reason="首次开考",
        assigned_at=results.exam_noon(batch, days=-5),
        status=SupervisionStatus.REPORTED,
    )
    return SupervisionReport.objects.create(
        assignment=sent,
        conclusion=Conclusion.PASSED,
        status=SupervisionReportStatus.REPORTED,
        reported_at=results.exam_noon(batch),
    )


def test_evidence_lies_under_its_trade_with_its_kind_and_number(
    scored: Batch, photo: ExamEvidence, station_user: User
) -> None:
    piece(scored, PHOTO, b"another", by=station_user)
    content = kept(scored, station_user)
    found = [row["路径"] for row in index_of(content) if row["类别"] == "理论考场照片"]
    assert [path.split("/")[-1] for path in found] == ["理论考场照片-1.jpg", "理论考场照片-2.jpg"]
    assert found[0].split("/")[1] == "01-数控车工-四级"
    with ZipFile(BytesIO(content)) as archive:
        assert archive.read(found[0]) == b"\xff\xd8 theory room"


def test_a_link_and_what_was_destroyed_stand_in_the_list_alone(
    scored: Batch, photo: ExamEvidence, station_user: User
) -> None:
    ExamEvidence.objects.filter(pk=photo.pk).update(destroyed_at=results.exam_noon(scored), file="")
    content = kept(scored, station_user)
    with ZipFile(BytesIO(content)) as archive:
        listed = archive.read(path_of(content, "考试资料清单.csv")).decode("utf-8-sig")
    assert not [row for row in index_of(content) if row["类别"] == "理论考场照片"]
    assert photo.digest in listed
    assert "理论考场照片.jpg" in listed


def test_a_lost_or_altered_file_is_named_and_the_rest_is_packed(
    scored: Batch, photo: ExamEvidence, station_user: User
) -> None:
    altered_one = piece(scored, EvidenceKind.WORKPIECE, b"workpiece", by=station_user)
    ExamEvidence.objects.filter(pk=altered_one.pk).update(digest="0" * 64)
    default_storage.delete(str(photo.file.name))
    content = kept(scored, station_user)
    with ZipFile(BytesIO(content)) as archive:
        rows = list(csv.reader(StringIO(archive.read("缺失或损坏.csv").decode("utf-8-sig"))))
    assert [(path.split("/")[-1], why) for path, why in rows[1:]] == [
        ("理论考场照片-1.jpg", "文件不在存储中"),
        ("工件照片-1.jpg", "与上传时登记的摘要不符"),
    ]
    assert archives_of(scored).get().changes["缺失或损坏"] == ["", "2"]


def test_the_digest_of_the_index_is_recorded(scored: Batch, station_user: User) -> None:
    content = kept(scored, station_user)
    with ZipFile(BytesIO(content)) as archive:
        expected = sha256(archive.read("index.csv")).hexdigest()
    event = archives_of(scored).get()
    assert (digest_in(event), event.actor) == (expected, station_user)
    assert verify() == []


def test_a_kept_archive_is_the_same_as_long_as_nobody_touches_it(
    scored: Batch, photo: ExamEvidence, station_user: User
) -> None:
    content = kept(scored, station_user)
    kept(scored, station_user)
    verdict = check(scored, BytesIO(content))
    assert (verdict.same, verdict.whole) == (True, True)
    with ZipFile(BytesIO(content)) as archive:
        index = archive.read("index.csv")
    by_index = check(scored, BytesIO(index))
    assert (by_index.same, by_index.whole) == (True, False)
    assert not check(scored, BytesIO(index.replace(b"jpg", b"png"))).same


def test_each_difference_is_named(scored: Batch, photo: ExamEvidence, station_user: User) -> None:
    content = kept(scored, station_user)
    room, roster = path_of(content, "理论考场照片-1.jpg"), path_of(content, "考生花名册.pdf")
    changed = check(scored, altered(content, **{room: b"\xff\xd8 theory r00m"}))
    assert (changed.same, changed.changed, changed.missing) == (False, (room,), ())
    longer = check(scored, altered(content, **{room: b"x" * 1000}))
    assert longer.changed == (room,)
    less = check(scored, altered(content, **{roster: None}))
    assert (less.same, less.missing) == (False, (roster,))
    more = check(scored, altered(content, **{"后加.jpg": b"new"}))
    assert (more.same, more.added) == (False, ("后加.jpg",))
    unknown = check(scored, altered(content, **{"index.csv": b"made up"}))
    assert (unknown.same, unknown.record) == (False, None)


@pytest.mark.parametrize("content", [b"PK\x03\x04 not really", b"PK\x03\x04"])
def test_a_broken_archive_is_refused_in_words(batch: Batch, content: bytes) -> None:
    with pytest.raises(BlockedError, match="文件不是归档包"):
        check(batch, BytesIO(content))


def test_another_batchs_archive_is_unknown_here(
    scored: Batch, other_batch: Batch, station_user: User
) -> None:
    assert check(other_batch, BytesIO(kept(scored, station_user))).record is None


def test_the_command_tells_same_from_different(
    scored: Batch, station_user: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, file = kept(scored, station_user), tmp_path / "kept.zip"
    file.write_bytes(content)
    call_command("verify_archive", scored.number, str(file))
    assert capsys.readouterr().out == "一致。\n"
    roster = path_of(content, "考生花名册.pdf")
    file.write_bytes(altered(content, **{roster: b"%PDF"}).read())
    with pytest.raises(CommandError, match=f"已改动：{roster}"):
        call_command("verify_archive", scored.number, str(file))
    with pytest.raises(CommandError, match="没有批次"):
        call_command("verify_archive", "49284999-2026-001", str(file))


def test_the_history_is_that_of_all_that_belongs_to_the_batch(
    scored: Batch, photo: ExamEvidence, other_batch: Batch, station_user: User
) -> None:
    labels = {event.object_label for event in events_of(scored)}
    assert str(scored) in labels
    assert any("林若溪" in label for label in labels)
    assert not any("邻站考生" in label for label in labels)


def test_a_name_that_stands_there_twice_is_a_difference(scored: Batch, station_user: User) -> None:
    content = kept(scored, station_user)
    roster = path_of(content, "考生花名册.pdf")
    with ZipFile(BytesIO(content)) as before:
        true = before.read(roster)
    twice = altered(content, **{roster: b"%PDF forged, and shown by what reads the first"})
    with ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(roster, true)
    twice.seek(0)
    verdict = check(scored, twice)
    assert (verdict.same, verdict.changed) == (False, (roster,))


def lines_of(batch: Batch) -> str:
    (entry,) = history_entries(batch, "09-办理记录")
    return b"".join(entry.portions()).decode("utf-8-sig")


def test_the_history_keeps_a_panels_drafts_to_itself(batch: Batch, station_user: User) -> None:
    for enrolment in batch.enrolments.accepted():
        exam.score(enrolment, "70", "75", by=station_user)
    noon, leader = results.exam_noon(batch), evaluation.logins(batch.items.get())[0]
    report = evaluation.draft(batch.items.get())
    assert "开始填写评价报告" not in lines_of(batch)
    for words in ("试卷似有泄露，待查", "无"):
        change_report(report=report, facts={"papers": words}, actor=leader, at=noon)
    perform(report, "issue", actor=leader, at=noon)
    listed = lines_of(batch)
    assert "签发了评价报告" in listed
    assert label_of("papers") in listed
    assert "泄露" not in listed


def test_the_history_has_objections_and_their_answers(scored: Batch, management_user: User) -> None:
    scored._move_to("results_approved")
    notice = PublicNotice.objects.create(
        batch=scored, opens_on=scored.exam_date, closes_on=scored.exam_date + timedelta(days=7)
    )
    noon = results.exam_noon(scored)
    objection = raise_objection(
        notice=notice, name="周知情", contact="13900000009", text="有人替考。", at=noon
    )
    answer_objection(objection=objection, answer="经核实不属实。", actor=management_user, at=noon)
    listed = lines_of(scored)
    assert "收到公示异议" in listed
    assert "经核实不属实。" in listed
    assert "周知情" not in listed


def archivable(batch: Batch, by: User) -> list[str]:
    return [problem.text for problem in archive_written(Step(batch, by, results.exam_noon(batch), "archive"))]


def test_an_archive_counts_for_what_was_settled_before_its_packing_began(
    scored: Batch, station_user: User, management_user: User
) -> None:
    class Meanwhile:
        """Whoever keeps the job's progress sees the results approved while it packs."""

        params: ClassVar = {"batch": scored.pk}
        owner = station_user

        def progress(self, done: int, total: int) -> None:
            if done == 1:
                record(
                    scored, action="approve_results", sentence="审核通过了成绩", actor=management_user,
                    states=("results_submitted", "results_approved"),
                )  # fmt: skip

    with pack_archive(cast("JobRun", Meanwhile())).content as file:  # type: ignore[union-attr]  # never bytes
        assert file.read(2) == b"PK"
    assert archives_of(scored).count() == 1
    assert archivable(scored, station_user) == ["成绩审核通过、核发证书之后还没有生成归档包"]
    packed(scored, station_user)
    assert archivable(scored, station_user) == []


def test_the_day_before_the_exam_is_too_early(batch: Batch, station_user: User) -> None:
    with pytest.raises(BlockedError, match="2026-09-01）以后才能生成归档包"):
        start_archive(batch=batch, actor=station_user, at=results.exam_noon(batch, days=-1))
    midnight = results.exam_noon(batch) - timedelta(hours=12)
    assert start_archive(batch=batch, actor=station_user, at=midnight).state == JobState.WAITING


def test_a_second_press_gives_the_job_that_waits(batch: Batch, station_user: User) -> None:
    at = results.exam_noon(batch)
    first = start_archive(batch=batch, actor=station_user, at=at)
    assert start_archive(batch=batch, actor=station_user, at=at) == first


def test_only_the_own_station_makes_it(
    batch: Batch, other_station_user: User, management_user: User, centre_user: User
) -> None:
    at = results.exam_noon(batch)
    with pytest.raises(Http404):
        start_archive(batch=batch, actor=other_station_user, at=at)
    for staff in (management_user, centre_user):
        with pytest.raises(PermissionDenied):
            start_archive(batch=batch, actor=staff, at=at)
