"""Starting the papers around a batch's certificates."""

from typing import ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.rights import Perm
from accounts.views.base import ScopedObjectView
from batches.models import Batch
from certificates.rosters.catalogue import ROSTER_PAPERS
from certificates.rosters.taking import BatchPaper, take_paper
from ostami.problems import BlockedError


class TakePaper(ScopedObjectView):
    """Start a paper of a batch and show its job; what stands in the way is said on the page behind it."""

    abstract = True
    model = Batch
    http_method_names = ["post", "options"]
    offered: ClassVar[dict[str, BatchPaper]]
    page: ClassVar[str]

    def post(self, request: HttpRequest, pk: int, paper: str) -> HttpResponse:
        """Start the job."""
        batch: Batch = self.get_object()
        if paper not in self.offered:
            raise Http404
        try:
            job = take_paper(paper, batch=batch, actor=self.actor)
        except BlockedError as blocked:
            for problem in blocked.problems:
                messages.error(request, str(problem))
            return redirect(self.page, pk=batch.pk)
        return redirect("jobs:page", pk=job.pk)


class RosterPaper(TakePaper):
    """Photo sheet, results list, certificate data or receipt list."""

    permission = Perm.QUALIFIED_ROSTER
    offered = ROSTER_PAPERS
    page = "certificates:batch"
