"""The columns of the list of questions."""

from dataclasses import replace

from accounts.models import User
from accounts.rights import Role
from documents.list_columns import NAME, ListColumn
from documents.sheets import ColumnKind
from question_bank.kinds import Pool
from question_bank.models import ItemStatus, Question
from scope_catalog.levels import level_label
from workflow.templatetags.workflow import DONE_COLOUR, STATUS_COLOURS

FIRST_SORT = "-name"
STEM_SHOWN = 40
COLOURS = {status.label: STATUS_COLOURS.get(status.value, DONE_COLOUR) for status in ItemStatus} | {
    ItemStatus.RETIRED.label: "dark"
}
QuestionColumn = ListColumn[Question]


def beginning(question: Question) -> str:
    """Return the first words of a question's stem."""
    stem = " ".join(question.content.stem.split())
    return stem if len(stem) <= STEM_SHOWN else f"{stem[:STEM_SHOWN]}…"


def points_shown(question: Question) -> str:
    """Return the points without a zero behind the point: 2, 1.5."""
    return f"{question.points.normalize():f}"


def _level(question: Question) -> str:
    return level_label(question.level, occupation=question.trade.occupation)


COLUMNS = (
    QuestionColumn(NAME, "试题", lambda row, _: str(row), ("pk",)),
    QuestionColumn("stem", "题干", lambda row, _: beginning(row), width=60),
    QuestionColumn("trade", "工种", lambda row, _: row.trade.name, ("trade__name",), width=30),
    QuestionColumn("level", "等级", lambda row, _: _level(row), ("level",)),
    QuestionColumn("point", "知识点", lambda row, _: row.knowledge_point, ("knowledge_point",), width=30),
    QuestionColumn("difficulty", "难度", lambda row, _: row.get_difficulty_display(), ("difficulty",)),
    QuestionColumn("points", "分值", lambda row, _: points_shown(row), ("points",), ColumnKind.NUMBER),
    QuestionColumn("pool", "题库", lambda row, _: row.get_pool_display(), ("pool",)),
    QuestionColumn("by", "出题人", lambda row, _: str(row.written_by), ("written_by__username",), width=20),
    QuestionColumn("owner", "所属机构", lambda row, _: row.owner.name, ("owner__code",), width=38),
    QuestionColumn("status", "状态", lambda row, _: row.get_status_display(), ("status",), colours=COLOURS),
)
OWNER, STEM = "owner", "stem"
ON_ITS_PAGE = "打开后显示"


def columns_for(actor: User) -> list[QuestionColumn]:
    """Return the columns that somebody sees; a station's own name would stand in every row.

    Exam questions of other banks show no words here: they are read on their page, which is recorded.
    """
    shown = [column for column in COLUMNS if column.key != OWNER or actor.role != Role.STATION]
    return [replace(one, value=lambda row, _: _stem(row, actor)) if one.key == STEM else one for one in shown]


def _stem(question: Question, actor: User) -> str:
    secret = question.pool == Pool.EXAM and question.owner_id != actor.organisation_id
    return ON_ITS_PAGE if secret else beginning(question)
