"""The year's figures that a review shows, and keeps."""

from datetime import date

import pytest

from accounts.models import User
from exams.figures import rate
from stations.figures import figures_of, shown_figures
from stations.models import Position, StaffMember, Station
from tests.factories import exam, results, reviews
from tests.factories.exam import noon
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
PEOPLE: dict[str, tuple[str | None, str | None]] = {
    "林若溪": ("85", "92.5"),
    "陈一鸣": ("59.5", "100"),
    "买买提·艾力": ("60", "60"),
    "赵缺席": (None, "95"),
}
ON = date(2027, 2, 10)
NOTHING = {
    "许可证": "待登记",
    "评价范围": "0 个工种",
    "站长": "0 人",
    "副站长": "0 人",
    "专职管理人员": "0 人",
    "有效考评员": "0 人，其中高级考评员 0 人",
    "一年内到期的考评员": "0 人",
    "考评员不足 3 人的工种": "无",
    "年度计划项": "0 条，0 人",
    "申请批次": "0 个",
    "批准批次": "0 个",
    "办结批次": "0 个",
    "报名人数": "0 人",
    "实考人数": "0 人",
    "缺考人数": "0 人",
    "合格人数": "0 人",
    "合格率": "无",
    "核发证书": "0 本",
}


def test_a_station_without_batches_has_plain_zeros(station: Station) -> None:
    figures = figures_of(station, 2026, on=ON)
    assert dict(figures) == NOTHING
    assert [figure.label for figure in figures] == list(NOTHING)


def test_figures_tell_the_years_work(
    station: Station, other_station: Station, management_user: User, centre_user: User
) -> None:
    results.certified_batch(station, management_user, centre_user, PEOPLE)
    results.certified_batch(other_station, management_user, centre_user, {"邻站考生": ("90", "90")})
    exam.draft_batch(station, exam_date=date(2026, 10, 1))
    assert dict(figures_of(station, 2026, on=ON)) == {
        **NOTHING,
        "评价范围": "1 个工种",
        "有效考评员": "3 人，其中高级考评员 0 人",
        "一年内到期的考评员": "3 人",
        "年度计划项": "1 条，30 人",
        "申请批次": "1 个",
        "批准批次": "1 个",
        "办结批次": "1 个",
        "报名人数": "4 人",
        "实考人数": "3 人",
        "缺考人数": "1 人",
        "合格人数": "2 人",
        "合格率": "66.7%",
        "四级/中级工": "实考 3 人，合格 2 人，合格率 66.7%",
        "核发证书": "2 本",
    }


def test_another_year_has_its_own_figures(station: Station, management_user: User, centre_user: User) -> None:
    results.certified_batch(station, management_user, centre_user, PEOPLE)
    figures = dict(figures_of(station, 2027, on=ON))
    assert {figures[name] for name in ("年度计划项", "申请批次", "报名人数", "核发证书")} == {
        "0 条，0 人", "0 个", "0 人", "0 本",
    }  # fmt: skip


def test_results_count_once_they_are_approved(station: Station, management_user: User) -> None:
    batch = results.roster_batch(station, management_user, "林若溪")
    exam.score(batch.enrolments.get(), "85", "90", by=reviews.login_of(station))
    figures = dict(figures_of(station, 2026, on=ON))
    assert (figures["报名人数"], figures["实考人数"], figures["合格率"]) == ("1 人", "0 人", "无")


def test_staff_and_short_trades_are_named(station: Station) -> None:
    exam.scope(station, exam.trade())
    for position, name in (
        (Position.DIRECTOR, "吴站长"),
        (Position.DEPUTY, "郑副站长"),
        (Position.DEPUTY, "周副"),
    ):
        StaffMember.objects.create(station=station, position=position, name=name, since=date(2026, 1, 1))
    StaffMember.objects.create(
        station=station,
        position=Position.MANAGER,
        name="前任",
        since=date(2025, 1, 1),
        ended_on=date(2026, 3, 1),
    )
    figures = dict(figures_of(station, 2026, on=ON))
    assert [figures[kind.label] for kind in Position] == ["1 人（吴站长）", "2 人（郑副站长、周副）", "0 人"]
    assert figures["考评员不足 3 人的工种"] == "1 个：数控车工"


@pytest.mark.parametrize(
    ("valid_to", "expiring"), [(date(2028, 2, 9), "1 人"), (date(2028, 2, 10), "0 人"), (ON, "1 人")]
)
def test_an_examiner_expires_within_a_year(station: Station, valid_to: date, expiring: str) -> None:
    exam.examiner(station, "甲", exam.trade(), valid_to=valid_to)
    assert dict(figures_of(station, 2026, on=ON))["一年内到期的考评员"] == expiring


@pytest.mark.parametrize(
    ("passed", "sat", "text"),
    [(0, 0, "无"), (0, 3, "0.0%"), (2, 3, "66.7%"), (1, 16, "6.3%"), (3, 3, "100.0%")],
)
def test_a_pass_rate_has_one_decimal(passed: int, sat: int, text: str) -> None:
    assert rate(passed, sat) == text


def test_figures_live_until_they_are_handed_in(
    station: Station, management_user: User, station_user: User
) -> None:
    reviews.registered(station)
    review = reviews.filled(station)
    exam.scope(station, exam.trade())
    assert dict(shown_figures(review, on=ON))["评价范围"] == "1 个工种"
    review = perform(review, "submit", actor=station_user, at=noon(ON))
    station.grants.all().delete()
    review.refresh_from_db()
    assert dict(shown_figures(review, on=ON))["评价范围"] == "1 个工种"
    review = perform(review, "return", actor=management_user, reason="请补充。", at=noon(ON))
    assert dict(shown_figures(review, on=ON))["评价范围"] == "0 个工种"
