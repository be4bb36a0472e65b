"""A candidate who forgot user name or password finds the account again; strangers learn nothing."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from candidates.models import Candidate
from ostami import clock
from tests.candidates.conftest import Frozen
from tests.factories import people
from workflow.audit import history_of

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/candidates/recover/"
SENT = "/candidates/recover/sent/"


@pytest.fixture
def lin(db: None) -> Candidate:
    person = people.candidate("阿依·林禾")
    person.user.email = "lin@example.com"
    person.user.save()
    return person


def asked(client: Client, person: Candidate, **changed: str) -> tuple[int, str]:
    facts = {
        "document_type": "resident_id",
        "document_number": person.document_number,
        "name": person.name,
        **changed,
    }
    response = client.post(ADDRESS, facts)
    assert response.status_code == 302, response.context["form"].errors
    return response.status_code, response["Location"]


def test_user_name_and_a_link_for_a_new_password_come_by_mail(client: Client, lin: Candidate) -> None:
    assert asked(client, lin, name="阿依•林禾", document_number=f" {lin.document_number.lower()}") == (
        302,
        SENT,
    )
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["lin@example.com"], "机械工业人才评价管理服务平台：找回账号")
    assert f"您的用户名：{lin.user.username}" in letter.body
    assert lin.document_number not in letter.body
    found = re.search(r"http://testserver(/account/password/reset/\S+)", str(letter.body))
    assert found
    page = client.get(found[1], follow=True)
    new = {"new_password1": "turning-tool-58", "new_password2": "turning-tool-58"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    lin.user.refresh_from_db()
    assert lin.user.check_password("turning-tool-58")


@pytest.mark.parametrize(
    "changed", [{"name": "林禾"}, {"document_number": people.document_number(serial=888)}]
)
def test_what_does_not_match_gets_the_same_answer_and_no_mail(
    client: Client, lin: Candidate, changed: dict[str, str]
) -> None:
    assert asked(client, lin, **changed) == (302, SENT)
    assert mail.outbox == []
    assert not history_of(lin).exists()


def test_who_has_no_mailbox_is_led_to_the_station(client: Client, lin: Candidate) -> None:
    User.objects.get_queryset().filter(pk=lin.user.pk).update(email="")
    assert asked(client, lin) == (302, SENT)
    assert mail.outbox == []
    assert "请联系报名的考试站重新打印激活单" in client.get(SENT).text


def test_a_closed_login_gets_no_mail(client: Client, lin: Candidate) -> None:
    User.objects.get_queryset().filter(pk=lin.user.pk).update(is_active=False)
    asked(client, lin)
    assert mail.outbox == []


def test_one_mail_goes_in_ten_minutes(client: Client, lin: Candidate, clock_at: Frozen) -> None:
    start = clock.now()
    for seconds in (0, 1, 599):
        clock_at.move_to(start + timedelta(seconds=seconds))
        asked(client, lin)
    assert len(mail.outbox) == 1
    clock_at.move_to(start + timedelta(seconds=600))
    asked(client, lin)
    assert len(mail.outbox) == 2


def test_it_stands_in_the_persons_history(client: Client, lin: Candidate) -> None:
    asked(client, lin)
    event = history_of(lin).get()
    assert (event.actor, event.sentence) == (None, "申请找回账号，用户名和重设密码的链接已发往预留邮箱")
    client.force_login(lin.user)
    assert event.sentence in client.get("/candidates/account/").text


def test_a_number_that_cannot_be_right_is_named(client: Client, lin: Candidate) -> None:
    facts = {"document_type": "resident_id", "document_number": "990101", "name": "林小禾"}
    response = client.post(ADDRESS, facts)
    assert response.status_code == 422
    assert "证件号码应为 18 位数字，末位可为 X；现为 6 位" in response.text
    assert client.post(ADDRESS, {}).status_code == 422


def test_the_way_to_it_stands_where_people_look(client: Client) -> None:
    for page in ("/account/login/", "/candidates/register/", "/candidates/register/done/"):
        assert f'href="{ADDRESS}"' in client.get(page).text
