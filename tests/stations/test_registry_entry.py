"""Staff's acts on a station's entry: its facts, its suspension, its closing."""

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ostami.problems import BlockedError
from stations.forms.entry import entry_of
from stations.models import Station
from stations.services.registry import RegistryFacts, change_registry, date_problems
from tests.conftest import Login
from workflow.audit import history_of
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 3, 1), date(2029, 2, 28)


def save(client: Client, station: Station, **facts: Any) -> Any:
    typed = {name: value or "" for name, value in entry_of(station).items()}
    return client.post(reverse("stations:edit", args=[station.code]), {**typed, **facts})


def page(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_every_fact_is_stored_and_told_with_old_and_new(
    station: Station, management_user: User, login: Login
) -> None:
    typed = {
        "host_organization": "练习职业技术学院",
        "nature": "公办高等职业学校",
        "legal_representative": "周校长",
        "address": "练习市示例路 1 号",
        "postcode": "２１３０００",
        "province": "浙江省",
        "phone": "0519 80000000",
        "email": "desk@example.invalid",
        "licence_number": "许可 901",
        "valid_from": "2026-03-01",
        "valid_to": "2029-02-28",
    }
    answer = save(login(management_user), station, **typed)
    assert answer["Location"] == station.get_absolute_url()
    station = Station.objects.select_related("organisation").get(pk=station.pk)
    assert entry_of(station) == {
        **typed,
        "postcode": "213000",
        "phone": "051980000000",
        "valid_from": FIRST,
        "valid_to": LAST,
    }
    event = history_of(station).get()
    assert (event.sentence, event.actor) == ("修改了登记资料", management_user)
    assert event.changes["承建单位"] == ["练习学校49284901", "练习职业技术学院"]
    assert event.changes["所在省份"] == ["江苏省", "浙江省"]
    assert event.changes["许可证截止日期"] == ["", "2029-02-28"]
    assert len(event.changes) == 11


def test_nothing_changed_leaves_no_line(station: Station, management_user: User, login: Login) -> None:
    assert save(login(management_user), station).status_code == 302
    assert not history_of(station).exists()


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (None, None, ""),
        (FIRST, FIRST, ""),
        (FIRST, date(2026, 2, 28), "许可证截止日期 2026-02-28 早于起始日期 2026-03-01"),
        (FIRST, None, "许可证有效期只填了一半"),
        (None, LAST, "许可证有效期只填了一半"),
    ],
)
def test_a_licence_has_both_dates_in_order_or_none(
    first: date | None, last: date | None, sentence: str
) -> None:
    assert "".join(map(str, date_problems(first, last))).startswith(sentence)
    assert bool(list(date_problems(first, last))) == bool(sentence)


def test_wrong_facts_are_refused_in_sentences_and_what_was_typed_is_kept(
    station: Station, management_user: User, login: Login
) -> None:
    answer = save(
        login(management_user), station, valid_from="2026-03-01", valid_to="2026-02-28", nature="民办"
    )
    assert answer.status_code == 422
    html = page(answer)
    assert "早于起始日期" in html
    assert 'value="民办"' in html
    for field, value, sentence in (
        ("postcode", "21300", "邮政编码"),
        ("province", "月球", "请从列表中选择省份"),
        ("email", "desk", "邮箱格式不正确"),
        ("phone", "12", "电话号码不正确"),
        ("host_organization", "", "请填写承建单位"),
        ("valid_to", "明年", "不是有效的日期"),
    ):
        assert sentence in page(save(login(management_user), station, **{field: value}))
    station.refresh_from_db()
    assert (station.nature, station.valid_from) == ("", None)


def test_a_licence_number_is_given_once(
    station: Station, other_station: Station, management_user: User, login: Login
) -> None:
    assert save(login(management_user), station, licence_number="A-1").status_code == 302
    refused = save(login(management_user), other_station, licence_number="A-1")
    assert f"许可证编号“A-1”已登记给{station}" in page(refused)
    station.refresh_from_db()
    assert save(login(management_user), station, licence_number="A-1").status_code == 302


def test_reset_links_follow_the_reserved_mailbox_unless_the_login_has_its_own(
    station: Station, station_user: User, management_user: User, login: Login
) -> None:
    save(login(management_user), station, email="new@example.invalid")
    station_user.refresh_from_db()
    assert station_user.email == "new@example.invalid"
    User.objects.get_queryset().filter(pk=station_user.pk).update(email="own@example.invalid")
    save(login(management_user), station, email="newer@example.invalid")
    station_user.refresh_from_db()
    assert station_user.email == "own@example.invalid"


def test_a_closed_stations_entry_stays_as_it_is(
    station: Station, management_user: User, login: Login
) -> None:
    perform(station, "close", actor=management_user, reason="停办")
    facts = RegistryFacts(**{**entry_of(station), "nature": "民办"})
    with pytest.raises(BlockedError, match="已关闭，不能修改登记"):
        change_registry(station=station, facts=facts, actor=management_user)
    assert save(login(management_user), station, nature="民办").status_code == 422


def test_stations_and_branches_change_no_entry_and_others_stations_are_not_found(
    station: Station, other_station: Station, station_user: User, branch_user: User, management_user: User,
    login: Login,
) -> None:  # fmt: skip
    for user in (station_user, branch_user):
        assert save(login(user), station, nature="民办").status_code == 403
    other_station.organisation.parent = None
    other_station.organisation.save()
    assert save(login(management_user), other_station, nature="民办").status_code == 404


# --- suspending, resuming, closing ---


@pytest.mark.parametrize(
    ("moves", "status"),
    [(["suspend"], "suspended"), (["suspend", "resume"], "active"), (["close"], "closed")],
)
def test_a_station_is_moved_with_its_reason(
    station: Station, management_user: User, login: Login, moves: list[str], status: str
) -> None:
    client = login(management_user)
    for name in moves:
        address = reverse("stations:move", args=[station.code, name])
        assert client.get(address).status_code == 200
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "整改"})["Location"] == station.get_absolute_url()
    station.refresh_from_db()
    assert station.status == status
    assert [event.reason for event in history_of(station)] == ["整改"] * len(moves)


def test_an_unknown_act_is_not_found_and_stations_move_nothing(
    station: Station, station_user: User, management_user: User, login: Login
) -> None:
    assert login(management_user).get(f"/stations/{station.code}/melt/").status_code == 404
    suspend = reverse("stations:move", args=[station.code, "suspend"])
    assert login(station_user).post(suspend, {"reason": "休息"}).status_code == 403
