import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import User
from batches.models import Batch, BatchStatus
from certificates.models import Certificate
from exams.selectors import qualified
from ostami.problems import BlockedError
from scope_catalog.choices import Scheme
from scope_catalog.models import Occupation, Trade
from stations.models import Station
from tests.factories import results
from workflow.audit import history_of, verify
from workflow.lifecycle import StaleError, StatusWriteError, available_transitions, perform


def test_everybody_who_passed_gets_a_certificate_in_roster_order(batch: Batch) -> None:
    issued = Certificate.objects.filter(enrolment__batch=batch).in_roster_order()
    assert [(one.number, one.holder_name, one.grade) for one in issued] == [
        ("2649284901400001", "林若溪", "良好"),
        ("2649284901400002", "买买提·艾力", "合格"),
    ]
    assert batch.status == BatchStatus.CERTIFIED


def test_failures_and_absences_are_not_qualified(approved: Batch) -> None:
    assert [one.candidate.name for one in qualified(approved)] == ["林若溪", "买买提·艾力"]


def test_a_certificate_keeps_what_was_printed(certificate: Certificate) -> None:
    candidate = certificate.enrolment.candidate
    assert certificate.document_number == candidate.document_number
    assert candidate.document_number not in certificate.document_sealed
    assert (certificate.occupation_name, certificate.trade_words) == ("车工", "数控车工")
    assert (certificate.level, certificate.level_label) == (4, "四级/中级工")
    assert (certificate.station_code, certificate.issued_on) == ("49284901", results.ISSUED_ON)
    Trade.objects.filter(name="数控车工").update(name="改名工")
    certificate.refresh_from_db()
    assert certificate.trade_words == "数控车工"


def test_a_trade_that_stands_for_its_occupation_prints_two_dashes(
    station: Station, management_user: User, centre_user: User
) -> None:
    occupation = Occupation.objects.create(
        scheme=Scheme.ABILITY, code="JX04-05-11", name="铆工", source_name="铆工", category="skilled"
    )
    alone = Trade.objects.create(
        occupation=occupation, name="铆工", source_name="铆工", levels="54321", stands_for_occupation=True
    )
    results.certified_batch(station, management_user, centre_user, {"周铆": results.PASS}, trade=alone)
    certificate = Certificate.objects.get()
    assert (certificate.occupation_name, certificate.trade_name, certificate.trade_words) == (
        "铆工",
        "",
        "--",
    )


def test_only_the_centre_issues(approved: Batch, station_user: User, management_user: User) -> None:
    for other in (station_user, management_user):
        with pytest.raises(PermissionDenied, match="此事由指导中心办理"):
            perform(approved, "certify", actor=other)
    assert not Certificate.objects.exists()


def test_a_batch_is_certified_once(batch: Batch, centre_user: User) -> None:
    with pytest.raises(StaleError, match="当前状态为“已发证”"):
        results.certified(batch, centre=centre_user)
    assert Certificate.objects.count() == 2


def test_nobody_passed_nothing_is_issued(station: Station, management_user: User, centre_user: User) -> None:
    batch = results.approved(station, management_user, {"陈一鸣": ("59.5", "100")})
    (button,) = available_transitions(batch, centre_user)
    assert [str(problem) for problem in button.problems] == [
        "本批次没有合格考生，无证书可发（服务指南 4.6-1）。本批次无需核发证书。"
    ]
    with pytest.raises(BlockedError, match="没有合格考生"):
        results.certified(batch, centre=centre_user)


def test_the_national_scheme_waits_for_its_branchs_prefix(approved: Batch, centre_user: User) -> None:
    Batch.objects.filter(pk=approved.pk).update(scheme=Scheme.SKILL_LEVEL)
    with pytest.raises(BlockedError, match="没有有效的证书编号前缀"):
        results.certified(approved, centre=centre_user)
    assert not Certificate.objects.exists()


def test_issuing_is_recorded_with_each_certificate(certificate: Certificate) -> None:
    (event,) = history_of(certificate)
    assert (event.sentence, event.actor_name, event.object_label) == (
        "核发了证书",
        "赵中心",
        "证书 2649284901400001",
    )
    assert verify() == []


def test_a_second_standing_certificate_is_impossible(certificate: Certificate) -> None:
    certificate.pk, certificate.number = None, "X"
    certificate.uid = Certificate().uid
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save()


def test_a_status_is_not_written_by_hand(certificate: Certificate) -> None:
    certificate.status = "revoked"
    with pytest.raises(StatusWriteError):
        certificate.save()


def test_an_issue_that_fails_midway_leaves_nothing(
    approved: Batch, other_batch: Batch, centre_user: User
) -> None:
    """The second person has one already: the first certificate is undone with it, its number given back."""
    blocker = Certificate.objects.get(enrolment__batch=other_batch)
    Certificate.objects.filter(pk=blocker.pk).update(enrolment=qualified(approved)[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        results.certified(approved, centre=centre_user)
    assert list(Certificate.objects.all()) == [blocker]
    approved.refresh_from_db()
    assert approved.status == BatchStatus.RESULTS_APPROVED
    Certificate.objects.filter(pk=blocker.pk).update(enrolment=blocker.enrolment)
    results.certified(approved, centre=centre_user)
    assert Certificate.objects.filter(number="2649284901400001").exists()
