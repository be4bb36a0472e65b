"""Deadlines of licences, appointments and annual reviews."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from examiners.models import Examiner, Manager, Supervisor
from portal.telling import addressees as to
from portal.telling.deadlines.items import AHEAD, Deadline, is_near
from stations.models import ApplicationKind, Station, StationStatus
from stations.review_lists import stations_missing_review
from stations.reviews import due_on

ENDS = "到期"


def licences(today: date) -> Iterator[Deadline]:
    """Yield licences that end."""
    ending = Station.objects.filter(valid_to__range=(today, today + AHEAD))
    address = reverse("station_applications:start", kwargs={"kind": ApplicationKind.RENEWAL})
    for station in ending.exclude(status=StationStatus.CLOSED).select_related("organisation").order_by("pk"):
        if station.valid_to:
            office = to.office(station.organisation)
            yield Deadline(f"licence:{station.pk}", station.valid_to, "考试站许可证", office, address, ENDS)


def reviews(today: date) -> Iterator[Deadline]:
    """Yield the reviews of the last year that weren't handed in."""
    year = today.year - 1
    day, address = due_on(year), reverse("annual_reviews:list")
    if is_near(day, today):
        for station in stations_missing_review(on=today, year=year).select_related("organisation"):
            office = to.office(station.organisation)
            yield Deadline(f"annual:{station.pk}", day, f"填报 {year} 年度年审", office, address)


def appointments(today: date) -> Iterator[Deadline]:
    """Yield the appointments that end, for whoever holds one and for the office that keeps it."""
    ending = Q(valid_to__range=(today, today + AHEAD)) & (Q(ended_on=None) | Q(ended_on__gt=today))
    for examiner in Examiner.objects.filter(ending).select_related("station__organisation", "user"):
        key, what = f"examiner:{examiner.pk}", f"考评员{examiner}的资格"
        own, office = reverse("examiners:own"), to.office(examiner.station.organisation)
        yield Deadline(key, examiner.valid_to, "您的考评员资格", to.officer(examiner), own, ENDS)
        yield Deadline(key, examiner.valid_to, what, office, examiner.get_absolute_url(), ENDS)
    for manager in Manager.objects.filter(ending).select_related("station__organisation"):
        key, what = f"manager:{manager.pk}", f"管理人员{manager}的资格"
        office = to.office(manager.station.organisation)
        yield Deadline(key, manager.valid_to, what, office, manager.get_absolute_url(), ENDS)
    for supervisor in Supervisor.objects.filter(ending).select_related("organisation", "user"):
        key, what = f"supervisor:{supervisor.pk}", f"督导员{supervisor}的资格"
        own, office = reverse("examiners:supervision"), to.office(supervisor.organisation)
        yield Deadline(key, supervisor.valid_to, "您的督导员资格", to.officer(supervisor), own, ENDS)
        yield Deadline(key, supervisor.valid_to, what, office, supervisor.get_absolute_url(), ENDS)
