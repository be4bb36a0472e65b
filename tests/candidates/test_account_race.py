"""What is done to an account, or to the table of documents, at the same instant."""

from functools import partial

import pytest
from django.core import mail

from accounts.identity import DocumentType
from accounts.models import User
from candidates.person.document_types import change_document_type, document_type, offered_types
from candidates.person.mail import send_account
from ostami.problems import BlockedError
from tests.factories import people
from tests.rivals import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def withdraw(kind: DocumentType, actor: User) -> str:
    row = document_type(kind)
    try:
        change_document_type(
            kind=kind,
            name=row.name,
            upload_code=row.upload_code,
            position=row.position,
            is_offered=False,
            actor=actor,
        )
    except BlockedError as refused:
        return refused.problems[0].text
    return "withdrawn"


def test_two_who_withdraw_the_last_two_kinds_leave_one(management_user: User) -> None:
    *others, last_but_one, last = DocumentType
    for kind in others:
        withdraw(kind, management_user)
    said = at_once(partial(withdraw, actor=management_user), [last_but_one, last])
    assert said == ["withdrawn", "至少要有一种证件注册时可选，否则没有人能够注册"]
    assert len(offered_types()) == 1


def test_two_who_ask_for_the_same_account_get_one_mail() -> None:
    lin = people.candidate("林小禾")
    User.objects.get_queryset().filter(pk=lin.user.pk).update(email="lin@example.com")
    at_once(lambda _: str(send_account.call(lin.pk, "https://portal.example.org")), [1, 2])
    assert len(mail.outbox) == 1
