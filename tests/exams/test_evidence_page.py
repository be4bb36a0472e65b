from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from exams import proof
from exams.models import Attendance, CarriedScore, EvidenceKind, ExamEvidence, Result
from exams.proof.rules import MOST_FILES
from exams.proof.selectors import checklist
from stations.models import Station
from tests.conftest import Login
from tests.documents import films
from tests.documents.pdfs import pages, written
from tests.factories import evidence, exam, people, results
from tests.factories.exam_photos import photo
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.usefixtures("exam_day")
ALL = ["理论考场照片", "实操考场照片", "工件照片", "签到表", "答卷"]


def address(batch: Batch) -> str:
    return reverse("exams:evidence", args=[batch.pk])


def send(client: Client, batch: Batch, kind: str, *files: bytes, **more: Any) -> HttpResponse:
    sent = [SimpleUploadedFile(f"IMG_{number}.jpg", file) for number, file in enumerate(files, start=1)]
    item = more.pop("item", None) or batch.items.earliest("pk").pk
    answer = client.post(f"{address(batch)}?item={item}", {"kind": kind, "file": sent, **more})
    assert isinstance(answer, HttpResponse)
    return answer


def words(answer: Any) -> str:
    return unescape(answer.content.decode())


def lacking(batch: Batch) -> list[str]:
    return [kind.label for one in checklist(batch) for kind in one.missing]


def test_the_checklist_shrinks_with_every_kind(batch: Batch, login: Login, station_user: User) -> None:
    client = login(station_user)
    assert lacking(batch) == ALL
    assert "理论考场照片、实操考场照片、工件照片、签到表、答卷" in words(client.get(address(batch)))
    answer = send(client, batch, "theory_room", photo())
    assert answer["Location"] == f"{address(batch)}?item={batch.items.get().pk}#theory_room"
    assert lacking(batch) == ALL[1:]
    for kind in ("practical_room", "workpiece"):
        send(client, batch, kind, photo(shade=len(kind)))
    send(client, batch, "sign_in", written(pages()))
    send(client, batch, "papers", written(pages(3)))
    assert lacking(batch) == []
    assert proof.missing(batch.items.get()) == []
    assert "齐全，共 5 份" in words(client.get(address(batch)))
    assert "齐全，共 5 份" in words(client.get(batch.get_absolute_url()))


def test_what_is_missing_names_trade_rule_and_who_acts(batch: Batch) -> None:
    assert [str(problem) for problem in proof.missing(batch.items.get())][::3] == [
        "数控车工 四级/中级工还没有理论考场照片（服务指南 4.6-6）。请考试站在“考试资料”中上传。",
        "数控车工 四级/中级工还没有签到表（服务指南 4.6-5）。请考试站在“考试资料”中上传。",
    ]


def test_several_photos_at_once_with_one_bad_keep_what_was_said(
    batch: Batch, login: Login, station_user: User
) -> None:
    client = login(station_user)
    said = {"taken_on": "2026-08-31", "why": "原件遗失"}
    answer = send(client, batch, "theory_room", photo(), photo(None, shade=1), **said)
    assert answer.status_code == 422
    assert "“IMG_2.jpg”：填写的拍摄日期为 2026-08-31，不是考试日期 2026-09-01" in words(answer)
    assert 'value="原件遗失"' in words(answer)
    assert not ExamEvidence.objects.exists()
    answer = send(
        client, batch, "theory_room", photo(), photo(None, shade=1), **{**said, "taken_on": "2026-09-01"}
    )
    assert answer.status_code == 302
    sources = ExamEvidence.objects.order_by("pk").values_list("date_source", "declared_why")
    assert list(sources) == [("camera", ""), ("declared", "原件遗失")]
    assert "2026-09-01 拍摄（上传人填写：原件遗失）" in words(client.get(address(batch)))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"kind": "theory_room"}, "请先选择文件，再点“上传”。"),
        ({"kind": "selfie"}, "没有这一类资料，请从页面上的类别中选择。"),
        ({"kind": "video"}, "请填写完整的 https 地址，或选择 MP4 文件。"),
        ({"kind": "video", "link": "http://example.edu.cn/a.mp4"}, "请填写完整的 https 地址"),
        ({"kind": "video", "link": "javascript:alert(1)"}, "请填写完整的 https 地址"),
        ({"kind": "theory_room", "taken_on": "1 Sept"}, "请填写完整的日期"),
    ],
)
def test_what_is_incomplete_is_said(
    batch: Batch, login: Login, station_user: User, sent: dict[str, str], sentence: str
) -> None:
    answer = login(station_user).post(f"{address(batch)}?item={batch.items.get().pk}", sent)
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())
    assert not ExamEvidence.objects.exists()


def test_a_film_is_linked_once(batch: Batch, login: Login, station_user: User) -> None:
    client, link = login(station_user), "https://example.edu.cn/exam.mp4"
    assert send(client, batch, "video", link=link).status_code == 302
    assert f'href="{link}" rel="noopener noreferrer nofollow"' in words(client.get(address(batch)))
    answer = send(client, batch, "video", link=link)
    assert answer.status_code == 422
    assert "该视频地址已经登记" in words(answer)
    row = ExamEvidence.objects.get()
    client.post(reverse("exams:evidence_delete", args=[row.pk]))
    assert not ExamEvidence.objects.exists()


def test_a_short_film_is_kept_as_it_is_and_handed_out_in_portions(
    batch: Batch, login: Login, station_user: User, other_station_user: User
) -> None:
    client, content = login(station_user), films.film(3 * 1024 * 1024)
    sent = SimpleUploadedFile("实操过程.MOV", content)
    assert send(client, batch, "video", film=sent).status_code == 302
    row = ExamEvidence.objects.get()
    assert (row.name, row.content_type, row.link) == ("实操过程.MOV.mp4", "video/mp4", "")
    assert row.digest == sha256(content).hexdigest()
    assert "上传了数控车工 四级/中级工的考试视频 1 份" in [one.sentence for one in history_of(batch)]
    opened = reverse("exams:evidence_file", args=[row.pk])
    answer: Any = client.get(opened)
    assert answer.streaming
    assert b"".join(answer) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert login(other_station_user).get(opened).status_code == 404
    small = reverse("exams:evidence_thumbnail", args=[row.pk])
    assert login(station_user).get(small).status_code == 404
    assert small not in words(login(station_user).get(address(batch)))
    assert not Path(row.file.path).read_bytes().startswith(content[:8])
    again = send(login(station_user), batch, "video", film=SimpleUploadedFile("b.mp4", content))
    assert "是同一个文件" in words(again)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a film", films.film()[:-1], films.film() + b"PK\x03\x04", films.film(brand=b"heic")],
)
def test_what_is_no_whole_film_isnt_kept(
    batch: Batch, login: Login, station_user: User, content: bytes
) -> None:
    sent = SimpleUploadedFile("film.mp4", content)
    answer = send(login(station_user), batch, "video", film=sent)
    assert answer.status_code == 422
    assert ("文件不是 MP4 视频" if content else "文件是空的") in words(answer)
    assert not ExamEvidence.objects.exists()


def test_a_film_and_an_address_come_one_by_one(batch: Batch, login: Login, station_user: User) -> None:
    sent = SimpleUploadedFile("film.mp4", films.film())
    answer = send(login(station_user), batch, "video", film=sent, link="https://example.edu.cn/exam.mp4")
    assert "视频地址和 MP4 文件请分两次提交。" in words(answer)
    assert not ExamEvidence.objects.exists()


def test_too_many_files_are_refused_before_any_is_decoded(
    batch: Batch, login: Login, station_user: User
) -> None:
    client = login(station_user)
    answer = send(client, batch, "theory_room", *[b"no picture"] * (MOST_FILES + 1))
    assert answer.status_code == 422
    assert f"最多 {MOST_FILES} 份，现有 0 份，又选了 {MOST_FILES + 1} 份" in words(answer)
    assert "IMG_1.jpg" not in words(answer)


def test_more_files_than_the_portal_reads_at_once_are_refused_in_words(
    batch: Batch, station_user: User
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(station_user)
    client.get(address(batch))
    answer = send(client, batch, "theory_room", *[b"x"] * 101)
    assert answer.status_code == 413
    assert "一次最多上传 100 个文件，没有保存任何文件。请分几次上传。" in words(answer)


def test_files_are_seen_by_who_sees_the_batch(
    batch: Batch, login: Login, station_user: User, management_user: User, other_station_user: User
) -> None:
    send(login(station_user), batch, "theory_room", photo())
    send(login(station_user), batch, "papers", written(pages()))
    picture, sheet = ExamEvidence.objects.order_by("pk")
    full, small = (reverse(f"exams:evidence_{name}", args=[picture.pk]) for name in ("file", "thumbnail"))
    candidate = batch.enrolments.accepted()[0].candidate.user
    for reader, status in ((station_user, 200), (management_user, 200), (other_station_user, 404)):
        assert [login(reader).get(one).status_code for one in (full, small)] == [status, status]
    assert login(candidate).get(full).status_code == 403
    answer = login(management_user).get(small)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"].startswith("private, no-store")
    assert len(answer.content) < 40 * 1024
    assert login(station_user).get(reverse("exams:evidence_thumbnail", args=[sheet.pk])).status_code == 404
    paper = login(station_user).get(reverse("exams:evidence_file", args=[sheet.pk]))
    assert paper["Content-Disposition"].startswith("attachment")


def test_only_the_station_adds_and_deletes(
    batch: Batch, login: Login, station_user: User, management_user: User, other_station_user: User
) -> None:
    (row,) = evidence.keep(batch.items.get(), EvidenceKind.WORKPIECE, station_user)
    delete = reverse("exams:evidence_delete", args=[row.pk])
    for stranger, status in ((management_user, 403), (other_station_user, 404)):
        client = login(stranger)
        assert send(client, batch, "theory_room", photo()).status_code == status
        assert client.post(delete).status_code == status
    assert "选择文件" not in words(login(management_user).get(address(batch)))
    assert ExamEvidence.objects.get() == row


def test_another_batchs_trade_takes_nothing_here(
    batch: Batch, other_batch: Batch, login: Login, station_user: User
) -> None:
    client = login(station_user)
    for item in (other_batch.items.get().pk, "", "x"):
        assert send(client, batch, "theory_room", photo(), item=item or "0").status_code == 404
    assert not ExamEvidence.objects.exists()


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 302), (20, 302)])
def test_evidence_is_kept_from_the_exam_day_on(
    batch: Batch, login: Login, station_user: User, days: int, status: int
) -> None:
    with time_machine.travel(results.exam_noon(batch, days)):
        answer = send(login(station_user), batch, "theory_room", photo())
    assert answer.status_code == status
    if days < 0:
        assert "考试尚未进行，不能上传、删除考试资料" in words(answer)


def test_after_the_results_are_handed_in_nothing_comes_or_goes(
    batch: Batch, login: Login, station_user: User
) -> None:
    (row,) = evidence.keep(batch.items.get(), EvidenceKind.WORKPIECE, station_user)
    QuerySet(Batch).filter(pk=batch.pk).update(status="results_submitted")
    client = login(station_user)
    assert send(client, batch, "theory_room", photo()).status_code == 422
    answer = client.post(reverse("exams:evidence_delete", args=[row.pk]), follow=True)
    assert "请由管理站退回成绩后再办理" in words(answer)
    assert "删除<span" not in words(answer)
    assert ExamEvidence.objects.get() == row


def test_more_than_the_portal_reads_at_once_is_refused_unread(
    batch: Batch, login: Login, station_user: User
) -> None:
    client = login(station_user)
    answer = client.post(
        address(batch), b"", content_type="multipart/form-data", CONTENT_LENGTH=str(61 * 1024 * 1024)
    )
    assert answer.status_code == 413
    assert "一次上传的文件合计不能超过 60 MB" in unescape(answer.content.decode())


def carry(enrolment: Enrolment, kind: str, by: User) -> None:
    CarriedScore.objects.create(
        enrolment=enrolment,
        source=enrolment,
        kind=kind,
        score="70",
        granted_by=by,
        granted_at=results.exam_noon(enrolment.batch),
    )


def away(enrolment: Enrolment, kind: str, state: str, by: User) -> None:
    Attendance.objects.create(
        enrolment=enrolment,
        kind=kind,
        state=state,
        note="说明",
        recorded_by=by,
        recorded_at=results.exam_noon(enrolment.batch),
    )


def test_a_paper_that_nobody_sat_needs_no_photo(batch: Batch, station_user: User) -> None:
    first, second, third = batch.enrolments.accepted()
    for one in (first, second):
        carry(one, "theory", station_user)
    assert lacking(batch) == ALL
    away(third, "theory", "absent", station_user)
    assert lacking(batch) == ["实操考场照片", "工件照片", "签到表", "答卷"]
    for one in (first, second, third):
        away(one, "practical", "excused", station_user)
    assert lacking(batch) == ["签到表"]


def test_absences_that_were_typed_count_too(batch: Batch, station_user: User) -> None:
    for one in batch.enrolments.accepted():
        Result.objects.create(enrolment=one, theory_absent=True, recorded_by=station_user)
    assert lacking(batch) == ["实操考场照片", "工件照片", "签到表", "答卷"]
    away(batch.enrolments.accepted()[0], "theory", "misconduct", station_user)
    assert lacking(batch) == ALL


def test_who_was_excluded_sat_all_the_same(batch: Batch, station_user: User) -> None:
    for one in batch.enrolments.accepted():
        away(one, "theory", "misconduct", station_user)
    assert lacking(batch) == ALL


def test_photos_of_a_day_that_is_no_longer_the_exams_count_no_more(batch: Batch, station_user: User) -> None:
    evidence.complete(batch, station_user)
    assert lacking(batch) == []
    Batch.objects.filter(pk=batch.pk).update(exam_date="2026-09-02")
    batch.refresh_from_db()
    assert lacking(batch) == ALL[:3]


def test_each_trade_has_a_checklist_of_its_own(
    station: Station, management_user: User, station_user: User, login: Login
) -> None:
    turner, miller = exam.trade(), exam.trade("数控铣工", code="JX04-05-02-01")
    for trade in {turner, miller} - {grant.trade for grant in station.grants.all()}:
        exam.scope(station, trade)
    plan = station.plans.get()
    exam.plan_item(plan, trade=turner)
    exam.plan_item(plan, trade=miller)
    two = exam.approved_batch(station, management_user, *plan.items.free())
    first, second = two.items.order_by("pk")
    exam.accepted_enrolment(second, people.candidate("周铣"))
    exam.accepted_enrolment(first, people.candidate("吴车"))
    perform(two, "submit_roster", actor=station_user, at=exam.noon(exam.EXAM_DATE.replace(month=8, day=10)))
    evidence.keep(second, EvidenceKind.THEORY_ROOM, station_user)
    two.refresh_from_db()
    assert [len(one.missing) for one in checklist(two)] == [5, 4]
    client = login(station_user)
    # One photo of a room in which both trades sat stands for each of them.
    assert send(client, two, "theory_room", photo(), item=first.pk).status_code == 302
    assert "数控铣工 四级/中级工" in words(client.get(f"{address(two)}?item={second.pk}"))


def test_what_was_destroyed_is_named_and_opens_no_more(
    batch: Batch, login: Login, station_user: User
) -> None:
    (row,) = evidence.keep(batch.items.get(), EvidenceKind.WORKPIECE, station_user)
    ExamEvidence.objects.update(destroyed_at=results.exam_noon(batch, 3))
    client = login(station_user)
    html = words(client.get(address(batch)))
    assert "workpiece.jpg" in html
    assert "2026-09-04 销毁" in html
    for name in ("file", "thumbnail"):
        opened = reverse(f"exams:evidence_{name}", args=[row.pk])
        assert opened not in html
        assert client.get(opened).status_code == 404
    assert reverse("exams:evidence_delete", args=[row.pk]) not in html
