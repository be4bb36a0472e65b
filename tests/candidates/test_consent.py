"""Nobody enrols without having agreed to the privacy text that holds."""

import pytest
from django.test import Client

from batches.models import BatchItem
from candidates.models import Candidate, Consent, Enrolment
from candidates.person.privacy import has_consented
from candidates.services import start_enrolment
from candidates.services.consents import give_consent
from ostami import clock
from ostami.problems import BlockedError
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
ADDRESS = "/candidates/consent/"
BOTH = {"consent": "on", "consent_sensitive": "on"}


@pytest.fixture
def older(lin: Candidate) -> Candidate:
    """林小禾, who agreed to a text that doesn't hold any more."""
    Consent.objects.update(version="2025-01")
    return lin


def test_anybody_reads_the_text(client: Client) -> None:
    page = client.get("/candidates/privacy/").text
    for word in ("版本：2026-01", "敏感个人信息", "保存多久", "您的权利", "考试站"):
        assert word in page


def test_an_old_consent_does_not_hold_for_a_new_text(older: Candidate) -> None:
    assert not has_consented(older.user)
    give_consent(user=older.user, at=clock.now())
    assert has_consented(older.user)
    assert list(older.user.consents.values_list("version", flat=True)) == ["2025-01", "2026-01"]


def test_agreeing_twice_is_one_consent_and_one_line(older: Candidate) -> None:
    first, second = (give_consent(user=older.user, at=clock.now()) for _ in range(2))
    assert first == second
    sentence = "同意了个人信息处理说明（2026-01 版），并单独同意处理敏感个人信息"
    assert [event.sentence for event in history_of(older.user)] == [sentence]


def test_a_candidate_is_led_to_the_new_text_and_back(
    client: Client, older: Candidate, item: BatchItem
) -> None:
    client.force_login(older.user)
    enrol = f"/candidates/enrol/{item.pk}/"
    led = client.get(enrol)
    assert led["Location"] == f"{ADDRESS}?next=%2Fcandidates%2Fenrol%2F{item.pk}%2F"
    assert client.post(enrol)["Location"] == led["Location"]
    assert not Enrolment.objects.exists()
    assert client.post(led["Location"], BOTH)["Location"] == enrol
    assert client.post(enrol).status_code == 302
    assert Enrolment.objects.exists()


@pytest.mark.parametrize("missing", sorted(BOTH))
def test_both_boxes_are_asked_for(client: Client, older: Candidate, missing: str) -> None:
    client.force_login(older.user)
    response = client.post(ADDRESS, {name: "on" for name in BOTH if name != missing})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [missing])
    assert not has_consented(older.user)


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(client: Client, older: Candidate, there: str) -> None:
    client.force_login(older.user)
    assert client.post(f"{ADDRESS}?next={there}", BOTH)["Location"] == "/candidates/mine/"


def test_no_enrolment_starts_without_it(older: Candidate, item: BatchItem) -> None:
    with pytest.raises(BlockedError, match="还没有同意个人信息处理说明（2026-01 版）"):
        start_enrolment(item=item, actor=older.user, at=clock.now())


def test_no_form_is_handed_in_without_it(draft: Enrolment) -> None:
    Consent.objects.all().delete()
    with pytest.raises(BlockedError, match="请打开页面底部的“个人信息处理说明”，阅读并同意后再办理"):
        perform(draft, "submit", actor=draft.candidate.user)


def test_the_own_facts_and_consents_are_shown(client: Client, lin: Candidate) -> None:
    client.force_login(lin.user)
    page = client.get("/candidates/account/").text
    for word in ("林小禾", "居民身份证", lin.masked_number, "2006-03-15", "女", "同意 2026-01 版"):
        assert word in page
    assert lin.document_number not in page
