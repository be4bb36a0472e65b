"""The page of a batch's national upload, its papers, and recording that it was made."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches.models import Batch
from certificates.batch_views import BatchDetailView
from certificates.rosters.views import TakePaper
from certificates.upload.catalogue import ALL_PAPERS, NATIONAL_PAPERS, NEW_PAPERS, not_uploaded
from certificates.upload.confirmation import counted, upload_title
from certificates.upload.forms import RecordForm
from certificates.upload.recording import Pending, pending, record_upload
from ostami import clock

# So many faults are listed; more have one cause, which is told by these.
FAULTS_SHOWN = 200


class NationalUploadPage(BatchDetailView):
    """What would be uploaded of a batch, every fault that stands in the way, and what was uploaded before."""

    permission = Perm.NATIONAL_UPLOAD
    template_name = "certificates/upload/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the checked rows in sums, the faults, and what the register was told."""
        batch = self.object
        waits = list(not_uploaded(batch))
        found = Pending([], [], []) if waits else pending(batch, today=clock.today())
        words = {
            "waits": waits,
            "people": len(found.rows),
            "title": upload_title(batch, found.rows),
            "counts": counted(found.rows),
            "faults": found.faults[:FAULTS_SHOWN],
            "fault_count": len(found.faults),
            "faulty": len({fault.row.order for fault in found.faults}),
            "ended": found.ended,
            "uploads": self._uploads(),
            "papers": NEW_PAPERS,
            "all_papers": ALL_PAPERS,
        }
        return super().get_context_data(**words, **kwargs)

    def _uploads(self) -> list[Any]:
        uploads = self.object.national_uploads.select_related("recorded_by__staff_member")
        return list(uploads.prefetch_related("certificates", "ended"))


class NationalPaper(TakePaper):
    """The upload sheet or the form that confirms it."""

    permission = Perm.NATIONAL_UPLOAD
    offered = NATIONAL_PAPERS
    page = "certificates:national"


class NationalRecord(ScopedFormView):
    """Record that what is pending was uploaded."""

    permission = Perm.NATIONAL_UPLOAD
    model = Batch
    form_class = RecordForm
    template_name = "certificates/upload/record.html"
    heading = "登记已上报"
    submit_label = "登记"
    done = "已登记上报。"
    object: Batch

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation")

    def get_initial(self) -> dict[str, Any]:
        """Suggest today, and remember what is shown."""
        return {"uploaded_on": clock.day_of(arrived_at(self.request)), "seen": self._pending().mark}

    def act(self, form: RecordForm) -> str:
        """Record it and return to the batch's page."""
        record_upload(batch=self.object, actor=self.actor, at=arrived_at(self.request), **form.cleaned_data)
        return reverse("certificates:national", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is recorded."""
        return super().get_context_data(found=self._pending(), **kwargs)

    def _pending(self) -> Pending:
        return pending(self.object, today=clock.day_of(arrived_at(self.request)))
