"""Asking for a score to be read again, and answering."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from accounts.models import User
from accounts.rights import Perm, need
from batches.models import Batch
from candidates.models import Enrolment
from exams.held import held_batch
from exams.models import ReviewOutcome, ScoreReview
from exams.publishing.answering import not_answerable
from exams.publishing.reviewing import not_reviewable, reviews_closed, with_mended
from ostami.problems import refuse_if
from question_bank.paper_kinds import PaperKind
from workflow import audit


@transaction.atomic
def ask_review(*, enrolment: Enrolment, kind: str, reason: str, actor: User, at: datetime) -> ScoreReview:
    """Ask for one published score of the candidate's own to be read again; once a paper.

    The batch is locked, so that certificates aren't issued in between.

    Raises:
        Http404: the enrolment isn't in the actor's scope.
        PermissionDenied: the actor is no candidate.
        BlockedError: it isn't the time, or this score isn't read again.
    """
    if not Enrolment.objects.visible_to(actor).filter(pk=enrolment.pk).exists():
        raise Http404
    need(actor, Perm.SCORE_REVIEW_ASK)
    Batch.objects.select_for_update(of=("self",), no_key=True).order_by().get(pk=enrolment.batch_id)
    row = Enrolment.objects.select_related("candidate", "result", "batch__station__organisation").get(
        pk=enrolment.pk
    )
    refuse_if(reviews_closed(row, at=at))
    refuse_if(not_reviewable(row, kind))
    made = ScoreReview.objects.create(enrolment=row, kind=kind, reason=reason, asked_at=at)
    sentence = f"申请复查{PaperKind(kind).label}成绩"
    for target in (made, row):
        audit.record(target, action="ask_review", sentence=sentence, actor=actor, at=at, reason=reason)
    return made


@transaction.atomic
def answer_review(
    *, review: ScoreReview, outcome: str, answer: str, actor: User, at: datetime, seen: str = ""
) -> ScoreReview:
    """Say what came of a review. A wrong score is corrected after management sent the results back.

    It may be answered anew until the score was corrected or certificates were issued: both are audited.

    Args:
        review: the review.
        outcome: one of `outcomes` of its batch.
        answer: what the candidate reads.
        actor: of the station.
        at: when the request arrived.
        seen: `answer_seen` of the review as the page showed it; empty where it showed none.

    Raises:
        Http404: it isn't in the actor's scope.
        PermissionDenied: the actor's role answers none.
        BlockedError: it was answered in the meantime, or can't be answered so any more.
    """
    held_batch(review.enrolment.batch, actor=actor, right=Perm.SCORE_REVIEW_ANSWER)
    found = with_mended(ScoreReview.objects.filter(pk=review.pk))
    row: ScoreReview = found.select_related("enrolment__batch__station__organisation").get()
    refuse_if(not_answerable(row, outcome, seen=seen))
    changes = {}
    if row.answered_at:
        changes = {"复查结果": (_finding(row.outcome), _finding(outcome)), "答复": (row.answer, answer)}
    row.outcome, row.answer, row.answered_by, row.answered_at = outcome, answer, actor, at
    row.save()
    sentence = f"{'改办' if changes else ''}复查{row.get_kind_display()}成绩：{_finding(outcome)}"
    for target in (row, row.enrolment):
        audit.record(
            target,
            action="answer_review",
            sentence=sentence,
            actor=actor,
            at=at,
            reason=answer,
            changes=changes,
        )
    return row


def _finding(outcome: str) -> str:
    return "成绩有误，须更正" if outcome == ReviewOutcome.CORRECTED else ReviewOutcome(outcome).label
