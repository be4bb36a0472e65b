"""Pages of an application as a whole: begin, change, copy, throw away."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches import services
from batches.forms import BatchForm, CopyForm, facts_of_batch
from batches.models import Batch
from batches.services.discarding import handed_in_before
from batches.views.base import BeginningView, OpenCaseFormView
from ostami import clock
from ostami.problems import Problem
from stations.guards import idle
from stations.selectors import own_station


class BatchNew(BeginningView):
    """Begin an application."""

    permission = Perm.BATCH_EDIT
    form_class = BatchForm
    template_name = "batches/batch_form.html"
    heading = "申请批次"
    submit_label = "保存并选用计划项"
    list_address = "batches:list"

    def obstacles(self) -> Iterable[Problem]:
        """Return what keeps the station from applying today."""
        return idle(own_station(self.actor), on=clock.today())

    def act(self, form: BatchForm) -> str:
        """Make the draft and go to it."""
        station = own_station(self.actor)
        at = arrived_at(self.request)
        return services.make_batch(
            station=station, actor=self.actor, at=at, **form.cleaned_data
        ).get_absolute_url()


class BatchEdit(OpenCaseFormView):
    """Change an application as a whole."""

    permission = Perm.BATCH_EDIT
    model = Batch
    form_class = BatchForm
    template_name = "batches/batch_form.html"
    heading = "修改批次申请"
    done = "批次申请已修改。"

    def get_initial(self) -> dict[str, Any]:
        """Show what is stored."""
        return facts_of_batch(self.object)

    def act(self, form: BatchForm) -> str:
        """Change the application and go back to it."""
        services.change_batch(batch=self.object, actor=self.actor, at=self.at, **form.cleaned_data)
        return self.case_page


class BatchCopy(ScopedFormView):
    """Begin an application after an earlier batch, whatever became of that one."""

    permission = Perm.BATCH_EDIT
    model = Batch
    form_class = CopyForm
    template_name = "batches/batch_copy.html"
    heading = "复制为新批次"
    submit_label = "复制为新批次"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; lead back to the batch, with the reasons, before anything is typed in vain."""
        self.object = self.get_object()
        problems = list(idle(self.object.station, on=clock.today()))
        for problem in problems:
            messages.warning(request, str(problem))
        return redirect(self.object) if problems else super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Propose what the earlier batch says; the date is asked anew."""
        return {"candidate_type": self.object.candidate_type, "place": self.object.place}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the batch to go back to."""
        return super().get_context_data(case=self.object, **kwargs)

    def act(self, form: CopyForm) -> str:
        """Copy, and go to the draft, which says what was copied and what wasn't."""
        copied = services.copy_batch(
            batch=self.object, actor=self.actor, at=arrived_at(self.request), **form.cleaned_data
        )
        for sentence in copied.taken:
            messages.success(self.request, sentence)
        for sentence in copied.left:
            messages.warning(self.request, sentence)
        return copied.batch.get_absolute_url()


class BatchDiscard(OpenCaseFormView):
    """Throw away an application that was never handed in."""

    permission = Perm.BATCH_EDIT
    model = Batch
    form_class = ConfirmForm
    template_name = "batches/batch_discard.html"
    heading = "删除批次草稿"
    submit_label = "删除这份草稿"
    done = "批次草稿已删除。"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask; lead back to a batch that was handed in once, which stays on record."""
        self.object = self.get_object()
        for problem in handed_in_before(self.object):
            messages.warning(request, str(problem))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def act(self, form: ConfirmForm) -> str:
        """Delete the draft and go to the list."""
        services.discard_batch(batch=self.object, actor=self.actor, at=self.at)
        return reverse("batches:list")
