"""The pages of trainings: what each role sees and does there."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.rights import Role
from examiners.models import SoughtGrade, Training, TrainingEntry, TrainingResult
from examiners.trainings import training_entries, whom_to_enter
from tests.conftest import Login
from tests.documents.reading import pdf_text, squeezed
from tests.factories import exam, people, stations, trainings
from tests.factories.examiners import draft_application
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

LIST, NEW = "/examiners/trainings/", "/examiners/trainings/new/"
MAY = exam.noon(date(2026, 5, 20))
DURING = exam.noon(trainings.ENDS_ON)
TYPED = {
    "title": "2026 年第二期考评员培训认证班",
    "sought": "senior",
    "is_online": "1",
    "place": "线上会议 901",
    "starts_on": "2026-07-01",
    "ends_on": "2026-07-02",
    "enrol_until": "2026-06-25",
    "capacity": "４０人",
    "remarks": "",
}


@pytest.fixture
def course(management_user: User) -> Training:
    return trainings.training(management_user)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def titles(html: str, *all_titles: str) -> list[str]:
    """The titles in the order in which the page has them."""
    return sorted((one for one in all_titles if one in html), key=html.index)


# --- management ---


@time_machine.travel(MAY, tick=False)
def test_management_opens_a_training_and_changes_it(management_user: User, login: Login) -> None:
    client = login(management_user)
    answer = client.post(NEW, TYPED, follow=True)
    training = Training.objects.get()
    assert answer.redirect_chain == [(training.get_absolute_url(), 302)]
    assert (training.number, training.sought, training.is_online, training.capacity) == (
        "PX2026001",
        "senior",
        True,
        40,
    )
    edit = reverse("trainings:edit", args=[training.pk])
    html = page(client, edit)
    assert 'value="2026-07-01"' in html
    answer = client.post(edit, TYPED)
    assert "没有任何改动。请修改后再保存，或返回。" in answer.content.decode()
    assert client.post(edit, {**TYPED, "is_online": "0", "place": "示例路 1 号"}).status_code == 302
    training.refresh_from_db()
    assert not training.is_online


@time_machine.travel(MAY, tick=False)
def test_what_is_wrong_is_said_and_what_was_typed_stays(management_user: User, login: Login) -> None:
    answer = login(management_user).post(NEW, {**TYPED, "enrol_until": "2026-07-02", "title": "夏季班"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "报名截止 2026-07-02 晚于开班日期 2026-07-01。报名最晚在开班当日截止。" in html
    assert "夏季班" in html
    answer = login(management_user).post(
        NEW, {**TYPED, "capacity": "1000", "sought": "", "starts_on": "七月"}
    )
    for said in ("名额最多 999 人，请分班举办。", "请选择培训对象。", "开班日期不是有效的日期"):
        assert said in answer.content.decode()
    assert not Training.objects.exists()


@time_machine.travel(MAY, tick=False)
@pytest.mark.parametrize(("role", "expected"), [("station", 403), ("centre", 403), ("branch", 403)])
def test_nobody_else_manages(
    role: str,
    expected: int,
    course: Training,
    station_user: User,
    centre_user: User,
    branch_user: User,
    login: Login,
) -> None:
    client = login({"station": station_user, "centre": centre_user, "branch": branch_user}[role])
    names = ("edit", "results", "results_import", "sign_in")
    addresses = [NEW, *(reverse(f"trainings:{name}", args=[course.pk]) for name in names)]
    assert {client.get(address).status_code for address in addresses} == {expected}
    for transition in ("close", "cancel"):
        moved = client.post(f"{course.get_absolute_url()}{transition}/", {"reason": "停办"})
        assert moved.status_code == 403
    course.refresh_from_db()
    assert course.status == "open"


def test_a_branch_and_persons_see_no_trainings(
    course: Training, branch_user: User, station_user: User, login: Login
) -> None:
    examiner = people.user("考评周", Role.EXAMINER, station_user.organisation, person_name="周明远")
    for user in (branch_user, examiner):
        client = login(user)
        assert client.get(LIST).status_code == 403
        assert client.get(course.get_absolute_url()).status_code == 403


@time_machine.travel(DURING, tick=False)
def test_management_closes_from_the_page(
    course: Training, station_user: User, management_user: User, login: Login
) -> None:
    (entry,) = trainings.entered(course, draft_application(station_user), user=station_user)
    client, address = login(management_user), course.get_absolute_url()
    assert "还有 1 人没有登记结果" in page(client, address)
    trainings.decided(entry, management_user)
    assert client.post(f"{address}close/").status_code == 302
    html = page(client, address)
    assert "已结班" in html
    for gone in ("登记结果</a>", ">修改</a>", f"{address}close/"):
        assert gone not in html
    results = reverse("trainings:results", args=[course.pk])
    assert "本班已结班，不能再更改" in client.get(results, follow=True).content.decode()


def test_the_sign_in_sheet_has_a_column_a_day_and_no_document_number(
    course: Training, station_user: User, management_user: User, login: Login
) -> None:
    zhou = draft_application(station_user)
    zhou.document_number = people.document_number()
    zhou.save()
    trainings.entered(course, zhou, user=station_user)
    answer = login(management_user).get(reverse("trainings:sign_in", args=[course.pk]))
    text = squeezed(pdf_text(answer.content)).replace("演练", "")
    for part in ("周明远", "PX2026001", "06-15签到", "06-16签到", "06-17签到", "培训认证班签到表"):
        assert part in text
    assert zhou.document_number not in text


# --- stations ---


@time_machine.travel(MAY, tick=False)
def test_a_station_enters_its_people_and_withdraws_one(
    course: Training, station_user: User, login: Login
) -> None:
    zhou, wu = (draft_application(station_user, name) for name in ("周明远", "吴静"))
    draft_application(station_user, "郑凯", sought=SoughtGrade.MANAGER)
    draft_application(station_user, "冯涛", status="rejected")
    client, enter = login(station_user), reverse("trainings:enter", args=[course.pk])
    html = page(client, enter)
    assert [name in html for name in ("周明远", "吴静", "郑凯", "冯涛")] == [True, True, False, False]
    answer = client.post(enter, {"applications": [zhou.pk, wu.pk]}, follow=True)
    assert "已报名 2 人。" in answer.content.decode()
    entry = TrainingEntry.objects.get(application=wu)
    withdraw = reverse("trainings:withdraw", args=[entry.pk])
    assert "将撤销吴静的报名" in page(client, withdraw)
    assert client.post(withdraw).status_code == 302
    assert [one.application for one in TrainingEntry.objects.all()] == [zhou]


@time_machine.travel(MAY, tick=False)
def test_without_anybody_to_enter_the_page_says_what_to_do(
    course: Training, station_user: User, login: Login
) -> None:
    client, enter = login(station_user), reverse("trainings:enter", args=[course.pk])
    assert "没有可以报名的人员" in page(client, enter)
    assert "还没有选择人员。请勾选要报名的人员。" in client.post(enter).content.decode()


def test_who_passed_is_offered_again_once_the_result_no_longer_counts(
    course: Training, management_user: User, station_user: User
) -> None:
    zhou = draft_application(station_user, "周明远")
    trainings.entered(course, zhou, user=station_user)
    passed_on = date(2026, 6, 20)
    TrainingEntry.objects.update(result=TrainingResult.PASSED, decided_on=passed_on)
    later = trainings.training(management_user)
    for days, offered in ((0, []), (365, []), (366, [zhou])):
        on = passed_on + timedelta(days=days)
        assert list(whom_to_enter(later, actor=station_user, on=on)) == offered


@time_machine.travel(MAY, tick=False)
def test_people_of_another_station_are_neither_seen_nor_offered(
    course: Training, station_user: User, other_station_user: User, management_user: User, login: Login
) -> None:
    zhou, feng = draft_application(station_user), draft_application(other_station_user, "冯涛")
    he = draft_application(other_station_user, "何敏")
    trainings.entered(course, zhou, user=station_user)
    (theirs,) = trainings.entered(course, feng, user=other_station_user)
    client = login(station_user)
    for address in (course.get_absolute_url(), reverse("trainings:enter", args=[course.pk])):
        html = page(client, address)
        assert not any(name in html for name in ("冯涛", "何敏", "902考试站"))
    assert "本单位报名人员（1 人）" in page(client, course.get_absolute_url())
    sent = client.post(reverse("trainings:enter", args=[course.pk]), {"applications": [he.pk]})
    assert (sent.status_code, "所选人员不能报名" in sent.content.decode()) == (422, True)
    withdraw = reverse("trainings:withdraw", args=[theirs.pk])
    assert (client.get(withdraw).status_code, client.post(withdraw).status_code) == (404, 404)
    html = page(login(management_user), course.get_absolute_url())
    assert ("周明远" in html, "冯涛" in html, "902考试站" in html) == (True, True, True)


@time_machine.travel(exam.noon(trainings.ENTER_UNTIL) + timedelta(days=1), tick=False)
def test_after_the_last_day_the_page_leads_back_and_says_why(
    course: Training, station_user: User, login: Login
) -> None:
    zhou = draft_application(station_user)
    client, enter = login(station_user), reverse("trainings:enter", args=[course.pk])
    answer = client.get(enter, follow=True)
    assert answer.redirect_chain == [(course.get_absolute_url(), 302)]
    assert "本班报名已于 2026-06-10 24:00 截止" in answer.content.decode()
    answer = client.post(enter, {"applications": [zhou.pk]})
    assert (answer.status_code, "本班报名已于 2026-06-10 24:00 截止" in answer.content.decode()) == (
        422,
        True,
    )
    assert not TrainingEntry.objects.exists()


@time_machine.travel(MAY, tick=False)
def test_a_school_under_another_management_sees_nothing(course: Training, login: Login) -> None:
    client = login(stations.applicant("练习另一学院"))
    assert client.get(course.get_absolute_url()).status_code == 404
    assert course.title not in page(client, LIST)


# --- the list ---


@time_machine.travel(MAY, tick=False)
def test_what_can_be_entered_stands_first_the_soonest_to_shut_on_top(
    management_user: User, station_user: User, login: Login
) -> None:
    facts = (
        ("夏季班", {"enrol_until": date(2026, 6, 10)}),
        ("五月班", {"starts_on": date(2026, 5, 12), "enrol_until": date(2026, 5, 10)}),
        ("本周班", {"enrol_until": date(2026, 5, 20), "sought": SoughtGrade.SENIOR}),
        ("明年班", {"starts_on": date(2027, 1, 5), "ends_on": date(2027, 1, 6)}),
        ("取消班", {"enrol_until": date(2026, 5, 20)}),
    )
    made = {name: trainings.training(management_user, title=name, **told) for name, told in facts}
    perform(made["取消班"], "cancel", actor=management_user, at=MAY, reason="场地停用")
    client, names = login(station_user), [name for name, _ in facts]
    assert titles(page(client, LIST), *names) == ["本周班", "明年班", "夏季班", "五月班", "取消班"]
    assert titles(page(client, f"{LIST}?state=entering&year=2026"), *names) == ["本周班", "夏季班"]
    assert titles(page(client, f"{LIST}?state=shut"), *names) == ["五月班"]
    assert titles(page(client, f"{LIST}?state=cancelled"), *names) == ["取消班"]
    assert titles(page(client, f"{LIST}?sought=senior"), *names) == ["本周班"]
    assert titles(page(client, f"{LIST}?year=2027"), *names) == ["明年班"]
    assert "没有“1999”这个年份" in page(client, f"{LIST}?year=1999")


@time_machine.travel(MAY, tick=False)
def test_the_list_counts_places_and_ones_own_people(
    management_user: User, station_user: User, other_station_user: User, login: Login
) -> None:
    course = trainings.training(management_user, capacity=2)
    trainings.entered(course, draft_application(station_user), user=station_user)
    assert "已报 1 / 2 人" in page(login(other_station_user), LIST)
    trainings.entered(course, draft_application(other_station_user, "冯涛"), user=other_station_user)
    html = page(login(station_user), LIST)
    assert ("已报满（2 人）" in html, "已报 1 人" in html) == (True, True)


def test_pages_ask_the_database_no_more_for_more_people(
    management_user: User,
    station_user: User,
    login: Login,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """One query count at one and at three rows, for the list, the page and the grid."""
    with time_machine.travel(DURING, tick=False):
        client = login(management_user)
        course = trainings.training(management_user)
        addresses = (LIST, course.get_absolute_url(), reverse("trainings:results", args=[course.pk]))
        trainings.entered(course, draft_application(station_user), user=station_user)
        counts = [_queries(client, address) for address in addresses]
        for name in ("吴静", "郑凯"):
            trainings.entered(course, draft_application(station_user, name), user=station_user)
            trainings.training(management_user)
        for address, count in zip(addresses, counts, strict=True):
            with django_assert_num_queries(count):
                client.get(address)


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


def test_an_application_tells_its_trainings_the_latest_first(
    course: Training, management_user: User, station_user: User
) -> None:
    zhou = draft_application(station_user)
    context = {"application": zhou, "training_entries": training_entries(zhou)}
    assert "还没有报名培训认证班" in render_to_string("examiners/_trainings.html", context)
    later = trainings.training(
        management_user, title="秋季班", starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 2)
    )
    first, second = (trainings.entered(one, zhou, user=station_user)[0] for one in (course, later))
    trainings.decided(first, management_user, TrainingResult.PASSED, score="86.5")
    assert list(training_entries(zhou)) == [second, first]
    context["training_entries"] = training_entries(zhou)
    html = render_to_string("examiners/_trainings.html", context)
    assert titles(html, "秋季班", "合格", "86.5") == ["秋季班", "合格", "86.5"]
