"""The list of practical tasks: its columns, and the rows that its filters leave."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.rights import Role
from documents.list_columns import NAME, ListColumn, ordering
from documents.sheets import ColumnKind
from ostami import clock
from question_bank.columns import COLOURS
from question_bank.models import PracticalTask
from question_bank.narrowing import narrowed, to_check

FIRST_SORT = "-written"
TaskColumn = ListColumn[PracticalTask]
COLUMNS = (
    TaskColumn(NAME, "名称", lambda row, _: row.title, width=36),
    TaskColumn("trade", "工种", lambda row, _: row.trade.name, ("trade__name",), width=30),
    TaskColumn("level", "等级", lambda row, _: row.get_level_display(), ("level",)),
    TaskColumn("minutes", "时间（分钟）", lambda row, _: row.minutes, ("minutes",), ColumnKind.NUMBER),
    TaskColumn("owner", "所属机构", lambda row, _: row.owner.name, ("owner__code",), width=38),
    TaskColumn("by", "出题人", lambda row, _: str(row.written_by), ("written_by",), width=38),
    TaskColumn(
        "written",
        "出题日期",
        lambda row, _: clock.day_of(row.written_at),
        ("written_at",),
        ColumnKind.DATE,
    ),
    TaskColumn("status", "状态", lambda row, _: row.get_status_display(), ("status",), colours=COLOURS),
)


def columns_for(actor: User) -> list[TaskColumn]:
    """Return the columns that somebody sees; a station's own name would stand in every row.

    What another bank's task is called is among its words, which are read on its page alone.
    """
    shown = [column for column in COLUMNS if column.key != "owner" or actor.role != Role.STATION]
    return [replace(one, value=lambda row, _: _name(row, actor)) if one.key == NAME else one for one in shown]


def listed_tasks(*, actor: User, asked: Mapping[str, Any], sort: str = "") -> QuerySet[PracticalTask]:
    """Return the tasks in the actor's scope that the filters leave, with all that a row shows.

    Args:
        actor: whose scope.
        asked: valid filters by name, those not set left out: `trade`, `level`, `status`, `by`, `owner`.
        sort: a column's key, downwards with ``-`` before it; the newest first where it is unknown.
    """
    mine: QuerySet[PracticalTask] = PracticalTask.objects.visible_to(actor)
    tasks = narrowed(mine, asked, exact=("level", "owner"), actor=actor)
    joined = tasks.select_related("trade__occupation", "owner", "written_by__staff_member")
    return joined.order_by(*ordering(COLUMNS, sort or FIRST_SORT, first="written"), "-pk")


def waiting_tasks(actor: User) -> QuerySet[PracticalTask]:
    """Return what the actor may check: handed in by others of the same organisation."""
    return to_check(PracticalTask.objects.visible_to(actor), actor)


def _name(task: PracticalTask, actor: User) -> str:
    return task.title if task.owner_id == actor.organisation_id else str(task)
