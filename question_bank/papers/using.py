"""Which paper may be put to a batch's trade and level, and until when (guide 4.5.1-2)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Organisation, User
from accounts.rights import Role
from batches.models import Batch, BatchItem, BatchStatus
from ostami import policy
from ostami.problems import Problem
from question_bank.models import Paper, PaperStatus, PaperUse
from question_bank.models.papers import NOT_HELD, PaperUseQuerySet

CLAUSE_DEADLINE = "4.5.1-2"
# From the application on, until there are results.
TAKING = (
    BatchStatus.DRAFT,
    BatchStatus.RETURNED,
    BatchStatus.SUBMITTED,
    BatchStatus.ENDORSED,
    BatchStatus.APPROVED,
    BatchStatus.ROSTER_SUBMITTED,
)


def deadline_for(batch: Batch, actor: User) -> datetime:
    """Return the instant at which it is too late: when the roster is due; to management after the exam."""
    if actor.role == Role.STATION:
        return batch.enrolment_closes_at
    return policy.paper_window(batch.exam_date)[1]


def time_problems(batch: Batch, actor: User, *, at: datetime) -> Iterator[Problem]:
    """Yield why a batch takes no other papers at the instant `at`, whichever they are."""
    if batch.status not in TAKING:
        yield Problem(f"批次当前状态为“{batch.get_status_display()}”，不能再选用或更换试卷")
    elif at >= deadline_for(batch, actor):
        if actor.role == Role.STATION:
            last = f"{policy.last_enrolment_day(batch.exam_date)} 24:00"
            remedy = "确需选用或更换试卷的，请联系管理站办理"
            yield Problem(f"提交试卷已于 {last} 截止", CLAUSE_DEADLINE, remedy)
        else:
            yield Problem(f"考试日期 {batch.exam_date} 已过，不能再选用或更换试卷", CLAUSE_DEADLINE)


def paper_problems(paper: Paper, item: BatchItem, kind: str) -> Iterator[Problem]:
    """Yield why a paper isn't for an item's exam: another subject, withdrawn, or put to another day."""
    if not fits(paper, item, kind):
        name = f"{paper}（{paper.subject}）"
        yield Problem(
            f"{name}与批次的工种、等级或科目不符", remedy="请选择同一工种、等级的试卷", field="paper"
        )
    if paper.status == PaperStatus.WITHDRAWN:
        yield Problem(f"{paper}已撤回，不能选用", remedy="请另选试卷", field="paper")
    elif day := other_day(paper, item.batch):
        yield Problem(
            f"{paper}已用于 {day} 的考试，一份试卷只能用于同一天的考试",
            remedy="请另选或另组一份试卷",
            field="paper",
        )


def fits(paper: Paper, item: BatchItem, kind: str) -> bool:
    """Tell whether a paper is of an item's trade and level, and of the kind."""
    plan_item = item.plan_item
    return (paper.trade_id, paper.level, paper.kind) == (plan_item.trade_id, plan_item.level, kind)


def other_day(paper: Paper, batch: Batch) -> date | None:
    """Return another exam day that a paper was put to, if there is one."""
    uses = held_uses().filter(paper=paper).exclude(item__batch__exam_date=batch.exam_date)
    return uses.order_by("item__batch__exam_date").values_list("item__batch__exam_date", flat=True).first()


def held_uses() -> PaperUseQuerySet:
    """Return the uses that bind a paper to a day: of exams that are held, or for which somebody signed."""
    return PaperUse.objects.filter(~Q(item__batch__status__in=NOT_HELD) | ever_signed())


def ever_signed() -> Exists:
    """Return the condition that somebody signed for a use, be it for an exam date before a change."""
    return Exists(PaperUse.objects.filter(pk=OuterRef("pk"), receipts__isnull=False))


def signed() -> Exists:
    """Return the condition that somebody signed for a use, for the exam date that its batch has."""
    present = Q(receipts__exam_date=F("item__batch__exam_date"))
    return Exists(PaperUse.objects.filter(present, pk=OuterRef("pk")))


def offered_to(batch: Batch, actor: User) -> Q:
    """Return the filter for papers that an actor may put to a batch.

    Those of the station and of the actor's own organisation in any state, since the page says that they still
    have to be sealed; those of the organisations above it once sealed: nobody waits for another's draft.
    """
    own = Q(owner=batch.station.organisation_id) | Q(owner=actor.organisation_id)
    return own | Q(owner__in=_above(batch.station.organisation), status=PaperStatus.SEALED)


def _above(station: Organisation) -> list[Organisation]:
    found, above = [], station.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return found
