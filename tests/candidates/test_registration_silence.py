"""A stranger who tries a document number out learns nothing from the answer."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from accounts.identity import DocumentType
from accounts.models import User
from candidates.models import Candidate, Consent
from candidates.person.registration import NewCandidate
from candidates.services import register_candidate
from candidates.services.registration import NumberTakenError
from ostami import clock
from ostami.problems import BlockedError
from tests.candidates.conftest import Frozen
from tests.candidates.test_registration import ADDRESS, DONE, VALID, answers
from tests.factories import people
from workflow.audit import history_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lin(db: None) -> Candidate:
    """林小禾, with the number that strangers try."""
    person = people.candidate("林小禾", number=VALID)
    User.objects.get_queryset().filter(pk=person.user.pk).update(email="lin@example.com")
    return person


def answer(client: Client, **changed: str) -> tuple[int, str, str]:
    """Post a form as a stranger and return the status, where it leads, and what stands there."""
    sent = client.post(ADDRESS, answers(**changed))
    page = re.sub('value="[A-Za-z0-9]{64}"', "", client.get(sent["Location"]).text)  # the form's own token
    return sent.status_code, sent["Location"], page


def test_a_taken_number_and_a_free_one_get_the_same_answer(lin: Candidate) -> None:
    free = people.document_number(serial=77)
    taken = answer(Client(), username="stranger1")
    assert taken == answer(Client(), username="stranger2", document_number=free)
    assert taken[:2] == (302, DONE)
    assert [user.username for user in User.objects.exclude(pk=lin.user.pk)] == ["stranger2"]


def test_both_answers_hash_one_password(lin: Candidate, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    answer(Client(), username="stranger1")
    first = len(hashed)
    answer(Client(), username="stranger2", document_number=people.document_number(serial=77))
    assert (first, len(hashed)) == (1, 2)


def test_the_same_card_under_another_kind_is_taken_too(lin: Candidate) -> None:
    assert answer(Client(), document_type="foreign_permanent", username="stranger")[1] == DONE
    assert Candidate.objects.count() == 1


def test_a_taken_user_name_is_said_first_and_nothing_of_the_number(lin: Candidate) -> None:
    response = Client().post(ADDRESS, answers(username=lin.user.username))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"username"}
    assert mail.outbox == []


def test_who_has_the_number_is_told_once_a_day(lin: Candidate, clock_at: Frozen) -> None:
    answer(Client(), username="stranger1")
    answer(Client(), username="stranger2")
    letter = mail.outbox[0]
    assert (len(mail.outbox), letter.to) == (1, ["lin@example.com"])
    assert letter.subject == "机械工业人才评价管理服务平台：有人用您的证件号码注册"
    assert f"您的用户名：{lin.user.username}" in letter.body
    assert "http://testserver/candidates/recover/" in letter.body
    assert VALID not in letter.body
    clock_at.move_to(clock.now() + timedelta(days=1))
    answer(Client(), username="stranger3")
    assert len(mail.outbox) == 2
    sentences = [event.sentence for event in history_of(lin)]
    assert sentences == ["有人用同一证件号码再次注册，没有建立新账号"] * 2


def test_who_has_no_mailbox_is_not_told(lin: Candidate) -> None:
    User.objects.get_queryset().filter(pk=lin.user.pk).update(email="")
    assert answer(Client(), username="stranger")[1] == DONE
    assert mail.outbox == []


def person(username: str, number: str) -> NewCandidate:
    return NewCandidate(
        username=username,
        name="钱多多",
        document_type=DocumentType.RESIDENT_ID,
        document_number=number,
        phone="13900000002",
    )


def test_the_service_tells_its_caller_which_it_was(lin: Candidate) -> None:
    today = clock.today()
    with pytest.raises(NumberTakenError, match="该证件号码已注册"):
        register_candidate(person=person("qianduo", VALID), password=people.PASSWORD, today=today)
    with pytest.raises(BlockedError, match="已有人使用"):
        register_candidate(
            person=person(lin.user.username, people.document_number()),
            password=people.PASSWORD,
            today=today,
        )
    assert User.objects.count() == 1


def test_a_registration_stores_the_consent(client: Client) -> None:
    client.post(ADDRESS, answers())
    consent = Consent.objects.get()
    assert (consent.user.username, consent.version) == ("linxiaohe", "2026-01")
    assert consent.agreed_at == clock.now()
