"""The station hands in the stamped form of one candidate."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from candidates.models import Enrolment, EnrolmentStatus, UploadKind
from candidates.services.stamping import attach_stamped_form
from ostami import clock
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.documents.pdfs import pages, written
from tests.factories import exam
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(draft: Enrolment) -> Enrolment:
    return perform(draft, "submit", actor=draft.candidate.user)


def send(client: Any, enrolment: Enrolment, content: bytes) -> Any:
    file = SimpleUploadedFile("scan", content)
    return client.post(f"/candidates/{enrolment.pk}/stamped/", {"file": file})


@pytest.mark.parametrize("content", [exam.picture(), written(pages(1)), written(pages(3))])
def test_a_picture_or_a_pdf_of_three_pages_goes_to_review(
    login: Login, submitted: Enrolment, station_user: User, content: bytes
) -> None:
    assert send(login(station_user), submitted, content)["Location"] == f"/candidates/{submitted.pk}/"
    submitted.refresh_from_db()
    assert submitted.status == EnrolmentStatus.STAMPED
    upload = submitted.uploads.get(kind=UploadKind.STAMPED_FORM)
    assert upload.content_type == "image/jpeg"
    event = history_of(submitted).order_by("pk").last()
    assert event
    assert (event.actor, event.sentence) == (station_user, "代传了盖章申报表")


def test_what_the_candidate_sent_before_is_replaced(submitted: Enrolment, station_user: User) -> None:
    exam.upload(submitted, UploadKind.STAMPED_FORM)
    attach_stamped_form(enrolment=submitted, content=written(pages(1)), actor=station_user, at=clock.now())
    assert submitted.uploads.filter(kind=UploadKind.STAMPED_FORM).count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (written(pages(4)), "PDF 有 4 页，不能超过 3 页。请拆分后上传。"),
        (b"PK\x03\x04", "文件不是 PDF，也不是 JPEG 或 PNG 图片"),
        (b"", "文件是空的"),
        (b"\xff" * (10 * 1024 * 1024 + 1), "文件为 10.01 MB，不能超过 10 MB"),
    ],
    ids=["four pages", "Word", "empty", "large"],
)
def test_a_file_that_wont_do_is_refused_at_the_form(
    login: Login, submitted: Enrolment, station_user: User, content: bytes, sentence: str
) -> None:
    answer = send(login(station_user), submitted, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == EnrolmentStatus.SUBMITTED
    assert not submitted.uploads.filter(kind=UploadKind.STAMPED_FORM).exists()


def test_a_second_stamped_form_is_refused_and_the_page_says_so(
    login: Login, submitted: Enrolment, station_user: User
) -> None:
    client = login(station_user)
    send(client, submitted, exam.picture())
    sentence = "林小禾已有盖章申报表，正在待审核（服务指南 4.3-3）。如表有误，请先退回修改。"
    assert sentence in client.get(f"/candidates/{submitted.pk}/stamped/").content.decode()
    answer = send(client, submitted, exam.picture())
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_after_the_deadline_none_is_stored(
    submitted: Enrolment, station_user: User, clock_at: Frozen
) -> None:
    at = datetime(2026, 8, 22, tzinfo=SHANGHAI)
    with pytest.raises(BlockedError, match="报名截止 2026-08-21 24:00"):
        attach_stamped_form(enrolment=submitted, content=exam.picture(), actor=station_user, at=at)
    assert not submitted.uploads.filter(kind=UploadKind.STAMPED_FORM).exists()


def test_candidates_and_management_stamp_for_nobody(
    login: Login, submitted: Enrolment, management_user: User
) -> None:
    for person in (submitted.candidate.user, management_user):
        assert send(login(person), submitted, exam.picture()).status_code == 403
    submitted.refresh_from_db()
    assert submitted.status == EnrolmentStatus.SUBMITTED
