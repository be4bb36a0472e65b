"""A person opens the own login with an activation slip."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.serializers import serialize
from django.test import Client

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Activation, Candidate
from candidates.person.privacy import has_consented
from candidates.services.activation import in_groups, keep_codes
from candidates.services.opening import Opening, open_login, reset_login
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam, people
from tests.factories.classes import entered, pupil, slip_code
from workflow.audit import history_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)
CLOSES = datetime(2026, 8, 22, tzinfo=SHANGHAI)
FIRST, SECOND = "/candidates/activate/", "/candidates/activate/choose/"
WRONG = "证件号码或激活码不正确，或激活码已失效"
CHOICE = {
    "username": "zhouxiaozhou",
    "password1": "sunny-lathe-81",
    "password2": "sunny-lathe-81",
    "phone": "139 0000 1111",
    "email": "",
    "consent": "on",
    "consent_sensitive": "on",
}


@pytest.fixture
def entry(batch: Batch) -> Activation:
    """周小舟 on the class list, login closed."""
    return entered(batch, pupil("周小舟"), at=NOON)[0]


@pytest.fixture
def code(entry: Activation, station_user: User) -> str:
    return slip_code(entry, actor=station_user, at=NOON)


def type_in(client: Client, entry: Activation, code: str, **facts: str) -> Any:
    number = entry.candidate.document_number
    return client.post(FIRST, {"document_number": number, "code": code, **facts})


def shown(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_number_and_code_open_the_login(client: Client, entry: Activation, code: str) -> None:
    number = entry.candidate.document_number.lower()
    answer: Any = type_in(
        client, entry, in_groups(code).lower(), document_number=f"{number[:6]} {number[6:]}"
    )
    assert answer["Location"] == SECOND
    page = shown(client.get(SECOND))
    assert "周**" in page
    assert entry.candidate.masked_number in page
    assert "周小舟" not in page
    answer = client.post(SECOND, CHOICE)
    assert answer["Location"] == "/candidates/mine/"
    person = Candidate.objects.get()
    assert (person.user.is_active, person.user.username, person.user.phone) == (
        True,
        "zhouxiaozhou",
        "13900001111",
    )
    assert person.phone == "13900001111"
    assert person.user.check_password("sunny-lathe-81")
    assert has_consented(person.user)
    assert "周小舟" in shown(client.get("/candidates/mine/"))
    entry.refresh_from_db()
    assert (entry.used_at, entry.code_digest) == (NOON, "")
    event = history_of(person).get(action="activate")
    assert (event.sentence, event.actor) == ("用激活单开通了账号", person.user)
    client.logout()
    assert WRONG in shown(type_in(client, entry, code))
    assert client.login(username="zhouxiaozhou", password="sunny-lathe-81")


def test_whatever_is_wrong_the_answer_is_the_same(
    client: Client, batch: Batch, entry: Activation, code: str, lin: Candidate
) -> None:
    other = "B" + code[1:] if code[0] != "B" else "C" + code[1:]
    answers = [
        type_in(client, entry, other),
        type_in(client, entry, code, document_number=people.document_number()),
        type_in(client, entry, code, document_number=lin.document_number),
        type_in(client, entry, code, document_number="x"),
        type_in(client, entry, "?"),
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert all(WRONG in shown(answer) for answer in answers)
    assert SECOND not in str(client.get(SECOND, follow=True).redirect_chain)


def test_ten_wrong_codes_end_a_code_until_it_is_printed_anew(
    client: Client, entry: Activation, code: str, station_user: User
) -> None:
    for _ in range(9):
        type_in(client, entry, "AAAAAAAAAA")
    assert type_in(client, entry, code).status_code == 302
    type_in(client, entry, "AAAAAAAAAA")
    assert WRONG in shown(type_in(client, entry, code))
    fresh = slip_code(entry, actor=station_user, at=NOON)
    assert WRONG in shown(type_in(client, entry, code))
    assert type_in(client, entry, fresh).status_code == 302


def test_a_code_ends_when_enrolment_closes(
    client: Client, entry: Activation, code: str, clock_at: Frozen
) -> None:
    clock_at.move_to(CLOSES - timedelta(seconds=1))
    assert type_in(client, entry, code).status_code == 302
    clock_at.move_to(CLOSES)
    assert WRONG in shown(type_in(client, entry, code))
    assert client.post(SECOND, CHOICE)["Location"] == FIRST
    assert not Candidate.objects.get().user.is_active


def test_a_code_printed_after_the_deadline_holds_for_thirty_days(
    client: Client, entry: Activation, station_user: User, clock_at: Frozen
) -> None:
    late = slip_code(entry, actor=station_user, at=CLOSES)
    clock_at.move_to(CLOSES + timedelta(days=30, seconds=-1))
    assert type_in(client, entry, late).status_code == 302
    clock_at.move_to(CLOSES + timedelta(days=30))
    assert type_in(client, entry, late).status_code == 422


def test_between_the_two_pages_lie_at_most_thirty_minutes(
    client: Client, entry: Activation, code: str, clock_at: Frozen
) -> None:
    type_in(client, entry, code)
    clock_at.move_to(NOON + timedelta(minutes=30, seconds=-1))
    assert client.get(SECOND).status_code == 200
    clock_at.move_to(NOON + timedelta(minutes=30))
    assert client.get(SECOND)["Location"] == FIRST


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "abc"}, "用户名至少 4 个字符"),
        ({"username": "考生林小禾"}, "已有人使用"),
        ({"password2": "other-lathe-81"}, "两次输入的密码不一致"),
        ({"password1": "1234567890", "password2": "1234567890"}, "密码"),
        ({"phone": "12"}, "电话号码不正确"),
        ({"email": "li"}, "邮箱格式不正确"),
        ({"consent": ""}, "请先阅读个人信息处理说明"),
        ({"consent_sensitive": ""}, "敏感个人信息须单独同意"),
    ],
)
def test_a_wrong_choice_is_named_and_nothing_opens(
    client: Client, entry: Activation, code: str, change: dict[str, str], sentence: str
) -> None:
    taken = people.candidate("林小禾").user
    User.objects.filter(pk=taken.pk).update(username="考生林小禾", login_key="考生林小禾")
    type_in(client, entry, code)
    answer = client.post(SECOND, {**CHOICE, **change})
    assert answer.status_code == 422
    assert sentence in shown(answer)
    entry.candidate.user.refresh_from_db()
    assert not entry.candidate.user.is_active


def test_a_document_number_is_neither_user_name_nor_password(
    client: Client, entry: Activation, code: str
) -> None:
    number = entry.candidate.document_number
    type_in(client, entry, code)
    page = shown(
        client.post(
            SECOND, {**CHOICE, "username": number, "password1": f"a{number}", "password2": f"a{number}"}
        )
    )
    assert "用户名不能包含证件号码" in page
    assert "密码不能包含证件号码" in page


def test_codes_are_nowhere_in_clear(entry: Activation, code: str) -> None:
    rows = serialize("json", [*Activation.objects.all(), *history_of(entry)])
    assert code not in rows
    assert in_groups(code) not in rows
    entry.refresh_from_db()
    assert len(entry.code_digest) == 64


def test_an_open_login_gets_a_new_password_and_its_sessions_end(
    batch: Batch, item: BatchItem, lin: Candidate, station_user: User, login: Login
) -> None:
    User.objects.filter(pk=lin.user_id).update(email="lin@example.com")
    exam.draft_enrolment(item, lin)
    entry = Activation.objects.create(batch=batch, candidate=lin, entered_by=station_user, entered_at=NOON)
    code = slip_code(entry, actor=station_user, at=NOON)
    old_session = Client()
    old_session.force_login(lin.user)
    client = Client()
    type_in(client, entry, code)
    page = shown(client.get(SECOND))
    assert lin.user.username in page
    assert "我单独同意" not in page
    answer = client.post(SECOND, {"password1": "sunny-lathe-81", "password2": "sunny-lathe-81"})
    assert answer["Location"] == "/candidates/mine/"
    lin.user.refresh_from_db()
    assert lin.user.check_password("sunny-lathe-81")
    assert old_session.get("/candidates/mine/")["Location"].startswith("/account/login/")
    assert history_of(lin).filter(action="reset_by_slip").exists()


def test_the_stored_mailbox_is_told_of_a_new_password(
    batch: Batch,
    lin: Candidate,
    station_user: User,
    django_capture_on_commit_callbacks: Any,
    client: Client,
) -> None:
    User.objects.filter(pk=lin.user_id).update(email="lin@example.com")
    entry = Activation.objects.create(batch=batch, candidate=lin, entered_by=station_user, entered_at=NOON)
    code = slip_code(entry, actor=station_user, at=NOON)
    type_in(client, entry, code)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(SECOND, {"password1": "sunny-lathe-81", "password2": "sunny-lathe-81"})
    (letter,) = mail.outbox
    assert letter.to == ["lin@example.com"]
    assert "2026-08-01 12:00 用机械行业职业能力评价职教901考试站打印的激活单重设" in letter.body


def test_a_slip_of_the_class_never_becomes_a_key_to_an_open_login(
    entry: Activation, code: str, station_user: User
) -> None:
    """Somebody opens the login while new slips for the class are being printed."""
    stored = Activation.objects.get()
    open_login(entry=stored, choice=Opening(username="zhou", password="sunny-lathe-81", phone="1"), at=NOON)
    keep_codes(codes={entry.pk: "AAAAAAAAAA"}, actor=station_user, at=NOON)
    stored.refresh_from_db()
    assert stored.code_digest == ""


def test_a_used_code_ends_the_codes_of_other_stations(
    batch: Batch, entry: Activation, code: str, station_user: User, other_station: Any, management_user: User
) -> None:
    exam.scope(other_station, exam.trade())
    plan = exam.approved_plan(other_station, management_user)
    elsewhere = exam.approved_batch(other_station, management_user, plan.items.get())
    person = entry.candidate
    (second,) = entered(elsewhere, pupil("周小舟", 证件号码=person.document_number), at=NOON)
    slip_code(second, actor=other_station.organisation.users.get(), at=NOON)
    open_login(
        entry=Activation.objects.get(pk=entry.pk),
        choice=Opening(username="zhou", password="sunny-lathe-81", phone="1"),
        at=NOON,
    )
    assert set(Activation.objects.values_list("code_digest", flat=True)) == {""}
    with pytest.raises(BlockedError, match="激活码已使用或已失效"):
        open_login(entry=second, choice=Opening(username="zhou2", password="x", phone="1"), at=NOON)


def test_a_login_is_opened_once_and_a_closed_one_takes_no_new_password(
    entry: Activation, station_user: User
) -> None:
    choice = Opening(username="zhou", password="sunny-lathe-81", phone="1")
    slip_code(entry, actor=station_user, at=NOON)
    fresh = Activation.objects.get(pk=entry.pk)
    with pytest.raises(BlockedError, match="激活码已使用或已失效"):
        reset_login(entry=fresh, password="quiet-lathe-92", at=NOON)
    open_login(entry=fresh, choice=choice, at=NOON)
    slip_code(entry, actor=station_user, at=NOON)
    with pytest.raises(BlockedError, match="激活码已使用或已失效"):
        open_login(entry=Activation.objects.get(pk=entry.pk), choice=choice, at=NOON)


def test_whoever_is_logged_in_is_led_home(station_user: User, login: Login) -> None:
    assert login(station_user).get(FIRST)["Location"] == "/home/"
    assert login(station_user).get(SECOND)["Location"] == "/home/"
