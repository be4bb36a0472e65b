"""The search finds what a person may see, and nothing else."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from certificates.models import Certificate
from portal.search.kinds import MOST, search
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people, results

pytestmark = pytest.mark.django_db
PEOPLE: dict[str, tuple[str | None, str | None]] = {"林若溪": ("85", "92.5"), "林一鸣": ("59.5", "100")}


@pytest.fixture
def batch(station: Station, management_user: User, centre_user: User) -> Batch:
    return results.certified_batch(station, management_user, centre_user, PEOPLE)


def found(user: User, words: str) -> dict[str, list[str]]:
    """The titles of the finds by kind."""
    return {group.label: [one.title for one in group.finds] for group in search(user, words)}


def test_a_name_leads_to_the_enrolment_and_the_certificate(batch: Batch, station_user: User) -> None:
    certificate = Certificate.objects.get()
    assert found(station_user, "林若溪") == {
        "考生报名": ["林若溪"],
        "证书": [f"林若溪 {certificate.number}"],
    }
    assert found(station_user, "林") == {"考生报名": ["林若溪", "林一鸣"]}


def test_a_number_leads_to_its_batch_or_certificate(batch: Batch, management_user: User) -> None:
    assert found(management_user, str(batch.number)) == {"批次": [str(batch)]}
    number = Certificate.objects.get().number
    assert found(management_user, number)["证书"] == [f"林若溪 {number}"]
    # Certificate numbers aren't tried digit by digit.
    assert "证书" not in found(management_user, number[:-1])


def test_another_station_finds_none_of_it(batch: Batch, other_station_user: User) -> None:
    for words in ("林若溪", str(batch.number), Certificate.objects.get().number):
        assert found(other_station_user, words) == {}


def test_a_branch_finds_nothing_of_the_ability_scheme(batch: Batch, branch_user: User) -> None:
    assert "考生报名" not in found(branch_user, "林若溪")


def test_stations_and_trades_are_found_by_all_staff(branch_user: User, station: Station) -> None:
    exam.trade()
    assert found(branch_user, "数控车") == {"评价范围": ["数控车工"]}
    assert found(branch_user, station.organisation.code)["考试站"] == [str(station)]


def test_so_many_are_shown_and_no_more(station: Station, station_user: User, management_user: User) -> None:
    many: dict[str, tuple[str | None, str | None]] = {
        f"贾{'甲乙丙丁戊己庚辛壬癸子丑'[place]}": ("80", "80") for place in range(MOST + 1)
    }
    results.approved(station, management_user, many)
    (group,) = search(station_user, "贾")
    assert (len(group.finds), group.more) == (MOST, True)


def test_a_query_a_kind(
    batch: Batch, management_user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        search(management_user, "林")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("林", "请至少写 2 个字"),
        ("９９０１０１２００６０３１５００１x", "证件号码不能用来搜索"),
        ("长" * 61, "最多 60 字"),
    ],
)
def test_words_that_cannot_be_searched_are_explained(
    login: Login, station_user: User, words: str, told: str
) -> None:
    answer = login(station_user).get("/search/", {"words": words}).content.decode()
    assert told in answer
    assert "没有找到" not in answer


def test_the_page_shows_finds_and_says_when_there_are_none(
    login: Login, station_user: User, batch: Batch
) -> None:
    client = login(station_user)
    shown = client.get("/search/", {"words": "林若溪"}).content.decode()
    assert Certificate.objects.get().get_absolute_url() in shown
    assert "没有找到与“无此人”有关的内容" in client.get("/search/", {"words": "无此人"}).content.decode()
    assert client.get("/search/").status_code == 200


def test_the_box_is_there_for_staff_alone(login: Login, client: Client, station_user: User) -> None:
    assert 'id="site-search"' not in client.get("/").content.decode()
    assert 'id="site-search"' in login(station_user).get("/home/").content.decode()
    person = people.candidate("贾初").user
    assert person.role == Role.CANDIDATE
    assert login(person).get("/search/").status_code == 403
