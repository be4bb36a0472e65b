"""Pictures of a question: sealed where they lie, seen through a checked view."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from ostami import clock
from ostami.problems import BlockedError
from question_bank.models import ItemStatus, Question, QuestionPicture
from question_bank.services.pictures import MOST_PICTURES, add_picture
from question_bank.services.versions import discard_draft, new_version
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import questions
from tests.factories.stations import small_pdf, small_picture
from workflow.audit import history_of


@pytest.fixture
def draft(station: Station, turning: Trade, writer: User) -> Question:
    return questions.question(station.organisation, turning, status=ItemStatus.DRAFT, written_by=writer)


def added(draft: Question, writer: User) -> QuestionPicture:
    return add_picture(question=draft, content=small_picture(kind="PNG"), actor=writer, at=clock.now())


def address(picture: QuestionPicture, name: str = "question_picture") -> str:
    return reverse(f"question_bank:{name}", args=[picture.question_id, picture.pk])


def files(settings: LazySettings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_picture_is_uploaded_and_seen(
    login: Login, writer: User, draft: Question, settings: LazySettings
) -> None:
    client = login(writer)
    page = reverse("question_bank:question_picture_new", args=[draft.pk])
    assert client.get(page).status_code == 200
    sent = SimpleUploadedFile("绝密.png", small_picture(kind="PNG"), "image/png")
    assert client.post(page, {"file": sent}).status_code == 302
    picture = draft.pictures.get()
    seen = client.get(address(picture))
    assert seen.content.startswith(b"\x89PNG")
    assert address(picture) in client.get(draft.get_absolute_url()).content.decode()
    (stored,) = files(settings)
    assert b"PNG" not in stored.read_bytes()
    assert "绝密" not in str(stored)


def test_what_is_no_picture_is_refused(login: Login, writer: User, draft: Question) -> None:
    page = reverse("question_bank:question_picture_new", args=[draft.pk])
    sent = SimpleUploadedFile("a.png", small_pdf(), "image/png")
    assert login(writer).post(page, {"file": sent}).status_code == 422
    assert not draft.pictures.exists()


def test_more_than_four_are_refused(writer: User, draft: Question) -> None:
    for _ in range(MOST_PICTURES):
        added(draft, writer)
    with pytest.raises(BlockedError, match="每道题最多 4 张图片"):
        added(draft, writer)


def test_another_station_does_not_see_a_picture(
    login: Login, writer: User, other_station_user: User, draft: Question
) -> None:
    assert login(other_station_user).get(address(added(draft, writer))).status_code == 404


def test_a_picture_of_an_exam_question_is_a_look_at_it(
    login: Login, writer: User, checker: User, draft: Question
) -> None:
    login(checker).get(address(added(draft, writer)))
    assert history_of(draft).filter(action="look", actor=checker).count() == 1


def test_a_picture_is_found_at_its_own_question_alone(
    login: Login, writer: User, station: Station, turning: Trade, draft: Question
) -> None:
    picture = added(draft, writer)
    other = questions.question(station.organisation, turning)
    wrong = reverse("question_bank:question_picture", args=[other.pk, picture.pk])
    assert login(writer).get(wrong).status_code == 404


def test_a_picture_is_deleted_while_the_question_is_open(
    login: Login, writer: User, checker: User, draft: Question
) -> None:
    picture = added(draft, writer)
    delete = address(picture, "question_picture_delete")
    login(checker).post(delete)
    assert draft.pictures.exists()
    login(writer).post(delete)
    assert not draft.pictures.exists()


def test_a_new_version_has_copies_and_a_discarded_one_takes_its_own_away(
    writer: User, station: Station, turning: Trade, draft: Question, settings: LazySettings
) -> None:
    old = questions.question(station.organisation, turning)
    picture = added(draft, writer)
    QuestionPicture.objects.filter(pk=picture.pk).update(question=old)
    new = new_version(question=old, actor=writer, at=clock.now())
    assert new.pictures.get().file.read() == picture.file.read()
    assert len(files(settings)) == 2
    discard_draft(question=new, actor=writer, at=clock.now())
    assert old.pictures.count() == 1


def test_who_adds_to_what_a_closed_login_left_can_not_check_it(
    writer: User, checker: User, draft: Question
) -> None:
    writer.is_active = False
    writer.save()
    added(draft, checker)
    draft.refresh_from_db()
    assert draft.written_by == checker
