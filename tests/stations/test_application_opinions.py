"""Which opinions stand, on the page and on form F1."""

from datetime import date

import pytest

from accounts.models import Organisation, User
from scope_catalog.choices import Scheme
from stations.models import StationApplication
from stations.opinions import Opinions, opinions_of
from stations.sheets import f1_sheet
from tests.factories import exam, stations
from workflow.lifecycle import perform
from workflow.opinions import Opinion

pytestmark = pytest.mark.django_db

DAYS = {"submit": date(2026, 3, 2), "endorse": date(2026, 3, 9), "approve": date(2026, 3, 16)}
HOST = Opinion("同意申报。", "钱联系", "练习申报职业学院", DAYS["submit"])
ENDORSER = Opinion("同意推荐。", "王管理", "练习管理站", DAYS["endorse"])


@pytest.fixture
def school(management_org: Organisation) -> User:
    return stations.applicant(management=management_org)


@pytest.fixture
def submitted(school: User) -> StationApplication:
    made = stations.complete_application(school, trades=[exam.trade()])
    return perform(made, "submit", actor=school, at=exam.noon(DAYS["submit"]), reason="同意申报。")


def endorsed(application: StationApplication, actor: User, reason: str = "同意推荐。") -> StationApplication:
    return perform(application, "endorse", actor=actor, at=exam.noon(DAYS["endorse"]), reason=reason)


def printed(application: StationApplication) -> list[str]:
    """The three opinion cells of the form."""
    return [row[1] for row in f1_sheet(application).grids[-1].texts()[:3]]


def test_a_draft_has_no_opinions(school: User) -> None:
    draft = stations.draft_application(school)
    assert opinions_of(draft) == Opinions()
    assert printed(draft) == ["(盖章)    年  月  日"] * 3


def test_each_opinion_names_its_words_person_organisation_and_day(
    submitted: StationApplication, management_user: User
) -> None:
    assert opinions_of(submitted) == Opinions(host=HOST)
    assert opinions_of(endorsed(submitted, management_user)) == Opinions(host=HOST, endorser=ENDORSER)


def test_the_centres_opinion_completes_the_form(
    submitted: StationApplication, management_user: User, centre_user: User
) -> None:
    waiting = endorsed(submitted, management_user)
    at = exam.noon(DAYS["approve"])
    approved = perform(waiting, "approve", actor=centre_user, at=at, reason="同意设立。")
    assert printed(approved) == [
        "同意申报。\n\n练习申报职业学院　钱联系\n(盖章)  2026 年 3 月 2 日",
        "同意推荐。\n\n练习管理站　王管理\n(盖章)  2026 年 3 月 9 日",
        "同意设立。\n\n练习指导中心　赵中心\n(盖章)  2026 年 3 月 16 日",
    ]


def test_the_branch_signs_in_the_endorsers_row(
    school: User, branch_user: User, management_user: User
) -> None:
    made = stations.complete_application(school, trades=[exam.trade()])
    made.scheme = Scheme.SKILL_LEVEL
    made.save()
    made.trades.get().trade.occupation.__class__.objects.update(scheme=Scheme.SKILL_LEVEL)
    waiting = perform(made, "submit", actor=school, at=exam.noon(DAYS["submit"]), reason="同意申报。")
    found = opinions_of(endorsed(waiting, branch_user)).endorser
    assert found == Opinion("同意推荐。", "孙分支", "练习江苏分支机构", DAYS["endorse"])


def test_a_return_to_the_school_drops_all_opinions_and_a_resubmission_begins_anew(
    submitted: StationApplication, school: User, management_user: User
) -> None:
    back = perform(submitted, "return", actor=management_user, reason="请补充设备。")
    assert opinions_of(back) == Opinions()
    again = perform(back, "submit", actor=school, at=exam.noon(date(2026, 4, 1)), reason="已补正。")
    assert opinions_of(again) == Opinions(
        host=Opinion("已补正。", "钱联系", "练习申报职业学院", date(2026, 4, 1))
    )


def test_a_return_by_the_centre_to_the_school_drops_the_endorsement_too(
    submitted: StationApplication, management_user: User, centre_user: User
) -> None:
    waiting = endorsed(submitted, management_user)
    back = perform(waiting, "return_to_applicant", actor=centre_user, reason="请核对面积。")
    assert opinions_of(back) == Opinions()


def test_a_return_to_the_endorser_leaves_the_hosts_opinion(
    submitted: StationApplication, management_user: User, centre_user: User
) -> None:
    waiting = endorsed(submitted, management_user)
    back = perform(waiting, "return_to_endorser", actor=centre_user, reason="请核对考评员。")
    assert opinions_of(back) == Opinions(host=HOST)
    again = opinions_of(endorsed(back, management_user, "核对无误，同意推荐。"))
    assert again.endorser
    assert again.endorser.text == "核对无误，同意推荐。"


def test_a_recall_drops_the_hosts_opinion(submitted: StationApplication, school: User) -> None:
    assert opinions_of(perform(submitted, "recall", actor=school)) == Opinions()


def test_a_refusal_stands_in_the_row_of_whoever_refused(
    submitted: StationApplication, management_user: User, centre_user: User
) -> None:
    waiting = endorsed(submitted, management_user)
    at = exam.noon(DAYS["approve"])
    refused = perform(waiting, "refuse", actor=centre_user, at=at, reason="条件不足。")
    assert opinions_of(refused).centre == Opinion("不予批准：条件不足。", "赵中心", "练习指导中心", at.date())
    assert opinions_of(refused).endorser == ENDORSER


def test_a_login_without_a_persons_name_signs_as_its_organisation(school: User) -> None:
    school.person_name = ""
    school.save()
    made = stations.complete_application(school, trades=[exam.trade()])
    sent = perform(made, "submit", actor=school, at=exam.noon(DAYS["submit"]), reason="同意。")
    assert printed(sent)[0] == "同意。\n\n练习申报职业学院\n(盖章)  2026 年 3 月 2 日"
