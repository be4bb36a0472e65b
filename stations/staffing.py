"""The rules of a station's staff: who is lacking, who keeps the list."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied

from accounts.first_access import is_station_login
from accounts.models import User
from accounts.rights import Perm, Role, refusal
from ostami import policy
from ostami.problems import Problem
from stations.models import Position, StaffMember, Station, StationStatus

# How many of each a station needs at least (guide 2.1.2).
LEAST = {Position.DIRECTOR: 1, Position.DEPUTY: policy.STATION_MIN_DEPUTIES, Position.MANAGER: 1}


def lacking(serving: Iterable[StaffMember]) -> Iterator[Problem]:
    """Yield who is missing among those who serve (guide 2.1.2)."""
    count = Counter(member.position for member in serving)
    for position, least in LEAST.items():
        if count[position] < least:
            needed = f"{'至少' if position == Position.DEPUTY else ''}须有 {least} 人"
            yield Problem(f"还没有{position.label}，{needed}", "2.1.2", f"请登记{position.label}")


def keeps_staff(station: Station, actor: User) -> bool:
    """Tell whether `actor` keeps the staff of `station`: by its main login, or its serving director's."""
    if actor.organisation_id != station.organisation_id or not actor.has_right(Perm.STAFF_EDIT):
        return False
    directors = station.staff.serving().filter(position=Position.DIRECTOR, user=actor)
    return is_station_login(actor) or directors.exists()


def refuse_others(station: Station, actor: User) -> None:
    """Let nobody pass but who keeps the staff of `station`.

    Raises:
        PermissionDenied: with a sentence that says who may.
    """
    if not keeps_staff(station, actor):
        raise PermissionDenied(who_may(actor))


def who_may(actor: User) -> str:
    """Return the sentence that tells `actor` why they may not, and who may."""
    if not actor.has_right(Perm.STAFF_EDIT):
        return refusal(Perm.STAFF_EDIT, role=Role(actor.role))
    return (
        f"您是{actor.post or '其他人员'}，不能管理本站人员账号。"
        "此事由考试站主账号（机构全称）或现任站长办理，请联系站长。"
    )


def own_affair(member: StaffMember, actor: User) -> Iterator[Problem]:
    """A director can't end their own service or login, nor issue it a password: the main login can."""
    if member.user_id == actor.pk:
        yield Problem(
            "不能为自己办理停用、重发密码或离任",
            remedy="请用考试站主账号办理；只改密码的，请点击页面上方的“修改密码”",
        )


def post_taken(station: Station, position: Position) -> Iterator[Problem]:
    """One director and one full-time manager (guide 2.1.2): who comes waits until the other has left."""
    holder = station.staff.serving().filter(position=position).exclude(position=Position.DEPUTY).first()
    if holder is not None:
        yield Problem(
            f"{position.label}已由{holder.name}担任，只设 1 人",
            "2.1.2",
            f"请先为{holder.name}办理离任",
            field="position",
        )


def station_closed(station: Station) -> Iterator[Problem]:
    """A closed station takes nobody on and lets nobody in anew."""
    if station.status == StationStatus.CLOSED:
        yield Problem("本考试站已关闭，不能登记人员或开通账号", remedy="需要办理未结事项的，请联系管理站")
