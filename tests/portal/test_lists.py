"""Lists: order by their heads, page sizes, all in the address; what isn't offered counts for nothing."""

import re
from datetime import date
from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import get_resolver
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.views.lists import PAGE_SIZES, FilteredListView
from batches.models import Batch
from jobs.models import Job, JobState
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam

pytestmark = pytest.mark.django_db
HEAD = re.compile(r'sort_head "[^"]+" "([^"]+)"')
INCLUDED = re.compile(r'include "([^"]+_rows\.html)"')


def list_views() -> list[type[FilteredListView]]:
    """Return every list of the portal that names its sorts, by the addresses."""
    found: set[Any] = set()
    waiting: list[Any] = [get_resolver()]
    while waiting:
        one = waiting.pop()
        waiting.extend(getattr(one, "url_patterns", []))
        found.add(getattr(getattr(one, "callback", None), "view_class", None))
    listed = [one for one in found if isinstance(one, type) and issubclass(one, FilteredListView)]
    return sorted((one for one in listed if one.sorts), key=lambda one: one.__qualname__)


def heads_of(template_name: str) -> set[str]:
    source = get_template(template_name).template.source  # type: ignore[attr-defined]  # Django's own engine
    return set(HEAD.findall(source)).union(*map(heads_of, INCLUDED.findall(source)))


def test_every_head_that_sorts_is_known_to_its_list_and_none_is_missing() -> None:
    views = list_views()
    assert len(views) >= 20
    for view in views:
        assert heads_of(str(view.template_name)) == set(view.sorts), view


@pytest.fixture
def batches(station: Station) -> list[Batch]:
    days = (date(2026, 10, 8), date(2026, 9, 1), date(2026, 11, 2))
    return [Batch.objects.create(station=station, exam_date=day, place=f"{day}") for day in days]


def shown(client: Client, query: str) -> list[Batch]:
    return list(client.get(f"/batches/?{query}").context["object_list"])


def test_a_head_sorts_up_and_then_down(login: Login, station_user: User, batches: list[Batch]) -> None:
    october, september, november = batches
    client = login(station_user)
    assert shown(client, "sort=exam") == [september, october, november]
    assert shown(client, "sort=-exam") == [november, october, september]
    page = client.get("/batches/?status=draft&sort=exam&page=1").text
    assert '<th scope="col" aria-sort="ascending">' in page
    assert 'href="?status=draft&amp;sort=-exam"' in page


@pytest.mark.parametrize("query", ["sort=place", "sort=--exam", "sort=", "sort=station__pk"])
def test_an_unknown_order_leaves_the_list_as_it_is(
    login: Login, station_user: User, batches: list[Batch], query: str
) -> None:
    client = login(station_user)
    assert shown(client, query) == shown(client, "")


def test_what_isnt_known_stands_last_either_way(
    login: Login, station_user: User, batches: list[Batch]
) -> None:
    Batch.objects.filter(pk=batches[1].pk).update(applied_on=date(2026, 5, 1))
    client = login(station_user)
    assert [shown(client, query)[0] for query in ("sort=applied", "sort=-applied")] == [batches[1]] * 2


@pytest.mark.parametrize(
    ("query", "number"), [("", 20), ("size=50", 50), ("size=100", 51), ("size=51", 20), ("size=x", 20)]
)
def test_a_page_has_one_of_the_offered_sizes(
    login: Login, station: Station, station_user: User, query: str, number: int
) -> None:
    facts = {"station": station, "exam_date": date(2026, 9, 1)}
    Batch.objects.bulk_create(Batch(**facts) for _ in range(51))
    page = login(station_user).get(f"/batches/?{query}")
    assert len(page.context["object_list"]) == number
    assert "共 51 条" in page.text


def test_sizes_are_offered_where_they_change_something(
    login: Login, station: Station, station_user: User
) -> None:
    client, facts = login(station_user), {"station": station, "exam_date": date(2026, 9, 1)}
    Batch.objects.bulk_create(Batch(**facts) for _ in range(PAGE_SIZES[0]))
    assert "每页" not in client.get("/batches/").text
    Batch.objects.create(**facts)
    page = client.get("/batches/?status=draft&page=2").text
    assert 'href="?status=draft&amp;size=50"' in page


def test_filtering_keeps_order_and_size(login: Login, station_user: User, batches: list[Batch]) -> None:
    client = login(station_user)
    page = client.get("/batches/?sort=-exam&size=50").text
    assert (
        '<input type="hidden" name="sort" value="-exam"><input type="hidden" name="size" value="50">' in page
    )
    assert 'name="sort"' not in client.get("/batches/").text


def test_a_list_without_a_find_keeps_its_filters_and_offers_to_clear_them(
    login: Login, station_user: User, batches: list[Batch]
) -> None:
    page = login(station_user).get("/batches/?status=returned").text
    assert "没有符合条件的批次" in page
    assert '<option value="returned" selected>' in page
    assert '<a class="btn btn-link" href="/batches/">清除条件</a>' in page


def test_jobs_are_narrowed_by_how_far_they_are(login: Login, station_user: User) -> None:
    for state in (JobState.FINISHED, JobState.FAILED, JobState.FAILED):
        Job.objects.create(kind="x", label=state.value, owner=station_user, state=state)
    client = login(station_user)
    assert len(client.get("/jobs/?state=failed").context["object_list"]) == 2
    page = client.get("/jobs/?state=gone")
    assert len(page.context["object_list"]) == 3
    assert "没有“gone”这个状态，未按它筛选。" in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sorted_list_costs_the_same_however_long(
    login: Login,
    station: Station,
    station_user: User,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    exam.trade()
    client, facts = login(station_user), {"station": station, "exam_date": date(2026, 9, 1)}
    Batch.objects.bulk_create(Batch(**facts) for _ in range(rows))
    client.get("/batches/")
    with django_assert_num_queries(QUERIES) as counted:
        client.get("/batches/?sort=station")
    assert sum("saved" in one["sql"] for one in counted.captured_queries) == 1


QUERIES = 8
