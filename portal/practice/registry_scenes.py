"""Scenes of the registry: schools that apply, a station with its review, one whose licence ends soon."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Organisation, User
from ostami import clock
from portal.practice.days import Journey
from portal.practice.school_desk import filled_application, school_login
from portal.practice.station_desk import Desk
from scope_catalog.choices import Scheme
from scope_catalog.models import Trade
from stations.models import Position, StaffMember, Station
from stations.services.reviews import open_review, save_review
from workflow.lifecycle import perform

WAITING_SCHOOL = ("演练数控技工学校", "SB000002")
BRANCH_SCHOOL = ("演练机电中等专业学校", "SB000003")
ENDORSED_SCHOOL = ("演练智能制造职业学院", "SB000004")
# The licence of this station ends soon.
EXPIRING_CODE, DAYS_LEFT = "49284256", 60
OPINION = "同意申报。"
REVIEW_DAY = (1, 15)
PRACTICE_STAFF = {Position.DIRECTOR: "贾站长", Position.DEPUTY: "贾副站", Position.MANAGER: "贾专管"}


def draft_application_story(login: User, *trades: Trade, today: date) -> Journey:
    """Play an application that lacks the signed form alone: to be printed, signed, uploaded, handed in."""
    yield today - timedelta(3)
    filled_application(login, *trades, signed=False)


def waiting_application_stories(trade: Trade, certified: Trade, *, today: date) -> Iterator[Journey]:
    """Yield applications that wait for management, for the branch and for the centre."""
    yield _submitted(WAITING_SCHOOL, trade, today - timedelta(2))
    yield _submitted(BRANCH_SCHOOL, certified, today - timedelta(2), scheme=Scheme.SKILL_LEVEL)


def _submitted(
    school: tuple[str, str], trade: Trade, day: date, *, scheme: Scheme = Scheme.ABILITY
) -> Journey:
    yield day
    login = school_login(*school)
    perform(filled_application(login, trade, scheme=scheme), "submit", actor=login, reason=OPINION)


def endorsed_application_story(management: User, trade: Trade, *, today: date) -> Journey:
    """Play an application that management returned once, then endorsed: it waits for the centre."""
    yield today - timedelta(9)
    login = school_login(*ENDORSED_SCHOOL)
    application = perform(filled_application(login, trade), "submit", actor=login, reason=OPINION)
    yield today - timedelta(7)
    reason = "技能考核场地面积请按实测填写，修改后重新提交。"
    application = perform(application, "return", actor=management, reason=reason)
    yield today - timedelta(5)
    application.practical_area = Decimal(1350)
    application.save()
    application = perform(application, "submit", actor=login, reason=OPINION)
    yield today - timedelta(4)
    perform(application, "endorse", actor=management, reason="经审核，材料齐全，条件符合要求，同意推荐。")


def review_story(desk: Desk, *, today: date) -> Journey:
    """Play last year's review of a station, graded."""
    yield date(today.year, *REVIEW_DAY)
    review = open_review(station=desk.station, year=today.year - 1, actor=desk.login, at=clock.now())
    answers = {
        "office_area": Decimal(90),
        "theory_area": Decimal(320),
        "practical_area": Decimal(1600),
        "premises_changes": "新增数控车床 4 台，其余无变化。",
        "staff_changes": "无变化。",
        "self_assessment": "按评价工作规程组织考试，档案齐全，未发生违规情况。",
        "shortcomings": "高级考评员偏少，下一年度选送 2 人参加培训。",
    }
    review = save_review(review=review, answers=answers)
    review = perform(review, "submit", actor=desk.login)
    reason = "制度健全，考务规范，同意年审合格。"
    perform(review, "grade", actor=desk.management, reason=reason, grade="passed")


def licensed(code: str, *, first: date, last: date, today: date) -> None:
    """Give a station of the guide's list a licence and staff, and have it owe last year's review alone."""
    station = Station.objects.get(organisation__code=code)
    if station.valid_to is None:
        station.licence_number, station.valid_from, station.valid_to = code, first, last
        station.registered_on = date(today.year - 1, 1, 1)
        station.legal_representative, station.nature = "贾法人", "公办职业学校"
        station.save()
        Organisation.objects.filter(pk=station.organisation_id).update(email=f"{code}@example.invalid")
        for position, name in PRACTICE_STAFF.items():
            StaffMember.objects.create(station=station, position=position, name=name, since=first)
