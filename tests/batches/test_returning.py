"""Returning an application: all that is wrong in one go, part by part, with the way to mend it."""

import pytest

from accounts.models import User
from batches.deciding.returning import PARTS, composed, reasons_in, standing_return
from batches.models import Batch
from tests.conftest import Login
from tests.factories import exam
from workflow.lifecycle import perform

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at")]


@pytest.fixture
def waiting(full_draft: Batch, station_user: User) -> Batch:
    return perform(full_draft, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))


def test_the_page_has_a_field_for_each_part(login: Login, management_user: User, waiting: Batch) -> None:
    page = login(management_user).get(f"{waiting.get_absolute_url()}return/").text
    for part in PARTS:
        assert f'name="{part.key}"' in page
    assert 'name="reason"' not in page


def test_several_reasons_go_back_at_once_each_with_its_place(
    login: Login, management_user: User, station_user: User, waiting: Batch
) -> None:
    typed = {"when_and_where": "地点请写明楼号", "panels": "组长请更换\r\n另增 1 人", "other": " "}
    page = waiting.get_absolute_url()
    assert login(management_user).post(f"{page}return/", typed)["Location"] == page
    returned = Batch.objects.get(pk=waiting.pk)
    found = standing_return(returned)
    assert found is not None
    assert found.event.reason == "考试日期、地点：地点请写明楼号\n考评组：组长请更换；另增 1 人"
    assert [(one.label, one.text, one.address) for one in found.reasons] == [
        ("考试日期、地点", "地点请写明楼号", f"{page}edit/#id_exam_date"),
        ("考评组", "组长请更换；另增 1 人", f"{page}#items-heading"),
    ]
    shown = login(station_user).get(page).text
    assert "请修改以下内容后重新提交" in shown
    assert f'href="{page}edit/#id_exam_date"' in shown


def test_a_return_without_a_word_is_refused(login: Login, management_user: User, waiting: Batch) -> None:
    answer = login(management_user).post(f"{waiting.get_absolute_url()}return/", {"panels": "  "})
    assert answer.status_code == 422
    assert "请至少填写一项需要修改的内容，考试站将据此修改。" in answer.text
    waiting.refresh_from_db()
    assert waiting.status == "submitted"


def test_too_long_a_text_is_named_and_kept(login: Login, management_user: User, waiting: Batch) -> None:
    answer = login(management_user).post(f"{waiting.get_absolute_url()}return/", {"panels": "长" * 301})
    assert answer.status_code == 422
    assert "请控制在 300 字以内，现有 301 字。" in answer.text
    assert "长" * 301 in answer.text


def test_once_handed_in_again_the_reasons_stand_in_the_history_alone(
    management_user: User, station_user: User, waiting: Batch
) -> None:
    returned = perform(waiting, "return", actor=management_user, reason="考评组：请更换组长")
    assert standing_return(returned) is not None
    again = perform(returned, "submit", actor=station_user, at=exam.noon(exam.APPLIED_ON))
    assert standing_return(again) is None


def test_what_is_put_together_is_read_back() -> None:
    said = {part.key: f"请改{part.label}" for part in PARTS}
    read = reasons_in(composed(said), page="/batches/1/")
    assert [(one.label, one.text) for one in read] == [(part.label, said[part.key]) for part in PARTS]


def test_a_text_without_parts_is_one_reason() -> None:
    assert [(one.label, one.text) for one in reasons_in("请写明楼号。", page="/")] == [("", "请写明楼号。")]


def test_lines_of_one_part_are_joined_without_a_second_stop() -> None:
    assert (
        composed({"panels": "请更换 1 人。\n写明理由\n再提交。"}) == "考评组：请更换 1 人。写明理由；再提交。"
    )
