"""Reminding stations before the deadlines of their batches; each stage goes once."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.mail import send_mail_now
from batches.models import Batch, BatchReminder, BatchReminderKind
from batches.reminders import DueReminder, batches_to_remind, reminders_due
from ostami import clock
from stations.reminders import Verdict
from workflow import audit

SUBJECTS = {
    BatchReminderKind.ROSTER: "花名册提交截止提醒",
    BatchReminderKind.PAPERS: "试卷签收提醒",
    BatchReminderKind.EXAM: "考试日期提醒",
}


@dataclass(frozen=True, slots=True)
class DueReport:
    """What a run did, in mails."""

    sent: int
    without_mailbox: int
    failed: int


def report_of(verdicts: Counter[Verdict]) -> DueReport:
    """Return a run's counts."""
    return DueReport(verdicts[Verdict.SENT], verdicts[Verdict.NO_MAILBOX], verdicts[Verdict.FAILED])


class NotSentError(Exception):
    """The mail server refused: what was about to be recorded is taken back."""


def remind_due(*, at: datetime) -> DueReport:
    """Send the reminders of batches that are due; can be repeated at any time.

    Rosters, papers and exams are each told of once for each stage of `settings.BATCH_REMINDER_DAYS`. One
    that was missed goes later, but not beside a nearer one. A changed exam date has reminders of its own.
    """
    verdicts: Counter[Verdict] = Counter()
    today = clock.day_of(at)
    for batch in batches_to_remind(today):
        for due in reminders_due(batch, today=today):
            verdicts[_remind(due, at)] += 1
    return report_of(verdicts)


def _remind(due: DueReminder, at: datetime) -> Verdict:
    """Send one reminder, unless the batch moved on, a run beside this one did it, or there is no mailbox."""
    try:
        with transaction.atomic():
            batch = Batch.objects.order_by().select_for_update(of=("self",), no_key=True).get(pk=due.batch.pk)
            if due not in reminders_due(batch, today=clock.day_of(at)):
                return Verdict.NOT_DUE
            if not batch.station.organisation.email:
                return Verdict.NO_MAILBOX
            _send(due, at)
    except NotSentError:
        return Verdict.FAILED
    return Verdict.SENT


def _send(due: DueReminder, at: datetime) -> None:
    """Record a reminder and send it.

    Raises:
        NotSentError: the mail server didn't take it.
    """
    batch, address = due.batch, due.batch.station.organisation.email
    BatchReminder.objects.create(
        batch=batch, kind=due.kind, due_on=due.due_on, days_ahead=due.stage, sent_at=at, sent_to=address
    )
    audit.record(
        batch,
        action="remind",
        sentence=f"向考试站发送了{SUBJECTS[due.kind]}",
        actor=None,
        at=at,
        changes={"到期日": (None, due.due_on)},
    )
    left = (due.due_on - clock.day_of(at)).days
    context = {"batch": batch, "station": batch.station, "due_on": due.due_on, "left": left}
    template = f"batches/reminders/{due.kind}.txt"
    if not send_mail_now(address=address, subject=SUBJECTS[due.kind], template=template, context=context):
        raise NotSentError
