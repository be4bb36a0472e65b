"""What the page of one evaluation report shows to whom."""

from dataclasses import dataclass

from accounts.models import User
from accounts.rights import Perm, Role
from examiners.models import Examiner
from examiners.services.inviting import LoginState, login_state
from exams.evaluation.counts import ExamFigures
from exams.evaluation.figures import figures_of
from exams.evaluation.panel import leads, others, seat_of
from exams.evaluation.sections import written
from exams.evaluation.selectors import EXCUSE, awaited, outdated, what_to_do
from exams.evaluation.standing_in import not_excusable, not_nameable
from exams.models import EvaluationReport, Position, ReportStatus, Stance
from ostami import clock
from workflow.audit import history_of
from workflow.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Seat:
    """One examiner who takes a position, with the position taken.

    Attributes:
        to_do: what has to be done while there is none.
        may_answer: whether whoever looks may answer it.
        may_excuse: whether whoever looks may let the examiner off.
    """

    examiner: Examiner
    position: Position | None
    to_do: str
    may_answer: bool
    may_excuse: bool

    @property
    def has_login(self) -> bool:
        """Tell whether the examiner can log in."""
        return login_state(self.examiner, on=clock.today()) is LoginState.OPEN


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as somebody sees it.

    Attributes:
        shown: whether its words are shown: a draft is its leader's own.
        figures: as frozen when it was issued; of a draft as they stand.
        outdated: whether scores were changed since.
        sent_back: the event that made an issued report a draft again, or None.
        to_take: whether the person's position is awaited.
        may_name: whether the person may name somebody to write in the leader's place.
    """

    shown: bool
    leader: bool
    figures: ExamFigures
    outdated: bool
    sections: list[tuple[str, str]]
    seats: list[Seat]
    sent_back: AuditEvent | None
    to_take: bool
    may_name: bool


def shown_to(report: EvaluationReport, user: User) -> bool:
    """Tell whether a person reads the report's words: of a draft its leader alone does."""
    return report.status != ReportStatus.DRAFT or leads(report.item, user)


def figures_on(report: EvaluationReport) -> ExamFigures:
    """Return the frozen figures, of a draft those of the moment."""
    return ExamFigures.from_stored(report.figures) if report.figures else figures_of(report.item)


def report_page(report: EvaluationReport, user: User) -> ReportPage:
    """Return what the page shows."""
    waiting = awaited(report) if report.status == ReportStatus.ISSUED else []
    return ReportPage(
        shown=shown_to(report, user),
        leader=leads(report.item, user),
        figures=figures_on(report),
        outdated=outdated(report),
        sections=written(report),
        seats=seats_of(report, user),
        sent_back=_sent_back(report),
        to_take=seat_of(report.item, user) in waiting and user.has_right(Perm.POSITION_TAKE),
        may_name=user.has_right(Perm.RESULTS_APPROVE)
        and not any(not_nameable(report.item, day=clock.today())),
    )


def seats_of(report: EvaluationReport, user: User) -> list[Seat]:
    """Return every examiner who takes a position, in the panel's order."""
    taken = {one.examiner_id: one for one in report.positions.all()}
    answering = report.status == ReportStatus.ISSUED and leads(report.item, user)
    return [
        _seat(one, taken.get(one.pk), report, answering=answering, user=user) for one in others(report.item)
    ]


def _seat(
    examiner: Examiner, position: Position | None, report: EvaluationReport, *, answering: bool, user: User
) -> Seat:
    opposed = position is not None and position.stance == Stance.OPPOSE and position.answered_at is None
    own = user.role == Role.EXAMINER and examiner.user_id == user.pk
    to_do = "" if position or own else what_to_do(examiner, "登录后表态", else_=EXCUSE)
    excusing = user.has_right(Perm.RESULTS_APPROVE) and not any(
        not_excusable(report, examiner, day=clock.today())
    )
    return Seat(examiner, position, to_do, may_answer=answering and opposed, may_excuse=excusing)


def _sent_back(report: EvaluationReport) -> AuditEvent | None:
    moved = history_of(report).exclude(target="").order_by("-pk").first()
    return moved if moved and moved.target == ReportStatus.DRAFT == report.status else None
