"""The practice portal's data: every stop of the journey, made through the portal's own doors."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.identity import DocumentType, number_problem
from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from candidates.models import Candidate, Enrolment
from certificates.blanks.balances import balances
from certificates.models import (
    BlankDestruction,
    Certificate,
    CertificateChange,
    FormerCertificate,
    Handover,
    Settlement,
    Shipment,
)
from certificates.posting.handing_over import not_collected
from certificates.settlement.balance import balance_of
from certificates.settlement.fees import fees_on
from ostami import clock
from portal.practice.days import Journey, own_days, play
from portal.practice.logins import PracticeLogin, practice_logins
from portal.practice.people import PASSWORD, practice_people
from portal.todo.roles import todo_for
from scope_catalog.choices import Scheme
from tests.factories.exam import noon
from workflow.audit import verify
from workflow.lifecycle import available_transitions
from workflow.models import AuditEvent

TODAY = date(2026, 7, 15)


def run(command: str, *options: str) -> str:
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def _seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Fill the portal once for all tests of this module, and empty it afterwards."""
    with django_db_blocker.unblock(), time_machine.travel(noon(TODAY), tick=False), transaction.atomic():
        for command in ("load_catalogue", "load_stations", "seed_practice"):
            run(command)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.usefixtures("_seeded", "db")]


@pytest.fixture
def logins() -> dict[str, PracticeLogin]:
    return {login.username: login for login in practice_logins()}


def test_every_role_has_a_login(logins: dict[str, PracticeLogin]) -> None:
    roles = {login.role for login in logins.values()}
    assert roles == {role.label for role in Role}


def test_every_printed_login_works(logins: dict[str, PracticeLogin], client: Client) -> None:
    for login in logins.values():
        client.post("/account/login/", {"username": login.username, "password": login.password})
        assert client.session["_auth_user_id"] == str(User.objects.get(username=login.username).pk)
        client.logout()


def test_one_station_still_has_its_first_password(logins: dict[str, PracticeLogin]) -> None:
    newcomers = User.objects.filter(must_change_password=True)
    assert [login.username for login in newcomers] == ["机械行业职业能力评价职教752考试站"]
    assert logins[newcomers[0].username].password != PASSWORD


def test_the_logins_are_printed_as_a_table() -> None:
    lines = run("practice_logins").splitlines()
    assert lines[0].split() == ["身份", "用户名", "密码", "先试什么"]
    assert any("机械行业职业能力评价职教267考试站" in line and PASSWORD in line for line in lines)


def test_batches_stand_at_every_stop() -> None:
    assert sorted(Batch.objects.values_list("status", flat=True)) == [
        "approved",
        "approved",
        "approved",
        "approved",
        "approved",
        "certified",
        "certified",
        "certified",
        "draft",
        "results_approved",
        "results_approved",
        "results_approved",
        "results_approved",
        "results_submitted",
        "returned",
        "roster_submitted",
        "roster_submitted",
        "roster_submitted",
        "submitted",
        "submitted",
    ]


def test_enrolments_stand_at_every_step() -> None:
    assert set(Enrolment.objects.values_list("status", flat=True)) == {
        "draft",
        "submitted",
        "stamped",
        "returned",
        "accepted",
    }


def test_the_candidates_printed_as_examples_are_at_the_step_that_is_said(client: Client) -> None:
    steps = {
        username: list(Enrolment.objects.filter(candidate__user__username=username).values_list("status"))
        for username in ("jia-xiaoshu", "jia-dashu", "jia-chushu")
    }
    assert steps == {
        "jia-xiaoshu": [("draft",)],
        "jia-dashu": [("submitted",)],
        "jia-chushu": [("returned",)],
    }
    holder = User.objects.get(username="jia-lichun")
    certificate = Certificate.objects.visible_to(holder).get()
    facts = {"name": certificate.holder_name, "number": certificate.number}
    assert certificate.number in client.post("/certificates/lookup/", facts).text


def settlements(status: str) -> list[tuple[str, Any, Any]]:
    """Station, sum due and sum paid of each settlement."""
    rows = Settlement.objects.filter(status=status).select_related("batch__station__organisation")
    return sorted((one.batch.station.code, one.total, balance_of(one).paid) for one in rows)


def test_settlements_stand_in_every_state() -> None:
    changzhou, yunyang = "49284267", "49284299"
    assert settlements("open") == [(changzhou, 120, 0)]
    assert settlements("paid") == [(changzhou, 50, 50)]
    assert settlements("questioned") == [(yunyang, 50, 40)]
    assert settlements("confirmed") == [
        (changzhou, 80, 80),
        (changzhou, 120, 120),
        (changzhou, 150, 150),
        (yunyang, 200, 200),
    ]


def test_one_batch_waits_for_the_centre_alone() -> None:
    centre = User.objects.get(username="机械工业职业技能鉴定指导中心")
    waiting = Batch.objects.filter(status="results_approved")
    buttons = [one for batch in waiting for one in available_transitions(batch, centre)]
    certify = [one for one in buttons if one.transition.name == "certify"]
    assert [bool(one.problems) for one in certify].count(False) == 1


def test_fees_differ_and_one_of_them_will_change() -> None:
    assert fees_on(scheme=Scheme.ABILITY, day=TODAY) == {5: 50, 4: 50, 3: 60, 2: 80, 1: 80}
    assert fees_on(scheme=Scheme.SKILL_LEVEL, day=TODAY) == {5: 40, 4: 40, 3: Decimal("52.5"), 2: 75, 1: 75}
    assert fees_on(scheme=Scheme.ABILITY, day=date(TODAY.year + 1, 1, 1))[3] == 65


def test_national_numbers_come_from_the_branch_prefix() -> None:
    issued = Certificate.objects.filter(scheme=Scheme.SKILL_LEVEL).order_by("number")
    series = f"S000032000901{TODAY:%y}4"
    assert [one.number for one in issued] == [f"{series}000001", f"{series}000002"]
    assert {one.body_name for one in issued} == {"江苏省分支机构（演练）"}


def test_certificates_are_at_every_place() -> None:
    assert Counter(Certificate.objects.values_list("status", flat=True)) == {
        "issued": 3,
        "posted": 3,
        "received": 2,
        "reissued": 1,
        "revoked": 1,
    }
    parcels = Shipment.objects.order_by("pk").values_list("batch__scheme", "status")
    assert sorted(parcels) == [("ability", "received"), ("skill_level", "sent")]
    taken = Handover.objects.values_list("certificate__holder_name", "taken_by", "own")
    assert sorted(taken) == [("贾立春", "贾立春", True), ("贾雨水", "贾班主", False)]
    waiting = [one.holder_name for batch in Batch.objects.all() for one in not_collected(batch)]
    assert waiting == ["贾春分"]


def test_changes_were_granted_refused_and_one_waits() -> None:
    changes = CertificateChange.objects.values_list("kind", "status", "certificate__holder_name")
    assert sorted(changes) == [
        ("correct", "done", "贾紫荆"),
        ("correct", "refused", "贾芙蓉"),
        ("replace", "requested", "贾雨水"),
        ("revoke", "done", "贾杜鹃"),
    ]
    corrected = CertificateChange.objects.get(kind="correct", status="done")
    assert corrected.result is not None
    assert (corrected.result.holder_name, corrected.result.replaces) == ("贾玫瑰", corrected.certificate)


def test_the_ledger_of_blanks_warns_of_one_kind_and_has_a_destruction_for_the_witness() -> None:
    destruction = BlankDestruction.objects.get()
    assert (destruction.status, destruction.witness.username) == ("requested", "贾监销")
    found = {
        one.scheme: (one.stock, one.out, one.spoiled, one.is_low) for one in balances(destruction.holder)
    }
    assert found == {"ability": (116, 0, 1, False), "skill_level": (38, 0, 0, True)}


def test_former_certificates_are_found_by_the_public(client: Client) -> None:
    answers = {
        number: client.post("/certificates/lookup/", {"name": name, "number": number}).text
        for name, number in (("贾旧历", "YL2018-40001"), ("贾从前", "YL2019-30002"))
    }
    assert all("演练机械技工学校" in page for page in answers.values())
    assert ["已撤销" in page for page in answers.values()] == [False, True]
    for one in FormerCertificate.objects.all():
        assert one.document_number.startswith("990101")


def test_everybody_has_something_to_do() -> None:
    for username in (
        "机械工业职业技能鉴定指导中心",
        "机械行业职业能力评价职教管理站",
        "贾监销",
        "机械行业职业能力评价职教267考试站",
        "机械行业职业能力评价职教299考试站",
        "江苏省分支机构（演练）",
        "贾督导",
        "贾金工",
        "贾精车",
    ):
        assert todo_for(User.objects.get(username=username), now=noon(TODAY)), username


def test_no_document_number_can_be_anybodys() -> None:
    for candidate in Candidate.objects.all():
        number = candidate.document_number
        assert number.startswith("990101")
        assert number_problem(DocumentType.RESIDENT_ID, number, today=TODAY) is None
    assert len({person.document_number for person in practice_people()}) == len(practice_people())


def test_the_audit_chains_are_whole_and_in_the_order_of_days() -> None:
    assert verify() == []
    for batch in Batch.objects.exclude(number=None):
        days = list(AuditEvent.objects.filter(object_id=batch.pk, object_type__model="batch").order_by("pk"))
        assert [event.at for event in days] == sorted(event.at for event in days)
    assert not AuditEvent.objects.filter(at__gt=noon(TODAY)).exists()


def test_seeding_again_changes_nothing() -> None:
    before = (User.objects.count(), AuditEvent.objects.count(), Batch.objects.count())
    assert run("seed_practice") == "演练数据：已经存在，没有改动。\n"
    assert (User.objects.count(), AuditEvent.objects.count(), Batch.objects.count()) == before


def test_seeding_leaves_the_practice_clock_as_it_is() -> None:
    clock.set_practice_day(date(2026, 9, 1))
    run("seed_practice")
    assert clock.today() == date(2026, 9, 1)


@pytest.mark.parametrize(
    "command", [("seed_practice",), ("practice_logins",), ("play_lifecycle", "--out", "x")]
)
def test_production_has_no_practice_data(settings: LazySettings, command: tuple[str, ...]) -> None:
    settings.PRACTICE = False
    with pytest.raises(CommandError, match="OSTAMI_PRACTICE=1"):
        run(*command)


def test_journeys_are_played_in_the_order_of_days() -> None:
    told: list[tuple[str, int]] = []

    def journey(name: str, *days: int) -> Journey:
        for day in days:
            yield TODAY + timedelta(day)
            told.append((name, (clock.today() - TODAY).days))

    with own_days():
        play(journey("long", -9, -5, 1), journey("short", -7, -5), until=TODAY)
        assert clock.today() == TODAY
    assert told == [("long", -9), ("short", -7), ("long", -5), ("short", -5)]
