"""Mailing the candidates of a batch: one plain mail each, none twice, with a list of who was told."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts.mail import send_mail_now
from candidates.models import CandidateNotice, Enrolment, NoticeKind
from jobs.running import JobFile, JobRun, job_kind
from ostami import clock
from portal.telling.letters import Letter, addressees, letter_of

TELL_CANDIDATES = "portal.tell_candidates"
SENT, TOLD_BEFORE, NO_MAILBOX, FAILED = "已发送", "此前已发送", "没有电子邮箱", "发送失败"


class _NotSentError(Exception):
    """The mail server didn't take a mail: nothing is recorded of it."""


@job_kind(TELL_CANDIDATES)
def tell_candidates(run: JobRun) -> JobFile:
    """Mail everybody who has a mailbox; what fails is listed and can be run again."""
    letter = letter_of(NoticeKind(run.params["about"]), run.params["subject"], user=run.owner)
    enrolments = list(addressees(letter, user=run.owner))
    outcomes = []
    for done, enrolment in enumerate(enrolments, start=1):
        outcomes.append((enrolment, tell(letter, enrolment)))
        run.progress(done, len(enrolments))
    name = f"通知情况-{letter.kind.label}-{letter.batch.number}.txt"
    return JobFile(_report(letter, outcomes).encode(), name, "text/plain; charset=utf-8")


def tell(letter: Letter, enrolment: Enrolment) -> str:
    """Send a candidate the letter unless it went before; return what became of it."""
    address = enrolment.candidate.user.email
    if not address:
        return NO_MAILBOX
    try:
        with transaction.atomic():
            _record(letter, enrolment)
            _send(letter, enrolment, address)
    except IntegrityError:
        return TOLD_BEFORE
    except _NotSentError:
        return FAILED
    return SENT


def _record(letter: Letter, enrolment: Enrolment) -> None:
    """Take the one notice of this to this candidate: the constraint says if another run has it."""
    CandidateNotice.objects.create(
        enrolment=enrolment, kind=letter.kind, subject_key=letter.subject_key, sent_at=clock.now()
    )


def _send(letter: Letter, enrolment: Enrolment, address: str) -> None:
    """Send the mail.

    Raises:
        _NotSentError: the mail server didn't take it.
    """
    context = {"enrolment": enrolment, "batch": letter.batch, **letter.context}
    if not send_mail_now(address=address, subject=letter.subject, template=letter.template, context=context):
        raise _NotSentError


def _report(letter: Letter, outcomes: Iterable[tuple[Enrolment, str]]) -> str:
    by_outcome: dict[str, list[Enrolment]] = {}
    for enrolment, outcome in outcomes:
        by_outcome.setdefault(outcome, []).append(enrolment)
    lines = [
        f"{outcome} {len(people)} 人：{_names(people)}"
        for outcome in (SENT, TOLD_BEFORE, NO_MAILBOX, FAILED)
        if (people := by_outcome.get(outcome))
    ]
    if by_outcome.keys() & {NO_MAILBOX, FAILED}:
        lines.append(f"没有收到邮件的考生登录后可在“{letter.page}”中看到；请同时以电话等方式通知。")
    heading = f"{letter.batch} {letter.kind.label}：考生邮件通知情况"
    return "\n".join([heading, *(lines or ["没有需要通知的考生。"])]) + "\n"


def _names(enrolments: Iterable[Enrolment]) -> str:
    return "、".join(f"{one.candidate.name}（报名序号 {one.sequence}）" for one in enrolments)
