"""Prefixes of branches: who keeps them, and from which day to which they count."""

from datetime import date

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from batches.models import Batch
from certificates.models import BranchPrefix
from certificates.numbers.prefixes import add_prefix, end_prefix, prefixes_on, remove_prefix
from ostami.clock import set_practice_day
from ostami.problems import BlockedError
from tests.factories import numbers, results
from workflow.audit import history_of
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre(centre_user: User, client: Client) -> Client:
    set_practice_day(date(2026, 9, 8))
    client.force_login(centre_user)
    return client


def typed(**facts: str) -> dict[str, str]:
    return {
        "branch": str(numbers.branch().pk),
        "characters": "ｓ0000 32 000901",
        "valid_from": "2026-01-01",
        "valid_to": "",
        **facts,
    }


def test_the_centre_enters_a_prefix_as_the_paper_spells_it(centre: Client) -> None:
    answer = centre.post(reverse("certificates:prefix_new"), typed(), follow=True)
    made = BranchPrefix.objects.get()
    assert (made.prefix, made.valid_from, made.valid_to) == (numbers.PREFIX, date(2026, 1, 1), None)
    page = answer.content.decode()
    assert numbers.PREFIX in page
    assert "使用中" in page
    assert [event.sentence for event in history_of(made)] == [
        f"登记了证书编号前缀：{numbers.PREFIX}（2026-01-01 起）"
    ]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("characters", "S000033000901", "第 6、7 位“33”不是江苏省的省级代码“32”（服务指南 2.6.2）"),
        ("characters", "S00003200090", "编号前缀应为 13 位"),
        ("valid_to", "2025-12-31", "停用日期 2025-12-31 早于启用日期 2026-01-01"),
        ("branch", "", "请选择分支机构。"),
        ("valid_from", "昨天", "启用日期不是有效的日期"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(
    centre: Client, field: str, value: str, told: str
) -> None:
    answer = centre.post(reverse("certificates:prefix_new"), typed(**{field: value}))
    assert answer.status_code == 422
    assert any(told in sentence for sentence in answer.context["form"].errors[field])
    assert not BranchPrefix.objects.exists()


def test_only_the_centre_keeps_prefixes(client: Client, management_user: User, branch_user: User) -> None:
    for other in (management_user, branch_user):
        client.force_login(other)
        assert client.get(reverse("certificates:prefixes")).status_code == 403
        assert client.post(reverse("certificates:prefix_new"), typed()).status_code == 403
    assert not BranchPrefix.objects.exists()


def test_two_prefixes_of_a_branch_never_count_on_one_day(centre_user: User) -> None:
    first = numbers.prefix(centre_user)
    with pytest.raises(BlockedError, match="日期重叠，同一天只能有一个前缀"):
        numbers.prefix(centre_user, "S000032000902", since=date(2026, 7, 1))
    end_prefix(prefix=first, valid_to=date(2026, 6, 30), actor=centre_user)
    numbers.prefix(centre_user, "S000032000902", since=date(2026, 7, 1))
    with pytest.raises(BlockedError, match="日期重叠"):
        end_prefix(prefix=first, valid_to=date(2026, 7, 1), actor=centre_user)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2026, 2, 28), []),
        (date(2026, 3, 1), [numbers.PREFIX]),
        (date(2026, 6, 30), [numbers.PREFIX]),
        (date(2026, 7, 1), ["S000032000902"]),
        (date(2030, 1, 1), ["S000032000902"]),
    ],
)
def test_first_and_last_day_count(centre_user: User, day: date, found: list[str]) -> None:
    numbers.prefix(centre_user, since=date(2026, 3, 1), valid_to=date(2026, 6, 30))
    numbers.prefix(centre_user, "S000032000902", since=date(2026, 7, 1))
    assert [one.prefix for one in prefixes_on(day, province="江苏省")] == found
    assert not prefixes_on(day, province="浙江省").exists()


def test_a_prefix_is_of_one_branch_alone(centre_user: User) -> None:
    numbers.prefix(centre_user)
    with pytest.raises(BlockedError, match="已登记给练习江苏省分支机构BR32"):
        add_prefix(
            branch=numbers.branch(code="BR32B"),
            prefix=numbers.PREFIX,
            valid_from=date(2027, 1, 1),
            actor=centre_user,
        )


def test_a_prefix_ends_by_a_page_and_not_before_its_certificates(
    centre: Client, approved: Batch, centre_user: User, settings: LazySettings
) -> None:
    settings.CERTIFY_AFTER_SETTLEMENT = False
    made = numbers.prefix(centre_user)
    results.certified(numbers.national(approved), centre=centre_user)
    address = reverse("certificates:prefix_end", kwargs={"pk": made.pk})
    refused = centre.post(address, {"valid_to": "2026-09-07"})
    assert "2026-09-08 还有使用该前缀核发的证书" in refused.content.decode()
    assert centre.post(address, {"valid_to": "2026-09-08"}).status_code == 302
    made.refresh_from_db()
    assert made.valid_to == date(2026, 9, 8)
    with pytest.raises(BlockedError, match="已有证书使用前缀"):
        remove_prefix(prefix=made, actor=centre_user)


def test_a_prefix_entered_by_mistake_is_taken_back(centre: Client, centre_user: User) -> None:
    made = numbers.prefix(centre_user)
    address = reverse("certificates:prefix_remove", kwargs={"pk": made.pk})
    assert "删除登记有误的证书编号前缀" in centre.get(address).content.decode()
    assert centre.post(address).status_code == 302
    assert not BranchPrefix.objects.exists()
    removed = AuditEvent.objects.get(action="remove")
    assert removed.sentence == f"删除了未使用的证书编号前缀：{numbers.PREFIX}（2026-01-01 起）"


def test_the_list_asks_as_much_for_one_prefix_as_for_three(centre: Client, centre_user: User) -> None:
    asked = []
    for turn in range(3):
        since = date(2026 + turn, 1, 1)
        numbers.prefix(centre_user, f"S00003200090{turn}", since=since, valid_to=since)
        with CaptureQueriesContext(connection) as queries:
            centre.get(reverse("certificates:prefixes"))
        asked.append(len(queries))
    assert asked[0] == asked[2]
