"""The check page: every answer, what stands in the way with the page that mends it, and handing in."""

import pytest
from django.test import Client

from batches.models import BatchItem, CandidateType
from candidates.models import Candidate, Enrolment, EnrolmentStatus, HistoryEntry
from candidates.personal_form.tasks import tasks_of
from candidates.services.consents import give_consent
from ostami import clock
from tests.candidates.test_filling import FORM
from tests.conftest import Login
from tests.factories import exam
from workflow.tasks import TaskState

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(login: Login, lin: Candidate) -> Client:
    return login(lin.user)


def check(enrolment: Enrolment) -> str:
    return f"/candidates/{enrolment.pk}/check/"


def of_type(item: BatchItem, person: Candidate, whom: CandidateType) -> Enrolment:
    item.batch.candidate_type = whom
    item.batch.save()
    return exam.draft_enrolment(item, person)


def test_the_check_page_shows_every_answer_with_the_number_masked(hers: Client, draft: Enrolment) -> None:
    page = hers.get(check(draft)).content.decode()
    for answer in (
        "林小禾",
        "练习职业技术学校",
        "2023-09",
        "2027-06",
        "420 学时",
        "数控技术应用",
        "练习初级中学",
        "一旦提交",
        "符合",
    ):
        assert answer in page
    assert draft.candidate.masked_number in page
    assert draft.candidate.document_number not in page


@pytest.mark.parametrize("whom", list(CandidateType))
@pytest.mark.parametrize("level", [4, 3])
def test_a_complete_form_of_every_type_is_handed_in(
    hers: Client, item: BatchItem, lin: Candidate, whom: CandidateType, level: int
) -> None:
    draft = of_type(item.batch.items.get(plan_item__level=level), lin, whom)
    tasks = tasks_of(Enrolment.objects.get(pk=draft.pk), at=clock.now())
    assert {task.state for task in tasks[:-4]} == {TaskState.DONE}
    page = hers.get(check(draft))
    assert page.context["problems"] == []
    response = hers.post(check(draft), follow=True)
    assert "报名已提交，报名序号 1。请打印申报表，盖章后拍照上传。" in response.content.decode()
    draft.refresh_from_db()
    assert draft.status == EnrolmentStatus.SUBMITTED


@pytest.mark.parametrize("whom", [CandidateType.IN_SERVICE, CandidateType.SOCIAL])
def test_the_work_of_others_stands_on_its_own(
    hers: Client, item: BatchItem, lin: Candidate, whom: CandidateType
) -> None:
    draft = of_type(item, lin, whom)
    page = hers.get(check(draft)).content.decode()
    assert f'href="/candidates/{draft.pk}/work/?from=check"' in page
    assert "练习机械厂，数控车工（相同（专业对口、就是本职业））" in page


@pytest.mark.parametrize("step", ["form", "certificates", "history", "uploads"])
def test_each_part_has_its_way_back(hers: Client, draft: Enrolment, step: str) -> None:
    address = f"/candidates/{draft.pk}/{step}/?from=check"
    assert f'href="{address}"' in hers.get(check(draft)).content.decode()
    assert f'href="{check(draft)}"' in hers.get(address).content.decode()


def test_from_the_check_page_an_answer_is_changed_and_checked_again(hers: Client, draft: Enrolment) -> None:
    response = hers.post(f"/candidates/{draft.pk}/form/?from=check", FORM)
    assert response["Location"] == check(draft)


def test_an_empty_form_says_all_that_is_missing_and_where_it_is_mended(
    hers: Client, item: BatchItem, lin: Candidate
) -> None:
    give_consent(user=lin.user, at=clock.now())
    empty = Enrolment.objects.create(batch_item=item, candidate=lin)
    response = hers.post(check(empty))
    assert response.status_code == 422
    page = response.content.decode()
    base = f"/candidates/{empty.pk}"
    for step, sentence in (
        ("form", "申报表的“就读院校”还没有填写（服务指南 4.4）。请返回申报表补填。"),
        (
            "certificates",
            "申报表的“已取得的证书和职称”还没有填写（服务指南 4.4）。没有的请在该页勾选“没有”后保存。",
        ),
        ("history", "学习经历还没有填写（服务指南 4.3-3）。请从初中开始，一直填写到目前所在院校。"),
        (
            "uploads",
            "还没有上传学生证，在读学生必须提交（服务指南 4.5.1-3）。请上传清晰的 JPEG 或 PNG 图片。",
        ),
    ):
        assert f'<a href="{base}/{step}/?from=check">{sentence}</a>' in page
    empty.refresh_from_db()
    assert empty.status == EnrolmentStatus.DRAFT


def test_a_gap_holds_the_form_up(hers: Client, draft: Enrolment) -> None:
    HistoryEntry.objects.filter(place="练习初级中学").update(end="2022-06-01")
    page = hers.post(check(draft)).content.decode()
    assert "之间缺 14 个月（2022.07–2023.08）的经历" in page
    draft.refresh_from_db()
    assert draft.status == EnrolmentStatus.DRAFT


def test_who_holds_nothing_reads_so_once_and_who_does_reads_all_of_it(hers: Client, draft: Enrolment) -> None:
    page = hers.get(check(draft)).content.decode()
    assert "<dt>已取得的证书和职称</dt><dd>没有</dd>" in page
    assert "发证单位" not in page
    Enrolment.objects.filter(pk=draft.pk).update(prior_skill="车工 五级", prior_level=5)
    page = hers.get(check(draft)).content.decode()
    assert "<dt>已取得等级</dt><dd>五级/初级工</dd>" in page
    assert "<dt>发证单位</dt><dd>未填写</dd>" in page


@pytest.mark.parametrize("step", ["form", "certificates", "history"])
def test_every_page_says_how_the_conditions_stand(hers: Client, draft: Enrolment, step: str) -> None:
    page = hers.get(f"/candidates/{draft.pk}/{step}/").content.decode()
    assert "是否符合申报条件（按已保存的内容）：" in page
