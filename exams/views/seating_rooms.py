"""A station's exam rooms."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedFormView, ScopedListView
from exams.forms.seating_rooms import RoomForm
from exams.models import Room
from exams.seating.advice import room_advice
from exams.services.rooms import LABELS, give_up_room, save_room
from stations.models import Station


class RoomList(ScopedListView):
    """The rooms in use."""

    model = Room
    permission = Perm.ARRANGEMENT_EDIT
    template_name = "exams/seating/rooms.html"
    context_object_name = "rooms"

    def get_queryset(self) -> QuerySet[Any]:
        """Leave out those given up."""
        return Room.objects.visible_to(self.actor).in_use()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what to think over about each."""
        context = super().get_context_data(**kwargs)
        return {**context, "rows": [(room, room_advice(room)) for room in context["rooms"]]}


class RoomNew(PortalFormView):
    """Enter a room."""

    permission = Perm.ARRANGEMENT_EDIT
    form_class = RoomForm
    template_name = "exams/seating/room_form.html"
    heading = "登记考场"
    done = "考场已登记。"

    def act(self, form: RoomForm) -> str:
        """Store the room."""
        station = get_object_or_404(Station, organisation=self.actor.organisation_id)
        save_room(station=station, facts=form.facts(), actor=self.actor, at=arrived_at(self.request))
        return reverse("exams:rooms")


class _RoomAct(ScopedFormView):
    abstract = True
    model = Room
    permission = Perm.ARRANGEMENT_EDIT
    object: Room

    def get_queryset(self) -> QuerySet[Any]:
        """Leave out those given up."""
        return Room.objects.visible_to(self.actor).in_use().select_related("station__organisation")


class RoomEdit(_RoomAct):
    """Change a room."""

    form_class = RoomForm
    template_name = "exams/seating/room_form.html"
    heading = "修改考场"
    done = "考场已保存。"

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is stored."""
        return {name: getattr(self.object, name) for name in LABELS}

    def act(self, form: RoomForm) -> str:
        """Store the room."""
        at = arrived_at(self.request)
        save_room(station=self.object.station, facts=form.facts(), actor=self.actor, at=at, room=self.object)
        return reverse("exams:rooms")


class RoomGiveUp(_RoomAct):
    """Give a room up."""

    form_class = ConfirmForm
    template_name = "exams/seating/room_give_up.html"
    submit_label = "停用"
    done = "考场已停用。"

    def act(self, form: ConfirmForm) -> str:
        """Give it up."""
        give_up_room(room=self.object, actor=self.actor, at=arrived_at(self.request))
        return reverse("exams:rooms")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the room."""
        return super().get_context_data(**{"heading": f"停用考场 {self.object}", **kwargs})
