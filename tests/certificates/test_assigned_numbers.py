"""Numbers that the centre assigned: imported, checked, and printed on the certificates."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from batches.models import Batch
from certificates.models import AssignedNumber, Certificate, ChangeKind
from certificates.numbering import number_source
from certificates.numbers.assigned_table import number_roster
from certificates.numbers.further import further_missing
from certificates.numbers.runs import gap_warning, gaps
from documents.table_import import read_table
from exams.selectors import qualified
from ostami.problems import BlockedError
from stations.models import Station
from tests.certificates.changing import ask, granted
from tests.documents.reading import first_tab
from tests.documents.workbooks import sheet
from tests.factories import numbers, results
from workflow.audit import history_of
from workflow.lifecycle import available_transitions

HEADERS = ("姓名", "证件号码", "证书编号")
LIN, AILI = "JX2600001", "JX2600002"


@pytest.fixture(autouse=True)
def _assigned(settings: LazySettings) -> None:
    settings.ABILITY_NUMBERS = "assigned"
    settings.CERTIFY_AFTER_SETTLEMENT = False


@pytest.fixture
def centre(centre_user: User, client: Client) -> Client:
    client.force_login(centre_user)
    return client


def row(batch: Batch, name: str, number: str, **facts: str) -> list[str]:
    person = batch.enrolments.get(candidate__name=name).candidate
    told = {"姓名": name, "证件号码": person.document_number, "证书编号": number, **facts}
    return [told[header] for header in HEADERS]


def both(batch: Batch, first: str = LIN, second: str = AILI) -> list[list[str]]:
    return [row(batch, "林若溪", first), row(batch, "买买提·艾力", second)]


def reasons(batch: Batch, *rows: list[str]) -> list[str]:
    table = read_table(number_roster(batch).spec(), sheet(*rows, headers=HEADERS))
    return ["".join(one.problems) for one in table.rows]


def send(client: Client, batch: Batch, *rows: list[str]) -> tuple[str, str]:
    """Send a table; return the number of the upload and what its preview says."""
    file = SimpleUploadedFile("numbers.xlsx", sheet(*rows, headers=HEADERS))
    answer = client.post(page(batch, "numbers_import"), {"file": file}, follow=True)
    return answer.redirect_chain[0][0].rpartition("=")[2], strip_tags(answer.content.decode())


def page(batch: Batch, name: str) -> str:
    return reverse(f"certificates:{name}", kwargs={"pk": batch.pk})


def assign(client: Client, batch: Batch, *rows: list[str]) -> str:
    """Send a table and confirm it; return what the next page says."""
    upload, _ = send(client, batch, *rows)
    answer = client.post(page(batch, "numbers_import"), {"confirm": upload}, follow=True)
    return strip_tags(answer.content.decode())


def stored() -> dict[str, str]:
    rows = AssignedNumber.objects.values_list("enrolment__candidate__name", "number")
    return dict(rows)


def test_imported_numbers_stand_on_the_certificates(
    centre: Client, approved: Batch, centre_user: User
) -> None:
    # In the file's own order, spelt as people do.
    rows = [row(approved, "买买提·艾力", AILI, 姓名="买买提.艾力"), row(approved, "林若溪", "ｊｘ 2600001")]
    assert "已导入 2 名考生的证书编号。" in assign(centre, approved, *rows)
    assert stored() == {"林若溪": LIN, "买买提·艾力": AILI}
    results.certified(approved, centre=centre_user)
    issued = Certificate.objects.in_roster_order()
    assert [(one.holder_name, one.number) for one in issued] == [("林若溪", LIN), ("买买提·艾力", AILI)]
    (event,) = [one for one in history_of(approved) if one.action == "assign_numbers"]
    assert event.sentence == "导入了 2 名考生的证书编号"


def test_people_without_a_number_keep_the_batch_from_being_certified(
    centre: Client, approved: Batch, centre_user: User
) -> None:
    with pytest.raises(BlockedError, match="有 2 名合格考生没有指定编号：林若溪、买买提·艾力"):
        results.certified(approved, centre=centre_user)
    _, preview = send(centre, approved, row(approved, "林若溪", LIN))
    assert "导入后本批次还有 1 名合格考生没有编号" in preview
    assign(centre, approved, row(approved, "林若溪", LIN))
    with pytest.raises(BlockedError, match="有 1 名合格考生没有指定编号：买买提·艾力。请导入"):
        results.certified(approved, centre=centre_user)
    assert "有 1 名合格考生没有指定编号" in strip_tags(centre.get(page(approved, "numbers")).content.decode())
    assert not Certificate.objects.exists()


@pytest.fixture
def elsewhere(
    other_station: Station, management_user: User, centre_user: User, settings: LazySettings
) -> Batch:
    """A batch of the other station, certified by the pattern."""
    settings.ABILITY_NUMBERS = "pattern"
    certified = results.certified_batch(
        other_station, management_user, centre_user, {"邻站考生": results.PASS}
    )
    settings.ABILITY_NUMBERS = "assigned"
    return certified


def test_each_wrong_row_says_why_and_nothing_is_stored(
    centre: Client, approved: Batch, elsewhere: Batch
) -> None:
    issued = Certificate.objects.get(enrolment__batch=elsewhere)
    rows = [
        row(approved, "林若溪", LIN),
        row(approved, "买买提·艾力", LIN),
        row(approved, "林若溪", "JX2600003"),
        row(approved, "陈一鸣", "JX2600004"),
        row(elsewhere, "邻站考生", "JX2600005"),
        row(approved, "林若溪", "JX2600006", 姓名="林若兮"),
        row(approved, "林若溪", issued.number),
        row(approved, "林若溪", "JX"),
        row(approved, "林若溪", f"{numbers.PREFIX}264000001"),
    ]
    told = reasons(approved, *rows)
    assert told[0] == ""
    assert "“证书编号”与第 2 行重复" in told[1]
    assert "与第 2 行是同一名考生" in told[2]
    assert "本批次的合格人员中没有该证件号码" in told[3]
    assert "本批次的合格人员中没有该证件号码" in told[4]
    assert "姓名与花名册中该证件号码的“林若溪”不一致" in told[5]
    assert f"证书编号 {issued.number} 已用于核发的证书" in told[6]
    assert "不是证书编号" in told[7]
    assert "22 位编号，不能用于职业能力水平证书" in told[8]
    upload, preview = send(centre, approved, *rows)
    assert "有 8 行存在问题" in preview
    answer = centre.post(page(approved, "numbers_import"), {"confirm": upload})
    assert answer.status_code == 422
    assert stored() == {}


def test_numbers_of_former_certificates_and_of_others_are_taken(
    centre: Client, approved: Batch, centre_user: User
) -> None:
    numbers.former("OLD0001", centre_user)
    assign(centre, approved, row(approved, "林若溪", LIN))
    rows = [row(approved, "买买提·艾力", LIN), row(approved, "买买提·艾力", "OLD0001")]
    assert [told for one in rows for told in reasons(approved, one)] == [
        f"证书编号 {LIN} 已指定给其他考生。请核对后更正。",
        "证书编号 OLD0001 已是历史证书的编号。请核对后更正。",
    ]


def test_a_second_table_corrects_the_first_even_crosswise(centre: Client, approved: Batch) -> None:
    assign(centre, approved, *both(approved))
    assign(centre, approved, *both(approved, AILI, LIN))
    assert stored() == {"林若溪": AILI, "买买提·艾力": LIN}
    latest = max(history_of(approved), key=lambda event: event.pk)
    assert latest.changes["林若溪的指定编号"] == [LIN, AILI]


def test_gaps_are_named_before_and_after_the_import(centre: Client, approved: Batch) -> None:
    rows = both(approved, LIN, "JX2600005")
    _, preview = send(centre, approved, *rows)
    warning = "编号不连续，缺少：JX2600002 至 JX2600004。请核对是否漏行。"
    assert warning in preview
    assert warning in assign(centre, approved, *rows)


@pytest.mark.parametrize(
    ("run", "told"),
    [
        ([], []),
        (["A00001", "A00002"], []),
        (["A00003", "A00001"], ["A00002"]),
        (["A00001", "A00009", "B00500", "A00009"], ["A00002 至 A00008"]),
        (["NOSERIAL", "A00001"], []),
    ],
)
def test_a_gap_is_what_a_run_leaves_out(run: list[str], told: list[str]) -> None:
    assert gaps(run) == told


def test_many_gaps_are_named_in_part() -> None:
    assert "A00002、A00004、" in gap_warning(f"A{serial:05d}" for serial in range(1, 31, 2))
    assert "等 14 处。" in gap_warning(f"A{serial:05d}" for serial in range(1, 31, 2))


def test_the_template_has_the_people_and_the_look_is_recorded(centre: Client, approved: Batch) -> None:
    answer = centre.get(page(approved, "numbers_import") + "?template")
    tab: Any = first_tab(bytes(getattr(answer, "content", b"")) or b"".join(answer))
    assert [[cell.value for cell in cells[:2]] for cells in tab["A2:B3"]] == [
        [one.candidate.name, one.candidate.document_number] for one in qualified(approved)
    ]
    assert any(one.action == "number_template" for one in history_of(approved))


def test_by_pattern_nothing_is_imported(centre: Client, approved: Batch, settings: LazySettings) -> None:
    settings.ABILITY_NUMBERS = "pattern"
    file = SimpleUploadedFile("numbers.xlsx", sheet(*both(approved), headers=HEADERS))
    answer = centre.post(page(approved, "numbers_import"), {"file": file})
    assert answer.status_code == 422
    assert "不需要导入编号" in answer.content.decode()


def test_others_see_no_numbers_page(client: Client, approved: Batch, management_user: User) -> None:
    client.force_login(management_user)
    for name in ("numbers", "numbers_import"):
        assert client.get(page(approved, name)).status_code == 403


def test_a_used_number_is_given_to_no_second_certificate(
    centre: Client, approved: Batch, centre_user: User
) -> None:
    """A replacement needs a number of its own: imported, it is taken."""
    assign(centre, approved, *both(approved))
    batch = results.certified(approved, centre=centre_user)
    first = qualified(batch)[0]
    with pytest.raises(BlockedError, match=f"林若溪的指定编号 {LIN} 已用于证书"), transaction.atomic():
        number_source(batch, issued_on=results.ISSUED_ON)(first)
    told = reasons(batch, row(batch, "林若溪", AILI), row(batch, "买买提·艾力", AILI))
    assert told[0] == f"证书编号 {AILI} 已用于核发的证书。请核对后更正。"
    assign(centre, batch, row(batch, "林若溪", "JX2600077"), row(batch, "买买提·艾力", AILI))
    with transaction.atomic():
        assert number_source(batch, issued_on=results.ISSUED_ON)(first) == "JX2600077"


def test_the_page_asks_as_much_for_one_person_as_for_three(
    centre: Client, station: Station, management_user: User
) -> None:
    asked = []
    for names in (("甲一",), ("甲一", "乙二", "丙三")):
        batch = results.approved(station, management_user, dict.fromkeys(names, results.PASS))
        assign(
            centre, batch, *(row(batch, name, f"JX26{batch.pk}000{turn}") for turn, name in enumerate(names))
        )
        with CaptureQueriesContext(connection) as queries:
            centre.get(page(batch, "numbers"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_number_that_a_former_certificate_came_to_bear_is_not_issued(
    centre: Client, approved: Batch, centre_user: User
) -> None:
    assign(centre, approved, *both(approved))
    numbers.former(LIN, centre_user)
    with pytest.raises(BlockedError, match=f"已用于其他证书或历史证书：{LIN}"):
        results.certified(approved, centre=centre_user)
    with pytest.raises(BlockedError, match=f"指定编号 {LIN} 已用于证书"), transaction.atomic():
        number_source(approved, issued_on=results.ISSUED_ON)(qualified(approved)[0])


def test_after_the_issue_the_batch_leads_the_centre_to_the_import_for_a_correction(
    centre: Client, approved: Batch, centre_user: User, station_user: User
) -> None:
    assign(centre, approved, *both(approved))
    batch = results.certified(approved, centre=centre_user)
    told = f"林若溪的指定编号 {LIN} 已用于证书。请指导中心先在该批次的“证书编号”页面导入新的编号"
    shown = [batch.get_absolute_url(), page(batch, "numbers")]
    assert page(batch, "numbers") in centre.get(shown[0]).content.decode()
    assert not any(told in centre.get(one).content.decode() for one in shown)
    certificate = Certificate.objects.get(holder_name="林若溪")
    asked = ask(certificate, ChangeKind.CORRECT, actor=station_user, holder_name="林若曦")
    assert all(told in centre.get(one).content.decode() for one in shown)
    (approve,) = [
        one for one in available_transitions(asked, centre_user) if one.transition.name == "approve"
    ]
    assert [str(problem) for problem in approve.problems] == [told + "。"]
    assign(centre, batch, row(batch, "林若溪", "JX2600077"))
    assert not any(told in centre.get(one).content.decode() for one in shown)
    result = granted(asked, by=centre_user).result
    assert result
    assert result.number == "JX2600077"


def test_a_revocation_needs_no_number(
    centre: Client, approved: Batch, centre_user: User, station_user: User
) -> None:
    assign(centre, approved, *both(approved))
    batch = results.certified(approved, centre=centre_user)
    asked = ask(Certificate.objects.get(number=LIN), ChangeKind.REVOKE, actor=station_user)
    assert not list(further_missing(batch))
    assert granted(asked, by=centre_user).status == "done"
