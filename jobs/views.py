"""Pages of the own jobs."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from accounts.rights import Perm
from accounts.views.base import ScopedDetailView, ScopedListView, ScopedObjectView
from jobs.models import Job
from ostami.downloads import file_response, streamed_response
from ostami.sealed_files import PORTION

LARGE = 8 * PORTION


class JobList(ScopedListView):
    """The person's own jobs, newest first."""

    model = Job
    permission = Perm.JOB_VIEW
    template_name = "jobs/list.html"


class JobPage(ScopedDetailView):
    """One job: progress while it runs, then its result."""

    model = Job
    permission = Perm.JOB_VIEW
    template_name = "jobs/page.html"


class JobResult(ScopedObjectView):
    """The file that a job left."""

    model = Job
    permission = Perm.JOB_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand the file out; an archive of pictures is never held in memory."""
        job: Job = self.get_object()
        if not job.result:
            raise Http404
        if job.result.size > LARGE:
            return streamed_response(job.result.chunks(PORTION), job.result_name, job.content_type)
        return file_response(job.result.read(), job.result_name, job.content_type)
