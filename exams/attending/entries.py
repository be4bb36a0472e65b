"""One row of an attendance page: how somebody stood, and what the page showed before."""

from dataclasses import dataclass

from candidates.models import Enrolment
from exams.models import NOTED, Attendance, AttendanceState
from ostami.clock import SHANGHAI
from ostami.problems import Problem


@dataclass(frozen=True, slots=True)
class AttendanceEntry:
    """One candidate at one paper.

    Attributes:
        enrolment_id: whose.
        state: as chosen.
        note: what happened, for an excuse or misconduct.
        seen: the token of what the row showed before; None where nobody looked.
    """

    enrolment_id: int
    state: AttendanceState
    note: str = ""
    seen: str | None = None

    @property
    def token(self) -> str:
        """One word for this state."""
        return f"{self.state}/{self.note}"

    @property
    def touched(self) -> bool:
        """Tell whether the row says something else than it showed."""
        return self.seen is None or self.token != self.seen


def token_of(row: Attendance | None) -> str:
    """Return one word for what is stored: equal for equal rows, empty for none."""
    return f"{row.state}/{row.note}" if row else ""


def overtaken(entry: AttendanceEntry, enrolment: Enrolment, stored: Attendance | None) -> Problem | None:
    """Return the problem that somebody else recorded a row in the meantime, or None."""
    now = token_of(stored)
    if stored is None or not entry.touched or entry.seen in {None, now} or entry.token == now:
        return None
    when = stored.recorded_at.astimezone(SHANGHAI)
    return Problem(
        f"{enrolment.candidate.name}已由{stored.recorded_by}于 {when:%H:%M} "
        f"登记为“{stored.get_state_display()}”",
        remedy="请核对；如仍以本行所选为准，请再次保存",
        field=f"state_{enrolment.pk}",
    )


def unnoted(entry: AttendanceEntry, enrolment: Enrolment) -> Problem | None:
    """Return the problem that an excuse or misconduct has no words, or None."""
    if entry.state not in NOTED or entry.note:
        return None
    return Problem(
        f"{enrolment.candidate.name}登记为“{entry.state.label}”，没有写明情况",
        remedy="请在说明中写明原因或经过",
        field=f"note_{enrolment.pk}",
    )
