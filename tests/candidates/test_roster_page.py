"""The list of a batch's enrolments: filters, order, pages, and what stands beside it."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Candidate, Enrolment, UploadKind
from ostami.clock import SHANGHAI
from tests.candidates.conftest import Frozen
from tests.conftest import Login
from tests.factories import exam, people
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(item: BatchItem, batch: Batch, clock_at: Frozen) -> list[Enrolment]:
    """林小禾 (class 数控一班), 孙晓 (数控二班, the second trade) and 钱多多 (no class), a day apart."""
    facts = [("林小禾", "数控一班"), ("孙晓", "数控二班"), ("钱多多", "")]
    made = []
    for day, (name, class_name) in enumerate(facts, start=1):
        at = datetime(2026, 8, day, 12, tzinfo=SHANGHAI)
        made.append(exam.accepted_enrolment(item, people.candidate(name), at=at))
        Enrolment.objects.filter(pk=made[-1].pk).update(class_name=class_name)
    Enrolment.objects.filter(pk=made[1].pk).update(batch_item=batch.items.latest("pk"))
    return made


@pytest.fixture
def page(login: Login, station_user: User, three: list[Enrolment]) -> "Page":
    return Page(login(station_user), three[0].batch_id)


class Page:
    """The roster's tab as a station reads it: `page(q="孙")` gives the names that it lists."""

    def __init__(self, client: Client, batch: int) -> None:
        self.client, self.batch = client, batch

    def __call__(self, **asked: str) -> list[str]:
        address = f"/candidates/roster/{self.batch}/"
        response = self.client.get(address, {"show": "accepted", **asked})
        assert response.status_code == 200
        self.text = response.content.decode()
        self.numbers = [number for _, number, _, _ in response.context["rows"]]
        return [row.candidate.name for row in response.context["enrolments"]]


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("孙", ["孙晓"]),
        ("林小禾", ["林小禾"]),
        ("3", ["钱多多"]),
        (" 1 ", ["林小禾"]),
        ("4", []),
        ("9" * 40, []),
        ("²", []),
        ("", ["林小禾", "孙晓", "钱多多"]),
    ],
)
def test_a_name_or_a_number_finds_the_person(page: Page, word: str, names: list[str]) -> None:
    assert page(q=word) == names


def test_trade_and_class_narrow_the_list(page: Page, batch: Batch) -> None:
    assert page(item=str(batch.items.latest("pk").pk)) == ["孙晓"]
    assert page(class_name="数控一班") == ["林小禾"]
    assert page(class_name="-") == ["钱多多"]
    assert "清除条件" in page.text


def test_a_filter_that_does_not_exist_is_named_and_leaves_the_list(page: Page) -> None:
    assert page(class_name="数控九班") == ["林小禾", "孙晓", "钱多多"]
    assert "没有“数控九班”这个班级，未按它筛选" in page.text


def test_only_those_with_a_warning(page: Page, three: list[Enrolment]) -> None:
    Candidate.objects.filter(pk=three[1].candidate_id).update(birth_date="1950-01-01")
    assert page(warned="on") == ["孙晓"]


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("sequence", [1, 2, 3]),
        ("-sequence", [3, 2, 1]),
        ("-submitted", [3, 2, 1]),
        ("item", [1, 3, 2]),
        ("nonsense", [1, 2, 3]),
        ("number", [1, 2, 3]),
    ],
)
def test_the_number_on_the_roster_stays_whatever_the_order(page: Page, sort: str, numbers: list[int]) -> None:
    page(sort=sort)
    assert page.numbers == numbers


def test_numbers_run_on_from_page_to_page_and_fill_gaps(
    page: Page, item: BatchItem, station_user: User, clock_at: Frozen
) -> None:
    draft = exam.draft_enrolment(item, people.candidate("李退"))
    perform(
        perform(draft, "submit", actor=draft.candidate.user), "reject", actor=station_user, reason="不符合"
    )
    for number in range(20):
        exam.accepted_enrolment(item, people.candidate(f"练习{number}"))
    assert len(page()) == 20
    assert "共 23 条" in page.text
    page(page="2")
    assert page.numbers == [21, 22, 23]
    assert len(page(size="50")) == 23


@pytest.mark.parametrize(
    ("role", "words", "not_words"),
    [
        ("station_user", ["班级名单", "整班上传盖章表", "更正申请", "批量导出"], []),
        ("management_user", ["班级名单", "批量导出"], ["批量审核通过", "整班上传盖章表"]),
        ("centre_user", ["批量导出"], ["批量审核通过", "整班上传盖章表"]),
    ],
)
def test_the_pages_beside_it_are_linked_for_whom_they_are_open(
    request: pytest.FixtureRequest,
    login: Login,
    three: list[Enrolment],
    role: str,
    words: list[str],
    not_words: list[str],
) -> None:
    client = login(request.getfixturevalue(role))
    page = client.get(f"/candidates/roster/{three[0].batch_id}/").content.decode()
    assert all(word in page for word in words)
    assert not any(word in page for word in not_words)


def test_bulk_review_is_offered_while_somebody_waits(
    login: Login, item: BatchItem, three: list[Enrolment], station_user: User
) -> None:
    address = f"/candidates/roster/{item.batch_id}/"
    assert "批量审核通过" not in login(station_user).get(address).content.decode()
    draft = exam.draft_enrolment(item, people.candidate("周未"))
    enrolment = perform(draft, "submit", actor=draft.candidate.user)
    exam.upload(enrolment, UploadKind.STAMPED_FORM)
    perform(enrolment, "stamp", actor=draft.candidate.user)
    assert "批量审核通过" in login(station_user).get(address).content.decode()


def test_a_page_of_thirty_takes_as_many_queries_as_one_of_a_single_person(
    login: Login, item: BatchItem, station_user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = login(station_user)
    address = f"/candidates/roster/{item.batch_id}/?show=accepted&size=50"
    exam.accepted_enrolment(item, people.candidate("林小禾"))
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(29):
        exam.accepted_enrolment(item, people.candidate(f"练习{number}"))
    with django_assert_num_queries(len(one)):
        assert len(client.get(address).context["rows"]) == 30
