"""Naming who signs for a station's papers."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from exams.models import PaperKeeper
from exams.papers.keepers import possible_keepers, refuse_to_name
from ostami.problems import Problem, refuse_if
from stations.access import lock_station
from stations.models import Station
from workflow import audit


@transaction.atomic
def name_keepers(*, station: Station, users: Collection[User], actor: User, at: datetime) -> None:
    """Make these people, and nobody else, the ones who sign for a station's papers; audited, each change.

    Raises:
        PermissionDenied: the actor doesn't keep the station's staff.
        BlockedError: one of them is no login of the station that opens.
    """
    held = lock_station(station)
    refuse_to_name(held, actor)
    refuse_if(_strangers(held, users))
    named = {row.user: row for row in held.paper_keepers.select_related("user__staff_member")}
    for user in named.keys() - set(users):
        named[user].delete()
        _tell(held, "drop_paper_keeper", f"取消了{user}的试卷签收人身份", actor, at)
    for user in users:
        if user not in named:
            PaperKeeper.objects.create(station=held, user=user, named_by=actor, named_at=at)
            _tell(held, "name_paper_keeper", f"指定{user}为试卷签收人", actor, at)


def _strangers(station: Station, users: Collection[User]) -> list[Problem]:
    known = set(possible_keepers(station))
    remedy = "请刷新页面后重新选择"
    return [Problem(f"{user}没有本站可用的登录账号", remedy=remedy) for user in users if user not in known]


def _tell(station: Station, action: str, sentence: str, actor: User, at: datetime) -> None:
    audit.record(station, action=action, sentence=sentence, actor=actor, at=at)
