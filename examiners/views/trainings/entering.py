"""Entering one's own people for a training, and withdrawing them."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import ScopedFormView
from examiners.forms.trainings import EnterForm
from examiners.models import Training, TrainingEntry
from examiners.rules.training import entering_is_over
from examiners.services.training_entries import enter_people, withdraw_entry
from examiners.trainings import free_places, whom_to_enter
from ostami import clock


class EnterPeople(ScopedFormView):
    """Choose among one's own applications who attends."""

    permission = Perm.TRAINING_ENTER
    model = Training
    form_class = EnterForm
    template_name = "examiners/trainings/enter.html"
    heading = "报名培训认证班"
    submit_label = "报名"
    object: Training

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the people, or say on the training's page why nobody can be entered."""
        training: Training = self.get_object()
        problems = list(entering_is_over(training, at=arrived_at(request)))
        for problem in problems:
            messages.warning(request, str(problem))
        return redirect(training) if problems else super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the people to choose from to the form."""
        choices = whom_to_enter(self.object, actor=self.actor, on=clock.day_of(arrived_at(self.request)))
        return {**super().get_form_kwargs(), "choices": choices}

    def act(self, form: EnterForm) -> str:
        """Enter them and return to the training."""
        entered = enter_people(
            training=self.object,
            applications=form.cleaned_data["applications"],
            actor=self.actor,
            at=arrived_at(self.request),
        )
        messages.success(self.request, f"已报名 {len(entered)} 人。")
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the training, its free places, and whether there is anybody to enter."""
        context = super().get_context_data(
            **{"training": self.object, "free": free_places(self.object), **kwargs}
        )
        return {**context, "anybody": bool(context["form"].fields["applications"].queryset)}


class WithdrawEntry(ScopedFormView):
    """Withdraw one of one's own people."""

    permission = Perm.TRAINING_ENTER
    model = TrainingEntry
    form_class = ConfirmForm
    template_name = "examiners/trainings/withdraw.html"
    heading = "撤销报名"
    submit_label = "撤销报名"
    done = "已撤销报名，名额已空出。"
    object: TrainingEntry

    def get_queryset(self) -> QuerySet[Any]:
        """Join the training and the person."""
        return super().get_queryset().select_related("training", "application")

    def act(self, form: ConfirmForm) -> str:
        """Withdraw and return to the training."""
        withdraw_entry(entry=self.object, actor=self.actor, at=arrived_at(self.request))
        return self.object.training.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the entry."""
        return super().get_context_data(**{"entry": self.object, **kwargs})
