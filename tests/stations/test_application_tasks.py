"""The list of tasks and the check page: what is done, open and blocked; what is missing, all at once."""

import pytest
from django.test import Client

from accounts.models import Organisation, User
from ostami import clock
from stations.models import ApplicationKind, AttachmentKind, PersonRole, StationApplication
from stations.tasks import tasks_of
from tests.conftest import Login
from tests.factories.stations import (
    add_equipment,
    add_people,
    applicant,
    complete_application,
    draft_application,
)
from workflow.tasks import TaskState, next_address

pytestmark = pytest.mark.django_db

TODO, DONE, BLOCKED, UNTOUCHED = TaskState.TODO, TaskState.DONE, TaskState.BLOCKED, TaskState.UNTOUCHED


@pytest.fixture
def school(management_org: Organisation) -> User:
    return applicant(management=management_org)


def states(application: StationApplication) -> dict[str, TaskState]:
    fresh = StationApplication.objects.get(pk=application.pk)
    return {task.label: task.state for task in tasks_of(fresh, today=clock.today())}


def hints(application: StationApplication) -> dict[str, str]:
    fresh = StationApplication.objects.get(pk=application.pk)
    return {task.label: task.hint for task in tasks_of(fresh, today=clock.today())}


def check_page(client: Client, application: StationApplication) -> str:
    answer = client.get(f"/applications/{application.pk}/check/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_application_shows_every_step(school: User) -> None:
    draft = draft_application(school, host_organization="练习申报职业学院")
    assert states(draft) == {
        "承建单位简况": TODO,
        "场地": UNTOUCHED,
        "人员配备": UNTOUCHED,
        "设备": UNTOUCHED,
        "申请工种": UNTOUCHED,
        "打印登记表、签字盖章": BLOCKED,
        "上传材料": UNTOUCHED,
        "核对并提交": BLOCKED,
    }
    told = hints(draft)
    assert "还没有填写：承建单位性质、承建单位法人代表" in told["承建单位简况"]
    assert told["打印登记表、签字盖章"] == "请先完成：承建单位简况、场地、人员配备、设备、申请工种"


def test_steps_are_done_one_by_one(school: User) -> None:
    draft = draft_application(school)
    add_equipment(draft)
    assert states(draft)["设备"] == DONE
    add_people(draft)
    assert states(draft)["人员配备"] == DONE
    draft.people.filter(role=PersonRole.DEPUTY).delete()
    assert states(draft)["人员配备"] == TODO
    assert "还没有副站长，至少须有 1 人（服务指南 2.1.2）" in hints(draft)["人员配备"]


def test_the_paper_is_printed_once_the_sections_are_complete_and_signed_before_submission(
    school: User,
) -> None:
    whole = complete_application(school)
    whole.attachments.filter(kind=AttachmentKind.SIGNED_FORM).delete()
    now = states(whole)
    assert (now["打印登记表、签字盖章"], now["上传材料"], now["核对并提交"]) == (TODO, TODO, BLOCKED)
    assert hints(whole)["核对并提交"] == "还有 1 项未完成，可点击查看清单"
    fresh = StationApplication.objects.get(pk=whole.pk)
    assert next_address(tasks_of(fresh, today=clock.today()), "") == f"/applications/{whole.pk}/form.pdf"


def test_a_complete_application_waits_for_its_submission_alone(school: User) -> None:
    whole = complete_application(school)
    now = states(whole)
    assert now.pop("核对并提交") == TODO
    assert set(now.values()) == {DONE}
    assert next_address(tasks_of(whole, today=clock.today()), "") == f"/applications/{whole.pk}/check/"


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        (ApplicationKind.SCOPE_ADDITION, ["人员配备", "设备", "申请工种"]),
        (ApplicationKind.SCOPE_REDUCTION, ["申请工种", "申请事由"]),
        (ApplicationKind.RENEWAL, ["承建单位简况", "场地", "人员配备", "设备", "申请事由"]),
        (ApplicationKind.CHANGE, ["承建单位简况", "人员配备", "申请事由"]),
    ],
)
def test_each_kind_has_its_own_sections(kind: ApplicationKind, steps: list[str], station_user: User) -> None:
    draft = draft_application(station_user, kind=kind)
    assert list(states(draft)) == [*steps, "打印登记表、签字盖章", "上传材料", "核对并提交"]


def test_all_that_is_missing_is_listed_at_once_each_a_link(login: Login, school: User) -> None:
    draft = draft_application(school)
    html = check_page(login(school), draft)
    for section in ("host", "premises", "people", "equipment", "trades", "files"):
        assert f'href="/applications/{draft.pk}/{section}/?from=check"' in html
    for said in (
        "还没有填写办公场地面积",
        "还没有副站长",
        "还没有选择申请工种",
        "管理制度须上传 8 项，现有 0 项",
    ):
        assert said in html
    assert f"/applications/{draft.pk}/submit/" not in html


def test_a_section_opened_from_the_check_page_leads_back_to_it(login: Login, school: User) -> None:
    draft = draft_application(school)
    answer = login(school).post(f"/applications/{draft.pk}/premises/?from=check", {"office_area": "20"})
    assert answer["Location"] == f"/applications/{draft.pk}/check/"


def test_a_complete_application_shows_the_paper_and_the_button(login: Login, school: User) -> None:
    whole = complete_application(school)
    html = check_page(login(school), whole)
    assert f'href="/applications/{whole.pk}/submit/"' in html
    for shown in (
        "审批登记表",
        "周校长",
        "冯实训",
        "120.5",
        "培训及考核设备 1",
        whole.trades.get().trade.name,
    ):
        assert shown in html


def test_the_page_of_a_draft_shows_the_tasks_and_that_of_another_state_does_not(
    login: Login, school: User
) -> None:
    whole = complete_application(school)
    client = login(school)
    assert "办理步骤" in client.get(whole.get_absolute_url()).content.decode()
    client.post(f"/applications/{whole.pk}/submit/", {"reason": "同意申报"})
    whole.refresh_from_db()
    assert whole.status == "submitted"
    assert "办理步骤" not in client.get(whole.get_absolute_url()).content.decode()
