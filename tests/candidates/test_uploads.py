"""Uploading, replacing and showing pictures."""

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.http import Http404
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from candidates.models import Candidate, Enrolment, EnrolmentStatus, Upload, UploadKind
from candidates.services.uploading import store_upload
from ostami import clock
from ostami.policy import UPLOAD_MAX_BYTES, UPLOAD_SENT_MAX_BYTES
from ostami.problems import BlockedError
from tests.conftest import Login
from tests.documents.photos import phone_photo
from tests.documents.test_pictures import padded
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


def chosen(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def bare(draft: Enrolment) -> Enrolment:
    """Without pictures."""
    draft.uploads.all().delete()
    return draft


@pytest.fixture
def hers(login: Login, lin: Candidate) -> Client:
    return login(lin.user)


def send(client: Client, enrolment: Enrolment, content: bytes, kind: str = "photo") -> int:
    address = f"/candidates/{enrolment.pk}/uploads/"
    return client.post(address, {"kind": kind, "file": chosen(content)}).status_code


def test_a_picture_is_stored_and_shown(hers: Client, bare: Enrolment) -> None:
    assert send(hers, bare, exam.picture()) == 302
    upload = bare.uploads.get()
    assert (upload.kind, upload.content_type, upload.width, upload.height) == (
        "photo",
        "image/jpeg",
        390,
        567,
    )
    response = hers.get(f"/candidates/uploads/{upload.pk}/")
    assert response.content == upload.file.read()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert history_of(bare).get().sentence == "上传了本人照片"


def test_the_stored_name_is_random_and_tells_nothing(hers: Client, bare: Enrolment) -> None:
    address = f"/candidates/{bare.pk}/uploads/"
    hers.post(address, {"kind": "photo", "file": chosen(exam.picture(), "../../林小禾 身份证.php.jpg")})
    assert Path(str(bare.uploads.get().file.name)).match("enrolments/????????????????????????????????.jpg")


def test_the_file_on_disk_does_not_hold_the_picture(
    hers: Client, bare: Enrolment, settings: LazySettings
) -> None:
    send(hers, bare, exam.picture())
    upload = bare.uploads.get()
    picture = upload.file.read()
    stored = Path(default_storage.path(str(upload.file.name))).read_bytes()
    for part in (picture[:64], picture[100:200]):
        assert part not in stored
        assert base64.b64encode(part)[:-4] not in stored
    assert b"JFIF" not in stored


@pytest.mark.parametrize("size", [UPLOAD_MAX_BYTES, UPLOAD_MAX_BYTES + 1, UPLOAD_SENT_MAX_BYTES])
@pytest.mark.parametrize("kind", ["photo", "id_front"])
def test_pictures_up_to_ten_megabytes_are_taken(hers: Client, bare: Enrolment, kind: str, size: int) -> None:
    assert send(hers, bare, padded(size), kind) == 302
    assert len(bare.uploads.get().file.read()) < UPLOAD_MAX_BYTES


@pytest.mark.parametrize("kind", ["photo", "id_front"])
def test_a_byte_more_than_ten_megabytes_is_refused(hers: Client, bare: Enrolment, kind: str) -> None:
    send(hers, bare, exam.picture(), "id_back")
    content = padded(UPLOAD_SENT_MAX_BYTES + 1)
    response = hers.post(f"/candidates/{bare.pk}/uploads/", {"kind": kind, "file": chosen(content)})
    assert response.status_code == 422
    assert (
        "图片为 10.01 MB，超过 10 MB，平台无法代为压缩到 1 MB 以内（服务指南 4.3-3）。"
        "请压缩图片或调低拍照分辨率后重新上传。"
    ) in response.content.decode()
    assert [upload.kind for upload in bare.uploads.all()] == ["id_back"]


def test_a_photo_of_a_phone_is_shrunk_and_turned_upright(hers: Client, bare: Enrolment) -> None:
    content = phone_photo()
    assert 8_000_000 < len(content) <= UPLOAD_SENT_MAX_BYTES
    assert send(hers, bare, content, "id_front") == 302
    stored = bare.uploads.get()
    picture = stored.file.read()
    assert len(picture) <= UPLOAD_MAX_BYTES
    assert stored.width * 4 == stored.height * 3
    with Image.open(BytesIO(picture)) as image:
        assert not image.getexif()
        assert image.getpixel((image.width // 4, image.height // 4)) == pytest.approx((254, 0, 0), abs=5)


def test_a_portrait_is_cut_where_the_candidate_said(hers: Client, bare: Enrolment) -> None:
    image = Image.new("RGB", (780, 1134), "white")
    image.paste((0, 0, 255), (0, 567, 390, 1134))
    out = BytesIO()
    image.save(out, "PNG")
    sent = {"kind": "photo", "file": chosen(out.getvalue()), "zoom": "200", "x": "0", "y": "100"}
    assert hers.post(f"/candidates/{bare.pk}/uploads/", sent).status_code == 302
    with Image.open(BytesIO(bare.uploads.get().file.read())) as cut:
        assert cut.size == (390, 567)
        assert cut.getpixel((195, 283)) == pytest.approx((0, 0, 254), abs=3)


@pytest.mark.parametrize("number", ["", "1e9", "NaN", "-5", "99999999999", "<script>", "9" * 5000])
def test_odd_crop_numbers_do_no_harm(hers: Client, bare: Enrolment, number: str) -> None:
    sent = {"kind": "photo", "file": chosen(exam.picture()), "zoom": number, "x": number, "y": number}
    assert hers.post(f"/candidates/{bare.pk}/uploads/", sent).status_code == 302
    assert bare.uploads.get().width > 0


def test_the_page_opens_what_was_sent_and_what_comes_next(hers: Client, bare: Enrolment) -> None:
    def opened(address: str) -> list[str]:
        page = hers.get(address, follow=True).content.decode()
        return re.findall(r'<details class="card mb-3 material" id="(\w+)" open>', page)

    address = f"/candidates/{bare.pk}/uploads/"
    assert opened(address) == ["photo"]
    response = hers.post(f"{address}?from=check", {"kind": "photo", "file": chosen(exam.picture())})
    assert response["Location"] == f"{address}?from=check&shown=photo#photo"
    assert opened(response["Location"]) == ["photo", "id_front"]
    assert opened(f"{address}?shown=nonsense") == ["id_front"]


def test_doubts_about_a_portrait_show_to_candidate_and_station(
    login: Login, hers: Client, draft: Enrolment, station_user: User
) -> None:
    assert send(hers, draft, exam.picture((900, 600))) == 302
    words = "原图为 900×600 像素，与小2寸（33×48 毫米）比例相差较大"
    assert words in hers.get(f"/candidates/{draft.pk}/uploads/").content.decode()
    perform(draft, "submit", actor=draft.candidate.user)
    assert words in login(station_user).get(f"/candidates/{draft.pk}/").content.decode()


def test_if_the_row_cannot_be_stored_its_file_goes(bare: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database fails after the file was written."""

    def broken(*args: object, **kwargs: object) -> None:
        raise DatabaseError

    before = stored_names()
    monkeypatch.setattr(Upload, "save", broken)
    with pytest.raises(DatabaseError):
        store_upload(
            enrolment=bare,
            kind=UploadKind.PHOTO,
            content=exam.picture(),
            actor=bare.candidate.user,
            at=clock.now(),
        )
    assert stored_names() == before


def stored_names() -> set[str]:
    if not default_storage.exists("enrolments"):
        return set()
    return set(default_storage.listdir("enrolments")[1])


def test_a_new_picture_replaces_the_old_one_and_its_file(
    hers: Client, bare: Enrolment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    send(hers, bare, exam.picture())
    old = str(bare.uploads.get().file.name)
    with django_capture_on_commit_callbacks(execute=True):
        send(hers, bare, exam.picture((400, 580)))
    assert (bare.uploads.get().width, bare.uploads.get().height) == (390, 567)
    assert not default_storage.exists(old)
    assert [event.sentence for event in history_of(bare).order_by("pk")] == [
        "上传了本人照片",
        "更换了本人照片",
    ]


def test_a_refused_picture_leaves_the_old_one(hers: Client, bare: Enrolment) -> None:
    send(hers, bare, exam.picture())
    before = bare.uploads.get().file.name
    assert send(hers, bare, b"no picture") == 422
    assert bare.uploads.get().file.name == before
    assert default_storage.exists(str(before))


def test_nothing_chosen_is_said(hers: Client, bare: Enrolment) -> None:
    response = hers.post(f"/candidates/{bare.pk}/uploads/", {"kind": "photo"})
    assert response.status_code == 422
    assert "请先选择图片，再点“上传”。" in response.content.decode()


@pytest.mark.parametrize("kind", ["", "selfie"])
def test_only_known_kinds_are_taken(hers: Client, bare: Enrolment, kind: str) -> None:
    assert send(hers, bare, exam.picture(), kind) == 422


def test_a_kind_that_this_candidate_type_does_not_need_is_refused(hers: Client, bare: Enrolment) -> None:
    assert send(hers, bare, exam.picture(), "work_proof") == 422
    assert not bare.uploads.exists()


def test_a_small_photo_is_taken_with_a_hint(hers: Client, bare: Enrolment) -> None:
    send(hers, bare, exam.picture((200, 200)))
    assert "小于 390×567" in hers.get(f"/candidates/{bare.pk}/uploads/").content.decode()


def test_the_stamped_form_comes_after_submission_and_goes_on_to_its_confirmation(
    hers: Client, draft: Enrolment
) -> None:
    assert send(hers, draft, exam.picture(), "stamped_form") == 422
    perform(draft, "submit", actor=draft.candidate.user)
    response = hers.post(
        f"/candidates/{draft.pk}/uploads/", {"kind": "stamped_form", "file": chosen(exam.picture())}
    )
    assert response["Location"] == f"/candidates/{draft.pk}/stamp/"
    assert hers.post(response["Location"]).status_code == 302
    draft.refresh_from_db()
    assert draft.status == EnrolmentStatus.STAMPED


def test_once_handed_in_the_stamped_form_stays(hers: Client, draft: Enrolment) -> None:
    perform(draft, "submit", actor=draft.candidate.user)
    send(hers, draft, exam.picture(), "stamped_form")
    perform(draft, "stamp", actor=draft.candidate.user)
    before = draft.uploads.get(kind=UploadKind.STAMPED_FORM).file.name
    assert send(hers, draft, exam.picture((500, 700)), "stamped_form") == 422
    assert draft.uploads.get(kind=UploadKind.STAMPED_FORM).file.name == before


def test_pictures_show_to_the_candidate_and_the_station_alone(
    login: Login,
    draft: Enrolment,
    qian: Candidate,
    station_user: User,
    other_station_user: User,
    client: Client,
) -> None:
    address = f"/candidates/uploads/{Upload.objects.earliest('pk').pk}/"
    assert client.get(address).status_code == 302
    assert login(draft.candidate.user).get(address).status_code == 200
    assert login(qian.user).get(address).status_code == 404
    assert login(station_user).get(address).status_code == 404
    perform(draft, "submit", actor=draft.candidate.user)
    assert login(station_user).get(address).status_code == 200
    assert login(other_station_user).get(address).status_code == 404


def test_a_look_at_an_identity_document_is_recorded_once_a_day(
    login: Login, draft: Enrolment, station_user: User
) -> None:
    perform(draft, "submit", actor=draft.candidate.user)
    front = draft.uploads.get(kind=UploadKind.ID_FRONT)
    for _ in range(3):
        login(station_user).get(f"/candidates/uploads/{front.pk}/")
        login(draft.candidate.user).get(f"/candidates/uploads/{front.pk}/")
    looks = history_of(draft).filter(action="look")
    assert [(event.actor, event.sentence) for event in looks] == [(station_user, "查看了证件图片")]


def test_nobody_else_stores_a_picture_by_the_service(draft: Enrolment, qian: Candidate) -> None:
    with pytest.raises(Http404):
        store_upload(
            enrolment=draft, kind=UploadKind.PHOTO, content=exam.picture(), actor=qian.user, at=clock.now()
        )


def test_the_service_refuses_what_the_form_would(draft: Enrolment) -> None:
    with pytest.raises(BlockedError, match="超过 10 MB"):
        store_upload(
            enrolment=draft,
            kind=UploadKind.PHOTO,
            content=padded(UPLOAD_SENT_MAX_BYTES + 1),
            actor=draft.candidate.user,
            at=clock.now(),
        )


def test_throwing_a_draft_away_deletes_its_files(
    hers: Client, draft: Enrolment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    names = [str(upload.file.name) for upload in draft.uploads.all()]
    assert all(map(default_storage.exists, names))
    with django_capture_on_commit_callbacks(execute=True):
        hers.post(f"/candidates/{draft.pk}/discard/")
    assert not any(map(default_storage.exists, names))


def test_a_look_at_the_stamped_form_is_recorded_too(
    login: Login, draft: Enrolment, station_user: User
) -> None:
    """It shows the document number in full."""
    perform(draft, "submit", actor=draft.candidate.user)
    stamped = exam.upload(draft, UploadKind.STAMPED_FORM)
    login(station_user).get(f"/candidates/uploads/{stamped.pk}/")
    assert [event.actor for event in history_of(draft).filter(action="look")] == [station_user]
