"""Reminding whoever approves of the decisions that are due or late: one mail a working day."""

from collections import Counter, defaultdict
from datetime import date, datetime

from django.db import transaction

from accounts.mail import send_mail_now
from accounts.models import Organisation
from batches.deciding.turns import Turn, Waiting, turns_of
from batches.models import AnnualPlan, ApprovalReminder, Batch, DateChange, DateChangeStatus, PlanStatus
from batches.models.batches import WAITING
from batches.services.reminding import DueReport, NotSentError, report_of
from ostami import clock
from stations.reminders import Verdict
from workflow.working_days import is_working_day, special_days

SUBJECT = "审批事项到期提醒"
TEXT = "batches/reminders/approvals.txt"
Pressing = list[tuple[Waiting, Turn]]


def remind_approvers(*, at: datetime) -> DueReport:
    """Tell each organisation once a day of its decisions that are due on that day or late.

    Nothing goes on days on which nobody works; can be repeated at any time.
    """
    verdicts: Counter[Verdict] = Counter()
    if is_working_day(clock.day_of(at), special_days()):
        for organisation, cases in pressing_at(at).items():
            verdicts[_remind(organisation, cases, at)] += 1
    return report_of(verdicts)


def pressing_at(at: datetime) -> dict[Organisation, Pressing]:
    """Return the decisions that are due on the day of `at` or late, the oldest due first, by who has them."""
    today = clock.day_of(at)
    found: defaultdict[Organisation, Pressing] = defaultdict(list)
    for case, turn in turns_of(_waiting(), at=at):
        if turn is not None and turn.organisation is not None and turn.due <= today:
            found[turn.organisation].append((case, turn))
    return {organisation: sorted(cases, key=_due) for organisation, cases in found.items()}


def _due(pair: tuple[Waiting, Turn]) -> date:
    return pair[1].due


def _waiting() -> list[Waiting]:
    place = "station__organisation__parent"
    plans = AnnualPlan.objects.filter(status=PlanStatus.SUBMITTED).select_related(place)
    batches = Batch.objects.filter(status__in=WAITING).select_related(place)
    changes = DateChange.objects.filter(status=DateChangeStatus.REQUESTED).select_related(f"batch__{place}")
    return [*plans, *batches, *changes]


def _remind(organisation: Organisation, cases: Pressing, at: datetime) -> Verdict:
    """Send one organisation's mail, unless one went on that day, or there is no mailbox."""
    today = clock.day_of(at)
    try:
        with transaction.atomic():
            # Runs beside each other wait here, and the later one finds the mail sent.
            stored = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
            if stored.approval_reminders.filter(sent_on=today).exists():
                return Verdict.NOT_DUE
            if not stored.email:
                return Verdict.NO_MAILBOX
            _send(stored, cases, today)
    except NotSentError:
        return Verdict.FAILED
    return Verdict.SENT


def _send(organisation: Organisation, cases: Pressing, today: date) -> None:
    ApprovalReminder.objects.create(
        organisation=organisation, sent_on=today, cases=len(cases), sent_to=organisation.email
    )
    context = {"organisation": organisation, "cases": cases}
    if not send_mail_now(address=organisation.email, subject=SUBJECT, template=TEXT, context=context):
        raise NotSentError
