"""Files of an application: what is taken, what is refused with nothing stored, who may see them."""

import hashlib
import io
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Organisation, User
from documents.upload_limits import MEGABYTE
from ostami import clock
from ostami.problems import BlockedError
from stations.completeness import missing_parts
from stations.models import ApplicationKind, Attachment, AttachmentKind, StationApplication
from stations.models.attachments import RULES
from stations.services.files import SentFile, remove_attachment, store_attachments
from tests.conftest import Login
from tests.factories.stations import (
    add_file,
    applicant,
    complete_application,
    draft_application,
    small_pdf,
    small_picture,
)
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

RULE = AttachmentKind.RULE_FINANCE
PHOTO = AttachmentKind.PHOTO


@pytest.fixture
def school(management_org: Organisation) -> User:
    return applicant(management=management_org)


@pytest.fixture
def draft(school: User) -> StationApplication:
    return draft_application(school)


def sent(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def address(application: StationApplication) -> str:
    return f"/applications/{application.pk}/files/"


def upload(
    client: Client, application: StationApplication, kind: str, files: Sequence[SimpleUploadedFile]
) -> Any:
    return client.post(address(application), {"kind": kind, "file": list(files)})


def stored_names(application: StationApplication) -> list[str]:
    return list(application.attachments.order_by("pk").values_list("name", flat=True))


def files_missing(application: StationApplication) -> list[str]:
    fresh = StationApplication.objects.get(pk=application.pk)
    missing = missing_parts(fresh, today=clock.today())
    return [str(one.problem) for one in missing if one.section == "files"]


# --- what is taken ---------------------------------------------------------------------------------------


def test_a_rule_is_uploaded_looked_at_and_replaced(
    login: Login,
    school: User,
    draft: StationApplication,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = login(school)
    answer = upload(client, draft, RULE, [sent(small_pdf(), "财务制度.pdf")])
    assert answer["Location"] == f"{address(draft)}#rule_1"
    first = draft.attachments.get()
    assert (first.name, first.content_type, first.size) == (
        "财务制度.pdf",
        "application/pdf",
        len(small_pdf()),
    )
    html = client.get(address(draft)).content.decode()
    assert "财务制度.pdf" in html
    assert "更换文件" in html
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, draft, RULE, [sent(small_pdf(width=300), "新制度.pdf")])
    assert stored_names(draft) == ["新制度.pdf"]
    assert not first.file.storage.exists(str(first.file.name))


def test_several_photos_come_at_once_and_are_shown_as_thumbnails(
    login: Login, school: User, draft: StationApplication
) -> None:
    client = login(school)
    photos = [sent(small_picture(shade=shade), f"车间{shade}.jpg") for shade in range(5)]
    assert upload(client, draft, PHOTO, photos).status_code == 302
    html = client.get(address(draft)).content.decode()
    assert html.count("img-thumbnail") == 5
    assert "已上传 5 个" in html
    photo = draft.attachments.first()
    assert photo
    answer = client.get(f"{address(draft)}{photo.pk}/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("inline")


def test_the_limits_are_told_beforehand(login: Login, school: User, draft: StationApplication) -> None:
    html = login(school).get(address(draft)).content.decode()
    for told in ("每个文件不超过 10 MB", "合计不超过 60 MB", "JPEG 或 PNG", "请另存为 PDF"):
        assert told in html
    for rule in RULES:
        assert rule.label in html


def test_a_pdf_is_handed_out_to_be_kept_under_a_name_that_tells_what_it_is(
    login: Login, school: User, draft: StationApplication
) -> None:
    client = login(school)
    upload(client, draft, RULE, [sent(small_pdf(), "制度.html")])
    file = draft.attachments.get()
    assert file.name == "制度.pdf"
    answer = client.get(f"{address(draft)}{file.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == small_pdf()


def test_the_digest_is_of_what_is_stored(draft: StationApplication, school: User) -> None:
    (file,) = store_attachments(
        application=draft,
        kind=PHOTO,
        files=[SentFile("a.jpg", small_picture())],
        actor=school,
        at=clock.now(),
    )
    assert file.digest == hashlib.sha256(file.file.open().read()).hexdigest()


# --- borders ---------------------------------------------------------------------------------------------


def test_four_photos_are_too_few_and_five_enough(school: User) -> None:
    whole = complete_application(school)
    whole.attachments.filter(kind=PHOTO).first().delete()  # type: ignore[union-attr]  # there are five
    assert files_missing(whole) == ["实训环境照片须有 5 张，现有 4 张（服务指南 2.3）。"]
    add_file(whole, PHOTO)
    assert files_missing(whole) == []


def test_seven_rules_are_too_few_and_eight_enough(school: User) -> None:
    whole = complete_application(school)
    whole.attachments.filter(kind=AttachmentKind.RULE_SECRECY).delete()
    assert files_missing(whole) == ["管理制度须上传 8 项，现有 7 项，还差：保密制度（服务指南 2.1.4）。"]
    add_file(whole, AttachmentKind.RULE_SECRECY)
    assert files_missing(whole) == []


def test_ten_photos_fit_and_an_eleventh_does_not(
    login: Login, school: User, draft: StationApplication
) -> None:
    client = login(school)
    upload(client, draft, PHOTO, [sent(small_picture(shade=shade), f"{shade}.jpg") for shade in range(9)])
    two = [sent(small_picture(shade=shade), f"{shade}.jpg") for shade in (20, 21)]
    answer = upload(client, draft, PHOTO, two)
    assert answer.status_code == 422
    assert "最多 10 个文件，现有 9 个，又选了 2 个" in answer.content.decode()
    assert draft.attachments.count() == 9
    assert upload(client, draft, PHOTO, [sent(small_picture(shade=20), "20.jpg")]).status_code == 302
    assert "最多 10 个文件，需要更换时请先删除" in client.get(address(draft)).content.decode()


@pytest.mark.parametrize(("size", "status"), [(10 * MEGABYTE, 302), (10 * MEGABYTE + 1, 422)])
def test_a_file_has_at_most_ten_megabytes(
    size: int, status: int, login: Login, school: User, draft: StationApplication
) -> None:
    head, mark, foot = small_pdf().partition(b"startxref")
    comment = b"%" + b"x" * (size - len(small_pdf()) - 2) + b"\n"
    padded = head + comment + mark + foot
    assert len(padded) == size
    answer = upload(login(school), draft, RULE, [sent(padded, "大.pdf")])
    assert answer.status_code == status
    if status == 422:
        assert "不能超过 10 MB" in answer.content.decode()
    assert draft.attachments.count() == (1 if status == 302 else 0)


@pytest.mark.parametrize(("size", "status"), [(60 * MEGABYTE, 422), (60 * MEGABYTE + 1, 413)])
def test_a_request_beyond_sixty_megabytes_is_refused_unread(
    size: int, status: int, login: Login, school: User, draft: StationApplication
) -> None:
    class Unread(io.BytesIO):
        was_read = False

        def read(self, *size: Any) -> bytes:
            self.was_read = True
            return super().read(*size)

    body = Unread()
    answer = login(school).generic("POST", address(draft), **wsgi(body, size))
    assert answer.status_code == status
    if status == 413:
        assert "合计不能超过 60 MB，没有保存任何文件" in answer.content.decode()
        assert not body.was_read


def wsgi(body: io.BytesIO, size: int) -> dict[str, Any]:
    return {
        "CONTENT_LENGTH": str(size),
        "CONTENT_TYPE": "multipart/form-data; boundary=xx",
        "wsgi.input": body,
    }


# --- what is refused -------------------------------------------------------------------------------------


def pdf_with_script() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    writer.root_object[NameObject("/OpenAction")] = script
    writer.write(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


HOSTILE: list[tuple[str, AttachmentKind, bytes, str]] = [
    ("empty.pdf", RULE, b"", "文件是空的"),
    ("page.pdf", RULE, b"<html><script>alert(1)</script></html>", "文件不是"),
    ("rule.docx", RULE, b"PK\x03\x04" + b"0" * 50, "请另存为 PDF"),
    ("rule.doc", RULE, b"\xd0\xcf\x11\xe0" + b"0" * 50, "请另存为 PDF"),
    ("virus.exe", RULE, b"MZ" + b"0" * 50, "文件不是"),
    ("drawing.svg", PHOTO, b"<svg onload='alert(1)'/>", "文件不是"),
    ("cut.jpg", PHOTO, small_picture()[:100], "损坏"),
    ("photo.pdf", PHOTO, small_pdf(), "这里不收 PDF 文件"),
    ("script.pdf", RULE, pdf_with_script(), "PDF"),
    ("locked.pdf", RULE, locked_pdf(), "密码"),
    ("cut.pdf", RULE, small_pdf()[:80], "PDF"),
]


@pytest.mark.parametrize(("name", "kind", "content", "sentence"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_hostile_and_broken_files_are_refused_in_words_with_nothing_stored(
    name: str,
    kind: AttachmentKind,
    content: bytes,
    sentence: str,
    login: Login,
    school: User,
    draft: StationApplication,
    settings: Any,
) -> None:
    answer = upload(login(school), draft, kind, [sent(content, name)])
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Attachment.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_of_several_files_each_bad_one_is_named_and_none_is_stored(
    login: Login, school: User, draft: StationApplication, settings: Any
) -> None:
    photos = [
        sent(small_picture(shade=1), "好.jpg"),
        sent(b"GIF89a", "动图.gif"),
        sent(small_pdf(), "照片.pdf"),
    ]
    answer = upload(login(school), draft, PHOTO, photos)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "“动图.gif”：文件不是" in html
    assert "“照片.pdf”：这里不收 PDF 文件" in html
    assert "“好.jpg”" not in html
    assert not Attachment.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


def test_one_picture_sent_again_is_not_a_second_one(
    login: Login, school: User, draft: StationApplication
) -> None:
    client = login(school)
    upload(client, draft, PHOTO, [sent(small_picture(), "车间.jpg")])
    answer = upload(client, draft, PHOTO, [sent(small_picture(), "又一张.jpg")])
    assert "“又一张.jpg”与“车间.jpg”是同一个文件" in answer.content.decode()
    assert stored_names(draft) == ["车间.jpg"]


def test_an_old_file_stays_when_the_new_one_will_not_do(
    login: Login, school: User, draft: StationApplication
) -> None:
    client = login(school)
    upload(client, draft, RULE, [sent(small_pdf(), "制度.pdf")])
    assert upload(client, draft, RULE, [sent(b"MZ", "坏.pdf")]).status_code == 422
    kept = draft.attachments.get()
    assert kept.name == "制度.pdf"
    assert kept.file.read() == small_pdf()


def test_a_picture_loses_what_hides_in_it(login: Login, school: User, draft: StationApplication) -> None:
    exif = Image.Exif()
    exif[0x010E] = "GPS secret"
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=exif)
    upload(login(school), draft, PHOTO, [sent(out.getvalue() + b"<script>", "车间.jpg")])
    content = draft.attachments.get().file.read()
    assert b"secret" not in content
    assert b"<script>" not in content


def test_names_lose_their_paths_and_turning_marks(
    login: Login, school: User, draft: StationApplication
) -> None:
    upload(login(school), draft, RULE, [sent(small_pdf(), "a\u202efdp.制度.pdf")])
    assert draft.attachments.get().name == "afdp.制度.pdf"


def test_nothing_chosen_and_a_kind_that_is_none_are_refused(
    login: Login, school: User, draft: StationApplication
) -> None:
    client = login(school)
    nothing = client.post(address(draft), {"kind": RULE})
    assert "请先选择文件，再点“上传”" in nothing.content.decode()
    unknown = upload(client, draft, "passport", [sent(small_pdf(), "a.pdf")])
    assert "没有这一类材料" in unknown.content.decode()
    not_asked = upload(client, draft, AttachmentKind.PROOF, [sent(small_pdf(), "a.pdf")])
    assert "建站申报不需要上传证明材料" in not_asked.content.decode()
    assert not Attachment.objects.exists()


def test_a_change_takes_its_proof(login: Login, station_user: User) -> None:
    change = draft_application(station_user, kind=ApplicationKind.CHANGE)
    answer = upload(login(station_user), change, AttachmentKind.PROOF, [sent(small_pdf(), "任免文件.pdf")])
    assert answer.status_code == 302
    assert stored_names(change) == ["任免文件.pdf"]


# --- deleting, and who may -------------------------------------------------------------------------------


def test_a_file_is_deleted(
    login: Login,
    school: User,
    draft: StationApplication,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    file = add_file(draft, RULE)
    with django_capture_on_commit_callbacks(execute=True):
        answer = login(school).post(f"{address(draft)}{file.pk}/delete/")
    assert answer["Location"] == f"{address(draft)}#rule_1"
    assert not Attachment.objects.exists()
    assert not file.file.storage.exists(str(file.file.name))
    assert login(school).post(f"{address(draft)}{file.pk}/delete/").status_code == 404
    assert login(school).get(f"{address(draft)}{file.pk}/delete/").status_code == 405


def test_after_submission_nothing_is_stored_or_deleted(login: Login, school: User) -> None:
    whole = perform(complete_application(school), "submit", actor=school, reason="同意申报")
    before = stored_names(whole)
    client = login(school)
    answer = upload(client, whole, RULE, [sent(small_pdf(), "新.pdf")])
    assert "已提交，不能修改" in answer.content.decode()
    file = whole.attachments.first()
    assert file
    refused = client.post(f"{address(whole)}{file.pk}/delete/", follow=True)
    assert "已提交，不能修改" in refused.content.decode()
    with pytest.raises(BlockedError):
        remove_attachment(attachment=file, actor=school)
    assert stored_names(whole) == before


def test_staff_see_the_files_of_what_was_handed_in_and_nobody_else_does(
    login: Login, school: User, management_org: Organisation, management_user: User, station_user: User
) -> None:
    whole = complete_application(school)
    file = whole.attachments.first()
    assert file
    path = f"{address(whole)}{file.pk}/"
    other = applicant("练习另一所职业学院", management=management_org)
    assert login(management_user).get(path).status_code == 404, "a draft is the school's own"
    perform(whole, "submit", actor=school, reason="同意申报")
    assert login(management_user).get(path).status_code == 200
    assert login(management_user).post(f"{path}delete/").status_code == 403
    for stranger in (other, station_user):
        assert login(stranger).get(path).status_code == 404
        assert login(stranger).post(f"{path}delete/").status_code == 404
    another = draft_application(other)
    assert login(other).get(f"{address(another)}{file.pk}/").status_code == 404


def test_the_token_is_still_asked_for(school: User, draft: StationApplication) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(school)
    assert upload(strict, draft, RULE, [sent(small_pdf(), "a.pdf")]).status_code == 403
    assert not Attachment.objects.exists()


def test_files_whose_rows_cannot_be_stored_leave_nothing_behind(
    draft: StationApplication, school: User
) -> None:
    photos = [SentFile(f"{number}.jpg", small_picture(shade=number)) for number in range(2)]
    with pytest.raises(IntegrityError):
        store_attachments(
            application=draft,
            kind=PHOTO,
            files=photos,
            actor=school,
            at=None,  # type: ignore[arg-type]  # the database refuses a row without its instant
        )
    assert not draft.attachments.exists()
    folders, files = default_storage.listdir("station-applications")
    assert (folders, files) == ([], [])
