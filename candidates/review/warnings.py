"""What a reviewer should look at twice: nothing here stands in the way by itself."""

from collections.abc import Iterable, Iterator

from django.contrib.contenttypes.models import ContentType

from accounts.identity import DocumentType
from accounts.models import User
from batches.models import Batch
from candidates.models import Enrolment
from candidates.rosters.warnings import RosterWarning, WarningKind, by_enrolment, warnings_of
from workflow.models import AuditEvent

RESUBMITTED = "曾退回修改，请打开该考生的页面，对照退回原因核对改正的内容。"


def remarks_on(enrolment: Enrolment, *, actor: User) -> list[str]:
    """Return what is unusual about one enrolment; what is said of its portrait stands beside the picture."""
    found = warnings_of(enrolment.batch, user=actor, only=enrolment.pk)
    return [*_words(one for one in found if one.kind != WarningKind.PORTRAIT), *document_remark(enrolment)]


def remarks_in(batch: Batch, *, actor: User) -> dict[int, list[str]]:
    """Return what the roster warns of, by enrolment: few queries, however many there are."""
    return {key: list(_words(found)) for key, found in by_enrolment(warnings_of(batch, user=actor)).items()}


def resubmitted(enrolments: Iterable[Enrolment]) -> set[int]:
    """Return the keys of those that were sent back and came again: somebody has to see what was mended."""
    kind = ContentType.objects.get_for_model(Enrolment)
    events = AuditEvent.objects.filter(object_type=kind, object_id__in=[one.pk for one in enrolments])
    return set(events.filter(action="return").values_list("object_id", flat=True))


def document_remark(enrolment: Enrolment) -> Iterator[str]:
    """Yield that the document is none whose number tells sex and birth date, and so has to be compared."""
    person = enrolment.candidate
    if person.document_type != DocumentType.RESIDENT_ID:
        kind = person.get_document_type_display()
        yield f"证件种类为{kind}，请对照图片核对姓名、号码、性别和出生日期。"


def _words(warnings: Iterable[RosterWarning]) -> Iterator[str]:
    for warning in warnings:
        yield f"{warning.words.rstrip('。')}。"
