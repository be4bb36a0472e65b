"""Signing for papers (guide 4.5.1-6)."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from exams.models import PaperReceipt
from exams.papers import passwords
from exams.papers.holding import held_use
from exams.papers.release import release_problems
from ostami.problems import refuse_if
from question_bank.models import PaperUse
from workflow import audit


def sign_paper(*, use: PaperUse, password: str, actor: User, at: datetime) -> PaperReceipt:
    """Sign for a paper, with the password once more; audited. Who signed before signs no second time.

    Args:
        use: the paper of a batch's trade.
        password: what the actor typed.
        actor: a person whom the station named.
        at: the instant at which the request arrived.

    Raises:
        Http404: the use isn't in the actor's scope, or was taken back.
        BlockedError: the paper isn't open to the actor by then, or the password is wrong.
    """
    refuse_if(release_problems(use, actor, at))
    _prove(use, password, actor, at)
    return _sign(use, actor, at)


def _prove(use: PaperUse, password: str, actor: User, at: datetime) -> None:
    """Refuse a wrong password. The one that shuts the door is recorded, whatever becomes of the request."""
    shut_before = passwords.is_shut(actor)
    if passwords.is_right(actor, password):
        return
    if passwords.is_shut(actor) and not shut_before:
        sentence = f"签收{use.paper}时连续 {passwords.TRIES} 次输错密码，{passwords.MINUTES} 分钟内不能再试"
        audit.record(use, action="paper_password_limit", sentence=sentence, actor=actor, at=at)
    refuse_if([passwords.wrong_password(actor)])


@transaction.atomic
def _sign(use: PaperUse, actor: User, at: datetime) -> PaperReceipt:
    held = held_use(use, actor)
    refuse_if(release_problems(held, actor, at))
    receipt, is_new = PaperReceipt.objects.get_or_create(
        use=held,
        signed_by=actor,
        exam_date=held.item.batch.exam_date,
        defaults={"signed_at": at},
    )
    if is_new:
        sentence = f"签收了{held.paper}（{held.item}）"
        audit.record(held, action="sign_paper", sentence=sentence, actor=actor, at=at)
    return receipt
