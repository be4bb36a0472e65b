"""Sending an enrolment back with all its defects at once, mending it, and what the reviewer sees then."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from batches.models import BatchItem
from candidates.models import Candidate, Enrolment, EnrolmentStatus, UploadKind
from candidates.personal_form.tasks import tasks_of
from candidates.returning import ALL_PARTS, PHRASES, changes_since_return, parts_of, standing_return
from candidates.services import save_form
from candidates.services.uploading import store_upload
from tests.candidates.reviews import stamped, submitted
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform
from workflow.tasks import TaskState

pytestmark = pytest.mark.django_db
TYPED = {
    "photo_picks": ["不是白色或浅色背景"],
    "student_card_picks": ["看不到学校印章", "看不到入学时间"],
    "student_card": "请拍内页",
    "study": "初中学校写全称\r\n另请核对起止年月",
    "other": " ",
}
REASON = (
    "学习经历：初中学校写全称；另请核对起止年月\n"
    "本人照片：不是白色或浅色背景\n"
    "学生证：看不到学校印章；看不到入学时间；请拍内页"
)


@pytest.fixture
def waiting(item: BatchItem) -> Enrolment:
    return stamped(item, "林小禾")


def send_back(client: Client, enrolment: Enrolment, typed: Mapping[str, object]) -> Any:
    return client.post(f"{enrolment.get_absolute_url()}return/", typed)


def test_the_page_offers_each_part_that_was_filled_in_or_handed_in(
    login: Login, waiting: Enrolment, station_user: User
) -> None:
    page = login(station_user).get(f"{waiting.get_absolute_url()}return/").text
    labels = [part.label for part in parts_of(waiting)]
    assert labels[:3] == ["学校或单位信息", "证书和职称", "学习经历"]
    assert labels[-2:] == ["盖章申报表", "其他"]
    assert "工作经历" not in labels
    for part in parts_of(waiting):
        assert f'id="part-{part.key}"' in page
        assert f'name="{part.key}"' in page
    assert 'name="reason"' not in page


def test_all_defects_go_back_at_once_and_each_leads_to_where_it_is_mended(
    login: Login, waiting: Enrolment, station_user: User
) -> None:
    assert send_back(login(station_user), waiting, TYPED).status_code == 302
    returned = Enrolment.objects.get(pk=waiting.pk)
    assert returned.status == EnrolmentStatus.RETURNED
    found = standing_return(returned)
    assert found is not None
    own = waiting.get_absolute_url()
    assert [(one.label, one.address) for one in found.reasons] == [
        ("学习经历", f"{own}history/"),
        ("本人照片", f"{own}uploads/?shown=photo#photo"),
        ("学生证", f"{own}uploads/?shown=student_card#student_card"),
    ]
    assert found.event.reason == REASON
    client = login(waiting.candidate.user)
    page = client.get(own)
    assert page.context["standing"] == found
    for one in found.reasons:
        assert client.get(one.address).status_code == 200


def test_every_part_of_a_worker_can_be_opened_by_its_candidate(login: Login, waiting: Enrolment) -> None:
    perform(waiting, "return", actor=_station(waiting), reason="其他：请核对")
    client = login(waiting.candidate.user)
    places = {part.place for part in ALL_PARTS if part.place}
    answers = {place: client.get(f"{waiting.get_absolute_url()}{place}").status_code for place in places}
    # Students have no page of their work.
    assert {place: code for place, code in answers.items() if code != 200} in ({}, {"work/": 404})


def _station(enrolment: Enrolment) -> User:
    return enrolment.batch.station.organisation.users.get()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"other": " "}, "请至少勾选或填写一项需要补正的内容"),
        ({"photo_picks": ["太丑"]}, "没有“太丑”这一条"),
        ({"photo": "长" * 301}, "请控制在 300 字以内，现有 301 字"),
    ],
)
def test_what_cannot_be_sent_is_named_and_kept(
    login: Login, waiting: Enrolment, station_user: User, typed: Mapping[str, object], told: str
) -> None:
    answer = send_back(login(station_user), waiting, {"study": "", **typed})
    assert answer.status_code == 422
    assert told in answer.text
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.STAMPED


def test_one_without_its_stamp_goes_back_too_and_the_next_without_one_follows(
    login: Login, item: BatchItem, station_user: User
) -> None:
    first, second = submitted(item, "林小禾"), submitted(item, "钱多多")
    stamped(item, "孙晓")
    answer = send_back(login(station_user), first, {"form_picks": ["入学时间与学生证不一致"]})
    assert answer["Location"] == second.get_absolute_url()


def test_handed_in_again_the_reviewer_sees_what_was_changed(
    login: Login, waiting: Enrolment, station_user: User
) -> None:
    client = login(station_user)
    send_back(client, waiting, TYPED)
    candidate = waiting.candidate.user
    returned = Enrolment.objects.get(pk=waiting.pk)
    assert changes_since_return(returned) is None
    save_form(enrolment=returned, actor=candidate, answers={"graduated_on": date(2027, 7, 1)})
    again = perform(Enrolment.objects.get(pk=waiting.pk), "submit", actor=candidate)
    assert standing_return(again) is None
    shown = changes_since_return(again)
    assert shown is not None
    assert len(shown.changes) == 1
    page = client.get(waiting.get_absolute_url()).text
    assert "退回后修改的内容" in page
    assert "不是白色或浅色背景" in page
    assert "考生没有修改内容" not in page


def test_looks_of_the_station_are_no_changes(login: Login, waiting: Enrolment, station_user: User) -> None:
    client = login(station_user)
    send_back(client, waiting, TYPED)
    card = waiting.uploads.get(kind=UploadKind.ID_FRONT)
    assert client.get(f"/candidates/uploads/{card.pk}/").status_code == 200
    perform(Enrolment.objects.get(pk=waiting.pk), "submit", actor=waiting.candidate.user)
    assert "考生没有修改内容就重新提交了" in client.get(waiting.get_absolute_url()).text


def test_a_first_submission_shows_no_changes(waiting: Enrolment) -> None:
    assert changes_since_return(waiting) is None


def test_a_rejection_takes_a_common_reason_and_the_candidate_reads_what_it_means(
    login: Login, waiting: Enrolment, station_user: User
) -> None:
    client = login(station_user)
    address = f"{waiting.get_absolute_url()}reject/"
    assert "本批次不能再次报名" in client.get(address).text
    refused = client.post(address, {"reason": " "})
    assert (refused.status_code, "请勾选或填写不予通过的原因" in refused.text) == (422, True)
    typed = {"picks": ["材料与本人情况不符"], "reason": "照片不是本人"}
    assert client.post(address, typed).status_code == 302
    page = login(waiting.candidate.user).get(waiting.get_absolute_url())
    assert page.context["returned"] == "材料与本人情况不符；照片不是本人"
    assert "材料与本人情况不符" in page.text


def test_every_phrase_belongs_to_a_part() -> None:
    assert set(PHRASES) <= {part.key for part in ALL_PARTS}
    assert len({part.label for part in ALL_PARTS}) == len(ALL_PARTS)


@pytest.mark.parametrize("act", ["return", "reject", "accept"])
def test_decisions_are_the_own_stations_alone(
    login: Login, waiting: Enrolment, management_user: User, other_station_user: User, act: str
) -> None:
    address = f"{waiting.get_absolute_url()}{act}/"
    typed = {"other": "请核对", "reason": "请核对"}
    assert login(management_user).post(address, typed).status_code == 403
    assert login(waiting.candidate.user).post(address, typed).status_code == 403
    assert login(other_station_user).post(address, typed).status_code == 404
    assert Enrolment.objects.get(pk=waiting.pk).status == EnrolmentStatus.STAMPED


def test_a_worker_is_asked_for_the_work_too(login: Login, item: BatchItem, station_user: User) -> None:
    item.batch.candidate_type = "in_service"
    item.batch.save()
    enrolment = stamped(item, "林小禾")
    assert "工作经历" in [part.label for part in parts_of(enrolment)]
    page = login(station_user).get(enrolment.get_absolute_url())
    assert [group.heading for group in page.context["groups"]][2] == "单位和学历"


def test_a_part_that_was_named_is_open_again_until_it_is_mended(
    item: BatchItem, lin: Candidate, station_user: User
) -> None:
    enrolment = exam.draft_enrolment(item, lin)
    at = exam.noon(date(2026, 8, 1))
    enrolment = perform(enrolment, "submit", actor=lin.user, at=at)
    words = "学生证：看不清入学时间\n学习经历：学校名称不完整"
    returned = perform(enrolment, "return", actor=station_user, at=at, reason=words)

    def hints() -> list[str]:
        stored = Enrolment.objects.get(pk=returned.pk)
        return [task.hint for task in tasks_of(stored, at=at) if "要求补正" in task.hint]

    assert hints() == ["考试站要求补正：学习经历", "考试站要求补正：学生证"]
    store_upload(
        enrolment=returned, kind=UploadKind.STUDENT_CARD, content=exam.picture(), actor=lin.user, at=at
    )
    assert hints() == ["考试站要求补正：学习经历"]
    submit = next(task for task in tasks_of(returned, at=at) if task.label == "核对并提交")
    assert submit.state == TaskState.TODO
