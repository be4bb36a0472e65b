"""What a batch's page shows of its numbers before the certificates are issued."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch, BatchStatus
from batches.sections import Section, register_panel
from certificates.numbers.guards import missing_by_now
from certificates.numbers.sources import Source, source_of
from certificates.services import CERTIFIED
from ostami import clock


@register_panel
def numbers_panel(batch: Batch, user: User) -> Section | None:
    """Show where the numbers will come from and what is missing, to who sees to it.

    Numbers by the pattern need nobody; those of the centre's list are needed for later corrections too.
    """
    source = source_of(batch)
    waits = batch.status == BatchStatus.RESULTS_APPROVED and source is not Source.PATTERN
    issued = batch.status in CERTIFIED and source is Source.ASSIGNED
    if not (waits or issued) or not user.has_right(Perm.CERTIFICATE_NUMBERS):
        return None
    missing = list(missing_by_now(batch, on=clock.today()))
    return "certificates/numbers/_panel.html", {"source": source.value, "missing": missing, "issued": issued}
