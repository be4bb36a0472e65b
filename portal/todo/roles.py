"""Which list each role has."""

from collections.abc import Callable, Iterator
from datetime import datetime

from accounts.models import User
from accounts.rights import Role
from portal.todo.candidate import candidate_todo
from portal.todo.items import Todo
from portal.todo.oversight import centre_todo, management_todo
from portal.todo.station import station_todo

LISTS: dict[Role, Callable[[User, datetime], Iterator[Todo]]] = {
    Role.STATION: station_todo,
    Role.MANAGEMENT: management_todo,
    Role.CENTRE: centre_todo,
    Role.CANDIDATE: candidate_todo,
}

# What an empty list says: what would be here, and where to go instead.
NOTHING_WAITS: dict[Role, str] = {
    Role.APPLICANT: "考试站申报尚未开通网上办理，目前没有需要您办理的事项。",
    Role.STATION: "没有需要办理的事项。年度计划、批次申请、报名审核和成绩登记到期时会列在这里。",
    Role.MANAGEMENT: "没有等待审批的事项。考试站提交年度计划、批次申请或成绩后会列在这里。",
    Role.BRANCH: "没有需要您办理的事项。您可以在上方菜单查看本省的考试站、年度计划和批次。",
    Role.CENTRE: "没有等待核发证书的批次。管理站审核通过成绩后会列在这里。",
    Role.EXAMINER: "没有需要您办理的事项。考评任务由考试站和管理站通知。",
    Role.SUPERVISOR: "没有需要您办理的事项。督导任务由管理站通知。",
    Role.CANDIDATE: "没有需要您办理的事项。可以在“报名考试”中选择正在报名的批次，在“我的报名”中查看进度。",
}


def todo_for(user: User, *, now: datetime) -> list[Todo]:
    """Return what waits for `user` at the instant `now`, most urgent first.

    Every list starts from what the person may see and takes the same number of queries however long it is.
    """
    waiting = LISTS.get(Role(user.role))
    return list(waiting(user, now)) if waiting else []
