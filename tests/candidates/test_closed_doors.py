"""Ways round the rules on other people's data that must stay shut."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from accounts.identity import without_numbers
from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Activation, Candidate, Enrolment, StampedScan, UploadKind
from candidates.person.mail import send_account
from candidates.person.registration import NewCandidate, registration_problems
from candidates.services.opening import reset_login
from jobs.models import Job
from ostami import clock
from stations.models import Station
from tests.candidates.conftest import Frozen
from tests.candidates.stamped_pages import uncoded
from tests.candidates.test_stamped_class import Desk
from tests.conftest import Login
from tests.factories import exam, people
from tests.factories.classes import entered, pupil, slip_code
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
FOREIGN = "账号在其他考试站使用"
NUMBER = "99010120060315001X"


@pytest.fixture
def desk(login: Login, station_user: User, batch: Batch, django_capture_on_commit_callbacks: Any) -> Desk:
    return Desk(login(station_user), batch, django_capture_on_commit_callbacks)


@pytest.fixture
def elsewhere(other_station: Station, management_user: User) -> Batch:
    """A batch of the second station."""
    exam.scope(other_station, exam.trade())
    plan = exam.approved_plan(other_station, management_user)
    return exam.approved_batch(other_station, management_user, plan.items.get())


def listed(batch: Batch, person: Candidate) -> Activation:
    """Put somebody whom the portal knows on a class list."""
    return entered(batch, pupil(person.name, 证件号码=person.document_number), at=clock.now())[0]


def asked_for_slip(login: Login, user: User, entry: Activation) -> Any:
    return login(user).post(f"/candidates/classes/{entry.pk}/slip/", {"checked": "on"})


def test_a_class_list_is_no_key_to_another_stations_candidate(
    login: Login, batch: Batch, elsewhere: Batch, lin: Candidate, station_user: User, other_station_user: User
) -> None:
    """Number and name are enough to enter somebody; the login, with pictures and forms, stays shut."""
    theirs = exam.draft_enrolment(batch.items.earliest("pk"), lin)
    entry = listed(elsewhere, lin)
    answer = asked_for_slip(login, other_station_user, entry)
    assert answer.status_code == 422
    assert FOREIGN in answer.text
    assert not Job.objects.exists()
    assert not history_of(lin).filter(action="reset_slip").exists()
    perform(theirs, "submit", actor=lin.user)
    assert asked_for_slip(login, other_station_user, entry).status_code == 422
    own = f"/candidates/classes/enrolment/{theirs.pk}/slip/"
    assert login(station_user).post(own, {"checked": "on"}).status_code == 302


def test_a_station_opens_anew_what_opens_nothing_of_others(
    login: Login, batch: Batch, elsewhere: Batch, lin: Candidate, other_station_user: User
) -> None:
    """On two lists, a form begun on neither: somebody who lost everything isn't turned away."""
    listed(batch, lin)
    assert asked_for_slip(login, other_station_user, listed(elsewhere, lin)).status_code == 302


def test_whoever_used_a_stations_slip_gets_another_there(
    login: Login, item: BatchItem, elsewhere: Batch, lin: Candidate, other_station_user: User
) -> None:
    entry = listed(elsewhere, lin)
    slip_code(entry, actor=other_station_user, at=clock.now())
    stored = Activation.objects.get(pk=entry.pk)
    reset_login(entry=stored, password="turning-tool-58", at=clock.now())
    exam.draft_enrolment(item, lin)
    assert asked_for_slip(login, other_station_user, entry).status_code == 302


def test_a_number_in_a_file_name_is_masked_wherever_the_name_goes(desk: Desk, draft: Enrolment) -> None:
    perform(draft, "submit", actor=draft.candidate.user)
    desk.send((f"{NUMBER} 林小禾.jpg", uncoded()))
    scan = StampedScan.objects.get()
    desk.client.post(f"/candidates/scans/{scan.pk}/discard/")
    assert scan.source == "9901**********001X 林小禾.jpg"
    told = " ".join(event.sentence for event in history_of(desk.batch))
    assert "剔除了扫描页：9901**********001X 林小禾.jpg" in told
    assert NUMBER not in told


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (f"{NUMBER.lower()}.jpg", "9901**********001x.jpg"),
        (f"数控{NUMBER}和990101060315001", "数控9901**********001X和9901*******5001"),
        ("Scan20260801120000.pdf", "Scan20260801120000.pdf"),
        ("20260801120000123.pdf", "20260801120000123.pdf"),
        ("9" * 19, "9" * 19),
    ],
)
def test_only_what_reads_like_a_residents_number_is_masked(name: str, shown: str) -> None:
    assert without_numbers(name) == shown


def test_a_look_at_a_page_that_is_nobodys_yet_is_recorded_once_a_day(
    desk: Desk, login: Login, draft: Enrolment, station_user: User, clock_at: Frozen
) -> None:
    perform(draft, "submit", actor=draft.candidate.user)
    desk.send(("一.jpg", uncoded()))
    address = f"/candidates/scans/{StampedScan.objects.get().pk}/picture/"
    for _ in range(2):
        assert "no-store" in desk.client.get(address)["Cache-Control"]
    looks = history_of(desk.batch).filter(action="look_scans")
    assert [(event.actor, event.sentence) for event in looks] == [
        (station_user, "查看了待归入的盖章申报表图片（含完整证件号码）")
    ]
    clock_at.move_to(clock.now() + timedelta(hours=12))
    login(station_user).get(address)
    assert looks.all().count() == 2


@pytest.mark.parametrize(
    ("kind", "looks"),
    [(UploadKind.PHOTO, 0), (UploadKind.CERTIFICATE, 1), (UploadKind.WORK_PROOF, 1), (UploadKind.ID_BACK, 1)],
)
def test_a_look_at_whatever_may_show_the_number_is_recorded(
    kind: UploadKind, looks: int, login: Login, draft: Enrolment, station_user: User
) -> None:
    """Certificates and proofs of employers print it."""
    perform(draft, "submit", actor=draft.candidate.user)
    upload = draft.uploads.filter(kind=kind).first() or exam.upload(draft, kind)
    assert login(station_user).get(f"/candidates/uploads/{upload.pk}/").status_code == 200
    assert history_of(draft).filter(action="look").count() == looks


@pytest.mark.parametrize("username", [NUMBER, f"lin{NUMBER}", f"林{NUMBER.lower()}"])
def test_a_user_name_gives_no_number_away(username: str) -> None:
    person = NewCandidate(
        username=username,
        name="林小禾",
        document_type="resident_id",  # type: ignore[arg-type]  # as forms and rows hold it
        document_number=NUMBER,
        phone="13900000000",
    )
    problems = registration_problems(person, today=clock.today())
    assert "用户名不能包含证件号码" in " ".join(map(str, problems))


def test_a_short_number_stands_in_a_user_name_by_chance() -> None:
    person = NewCandidate(
        username="zhou12345",
        name="周舟",
        document_type="passport",  # type: ignore[arg-type]  # as forms and rows hold it
        document_number="12345",
        phone="13900000000",
    )
    assert "用户名" not in " ".join(map(str, registration_problems(person, today=clock.today())))


def test_strangers_send_five_mails_a_day_at_most(
    lin: Candidate, clock_at: Frozen, django_capture_on_commit_callbacks: Any
) -> None:
    User.objects.filter(pk=lin.user_id).update(email="lin@example.com")
    start = clock.now()
    for number in range(8):
        clock_at.move_to(start + number * timedelta(minutes=20))
        with django_capture_on_commit_callbacks(execute=True):
            send_account.func(lin.pk, "https://portal.example")
    assert len(mail.outbox) == history_of(lin).filter(action="account_sent").count() == 5
    clock_at.move_to(start + timedelta(days=1, seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        send_account.func(lin.pk, "https://portal.example")
    assert len(mail.outbox) == 6


@pytest.mark.parametrize("key", ["9" * 19, "9" * 5000, "-1", "x"])
def test_an_impossible_key_in_the_address_is_nobody(
    key: str, login: Login, batch: Batch, station_user: User
) -> None:
    entered(batch, pupil("周小舟", 证件号码=people.document_number()), at=clock.now())
    client = login(station_user)
    answer = client.get(f"/candidates/classes/batch/{batch.pk}/slips/", {"chosen": "", "entry": key})
    assert answer.status_code == 200
    assert client.post(f"/candidates/roster/{batch.pk}/accept/", {"people": key}).status_code in {200, 422}
