"""A first access asks for a code from the reserved mailbox, where there is one."""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.first_access import close_first_access, first_access_of, open_first_access
from accounts.mail_codes import CODES_PER_WINDOW, choose_first_password
from accounts.models import FirstAccess, Organisation, User
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError

pytestmark = pytest.mark.django_db

LOGIN = "/account/login/"
CHANGE = "/account/password/first/"
CHOSEN = "kaishi-yong-2026"
AT = datetime(2026, 9, 1, 8, 0, tzinfo=SHANGHAI)
SECOND = timedelta(seconds=1)
Answer = tuple[int, str]


class Newcomer:
    """Station 901 in its window, at the instants that a test names."""

    def __init__(self, user: User, commit: DjangoCaptureOnCommitCallbacks) -> None:
        self.user, self.commit, self.client = user, commit, Client()
        self.post(LOGIN, {"username": user.username, "password": "49284901"}, AT)

    def post(self, address: str, facts: dict[str, str], at: datetime) -> Answer:
        with time_machine.travel(at, tick=False), self.commit(execute=True):
            answer = self.client.post(address, facts)
        return answer.status_code, answer.text

    def page(self, at: datetime = AT) -> str:
        with time_machine.travel(at, tick=False):
            return self.client.get(CHANGE).text

    def asks(self, at: datetime = AT) -> Answer:
        return self.post(CHANGE, {"send_code": "1"}, at)

    def types(self, code: str, at: datetime = AT, password: str = CHOSEN) -> Answer:
        return self.post(CHANGE, {"code": code, "new_password1": password, "new_password2": password}, at)

    @property
    def has_chosen(self) -> bool:
        self.user.refresh_from_db()
        return self.user.check_password(CHOSEN)

    @property
    def access(self) -> FirstAccess:
        found = first_access_of(self.user)
        assert found
        return found


@pytest.fixture
def newcomer(
    station_user: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Newcomer:
    open_first_access(user=station_user, by=None, at=AT)
    return Newcomer(station_user, django_capture_on_commit_callbacks)


@pytest.fixture
def last_code(mailoutbox: list[EmailMessage]) -> Callable[[], str]:
    def read() -> str:
        found = re.search(r"^([0-9]{6})$", str(mailoutbox[-1].body), re.MULTILINE)
        assert found
        return found[1]

    return read


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_page_names_the_mailbox_masked(newcomer: Newcomer) -> None:
    page = newcomer.page()
    assert "4***@example.invalid" in page
    assert "49284901@example.invalid" not in page


def test_the_code_comes_by_mail_and_opens(
    newcomer: Newcomer, mailoutbox: list[EmailMessage], last_code: Callable[[], str]
) -> None:
    assert newcomer.asks()[0] == 302
    (mail,) = mailoutbox
    assert mail.to == ["49284901@example.invalid"]
    assert mail.subject == "机械工业人才评价管理服务平台：首次登录验证码"
    assert newcomer.types(last_code()) == (302, "")
    assert newcomer.has_chosen


def test_the_code_may_be_typed_full_width_and_spaced(
    newcomer: Newcomer, last_code: Callable[[], str]
) -> None:
    newcomer.asks()
    code = last_code().translate({ord(str(digit)): chr(ord("０") + digit) for digit in range(10)})
    assert newcomer.types(f" {code[:3]} {code[3:]} ")[0] == 302


def test_without_a_code_nothing_is_stored(newcomer: Newcomer) -> None:
    for code, sentence in (
        ("", "请填写邮件中的验证码"),
        ("123456", "还没有发送验证码。请先点击“发送验证码”。"),
    ):
        status, page = newcomer.types(code)
        assert (status, sentence in page) == (422, True)
    assert not newcomer.has_chosen
    assert newcomer.access.attempts == 0


def test_where_there_is_no_mailbox_no_code_is_asked_for(
    newcomer: Newcomer, mailoutbox: list[EmailMessage]
) -> None:
    Organisation.objects.update(email="")
    assert "验证码" not in newcomer.page()
    status, page = newcomer.asks()
    assert (status, "本站没有预留邮箱，不需要验证码" in page) == (422, True)
    assert mailoutbox == []
    facts = {"new_password1": CHOSEN, "new_password2": CHOSEN}
    assert newcomer.post(CHANGE, facts, AT)[0] == 302
    assert newcomer.has_chosen


def test_after_four_wrong_tries_the_right_code_still_opens(
    newcomer: Newcomer, last_code: Callable[[], str]
) -> None:
    newcomer.asks()
    for left in (4, 3, 2, 1):
        status, page = newcomer.types(other_than(last_code()))
        assert (status, f"验证码不正确。请核对最新一封邮件，还可以再试 {left} 次。" in page) == (422, True)
    assert newcomer.types(last_code())[0] == 302
    assert newcomer.has_chosen


def test_after_five_wrong_tries_only_a_new_code_opens(
    newcomer: Newcomer, last_code: Callable[[], str]
) -> None:
    newcomer.asks()
    for _ in range(4):
        newcomer.types(other_than(last_code()))
    assert "验证码不正确。验证码已作废，请重新发送验证码。" in newcomer.types(other_than(last_code()))[1]
    status, page = newcomer.types(last_code())
    assert (status, "验证码已输错 5 次，已作废。请重新发送验证码。" in page) == (422, True)
    assert not newcomer.has_chosen
    later = AT + timedelta(minutes=1)
    newcomer.asks(later)
    assert newcomer.types(last_code(), later)[0] == 302


@pytest.mark.parametrize(
    ("after", "status"), [(timedelta(minutes=15) - SECOND, 302), (timedelta(minutes=15), 422)]
)
def test_a_code_lives_fifteen_minutes(
    newcomer: Newcomer, last_code: Callable[[], str], after: timedelta, status: int
) -> None:
    newcomer.asks()
    answer = newcomer.types(last_code(), AT + after)
    assert answer[0] == status
    assert ("验证码已过期，有效期为 15 分钟。请重新发送验证码。" in answer[1]) is (status == 422)


@pytest.mark.parametrize(("after", "status"), [(59 * SECOND, 422), (60 * SECOND, 302)])
def test_a_new_code_can_be_asked_for_after_a_minute(
    newcomer: Newcomer, mailoutbox: list[EmailMessage], after: timedelta, status: int
) -> None:
    newcomer.asks()
    answer = newcomer.asks(AT + after)
    assert answer[0] == status
    assert ("1 秒后可以重新发送" in answer[1]) is (status == 422)
    assert len(mailoutbox) == (1 if status == 422 else 2)


def test_a_new_code_kills_the_one_before(newcomer: Newcomer, last_code: Callable[[], str]) -> None:
    newcomer.asks()
    access = newcomer.access
    access.mail_code_digest = access.mail_code_digest[::-1]
    before, digest = last_code(), newcomer.access.mail_code_digest
    later = AT + timedelta(minutes=1)
    newcomer.asks(later)
    assert newcomer.access.mail_code_digest != digest
    if before != last_code():  # one time in a million both are the same digits
        assert newcomer.types(before, later)[0] == 422


def test_a_window_has_so_many_codes_and_no_more(newcomer: Newcomer) -> None:
    FirstAccess.objects.update(mail_codes_sent=CODES_PER_WINDOW - 1)
    assert newcomer.asks()[0] == 302
    status, page = newcomer.asks(AT + timedelta(hours=1))
    assert (status, "验证码已发送 20 次，不能再发送。请联系管理站重新开放。" in page) == (422, True)


def test_a_weak_password_costs_no_try_and_keeps_the_code(
    newcomer: Newcomer, last_code: Callable[[], str]
) -> None:
    newcomer.asks()
    for code in (last_code(), other_than(last_code())):
        status, page = newcomer.types(code, password="short-47")
        assert (status, f'value="{code}"' in page) == (422, True)
    assert newcomer.access.attempts == 0
    assert newcomer.types(last_code())[0] == 302


def test_the_code_of_a_window_before_opens_nothing(newcomer: Newcomer, last_code: Callable[[], str]) -> None:
    newcomer.asks()
    open_first_access(user=newcomer.user, by=None, at=AT)
    newcomer.post(LOGIN, {"username": newcomer.user.username, "password": "49284901"}, AT)
    status, page = newcomer.types(last_code())
    assert (status, "还没有发送验证码" in page) == (422, True)


def test_a_request_under_way_when_the_window_is_opened_anew_stores_nothing(station_user: User) -> None:
    Organisation.objects.update(email="")
    open_first_access(user=station_user, by=None, at=AT)
    under_way = User.objects.get(pk=station_user.pk)
    open_first_access(user=station_user, by=None, at=AT)
    with pytest.raises(BlockedError, match="首次登录窗口已关闭或已重新开放"):
        choose_first_password(user=under_way, password=CHOSEN, code="", at=AT)
    close_first_access(user=station_user)
    with pytest.raises(BlockedError, match="首次登录窗口已关闭或已重新开放"):
        choose_first_password(user=User.objects.get(pk=station_user.pk), password=CHOSEN, code="", at=AT)


def test_the_code_stands_in_no_row_and_no_log(
    newcomer: Newcomer, last_code: Callable[[], str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    newcomer.asks()
    newcomer.types(other_than(last_code()))
    stored = str(FirstAccess.objects.values_list("mail_code_digest", "attempts", "mail_codes_sent").get())
    assert last_code() not in caplog.text
    assert not re.search(rf"\b{last_code()}\b", stored)
    assert len(newcomer.access.mail_code_digest) == 64


def test_at_the_closing_instant_no_code_is_sent(newcomer: Newcomer, mailoutbox: list[EmailMessage]) -> None:
    almost = newcomer.access.closes_at - SECOND
    newcomer.post(LOGIN, {"username": newcomer.user.username, "password": "49284901"}, almost)
    status, page = newcomer.asks(newcomer.access.closes_at)
    assert (status, "首次登录窗口已于 2026-09-04 08:00 关闭" in page) == (403, True)
    assert mailoutbox == []
