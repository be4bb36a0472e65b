"""A second person's word on a trade's scores."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.rights import Perm
from batches.models import BatchItem
from candidates.models import Enrolment
from exams.guards import scores_open
from exams.held import held_batch
from exams.models import ScoreConfirmation
from exams.scoring.confirming import digest_of, last_confirmations, recorders
from exams.selectors import examined_of, scores_of
from ostami.problems import Problem, refuse_if
from workflow import audit

NAMES_SHOWN = 5


@transaction.atomic
def confirm_scores(*, item: BatchItem, seen: str, actor: User, at: datetime) -> ScoreConfirmation:
    """Record that a second person read a trade's scores against the papers and found them right.

    Args:
        item: the trade and level.
        seen: the digest of the scores that the person looked at.
        actor: who confirms; nobody who entered one of the scores.
        at: when the request arrived.

    Raises:
        Http404: the batch isn't in the actor's scope.
        PermissionDenied: the actor's role confirms no scores.
        BlockedError: scores are missing or were changed since the page was shown, the actor entered some of
            them, they are confirmed already, or the results are handed in.
    """
    batch = held_batch(item.batch, actor=actor, right=Perm.SCORE_CONFIRM)
    refuse_if(scores_open(batch, at=at, act="复核成绩"))
    people = examined_of(item)
    refuse_if(not_confirmable(item, people, actor))
    digest = digest_of(people)
    if seen != digest:
        changed = "页面打开之后，这个工种的成绩有变动，没有复核"
        refuse_if([Problem(changed, remedy="请按现在的成绩重新核对")])
    row = ScoreConfirmation.objects.create(item=item, digest=digest, confirmed_by=actor, confirmed_at=at)
    sentence = f"复核了{item}的成绩（{len(people)} 人），与试卷一致"
    audit.record(row, action="confirm_scores", sentence=sentence, actor=actor, at=at)
    return row


def not_confirmable(item: BatchItem, people: Sequence[Enrolment], actor: User) -> Iterator[Problem]:
    """Yield why a trade's scores can't be confirmed by the person as they stand."""
    if not people:
        yield Problem(f"{item}没有考生", remedy="无须复核")
        return
    names = [one.candidate.name for one in people if not scores_of(one).complete]
    if names:
        shown = "、".join(names[:NAMES_SHOWN]) + ("等" if len(names) > NAMES_SHOWN else "")
        yield Problem(f"还有 {len(names)} 名考生的成绩没有填全：{shown}", "4.6-1", "请先登记成绩或标记缺考")
    last = last_confirmations(item.batch).get(item.pk)
    if last and last.digest == digest_of(people):
        yield Problem(f"{item}的成绩已由{last.confirmed_by}复核", remedy="不必重复办理")
    elif actor.pk in recorders(people):
        yield Problem(
            "您登记或更正过这个工种的成绩，不能由本人复核", remedy="请由本站另一名工作人员登录后复核"
        )
