"""From the beginning of a review to its grade."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Role
from ostami.problems import BlockedError
from stations.models import AnnualReview, ReviewStatus, Station, StationApplication
from stations.services.reviews import save_review
from tests.conftest import Login
from tests.factories import people, reviews
from tests.factories.exam import noon
from workflow.audit import history_of
from workflow.lifecycle import StaleError, lifecycle_of, perform

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registered(station: Station) -> None:
    reviews.registered(station)


def test_a_review_is_begun_once(station: Station) -> None:
    first, second = reviews.draft(station), reviews.draft(station)
    assert first == second
    assert [event.sentence for event in history_of(first)] == ["开始填写年审"]
    with transaction.atomic(), pytest.raises(IntegrityError):
        AnnualReview.objects.create(station=station, year=2026)


@pytest.mark.parametrize(
    ("year", "on", "sentence"),
    [
        (2026, date(2026, 12, 31), "2026 年度年审自 2027-01-01 起填报，现在还不能填写"),
        (9999, date(2027, 1, 1), "9999 年度年审自 10000-01-01 起填报"),
        (2025, date(2027, 1, 1), "本站于 2026-05-01 登记，当前状态为“正常”，不需要 2025 年度年审"),
    ],
)
def test_only_a_year_that_is_over_and_owed_is_begun(
    station: Station, year: int, on: date, sentence: str
) -> None:
    with pytest.raises(BlockedError, match=sentence):
        reviews.draft(station, year=year, on=on)
    assert not AnnualReview.objects.exists()


def test_areas_come_from_the_last_review_before_the_last_application(station: Station) -> None:
    def applied(kind: str, status: str, office_area: str) -> None:
        StationApplication.objects.create(
            kind=kind,
            status=status,
            station=station,
            organisation=station.organisation,
            started_at=noon(date(2026, 5, 1)),
            office_area=Decimal(office_area),
            theory_area=Decimal(90),
        )

    applied("establishment", "approved", "30")
    applied("renewal", "draft", "99")
    review = reviews.draft(station)
    assert (review.office_area, review.theory_area, review.practical_area) == (Decimal(30), Decimal(90), None)
    save_review(review=review, answers={"office_area": Decimal("45.5")})
    following = reviews.draft(station, year=2027, on=date(2028, 1, 1))
    assert following.office_area == Decimal("45.5")


def test_what_lacks_is_named_at_once(station: Station, station_user: User) -> None:
    review = save_review(review=reviews.draft(station), answers={"theory_area": 0, "self_assessment": "  "})
    with pytest.raises(BlockedError) as refused:
        perform(review, "submit", actor=station_user, at=noon(reviews.FILED_ON))
    assert [str(problem) for problem in refused.value.problems] == [
        "还没有填写办公场地面积，须大于 0 平方米（服务指南 2.1.3）。请填写后提交。",
        "还没有填写理论考试场地面积，须大于 0 平方米（服务指南 2.1.3）。请填写后提交。",
        "还没有填写技能考核场地面积，须大于 0 平方米（服务指南 2.1.3）。请填写后提交。",
        "还没有填写自评。请填写本年度工作情况的自我评价。",
    ]
    review.refresh_from_db()
    assert (review.status, review.submitted_at, review.figures) == ("draft", None, [])


def test_a_late_review_can_still_be_handed_in(station: Station) -> None:
    assert reviews.handed_in(station, on=date(2027, 9, 1)).submitted_at == noon(date(2027, 9, 1))


def test_what_was_handed_in_is_not_changed(station: Station, management_user: User) -> None:
    review = reviews.handed_in(station)
    with pytest.raises(BlockedError, match="当前状态为“待评定”，内容不能修改。需要修改时，请联系管理站"):
        save_review(review=review, answers={"self_assessment": "改写"})
    perform(review, "return", actor=management_user, reason="请补充。")
    assert save_review(review=review, answers={"self_assessment": "改写"}).self_assessment == "改写"


@pytest.mark.parametrize("grade", [None, "", "splendid"])
def test_a_grade_is_one_of_four(station: Station, management_user: User, grade: str | None) -> None:
    review = reviews.handed_in(station)
    told: dict[str, Any] = {} if grade is None else {"grade": grade}
    with pytest.raises(BlockedError, match="请选择评定结果"):
        perform(review, "grade", actor=management_user, reason="同意。", **told)
    review.refresh_from_db()
    assert (review.status, review.grade) == (ReviewStatus.SUBMITTED, "")


def test_a_grade_needs_an_opinion(station: Station, management_user: User) -> None:
    with pytest.raises(BlockedError, match="请填写评定意见"):
        perform(reviews.handed_in(station), "grade", actor=management_user, reason=" ", grade="passed")


def test_grade_and_opinion_are_typed_on_one_page(
    login: Login, station: Station, station_user: User, branch_user: User
) -> None:
    review = reviews.handed_in(station)
    address = f"{review.get_absolute_url()}grade/"
    client = login(branch_user)
    assert "限期整改" in client.get(address).text
    refused = client.post(address, {"reason": "档案不齐。"})
    assert (refused.status_code, "请选择评定结果。" in refused.text) == (422, True)
    assert "档案不齐。" in refused.text
    assert "没有这个评定结果" in client.post(address, {"grade": "x", "reason": "好"}).text
    done = client.post(address, {"grade": "rectify", "reason": "档案不齐。"})
    assert (done.status_code, done["Location"]) == (302, review.get_absolute_url())
    review.refresh_from_db()
    assert (review.status, review.grade) == ("graded", "rectify")
    page = login(station_user).get(review.get_absolute_url()).text
    assert "限期整改" in page
    assert page.count("档案不齐。") == 2
    assert "练习江苏分支机构　孙分支" in page


def test_a_returned_review_is_mended_and_handed_in_again(
    login: Login, station: Station, station_user: User, management_user: User
) -> None:
    review = reviews.returned(station, management_user)
    client = login(station_user)
    assert "请补充人员变化情况。" in client.get(review.get_absolute_url()).text
    client.post(f"{review.get_absolute_url()}edit/", {**reviews.ANSWERS, "staff_changes": "站长更换。"})
    client.post(f"{review.get_absolute_url()}submit/")
    review.refresh_from_db()
    assert (review.status, review.staff_changes) == ("submitted", "站长更换。")


TABLE = {
    "submit": ({"draft", "returned"}, "submitted", {"station"}),
    "grade": ({"submitted"}, "graded", {"management", "branch"}),
    "return": ({"submitted"}, "returned", {"management", "branch"}),
}


def _in_status(station: Station, status: str, management: User) -> AnnualReview:
    make: dict[str, Any] = {
        "draft": lambda: reviews.filled(station),
        "submitted": lambda: reviews.handed_in(station),
        "returned": lambda: reviews.returned(station, management),
        "graded": lambda: reviews.graded(station, management),
    }
    review: AnnualReview = make[status]()
    return review


def _outcome(review: AnnualReview, name: str, actor: User) -> str:
    with transaction.atomic():
        try:
            moved = perform(
                review, name, actor=actor, at=noon(reviews.FILED_ON), reason="理由", grade="passed"
            )
        except Http404:
            found = "not found"
        except PermissionDenied:
            found = "no right"
        except StaleError:
            found = "too late"
        else:
            found = str(moved.status)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("status", ReviewStatus.values)
@pytest.mark.parametrize("name", TABLE)
def test_a_review_moves_by_its_table_alone(
    station: Station,
    station_user: User,
    other_station_user: User,
    management_user: User,
    branch_user: User,
    centre_user: User,
    name: str,
    status: str,
) -> None:
    assert set(lifecycle_of(AnnualReview).transitions) == set(TABLE)
    review = _in_status(station, status, management_user)
    sources, target, who_may = TABLE[name]
    actors = {
        "station": station_user,
        "other station": other_station_user,
        "management": management_user,
        "branch": branch_user,
        "centre": centre_user,
        "applicant": people.user("申报钱", Role.APPLICANT, station.organisation),
        "examiner": people.user("考评周", Role.EXAMINER, station.organisation),
        "candidate": people.candidate("李雷").user,
    }
    sees = {"station"} | (set() if status == "draft" else {"management", "branch", "centre"})
    for who, actor in actors.items():
        due = "not found"
        if who in sees:
            due = "no right" if who not in who_may else (target if status in sources else "too late")
        assert _outcome(review, name, actor) == due, who


def test_a_branch_grades_its_own_province_alone(station: Station, branch_user: User) -> None:
    station.organisation.province = "浙江省"
    station.organisation.save()
    with pytest.raises(Http404):
        reviews.graded(station, branch_user)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("office_area", "很大", "面积须为数字，如 120 或 86.5，请重新填写。"),
        ("office_area", "-1", "面积不能为负数，请重新填写。"),
        ("theory_area", "12.55", "面积最多一位小数，请重新填写。"),
        ("practical_area", "123456789", "面积过大，请核对后重新填写。"),
        ("self_assessment", "评" * 4001, "请控制在 4000 字以内，现有 4001 字。"),
    ],
)
def test_bad_answers_are_named_kept_and_not_stored(
    login: Login, station: Station, station_user: User, field: str, typed: str, sentence: str
) -> None:
    review = reviews.draft(station)
    before = list(AnnualReview.objects.values())
    answer = login(station_user).post(f"{review.get_absolute_url()}edit/", {**reviews.ANSWERS, field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed[:20] in answer.text
    assert list(AnnualReview.objects.values()) == before


def test_an_incomplete_review_is_kept(login: Login, station: Station, station_user: User) -> None:
    review = reviews.draft(station)
    answer = login(station_user).post(f"{review.get_absolute_url()}edit/", {"office_area": "60.5"})
    assert (answer.status_code, answer["Location"]) == (302, review.get_absolute_url())
    review.refresh_from_db()
    assert (review.office_area, review.self_assessment) == (Decimal("60.5"), "")


def test_a_review_under_way_leads_back_from_its_form(
    login: Login, station: Station, station_user: User
) -> None:
    review = reviews.handed_in(station)
    answer = login(station_user).get(f"{review.get_absolute_url()}edit/", follow=True)
    assert answer.redirect_chain == [(review.get_absolute_url(), 302)]
    assert "内容不能修改" in answer.text


def test_the_first_instant_of_the_year_opens_the_review(
    login: Login, station: Station, station_user: User
) -> None:
    opens = noon(date(2027, 1, 1)).replace(hour=0)
    address = "/reviews/start/2026/"
    with time_machine.travel(opens - timedelta(seconds=1), tick=False):
        refused = login(station_user).post(address)
        assert refused.status_code == 422
        assert "现在还不能填写" in refused.text
    with time_machine.travel(opens, tick=False):
        done = login(station_user).post(address)
    review = AnnualReview.objects.get()
    assert done["Location"] == f"/reviews/{review.pk}/edit/"


def test_what_is_right_is_saved_while_typing(login: Login, station: Station, station_user: User) -> None:
    review = reviews.draft(station)
    typed = {**reviews.ANSWERS, "office_area": "很大"}
    address = f"{review.get_absolute_url()}edit/"
    with time_machine.travel(noon(reviews.FILED_ON), tick=False):
        answer = login(station_user).post(address, typed, headers={"X-Autosave": "1"})
    assert answer.json() == {
        "saved_at": "12:00",
        "errors": {"office_area": ["面积须为数字，如 120 或 86.5，请重新填写。"]},
    }
    review.refresh_from_db()
    assert (review.office_area, review.theory_area) == (None, Decimal(120))
    assert review.self_assessment == reviews.ANSWERS["self_assessment"]
