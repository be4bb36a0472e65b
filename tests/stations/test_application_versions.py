"""What a resubmission changed, as whoever decides reads it."""

from decimal import Decimal

import pytest

from accounts.models import Organisation, User
from stations.models import (
    AttachmentKind,
    EquipmentItem,
    EquipmentUse,
    PersonRole,
    StationApplication,
    SubmittedVersion,
)
from stations.versions import Change, changes_since_last, compare, resubmissions, signed_paper_is_stale
from tests.conftest import Login
from tests.factories import exam, stations
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(management_org: Organisation) -> User:
    return stations.applicant(management=management_org)


@pytest.fixture
def returned(school: User, management_user: User) -> StationApplication:
    made = stations.complete_application(school, trades=[exam.trade(levels="543")])
    sent = perform(made, "submit", actor=school, reason="同意申报。")
    return perform(sent, "return", actor=management_user, reason="请补正。")


def resubmitted(application: StationApplication) -> list[Change]:
    actor = application.organisation.users.get()
    return changes_since_last(perform(application, "submit", actor=actor, reason="已补正。"))


def test_every_submission_is_kept_with_its_cells_and_files(returned: StationApplication) -> None:
    version = returned.versions.get()
    assert (version.number, version.submitted_at) == (1, returned.submitted_at)
    assert ["承建单位名称", "练习申报职业学院"] in version.cells
    assert [kind for kind, _, _ in version.files].count(AttachmentKind.PHOTO) == 5
    assert changes_since_last(returned) == []


def test_a_refused_submission_keeps_nothing(school: User) -> None:
    draft = stations.draft_application(school)
    with pytest.raises(Exception, match="还没有填写"):
        perform(draft, "submit", actor=school, reason="同意。")
    assert not SubmittedVersion.objects.exists()


def test_nothing_changed_leaves_nothing(returned: StationApplication) -> None:
    assert resubmitted(returned) == []


def test_a_changed_cell_shows_before_and_after(returned: StationApplication) -> None:
    returned.address, returned.office_area = "练习市示例路 2 号", Decimal(180)
    returned.save()
    assert resubmitted(returned) == [
        Change("承建单位地址", "练习市示例路 1 号", "练习市示例路 2 号"),
        Change("办公场地面积", "120.5 m²", "180 m²"),
    ]


def test_rows_are_told_apart_as_changed_added_and_removed(returned: StationApplication) -> None:
    first, second = returned.equipment.filter(use=EquipmentUse.TRAINING)
    first.quantity = 9
    first.save()
    second.delete()
    new = EquipmentItem.objects.create(
        application=returned, use=EquipmentUse.TRAINING, position=3, name="数控铣床", quantity=1
    )
    requested = returned.trades.get()
    requested.levels = "54"
    requested.save()
    requested.equipment.add(new)
    returned.people.filter(name="冯实训").update(title="技师")
    trade = "JX04-05-01 车工 JX04-05-01-01 数控车工"
    examiners = "考评员：卫考评、褚考评、陈考评"
    both = "五级/初级工、四级/中级工"
    kept = "设备：培训及考核设备 1、"
    assert resubmitted(returned) == [
        Change("实训教师配备情况", "冯实训　高级技师　机械制造", "冯实训　技师　机械制造"),
        Change("培训及考核设备", "培训及考核设备 1　1 台（套）", "培训及考核设备 1　9 台（套）"),
        Change("培训及考核设备", "", "数控铣床　1 台（套）"),
        Change("培训及考核设备", "培训及考核设备 2　2 台（套）", ""),
        Change(
            "申请职业（工种）",
            f"{trade}　{both}、三级/高级工　{examiners}　{kept}培训及考核设备 2、检测设备 1",
            f"{trade}　{both}　{examiners}　{kept}数控铣床、检测设备 1",
        ),
    ]


def test_another_person_is_one_gone_and_one_new(returned: StationApplication) -> None:
    returned.people.filter(name="冯实训").update(name="何实训")
    assert resubmitted(returned) == [
        Change("实训教师配备情况", "", "何实训　高级技师　机械制造"),
        Change("实训教师配备情况", "冯实训　高级技师　机械制造", ""),
    ]


def test_another_order_changes_nothing(returned: StationApplication) -> None:
    for position, item in enumerate(reversed(returned.equipment.all()), start=1):
        item.position = position
        item.save()
    assert resubmitted(returned) == []


def test_two_rows_of_one_name_are_both_counted(returned: StationApplication) -> None:
    item = returned.equipment.filter(use=EquipmentUse.TESTING).get()
    EquipmentItem.objects.create(
        application=returned, use=item.use, position=9, name=item.name, quantity=item.quantity
    )
    assert resubmitted(returned) == [Change("检测设备", "", "检测设备 1　1 台（套）")]


def test_files_are_added_removed_and_replaced_by_what_they_hold(returned: StationApplication) -> None:
    plan = returned.attachments.get(kind=AttachmentKind.WORK_PLAN)
    plan.delete()
    stations.add_file(returned, AttachmentKind.WORK_PLAN)
    stations.add_file(returned, AttachmentKind.PROOF)
    renamed = returned.attachments.get(kind=AttachmentKind.INTRODUCTION)
    renamed.name = "新名字.pdf"
    renamed.save()
    assert resubmitted(returned) == [
        Change("未来三年工作计划", "未来三年工作计划.pdf", "未来三年工作计划.pdf（已重新上传）"),
        Change("证明材料", "", "证明材料.pdf"),
    ]


def test_a_new_examiner_shows_with_the_person_and_with_the_trade(returned: StationApplication) -> None:
    person = returned.people.create(role=PersonRole.EXAMINER, position=20, name="蒋考评", title="技师")
    returned.trades.get().examiners.add(person)
    made = resubmitted(returned)
    assert made[0] == Change("考评人员、管理人员配备情况", "", "蒋考评（考评员）　技师")
    assert [piece for piece, fresh in made[1].new_pieces if fresh] == ["蒋考评、"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (Change("备注", "", "新"), "新增"),
        (Change("备注", "旧", "新"), "修改"),
        (Change("备注", "旧", ""), "删除"),
    ],
)
def test_a_change_says_in_a_word_what_happened(change: Change, word: str) -> None:
    assert change.word == word


def test_the_changed_parts_of_a_text_are_marked() -> None:
    change = Change("承建单位地址", "示例路 1 号", "示例路 2 号")
    assert change.old_pieces == [("示例路 ", False), ("1", True), (" 号", False)]
    assert change.new_pieces == [("示例路 ", False), ("2", True), (" 号", False)]


def test_a_cell_filled_in_and_a_cell_emptied() -> None:
    old = SubmittedVersion(cells=[["备注", ""], ["预留邮箱", "a@example.com"]], files=[])
    new = SubmittedVersion(cells=[["备注", "无"], ["预留邮箱", ""]], files=[])
    assert compare(old, new) == [Change("备注", "", "无"), Change("预留邮箱", "a@example.com", "")]


def test_every_resubmission_is_told_newest_first(returned: StationApplication, management_user: User) -> None:
    actor = returned.organisation.users.get()
    returned.phone = "0519-80000001"
    returned.save()
    sent = perform(returned, "submit", actor=actor, reason="已补正。")
    back = perform(sent, "return", actor=management_user, reason="电话有误。")
    back.phone = "0519-80000002"
    back.save()
    perform(back, "submit", actor=actor, reason="已补正。")
    told = [(one.version.number, [change.new for change in one.changes]) for one in resubmissions(back)]
    assert told == [(3, ["0519-80000002"]), (2, ["0519-80000001"])]


def test_a_form_changed_after_its_return_wants_a_new_signed_paper(returned: StationApplication) -> None:
    assert not signed_paper_is_stale(returned)
    returned.office_area = Decimal(136)
    returned.save()
    assert signed_paper_is_stale(returned)
    returned.attachments.filter(kind=AttachmentKind.SIGNED_FORM).update(digest="0" * 64)
    assert not signed_paper_is_stale(returned)


def test_the_last_look_tells_that_the_signed_paper_is_stale(
    returned: StationApplication, school: User, login: Login
) -> None:
    page = f"{returned.get_absolute_url()}check/"
    words = "已上传的签字盖章扫描件与下表不一致"
    assert words not in login(school).get(page).content.decode()
    returned.equipment.all()[0].delete()
    returned.office_area = Decimal(136)
    returned.save()
    assert words in login(school).get(page).content.decode()
