"""Which list each role has."""

from collections.abc import Callable, Iterator
from datetime import datetime

from accounts.models import User
from accounts.rights import Role
from portal.todo.applications import applicant_todo
from portal.todo.exam_day import examiner_todo
from portal.todo.items import Todo
from portal.todo.oversight import branch_todo, centre_todo, management_todo
from portal.todo.station import station_todo
from portal.todo.supervision import supervisor_todo

LISTS: dict[Role, Callable[[User, datetime], Iterator[Todo]]] = {
    Role.APPLICANT: applicant_todo,
    Role.STATION: station_todo,
    Role.MANAGEMENT: management_todo,
    Role.BRANCH: branch_todo,
    Role.CENTRE: centre_todo,
    Role.EXAMINER: examiner_todo,
    Role.SUPERVISOR: supervisor_todo,
}

# What an empty list says: what would be here, and where to go instead. A candidate's home is 我的报名.
NOTHING_WAITS: dict[Role, str] = {
    Role.APPLICANT: "没有需要您办理的事项。申报的办理进度见上方菜单“考试站申报”。",
    Role.STATION: "没有需要办理的事项。计划、批次、报名、成绩、证书结算、年审和许可证延续到期时会列在这里。",
    Role.MANAGEMENT: "没有等待审批的事项。考试站提交申报、计划、批次申请、成绩、汇款单或年审后会列在这里。",
    Role.BRANCH: "没有需要您办理的事项。本省考试站提交职业技能等级认定的申报、批次或年审后会列在这里。",
    Role.CENTRE: "没有等待审批的申报、证书变更和等待核发证书的批次。管理站推荐申报、审核成绩后会列在这里。",
    Role.EXAMINER: "没有需要您办理的事项。考试结束后，需要您填写、确认的评价报告会列在这里和“我的考评”中。",
    Role.SUPERVISOR: "没有需要您办理的事项。管理站派您督考后，任务会列在这里和“我的督导”中。",
}


def todo_for(user: User, *, now: datetime) -> list[Todo]:
    """Return what waits for `user` at the instant `now`, most urgent first.

    Every list starts from what the person may see and takes the same number of queries however long it is.
    """
    waiting = LISTS.get(Role(user.role))
    return list(waiting(user, now)) if waiting else []
