"""The pages of the ledger of blanks."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from certificates.models import BlankDestruction, BlankEntry
from ostami import clock
from tests.factories import people

LEDGER = "/certificates/blanks/"
NEW = f"{LEDGER}new/"
CORRECT = f"{LEDGER}corrections/new/"
DESTROY = f"{LEDGER}destructions/new/"


@pytest.fixture(autouse=True)
def _on_the_day(management_user: User) -> None:
    clock.set_practice_day(date(2026, 9, 9))


@pytest.fixture
def second(management_user: User) -> User:
    return people.user("管理员李", Role.MANAGEMENT, management_user.organisation, person_name="李管理")


def typed(move: str, count: int | str, **facts: object) -> dict[str, object]:
    return {"scheme": "ability", "move": move, "count": count, **facts}


def test_management_writes_the_ledger_and_reads_the_balances(login: Any, management_user: User) -> None:
    client = login(management_user)
    assert "台账还是空的" in client.get(LEDGER).content.decode()
    came = typed("received", "４０张", first_serial="a 01", last_serial="Ａ40")
    assert client.post(NEW, came)["Location"] == LEDGER
    entry = BlankEntry.objects.get()
    assert (entry.count, entry.first_serial, entry.last_serial) == (40, "A01", "A40")
    page = client.get(LEDGER).content.decode()
    assert "A01 至 A40" in page
    assert "职业能力水平评价的空白证书库存 40 张，少于 50 张，请及时补充。" in page


def test_what_is_wrong_is_said_and_the_input_kept(login: Any, management_user: User) -> None:
    client = login(management_user)
    answer = client.post(NEW, typed("handed_out", 3, note="培训用"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "空白证书“库存”不足，还差 3 张" in page
    assert 'value="培训用"' in page
    for wrong, words in (
        (typed("destroyed", 1), "请从列表中选择事项。"),
        (typed("received", "几"), "数量须为整数。"),
        (typed("received", 0), "数量至少为 1 张。"),
        (typed("", ""), "请填写数量。"),
    ):
        assert words in client.post(NEW, wrong).content.decode()
    assert not BlankEntry.objects.exists()


def test_a_batch_takes_blanks_of_its_own_scheme(login: Any, management_user: User, batch: Batch) -> None:
    wrong = {**typed("received", 1, batch=batch.pk), "scheme": "skill_level"}
    answer = login(management_user).post(NEW, wrong)
    assert "该批次属于职业能力水平评价，请选择相同的证书种类。" in answer.content.decode()


def test_two_people_destroy_each_under_the_own_login(login: Any, management_user: User, second: User) -> None:
    client = login(management_user)
    for move in ("received", "handed_out", "spoiled"):
        client.post(NEW, typed(move, 3, note="试印"))
    asked = {"scheme": "ability", "count": 3, "witness": second.pk, "note": "打错"}
    answer = client.post(DESTROY, asked)
    case = BlankDestruction.objects.get()
    assert answer["Location"] == case.get_absolute_url()
    assert "待监销人确认" in client.get(LEDGER).content.decode()
    confirm = f"{case.get_absolute_url()}confirm/"
    assert "须由监销人李管理本人登录办理" in client.post(confirm).content.decode()
    assert not BlankEntry.objects.filter(move="destroyed").exists()
    login(second)
    assert confirm in client.get(case.get_absolute_url()).content.decode()
    assert client.post(confirm).status_code == 302
    assert BlankEntry.objects.get(move="destroyed").witness == second


def test_the_asker_and_strangers_are_no_witnesses(
    login: Any, management_user: User, station_user: User
) -> None:
    for witness in (management_user, station_user):
        asked = {"scheme": "ability", "count": 1, "witness": witness.pk}
        answer = login(management_user).post(DESTROY, asked)
        assert "请选择本单位的另一人监销。" in answer.content.decode()


def test_the_ledger_is_filtered_and_exported(login: Any, management_user: User) -> None:
    client = login(management_user)
    client.post(NEW, typed("received", 60))
    client.post(NEW, typed("handed_out", 2, note="培训用"))
    filtered = client.get(LEDGER, {"move": "handed_out"}).content.decode()
    assert ("2 张</td>" in filtered, 'data-label="数量">60 张' in filtered) == (True, False)
    assert "没有“x”这个事项" in client.get(LEDGER, {"move": "x"}).content.decode()
    book = load_workbook(BytesIO(client.get(reverse("certificates:blanks_xlsx")).content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    kept = [row[2:4] + row[7:11] for row in rows if row[2] in {"入库", "领用"}]
    assert kept == [["入库", 60, 60, 0, 0, 0], ["领用", 2, 58, 2, 0, 0]]


def test_a_slip_is_put_right_with_a_reason(login: Any, management_user: User) -> None:
    client = login(management_user)
    client.post(NEW, typed("received", 100))
    wrong = typed("removed", 90, place="stock")
    assert "请填写原因。" in client.post(CORRECT, wrong).content.decode()
    assert client.post(CORRECT, {**wrong, "note": "入库 10 张误登为 100 张"})["Location"] == LEDGER
    page = client.get(LEDGER).content.decode()
    assert "更正减少（库存）" in page
    assert "入库 10 张误登为 100 张" in page
    assert 'data-label="库存">10 张' in page


def test_nobody_else_opens_the_ledger(
    login: Any, station_user: User, centre_user: User, branch_user: User
) -> None:
    for user in (station_user, centre_user, branch_user):
        for address in (LEDGER, NEW, CORRECT, DESTROY, reverse("certificates:blanks_xlsx")):
            assert login(user).get(address).status_code == 403


def test_an_office_of_one_is_told_how_to_get_a_second_person(login: Any, management_user: User) -> None:
    words = '请先由主账号（机构全称）在<a href="/office/logins/">本单位人员账号</a>中添加。'
    assert words in login(management_user).get(DESTROY).text
    people.user("管理员李", Role.MANAGEMENT, management_user.organisation, person_name="李管理")
    assert words not in login(management_user).get(DESTROY).text
