"""What candidates are told of: whom, and in which words."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from batches.models import Batch, DateChange, DateChangeStatus
from candidates.models import EnrolmentQuerySet, NoticeKind
from candidates.notices import reason_of_cancellation
from candidates.selectors import ENROLMENT_FACTS
from ostami import policy


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to tell the candidates of a batch.

    Attributes:
        kind: of what.
        subject_key: the key of the change of date, or of the batch.
        batch: whose candidates.
        context: what the text shows besides the candidate.
    """

    kind: NoticeKind
    subject_key: int
    batch: Batch
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The subject line, which names nobody."""
        return f"{self.kind.label}通知"

    @property
    def template(self) -> str:
        """The text's template."""
        return f"portal/telling/{self.kind.value}.txt"


def letter_of(kind: NoticeKind, key: int, *, user: User) -> Letter:
    """Return the letter on a change of date or a cancelled batch in the person's scope."""
    return _moved(key, user) if kind == NoticeKind.DATE_CHANGED else _cancelled(key, user)


def _moved(key: int, user: User) -> Letter:
    changes = DateChange.objects.visible_to(user).filter(status=DateChangeStatus.APPROVED)
    change: DateChange = changes.select_related("batch__station__organisation").get(pk=key)
    last_day = policy.last_enrolment_day(change.new_date)
    context = {"change": change, "last_day": last_day}
    return Letter(NoticeKind.DATE_CHANGED, key, change.batch, context)


def _cancelled(key: int, user: User) -> Letter:
    batch: Batch = Batch.objects.visible_to(user).select_related("station__organisation").get(pk=key)
    return Letter(NoticeKind.BATCH_CANCELLED, key, batch, {"reason": reason_of_cancellation(batch)})


def addressees(letter: Letter, *, user: User) -> EnrolmentQuerySet:
    """Return the enrolments that were handed in and not rejected, in the person's scope, in roster order."""
    enrolments: EnrolmentQuerySet = letter.batch.enrolments.all().visible_to(user)
    return enrolments.handed_in().select_related(*ENROLMENT_FACTS).order_by("sequence")
