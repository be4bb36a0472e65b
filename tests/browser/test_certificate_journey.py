"""From approved results to a certificate in the holder's hand, paid for, signed, sent, and looked up."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from batches.models import Batch
from certificates.models import Certificate
from stations.models import Station
from tests.browser.certifying import at, case, look_up, move, on_day, pdf_text
from tests.browser.conftest import People, Person
from tests.browser.enrolling import press
from tests.browser.looking import looked
from tests.certificates.signing_keys import key_file
from tests.factories import exam, fees, results
from workflow.audit import verify

PEOPLE: dict[str, tuple[str | None, str | None]] = {
    "林若溪": ("85", "92.5"),
    "买买提·艾力": ("60", "60"),
    "陈一鸣": ("59.5", "100"),
}
FIRST, SECOND = "2649284901400001", "2649284901400002"
PROXY = "班主任周"


@pytest.fixture
def batch(station: Station, management_user: User, settings: LazySettings, tmp_path: Path) -> Batch:
    """Two of three passed, 50.10 yuan each; what is issued is signed."""
    settings.CERTIFICATE_KEY_FILE = key_file(tmp_path)
    fees.fee(management_user, "50.10").save()
    return results.approved(station, management_user, PEOPLE)


def _slip(at_station: Person, batch: Batch, *, note: str = "", look: str = "") -> Page:
    page = case(at_station, "/certificates/settlements/", batch.number)
    page.get_by_role("link", name="上传汇款单").first.click()
    page.locator("[name=amount]").fill("50.10")
    page.locator("[name=note]").fill(note)
    page.locator("[name=paid_on]").fill("2026-09-03")
    picture = FilePayload(name="回单.jpg", mimeType="image/jpeg", buffer=exam.picture())
    page.locator("[name=file]").set_input_files(files=[picture])
    looked(page, look) if look else None
    press(page, "上传并提交管理站")
    expect(page.get_by_role("status").filter(has_text="已上传汇款单")).to_be_visible()
    return page


def _settled(at_station: Person, at_management: Person, at_centre: Person, batch: Batch) -> None:
    """Too little was paid: management asks, the station pays the rest; nothing is certified before."""
    page = at_station.open("/certificates/settlements/")
    looked(page, "settlements")
    looked(_slip(at_station, batch, look="slip"), "settlement-paid")
    page = case(at_management, "/certificates/settlements/", batch.number)
    looked(page, "settlement-management")
    move(page, "对汇款有疑问", words="少付 50.10 元，请补付。", look="settlement-question")
    page = case(at_centre, "/batches/", batch.number)
    expect(page.get_by_role("region", name="可办理的事项")).to_contain_text("4.6-7")
    expect(page.get_by_role("main").get_by_role("link", name="核发证书", exact=True)).to_have_count(0)
    looked(page, "certify-unpaid")
    page = case(at_station, "/certificates/settlements/", batch.number)
    expect(page.get_by_role("main")).to_contain_text("少付 50.10 元，请补付。")
    looked(page, "settlement-questioned")
    _slip(at_station, batch, note="第二笔，补付差额")
    page = case(at_management, "/certificates/settlements/", batch.number)
    expect(page.get_by_role("main")).to_contain_text("100.20")
    move(page, "确认结算", look="settlement-confirm")
    looked(page, "settlement-confirmed")


def _certified(at_centre: Person, batch: Batch) -> None:
    page = case(at_centre, "/batches/", batch.number)
    looked(page, "batch-centre")
    move(page, "核发证书", look="certify")
    page.goto(f"/certificates/batch/{batch.pk}/")
    looked(page, "batch-certificates")


def _checked(visitor: Person, file: Path, folder: Path) -> None:
    """Anybody has the file checked; one changed byte is told."""
    page = visitor.open("/certificates/verify/")
    looked(page, "verify")
    page.locator("[name=file]").set_input_files(file)
    press(page, "核对")
    expect(page.get_by_role("status").filter(has_text="核对一致")).to_be_visible()
    main = page.get_by_role("main")
    expect(main).to_contain_text("林**")
    expect(main).not_to_contain_text("林若溪")
    looked(page, "verify-genuine")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    (changed := folder / "改过.pdf").write_bytes(content)
    page.locator("[name=file]").set_input_files(changed)
    press(page, "核对")
    expect(page.get_by_role("alert")).to_contain_text("被改动过")
    looked(page, "verify-changed")


def _downloaded(person: Person, folder: Path) -> Path:
    """The candidate has the signed certificate."""
    page = person.open("/certificates/")
    looked(page, "mine")
    page.get_by_role("link", name=FIRST).first.click()
    looked(page, "certificate-candidate")
    file = person.download("下载电子证书（PDF）", folder)
    assert b"/ByteRange" in file.read_bytes()
    assert FIRST in pdf_text(file)
    return file


def _sent(at_management: Person, batch: Batch) -> None:
    page = case(at_management, "/batches/", batch.number)
    page.get_by_role("link", name="邮寄证书").click()
    page.locator("[name=carrier]").fill("顺丰速运")
    page.locator("[name=tracking_number]").fill("sf 1001")
    looked(page, "ship")
    page.get_by_role("main").locator("form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("SF1001")
    looked(page, "shipment-sent")


def _received(at_station: Person, batch: Batch) -> None:
    """The station counts what arrived, hands one over to its holder and one to somebody for another."""
    page = at_station.open("/certificates/shipments/")
    looked(page, "shipments")
    page.get_by_role("main").get_by_role("link", name="SF1001").first.click()
    move(page, "签收", look="receive")
    page.get_by_role("link", name="证书领取").click()
    looked(page, "handovers")
    page.get_by_role("checkbox", name=FIRST).check()
    press(page, "登记领取")
    page.get_by_role("checkbox", name=SECOND).check()
    page.locator("[name=taken_by]").fill(PROXY)
    press(page, "登记领取")
    expect(page.get_by_role("row").filter(has_text=FIRST)).to_contain_text("本人")
    expect(page.get_by_role("row").filter(has_text=SECOND)).to_contain_text(f"{PROXY}代领")
    looked(page, "handovers-done")


def _followed(person: Person, *words: str, look: str = "") -> None:
    """The candidate's own page says where the certificate is."""
    page = person.open("/candidates/mine/")
    for one in words:
        expect(page.get_by_role("main")).to_contain_text(one)
    looked(page, look) if look else None


def _found(visitor: Person, batch: Batch) -> None:
    """Name and certificate number find it: what wasn't typed is masked, and nobody sees scores."""
    document = Certificate.objects.get(number=FIRST).document_number
    page = look_up(visitor, name="林若溪", number="2649 2849 0140 0001")
    main = page.get_by_role("main")
    expect(main).to_contain_text("有效")
    expect(main).to_contain_text(FIRST)
    expect(main).not_to_contain_text(document)
    expect(main).not_to_contain_text("92.5")
    looked(page, "lookup-found")
    page = look_up(visitor, "ability/", name="林若溪", document_number=document)
    expect(page.get_by_role("main")).to_contain_text("2649********0001")
    expect(page.get_by_role("main")).not_to_contain_text(FIRST)
    page = look_up(visitor, "skill/", name="林若溪", document_number=document)
    expect(page.get_by_role("main")).to_contain_text("没有查到相符的证书")
    looked(page, "lookup-missed")


def test_a_certificate_is_paid_for_issued_checked_sent_handed_over_and_looked_up(
    people: People, batch: Batch, management_user: User, centre_user: User, tmp_path: Path
) -> None:
    at_station = at(people, batch.station.organisation.users.get())
    on_day(at_station, "2026-09-04")
    at_management, at_centre = at(people, management_user), at(people, centre_user)
    holder = at(people, batch.enrolments.get(candidate__name="林若溪").candidate.user, phone=True)
    visitor = people.new(phone=True)

    _settled(at_station, at_management, at_centre, batch)
    _followed(holder, "等待指导中心核发")
    _certified(at_centre, batch)
    _followed(holder, FIRST)
    _checked(visitor, _downloaded(holder, tmp_path), tmp_path)
    _sent(at_management, batch)
    _followed(holder, "由顺丰速运寄往考试站", look="mine-posted")
    _received(at_station, batch)
    _followed(holder, "已由本人领取", look="mine-received")
    _found(visitor, batch)
    assert verify() == []
