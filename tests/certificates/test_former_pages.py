"""Former certificates: found by their offices, revoked by two people, and named for what they are."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rights import Role
from certificates.models import FormerCertificate, FormerRevocation
from certificates.register.former_revoking import ask_to_revoke
from ostami import clock
from ostami.problems import BlockedError
from tests.factories import exam, people
from workflow.audit import history_of
from workflow.lifecycle import perform

TODAY = date(2026, 9, 20)
NOON = exam.noon(TODAY)
LIST = reverse("certificates:former_list")
WHY = "查实证书系伪造登记"


@pytest.fixture(autouse=True)
def _on_the_day(db: None) -> None:
    clock.set_practice_day(TODAY)


def made(centre: User, number: str, name: str, **facts: Any) -> FormerCertificate:
    usual = {
        "document_type": "resident_id",
        "scheme": "ability",
        "occupation_name": "车工",
        "level_label": "四级/中级工",
        "issued_on": date(2015, 7, 1),
        "imported_by": centre,
        "imported_at": NOON,
    }
    row = FormerCertificate(number=number, holder_name=name, **{**usual, **facts})
    row.document_number = people.document_number(serial=55)
    row.save()
    return row


@pytest.fixture
def old(centre_user: User) -> FormerCertificate:
    """周旧证's."""
    return made(centre_user, "JX2015000001", "周旧证")


@pytest.fixture
def second(centre_user: User) -> User:
    return people.user("中心李", Role.CENTRE, centre_user.organisation, person_name="李中心")


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, ["JX2015000001", "ZG2012000009"]),
        ({"word": "周旧证"}, ["JX2015000001"]),
        ({"word": "zg2012"}, ["ZG2012000009"]),
        ({"scheme": "qualification"}, ["ZG2012000009"]),
        ({"standing": "revoked"}, ["ZG2012000009"]),
        ({"word": "无此人"}, []),
    ],
)
def test_they_are_found_by_what_is_known(
    old: FormerCertificate,
    centre_user: User,
    management_user: User,
    login: Any,
    asked: dict[str, str],
    numbers: list[str],
) -> None:
    made(centre_user, "ZG2012000009", "吴资格", scheme="qualification", revoked_on=date(2020, 1, 1))
    for user in (centre_user, management_user):
        found = login(user).get(LIST, asked).context["object_list"]
        assert [one.number for one in found] == numbers


def test_the_lookup_names_a_qualification_certificate(centre_user: User, client: Client) -> None:
    made(centre_user, "ZG2012000009", "吴资格", scheme="qualification")
    typed = {"name": "吴资格", "number": "ZG2012000009"}
    html = client.post(reverse("certificates:lookup"), typed).text
    assert "<dt>证书类别</dt><dd>职业资格证书</dd>" in html
    assert "没有查到" in client.post(reverse("certificates:lookup_skill"), typed).text


def test_management_asks_and_the_centre_revokes(
    old: FormerCertificate, management_user: User, centre_user: User, login: Any, client: Client
) -> None:
    asker = login(management_user)
    ask = reverse("certificates:former_revoke", args=[old.pk])
    assert ask in asker.get(old.get_absolute_url()).text
    answer = asker.post(ask, {"reason": WHY})
    case = FormerRevocation.objects.get()
    assert answer["Location"] == case.get_absolute_url()
    assert ask not in asker.get(old.get_absolute_url()).text
    assert asker.get(ask)["Location"] == old.get_absolute_url()
    old.refresh_from_db()
    assert old.stands
    centre = login(centre_user)
    assert case.get_absolute_url() in centre.get(LIST).text
    assert centre.post(f"{case.get_absolute_url()}approve/").status_code == 302
    old.refresh_from_db()
    assert (old.revoked_on, old.standing) == (TODAY, "已撤销")
    assert [event.action for event in history_of(case)] == ["ask", "approve"]
    typed = {"name": "周旧证", "number": old.number}
    assert "该证书已撤销，不再有效" in client.post(reverse("certificates:lookup"), typed).text


def test_nobody_decides_on_the_own_request(old: FormerCertificate, centre_user: User, second: User) -> None:
    case = ask_to_revoke(certificate=old, reason=WHY, actor=centre_user, at=NOON)
    with pytest.raises(BlockedError, match="申请人不能审批自己的申请"):
        perform(case, "approve", actor=centre_user, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormerRevocation.objects.filter(pk=case.pk).update(decided_by=centre_user)
    done = perform(case, "approve", actor=second, at=NOON)
    assert (done.status, done.decided_by) == ("done", second)
    with pytest.raises(BlockedError, match="该历史证书已于 2026-09-20 撤销"):
        ask_to_revoke(certificate=old, reason=WHY, actor=centre_user, at=NOON)


def test_a_request_is_refused_with_words_or_withdrawn_by_its_office(
    old: FormerCertificate, management_user: User, centre_user: User
) -> None:
    case = ask_to_revoke(certificate=old, reason=WHY, actor=management_user, at=NOON)
    with pytest.raises(BlockedError, match="待指导中心审批"):
        ask_to_revoke(certificate=old, reason=WHY, actor=centre_user, at=NOON)
    with pytest.raises(BlockedError, match="请填写不同意的原因"):
        perform(case, "refuse", actor=centre_user, at=NOON)
    perform(case, "refuse", actor=centre_user, at=NOON, reason="证据不足")
    again = ask_to_revoke(certificate=old, reason=WHY, actor=management_user, at=NOON)
    with pytest.raises(BlockedError, match="只有提出申请的单位可以撤回申请"):
        perform(again, "withdraw", actor=centre_user, at=NOON)
    assert perform(again, "withdraw", actor=management_user, at=NOON).status == "withdrawn"
    old.refresh_from_db()
    assert old.stands


def test_management_does_not_decide_and_others_see_nothing(
    old: FormerCertificate,
    management_user: User,
    station_user: User,
    branch_user: User,
    centre_user: User,
    login: Any,
) -> None:
    case = ask_to_revoke(certificate=old, reason=WHY, actor=centre_user, at=NOON)
    with pytest.raises(PermissionDenied):
        perform(case, "approve", actor=management_user, at=NOON)
    for user in (station_user, branch_user):
        client = login(user)
        for address in (LIST, old.get_absolute_url(), case.get_absolute_url()):
            assert client.get(address).status_code == 403
        for rows in (FormerCertificate.objects, FormerRevocation.objects):
            assert not rows.visible_to(user).exists()
