"""What the acts on one person have in common."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from stations.models import StaffMember, Station
from stations.staffing import refuse_others


class MemberForm(ScopedFormView):
    """A form on one person who serves at the station in the address, for who keeps its staff."""

    abstract = True
    permission = Perm.STAFF_EDIT
    model = StaffMember
    form_class: type[forms.Form] = ConfirmForm
    template_name = "stations/staff/confirm.html"
    warning: ClassVar[str] = ""
    danger: ClassVar[bool] = False

    def get_queryset(self) -> QuerySet[Any]:
        """Return the station's people in scope."""
        people = super().get_queryset().filter(station__organisation__code=self.kwargs["code"])
        return people.select_related("station__organisation", "user")

    def get_object(self, queryset: QuerySet[Any] | None = None) -> StaffMember:
        """Return the person to who keeps the station's staff."""
        found: StaffMember = super().get_object(queryset)
        refuse_others(found.station, self.actor)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the person and what the act does."""
        words = {"warning": self.warning, "danger": self.danger}
        own = {"member": self.object, "station": self.object.station}
        return super().get_context_data(**{**words, **own, **kwargs})


def list_of(station: Station) -> str:
    """Return the address of a station's staff."""
    return reverse("stations:staff", args=[station.code])
