"""Supervisors sent to a batch with a roster, and what they report."""

from typing import Any

from accounts.models import User
from accounts.rights import Role
from batches.models import Batch
from examiners.models import Supervisor
from exams.models import SupervisionAssignment, SupervisionReport
from exams.services import assign_supervisor
from exams.supervising.checklist import QUESTIONS
from exams.supervising.drafting import begin_report, save_rectification, save_report
from tests.factories import people, results
from tests.factories.officers import supervisor
from workflow.lifecycle import perform

ALL_YES: dict[str, dict[str, str]] = {one.key: {"answer": "yes", "remark": ""} for one in QUESTIONS}
PASSED = {"conclusion": "passed", "findings": "", "advice": "", "rectify_by": None}


def with_login(management: User, name: str = "方督导") -> Supervisor:
    """Register a supervisor of management who can log in."""
    assert management.organisation
    login = people.user(name, Role.SUPERVISOR, management.organisation, person_name=name)
    return supervisor(management.organisation, name, user=login)


def sent(batch: Batch, to: Supervisor, management: User) -> SupervisionAssignment:
    """Send somebody to a batch, ten days ahead."""
    at = results.exam_noon(batch, -10)
    return assign_supervisor(batch=batch, supervisor=to, actor=management, at=at, reason="首次开考")


def drafted(assignment: SupervisionAssignment, **written: Any) -> SupervisionReport:
    """A complete report that wasn't handed in; passed, if nothing else is told."""
    login = assignment.supervisor.user
    assert login
    report = begin_report(assignment=assignment, actor=login)
    return save_report(report=report, actor=login, checks=ALL_YES, written={**PASSED, **written})


def reported(assignment: SupervisionAssignment, **written: Any) -> SupervisionReport:
    """A report that was handed in on the exam day."""
    report = drafted(assignment, **written)
    at = results.exam_noon(assignment.batch)
    login = assignment.supervisor.user
    assert login
    return perform(report, "report", actor=login, at=at)


def rectified(report: SupervisionReport, *, management: User, days: int = 1) -> SupervisionReport:
    """A rectification that was handed in `days` after the exam, asked for on its day."""
    batch = report.assignment.batch
    report = perform(report, "ask_rectification", actor=management, at=results.exam_noon(batch))
    login = batch.station.organisation.users.get()
    report = save_rectification(report=report, actor=login, text="已补齐防护罩")
    return perform(report, "rectify", actor=login, at=results.exam_noon(batch, days))
