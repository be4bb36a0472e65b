"""Acts on one batch beside each other: whoever waits goes on, nobody is thrown out by a deadlock.

Each pair stands where it could cross: the first has its line in the station's chain and commits rows that
name a batch or an enrolment; the second holds that batch or enrolment and waits for the chain.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from accounts.models import Organisation, User
from batches.models import Batch, BatchItem
from candidates.models import Candidate, Enrolment, UploadKind
from candidates.services.activation import redeem
from candidates.services.enrolments import start_enrolment
from candidates.services.importing import import_class
from candidates.services.opening import Opening, open_login
from candidates.services.scanning import send_scans
from exams.scores import Scores
from exams.services import ScoreEntry, record_scores
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.candidates.corrections import NOON, ask
from tests.factories import exam, people, results
from tests.factories.classes import entered, pupil, read, slip_code
from tests.rivals import at_once, behind
from workflow.audit import verify
from workflow.lifecycle import perform

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
EXAM_DAY = datetime(2026, 9, 1, 12, tzinfo=SHANGHAI)


def moved(case: Enrolment | Batch, name: str, actor: User) -> Callable[[], str]:
    def act() -> str:
        return perform(case, name, actor=actor, at=NOON).status

    return act


def test_a_submission_beside_somebody_who_starts(item: BatchItem, draft: Enrolment, qian: Candidate) -> None:
    answer = behind(
        lambda: start_enrolment(item=item, actor=qian.user, at=NOON),
        moved(draft, "submit", draft.candidate.user),
    )
    assert answer == "submitted"
    assert verify() == []


def test_a_submission_beside_stamped_forms_that_are_sent(draft: Enrolment, station_user: User) -> None:
    files = [("一.pdf", b"%PDF-1.7\n")]
    answer = behind(
        lambda: send_scans(batch=draft.batch, files=files, actor=station_user, at=NOON),
        moved(draft, "submit", draft.candidate.user),
    )
    assert answer == "submitted"


def test_a_roster_that_is_handed_in_beside_somebody_who_starts(
    item: BatchItem, lin: Candidate, qian: Candidate, station_user: User
) -> None:
    accepted = exam.accepted_enrolment(item, lin)
    answer = behind(
        lambda: start_enrolment(item=item, actor=qian.user, at=NOON),
        moved(accepted.batch, "submit_roster", station_user),
    )
    assert answer == "roster_submitted"


def test_a_class_that_is_imported_beside_somebody_who_starts(
    item: BatchItem, qian: Candidate, station_user: User
) -> None:
    rows = read(item.batch, pupil("周小舟"), at=NOON).rows

    def imported() -> str:
        return str(import_class(batch=item.batch, rows=rows, actor=station_user, at=NOON).people)

    answer = behind(lambda: start_enrolment(item=item, actor=qian.user, at=NOON), imported)
    assert answer == "1"


def test_a_correction_beside_scores_that_are_entered(
    station: Station, station_user: User, management_user: User
) -> None:
    batch = results.roster_batch(station, management_user, "林小禾")
    asked = ask(batch.enrolments.get(), "subject", "数控加工")
    entry = ScoreEntry(batch.enrolments.get().pk, Scores(theory=Decimal(85), practical=Decimal(80)))

    def approve() -> str:
        return perform(asked, "approve", actor=station_user, at=NOON).status

    answer = behind(
        lambda: record_scores(batch=batch, actor=station_user, entries=[entry], at=EXAM_DAY), approve
    )
    assert answer == "approved"
    assert batch.enrolments.get().subject == "数控加工"


def test_a_review_beside_a_correction_that_is_asked_for(
    item: BatchItem, lin: Candidate, station_user: User
) -> None:
    stamped = perform(exam.draft_enrolment(item, lin), "submit", actor=lin.user, at=NOON)
    exam.upload(stamped, UploadKind.STAMPED_FORM)
    stamped = perform(stamped, "stamp", actor=lin.user, at=NOON)
    exam.judge_all(stamped, by=station_user)
    answer = behind(lambda: ask(stamped, "phone", "13900000001"), moved(stamped, "accept", station_user))
    assert answer == "accepted"


def test_two_slips_of_one_person_at_once(
    batch: Batch,
    station_user: User,
    other_station: Station,
    management_user: User,
    management_org: Organisation,
) -> None:
    number = people.document_number()
    (mine,) = entered(batch, pupil("周小舟", 证件号码=number), at=NOON)
    elsewhere = exam.beside(batch, management_user, station=other_station)
    (theirs,) = entered(elsewhere, pupil("周小舟", 证件号码=number), at=NOON)
    codes = [slip_code(entry, actor=station_user, at=NOON) for entry in (mine, theirs)]

    def opened(code: str) -> str:
        try:
            found = redeem(number=number, code=code, at=NOON)
            choice = Opening(username=f"zhou{code}", password="sunny-lathe-81", phone="13900000000")
            open_login(entry=found, choice=choice, at=NOON)
        except BlockedError as blocked:
            return blocked.problems[0].text
        return "open"

    late, won = sorted(at_once(opened, codes), key=lambda answer: answer == "open")
    assert (late.endswith("已失效"), won) == (True, "open")
