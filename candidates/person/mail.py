"""Mails to a candidate about the own account, sent by the worker: no page answers later because of a mail.

Each is remembered as a line of the candidate's history, so that nobody's mailbox is filled by strangers.
"""

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from accounts.mail import send_mail_to
from accounts.recovery import reset_path
from candidates.models import Candidate
from ostami import clock
from workflow import audit

DAY = timedelta(days=1)
TELL_AGAIN_AFTER = DAY
RESEND_AFTER = timedelta(minutes=10)
MOST_A_DAY = 5  # of one kind: whoever knows number and name could fill a mailbox
PORTAL = "机械工业人才评价管理服务平台"


@task()
def tell_holder(candidate_pk: int, root: str) -> None:
    """Tell whoever has registered a document number that somebody tried to register it again.

    Args:
        candidate_pk: who has it.
        root: the portal's address, such as ``https://portal.example.org``.
    """
    _mail(
        candidate_pk,
        after=TELL_AGAIN_AFTER,
        action="registered_again",
        sentence="有人用同一证件号码再次注册，没有建立新账号",
        subject=f"{PORTAL}：有人用您的证件号码注册",
        template="candidates/mail/registered_again.txt",
        root=root,
    )


@task()
def send_account(candidate_pk: int, root: str) -> None:
    """Send user name and reset link to the candidate's own mailbox; takes what `tell_holder` takes."""
    _mail(
        candidate_pk,
        after=RESEND_AFTER,
        action="account_sent",
        sentence="申请找回账号，用户名和重设密码的链接已发往预留邮箱",
        subject=f"{PORTAL}：找回账号",
        template="candidates/mail/account.txt",
        root=root,
    )


@transaction.atomic
def _mail(
    pk: int, *, after: timedelta, action: str, sentence: str, subject: str, template: str, root: str
) -> None:
    # Of two tasks at once the second sees the line of the first. Enrolments may go on beside them.
    candidate = (
        Candidate.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=pk)
    )
    user = candidate.user
    if not user.email or not user.is_active:
        return
    sent, at = audit.history_of(candidate).filter(action=action), clock.now()
    if sent.filter(at__gt=at - after).exists() or sent.filter(at__gt=at - DAY).count() >= MOST_A_DAY:
        return
    audit.record(candidate, action=action, sentence=sentence, actor=None)
    context = {"candidate": candidate, "username": user.username, "root": root, "path": reset_path(user)}
    send_mail_to(address=user.email, subject=subject, template=template, context=context)
