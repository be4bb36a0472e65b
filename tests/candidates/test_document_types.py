"""Staff keep the kinds of identity document; without a word of theirs the default holds."""

import pytest
from django.test import Client

from accounts.identity import DocumentType
from accounts.models import User
from candidates.models import DocumentTypeRow
from candidates.person.document_types import (
    change_document_type,
    document_type,
    document_types,
    offered_choices,
    offered_types,
)
from ostami.problems import BlockedError
from tests.candidates.test_registration import answers
from workflow.audit import history_of

pytestmark = pytest.mark.django_db
ADDRESS = "/candidates/document-types/"
PASSPORT = f"{ADDRESS}passport/"


def facts(**changed: str) -> dict[str, str]:
    return {"name": "护照", "upload_code": "208", "position": "60", "is_offered": "on", **changed}


def changed(kind: DocumentType, actor: User, **facts: object) -> DocumentTypeRow:
    known = next(row for row in document_types() if row.kind == kind)
    names = ("name", "upload_code", "position", "is_offered")
    kept = {name: getattr(known, name) for name in names}
    return change_document_type(kind=kind, actor=actor, **{**kept, **facts})


def test_without_rows_the_default_holds() -> None:
    assert [row.kind for row in offered_types()] == list(DocumentType)
    codes = {kind.value: document_type(kind).upload_code for kind in DocumentType}
    assert codes == {
        "resident_id": "201",
        "officer": "202",
        "passport": "208",
        "hongkong_macao_permit": "210",
        "taiwan_permit": "213",
        "foreign_permanent": "215",
        "residence_permit": "",
    }


def test_registration_offers_what_is_offered_in_order(client: Client, management_user: User) -> None:
    changed(DocumentType.PASSPORT, management_user, name="普通护照", position=1)
    changed(DocumentType.OFFICER, management_user, is_offered=False)
    assert offered_choices()[:2] == [("passport", "普通护照"), ("resident_id", "居民身份证")]
    page = client.get("/candidates/register/").text
    assert '<option value="passport">普通护照</option>' in page
    assert 'value="officer"' not in page
    kept_out = {"document_type": "officer", "document_number": "练字第123456号"}
    refused = client.post("/candidates/register/", answers(**kept_out))
    assert refused.context["form"].errors["document_type"] == ["请从列表中选择证件类型。"]


def test_the_page_names_what_is_unknown(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    page = client.get(ADDRESS).text
    assert (page.count("待上级确认"), page.count("修改<span")) == (1, 7)


def test_a_change_is_stored_and_written_down(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    sent = client.post(PASSPORT, facts(name=" 普通 护照", upload_code="２０９", position="5"))
    assert (sent.status_code, sent["Location"]) == (302, ADDRESS)
    row = DocumentTypeRow.objects.get()
    assert (row.kind, row.name, row.upload_code, row.position, row.is_offered) == (
        *("passport", "普通 护照", "209", 5, True),
    )
    event = history_of(row).get()
    assert (event.actor, event.sentence) == (management_user, "修改了证件类型：护照")
    assert event.changes["上报代码"] == ["208", "209"]
    assert "注册时可选" not in event.changes


def test_saving_what_holds_writes_nothing_down(management_user: User) -> None:
    row = changed(DocumentType.PASSPORT, management_user)
    assert not history_of(row).exists()


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": ""}, "name", "请填写显示名称。"),
        ({"name": "军官证"}, "name", "“军官证”已是军官证的名称。请用能区分的名称。"),
        (
            {"upload_code": "201"},
            "upload_code",
            "代码 201 已是“居民身份证”的代码。请核对上报要求后重新填写。",
        ),
        ({"upload_code": "2-1"}, "upload_code", "上报代码由数字或字母组成，如 201。"),
        ({"position": "0"}, "position", "排列顺序须为 1 到 999。"),
        ({"position": "first"}, "position", "排列顺序须为整数。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(
    client: Client, management_user: User, typed: dict[str, str], field: str, sentence: str
) -> None:
    client.force_login(management_user)
    response = client.post(PASSPORT, facts(**typed))
    assert (response.status_code, response.context["form"].errors[field]) == (422, [sentence])
    assert not DocumentTypeRow.objects.exists()


def test_one_kind_stays_offered(management_user: User) -> None:
    *others, last = DocumentType
    for kind in others:
        changed(kind, management_user, is_offered=False)
    with pytest.raises(BlockedError, match="至少要有一种证件注册时可选"):
        changed(last, management_user, is_offered=False)
    assert [row.kind for row in offered_types()] == [last]


def test_an_unknown_kind_is_not_found(client: Client, management_user: User) -> None:
    client.force_login(management_user)
    assert client.get(f"{ADDRESS}library_card/").status_code == 404


def test_stations_do_not_keep_it(client: Client, station_user: User) -> None:
    client.force_login(station_user)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(PASSPORT, facts()).status_code == 403
