"""Passwords that are guessed first are refused, with the reason."""

from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from stations.models import Station

pytestmark = pytest.mark.django_db

WEAK = Path(__file__).with_name("weak_passwords.txt").read_text().split()
OF_THE_STATION = ["901kaoshizhan", "zhijiao901!", "Zhijiao901kaoshi", "49284901abcd", "hansuqiu2026"]
STRONG = [
    "spindle-lathe-47",
    "mai-ping-che-chuang-9",
    "四把锉刀三碗面今天下雨",
    "drehbank und spindel 58",
    "vier Feilen, drei Schalen Nudeln, es regnet heute, und morgen faehrt niemand in die Stadt hinein 58",
]


@pytest.mark.parametrize("password", WEAK)
def test_what_everybody_tries_first_is_refused(station_user: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, station_user)


@pytest.mark.parametrize("password", OF_THE_STATION)
def test_what_is_public_of_a_station_is_refused(station: Station, station_user: User, password: str) -> None:
    station_user.person_name, station_user.phone = "韩素秋", "13900000000"
    with pytest.raises(ValidationError):
        validate_password(password, station_user)


@pytest.mark.parametrize("password", STRONG)
def test_several_words_that_have_nothing_to_do_with_each_other_are_fine(
    station_user: User, password: str
) -> None:
    validate_password(password, station_user)


def test_the_reason_says_what_to_do(station_user: User) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("woaini1314520", station_user)
    assert refused.value.messages[0].startswith("密码太容易被猜到：不要用常用词、拼音、键盘连排、年份")
    assert "可以用几个不相干的词连起来" in refused.value.messages[0]
