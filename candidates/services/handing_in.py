"""Handing a personal form in: its place in the batch, under the lock that keeps the order and the 99."""

from batches.models import Batch
from candidates.guards import place_left, window_open
from candidates.models import Enrolment, UploadKind
from ostami.problems import refuse_if
from workflow.lifecycle import Step
from workflow.numbering import next_number


def hand_in(step: Step[Enrolment]) -> None:
    """Give the enrolment its place in the order of first submissions.

    The batch's row is locked: submissions of one batch follow each other, and none slips in beside the
    hundredth or after the roster.

    Raises:
        BlockedError: the last place was taken, or the roster handed in, in the meantime.
    """
    enrolment = step.case
    enrolment.batch_item.batch = enrolment.batch = Batch.objects.select_for_update(no_key=True).get(
        pk=enrolment.batch_id
    )
    refuse_if([*window_open(step), *place_left(step)])
    # A form that was changed after its return needs a new stamp.
    for stale in enrolment.uploads.filter(kind=UploadKind.STAMPED_FORM):
        stale.delete_with_file()
    enrolment.submitted_at = step.at
    if enrolment.sequence is None:
        enrolment.sequence = next_number(f"enrolment:{enrolment.batch_id}")
