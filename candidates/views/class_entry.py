"""One entry of a class list: taking somebody off it, and a slip that sets a new password."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from candidates.forms.classes import ResetSlipForm
from candidates.models import Activation, Enrolment
from candidates.services.class_entries import entry_for, print_reset_slip, remove_entry

if TYPE_CHECKING:
    from django.db.models import QuerySet


def activation_address(request: HttpRequest) -> str:
    """Return the absolute address of the page that slips lead to."""
    return request.build_absolute_uri(reverse("candidates:activate"))


def class_list_of(entry: Activation | Enrolment) -> str:
    """Return the address of the class list that somebody stands on."""
    return reverse("candidates:class_list", kwargs={"pk": entry.batch_id})


class EntryRemove(ScopedFormView):
    """Take somebody off the list."""

    permission = Perm.CLASS_ENTER
    model = Activation
    form_class = ConfirmForm
    template_name = "candidates/classes/remove.html"
    heading = "移出班级名单"
    submit_label = "移出名单"
    done = "已移出班级名单。"

    def get_queryset(self) -> "QuerySet[Any]":
        """Join whom and what the page names."""
        return super().get_queryset().select_related("candidate", "batch")

    def act(self, form: ConfirmForm) -> str:
        """Remove the entry."""
        remove_entry(entry=self.object, actor=self.actor, at=arrived_at(self.request))
        return class_list_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(back=class_list_of(self.object), **kwargs)


class _ResetSlip(ScopedFormView):
    """Print a slip by which a candidate who can't log in sets a new password, once the person was seen."""

    abstract = True
    permission = Perm.CLASS_ENTER
    form_class = ResetSlipForm
    template_name = "candidates/classes/reset_slip.html"
    heading = "打印激活单"
    submit_label = "打印激活单"

    def get_queryset(self) -> "QuerySet[Any]":
        """Join whom and what the page names."""
        return super().get_queryset().select_related("candidate__user", "batch__station__organisation")

    def entry(self) -> Activation:
        """Return the entry whose slip is printed."""
        raise NotImplementedError

    def act(self, form: ResetSlipForm) -> str:
        """Start the printing and go to it."""
        job = print_reset_slip(
            entry=self.entry(),
            actor=self.actor,
            address=activation_address(self.request),
            at=arrived_at(self.request),
        )
        return reverse("jobs:page", kwargs={"pk": job.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whom it is for, and the way back."""
        return super().get_context_data(
            person=self.object.candidate, batch=self.object.batch, back=class_list_of(self.object), **kwargs
        )


class EntrySlip(_ResetSlip):
    """For somebody on the class list."""

    model = Activation

    def entry(self) -> Activation:
        """Return the entry itself."""
        found: Activation = self.object
        return found


class EnrolmentSlip(_ResetSlip):
    """For a candidate whose enrolment the station reviews."""

    model = Enrolment

    def entry(self) -> Activation:
        """Return the candidate's entry, made where there is none."""
        return entry_for(enrolment=self.object, actor=self.actor, at=arrived_at(self.request))
