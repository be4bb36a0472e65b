"""Renewals, one and many."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.urls import reverse

from accounts.models import User
from examiners.listing import listed_examiners
from examiners.models import Examiner, Suspension
from examiners.renewals import Verdict, weigh_one
from examiners.services.renewing import renew_examiners
from ostami.clock import set_practice_day
from scope_catalog.models import Trade
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, people
from tests.factories.examiners import BORN, complete_application
from workflow.audit import history_of
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db

LAST = date(2027, 12, 31)
TODAY = LAST - timedelta(days=30)
RENEW = "/examiners/renew/"
NUMBER = people.document_number(born=BORN)


@pytest.fixture(autouse=True)
def _day(db: None) -> None:
    set_practice_day(TODAY)


@pytest.fixture
def li(station: Station, turning: Trade) -> Examiner:
    return exam.examiner(station, "李考评", turning)


@pytest.mark.parametrize(
    ("left", "verdict", "term"),
    [
        (181, Verdict.TOO_EARLY, None),
        (180, Verdict.READY, (date(2025, 1, 1), date(2030, 12, 31))),
        (0, Verdict.READY, (date(2025, 1, 1), date(2030, 12, 31))),
        (-1, Verdict.READY, (date(2028, 1, 1), date(2030, 12, 31))),
        (-60, Verdict.READY, (date(2028, 2, 29), date(2031, 2, 28))),
    ],
)
def test_added_years_follow_the_last_day_and_a_lapsed_one_begins_anew(
    li: Examiner, left: int, verdict: Verdict, term: tuple[date, date] | None
) -> None:
    outcome = weigh_one(li, on=LAST - timedelta(days=left))
    assert (outcome.verdict, outcome.term) == (verdict, term)


def test_who_was_appointed_anew_since_the_lapse_is_not_renewed_besides(
    li: Examiner, station_user: User, other_station: Station, turning: Trade
) -> None:
    after = LAST + timedelta(days=1)
    anew = exam.examiner(other_station, "李考评", turning, valid_from=after, valid_to=date(2030, 12, 31))
    for held in (li, anew):
        complete_application(station_user, "李考评", number=NUMBER, status="approved", examiner=held)
    outcome = weigh_one(li, on=after)
    assert (outcome.verdict, outcome.term) == (Verdict.APPOINTED_ANEW, None)
    Examiner.objects.filter(pk=anew.pk).update(ended_on=after)
    assert weigh_one(li, on=after).verdict is Verdict.READY


def test_how_early_and_for_how_long_are_settings(li: Examiner, settings: LazySettings) -> None:
    settings.EXAMINER_RENEWAL_DAYS, settings.EXAMINER_YEARS = 29, 5
    assert weigh_one(li, on=TODAY).verdict is Verdict.TOO_EARLY
    assert weigh_one(li, on=LAST - timedelta(days=29)).term == (date(2025, 1, 1), date(2032, 12, 31))


def test_ended_and_suspended_ones_are_not_renewed_and_each_says_why(
    station: Station, li: Examiner, management_user: User
) -> None:
    ended = exam.examiner(station, "王考评", ended_on=LAST)
    paused = exam.examiner(station, "孙考评")
    Suspension.objects.create(examiner=paused, since=LAST, reason="配合调查")
    done = renew_examiners(examiners=[li, ended, paused], actor=management_user, at=exam.noon(TODAY))
    assert [outcome.verdict for outcome in done] == [Verdict.RENEWED, Verdict.ENDED, Verdict.SUSPENDED]
    assert set(Examiner.objects.exclude(pk=li.pk).values_list("valid_to", flat=True)) == {LAST}
    event = history_of(li).get()
    assert event.changes == {"有效期": ["2025-01-01 至 2027-12-31", "2025-01-01 至 2030-12-31"]}


def test_a_suspension_that_is_over_is_no_obstacle(li: Examiner) -> None:
    Suspension.objects.create(examiner=li, since=date(2026, 1, 1), resumed_on=TODAY, reason="配合调查")
    assert weigh_one(li, on=TODAY - timedelta(days=1)).verdict is Verdict.SUSPENDED
    assert weigh_one(li, on=TODAY).verdict is Verdict.READY


@pytest.mark.parametrize("left", [181, 180, 0, -1, -60])
def test_the_roster_is_narrowed_to_those_whose_time_has_come(
    station: Station, li: Examiner, management_user: User, left: int
) -> None:
    day = LAST - timedelta(days=left)
    exam.examiner(station, "王考评", ended_on=LAST)
    Suspension.objects.create(examiner=exam.examiner(station, "孙考评"), since=LAST, reason="配合调查")
    found = list(listed_examiners(actor=management_user, asked={"state": "renewable"}, on=day))
    ready = [one for one in Examiner.objects.all() if weigh_one(one, on=day).is_ready]
    assert found == ready == ([] if left > 180 else [li])


def test_nothing_is_written_before_the_confirmation_and_then_those_shown(
    station: Station, li: Examiner, management_user: User, login: Login
) -> None:
    exam.examiner(station, "王考评", ended_on=TODAY)
    client = login(management_user)
    shown = client.get(RENEW, {"which": "all", "q": "考评"})
    html = shown.content.decode()
    assert "共 2 人，可续期 1 人。确认前不会写入" in html
    assert "2030-12-31" in html
    assert not AuditEvent.objects.filter(action="renew").exists()
    named = shown.context["form"].initial
    late = exam.examiner(station, "迟考评")
    html = client.post(f"{RENEW}?which=all&q=考评", named).content.decode()
    assert "共 2 人，已续期 1 人。没有续期的，原因见下表。" in html
    late.refresh_from_db()
    assert late.valid_to == LAST, "came after the page was shown"
    again = client.post(f"{RENEW}?which=all&q=考评", named).content.decode()
    assert "已续期 0 人" in again
    assert "未到续期时间" in again
    li.refresh_from_db()
    assert li.valid_to == date(2030, 12, 31)
    assert AuditEvent.objects.filter(action="renew").count() == 1


def test_chosen_rows_and_all_rows_are_exactly_those(
    station: Station, other_station: Station, management_user: User, login: Login
) -> None:
    three = [exam.examiner(station, f"考评{digit}") for digit in "甲乙丙"]
    exam.examiner(other_station, "考评丁")
    client = login(management_user)
    asked: list[tuple[dict[str, Any], int]] = [
        ({"which": "chosen", "examiner": [three[0].pk, three[2].pk, "x", "9" * 30]}, 2),
        ({"which": "all", "station": "901"}, 3),
        ({"which": "all"}, 4),
        ({"examiner": three[1].pk}, 1),
    ]
    done = client.post(f"{RENEW}?examiner={three[0].pk}", {"examiners": str(three[0].pk)}).text
    assert "共 1 人，已续期 1 人。</p>" in done, "nobody is left whose reason the table would tell"
    for query, count in asked:
        shown = client.get(RENEW, query)
        assert len(shown.context["outcomes"]) == count
        assert len(shown.context["form"].initial["examiners"].split(",")) == count


def test_another_managements_examiners_are_left_out(
    li: Examiner, other_station: Station, management_user: User, login: Login
) -> None:
    wu = exam.examiner(other_station, "吴考评")
    other_station.organisation.parent = None
    other_station.organisation.save()
    client = login(management_user)
    assert len(client.get(RENEW, {"examiner": [li.pk, wu.pk]}).context["outcomes"]) == 1
    client.post(RENEW, {"examiners": f"{li.pk},{wu.pk}"})
    wu.refresh_from_db()
    assert wu.valid_to == LAST


def test_nobody_or_nonsense_is_told(management_user: User, station_user: User, login: Login) -> None:
    answer = login(management_user).get(RENEW, follow=True)
    assert "还没有选择考评员" in answer.content.decode()
    bad = login(management_user).post(RENEW, {"examiners": "1;2"})
    assert (bad.status_code, "提交的名单无法识别" in bad.content.decode()) == (422, True)
    assert login(station_user).get(RENEW).status_code == 403
    assert login(station_user).post(RENEW, {"examiners": "1"}).status_code == 403


def test_the_page_of_one_leads_to_its_renewal(li: Examiner, management_user: User, login: Login) -> None:
    html = login(management_user).get(li.get_absolute_url()).content.decode()
    assert f"{reverse('examiners:renew')}?examiner={li.pk}" in html
