"""Putting papers to the trades and levels of a batch (guide 4.5.1-2, 4.5.1-10)."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import Batch, BatchItem
from ostami.problems import Problem, refuse_if
from question_bank.models import Paper, PaperStatus, PaperUse
from question_bank.papers.using import ever_signed, offered_to, paper_problems, signed, time_problems
from question_bank.services.papers import lock_bank
from workflow import audit


@transaction.atomic
def use_paper(
    *, item: BatchItem, paper: Paper, actor: User, at: datetime, replacing: PaperUse | None = None
) -> PaperUse:
    """Put a paper to an item of a batch; it takes the place of `replacing`.

    The batch's row is locked, then the paper's: of two people who put papers at one instant the second reads
    of the first, and no paper comes to two days.

    Args:
        item: the trade and level.
        paper: sealed or not; from outside the station and the actor's own organisation only sealed ones.
        actor: the station until enrolment closes, management until the exam day is over.
        at: when the request arrived.
        replacing: the use that the actor saw; None where there was none.

    Raises:
        Http404: the item isn't in the actor's scope, or the paper is none that the actor may put.
        PermissionDenied: the actor's role puts no papers.
        BlockedError: it is too late, the paper isn't for this exam, somebody else put one meanwhile, or
            somebody signed for the one before.
    """
    held = _locked_item(item, actor)
    chosen = _locked_paper(paper, held.batch, actor)
    refuse_if([*time_problems(held.batch, actor, at=at), *paper_problems(chosen, held, chosen.kind)])
    return _put(held, chosen, actor=actor, at=at, replacing=replacing)


@transaction.atomic
def use_new_paper(
    *,
    item: BatchItem,
    make: Callable[[], Paper],
    kind: str,
    actor: User,
    at: datetime,
    replacing: PaperUse | None = None,
) -> PaperUse:
    """Make a paper of `kind` and put it to an item: both, or neither.

    Whatever may refuse the use is asked before the paper is made. The bank's row comes before the batch's in
    the order of locks.

    Raises:
        Http404: as for `use_paper`, and whatever `make` raises.
        PermissionDenied: as for `use_paper`.
        BlockedError: as for `use_paper`, and whatever `make` refuses.
    """
    if actor.organisation_id is not None:
        lock_bank(actor.organisation_id)
    held = _locked_item(item, actor)
    refuse_if([*time_problems(held.batch, actor, at=at), *_taken_problems(held, kind, replacing)])
    made = make()
    refuse_if(paper_problems(made, held, kind))
    return _put(held, made, actor=actor, at=at, replacing=replacing)


@transaction.atomic
def stop_using(*, use: PaperUse, actor: User, at: datetime) -> None:
    """Take a paper away from an item.

    Raises:
        Http404: the use is gone, or not in the actor's scope.
        PermissionDenied: the actor's role puts no papers.
        BlockedError: it is too late, or somebody signed for it.
    """
    held = _locked_item(use.item, actor)
    row = PaperUse.objects.standing().filter(pk=use.pk).select_related("paper").first()
    if row is None:
        raise Http404
    refuse_if([*time_problems(held.batch, actor, at=at), *_signed_problems(row)])
    _end(row, at)
    sentence = f"取消选用{row.paper}（{held}）"
    audit.record(held.batch, action="stop_paper", sentence=sentence, actor=actor, at=at)


def _put(item: BatchItem, paper: Paper, *, actor: User, at: datetime, replacing: PaperUse | None) -> PaperUse:
    refuse_if(_taken_problems(item, paper.kind, replacing))
    old = _standing(item, paper.kind)
    if old is not None:
        _end(old, at)
    use = PaperUse.objects.create(item=item, kind=paper.kind, paper=paper, used_by=actor, used_at=at)
    label = f"{item}{paper.get_kind_display()}试卷"
    changes = {label: (old.paper if old else "", paper)}
    sentence = f"更换了试卷：{item}" if old else f"选用了试卷：{item}"
    audit.record(item.batch, action="use_paper", sentence=sentence, actor=actor, at=at, changes=changes)
    return use


def _taken_problems(item: BatchItem, kind: str, replacing: PaperUse | None) -> Iterator[Problem]:
    """Yield why the use that stands can't be replaced: the actor saw another, or somebody signed for it."""
    now = _standing(item, kind)
    if (now and now.pk) != (replacing and replacing.pk):
        words = f"{now.used_by}已选用{now.paper}" if now else "原来选用的试卷已由他人取消"
        yield Problem(words, remedy="请刷新页面后再办理")
    elif now is not None:
        yield from _signed_problems(now)


def _signed_problems(use: PaperUse) -> Iterator[Problem]:
    """Yield a problem for a use that somebody signed for, unless its paper was withdrawn."""
    if use.paper.status != PaperStatus.WITHDRAWN and _is(use, signed()):
        remedy = "确需更换的，请试卷所属机构先撤回试卷并说明原因"
        yield Problem(f"{use.paper}已有人员签收，不能更换或取消", "4.5.1-6", remedy)


def _end(use: PaperUse, at: datetime) -> None:
    """End a use: what somebody signed for stays on record, anything else goes."""
    if _is(use, ever_signed()):
        use.ended_at = at
        use.save(update_fields=["ended_at"])
    else:
        use.delete()


def _is(use: PaperUse, condition: Exists) -> bool:
    return PaperUse.objects.filter(condition, pk=use.pk).exists()


def _standing(item: BatchItem, kind: str) -> PaperUse | None:
    rows = PaperUse.objects.standing().filter(item=item, kind=kind)
    found: PaperUse | None = rows.select_related("paper", "used_by__staff_member").first()
    return found


def _locked_item(item: BatchItem, actor: User) -> BatchItem:
    """Return an item, its batch's row under lock."""
    rows = Batch.objects.order_by().select_for_update(of=("self",), no_key=True)
    batch = rows.filter(items=item.pk).first()
    if batch is None or not Batch.objects.visible_to(actor).filter(pk=batch.pk).exists():
        raise Http404
    need(actor, Perm.PAPER_USE)
    found: BatchItem | None = (
        batch.items.select_related("plan_item__trade__occupation").filter(pk=item.pk).first()
    )
    if found is None:
        raise Http404
    found.batch = batch
    return found


def _locked_paper(paper: Paper, batch: Batch, actor: User) -> Paper:
    rows = Paper.objects.order_by().select_for_update(of=("self",), no_key=True)
    row: Paper | None = rows.select_related("trade__occupation").filter(pk=paper.pk).first()
    if row is None or not Paper.objects.filter(offered_to(batch, actor), pk=row.pk).exists():
        raise Http404
    return row
