"""The list of papers: its columns, and the rows that its filters leave."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.rights import Role
from documents.list_columns import NAME, ListColumn, ordering
from documents.sheets import ColumnKind
from ostami import clock
from question_bank.models import Paper, PaperStatus
from question_bank.models.papers import OVER, RELEASED
from question_bank.narrowing import narrowed
from workflow.templatetags.workflow import DONE_COLOUR, STATUS_COLOURS

FIRST_SORT = "-written"
EXACT = ("level", "kind", "source", "owner")
COLOURS = {status.label: STATUS_COLOURS.get(status.value, DONE_COLOUR) for status in PaperStatus} | {
    state.word: STATUS_COLOURS.get(state.key, DONE_COLOUR) for state in (RELEASED, OVER)
}
PaperColumn = ListColumn[Paper]
COLUMNS = (
    PaperColumn(NAME, "试卷", lambda row, _: str(row), ("pk",)),
    PaperColumn("trade", "工种", lambda row, _: row.trade.name, ("trade__name",), width=30),
    PaperColumn("level", "等级", lambda row, _: row.get_level_display(), ("level",)),
    PaperColumn("source", "来源", lambda row, _: row.get_source_display(), ("source",)),
    PaperColumn("uses", "选用批次", lambda row, _: _batches(row), width=30, blank="—"),
    PaperColumn("owner", "所属机构", lambda row, _: row.owner.name, ("owner__code",), width=38),
    PaperColumn("by", "命题人", lambda row, _: str(row.written_by), ("written_by",), width=20),
    PaperColumn(
        "written", "组卷日期", lambda row, _: clock.day_of(row.written_at), ("written_at",), ColumnKind.DATE
    ),
    PaperColumn(
        "status", "状态", lambda row, _: row.state_at(clock.now()).word, ("status",), colours=COLOURS
    ),
)


def columns_for(actor: User) -> list[PaperColumn]:
    """Return the columns that somebody sees; a station's own name would stand in every row."""
    return [column for column in COLUMNS if column.key != "owner" or actor.role != Role.STATION]


def listed_papers(*, actor: User, asked: Mapping[str, Any], sort: str = "") -> QuerySet[Paper]:
    """Return the papers in the actor's scope that the filters leave, with all that a row shows.

    Args:
        actor: whose scope.
        asked: valid filters by name, those not set left out: `kind`, `trade`, `level`, `source`, `status`,
            `by`, `owner`.
        sort: a column's key, downwards with ``-`` before it; the newest first where it is unknown.
    """
    mine: QuerySet[Paper] = Paper.objects.visible_to(actor)
    papers = narrowed(mine, asked, exact=EXACT, actor=actor)
    joined = papers.select_related("trade__occupation", "owner", "written_by__staff_member")
    return joined.prefetch_related("uses__item__batch").order_by(
        *ordering(COLUMNS, sort or FIRST_SORT, first="written"), "-pk"
    )


def _batches(paper: Paper) -> str:
    numbers = dict.fromkeys(str(use.item.batch.number or "草稿") for use in paper.uses.all())
    return "、".join(numbers)
