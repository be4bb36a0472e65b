"""A roster that is handed in is frozen: its rows, its digest, its papers; corrections stand beside it."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from accounts.models import User
from batches.models import Batch, BatchItem, BatchStatus
from candidates.models import Candidate, Correction, CorrectionStatus, Enrolment, FrozenRoster, UploadKind
from candidates.selectors import roster_of
from candidates.sheets import roster_sheet
from candidates.sheets.roster import live_roster
from documents.pdf import render_pdf
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.documents.reading import first_tab, pdf_text, squeezed
from tests.factories import exam, people
from workflow.lifecycle import lifecycle_of, perform

pytestmark = pytest.mark.django_db
HANDED_IN = datetime(2026, 8, 10, 12, tzinfo=SHANGHAI)


@pytest.fixture
def handed_in(batch: Batch, item: BatchItem, station_user: User) -> Batch:
    """林小禾 and 孙晓 on the roster, handed in on 2026-08-10 at noon."""
    for name in ("林小禾", "孙晓"):
        exam.accepted_enrolment(item, people.candidate(name))
    return perform(batch, "submit_roster", actor=station_user, at=HANDED_IN)


@pytest.fixture
def frozen(handed_in: Batch) -> FrozenRoster:
    return FrozenRoster.objects.get(batch=handed_in)


def rename(frozen: FrozenRoster, name: str, *, decided_at: datetime) -> Correction:
    """Correct the first person's name, as a correction that was approved leaves it."""
    enrolment = frozen.batch.enrolments.earliest("sequence")
    person = enrolment.candidate
    old, person.name = person.name, name
    person.save()
    return Correction.objects.create(
        enrolment=enrolment,
        status=CorrectionStatus.APPROVED,
        field="name",
        old=old,
        new=name,
        new_data=name,
        reason="录入有误",
        is_identity=True,
        requested_at=decided_at,
        decided_at=decided_at,
    )


def page_of(login: Login, user: User, batch: Batch) -> str:
    return login(user).get(f"/candidates/roster/{batch.pk}/").content.decode()


def test_the_digest_is_the_sha_256_of_exactly_the_stored_bytes(frozen: FrozenRoster) -> None:
    assert hashlib.sha256(frozen.content).hexdigest() == frozen.digest
    assert (frozen.people, frozen.frozen_at) == (2, HANDED_IN)


def test_the_bytes_are_canonical_and_hold_every_column_in_full(frozen: FrozenRoster) -> None:
    held = json.loads(frozen.content)
    again = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert again == frozen.content
    lin, sun = Candidate.objects.order_by("pk")
    assert [row[:2] for row in held["rows"]] == [[1, "林小禾"], [2, "孙晓"]]
    assert [row[4] for row in held["rows"]] == [lin.document_number, sun.document_number]
    assert held["rows"][0][held["columns"].index("出生日期")] == "2006-03-15"
    assert ["人数", "2"] in held["facts"]
    assert held["enrolments"] == list(roster_of(frozen.batch).values_list("pk", flat=True))


def test_no_number_lies_readable_in_the_database(frozen: FrozenRoster) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM candidates_frozenroster")
        (sealed,) = cursor.fetchone()
    assert "990101" not in sealed
    assert "林小禾" not in sealed


def test_nothing_is_kept_of_a_roster_that_was_refused_at_the_last_step(
    item: BatchItem, batch: Batch, station_user: User, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam.accepted_enrolment(item, people.candidate("林小禾"))
    files = sorted(Path(settings.MEDIA_ROOT).rglob("*"))

    def refuse(_: object) -> None:
        raise BlockedError([])

    monkeypatch.setitem(
        lifecycle_of(Batch)._added_changes,
        "submit_roster",
        [*lifecycle_of(Batch)._added_changes["submit_roster"], refuse],
    )
    with pytest.raises(BlockedError):
        perform(batch, "submit_roster", actor=station_user)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.APPROVED
    assert not FrozenRoster.objects.exists()
    assert sorted(Path(settings.MEDIA_ROOT).rglob("*")) == files


def test_papers_are_made_from_the_frozen_rows_whatever_was_corrected_since(frozen: FrozenRoster) -> None:
    before = roster_sheet(frozen.batch)
    rename(frozen, "林小荷", decided_at=datetime(2026, 8, 12, 9, tzinfo=SHANGHAI))
    assert roster_sheet(frozen.batch) == before
    assert [row[1] for row in before.rows] == ["林小禾", "孙晓"]
    live = live_roster(frozen.batch, list(roster_of(frozen.batch)))
    assert [row[1] for row in live.rows] == ["林小荷", "孙晓"]
    assert before.rows[1:] == live.rows[1:]


def test_the_pdf_prints_the_first_digits_and_the_workbook_all(
    login: Login, frozen: FrozenRoster, station_user: User
) -> None:
    digits = frozen.digest
    text = squeezed(pdf_text(render_pdf(roster_sheet(frozen.batch)).content))
    assert f"花名册摘要{digits[:16]}" in text
    content = login(station_user).get(f"/candidates/roster/{frozen.batch_id}/roster.xlsx").content
    cells = [cell.value for row in first_tab(content).iter_rows() for cell in row]
    assert digits in cells
    assert "2026-08-10 12:00:00" in cells


def test_before_it_is_handed_in_the_roster_says_so(
    item: BatchItem, batch: Batch, settings: LazySettings
) -> None:
    exam.accepted_enrolment(item, people.candidate("林小禾"))
    settings.PRACTICE = False
    assert (roster_sheet(batch).watermark, roster_sheet(batch).footer) == ("未提交", "")


def test_once_handed_in_it_bears_no_such_mark(handed_in: Batch, settings: LazySettings) -> None:
    settings.PRACTICE = False
    assert roster_sheet(handed_in).watermark is None


def test_the_page_says_when_how_many_and_that_it_is_intact(
    login: Login, frozen: FrozenRoster, station_user: User
) -> None:
    page = page_of(login, station_user, frozen.batch)
    digits = frozen.digest
    shown = " ".join(digits[start : start + 4] for start in range(0, 16, 4))
    for words in ("花名册已冻结", "2026-08-10 12:00:00", "2 人", shown, digits, "核对一致"):
        assert words in page
    assert "提交后的更正" not in page


def test_the_page_lists_what_was_corrected_since(
    login: Login, frozen: FrozenRoster, station_user: User, management_user: User
) -> None:
    rename(frozen, "林小荷", decided_at=datetime(2026, 8, 12, 9, 30, tzinfo=SHANGHAI))
    for user in (station_user, management_user):
        page = page_of(login, user, frozen.batch)
        assert "提交后的更正（1 项）" in page
        assert "林小禾</td>" in page
        assert "林小荷</td>" in page
        assert "2026-08-12 09:30" in page


def test_what_was_corrected_before_is_in_the_roster_and_not_listed(
    login: Login, frozen: FrozenRoster, station_user: User
) -> None:
    rename(frozen, "林小荷", decided_at=datetime(2026, 8, 9, 9, tzinfo=SHANGHAI))
    assert "提交后的更正" not in page_of(login, station_user, frozen.batch)


def test_a_persons_fact_that_was_corrected_in_another_batch_is_listed(
    login: Login, frozen: FrozenRoster, station: object, management_user: User, station_user: User
) -> None:
    correction = rename(frozen, "林小荷", decided_at=datetime(2026, 8, 12, 9, tzinfo=SHANGHAI))
    correction.enrolment = exam.draft_enrolment(
        exam.beside(frozen.batch, management_user).items.get(), correction.enrolment.candidate
    )
    correction.save()
    assert "林小荷</td>" in page_of(login, station_user, frozen.batch)


@pytest.mark.parametrize("altered", ["sealed", "digest"])
def test_an_altered_roster_is_named_and_not_handed_out(
    login: Login, frozen: FrozenRoster, station_user: User, altered: str
) -> None:
    if altered == "digest":
        frozen.digest = "0" * 64
    else:
        other = FrozenRoster(batch_id=0)
        other.content = frozen.content
        frozen.sealed = other.sealed
    frozen.save()
    page = page_of(login, station_user, frozen.batch)
    assert "花名册存档与提交时的摘要不一致" in page
    assert "核对一致" not in page
    for name in ("roster.xlsx", "roster.pdf"):
        response = login(station_user).get(f"/candidates/roster/{frozen.batch_id}/{name}", follow=True)
        assert response.redirect_chain
        assert "请立即联系管理站核查" in response.content.decode()


def test_who_was_returned_and_hands_in_again_keeps_the_place(
    item: BatchItem, batch: Batch, station_user: User, clock_at: Frozen
) -> None:
    first = exam.draft_enrolment(item, people.candidate("林小禾"))
    first = perform(first, "submit", actor=first.candidate.user)
    exam.accepted_enrolment(item, people.candidate("孙晓"))
    first = perform(first, "return", actor=station_user, reason="学生证看不清")
    clock_at.move_to(datetime(2026, 8, 5, 12, tzinfo=SHANGHAI))
    accept_again(first, station_user)
    perform(batch, "submit_roster", actor=station_user)
    assert [row[:2] for row in roster_sheet(batch).rows] == [(1, "林小禾"), (2, "孙晓")]


def accept_again(enrolment: Enrolment, station_user: User) -> None:
    person = enrolment.candidate.user
    enrolment = perform(enrolment, "submit", actor=person)
    exam.upload(enrolment, UploadKind.STAMPED_FORM)
    perform(perform(enrolment, "stamp", actor=person), "accept", actor=station_user)


@pytest.mark.parametrize("role", ["other_station_user", "lin_user"])
def test_a_frozen_roster_is_seen_within_scope_alone(
    frozen: FrozenRoster, other_station_user: User, lin: Candidate, role: str
) -> None:
    user = {"other_station_user": other_station_user, "lin_user": lin.user}[role]
    assert not FrozenRoster.objects.visible_to(user).exists()
