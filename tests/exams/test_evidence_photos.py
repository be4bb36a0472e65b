from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from accounts.models import User
from batches.models import Batch
from exams.models import DateSource, EvidenceKind, ExamEvidence
from exams.proof.keeping import add_files, remove
from exams.proof.rules import MOST_FILES, Declaration
from ostami.problems import BlockedError
from tests.documents.pdfs import pages, written
from tests.factories import evidence, results
from tests.factories.exam_photos import noise, photo
from workflow.audit import history_of, verify
from workflow.models import AuditEvent

EXAM_DAY = date(2026, 9, 1)
ROOM = EvidenceKind.THEORY_ROOM
LOST = Declaration(EXAM_DAY, "微信传送后丢失日期")


def send(
    batch: Batch,
    user: User,
    *files: bytes,
    kind: EvidenceKind = ROOM,
    said: Declaration | None = None,
    days: int = 0,
) -> list[ExamEvidence]:
    named = [evidence.sent(file, f"IMG_{number:04}.jpg") for number, file in enumerate(files, start=1)]
    return add_files(
        item=batch.items.get(),
        kind=kind,
        files=named,
        actor=user,
        at=results.exam_noon(batch, days),
        declared=said or Declaration(),
    )


def refused(batch: Batch, user: User, *files: bytes, **facts: object) -> str:
    with pytest.raises(BlockedError) as blocked:
        send(batch, user, *files, **facts)  # type: ignore[arg-type]
    assert not ExamEvidence.objects.exists()
    return str(blocked.value)


def latest(batch: Batch) -> AuditEvent:
    return history_of(batch).order_by("pk")[history_of(batch).count() - 1]


def kept(row: ExamEvidence) -> bytes:
    with row.file.open() as file:
        return bytes(file.read())


def test_a_photo_of_the_exam_day_is_kept_with_its_day_in_the_corner(batch: Batch, station_user: User) -> None:
    (row,) = send(batch, station_user, photo(EXAM_DAY))
    assert (row.taken_on, row.date_source, row.declared_why) == (EXAM_DAY, DateSource.CAMERA, "")
    image = Image.open(BytesIO(kept(row)))
    assert image.size == (1200, 900)
    right = image.convert("L").crop((900, 860, 1200, 900))
    assert (max(right.tobytes()) > 250, min(right.tobytes()) < 40) == (True, True)


def test_place_and_camera_are_gone_from_what_is_kept(batch: Batch, station_user: User) -> None:
    original = photo(EXAM_DAY)
    assert b"PRACTICE" in original
    (row,) = send(batch, station_user, original)
    image = Image.open(BytesIO(kept(row)))
    assert not image.getexif()
    assert "exif" not in image.info
    assert b"PRACTICE" not in kept(row)


@pytest.mark.parametrize("days", [-1, 1, -365])
def test_a_photo_of_another_day_is_refused(batch: Batch, station_user: User, days: int) -> None:
    other = EXAM_DAY + timedelta(days=days)
    words = refused(batch, station_user, photo(other), days=5)
    assert words == (
        f"照片自带的拍摄日期为 {other}，不是考试日期 2026-09-01（服务指南 4.6-6）。"
        "请上传考试当日拍摄的照片原件。"
    )


def test_what_a_person_says_does_not_count_against_the_camera(batch: Batch, station_user: User) -> None:
    words = refused(batch, station_user, photo(date(2026, 8, 30)), said=LOST)
    assert "照片自带的拍摄日期为 2026-08-30" in words


def test_a_photo_of_the_future_is_refused(batch: Batch, station_user: User) -> None:
    words = refused(batch, station_user, photo(date(2027, 1, 1)), days=5)
    assert words.startswith("照片自带的拍摄日期 2027-01-01 晚于今天（2026-09-06）（服务指南 4.6-6）。")


def test_a_photo_without_a_day_needs_one_and_a_reason(batch: Batch, station_user: User) -> None:
    bare = photo(None)
    assert refused(batch, station_user, bare).startswith("照片没有拍摄日期（服务指南 4.6-6）。")
    assert "没有写明照片为什么没有日期" in refused(batch, station_user, bare, said=Declaration(EXAM_DAY))
    early = Declaration(date(2026, 8, 31), "原件遗失")
    assert "填写的拍摄日期为 2026-08-31，不是考试日期" in refused(batch, station_user, bare, said=early)
    ahead = Declaration(date(2026, 9, 2), "原件遗失")
    assert "填写的拍摄日期 2026-09-02 晚于今天" in refused(batch, station_user, bare, said=ahead)
    (row,) = send(batch, station_user, bare, said=LOST)
    assert (row.taken_on, row.date_source) == (EXAM_DAY, DateSource.DECLARED)
    assert row.declared_why == "微信传送后丢失日期"
    assert latest(batch).reason == "微信传送后丢失日期"


def test_a_declared_day_reads_otherwise_than_the_cameras(batch: Batch, station_user: User) -> None:
    (by_camera,) = send(batch, station_user, photo(EXAM_DAY))
    (declared,) = send(batch, station_user, photo(None), kind=EvidenceKind.PRACTICAL_ROOM, said=LOST)
    assert kept(by_camera) != kept(declared)


def test_twenty_photos_are_kept_at_once_all_or_none(batch: Batch, station_user: User) -> None:
    fit = [photo(EXAM_DAY, shade=number) for number in range(20)]
    words = refused(batch, station_user, *fit[:19], photo(date(2026, 8, 1), shade=30))
    assert words.startswith("“IMG_0020.jpg”：照片自带的拍摄日期为 2026-08-01")
    assert len(send(batch, station_user, *fit)) == 20
    event = latest(batch)
    assert event.sentence == "上传了数控车工 四级/中级工的理论考场照片 20 份"
    assert event.changes["理论考场照片"][1].startswith("IMG_0001.jpg、IMG_0002.jpg")
    assert verify() == []


def test_every_file_that_will_not_do_is_named(batch: Batch, station_user: User) -> None:
    words = refused(batch, station_user, photo(None), photo(EXAM_DAY), b"no picture")
    assert "“IMG_0001.jpg”：照片没有拍摄日期" in words
    assert "“IMG_0003.jpg”：文件不是 JPEG 或 PNG 图片" in words
    assert "IMG_0002" not in words


def test_a_big_photo_is_made_smaller_and_an_overlarge_one_refused(batch: Batch, station_user: User) -> None:
    big = noise(EXAM_DAY)
    assert 5_000_000 < len(big) <= 10 * 1024 * 1024
    (row,) = send(batch, station_user, big)
    assert row.file.size is not None
    assert len(kept(row)) <= 2 * 1024 * 1024
    row.delete_with_file()
    words = refused(batch, station_user, big + b"\0" * (10 * 1024 * 1024 + 1 - len(big)))
    assert "不能超过 10 MB" in words


def test_a_tiny_picture_shows_nothing(batch: Batch, station_user: User) -> None:
    words = refused(batch, station_user, photo(EXAM_DAY, size=(640, 479)))
    assert "照片为 640 × 479 像素，看不清考场情况。请上传短边不少于 480 像素的原件。" in words
    assert send(batch, station_user, photo(EXAM_DAY, size=(640, 480)))


def test_one_photo_does_not_stand_for_two(batch: Batch, station_user: User) -> None:
    same = photo(EXAM_DAY)
    assert "是同一个文件" in refused(batch, station_user, same, same)
    send(batch, station_user, same)
    with pytest.raises(BlockedError, match=r"与已有的理论考场照片“IMG_0001\.jpg”是同一个文件"):
        send(batch, station_user, same, kind=EvidenceKind.WORKPIECE)


def test_sheets_are_pdf_or_pictures_and_need_no_day(batch: Batch, station_user: User) -> None:
    (sheet,) = send(batch, station_user, written(pages(2)), kind=EvidenceKind.SIGN_IN)
    (page,) = send(batch, station_user, photo(None), kind=EvidenceKind.PAPERS)
    assert [sheet.content_type, page.content_type] == ["application/pdf", "image/jpeg"]
    assert [sheet.taken_on, page.taken_on] == [None, None]
    with pytest.raises(BlockedError, match="文件不是 JPEG 或 PNG 图片"):
        send(batch, station_user, written(pages()))


def test_there_is_a_most_of_each_kind(batch: Batch, station_user: User) -> None:
    ExamEvidence.objects.bulk_create(
        ExamEvidence(
            item=batch.items.get(),
            kind=ROOM,
            link=f"https://example.invalid/{number}",
            added_by=station_user,
            added_at=results.exam_noon(batch),
        )
        for number in range(MOST_FILES - 1)
    )
    with pytest.raises(BlockedError, match="最多 40 份，现有 39 份，又选了 2 份"):
        send(batch, station_user, photo(EXAM_DAY), photo(EXAM_DAY, shade=1))
    assert send(batch, station_user, photo(EXAM_DAY))


def test_nothing_is_left_on_disk_when_the_last_row_fails(
    batch: Batch, station_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(batch, station_user, photo(EXAM_DAY))
    storage = ExamEvidence._meta.get_field("file").storage
    before = storage.listdir("evidence")[1]
    ready = photo(EXAM_DAY, shade=2)
    with pytest.raises(BlockedError, match="同一个文件"):
        send(batch, station_user, ready, photo(EXAM_DAY))
    assert storage.listdir("evidence")[1] == before


@pytest.mark.django_db(transaction=True)
def test_a_deleted_file_goes_and_stays_in_the_history(batch: Batch, station_user: User) -> None:
    (row,) = send(batch, station_user, photo(EXAM_DAY))
    storage, name, digest = row.file.storage, str(row.file.name), row.digest
    remove(evidence=row, actor=station_user, at=results.exam_noon(batch))
    assert not ExamEvidence.objects.exists()
    assert not storage.exists(name)
    event = latest(batch)
    assert event.sentence == "删除了数控车工 四级/中级工的理论考场照片 1 份"
    assert event.changes == {"理论考场照片": ["IMG_0001.jpg", ""], "SHA-256": [digest, ""]}
