"""How a review of a score may be answered: by whether certificates were issued, and whether it was before."""

from collections.abc import Iterator
from typing import Any

from batches.models import Batch, BatchStatus
from exams.models import ReviewOutcome, ScoreReview
from ostami.problems import Problem


def not_answerable(review: Any, outcome: str, *, seen: str) -> Iterator[Problem]:
    """Yield why a review of `with_mended` isn't answered so, or isn't answered anew.

    Args:
        review: the review, its batch held.
        outcome: a `ReviewOutcome`.
        seen: `answer_seen` of the review as the page showed it.
    """
    if answer_seen(review) != seen:
        yield Problem("该项复查已由他人办理", remedy="请刷新页面后查看")
    elif not open_to_answer(review):
        yield Problem("成绩已更正，或证书已核发，复查结果不能再改", remedy="如有疑问，请联系管理站")
    elif outcome not in outcomes(review.enrolment.batch):
        label = ReviewOutcome(outcome).label
        yield Problem(f"不能选择“{label}”", remedy=_other_way(review.enrolment.batch), field="outcome")


def answer_seen(review: ScoreReview) -> str:
    """Return what tells one answer of a review from the next; empty before the first."""
    return review.answered_at.isoformat() if review.answered_at else ""


def open_to_answer(review: Any) -> bool:
    """Tell whether a review of `with_mended` may be answered: anew until its correction or certificates."""
    if not review.answered_at:
        return True
    return not review.mended and not certified(review.enrolment.batch)


def certified(batch: Batch) -> bool:
    """Tell whether certificates were issued, after which no score is corrected in its batch."""
    return batch.status in {BatchStatus.CERTIFIED, BatchStatus.ARCHIVED}


def outcomes(batch: Batch) -> tuple[ReviewOutcome, ReviewOutcome]:
    """Return what a review may come to: once certificates were issued the centre deals with a wrong score."""
    wrong = ReviewOutcome.CENTRE if certified(batch) else ReviewOutcome.CORRECTED
    return ReviewOutcome.UPHELD, wrong


def _other_way(batch: Batch) -> str:
    if certified(batch):
        return "证书已核发，成绩有误的请选择由指导中心处理，并报指导中心撤销、换发证书"
    return "证书尚未核发，成绩有误的请选择由管理站退回成绩后更正"
