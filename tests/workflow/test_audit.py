"""The audit chain tells every break, and nothing in the portal can rewrite it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from batches.models import AnnualPlan
from stations.models import Station
from tests.factories import exam, people
from workflow.audit import record, verify
from workflow.models import AppendOnlyError, AuditEvent, Chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(station: Station, station_user: User) -> list[AuditEvent]:
    """Three acts of one station, in order."""
    plan = AnnualPlan.objects.create(station=station, year=2026)
    return [
        record(
            plan, action="note", sentence=f"第{number}件事", actor=station_user, at=exam.noon(exam.APPLIED_ON)
        )
        for number in (1, 2, 3)
    ]


def _tamper(sql: str, *params: str | int) -> None:
    """Write past the models, as somebody with the database alone would."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_each_row_holds_the_digest_of_the_one_before(events: list[AuditEvent]) -> None:
    assert [event.sequence for event in events] == [1, 2, 3]
    assert [event.previous_digest for event in events] == ["", events[0].digest, events[1].digest]
    assert verify() == []


def test_each_organisation_has_its_own_chain(events: list[AuditEvent], other_station: Station) -> None:
    plan = AnnualPlan.objects.create(station=other_station, year=2026)
    foreign = record(plan, action="note", sentence="另一站的事", actor=None)
    assert (foreign.sequence, foreign.previous_digest, foreign.actor_name) == (1, "", "系统")
    assert Chain.objects.count() == 2


def test_a_changed_row_is_named(events: list[AuditEvent]) -> None:
    _tamper("UPDATE workflow_auditevent SET sentence = %s WHERE id = %s", "别的事", events[1].pk)
    (found,) = verify()
    assert str(found) == "机械行业职业能力评价职教901考试站: row 2 was changed or moved"


def test_a_removed_row_is_named(events: list[AuditEvent]) -> None:
    _tamper("DELETE FROM workflow_auditevent WHERE id = %s", events[1].pk)
    (found,) = verify()
    assert str(found) == "机械行业职业能力评价职教901考试站: row 2 was removed"


def test_reordered_rows_are_named(events: list[AuditEvent]) -> None:
    for pk, sequence in ((events[0].pk, 99), (events[1].pk, 1), (events[0].pk, 2)):
        _tamper("UPDATE workflow_auditevent SET sequence = %s WHERE id = %s", sequence, pk)
    (found,) = verify()
    assert str(found) == "机械行业职业能力评价职教901考试站: row 1 was changed or moved"


def test_a_cut_tail_is_named(events: list[AuditEvent]) -> None:
    _tamper("DELETE FROM workflow_auditevent WHERE id = %s", events[2].pk)
    (found,) = verify()
    assert str(found) == "机械行业职业能力评价职教901考试站: row 3 was removed"


def test_the_command_answers_with_its_exit_code(events: list[AuditEvent]) -> None:
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue() == "3 audit rows, every chain is whole.\n"
    _tamper("UPDATE workflow_auditevent SET reason = %s WHERE id = %s", "改过", events[0].pk)
    with pytest.raises(CommandError, match="row 1 was changed or moved"):
        call_command("verify_audit", stdout=out)


def test_events_are_neither_changed_nor_deleted(events: list[AuditEvent]) -> None:
    with pytest.raises(AppendOnlyError):
        events[0].save()
    with pytest.raises(AppendOnlyError):
        events[0].delete()
    with pytest.raises(AppendOnlyError):
        AuditEvent.objects.update(reason="改过")
    with pytest.raises(AppendOnlyError):
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.count() == 3


def test_a_document_number_in_a_persons_words_is_masked(station: Station, station_user: User) -> None:
    number = people.document_number()
    plan = AnnualPlan.objects.create(station=station, year=2026)
    event = record(plan, action="note", sentence="退回", actor=station_user, reason=f"{number} 填错了")
    assert event.words == f"{number[:4]}**********{number[-4:]} 填错了"
    assert verify() == []
