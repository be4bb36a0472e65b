"""What a batch's page shows of its archive."""

from accounts.models import User
from accounts.rights import Perm
from batches.models import Batch
from batches.sections import Section, register_panel
from exams.archiving import checks as _checks  # noqa: F401  registered by being loaded
from exams.archiving.checking import archives_of, digest_in
from exams.services.archiving import not_archivable
from ostami import clock


@register_panel
def archive_panel(batch: Batch, user: User) -> Section | None:
    """Show the newest archive and the way to the page, from the exam day on."""
    if not user.has_right(Perm.EVIDENCE_VIEW) or any(not_archivable(batch, at=clock.now())):
        return None
    newest = archives_of(batch).first()
    facts = {"newest": newest, "digest": digest_in(newest) if newest else ""}
    return "exams/archiving/_panel.html", facts
