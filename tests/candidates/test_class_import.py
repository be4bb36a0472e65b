"""A station enters a class from a workbook."""

from datetime import date, datetime, timedelta
from io import BytesIO
from time import perf_counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.identity import DocumentType
from accounts.models import User
from batches.models import Batch, BatchItem, CandidateType
from candidates.classes.table import class_import, item_labels
from candidates.models import Activation, Candidate, Enrolment
from candidates.person.document_types import change_document_type
from candidates.services.importing import EnteredClass, import_class
from documents.table_import import read_table
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.models import Station
from tests.candidates.conftest import Frozen
from tests.candidates.test_choosing import fill
from tests.conftest import Login
from tests.factories import exam, people
from tests.factories.classes import ITEM, entered, pupil, read, reasons, workbook
from workflow.audit import history_of, verify

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 8, 1, 12, tzinfo=SHANGHAI)


def address(batch: Batch) -> str:
    return f"/candidates/classes/batch/{batch.pk}/import/"


def test_the_preview_stores_nothing_and_the_confirmation_all(
    batch: Batch, item: BatchItem, station_user: User, login: Login
) -> None:
    client = login(station_user)
    zhou, wu = pupil("周小舟"), pupil("吴·小雨", 邮箱="wu@example.com")
    file = SimpleUploadedFile("class.xlsx", workbook(batch, zhou, wu, at=NOON))
    answer = client.post(address(batch), {"file": file}, follow=True)
    assert "确认导入 2 行" in answer.content.decode()
    assert not Candidate.objects.exists()
    number = answer.redirect_chain[0][0].rpartition("=")[2]
    html = client.post(address(batch), {"confirm": number}, follow=True).content.decode()
    assert "已导入 2 人。请打印激活单发给考生" in html
    person = Candidate.objects.get(name="周小舟")
    assert (person.document_number, person.birth_date, person.sex) == (
        zhou["证件号码"],
        date(2006, 3, 15),
        "male" if int(zhou["证件号码"][16]) % 2 else "female",
    )
    assert not person.user.is_active
    assert not person.user.has_usable_password()
    assert person.user.username.startswith("待激活-")
    entry = person.activations.get()
    assert (entry.class_name, entry.entered_by, entry.code_digest) == ("数控2301", station_user, "")
    draft = person.enrolments.get()
    assert (draft.batch_item, draft.status, draft.sequence) == (item, "draft", None)
    assert (draft.institution, draft.education, draft.entered_on, draft.subject) == (
        "练习职业技术学校",
        "vocational",
        date(2023, 9, 1),
        "数控技术应用",
    )
    assert (draft.training_hours, draft.class_name, draft.graduated_on) == (420, "数控2301", None)
    assert history_of(person).get().sentence == "由考试站从班级名单录入，账号待本人激活"
    assert zhou["证件号码"] not in str(history_of(person).get().changes)
    assert history_of(draft).get().sentence == "由考试站从班级名单建立报名草稿"
    assert history_of(batch).get(action="import_class").sentence == "导入班级名单 2 人"
    assert verify() == []
    client.post(address(batch), {"confirm": number})
    assert Candidate.objects.count() == 2


def test_the_template_offers_what_the_batch_examines_and_what_staff_offer(
    batch: Batch, station_user: User, management_user: User, login: Login
) -> None:
    change_document_type(
        kind=DocumentType.OFFICER,
        name="军官证",
        upload_code="202",
        position=90,
        is_offered=False,
        actor=management_user,
    )
    content = login(station_user).get(f"{address(batch)}?template").content
    sheets = load_workbook(BytesIO(content)).worksheets
    assert sheets[0].title == "班级名单"
    offered = {column.header: column.offered for column in class_import(batch, at=NOON).columns}
    assert offered["申报工种等级"] == (ITEM, "数控车工 三级/高级工")
    assert "护照" in offered["证件类型"]
    assert "军官证" not in offered["证件类型"]
    assert "文化程度" in offered


def test_those_who_work_name_their_employer_and_no_schooling(station: Station, management_user: User) -> None:
    milling = exam.trade("铣工", code="JX04-05-01-02")
    exam.scope(station, milling)
    plan = exam.approved_plan(station, management_user, {"trade": milling})
    workers = exam.draft_batch(station, plan.items.get(), candidate_type=CandidateType.IN_SERVICE)
    headers = [column.header for column in class_import(workers, at=NOON).columns]
    assert "工作单位" in headers
    assert not {"就读院校", "入学时间", "培训学时"} & {*headers}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, ""),
        ({"联系电话": "0519-80000000", "班级": None, "培训学时": None, "入学时间": None}, ""),
        ({"姓名": None}, "“姓名”没有填写"),
        ({"姓名": "周1"}, "姓名中不能有“1”"),
        ({"证件类型": "学生证"}, "不在可选范围内"),
        ({"证件号码": None}, "“证件号码”没有填写"),
        ({"证件号码": "99010120060315001"}, "证件号码应为 18 位数字"),
        ({"证件号码": "990101200603150011"}, "校验位不符"),
        ({"证件号码": people.document_number(born=date(2012, 8, 1), serial=7)}, ""),
        ({"证件号码": people.document_number(born=date(2012, 8, 2), serial=7)}, "未满 14 周岁"),
        ({"出生日期": "2006-03-15"}, ""),
        ({"出生日期": "2006-03-16"}, "“出生日期”与证件号码中的不一致"),
        ({"证件类型": "护照", "证件号码": "e 1234567"}, "护照须填写“性别”。护照须填写“出生日期”"),
        ({"证件类型": "护照", "证件号码": "E1234567", "性别": "女", "出生日期": "2006-03-15"}, ""),
        (
            {"证件类型": "护照", "证件号码": "E1234567", "性别": "女", "出生日期": "2026-08-02"},
            "“出生日期”不正确",
        ),
        ({"联系电话": None}, "“联系电话”没有填写"),
        ({"联系电话": "12"}, "不是电话号码"),
        ({"邮箱": "li"}, "不是邮箱地址"),
        ({"申报工种等级": "铣工 四级/中级工"}, "不在可选范围内"),
        ({"文化程度": "小学"}, "不在可选范围内"),
        ({"培训学时": "很多"}, "不是整数"),
    ],
)
def test_a_wrong_row_says_why(batch: Batch, change: dict[str, Any], sentence: str) -> None:
    (reason,) = reasons(batch, pupil("周小舟", **change), at=NOON)
    assert sentence in reason
    assert bool(sentence) == bool(reason), reason


def test_a_number_stands_once_whatever_its_spelling(batch: Batch) -> None:
    number = people.document_number()
    spelled = f" {number[:6]} {number[6:]}".lower()
    twice = reasons(batch, pupil("周小舟", 证件号码=number), pupil("吴小雨", 证件号码=spelled), at=NOON)
    assert twice == ["", "“证件号码”与第 2 行重复。请删除其中一行或更正。"]


def test_a_known_person_is_linked_and_the_login_left_alone(
    batch: Batch, lin: Candidate, station_user: User
) -> None:
    rows = (pupil("林小禾", 证件号码=lin.document_number, 邮箱="other@example.com"), pupil("周小舟"))
    done = import_class(batch=batch, rows=read(batch, *rows, at=NOON).rows, actor=station_user, at=NOON)
    assert done == EnteredClass(people=2, known=1)
    lin.user.refresh_from_db()
    assert (lin.user.is_active, lin.user.email) == (True, "")
    assert lin.user.check_password(people.PASSWORD)
    assert Candidate.objects.count() == 2
    assert lin.activations.get().batch == batch
    assert lin.enrolments.get().status == "draft"
    assert "其中 1 人已有账号" in history_of(batch).get(action="import_class").sentence


def test_a_known_number_with_another_name_tells_no_more(batch: Batch, lin: Candidate) -> None:
    (reason,) = reasons(batch, pupil("林大禾", 证件号码=lin.document_number), at=NOON)
    assert reason == "证件号码与姓名不一致。请核对证件。"


def test_whoever_is_in_the_batch_already_is_not_entered_again(
    batch: Batch, item: BatchItem, lin: Candidate
) -> None:
    exam.draft_enrolment(item, lin)
    row = pupil("周小舟")
    entered(batch, row, at=NOON)
    again = reasons(batch, pupil("林小禾", 证件号码=lin.document_number), row, at=NOON)
    assert again == ["该考生已在本批次报名或已在班级名单中（服务指南 4.3-3）。请删除这一行。"] * 2


def test_rows_beyond_the_places_of_an_item_are_named(batch: Batch, item: BatchItem) -> None:
    fill(item, 98)
    named = reasons(batch, pupil("周小舟"), pupil("吴小雨"), pupil("郑小雪"), at=NOON)
    assert named[0] == ""
    assert named[1].startswith("“数控车工 四级/中级工”最多 99 人（已提交 98 人），这是第 100 人")
    assert "这是第 101 人" in named[2]


def test_more_drafts_than_places_are_told(
    batch: Batch, item: BatchItem, station_user: User, login: Login
) -> None:
    fill(item, 98)
    entered(batch, pupil("周小舟"), at=NOON)
    client = login(station_user)
    file = SimpleUploadedFile("class.xlsx", workbook(batch, pupil("吴小雨"), at=NOON))
    answer = client.post(address(batch), {"file": file}, follow=True)
    number = answer.redirect_chain[0][0].rpartition("=")[2]
    html = client.post(address(batch), {"confirm": number}, follow=True).content.decode()
    assert "共有 100 人填报，超过 99 人，先提交者先得" in html


def test_what_changed_since_the_upload_stops_the_whole_import(batch: Batch, station_user: User) -> None:
    row = pupil("周小舟")
    table = read(batch, row, pupil("吴小雨"), at=NOON)
    people.candidate("周大舟", number=row["证件号码"])
    with pytest.raises(BlockedError, match="报名数据有变化，没有导入任何一行"):
        import_class(batch=batch, rows=table.rows, actor=station_user, at=NOON)
    assert Candidate.objects.count() == 1
    assert not Activation.objects.exists()


def test_nobody_is_entered_after_the_deadline(
    batch: Batch, station_user: User, login: Login, clock_at: Frozen
) -> None:
    table = read(batch, pupil("周小舟"), at=NOON)
    closes = datetime(2026, 8, 22, tzinfo=SHANGHAI)
    with pytest.raises(BlockedError, match="报名截止 2026-08-21 24:00"):
        import_class(batch=batch, rows=table.rows, actor=station_user, at=closes)
    clock_at.move_to(closes)
    file = SimpleUploadedFile("class.xlsx", workbook(batch, pupil("周小舟"), at=NOON))
    answer = login(station_user).post(address(batch), {"file": file})
    assert answer.status_code == 422
    assert "报名截止 2026-08-21 24:00" in answer.content.decode()
    last_second = closes - timedelta(seconds=1)
    assert import_class(batch=batch, rows=table.rows, actor=station_user, at=last_second).people == 1


def test_another_station_finds_no_such_batch(batch: Batch, other_station_user: User, login: Login) -> None:
    assert login(other_station_user).get(address(batch)).status_code == 404


def test_management_looks_and_does_not_enter(batch: Batch, management_user: User, login: Login) -> None:
    entered(batch, pupil("周小舟"), at=NOON)
    assert login(management_user).get(address(batch)).status_code == 403
    page = login(management_user).get(f"/candidates/classes/batch/{batch.pk}/").content.decode()
    assert "周小舟" in page
    assert "导入班级名单" not in page


def test_two_thousand_rows_take_few_queries_and_seconds(
    station: Station, management_user: User, station_user: User
) -> None:
    turning = exam.trade()
    exam.scope(station, turning)
    items: list[dict[str, object]] = [{"trade": turning}] * 21
    plan = exam.approved_plan(station, management_user, *items)
    big = exam.approved_batch(station, management_user, *plan.items.order_by("pk"))
    labels = list(item_labels(big))
    assert labels[:2] == [ITEM, f"{ITEM}（2）"]
    born = date(2006, 1, 1)
    rows = [
        pupil(
            f"考生{'甲乙丙丁戊己庚辛壬癸'[n % 10]}",
            证件号码=people.document_number(born=born + timedelta(days=n), serial=n % 1000),
            申报工种等级=labels[n // 99],
        )
        for n in range(2000)
    ]
    content = workbook(big, *rows, at=NOON)
    start = perf_counter()
    with CaptureQueriesContext(connection) as reading:
        table = read_table(class_import(big, at=NOON), content)
    assert not table.bad
    assert len(reading) <= 10
    preview = perf_counter() - start
    start = perf_counter()
    with CaptureQueriesContext(connection) as writing:
        import_class(batch=big, rows=table.rows, actor=station_user, at=NOON)
    confirm = perf_counter() - start
    # SQLite takes some dozens of rows a statement: rows by the dozen, never one by one.
    assert len(writing) < 400
    assert Enrolment.objects.filter(batch=big).count() == 2000
    assert max(preview, confirm) < 30, (preview, confirm)
