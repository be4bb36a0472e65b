"""A training: its page, opening and changing it, ending it, and its sign-in sheet."""

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, ScopedDetailView, ScopedFormView, ScopedObjectView
from documents.handing_out import pdf_response
from documents.pdf import render_pdf
from examiners.forms.trainings import TrainingForm
from examiners.models import Training
from examiners.rules.training import entering_is_over, over, results_not_due
from examiners.services.training_facts import TrainingFacts
from examiners.services.trainings import change_training, open_training
from examiners.training_sheets import sign_in_sheet
from examiners.trainings import entries_of, free_places, state_of
from ostami import clock
from workflow.views import TransitionView


class TrainingPage(ScopedDetailView):
    """One training with the people of it that the person who asks may see."""

    permission = Perm.TRAINING_VIEW
    model = Training
    template_name = "examiners/trainings/page.html"
    context_object_name = "training"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people, the places, and what can be done at this moment."""
        training, at = self.object, arrived_at(self.request)
        manages, enters = (
            self.actor.has_right(right) for right in (Perm.TRAINING_MANAGE, Perm.TRAINING_ENTER)
        )
        entering_open = not any(entering_is_over(training, at=at))
        return super().get_context_data(
            entries=entries_of(training, actor=self.actor),
            free=free_places(training),
            state=state_of(training, on=clock.today()),
            own_only=enters,
            manages=manages,
            may_change=manages and not any(over(training)),
            may_enter=enters and entering_open,
            may_record=manages and not any(results_not_due(training, at=at)),
            **kwargs,
        )


class TrainingNew(PortalFormView):
    """Open a training; its number comes by itself."""

    permission = Perm.TRAINING_MANAGE
    form_class = TrainingForm
    template_name = "examiners/trainings/form.html"
    heading = "开设培训认证班"
    submit_label = "开设"
    done = "培训认证班已开设，各单位即可报名。"

    def act(self, form: TrainingForm) -> str:
        """Open it and go to its page."""
        training = open_training(facts=form.facts(), actor=self.actor, at=arrived_at(self.request))
        return training.get_absolute_url()


class TrainingEdit(ScopedFormView):
    """Change what is said of a training."""

    permission = Perm.TRAINING_MANAGE
    model = Training
    form_class = TrainingForm
    template_name = "examiners/trainings/form.html"
    heading = "修改培训认证班"
    done = "培训认证班已修改。"
    object: Training

    def get_initial(self) -> dict[str, Any]:
        """Return what is stored."""
        stored = {field.name: getattr(self.object, field.name) for field in fields(TrainingFacts)}
        return {**stored, "is_online": str(int(self.object.is_online))}

    def act(self, form: TrainingForm) -> str:
        """Store it and return to the training."""
        change_training(
            training=self.object, facts=form.facts(), actor=self.actor, at=arrived_at(self.request)
        )
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the training."""
        return super().get_context_data(**{"training": self.object, **kwargs})


class TrainingMove(TransitionView):
    """Close or cancel a training."""

    model = Training
    permission = Perm.TRAINING_VIEW


class SignInSheet(ScopedObjectView):
    """The sheet on which those who attend sign."""

    permission = Perm.TRAINING_MANAGE
    model = Training

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Print it."""
        training: Training = self.get_object()
        sheet = sign_in_sheet(training, list(entries_of(training, actor=self.actor)))
        return pdf_response(render_pdf(sheet), f"签到表 {training}.pdf")
