"""Results of a training: by hand, from a table, and what the stations are told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from documents.table_import import read_table
from examiners.models import Training, TrainingEntry, TrainingResult
from examiners.services.training_results import Outcome, record_results
from examiners.training_table import results_import
from ostami.problems import BlockedError
from tests.conftest import Login
from tests.documents.reading import first_tab
from tests.documents.workbooks import sheet
from tests.factories import exam, trainings
from tests.factories.examiners import draft_application
from workflow.audit import history_of, verify
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

HEADERS = ["报名编号", "申报编号", "姓名", "单位", "结果", "成绩"]
DURING = exam.noon(trainings.ENDS_ON)


@pytest.fixture
def course(management_user: User) -> Training:
    return trainings.training(management_user)


@pytest.fixture
def people(course: Training, station_user: User, other_station_user: User) -> list[TrainingEntry]:
    """周明远 and 吴静 of one station, 冯涛 of the other."""
    own = [draft_application(station_user, name) for name in ("周明远", "吴静")]
    return [
        *trainings.entered(course, *own, user=station_user),
        *trainings.entered(course, draft_application(other_station_user, "冯涛"), user=other_station_user),
    ]


def stored() -> list[tuple[str, Decimal | None, date | None]]:
    return [(one.result, one.score, one.decided_on) for one in TrainingEntry.objects.order_by("pk")]


def refusals(blocked: "pytest.ExceptionInfo[BlockedError]") -> list[str]:
    return [str(problem) for problem in blocked.value.problems]


# --- by hand ---


def grid(people: list[TrainingEntry], *rows: tuple[str, str], seen: str = "pending/") -> dict[str, str]:
    told: dict[str, str] = {}
    for entry, (result, score) in zip(people, rows, strict=True):
        told |= {f"result_{entry.pk}": result, f"score_{entry.pk}": score, f"seen_{entry.pk}": seen}
    return told


@time_machine.travel(DURING, tick=False)
def test_management_types_results_and_the_histories_tell_them(
    course: Training, people: list[TrainingEntry], management_user: User, login: Login
) -> None:
    client, address = login(management_user), reverse("trainings:results", args=[course.pk])
    rows = (("passed", "８６.5"), ("absent", ""), ("pending", ""))
    answer = client.post(address, grid(people, *rows), follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "结果已保存，2 人有变动。还有 1 人没有登记结果。" in answer.content.decode()
    day = trainings.ENDS_ON
    assert stored() == [("passed", Decimal("86.5"), day), ("absent", None, day), ("pending", None, None)]
    event = history_of(people[0].application).latest("pk")
    assert (event.sentence, event.changes) == (
        f"登记了{course}的结果",
        {"培训结果": ["待登记", "合格"], "培训成绩": ["", "86.5"]},
    )
    assert history_of(course).latest("pk").sentence == "登记了 2 人的培训结果"
    assert verify() == []


@time_machine.travel(DURING, tick=False)
@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("passed", "100.5"), "成绩须为 0 至 100 的数，最多一位小数，如 86.5。"),
        (("passed", "-1"), "成绩须为 0 至 100 的数，最多一位小数，如 86.5。"),
        (("passed", "86.55"), "成绩须为 0 至 100 的数，最多一位小数，如 86.5。"),
        (("passed", "优"), "成绩须为 0 至 100 的数，最多一位小数，如 86.5。"),
        (("absent", "60"), "周明远缺席，不能有成绩。请清空成绩，或更正结果。"),
        (("pending", "60"), "周明远填了成绩，没有选择结果。请选择合格或不合格。"),
        (("excellent", ""), "没有这个结果。请从列表中选择。"),
    ],
)
def test_a_row_that_cannot_be_keeps_what_was_typed_and_stores_nothing(
    row: tuple[str, str],
    said: str,
    course: Training,
    people: list[TrainingEntry],
    management_user: User,
    login: Login,
) -> None:
    address = reverse("trainings:results", args=[course.pk])
    answer = login(management_user).post(address, grid(people, row, ("passed", "71"), ("failed", "59")))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    assert 'value="71"' in html
    assert {result for result, _, _ in stored()} == {"pending"}


@time_machine.travel(DURING, tick=False)
def test_two_who_type_at_once_do_not_overwrite_each_other(
    course: Training, people: list[TrainingEntry], management_user: User, login: Login
) -> None:
    trainings.decided(people[0], management_user, TrainingResult.FAILED, score="40")
    client, address = login(management_user), reverse("trainings:results", args=[course.pk])
    rows = (("passed", "90"), ("pending", ""), ("pending", ""))
    answer = client.post(address, grid(people, *rows))
    assert (
        "周明远的结果已由他人改为不合格 40。请核对；如仍以本行所填为准，请再次保存。"
        in answer.content.decode()
    )
    assert f'name="seen_{people[0].pk}" value="failed/40"' in answer.content.decode()
    again = {**grid(people, *rows), f"seen_{people[0].pk}": "failed/40"}
    assert client.post(address, again).status_code == 302
    assert stored()[0][:2] == ("passed", Decimal(90))


def test_results_are_entered_from_the_first_day_on(
    people: list[TrainingEntry], management_user: User
) -> None:
    with pytest.raises(BlockedError, match="本班 2026-06-15 开班，还不能登记结果"):
        trainings.decided(people[0], management_user, on=date(2026, 6, 14))
    first = trainings.STARTS_ON
    assert trainings.decided(people[0], management_user, on=first).decided_on == first


def test_a_result_on_which_an_approval_rests_stays(
    course: Training, station_user: User, management_user: User
) -> None:
    approved = draft_application(station_user, status="approved")
    facts = {"entered_at": DURING, "result": TrainingResult.PASSED}
    entry = TrainingEntry.objects.create(training=course, application=approved, **facts)
    with pytest.raises(BlockedError) as blocked:
        trainings.decided(entry, management_user, TrainingResult.FAILED)
    assert refusals(blocked) == [
        "周明远的申报已凭本次合格结果批准，不能更改结果。资格确需撤销的，请办理终止。"
    ]
    assert trainings.decided(entry, management_user, score="88").score == Decimal(88)


def test_an_outcome_of_somebody_who_was_withdrawn_stores_nothing(
    course: Training, people: list[TrainingEntry], management_user: User
) -> None:
    told = [Outcome(people[0].pk, "passed"), Outcome(people[2].pk + 1, "passed")]
    with pytest.raises(BlockedError, match="有人员已撤销报名"):
        record_results(training=course, outcomes=told, actor=management_user, at=DURING)
    assert {result for result, _, _ in stored()} == {"pending"}


# --- mail ---


@pytest.mark.django_db(transaction=True)
def test_each_station_is_told_who_of_its_people_passed_and_what_was_corrected(
    course: Training, people: list[TrainingEntry], management_user: User
) -> None:
    told = [Outcome(people[0].pk, "passed"), Outcome(people[1].pk, "failed"), Outcome(people[2].pk, "passed")]
    record_results(training=course, outcomes=told, actor=management_user, at=DURING)
    assert [message.to for message in mail.outbox] == [
        ["49284901@example.invalid"],
        ["49284902@example.invalid"],
    ]
    own, theirs = (message.body for message in mail.outbox)
    assert ("周明远" in own, "吴静" in own, "冯涛" in own) == (True, False, False)
    assert ("周明远" in theirs, "冯涛" in theirs) == (False, True)
    assert "周明远" not in mail.outbox[0].subject
    mail.outbox.clear()
    record_results(training=course, outcomes=told, actor=management_user, at=DURING)
    trainings.decided(people[0], management_user, score="90")
    assert mail.outbox == []
    trainings.decided(people[0], management_user, TrainingResult.FAILED)
    (correction,) = mail.outbox
    assert "已更正，不再为合格：\n\n周明远：不合格" in correction.body


# --- from a table ---


def row_of(entry: TrainingEntry, result: str = "", score: Any = "", **changes: Any) -> list[Any]:
    application = entry.application
    full = [entry.pk, application.pk, application.person_name, application.organisation.name, result, score]
    return [changes.get(header, value) for header, value in zip(HEADERS, full, strict=True)]


def reasons(course: Training, *rows: list[Any]) -> list[str]:
    table = read_table(results_import(course), sheet(*rows, headers=HEADERS, tab="培训结果"))
    return ["".join(row.problems) for row in table.rows]


@time_machine.travel(DURING, tick=False)
def test_the_template_names_the_people_and_no_document_number(
    course: Training, people: list[TrainingEntry], management_user: User, login: Login
) -> None:
    trainings.decided(people[1], management_user, TrainingResult.FAILED, score="55")
    address = reverse("trainings:results_import", args=[course.pk])
    tab = first_tab(login(management_user).get(address, {"template": ""}).content)
    texts = [["" if cell.value is None else str(cell.value) for cell in line] for line in tab.iter_rows()]
    assert [text.rstrip("*") for text in texts[0]] == HEADERS
    assert texts[1:] == [
        [str(cell) for cell in row_of(people[0])],
        [str(cell) for cell in row_of(people[1], "不合格", "55")],
        [str(cell) for cell in row_of(people[2])],
    ]


@time_machine.travel(DURING, tick=False)
def test_a_table_is_previewed_and_then_stored_whole(
    course: Training, people: list[TrainingEntry], management_user: User, login: Login
) -> None:
    client = login(management_user)
    rows = [row_of(people[0], "合格", 86.5), row_of(people[1], "缺席"), row_of(people[2])]
    assert "确认导入 3 行" in upload(client, course, *rows)[1]
    preview, _ = upload(client, course, *rows)
    assert {result for result, _, _ in stored()} == {"pending"}
    number = preview.rpartition("=")[2]
    answer = client.post(address_of(course), {"confirm": number}, follow=True)
    assert "2 人有变动。还有 1 人没有登记结果。" in answer.content.decode()
    day = trainings.ENDS_ON
    assert stored() == [("passed", Decimal("86.5"), day), ("absent", None, day), ("pending", None, None)]


def address_of(course: Training) -> str:
    return reverse("trainings:results_import", args=[course.pk])


def upload(client: Client, course: Training, *rows: list[Any]) -> tuple[str, str]:
    content = sheet(*rows, headers=HEADERS, tab="培训结果")
    answer = client.post(
        address_of(course), {"file": SimpleUploadedFile("results.xlsx", content)}, follow=True
    )
    return answer.redirect_chain[0][0], answer.content.decode()


@time_machine.travel(DURING, tick=False)
def test_a_table_without_any_result_is_refused(
    course: Training, people: list[TrainingEntry], management_user: User, login: Login
) -> None:
    client = login(management_user)
    preview, _ = upload(client, course, row_of(people[0]))
    answer = client.post(address_of(course), {"confirm": preview.rpartition("=")[2]})
    assert answer.status_code == 422
    assert "表格里一个结果都没有填写" in answer.content.decode()


def test_every_row_that_is_wrong_says_why(
    course: Training, people: list[TrainingEntry], management_user: User, station_user: User
) -> None:
    zhou, wu, feng = people
    elsewhere = trainings.training(management_user)
    (strange,) = trainings.entered(elsewhere, zhou.application, user=station_user)
    rows = [
        row_of(zhou, "合格", 姓名="周　明达"),
        row_of(wu, "合格", 101),
        row_of(feng, "缺席", 60),
        row_of(feng, "", 60),
        row_of(strange, "合格"),
        row_of(wu, "优秀", "八十"),
        row_of(wu, "合格", 姓名="吴晶"),
        row_of(wu, "合格", 申报编号=zhou.application_id),
        row_of(zhou, "合格", 报名编号=""),
        row_of(zhou, "合格", 报名编号="A1"),
        row_of(zhou, "合格", "86.55"),
    ]
    expected = [
        f"报名编号 {zhou.pk} 的人员是周明远，与所填姓名“周 明达”不符。请核对这一行是否错位。",
        "“成绩”填写的“101”超出范围，请填写 0 到 100。",
        "冯涛缺席，不能有成绩。请清空成绩，或更正结果。",
        "冯涛填了成绩，没有选择结果。请选择合格或不合格。“报名编号”与第 4 行重复，请删除其中一行或更正。",
        f"报名编号 {strange.pk} 不在本班。请重新下载本班的模板；可能是其他班次的表，或已撤销报名。",
        (
            "“结果”填写的“优秀”不在可选范围内，请填写“合格”、“不合格”、“缺席”之一。"
            "“成绩”填写的“八十”不是最多 1 位小数的数字，请填写 0 到 100。"
            "“报名编号”与第 3 行重复，请删除其中一行或更正。"
        ),
        (
            f"报名编号 {wu.pk} 的人员是吴静，与所填姓名“吴晶”不符。请核对这一行是否错位。"
            "“报名编号”与第 3 行重复，请删除其中一行或更正。"
        ),
        (
            f"申报编号 {zhou.application_id} 与报名编号 {wu.pk} 不符。请核对这一行是否错位。"
            "“报名编号”与第 3 行重复，请删除其中一行或更正。"
        ),
        "“报名编号”没有填写。",
        "“报名编号”填写的“A1”不是整数，请填写 1 到 999999999999999 的整数。",
        (
            "“成绩”填写的“86.55”不是最多 1 位小数的数字，请填写 0 到 100。"
            "“报名编号”与第 2 行重复，请删除其中一行或更正。"
        ),
    ]
    assert reasons(course, *rows) == expected


@time_machine.travel(DURING, tick=False)
def test_a_table_previewed_before_the_end_is_not_stored_after_it(
    course: Training, people: list[TrainingEntry], management_user: User, login: Login
) -> None:
    client = login(management_user)
    preview, _ = upload(client, course, row_of(people[0], "不合格"))
    for entry in people:
        trainings.decided(entry, management_user)
    perform(course, "close", actor=management_user, at=DURING)
    answer = client.post(address_of(course), {"confirm": preview.rpartition("=")[2]})
    assert "本班已结班，不能再更改" in answer.content.decode()
    assert [result for result, _, _ in stored()] == ["passed"] * 3
    assert client.get(address_of(course), follow=True).redirect_chain == [(course.get_absolute_url(), 302)]
