"""Pages of the own jobs."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.state_filter import StateFilter
from accounts.views.base import ScopedDetailView, ScopedObjectView
from accounts.views.lists import FilteredListView
from jobs.models import Job, JobState
from ostami.downloads import file_response, streamed_response
from ostami.sealed_files import PORTION

LARGE = 8 * PORTION


class JobList(FilteredListView):
    """The person's own jobs, newest first."""

    model = Job
    permission = Perm.JOB_VIEW
    template_name = "jobs/list.html"
    sorts = {
        "label": ("label",),
        "created": ("created_at",),
    }
    first_sort = "-created"

    @cached_property
    def filter_form(self) -> StateFilter:
        """The filter as it stands in the address."""
        return StateFilter(self.request.GET, choices=JobState.choices)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the jobs that the filter leaves."""
        jobs, asked = super().get_queryset(), self.filter_form.asked
        return jobs.filter(state=asked) if asked else jobs


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
