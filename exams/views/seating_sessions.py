"""Sessions of a batch."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from batches.models import Batch
from exams.forms.seating_sessions import SessionForm
from exams.models import Room, Session
from exams.services.sessions import remove_session, save_session
from question_bank.models import PaperUse
from question_bank.paper_kinds import PaperKind


class SessionNew(ScopedFormView):
    """Add a session of one of the two papers."""

    model = Batch
    permission = Perm.ARRANGEMENT_EDIT
    form_class = SessionForm
    template_name = "exams/seating/session_form.html"
    done = "场次已添加。"
    object: Batch

    @cached_property
    def kind(self) -> PaperKind:
        """The paper."""
        if self.kwargs["kind"] not in PaperKind.values:
            raise Http404
        return PaperKind(self.kwargs["kind"])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand paper and rooms to the form."""
        rooms = Room.objects.in_use().filter(station=self.object.station, kind=self.kind)
        return {**super().get_form_kwargs(), "kind": self.kind, "rooms": rooms}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the longest time that a paper of the batch takes."""
        uses = PaperUse.objects.standing().filter(item__batch=self.object, kind=self.kind)
        minutes = [use.paper.minutes for use in uses.select_related("paper") if use.paper.minutes]
        return {"minutes": max(minutes)} if minutes else {}

    def act(self, form: SessionForm) -> str:
        """Store the session."""
        save_session(batch=self.object, facts=form.facts(), actor=self.actor, at=arrived_at(self.request))
        return reverse("exams:seating", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the paper."""
        words = {"heading": f"添加{self.kind.label}场次", "batch": self.object, "kind": self.kind}
        return super().get_context_data(**{**words, **kwargs})


class _SessionAct(ScopedFormView):
    abstract = True
    model = Session
    permission = Perm.ARRANGEMENT_EDIT
    object: Session

    def get_queryset(self) -> QuerySet[Any]:
        """Join what the page names."""
        return super().get_queryset().select_related("batch__station__organisation")

    def address(self) -> str:
        """Return the page of the batch's seats."""
        return reverse("exams:seating", args=[self.object.batch_id])


class SessionEdit(_SessionAct):
    """Change a session."""

    form_class = SessionForm
    template_name = "exams/seating/session_form.html"
    done = "场次已保存。"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand paper and rooms to the form, with rooms in use here that were given up."""
        session = self.object
        wanted = Q(given_up_at=None) | Q(pk__in=session.rooms.values("room"))
        rooms = Room.objects.filter(wanted, station=session.batch.station, kind=session.kind)
        return {**super().get_form_kwargs(), "kind": session.kind, "rooms": rooms}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is stored."""
        session = self.object
        initial: dict[str, Any] = {"starts": session.starts, "minutes": session.minutes}
        for place in session.rooms.all():
            initial |= {f"room_{place.room_id}": True, f"invigilators_{place.room_id}": place.invigilators}
        return initial

    def act(self, form: SessionForm) -> str:
        """Store the session."""
        save_session(
            batch=self.object.batch,
            facts=form.facts(),
            actor=self.actor,
            at=arrived_at(self.request),
            session=self.object,
        )
        return self.address()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the session."""
        session = self.object
        words = {"heading": f"修改{session}", "batch": session.batch, "kind": PaperKind(session.kind)}
        return super().get_context_data(**{**words, "session": session, **kwargs})


class SessionRemove(_SessionAct):
    """Remove a session with its seats."""

    form_class = ConfirmForm
    template_name = "exams/seating/session_remove.html"
    submit_label = "删除场次"
    done = "场次已删除。"

    def act(self, form: ConfirmForm) -> str:
        """Remove it."""
        address = self.address()
        remove_session(session=self.object, actor=self.actor, at=arrived_at(self.request))
        return address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the session, and how many sit in it."""
        session = self.object
        people = sum(place.seats.count() for place in session.rooms.all())
        words = {"heading": f"删除{session}", "batch": session.batch, "people": people}
        return super().get_context_data(**{**words, **kwargs})
