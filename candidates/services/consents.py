"""Agreeing to the privacy text."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from candidates.models import Consent
from candidates.person.privacy import CURRENT_VERSION
from workflow import audit


@transaction.atomic
def give_consent(*, user: User, at: datetime) -> Consent:
    """Store that `user` agreed to the text that holds, its sensitive data included; once a version.

    Args:
        user: who agreed, on a page that showed the text.
        at: the instant of the act.
    """
    consent, made = Consent.objects.get_or_create(
        user=user, version=CURRENT_VERSION, defaults={"agreed_at": at}
    )
    if made:
        sentence = f"同意了个人信息处理说明（{CURRENT_VERSION} 版），并单独同意处理敏感个人信息"
        audit.record(user, action="consent", sentence=sentence, actor=user, at=at)
    return consent
