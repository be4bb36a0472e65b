"""Organisations, the people who belong to them, and what follows from their role."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Organisation, OrganisationKind, User
from accounts.rights import ROLE_RIGHTS, Perm, Role, refusal, roles_with
from accounts.services import main_login_of
from accounts.views.base import PortalTemplateView
from stations.models import Station
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CANDIDATE])
def test_everybody_but_a_candidate_belongs_to_an_organisation(role: Role) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        people.user("无机构人员", role)


def test_the_constraint_says_so_in_words() -> None:
    with pytest.raises(ValidationError, match="除考生外，每个用户都必须属于一个机构。"):
        User(username="无机构人员", role=Role.STATION).validate_constraints()


def test_a_candidate_belongs_to_none() -> None:
    assert people.user("考生李", Role.CANDIDATE).organisation is None


def test_an_organisation_sees_itself_and_those_under_it(
    station: Station, other_station: Station, station_user: User, management_user: User, centre_user: User
) -> None:
    def seen(user: User) -> set[str]:
        return {found.code for found in Organisation.objects.visible_to(user)}

    assert seen(station_user) == {"49284901"}
    assert seen(management_user) == {"49283000", "49284901", "49284902"}
    assert seen(centre_user) == {"49000000", "49283000", "49284901", "49284902"}
    assert seen(people.user("考生李", Role.CANDIDATE)) == set()


def test_a_person_sees_no_other_account(station_user: User, other_station_user: User) -> None:
    assert list(User.objects.visible_to(station_user)) == [station_user]


def test_the_main_login_is_made_once_and_cannot_be_used_without_a_password(
    management_org: Organisation,
) -> None:
    facts = {"parent": management_org, "email": "903@example.invalid"}
    made = people.organisation(OrganisationKind.STATION, "练习考试站903", "49284903", **facts)
    login = main_login_of(made)
    assert (login.username, login.role, login.email) == ("练习考试站903", Role.STATION, "903@example.invalid")
    assert not login.has_usable_password()
    assert main_login_of(made) == login


def test_every_right_is_held_by_somebody_and_every_role_has_rights() -> None:
    assert set(ROLE_RIGHTS) == set(Role)
    assert {right for rights in ROLE_RIGHTS.values() for right in rights} == set(Perm)


def test_a_refusal_names_the_role_the_right_and_who_holds_it() -> None:
    assert roles_with(Perm.CERTIFICATE_ISSUE) == [Role.CENTRE]
    assert refusal(Perm.CERTIFICATE_ISSUE, role=Role.STATION) == (
        "您的身份是“考试站”，不能核发证书。此事由指导中心办理。"
    )


def test_a_view_without_a_right_cannot_be_defined() -> None:
    with pytest.raises(TypeError, match="Forgetful names no permission"):
        type("Forgetful", (PortalTemplateView,), {"template_name": "base.html"})
