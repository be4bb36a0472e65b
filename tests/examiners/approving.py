"""Examiner applications on the way to their approval."""

from datetime import date, timedelta

from accounts.models import User
from examiners.models import ExaminerApplication, SoughtGrade, Training, TrainingEntry, TrainingResult
from ostami import clock
from tests.factories.exam import noon
from workflow.lifecycle import perform

TODAY = date(2026, 6, 10)


def trained(
    application: ExaminerApplication,
    *,
    on: date = TODAY,
    sought: str = "",
    result: TrainingResult = TrainingResult.PASSED,
) -> TrainingEntry:
    """Enter the person for a training of its own that ended on a day with a result."""
    organisation = application.organisation.parent
    assert organisation
    training = Training.objects.create(
        organisation=organisation,
        number=f"PX{Training.objects.count() + 1:05d}",
        title="考评员培训班",
        sought=sought or application.sought,
        place="练习市",
        starts_on=on - timedelta(days=1),
        ends_on=on,
        enrol_until=on - timedelta(days=5),
    )
    return TrainingEntry.objects.create(
        training=training,
        application=application,
        entered_at=clock.now(),
        result=result,
        decided_on=None if result == TrainingResult.PENDING else on,
    )


def submitted(application: ExaminerApplication, *, on: date = TODAY) -> ExaminerApplication:
    """Hand an application in."""
    login = application.organisation.users.get(username=application.organisation.name)
    return perform(application, "submit", actor=login, at=noon(on), reason="同意推荐")


def checked(application: ExaminerApplication, *, management: User, on: date = TODAY) -> ExaminerApplication:
    """Hand an application in and have it checked; the person has a passed training unless it has one."""
    if not application.training_entries.exists() and application.sought in SoughtGrade.values:
        trained(application, on=on)
    waiting = submitted(application, on=on)
    return perform(waiting, "check", actor=management, at=noon(on), reason="材料齐全，培训合格")


def approved(
    application: ExaminerApplication, *, management: User, centre: User, on: date = TODAY
) -> ExaminerApplication:
    """Lead a complete draft to its approval, all on one day."""
    waiting = checked(application, management=management, on=on)
    return perform(waiting, "approve", actor=centre, at=noon(on), reason="同意")
