"""The rules of an office's people (of centre, management station, branch): who keeps whose logins."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied

from accounts.logins import lets_in
from accounts.models import User
from accounts.names import login_key
from accounts.querysets import ScopedQuerySet
from accounts.rights import Perm, need
from accounts.services import is_main_login
from ostami.problems import Problem


def colleagues_of(actor: User) -> ScopedQuerySet[User]:
    """Return the people of the actor's office with logins of their own; its main login is none of them."""
    office = User.objects.get_queryset().of_office(actor).select_related("organisation")
    return office.exclude(login_key=login_key(actor.organisation.name)) if actor.organisation else office


def refuse_others(actor: User) -> None:
    """Let nobody pass but an office's main login.

    Raises:
        PermissionDenied: with a sentence that says who may.
    """
    need(actor, Perm.OFFICE_LOGINS)
    if not is_main_login(actor):
        raise PermissionDenied(who_may(actor))


def who_may(actor: User) -> str:
    """Return the sentence that tells a colleague why they may not, and who may."""
    return f"您使用的是个人账号，不能管理本单位人员账号。此事由本单位主账号“{actor.organisation}”办理。"


def there_already(actor: User, *, name: str, phone: str) -> Iterator[Problem]:
    """One person, one login: two people of one name are told apart by their phone numbers."""
    same = colleagues_of(actor).filter(person_name=name, phone=phone).first()
    if same is None:
        return
    remedy = "请核对；同名的另一人，请填写其本人的联系电话"
    if not lets_in(same):
        remedy = f"请返回名单为其重新开通；{remedy.removeprefix('请核对；')}"
    yield Problem(f"{name}已有登录账号（{same.username}）", remedy=remedy, field="name")


def open_already(login: User) -> Iterator[Problem]:
    """A login that opens isn't opened again."""
    if lets_in(login):
        yield Problem(f"{login}的登录账号已开通，可能已由他人办理", remedy="忘记密码的，请重新发放首次密码")


def not_open(login: User) -> Iterator[Problem]:
    """A login that is shut has no password to renew, and isn't shut again."""
    if not lets_in(login):
        yield Problem(f"{login}的登录账号已停用，可能已由他人办理", remedy="请刷新页面查看")
