"""Choosing a plan item for a batch, before its panel."""

from typing import Any

from django.urls import reverse

from accounts.rights import Perm
from batches.forms import PlanItemChoice
from batches.guards import unusable
from batches.models import Batch, PlanItem
from batches.selectors import choices_of, matching, of_other_scheme
from batches.views.base import OpenCaseFormView
from ostami import clock
from ostami.problems import refuse_if

SEARCHED_FROM = 16


class ItemNew(OpenCaseFormView):
    """Choose a free plan item; the others are shown with what keeps them from being chosen."""

    permission = Perm.BATCH_EDIT
    model = Batch
    form_class = PlanItemChoice
    template_name = "batches/item_new.html"
    heading = "选用计划项"
    submit_label = "下一步：选择考评组"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the batch to the form."""
        return {**super().get_form_kwargs(), "batch": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the approved plan items, narrowed by the word that was searched."""
        word = self.request.GET.get("q", "").strip()
        choices = choices_of(self.object, user=self.actor, on=clock.day_of(self.at))
        return super().get_context_data(
            choices=matching(choices, word),
            total=len(choices),
            searched=len(choices) >= SEARCHED_FROM,
            word=word,
            others=of_other_scheme(self.object),
            **kwargs,
        )

    def act(self, form: PlanItemChoice) -> str:
        """Go on to the panel."""
        chosen: PlanItem = form.cleaned_data["plan_item"]
        refuse_if(unusable(chosen, batch=self.object, on=clock.day_of(self.at)))
        return reverse("batches:item_panel", args=[self.object.pk, chosen.pk])
