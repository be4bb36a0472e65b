"""One card is registered at the same instant under two kinds of document: one person comes of it."""

from datetime import date

import pytest

from accounts.identity import DocumentType, check_digit
from candidates.models import Candidate
from candidates.person.registration import NewCandidate
from candidates.services import register_candidate
from ostami.problems import BlockedError
from tests.factories.people import PASSWORD
from tests.rivals import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HEAD = "93215620060315002"


def register(kind: DocumentType) -> str:
    person = NewCandidate(
        username=f"linxiaohe-{kind}",
        name="林小禾",
        document_type=kind,
        document_number=HEAD + check_digit(HEAD),
        phone="13900000000",
    )
    try:
        register_candidate(person=person, password=PASSWORD, today=date(2026, 8, 1))
    except BlockedError as refused:
        return refused.problems[0].text
    return "registered"


def test_one_card_is_registered_once_whatever_it_is_called() -> None:
    kinds = [DocumentType.RESIDENT_ID, DocumentType.FOREIGN_PERMANENT]
    assert at_once(register, kinds) == ["registered", "该证件号码已注册"]
    assert Candidate.objects.count() == 1
