"""The page of a batch, and the pages on which it is moved."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.middleware import arrived_at
from accounts.models import User
from accounts.rights import Perm
from accounts.views.base import ScopedDetailView
from batches.checklist import checklist, how_many_open
from batches.deciding.returning import standing_return
from batches.deciding.since_return import changes_since_return
from batches.deciding.turns import turn_of
from batches.forms import ResultsReturnForm, ReturnForm
from batches.guards import keep_items
from batches.models import Batch
from batches.models.batches import WAITING
from batches.panels.advice import panel_warnings
from batches.selectors import days_of, items_with_panels, planned_people
from batches.selectors.date_changes import date_change_state
from batches.selectors.timeline import GIVEN_UP
from workflow.forms import TransitionForm
from workflow.lifecycle import available_transitions
from workflow.views import TransitionView

FORMS: dict[str, type[TransitionForm]] = {"return": ReturnForm, "return_results": ResultsReturnForm}


class BatchPage(ScopedDetailView):
    """One batch: its calendar, its items with their panels, what the apps above add, and its history."""

    model = Batch
    permission = Perm.BATCH_VIEW
    template_name = "batches/batch.html"
    context_object_name = "batch"

    def get_queryset(self) -> QuerySet[Any]:
        """Join the station."""
        return super().get_queryset().select_related("station__organisation__parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the calendar, the items, and the warnings for whoever decides."""
        batch, at = self.object, arrived_at(self.request)
        applies = self.actor.has_right(Perm.BATCH_EDIT)
        may_edit = batch.is_open and applies
        decides = _decides(self.actor, batch)
        context = super().get_context_data(
            days=days_of(batch, now=at),
            date_change=date_change_state(batch, user=self.actor, at=at),
            turn=turn_of(batch, at=at),
            since_return=changes_since_return(batch) if decides else None,
            server_time=at,
            given_up=batch.status in GIVEN_UP,
            items=items_with_panels(batch),
            people=planned_people(batch),
            applies=applies,
            may_edit=may_edit,
            warnings=list(panel_warnings(batch)) if decides else [],
            **kwargs,
        )
        return {**context, **self.open_application(at)} if may_edit else context

    def open_application(self, at: datetime) -> dict[str, Any]:
        """Return what an application shows while it can be changed: its checklist and its buttons."""
        batch = self.object
        keep_items(batch)
        checks = checklist(batch, actor=self.actor, at=at)
        return {
            "checks": checks,
            "open_checks": how_many_open(checks),
            "returned": standing_return(batch),
            "actions": available_transitions(batch, self.actor, at=at),
        }


class BatchTransition(TransitionView):
    """Move a batch along; whoever approves or returns it reads the panels' warnings there too."""

    model = Batch
    permission = Perm.BATCH_VIEW
    template_name = "batches/move.html"

    def get_form_class(self) -> type[TransitionForm]:
        """Return the form of the transition: a return names each part that has to be mended."""
        return FORMS.get(self.transition.name, TransitionForm)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the warnings, with what the station says to them, for whoever decides."""
        decides = _decides(self.actor, self.object)
        warnings = list(panel_warnings(self.object)) if decides else []
        items = items_with_panels(self.object) if warnings else []
        since_return = changes_since_return(self.object) if decides else None
        return super().get_context_data(warnings=warnings, items=items, since_return=since_return, **kwargs)


def _decides(actor: User, batch: Batch) -> bool:
    return actor.has_right(Perm.BATCH_RETURN) and batch.status in WAITING
