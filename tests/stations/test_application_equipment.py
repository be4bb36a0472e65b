"""The equipment of an application: two blocks of rows, and its import from a workbook."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Organisation, User
from documents.models import TableUpload
from ostami import clock
from ostami.problems import BlockedError
from stations.models import EquipmentItem, EquipmentUse, StationApplication
from stations.services.equipment import MOST_ITEMS, EquipmentEntry, import_equipment, save_equipment
from tests.documents.workbooks import sheet
from tests.factories import exam, stations
from workflow.lifecycle import perform

pytestmark = pytest.mark.django_db

HEADERS = ["类别", "设备名称、型号", "数量"]
LATHE = ["培训及考核设备", "数控车床 CK6140", "12"]
CALIPER = ["检测设备", "游标卡尺 0-150", "40"]


def address(application: StationApplication) -> str:
    return f"/applications/{application.pk}/equipment/"


def row(name: str = "", quantity: object = "", **more: Any) -> dict[str, Any]:
    return {"name": name, "quantity": quantity, **more}


def data(
    training: tuple[dict[str, Any], ...] = (), testing: tuple[dict[str, Any], ...] = (), **more: Any
) -> dict[str, Any]:
    blocks = stations.rows_data("training", *training) | stations.rows_data("testing", *testing)
    return {**blocks, **more}


def listed(application: StationApplication) -> list[tuple[str, str, int]]:
    return [
        (item.use, item.name, item.quantity) for item in application.equipment.order_by("-use", "position")
    ]


def machines(count: int) -> list[EquipmentEntry]:
    return [
        EquipmentEntry(use=EquipmentUse.TRAINING, name=f"床{number}", quantity=1) for number in range(count)
    ]


def sent(client: Client, application: StationApplication, *rows: list[Any], mode: str = "add") -> str:
    """Send a workbook; return the address of its preview."""
    file = SimpleUploadedFile("设备.xlsx", sheet(*rows, headers=HEADERS))
    response = client.post(address(application) + "import/", {"file": file, "mode": mode})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def confirmed(client: Client, preview: str) -> str:
    """Confirm a preview; return the page that follows."""
    upload = TableUpload.objects.get()
    return client.post(preview, {"confirm": upload.pk}, follow=True).content.decode()


# --- rows ---


def test_both_blocks_are_stored_in_the_order_typed(schools: Client, draft: StationApplication) -> None:
    machines = (row("铣床  X5032", "２ 台"), row(), row("车床 C6140", 10))
    schools.post(address(draft), data(machines, (row("卡尺", "5把"),)))
    assert listed(draft) == [
        ("training", "铣床 X5032", 2),
        ("training", "车床 C6140", 10),
        ("testing", "卡尺", 5),
    ]


@pytest.mark.parametrize(
    ("quantity", "fits"), [("0", False), ("1", True), ("99999", True), ("100000", False)]
)
def test_there_are_1_to_99999_of_each(
    schools: Client, draft: StationApplication, quantity: str, *, fits: bool
) -> None:
    page = schools.post(address(draft), data((row("车床", quantity),))).content.decode()
    assert draft.equipment.exists() == fits
    if not fits:
        assert "培训及考核设备第 1 行“数量”：请填写 1 到 99999 的整数。" in page


def test_what_is_wrong_is_named_with_its_block_and_row(schools: Client, draft: StationApplication) -> None:
    wrong = (row("车床", "几台"), row("", 3), row("床" * 101, 1))
    page = schools.post(address(draft), data(wrong, (row("卡尺"),))).content.decode()
    assert "培训及考核设备第 1 行“数量”：请填写 1 到 99999 的整数。" in page
    assert "培训及考核设备第 2 行“设备名称、型号”：请填写设备名称、型号。" in page
    assert "培训及考核设备第 3 行“设备名称、型号”：请控制在 100 字以内，现有 101 字。" in page
    assert "检测设备第 1 行“数量”：请填写数量。" in page
    assert "几台" in page
    assert not draft.equipment.exists()


def test_the_same_equipment_stands_once_in_a_block(schools: Client, draft: StationApplication) -> None:
    page = schools.post(
        address(draft), data((row("车床 CK6140", 1), row("车床ｃｋ6140", 2)))
    ).content.decode()
    assert "第 2 行“设备名称、型号”：与第 1 行重复" in page
    response = schools.post(address(draft), data((row("平板", 1),), (row("平板", 2),)))
    assert (response.status_code, draft.equipment.count()) == (302, 2)


def test_a_changed_item_keeps_the_trades_that_name_it(schools: Client, draft: StationApplication) -> None:
    stations.add_equipment(draft)
    requested = stations.add_trade(draft, exam.trade())
    first = draft.equipment.filter(use=EquipmentUse.TRAINING).first()
    assert first
    schools.post(address(draft), data((row("新车床", 9, pk=first.pk),)))
    first.refresh_from_db()
    assert (first.name, first.quantity, requested.equipment.count()) == ("新车床", 9, 3)


def test_a_trade_that_loses_its_last_equipment_is_told(schools: Client, draft: StationApplication) -> None:
    stations.add_equipment(draft, training=1, testing=1)
    stations.add_trade(draft, exam.trade())
    training, testing = draft.equipment.order_by("-use")
    page = schools.post(address(draft), data((row(pk=training.pk),)), follow=True).content.decode()
    assert "已全部删除" not in page
    marked = row("卡尺", 1, pk=testing.pk, remove="on")
    page = schools.post(address(draft), data((), (marked,)), follow=True).content.decode()
    assert "“数控车工”的对应设备已全部删除，请重新勾选。" in page
    assert not draft.equipment.exists()


def test_blank_rows_come_by_a_button_and_nothing_is_saved(schools: Client, draft: StationApplication) -> None:
    response = schools.post(address(draft), data((row("车床", "?"),), (row(),), more="training"))
    assert [rows.total_form_count() for rows in response.context["form"].blocks.values()] == [3, 3]
    assert "车床" in response.content.decode()
    assert not draft.equipment.exists()


def test_the_script_saves_right_rows_alone(schools: Client, draft: StationApplication) -> None:
    sent_rows = data((row("车床", 2), row("铣床", "")), (row("卡尺", 1),))
    answer = schools.post(address(draft), sent_rows, headers={"X-Autosave": "1"}).json()
    assert listed(draft) == [("training", "车床", 2), ("testing", "卡尺", 1)]
    assert answer["errors"] == {"training-1-quantity": ["请填写数量。"]}
    assert sorted(answer["values"]) == ["testing-0-pk", "training-0-pk"]


@pytest.mark.parametrize(("count", "fits"), [(MOST_ITEMS, True), (MOST_ITEMS + 1, False)])
def test_five_hundred_items_fit_in_each_block(
    schools: Client, draft: StationApplication, count: int, *, fits: bool
) -> None:
    full = tuple(row(f"设备{number}", 1, pk="") for number in range(MOST_ITEMS))
    more = tuple(row(f"仪器{number}", 1, pk="") for number in range(count))
    response = schools.post(address(draft), data(full, more))
    assert (response.status_code, draft.equipment.count()) == ((302, 2 * MOST_ITEMS) if fits else (422, 0))


def test_a_block_that_would_be_too_long_with_what_is_stored_is_refused(
    school: User, draft: StationApplication
) -> None:
    stations.add_equipment(draft, training=2, testing=0)
    entries = machines(MOST_ITEMS - 1)
    with pytest.raises(BlockedError, match="培训及考核设备共 501 项，最多登记 500 项"):
        save_equipment(application=draft, actor=school, entries=entries)
    assert draft.equipment.count() == 2


def test_somebody_elses_equipment_stays_untouched(
    schools: Client, draft: StationApplication, management_org: Organisation
) -> None:
    other = stations.draft_application(stations.applicant("另一所学校", management=management_org))
    stations.add_equipment(other, training=1, testing=0)
    theirs = other.equipment.get()
    schools.post(address(draft), data((row("冒名", 7, pk=theirs.pk), row(pk=theirs.pk))))
    theirs.refresh_from_db()
    assert (theirs.name, theirs.quantity) == ("培训及考核设备 1", 1)
    assert schools.get(address(other)).status_code == 404
    assert schools.get(f"{address(other)}import/").status_code == 404


# --- import ---


def test_a_table_is_added_after_what_is_there(schools: Client, draft: StationApplication) -> None:
    schools.post(address(draft), data((row("铣床 X5032", 2),)))
    preview = sent(schools, draft, LATHE, CALIPER, ["培训及考核设备", "铣床 Ｘ5032", 3])
    page = schools.get(preview).content.decode()
    assert "从表格导入设备（追加）" in page
    assert listed(draft) == [("training", "铣床 X5032", 2)]
    assert "已导入 3 项设备：新增 2 项，更新 1 项。" in confirmed(schools, preview)
    assert sorted(listed(draft)) == [
        ("testing", "游标卡尺 0-150", 40),
        ("training", "数控车床 CK6140", 12),
        ("training", "铣床 Ｘ5032", 3),
    ]


def test_a_table_replaces_what_is_there_and_same_equipment_keeps_its_trades(
    schools: Client, draft: StationApplication
) -> None:
    stations.add_equipment(draft)
    requested = stations.add_trade(draft, exam.trade())
    preview = sent(schools, draft, LATHE, ["培训及考核设备", "培训及考核设备 2", "5"], mode="replace")
    assert "从表格导入设备（替换已登记的设备）" in schools.get(preview).content.decode()
    assert "新增 1 项，更新 1 项，删除 2 项。" in confirmed(schools, preview)
    assert listed(draft) == [("training", "数控车床 CK6140", 12), ("training", "培训及考核设备 2", 5)]
    assert [item.name for item in requested.equipment.all()] == ["培训及考核设备 2"]


def test_every_wrong_row_is_named_and_nothing_is_written(schools: Client, draft: StationApplication) -> None:
    preview = sent(
        schools,
        draft,
        LATHE,
        ["培训及考核设备", "数控车床ＣＫ6140", "3"],
        ["其他", "卡尺", "0"],
        ["检测设备", "", "2"],
        ["检测设备", "数控车床 CK6140", "1"],
    )
    page = schools.get(preview).content.decode()
    assert "可导入 2 行，有问题 3 行" in page
    assert "“设备名称、型号”与第 2 行重复，请合并数量，只留一行。" in page
    assert "培训及考核设备”、“检测设备”之一" in page
    assert "超出范围，请填写 1 到 99999 的整数" in page
    confirmed(schools, preview)
    assert not draft.equipment.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("设备.xlsx", b"MZ\x90\x00 not a workbook"),
        ("设备.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("设备.csv", "类别,设备名称、型号,数量\n检测设备,卡尺,1\n".encode()),
        ("设备.xlsx", sheet(["检测设备", "=1+1", "1"], headers=HEADERS)),
        ("设备.xlsx", sheet(["卡尺", "1"], headers=HEADERS[1:])),
    ],
)
def test_a_hostile_or_foreign_file_is_refused_in_a_sentence_and_not_kept(
    schools: Client, draft: StationApplication, name: str, content: bytes
) -> None:
    file = SimpleUploadedFile(name, content)
    response = schools.post(f"{address(draft)}import/", {"file": file, "mode": "add"})
    assert response.status_code == 422
    assert len(response.context["form"].errors["file"]) == 1
    assert not TableUpload.objects.exists()
    assert not EquipmentItem.objects.exists()


def test_a_table_that_would_make_a_block_too_long_is_refused_as_a_whole(
    school: User, draft: StationApplication
) -> None:
    stations.add_equipment(draft, training=1, testing=0)
    entries = machines(MOST_ITEMS)
    with pytest.raises(BlockedError, match="共 501 项"):
        import_equipment(application=draft, actor=school, entries=entries, replaces=False)
    assert draft.equipment.count() == 1
    import_equipment(application=draft, actor=school, entries=entries, replaces=True)
    assert draft.equipment.count() == MOST_ITEMS


def test_a_submitted_application_takes_no_equipment(school: User, schools: Client) -> None:
    application = stations.complete_application(school, trades=[exam.trade()])
    preview = sent(schools, application, LATHE)
    perform(application, "submit", actor=school, at=clock.now(), reason="同意申报。")
    assert "已提交，不能修改" in schools.post(address(application), data((row("车床", 1),))).content.decode()
    assert "已提交，不能修改" in confirmed(schools, preview)
    file = SimpleUploadedFile("设备.xlsx", sheet(LATHE, headers=HEADERS))
    response = schools.post(f"{address(application)}import/", {"file": file, "mode": "add"})
    assert "已提交，不能修改" in response.content.decode()
    assert schools.get(f"{address(application)}import/").status_code == 302
    assert application.equipment.count() == 3
