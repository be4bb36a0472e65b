"""Beginning, filling in, handing in and grading an annual review."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from ostami import clock
from ostami.problems import Problem, refuse_if
from stations.completeness import AREAS
from stations.figures import figures_of
from stations.models import AnnualReview, ApplicationStatus, ReviewGrade, Station, StationApplication
from stations.models.premises import Premises
from stations.reviews import years_owed
from workflow import audit
from workflow.lifecycle import Step


@transaction.atomic
def open_review(*, station: Station, year: int, actor: User, at: datetime) -> AnnualReview:
    """Begin a station's review of `year`, its areas filled in from what is known; or return the one begun.

    Raises:
        BlockedError: the review isn't open yet, or the station doesn't owe it.
    """
    refuse_if(_not_open(year, at))
    station = Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
    begun: AnnualReview | None = AnnualReview.objects.filter(station=station, year=year).first()
    if begun is not None:
        return begun
    refuse_if(_not_owed(station, year, at))
    review: AnnualReview = AnnualReview.objects.create(
        station=station, year=year, **_known_areas(station, year)
    )
    audit.record(review, action="make", sentence="开始填写年审", actor=actor, at=at)
    return review


def _not_open(year: int, at: datetime) -> Iterator[Problem]:
    if year >= clock.day_of(at).year:
        yield Problem(f"{year} 年度年审自 {year + 1}-01-01 起填报，现在还不能填写", remedy="请到时再办理")


def _not_owed(station: Station, year: int, at: datetime) -> Iterator[Problem]:
    if year not in years_owed(station, on=clock.day_of(at)):
        yield Problem(
            f"本站于 {station.registered_on} 登记，当前状态为“{station.get_status_display()}”，"
            f"不需要 {year} 年度年审",
            remedy="请核对年度",
        )


def _known_areas(station: Station, year: int) -> dict[str, Any]:
    source = _last_review(station, year) or _last_application(station)
    return {name: getattr(source, name) for name in AREAS} if source else {}


def _last_review(station: Station, year: int) -> Premises | None:
    reviews = AnnualReview.objects.filter(station=station, year__lt=year, office_area__isnull=False)
    return reviews.order_by("-year").first()


def _last_application(station: Station) -> Premises | None:
    approved = StationApplication.objects.filter(station=station, status=ApplicationStatus.APPROVED)
    return approved.filter(office_area__isnull=False).order_by("-submitted_at", "-pk").first()


@transaction.atomic
def save_review(*, review: AnnualReview, answers: Mapping[str, Any]) -> AnnualReview:
    """Store the station's answers, by field name; a review may stay incomplete until it is handed in.

    Raises:
        BlockedError: it is handed in, so that nothing can be changed.
    """
    review = AnnualReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    refuse_if(review_closed(review))
    for name, answer in answers.items():
        setattr(review, name, answer)
    review.save(update_fields=[*answers])
    return review


def review_closed(review: AnnualReview) -> Iterator[Problem]:
    """Yield a problem where the answers can't be changed."""
    if not review.is_open:
        yield Problem(
            f"{review}当前状态为“{review.get_status_display()}”，内容不能修改",
            remedy="需要修改时，请联系管理站或省级分支机构退回",
        )


def hand_in_review(step: Step[AnnualReview]) -> None:
    """Note the instant, and keep the year's figures as they stand."""
    review = step.case
    review.submitted_at = step.at
    review.figures = [list(figure) for figure in figures_of(review.station, review.year, on=step.day)]


def grade_review(step: Step[AnnualReview]) -> None:
    """Write the grade that goes with the opinion.

    Raises:
        BlockedError: no grade was given.
    """
    grade = step.data.get("grade", "")
    if grade not in ReviewGrade.values:
        refuse_if([Problem("请选择评定结果", field="grade")])
    step.case.grade = grade
