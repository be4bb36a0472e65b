"""How a batch is seated: the page, seating everybody, publishing, and one room's seats."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.middleware import arrived_at
from accounts.rights import Perm, Role, refusal
from accounts.views.base import ScopedFormView, ScopedObjectView
from batches.models import Batch
from exams.forms.seating import SeatEverybodyForm, SitForm
from exams.models import Room, Seat, SessionRoom
from exams.seating.advice import session_advice
from exams.seating.arranging import Mode
from exams.seating.holding import seating_open
from exams.seating.printing import PAPERS
from exams.seating.publishing import unpublishable
from exams.seating.reading import arrangement_of, is_published, kind_states, sitting, without_version
from exams.seating.room_plan import rows_of
from exams.services.seating import publish_arrangement, seat_everybody, sit
from ostami.problems import BlockedError


class _EditingView(ScopedFormView):
    """A page that many may read and the station alone may send."""

    abstract = True
    permission = Perm.ARRANGEMENT_VIEW

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it from whoever may arrange seats."""
        if not self.actor.has_right(Perm.ARRANGEMENT_EDIT):
            self.get_object()
            raise PermissionDenied(refusal(Perm.ARRANGEMENT_EDIT, role=Role(self.actor.role)))
        return super().post(request, *args, **kwargs)


class SeatingPage(_EditingView):
    """A batch's sessions, rooms and seats; the station arranges them here."""

    model = Batch
    form_class = SeatEverybodyForm
    template_name = "exams/seating/page.html"
    object: Batch

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related("station__organisation", "arrangement__published_by")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whether candidates know their seats."""
        return {**super().get_form_kwargs(), "published": is_published(self.object)}

    def act(self, form: SeatEverybodyForm) -> str:
        """Seat everybody who sits the paper anew."""
        kind, mode = form.cleaned_data["kind"], Mode(form.cleaned_data["mode"])
        at = arrived_at(self.request)
        arranged = seat_everybody(batch=self.object, kind=kind, mode=mode, actor=self.actor, at=at)
        messages.success(self.request, f"已安排 {len(arranged.seats)} 个座位。")
        if arranged.clashes:
            words = f"有 {len(arranged.clashes)} 对相邻座位使用同一工种的同一份试卷，座位不够错开"
            messages.warning(self.request, f"{words}。可增加考场，或改为各工种交叉安排。")
        return reverse("exams:seating", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how far both papers are, what is odd, and what keeps them from being published."""
        batch = self.object
        closed = list(seating_open(batch, at=arrived_at(self.request)))
        states = kind_states(batch)
        editable = self.actor.has_right(Perm.ARRANGEMENT_EDIT) and not closed
        facts = {
            "states": states,
            "arrangement": arrangement_of(batch),
            "editable": editable,
            "closed": closed,
            "modes": Mode.choices,
            "advice": session_advice(session for state in states for session in state.sessions),
            "without_version": without_version(batch),
            "unpublishable": list(unpublishable(batch)) if editable else [],
            "has_rooms": Room.objects.in_use().filter(station=batch.station).exists(),
            "papers": PAPERS.items() if any(state.seated for state in states) else (),
        }
        return super().get_context_data(**{**facts, **kwargs})


class SeatingPublish(ScopedObjectView):
    """Let the candidates see their seats."""

    model = Batch
    permission = Perm.ARRANGEMENT_EDIT
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish; a refusal is told on the page."""
        batch: Batch = self.get_object()
        try:
            publish_arrangement(batch=batch, actor=self.actor, at=arrived_at(request))
        except BlockedError as blocked:
            messages.error(request, f"没有发布。{blocked}")
        else:
            messages.success(request, "考场安排已发布，考生登录后可以看到座位并打印准考证。")
        return redirect("exams:seating", pk=batch.pk)


class PlacePage(_EditingView):
    """The seats of one room in one session."""

    model = SessionRoom
    form_class = SitForm
    template_name = "exams/seating/place.html"
    submit_label = "安排"
    done = "座位已调整。"
    object: SessionRoom

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rooms of the batches in scope."""
        rows = SessionRoom.objects.filter(session__batch__in=Batch.objects.visible_to(self.actor))
        return rows.select_related("room", "session__batch__station__organisation")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the room and the people to the form."""
        session = self.object.session
        seats = Seat.objects.filter(place__session__batch=session.batch, kind=session.kind)
        words = {
            seat.enrolment_id: f"{seat.place.room} {seat.number} 号"
            for seat in seats.select_related("place__room")
        }
        people = sitting(session.batch, session.kind)
        return {**super().get_form_kwargs(), "place": self.object, "people": people, "seats": words}

    def act(self, form: SitForm) -> str:
        """Put the person on the seat."""
        sit(place=self.object, actor=self.actor, at=arrived_at(self.request), **form.cleaned_data)
        return reverse("exams:session_room", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the seats as they stand."""
        batch = self.object.session.batch
        closed = list(seating_open(batch, at=arrived_at(self.request)))
        facts = {
            "batch": batch,
            "place": self.object,
            "published": is_published(batch),
            "rows": (rows := rows_of(self.object)),
            "free": [desk.cell.number for row in rows for desk in row if desk.seat is None],
            "editable": self.actor.has_right(Perm.ARRANGEMENT_EDIT) and not closed,
            "papers": [(name, paper) for name, paper in PAPERS.items() if paper.by_room],
        }
        return super().get_context_data(**{**facts, **kwargs})
