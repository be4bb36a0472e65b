"""The columns of the score sheet that a station fills in as a workbook (guide 4.5.1-7)."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError

from accounts.names import clean_person_name
from candidates.models import Enrolment
from documents.import_values import folded
from documents.table_import import ImportColumn, ImportedRow, TableImport, choice, text
from exams.fields import ScoreFormField
from exams.scores import ABSENT
from exams.scoring.papers import KINDS, BothPapers, papers_of, part_of, with_carried
from exams.seating.tickets import ticket_number
from exams.selectors import scores_of

TITLE = "成绩登记表"
MOST_ROWS = 10_000
SHOWN = ("准考证号", "姓名", "理论成绩", "理论缺考", "实操成绩", "实操缺考")
YES, NO = "是", "否"
SCORE_HINT = "0 至 100，最小 0.5；空着表示不改动"
ABSENT_HINT = "缺考填“是”，取消缺考填“否”；空着表示不改动"

Check = Callable[[Sequence[ImportedRow]], dict[int, list[str]]]


def score_sheet_import(check: Check | None = None) -> TableImport:
    """Return what the score sheet must look like.

    Args:
        check: judges the rows beside the roster.
    """
    absent = choice({YES: True, NO: False})
    columns = (
        ImportColumn("准考证号", "ticket", folded, sample="90126001001", locked=True),
        ImportColumn("姓名", "name", clean_person_name, sample="林若溪", locked=True),
        ImportColumn("证件号码", "number", folded, required=False, hint="不改动", locked=True),
        ImportColumn("工种", "trade", text(100), required=False, hint="不改动", locked=True),
        ImportColumn("等级", "level", text(40), required=False, hint="不改动", locked=True),
        ImportColumn("理论成绩", "theory", _score, required=False, hint=SCORE_HINT, sample="85.5"),
        ImportColumn("理论缺考", "theory_absent", absent, required=False, hint=ABSENT_HINT),
        ImportColumn("实操成绩", "practical", _score, required=False, hint=SCORE_HINT, sample="92"),
        ImportColumn("实操缺考", "practical_absent", absent, required=False, hint=ABSENT_HINT),
    )
    return TableImport(TITLE, columns, max_rows=MOST_ROWS, check_table=check, shown=SHOWN)


def _score(cell: str) -> Decimal:
    if folded(cell) == ABSENT:
        raise ValueError(f"不是成绩，缺考请在缺考一列填“{YES}”")
    try:
        score: Decimal = _FIELD.clean(cell)
    except ValidationError as wrong:
        raise ValueError(f"不能登记：{wrong.messages[0].rstrip('。')}") from None
    return score


_FIELD = ScoreFormField()


def filled_rows(people: Sequence[Enrolment]) -> list[list[str]]:
    """Return the rows that stand in a sheet for these candidates, with the scores entered so far."""
    papers = papers_of(people)
    return [_row(one, papers[one.pk]) for one in people]


def _row(enrolment: Enrolment, papers: BothPapers) -> list[str]:
    item, candidate = enrolment.batch_item, enrolment.candidate
    scores = with_carried(scores_of(enrolment), papers)
    told = [words for kind in KINDS for words in _paper(*part_of(scores, kind))]
    return [
        ticket_number(enrolment),
        candidate.name,
        candidate.masked_number,
        item.trade.name,
        item.plan_item.level_label,
        *told,
    ]


def _paper(score: Decimal | None, absent: bool) -> tuple[str, str]:  # noqa: FBT001  as `part_of` gives them
    return f"{score.normalize():f}" if score is not None else "", YES if absent else ""
