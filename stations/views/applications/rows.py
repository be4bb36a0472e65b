"""Pages of an application that are rows to fill in."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpResponse, JsonResponse

from accounts.middleware import arrived_at
from accounts.views.rows import MoreRowsMixin
from ostami import clock
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError
from stations.completeness import Missing, missing_parts
from stations.models import StationApplication
from stations.views.applications.base import AutosavedView

Written = tuple[Sequence[models.Model], list[str]]


class RowsPage(MoreRowsMixin, AutosavedView):
    """A section of rows. Its form is a `RowsForm` with `entries`; `store` writes them.

    Rows that the script saved are told their keys, so that they stay the same rows when they are saved again.
    """

    abstract = True

    def store(self, form: Any) -> Written:
        """Write the rows that are right; return them in the order of `form.entries`, and what to tell."""
        raise NotImplementedError

    def save(self, form: Any) -> None:
        """Store the rows, and tell what else changed by it."""
        _, notes = self.store(form)
        for note in notes:
            messages.warning(self.request, note)

    def autosaved(self, form: Any) -> HttpResponse:
        """Save the rows that are right; answer the keys of these, what to tell, and what is wrong."""
        form.is_valid()
        answer: dict[str, Any] = {"errors": form.row_errors(), "saved_at": "", "values": {}, "notes": []}
        try:
            written, answer["notes"] = self.store(form)
        except BlockedError as blocked:
            answer["errors"]["__all__"] = [str(problem) for problem in blocked.problems]
            return JsonResponse(answer)
        rows = [row for _, _, row in form.good_rows()]
        answer["values"] = {row.add_prefix("pk"): kept.pk for row, kept in zip(rows, written, strict=True)}
        answer["saved_at"] = f"{arrived_at(self.request).astimezone(SHANGHAI):%H:%M}"
        return JsonResponse(answer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the section still lacks, as it is stored."""
        missing = missing_of(self.object, self.section)
        return super().get_context_data(**{"missing": missing, **kwargs})


def missing_of(application: StationApplication, section: Any) -> list[Missing]:
    """Return what a section of an application still lacks."""
    parts = missing_parts(application, today=clock.today())
    return [missing for missing in parts if missing.section == section]
