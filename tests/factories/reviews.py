"""Annual reviews of a station, through the portal's own doors; 2026 is the year under review."""

from datetime import date

from accounts.models import User
from stations.models import AnnualReview, ReviewGrade, Station
from stations.services.reviews import open_review, save_review
from tests.factories.exam import noon
from workflow.lifecycle import perform

YEAR = 2026
OPENED_ON = date(2027, 1, 1)
FILED_ON = date(2027, 2, 10)
ANSWERS = {
    "office_area": "60.5",
    "theory_area": "120",
    "practical_area": "800",
    "premises_changes": "新增数控车床 2 台。",
    "staff_changes": "无变化。",
    "self_assessment": "全年按计划完成评价，档案齐全。",
    "shortcomings": "高级考评员偏少，计划 6 月前增补。",
}


def login_of(station: Station) -> User:
    return station.organisation.users.get()


def registered(station: Station, on: date = date(2026, 5, 1)) -> Station:
    Station.objects.filter(pk=station.pk).update(registered_on=on)
    station.registered_on = on
    return station


def draft(station: Station, *, year: int = YEAR, on: date = OPENED_ON) -> AnnualReview:
    return open_review(station=station, year=year, actor=login_of(station), at=noon(on))


def filled(station: Station) -> AnnualReview:
    return save_review(review=draft(station), answers=ANSWERS)


def handed_in(station: Station, *, on: date = FILED_ON) -> AnnualReview:
    return perform(filled(station), "submit", actor=login_of(station), at=noon(on))


def returned(station: Station, by: User) -> AnnualReview:
    return perform(handed_in(station), "return", actor=by, at=noon(FILED_ON), reason="请补充人员变化情况。")


def graded(station: Station, by: User, grade: ReviewGrade = ReviewGrade.PASSED) -> AnnualReview:
    opinion = "评价工作规范，同意。"
    return perform(handed_in(station), "grade", actor=by, at=noon(FILED_ON), reason=opinion, grade=grade)
