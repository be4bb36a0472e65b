"""Mail to the stations whose people attend a training."""

from collections.abc import Iterable, Mapping

from accounts.mail import send_mail_to
from accounts.models import Organisation
from examiners.models import Training, TrainingEntry, TrainingResult
from workflow.lifecycle import Step


def tell_results(training: Training, entries: Iterable[TrainingEntry], *, before: Mapping[int, str]) -> None:
    """Tell each organisation by one mail who of its people passed, and who no longer counts as passed.

    Args:
        training: whose results.
        entries: those that changed.
        before: the results that they had, by key.
    """
    passed, revoked = TrainingResult.PASSED, []
    new = []
    for entry in entries:
        if entry.result == passed != before[entry.pk]:
            new.append(entry)
        elif before[entry.pk] == passed != entry.result:
            revoked.append(entry)
    told = _by_organisation([*new, *revoked])
    for organisation, people in told.items():
        _send(
            organisation,
            subject="培训认证班结果通知",
            template="examiners/mail/training_results.txt",
            context={
                "training": training,
                "passed": [one for one in people if one.result == passed],
                "revoked": [one for one in people if one.result != passed],
            },
        )


def tell_cancelled(step: Step[Training]) -> None:
    """Tell each organisation with people in a training that it won't take place, and why."""
    entries = step.case.entries.select_related("application__organisation").order_by("pk")
    for organisation, people in _by_organisation(entries).items():
        _send(
            organisation,
            subject="培训认证班取消通知",
            template="examiners/mail/training_cancelled.txt",
            context={"training": step.case, "people": people, "reason": step.reason},
        )


def _by_organisation(entries: Iterable[TrainingEntry]) -> dict[Organisation, list[TrainingEntry]]:
    found: dict[Organisation, list[TrainingEntry]] = {}
    for entry in entries:
        found.setdefault(entry.application.organisation, []).append(entry)
    return found


def _send(organisation: Organisation, *, subject: str, template: str, context: Mapping[str, object]) -> None:
    """Send to the organisation's mailbox; one without a mailbox reads it in the portal."""
    if organisation.email:
        told = {"organisation": organisation, **context}
        send_mail_to(address=organisation.email, subject=subject, template=template, context=told)
