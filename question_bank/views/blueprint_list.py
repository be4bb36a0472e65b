"""The list of blueprints."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.lists import FilteredListView
from ostami import clock
from question_bank.blueprint_columns import FIRST_SORT, columns_for, listed_blueprints
from question_bank.forms.blueprint_filter import BlueprintFilter
from question_bank.models import Blueprint


class BlueprintList(FilteredListView):
    """Blueprints in scope; all settings are kept in the address."""

    model = Blueprint
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/blueprints.html"

    @cached_property
    def filter_form(self) -> BlueprintFilter:
        """What is asked for."""
        return BlueprintFilter(self.request.GET, actor=self.actor)

    @property
    def sort(self) -> str:
        """The column to sort by, with ``-`` before it for downwards."""
        return self.request.GET.get("sort", "") or FIRST_SORT

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.filter_form.page_size

    def get_queryset(self) -> QuerySet[Any]:
        """Return the blueprints that the valid filters leave, in the order asked for."""
        return listed_blueprints(actor=self.actor, asked=self.filter_form.asked(), sort=self.sort)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add heads and rows, and whether the person makes blueprints."""
        columns, today = columns_for(self.actor), clock.today()
        context = super().get_context_data(
            heads=[column.head(self.sort) for column in columns],
            sort=self.sort,
            may_edit=self.actor.has_right(Perm.QUESTION_EDIT),
            **kwargs,
        )
        rows = [(row, [column.cell(row, today) for column in columns]) for row in context["object_list"]]
        return {**context, "rows": rows, "filtered": bool(self.filter_form.asked())}
