"""Kept filters: what a list offered, under a name, for oneself."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from portal.filters.keeping import MOST, keep_filter, offer_of
from portal.models import SavedFilter
from portal.models.filters import NAME_LENGTH, QUERY_LENGTH
from tests.conftest import Login

pytestmark = pytest.mark.django_db
SAVE = "/filters/save/"


def offered(client: Client, address: str) -> str:
    """Return what the page of a list offers to keep."""
    found = re.search(r'name="offer" value="([^"]+)"', client.get(address).text)
    return found[1] if found else ""


def keep(client: Client, address: str, name: str = "待审批") -> str:
    answer = client.post(SAVE, {"name": name, "offer": offered(client, address)})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_list_keeps_its_filters_order_and_size_under_a_name(login: Login, management_user: User) -> None:
    client = login(management_user)
    address = keep(client, "/batches/?status=submitted&sort=-exam&size=50&page=3&nonsense=1&station=")
    assert address == "/batches/?status=submitted&sort=-exam&size=50"
    assert "筛选已保存" in client.get(address).text
    page = client.get("/batches/").text
    assert '<a href="/batches/?status=submitted&amp;sort=-exam&amp;size=50">待审批</a>' in page


def test_the_one_that_is_shown_is_marked(login: Login, management_user: User) -> None:
    client = login(management_user)
    address = keep(client, "/batches/?status=submitted")
    assert f'<a href="{address}" aria-current="true">待审批</a>' in client.get(address).text


def test_a_list_as_it_is_offers_nothing_to_keep(login: Login, management_user: User) -> None:
    assert offered(login(management_user), "/batches/?page=2&nonsense=1") == ""


def test_each_person_and_each_list_has_its_own(
    login: Login, management_user: User, centre_user: User
) -> None:
    client = login(management_user)
    keep(client, "/batches/?status=submitted")
    keep(client, "/batches/plans/?status=submitted")
    assert SavedFilter.objects.visible_to(management_user).count() == 2
    assert client.get("/batches/").text.count(">待审批</a>") == 1
    assert ">待审批</a>" not in login(centre_user).get("/batches/").text


def test_a_name_stands_once_a_list(login: Login, management_user: User) -> None:
    client = login(management_user)
    keep(client, "/batches/?status=submitted")
    answer = client.post(SAVE, {"name": "待审批", "offer": offered(client, "/batches/?status=approved")})
    assert answer.status_code == 422
    sentence = "这个列表已有名为“待审批”的筛选。请换一个名称，或先删除原来的筛选。"
    assert sentence in answer.text
    assert 'value="待审批"' in answer.text
    assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "status"), [("", 422), (" ", 422), ("名" * NAME_LENGTH, 302), ("名" * (NAME_LENGTH + 1), 422)]
)
def test_a_name_is_neither_empty_nor_too_long(
    login: Login, management_user: User, name: str, status: int
) -> None:
    client = login(management_user)
    offer = offered(client, "/batches/?status=submitted")
    assert client.post(SAVE, {"name": name, "offer": offer}).status_code == status
    assert SavedFilter.objects.count() == (status == 302)


@pytest.mark.parametrize("offer", ["", "x", "eyJsaXN0ZWQiOiJiYXRjaGVzOmxpc3QifQ:x:y"])
def test_only_what_a_list_offered_is_kept(login: Login, management_user: User, offer: str) -> None:
    answer = login(management_user).post(SAVE, {"name": "待审批", "offer": offer})
    assert answer.status_code == 422
    assert "请返回列表，筛选后再保存。" in answer.text
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(("length", "status"), [(QUERY_LENGTH, 302), (QUERY_LENGTH + 1, 422)])
def test_a_query_has_a_limit(login: Login, management_user: User, length: int, status: int) -> None:
    offer = offer_of(listed="batches:list", query="q=" + "x" * (length - 2))
    assert login(management_user).post(SAVE, {"name": "长", "offer": offer}).status_code == status


def test_twenty_a_list_and_no_more(login: Login, management_user: User) -> None:
    for number in range(MOST - 1):
        keep_filter(listed="batches:list", query="q=1", name=str(number), actor=management_user)
    client = login(management_user)
    keep(client, "/batches/?status=submitted", "第二十个")
    answer = client.post(SAVE, {"name": "又一个", "offer": offered(client, "/batches/?status=approved")})
    assert (answer.status_code, SavedFilter.objects.count()) == (422, MOST)
    assert f"每个列表最多保存 {MOST} 个筛选。请先删除不再使用的筛选。" in answer.text
    keep(client, "/batches/plans/?status=submitted")


def test_a_kept_filter_is_given_up_by_its_owner_alone(
    login: Login, management_user: User, centre_user: User
) -> None:
    kept = keep_filter(listed="batches:list", query="q=1", name="甲", actor=management_user)
    address = reverse("portal:filters:remove", args=[kept.pk])
    assert login(centre_user).post(address).status_code == 404
    assert login(management_user).get(address).status_code == 405
    answer = login(management_user).post(address)
    assert answer["Location"] == "/batches/"
    assert not SavedFilter.objects.exists()


def test_a_page_below_a_case_keeps_nothing(login: Login, management_user: User) -> None:
    assert "保存此筛选" not in login(management_user).get("/certificates/prefixes/").text
