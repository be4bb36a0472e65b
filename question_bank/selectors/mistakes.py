"""What a person got wrong the last time."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from question_bank.models import SelfTest, SelfTestAnswer


def mistaken_questions(user: User, *, at: datetime) -> set[int]:
    """Return the keys of the questions that the person answered wrongly the last time they were answered.

    Tests that still run at `at` tell nothing.
    """
    return set(_last_wrong(user, at).values_list("question", flat=True))


def _last_wrong(user: User, at: datetime) -> QuerySet[SelfTestAnswer]:
    over = SelfTest.objects.visible_to(user).over(at)
    answered = SelfTestAnswer.objects.filter(test__in=over, is_right__isnull=False)
    last = answered.filter(question=OuterRef("question")).order_by("-test_id").values("pk")[:1]
    return answered.filter(pk=Subquery(last), is_right=False)
