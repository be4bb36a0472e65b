"""The deadline's instants, and that nothing moves after submission."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from accounts.models import User
from candidates.forms.history import rows_as_data
from candidates.models import Candidate, Enrolment, EnrolmentStatus, HistoryEntry, Upload, UploadKind
from ostami.clock import SHANGHAI
from tests.candidates.conftest import Frozen
from tests.candidates.test_filling import FORM, SCHOOL
from tests.candidates.test_uploads import chosen
from tests.conftest import Login
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(login: Login, draft: Enrolment) -> Client:
    return login(draft.candidate.user)


@pytest.fixture
def submitted(draft: Enrolment) -> Enrolment:
    return perform(draft, "submit", actor=draft.candidate.user)


@pytest.mark.parametrize("path", ["check", "submit"])
@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 8, 21, 23, 59, 59, tzinfo=SHANGHAI),
        datetime(2026, 8, 21, 15, 59, 59, 999999, tzinfo=UTC),
    ],
)
def test_the_last_second_before_the_deadline_counts(
    login: Login, draft: Enrolment, clock_at: Frozen, instant: datetime, path: str
) -> None:
    clock_at.move_to(instant)
    assert login(draft.candidate.user).post(f"/candidates/{draft.pk}/{path}/").status_code == 302
    draft.refresh_from_db()
    assert (draft.status, draft.sequence) == (EnrolmentStatus.SUBMITTED, 1)
    assert draft.submitted_at == instant


@pytest.mark.parametrize("path", ["check", "submit"])
@pytest.mark.parametrize(
    "instant", [datetime(2026, 8, 22, tzinfo=SHANGHAI), datetime(2026, 8, 21, 16, tzinfo=UTC)]
)
def test_the_first_instant_after_it_does_not(
    login: Login, draft: Enrolment, clock_at: Frozen, instant: datetime, path: str
) -> None:
    clock_at.move_to(instant)
    response = login(draft.candidate.user).post(f"/candidates/{draft.pk}/{path}/")
    assert response.status_code == 422
    assert "报名截止 2026-08-21 24:00，窗口已于 2026-08-22 00:00 关闭" in response.content.decode()
    draft.refresh_from_db()
    assert (draft.status, draft.sequence) == (EnrolmentStatus.DRAFT, None)


def test_the_stamped_form_and_its_acceptance_have_the_same_deadline(
    login: Login, submitted: Enrolment, station_user: User, clock_at: Frozen
) -> None:
    exam.upload(submitted, UploadKind.STAMPED_FORM)
    clock_at.move_to(datetime(2026, 8, 22, tzinfo=SHANGHAI))
    hers = login(submitted.candidate.user)
    assert hers.post(f"/candidates/{submitted.pk}/stamp/").status_code == 422
    clock_at.move_to(datetime(2026, 8, 21, 23, 59, 59, tzinfo=SHANGHAI))
    assert hers.post(f"/candidates/{submitted.pk}/stamp/").status_code == 302
    theirs = login(station_user)
    clock_at.move_to(datetime(2026, 8, 22, tzinfo=SHANGHAI))
    assert theirs.post(f"/candidates/{submitted.pk}/accept/").status_code == 422
    clock_at.move_to(datetime(2026, 8, 21, 23, 59, 59, tzinfo=SHANGHAI))
    assert theirs.post(f"/candidates/{submitted.pk}/accept/").status_code == 302


def test_a_stamped_form_is_asked_for_before_it_is_handed_in(hers: Client, submitted: Enrolment) -> None:
    response = hers.post(f"/candidates/{submitted.pk}/stamp/")
    assert response.status_code == 422
    assert "还没有上传盖章申报表（服务指南 4.3-3）" in response.content.decode()


def _everything(enrolment: Enrolment) -> tuple[object, ...]:
    fresh = Enrolment.objects.get(pk=enrolment.pk)
    return (
        [(field.attname, getattr(fresh, field.attname)) for field in Enrolment._meta.concrete_fields],
        [str(entry) for entry in HistoryEntry.objects.all()],
        list(Upload.objects.order_by("pk").values_list("pk", "kind", "file")),
        history_of(fresh).count(),
    )


MOVES: list[tuple[str, ...]] = [
    ("submit",),
    ("submit", "stamp"),
    ("submit", "stamp", "accept"),
    ("submit", "stamp", "reject"),
]


@pytest.mark.parametrize("moves", MOVES, ids=lambda moves: moves[-1])
@pytest.mark.parametrize("step", ["form", "history", "uploads", "check", "discard"])
def test_after_submission_no_address_changes_or_deletes_anything(
    hers: Client, draft: Enrolment, station_user: User, moves: tuple[str, ...], step: str
) -> None:
    for move in moves:
        if move == "stamp":
            exam.upload(draft, UploadKind.STAMPED_FORM)
        actor = station_user if move in {"accept", "reject"} else draft.candidate.user
        perform(draft, move, actor=actor, reason="理由")
    before = _everything(draft)
    data = {
        "form": FORM,
        "history": rows_as_data([SCHOOL]),
        "uploads": {"kind": "photo", "file": chosen(exam.picture((500, 700)))},
    }.get(step, {})
    response = hers.post(f"/candidates/{draft.pk}/{step}/", data)
    assert response.status_code == (302 if step == "check" else 422)
    assert _everything(draft) == before
    if not (step == "uploads" and moves == ("submit",)):
        assert hers.get(f"/candidates/{draft.pk}/{step}/")["Location"] == f"/candidates/{draft.pk}/"


def test_the_sentence_says_why_and_what_to_do(hers: Client, submitted: Enrolment) -> None:
    response = hers.post(f"/candidates/{submitted.pk}/form/", FORM)
    assert (
        "报名已提交（当前状态为“待上传盖章表”），不能修改和删除（服务指南 4.3-3）。"
        "如需更正，请在报名页面申请更正，或联系考试站。" in response.content.decode()
    )


def test_a_second_click_on_submit_has_no_second_effect(hers: Client, draft: Enrolment) -> None:
    assert hers.post(f"/candidates/{draft.pk}/check/").status_code == 302
    again = hers.post(f"/candidates/{draft.pk}/check/", follow=True)
    assert again.redirect_chain == [(f"/candidates/{draft.pk}/", 302)]
    assert "报名已提交（当前状态为“待上传盖章表”）" in again.content.decode()
    assert "已由他人处理" not in again.content.decode()
    assert history_of(draft).filter(action="submit").count() == 1


STEPS = ["", "form/", "history/", "uploads/", "check/", "discard/", "form.pdf", "form.docx", "submit/"]


@pytest.mark.parametrize("step", STEPS)
def test_another_candidate_finds_nothing(login: Login, draft: Enrolment, qian: Candidate, step: str) -> None:
    address = f"/candidates/{draft.pk}/{step}"
    client = login(qian.user)
    assert client.get(address).status_code == 404
    if step in {"form/", "history/", "uploads/", "check/", "discard/", "submit/"}:
        assert client.post(address).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_another_stations_staff_find_nothing(
    login: Login, submitted: Enrolment, other_station_user: User, step: str
) -> None:
    response = login(other_station_user).get(f"/candidates/{submitted.pk}/{step}")
    filling = {"form/", "history/", "uploads/", "check/", "discard/"}
    assert response.status_code == (403 if step in filling else 404)


def test_staff_do_not_fill_in_for_a_candidate(login: Login, submitted: Enrolment, station_user: User) -> None:
    client = login(station_user)
    for step in ("form", "history", "uploads", "check", "discard"):
        assert client.post(f"/candidates/{submitted.pk}/{step}/").status_code == 403


@pytest.mark.parametrize("move", ["submit", "stamp"])
def test_staff_do_not_submit_for_a_candidate(
    login: Login, submitted: Enrolment, station_user: User, move: str
) -> None:
    assert login(station_user).post(f"/candidates/{submitted.pk}/{move}/").status_code == 403


@pytest.mark.parametrize("move", ["accept", "return", "reject"])
def test_candidates_do_not_review_themselves(hers: Client, submitted: Enrolment, move: str) -> None:
    assert hers.post(f"/candidates/{submitted.pk}/{move}/", {"reason": "x"}).status_code == 403


def test_places_are_given_in_the_order_of_first_submissions(draft: Enrolment, qian: Candidate) -> None:
    second = exam.draft_enrolment(draft.batch_item, qian)
    third = exam.draft_enrolment(draft.batch_item, people.candidate("孙晓"))
    for enrolment in (third, draft, second):
        perform(enrolment, "submit", actor=enrolment.candidate.user)
    assert [row.candidate.name for row in Enrolment.objects.order_by("sequence")] == [
        "孙晓",
        "林小禾",
        "钱多多",
    ]
