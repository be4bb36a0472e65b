"""What changes when an evaluation report is issued or taken back."""

from batches.deciding.returning import EVALUATION, said_of_results
from batches.models import Batch
from exams.evaluation.figures import figures_of
from exams.models import EvaluationReport, Position, ReportStatus
from workflow import audit
from workflow.lifecycle import Step, perform


def issue(step: Step[EvaluationReport]) -> None:
    """Freeze the figures as they stand, with who issued and when."""
    report = step.case
    report.figures = figures_of(report.item).stored()
    report.issued_at, report.issued_by = step.at, step.actor


def clear_positions(step: Step[EvaluationReport]) -> None:
    """Take the positions away, since they were taken on other words; the audit keeps what they said."""
    report = step.case
    positions = list(report.positions.select_related("examiner"))
    if positions:
        audit.record(
            report,
            action="clear_positions",
            sentence=f"{len(positions)} 名考评员的意见随之失效",
            actor=step.actor,
            at=step.at,
            changes={_named(one): (in_words(one), "") for one in positions},
        )
        report.positions.all().delete()
    report.figures, report.issued_at, report.issued_by = {}, None, None


def reopen_with_results(step: Step[Batch]) -> None:
    """Send the settled reports of a batch back whose results go back for them (guide 4.6-2)."""
    words = said_of_results(step.reason, EVALUATION)
    if not words:
        return
    rows = EvaluationReport.objects.order_by("pk").select_for_update(of=("self",), no_key=True)
    # All are held before the first is recorded: behind the audit chain nobody waits for a report.
    settled = [one for one in rows.filter(item__batch=step.case) if one.status == ReportStatus.SETTLED]
    for report in settled:
        perform(report, "reopen", actor=step.actor, at=step.at, reason=words, with_results=True)


def _named(position: Position) -> str:
    """Return whose it was; the certificate tells two of one name apart."""
    return f"{position.examiner}（{position.examiner.certificate_number}）"


def in_words(position: Position) -> str:
    """Return a position on one line: the stance, the text, and the leader's answer."""
    said = "：".join(part for part in (position.get_stance_display(), position.text) if part)
    return f"{said}（组长答复：{position.answer}）" if position.answer else said
