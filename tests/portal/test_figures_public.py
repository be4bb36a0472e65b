"""What the public is told: totals, and never a few people."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ostami.clock import SHANGHAI
from portal.figures.public import KEPT_SECONDS, disclosed
from stations.models import Station
from tests.factories import certified_crowds, results

PUBLIC = "/figures/public/"


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([9], ["少于 10"]),
        ([10], ["10"]),
        ([0], ["0"]),
        ([10, 11], ["10", "11"]),
        # The total less the others would tell the nine.
        ([100, 9, 12], ["100", "少于 10", "不单列"]),
        # Of two that hold two people together each has one.
        ([100, 1, 1, 30], ["100", "少于 10", "少于 10", "不单列"]),
        ([100, 5, 5, 30], ["100", "少于 10", "少于 10", "30"]),
        ([100, 0, 9], ["不单列", "0", "少于 10"]),
    ],
)
def test_few_people_are_not_counted_out(counts: list[int], shown: list[str]) -> None:
    assert disclosed(counts) == shown


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "words"), [(9, "少于 10"), (10, "10")])
def test_anybody_reads_totals_from_ten_people_on(
    client: Client, station: Station, management_user: User, people: int, words: str
) -> None:
    batch = results.approved(station, management_user, {"李雷": results.PASS})
    certified_crowds.passed_beside(batch.enrolments.get(), people - 1)
    page = client.get(PUBLIC)
    assert page.status_code == 200
    assert dict(page.context["figures"].totals) == {"考试站": "1", "报名人数": words, "有效证书": "0"}
    assert page.context["figures"].tables[0].rows == [("2026 年", words, "0")]
    assert ("不足 10 人的数据" in page.text) is True


@pytest.mark.django_db
def test_a_revoked_certificate_is_counted_no_more(
    client: Client, station: Station, management_user: User, centre_user: User
) -> None:
    names = {f"考生{place}": results.PASS for place in range(2)}
    batch = results.approved(station, management_user, {"李雷": results.PASS, **names})
    certified_crowds.passed_beside(batch.enrolments.earliest("sequence"), 8)
    results.certified(batch, centre=centre_user)
    assert dict(client.get(PUBLIC).context["figures"].totals)["有效证书"] == "11"
    assert client.get(PUBLIC).context["figures"].tables[1].rows == [("四级", "11")]
    for enrolment in batch.enrolments.all()[:2]:
        enrolment.certificates.get()._move_to("revoked")
    cache.clear()
    assert dict(client.get(PUBLIC).context["figures"].totals)["有效证书"] == "少于 10"


@pytest.mark.django_db
def test_totals_are_kept_for_some_minutes(client: Client, station: Station) -> None:
    noon = datetime(2026, 10, 1, 12, tzinfo=SHANGHAI)
    with time_machine.travel(noon, tick=False) as clock:
        client.get(PUBLIC)
        with CaptureQueriesContext(connection) as queries:
            kept = client.get(PUBLIC)
        assert not [query for query in queries if "enrolment" in query["sql"]]
        clock.move_to(noon + timedelta(seconds=KEPT_SECONDS + 1))
        counted = client.get(PUBLIC).context["figures"].counted_at
    assert kept.context["figures"].counted_at == noon
    assert counted == noon + timedelta(seconds=KEPT_SECONDS + 1)
    assert "还没有可以公布的数据" in kept.text


@pytest.mark.django_db
def test_every_page_leads_to_the_public_figures(client: Client) -> None:
    assert f'href="{PUBLIC}">公开数据' in client.get("/").text
