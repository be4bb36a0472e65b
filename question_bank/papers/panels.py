"""What a batch's page shows of its papers, and what to know before the roster is handed in."""

from accounts.models import User
from accounts.rights import Perm, Role
from batches.countdowns import until
from batches.models import Batch
from batches.sections import Section, register_consequence, register_panel
from ostami import clock, policy
from question_bank.models.papers import NOT_HELD
from question_bank.papers.lines import paper_lines
from question_bank.papers.using import TAKING, time_problems


@register_panel
def papers_panel(batch: Batch, user: User) -> Section | None:
    """Show each paper of the batch: which, where it stands, what is next, and until when."""
    if batch.status in NOT_HELD or not may_see_papers(user):
        return None
    lines = paper_lines(batch, user)
    if not lines:
        return None
    at, closes = clock.now(), batch.enrolment_closes_at
    taking = batch.status in TAKING
    problems = list(time_problems(batch, user, at=at)) if user.has_right(Perm.PAPER_USE) else []
    facts = {
        "lines": lines,
        "taking": taking,
        "last_day": policy.last_enrolment_day(batch.exam_date),
        "left": until(closes, now=at),
        "is_late": at >= closes,
        "may_use": user.has_right(Perm.PAPER_USE) and not problems,
        # Nobody is told that it is too late for what is done already.
        "problems": problems if taking and not all(line.is_ready for line in lines) else [],
        "is_station": user.role == Role.STATION,
        "moved": [line for line in lines if line.other_day],
    }
    return "question_bank/batch_papers.html", facts


@register_consequence("submit_roster")
def missing_papers_told(batch: Batch, user: User) -> Section | None:
    """Say which papers aren't chosen or sealed: their deadline is the roster's (guide 4.5.1-2)."""
    if not may_see_papers(user):
        return None
    lines = [line for line in paper_lines(batch, user) if not line.is_ready]
    facts = {"lines": lines, "last_day": policy.last_enrolment_day(batch.exam_date)}
    return ("question_bank/roster_papers.html", facts) if lines else None


def may_see_papers(user: User) -> bool:
    """Tell whether a person may know which papers a batch has."""
    return user.has_right(Perm.PAPER_USE) or user.has_right(Perm.PAPER_COPIES)
