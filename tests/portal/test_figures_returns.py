"""Why cases went back: counted, listed, within scope, with numbers masked."""

import pytest

from accounts.models import User
from batches.models import AnnualPlan
from stations.models import Station
from tests.conftest import Login
from tests.factories import exam, results
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db
REASONS = "/figures/returns/"
YEAR = "?year=2026"


@pytest.fixture
def sent_back(station: Station, other_station: Station, management_user: User, station_user: User) -> None:
    """A plan's, an application's and a batch's results of the first station; a plan of the second."""
    turning = exam.trade()
    for place in (station, other_station):
        exam.scope(place, turning)
        plan = AnnualPlan.objects.create(station=place, year=2026)
        exam.plan_item(plan, headcount=20)
        login = place.organisation.users.get()
        plan = perform(plan, "submit", actor=login, at=exam.noon(exam.APPLIED_ON))
        at = exam.noon(exam.APPLIED_ON)
        plan = perform(plan, "return", actor=management_user, at=at, reason=f"{place.code} 请补充")
        plan = perform(plan, "submit", actor=login, at=at)
        perform(plan, "approve", actor=management_user, at=at)
    draft = exam.draft_batch(station, exam.plan_item(station.plans.get()))
    draft = perform(draft, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    reason = "考评员 11010519491231002X 的证书已过期"
    perform(draft, "return", actor=management_user, at=exam.noon(exam.APPLIED_ON), reason=reason)
    batch = results.approved(station, management_user, {"李雷": ("90", "90")})
    at = results.exam_noon(batch, 1)
    perform(batch, "return_results", actor=management_user, at=at, reason="李雷的理论成绩有误")


@pytest.mark.usefixtures("sent_back")
def test_returns_are_counted_by_what_went_back(login: Login, centre_user: User, station_user: User) -> None:
    def counted(user: User, query: str = YEAR) -> dict[str, str]:
        tables = {one.key: one for one in login(user).get(f"/figures/{query}").context["tables"]}
        return {line[0][1]: line[1][1] for line in tables["returns"].lines}

    assert counted(centre_user) == {"年度计划": "2", "批次申请": "1", "报名": "0", "成绩": "1"}
    assert counted(station_user) == {"年度计划": "1", "批次申请": "1", "报名": "0", "成绩": "1"}
    assert counted(centre_user, "?year=2026&candidate_type=student")["年度计划"] == "—"
    assert set(counted(centre_user, "?year=2026&level=1").values()) == {"0"}


@pytest.mark.usefixtures("sent_back")
def test_reasons_stand_newest_first_with_numbers_masked(login: Login, centre_user: User) -> None:
    page = login(centre_user).get(f"{REASONS}{YEAR}")
    assert [(str(one.kind.label), one.words) for one in page.context["page_obj"].object_list] == [
        ("成绩", "李雷的理论成绩有误"),
        ("批次申请", "考评员 1101**********002X 的证书已过期"),
        ("年度计划", "49284902 请补充"),
        ("年度计划", "49284901 请补充"),
    ]
    assert "11010519491231002X" not in page.text


@pytest.mark.usefixtures("sent_back")
def test_a_station_reads_its_own_reasons_and_each_leads_to_its_case(login: Login, station_user: User) -> None:
    client = login(station_user)
    found = client.get(f"{REASONS}{YEAR}").context["page_obj"].object_list
    assert [str(one.kind.label) for one in found] == ["成绩", "批次申请", "年度计划"]
    assert {one.station for one in found} == {str(station_user.organisation)}
    assert [client.get(one.address).status_code for one in found] == [200, 200, 200]


@pytest.mark.usefixtures("sent_back")
def test_one_kind_can_be_asked_for(login: Login, centre_user: User) -> None:
    client = login(centre_user)
    found = client.get(f"{REASONS}{YEAR}&kind=plan").context["page_obj"]
    assert [one.words for one in found.object_list] == ["49284902 请补充", "49284901 请补充"]
    wrong = client.get(f"{REASONS}{YEAR}&kind=letter")
    assert "没有“letter”这个退回事项，未按它筛选。" in wrong.text
    assert wrong.context["paginator"].count == 4


def test_nothing_went_back_is_said(login: Login, centre_user: User) -> None:
    assert "所选范围内没有退回。" in login(centre_user).get(REASONS).text
