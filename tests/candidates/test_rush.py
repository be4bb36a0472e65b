"""A whole school presses the button: 200 for 99 places, and 500 in the last minute before the deadline."""

import re
from collections import Counter
from datetime import datetime, timedelta
from http import HTTPStatus
from random import Random
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.models import User
from batches.models import Batch, BatchItem
from candidates.models import Enrolment, EnrolmentStatus
from ostami.clock import SHANGHAI
from stations.models import Station
from tests.candidates.arrivals import around_arrival, post_at
from tests.candidates.conftest import Frozen
from tests.factories import exam, people
from tests.factories.crowds import drafts_like
from tests.rivals import in_a_rush
from workflow.audit import verify

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

IN = "/candidates/…/"
FULL = "“数控车工 四级/中级工”已报满 99 人（服务指南 4.5.1-1）"
SHUT = "报名截止 2026-08-21 24:00，窗口已于 2026-08-22 00:00 关闭（服务指南 4.5.1-2）"
REFUSALS = {"full": FULL, "shut": SHUT}
MIDNIGHT = datetime(2026, 8, 22, tzinfo=SHANGHAI)
LAST_INSTANT = MIDNIGHT - timedelta(microseconds=1)


def logged_in(enrolment: Enrolment) -> Client:
    client = Client()
    client.force_login(enrolment.candidate.user)
    return client


def heard(answer: Any) -> str:
    """Return where a request led, or which sentence refused it; anything else in full."""
    if answer.status_code == HTTPStatus.FOUND:
        return re.sub(r"[0-9]+", "…", answer["Location"])
    known = [word for word, sentence in REFUSALS.items() if sentence in answer.text]
    return known[0] if answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY and known else answer.text


def sequences(batch: Batch) -> list[int]:
    found = Enrolment.objects.filter(batch=batch).exclude(sequence=None)
    return sorted(number for number in found.values_list("sequence", flat=True) if number)


def test_of_200_at_once_exactly_99_are_in(item: BatchItem, draft: Enrolment) -> None:
    crowd = [(each, logged_in(each)) for each in drafts_like(draft, [item] * 200)]

    def submit(one: tuple[Enrolment, Client]) -> str:
        enrolment, client = one
        return heard(client.post(f"/candidates/{enrolment.pk}/submit/"))

    assert Counter(in_a_rush(submit, crowd)) == {IN: 99, "full": 101}
    assert Enrolment.objects.filter(batch_item=item).counted().count() == 99
    assert sequences(item.batch) == list(range(1, 100))
    assert verify() == []


@pytest.fixture
def six_items(station: Station, management_user: User) -> list[BatchItem]:
    """数控车工 level 4 six times: 594 places."""
    turning = exam.trade()
    exam.scope(station, turning)
    six: list[dict[str, object]] = [{"trade": turning} for _ in range(6)]
    plan = exam.approved_plan(station, management_user, *six)
    return list(exam.approved_batch(station, management_user, *plan.items.order_by("pk")).items.all())


def arrivals() -> list[datetime]:
    """500 instants of the last minute, up to its last microsecond, and 20 from midnight on."""
    in_time = [LAST_INSTANT - timedelta(milliseconds=120 * place) for place in range(500)]
    late = [MIDNIGHT + timedelta(milliseconds=50 * place) for place in range(20)]
    return [*in_time, *late]


def test_in_the_last_minute_none_is_lost_and_none_comes_in_after_it(
    six_items: list[BatchItem], clock_at: Frozen, settings: LazySettings
) -> None:
    """Requests are handled in any order, many of them after the clock has passed midnight."""
    settings.MIDDLEWARE = around_arrival(settings.MIDDLEWARE)
    pattern = exam.draft_enrolment(six_items[0], people.candidate("林小禾"))
    drafts = drafts_like(pattern, [six_items[place % 6] for place in range(520)])
    clock_at.move_to(MIDNIGHT - timedelta(hours=1))
    crowd = [(each, logged_in(each), at) for each, at in zip(drafts, arrivals(), strict=True)]
    Random(7).shuffle(crowd)  # noqa: S311  the same order in every run

    def submit(one: tuple[Enrolment, Client, datetime]) -> str:
        enrolment, client, at = one
        return heard(post_at(client, f"/candidates/{enrolment.pk}/submit/", at, clock_at))

    assert Counter(in_a_rush(submit, crowd)) == {IN: 500, "shut": 20}
    submitted = Enrolment.objects.filter(status=EnrolmentStatus.SUBMITTED)
    assert dict(submitted.values_list("pk", "submitted_at")) == {
        each.pk: at for each, _, at in crowd if at < MIDNIGHT
    }
    assert sequences(six_items[0].batch) == list(range(1, 501))
    assert max(Counter(submitted.values_list("batch_item", flat=True)).values()) <= 99
    assert verify() == []
