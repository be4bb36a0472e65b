"""The list of trainings."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.lists import FilteredListView
from examiners.forms.trainings import TrainingFilter
from examiners.models import Training
from examiners.trainings import in_state, in_turn, state_of, with_counts
from ostami import clock


class TrainingList(FilteredListView):
    """The trainings in scope: what people can be entered for comes first."""

    permission = Perm.TRAINING_VIEW
    model = Training
    template_name = "examiners/trainings/list.html"

    @cached_property
    def filter_form(self) -> TrainingFilter:
        """The filters as they stand in the address."""
        return TrainingFilter(self.request.GET, actor=self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the trainings that the valid filters leave, with the places taken."""
        asked, today = self.filter_form.asked(), clock.today()
        trainings = Training.objects.visible_to(self.actor)
        if state := asked.get("state"):
            trainings = trainings.filter(in_state(state, on=today))
        if sought := asked.get("sought"):
            trainings = trainings.filter(sought=sought)
        if year := asked.get("year"):
            trainings = trainings.filter(starts_on__year=year)
        return in_turn(with_counts(trainings, actor=self.actor), on=today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add each training's state."""
        today = clock.today()
        context = super().get_context_data(**kwargs)
        context["rows"] = [(training, state_of(training, on=today)) for training in context["object_list"]]
        context["may_manage"] = self.actor.has_right(Perm.TRAINING_MANAGE)
        context["may_enter"] = self.actor.has_right(Perm.TRAINING_ENTER)
        return context
