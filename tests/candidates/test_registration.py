from datetime import date

import pytest
from django.db import connection
from django.test import Client

from accounts.identity import DocumentType, check_digit
from accounts.models import User
from accounts.rights import Role
from candidates.models import Candidate, DocumentFixedError
from ostami.sealing import SealBrokenError
from tests.factories import people
from workflow.audit import history_of, verify
from workflow.models import AuditEvent

pytestmark = pytest.mark.django_db

ADDRESS = "/candidates/register/"
DONE = "/candidates/register/done/"
LOGIN = "/account/login/"


def numbered(head: str) -> str:
    return head + check_digit(head)


VALID = numbered("99010120060315002")
ENDS_WITH_X = next(n for n in (numbered(f"99010120060315{i:03d}") for i in range(100)) if n.endswith("X"))


def answers(**changed: str) -> dict[str, str]:
    return {
        "name": "林小禾",
        "document_type": "resident_id",
        "document_number": VALID,
        "sex": "",
        "birth_date": "",
        "phone": "13900000001",
        "email": "",
        "username": "linxiaohe",
        "password1": people.PASSWORD,
        "password2": people.PASSWORD,
        "consent": "on",
        "consent_sensitive": "on",
        **changed,
    }


def test_a_person_registers_and_logs_in(client: Client) -> None:
    response = client.post(ADDRESS, answers())
    assert (response.status_code, response["Location"]) == (302, DONE)
    candidate = Candidate.objects.get()
    assert (candidate.name, candidate.document_number, candidate.get_sex_display()) == ("林小禾", VALID, "女")
    assert candidate.birth_date == date(2006, 3, 15)
    assert (candidate.user.role, candidate.user.person_name) == (Role.CANDIDATE, "林小禾")
    assert "_auth_user_id" not in client.session
    assert client.get(LOGIN).context["form"]["username"].value() == "linxiaohe"
    assert client.post(LOGIN, {"username": "linxiaohe", "password": people.PASSWORD}).status_code == 302
    assert client.get("/candidates/mine/").status_code == 200


def test_the_login_page_shows_the_new_user_name_once(client: Client) -> None:
    client.post(ADDRESS, answers())
    shown = [client.get(LOGIN).context["form"]["username"].value() for _ in range(2)]
    assert shown == ["linxiaohe", ""]


def test_registration_is_in_the_portals_chain_with_the_number_masked(client: Client) -> None:
    client.post(ADDRESS, answers())
    event = history_of(Candidate.objects.get()).get()
    assert (event.chain.organisation, event.sentence) == (None, "注册了考生账号")
    assert event.changes["证件号码"] == ["", f"9901**********{VALID[-4:]}"]
    assert verify() == []


@pytest.mark.parametrize(
    "typed",
    [
        ENDS_WITH_X,
        ENDS_WITH_X.lower(),
        f"{ENDS_WITH_X[:6]} {ENDS_WITH_X[6:14]} {ENDS_WITH_X[14:]}",
        ENDS_WITH_X.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)} | {ord("X"): "Ｘ"}),
        f"{ENDS_WITH_X[:6]}-{ENDS_WITH_X[6:]}",
    ],
    ids=["X", "x", "spaces", "full-width", "hyphen"],
)
def test_one_number_has_many_spellings_and_is_stored_in_one(client: Client, typed: str) -> None:
    assert client.post(ADDRESS, answers(document_number=typed)).status_code == 302
    assert Candidate.objects.get().document_number == ENDS_WITH_X


WRONG_CHECK_DIGIT = VALID[:17] + ("1" if VALID[17] != "1" else "2")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (WRONG_CHECK_DIGIT, "证件号码校验位不符（GB 11643）。请对照证件逐位核对后重新填写。"),
        (numbered("99010120060230002"), "证件号码第 7 至 14 位不是有效的出生日期"),
        (numbered("99010120270101002"), "证件号码第 7 至 14 位不是有效的出生日期"),
        (numbered("99010118991231002"), "证件号码第 7 至 14 位不是有效的出生日期"),
        (VALID[:17], "证件号码应为 18 位数字，末位可为 X；现为 17 位"),
        (VALID + "0", "证件号码应为 18 位数字，末位可为 X；现为 19 位"),
        (VALID[:16] + "A" + VALID[17], "证件号码应为 18 位数字"),
        ("٩" + VALID[1:], "证件号码应为 18 位数字"),
        (numbered("81000020060315002"), "以 810000 开头的是港澳台居民居住证号码。请核对证件类型和号码。"),
        (numbered("99010120120802002"), "未满 14 周岁不能注册（个人信息保护法第三十一条）"),
        ("", "请填写证件号码。"),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason_and_what_was_typed_stays(
    client: Client, number: str, sentence: str
) -> None:
    response = client.post(ADDRESS, answers(document_number=number))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    form = response.context["form"]
    assert [form["name"].value(), form["document_number"].value()] == ["林小禾", number]
    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


def test_who_turns_fourteen_today_may_register(client: Client) -> None:
    assert client.post(ADDRESS, answers(document_number=numbered("99010120120801002"))).status_code == 302


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("residence_permit", numbered("81000020060315002")),
        ("foreign_permanent", numbered("93215620060315002")),
    ],
)
def test_other_eighteen_digit_cards_tell_birth_date_and_sex_too(
    client: Client, kind: str, number: str
) -> None:
    assert client.post(ADDRESS, answers(document_type=kind, document_number=number)).status_code == 302
    assert Candidate.objects.get().birth_date == date(2006, 3, 15)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "EX1234567"),
        ("hongkong_macao_permit", "H12345678"),
        ("taiwan_permit", "12345678"),
        ("foreign_permanent", "ABC123456789012"),
        ("officer", "练字第123456号"),
    ],
)
def test_a_card_that_tells_nothing_needs_sex_and_birth_date(client: Client, kind: str, number: str) -> None:
    bare = answers(document_type=kind, document_number=number)
    refused = client.post(ADDRESS, bare)
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"sex": ["请选择性别。"], "birth_date": ["请填写出生日期。"]}
    assert client.post(ADDRESS, {**bare, "sex": "male", "birth_date": "2006-03-15"}).status_code == 302
    assert Candidate.objects.get().get_sex_display() == "男"


@pytest.mark.parametrize("kind", [kind for kind in DocumentType if kind not in {"passport", "officer"}])
def test_a_number_of_another_kind_of_card_is_refused(client: Client, kind: str) -> None:
    facts = {"document_type": kind, "document_number": "EX1234567", "sex": "male", "birth_date": "2006-03-15"}
    response = client.post(ADDRESS, answers(**facts))
    assert response.status_code == 422
    assert "document_number" in response.context["form"].errors


def test_the_number_outweighs_sex_and_birth_date_as_typed(client: Client) -> None:
    client.post(ADDRESS, answers(sex="male", birth_date="1990-01-01"))
    candidate = Candidate.objects.get()
    assert (candidate.get_sex_display(), candidate.birth_date) == ("女", date(2006, 3, 15))


def test_a_user_name_is_taken_once_however_it_is_written(client: Client) -> None:
    client.post(ADDRESS, answers())
    other = numbered("99010120060315004")
    response = client.post(ADDRESS, answers(username="Ｌin XiaoHe", document_number=other))
    assert response.context["form"].errors["username"] == [
        "用户名“Ｌin XiaoHe”已有人使用。请另取一个用户名。"
    ]
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone": "1390000000"}, "phone"),
        ({"phone": "23900000001"}, "phone"),
        ({"name": "林2禾"}, "name"),
        ({"name": "林"}, "name"),
        ({"username": "abc"}, "username"),
        ({"username": VALID}, "username"),
        ({"password2": "something-else-9"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password1"),
        ({"password1": f"pw-{VALID}", "password2": f"pw-{VALID}"}, "password1"),
        ({"email": "no mail"}, "email"),
        ({"consent": ""}, "consent"),
        ({"consent_sensitive": ""}, "consent_sensitive"),
        ({"document_type": "library_card"}, "document_type"),
    ],
)
def test_every_other_field_is_checked_and_nothing_is_half_saved(
    client: Client, changed: dict[str, str], field: str
) -> None:
    response = client.post(ADDRESS, answers(**changed))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not User.objects.exists()
    assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("139 0000 0001", "13900000001"),
        ("+86 13900000001", "13900000001"),
        ("１３９００００００01", "13900000001"),
        ("0519-80000000", "0519-80000000"),
    ],
)
def test_phones_are_folded(client: Client, typed: str, stored: str) -> None:
    assert client.post(ADDRESS, answers(phone=typed)).status_code == 302
    assert Candidate.objects.get().phone == stored


def test_rare_and_ethnic_names_are_kept(client: Client) -> None:
    assert client.post(ADDRESS, answers(name="阿依·𬍛㛃 ")).status_code == 302
    assert Candidate.objects.get().name == "阿依·𬍛㛃"


def test_everything_wrong_is_said_at_once(client: Client) -> None:
    response = client.post(ADDRESS, {})
    assert set(response.context["form"].errors) == {
        *("name", "document_type", "document_number", "phone"),
        *("username", "password1", "password2", "consent", "consent_sensitive"),
    }


def test_who_is_logged_in_needs_no_registration(client: Client, lin: Candidate) -> None:
    client.force_login(lin.user)
    assert client.get(ADDRESS).status_code == 302


def test_the_database_holds_no_number_in_clear(client: Client) -> None:
    client.post(ADDRESS, answers())
    with connection.cursor() as cursor:
        for table in ("candidates_candidate", "accounts_user", "workflow_auditevent"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  the names above
            stored = repr(cursor.fetchall())
            assert VALID not in stored
            assert VALID[6:14] not in stored


def test_a_sealed_number_moved_to_another_row_does_not_open(lin: Candidate, qian: Candidate) -> None:
    Candidate.objects.filter(pk=qian.pk).update(document_sealed=lin.document_sealed)
    qian.refresh_from_db()
    with pytest.raises(SealBrokenError):
        _ = qian.document_number


@pytest.mark.parametrize("change", ["type", "number"])
def test_document_type_and_number_never_change(lin: Candidate, change: str) -> None:
    if change == "type":
        lin.document_type = DocumentType.PASSPORT
    else:
        lin.document_number = numbered("99010120060315009")
    with pytest.raises(DocumentFixedError):
        lin.save()
