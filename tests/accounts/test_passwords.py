"""The own password, changed or found again by mail."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from accounts.services import issue_first_password
from ostami.clock import SHANGHAI
from tests.factories.people import PASSWORD
from workflow.audit import history_of

pytestmark = pytest.mark.django_db

CHANGE = "/account/password/"
FIND = "/account/password/find/"
CHOSEN = "kaishi-yong-2026"


def link_in(mail: EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(mail.body))
    assert found
    return found.group(1)


def form_behind(client: Client, link: str) -> str:
    """Open a reset link and return the address at which its form stands."""
    answer = client.get(link)
    return answer["Location"] if answer.status_code == 302 else ""


def test_the_own_password_changes_after_the_old_one_was_typed(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    facts = {"old_password": PASSWORD, "new_password1": CHOSEN, "new_password2": CHOSEN}
    assert client.post(CHANGE, facts)["Location"] == "/home/"
    management_user.refresh_from_db()
    assert management_user.check_password(CHOSEN)
    assert client.get("/home/").status_code == 200
    assert [event.sentence for event in history_of(management_user)] == ["设置了登录密码"]


def test_a_wrong_old_password_changes_nothing(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    facts = {"old_password": "wrong-word-47", "new_password1": CHOSEN, "new_password2": CHOSEN}
    answer = client.post(CHANGE, facts)
    assert answer.status_code == 422
    assert "当前密码不正确，请重新输入。" in answer.text
    management_user.refresh_from_db()
    assert management_user.check_password(PASSWORD)


def test_a_change_ends_the_other_sessions(client: Client, management_user: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(management_user)
    client.force_login(management_user)
    client.post(CHANGE, {"old_password": PASSWORD, "new_password1": CHOSEN, "new_password2": CHOSEN})
    assert elsewhere.get("/home/").status_code == 302


@pytest.mark.parametrize("typed", ["机械行业职业能力评价 职教 ９０１ 考试站", "49284901@EXAMPLE.invalid "])
def test_the_link_comes_by_mail_for_name_or_address(
    client: Client, station_user: User, mailoutbox: list[EmailMessage], typed: str
) -> None:
    client.post(FIND, {"email": typed})
    (mail,) = mailoutbox
    assert mail.to == [station_user.email]
    assert mail.subject == "机械工业人才评价管理服务平台：重设密码"
    assert station_user.username in str(mail.body)


def test_the_link_sets_a_new_password_once(
    client: Client, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(FIND, {"email": station_user.username})
    link = link_in(mailoutbox[0])
    form = form_behind(client, link)
    answer = client.post(form, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    assert answer["Location"] == "/account/login/"
    station_user.refresh_from_db()
    assert station_user.check_password(CHOSEN)
    assert [(event.actor, event.action) for event in history_of(station_user)] == [
        (station_user, "choose_password")
    ]
    assert "链接已失效" in Client().get(link).text


def test_a_link_replaces_a_first_password_for_good(
    client: Client, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    issue_first_password(user=station_user)
    client.post(FIND, {"email": station_user.username})
    form = form_behind(client, link_in(mailoutbox[0]))
    client.post(form, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    station_user.refresh_from_db()
    assert not station_user.must_change_password


def test_a_weak_password_behind_a_link_is_refused_and_the_link_still_works(
    client: Client, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(FIND, {"email": station_user.username})
    form = form_behind(client, link_in(mailoutbox[0]))
    refused = client.post(form, {"new_password1": "49284901-kaoshi", "new_password2": "49284901-kaoshi"})
    assert "密码不能包含机构编码" in refused.text
    client.post(form, {"new_password1": CHOSEN, "new_password2": CHOSEN})
    station_user.refresh_from_db()
    assert station_user.check_password(CHOSEN)


def test_the_answer_never_tells_whether_there_is_an_account(
    client: Client, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    known = client.post(FIND, {"email": station_user.username}, follow=True)
    unknown = client.post(FIND, {"email": "没有这个人"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.context["portal_menu"] == unknown.context["portal_menu"]
    assert "如果该用户名或邮箱有对应账号" in unknown.text
    assert len(mailoutbox) == 1


def test_one_link_goes_in_ten_minutes_whatever_is_typed(
    client: Client, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    """Nobody fills a stranger's mailbox; the first link goes on working."""
    with time_machine.travel(datetime(2026, 8, 1, 12, tzinfo=SHANGHAI), tick=False) as frozen:
        for seconds, typed in (
            (0, station_user.username),
            (300, station_user.email),
            (299, station_user.email),
        ):
            client.post(FIND, {"email": typed})
            frozen.shift(timedelta(seconds=seconds))
        assert len(mailoutbox) == 1
        assert form_behind(client, link_in(mailoutbox[0]))
        frozen.shift(timedelta(seconds=2))
        client.post(FIND, {"email": station_user.username})
    assert len(mailoutbox) == 2


def test_an_account_without_an_address_gets_no_mail(
    client: Client, management_user: User, mailoutbox: list[EmailMessage]
) -> None:
    client.post(FIND, {"email": management_user.username})
    assert mailoutbox == []


def test_a_closed_account_gets_no_mail(
    client: Client, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    station_user.is_active = False
    station_user.save()
    client.post(FIND, {"email": station_user.username})
    assert mailoutbox == []


def test_a_forged_host_never_reaches_a_mail(
    client: Client, station_user: User, mailoutbox: list[EmailMessage]
) -> None:
    answer = client.post(FIND, {"email": station_user.username}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert mailoutbox == []


def test_an_empty_entry_is_asked_for(client: Client, mailoutbox: list[EmailMessage]) -> None:
    answer = client.post(FIND, {"email": " "})
    assert "请填写用户名或预留邮箱。" in answer.text
    assert mailoutbox == []
