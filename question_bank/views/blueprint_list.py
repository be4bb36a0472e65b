"""The list of blueprints."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.rights import Perm
from documents.list_columns import ListColumn
from question_bank.blueprint_columns import FIRST_SORT, columns_for, listed_blueprints
from question_bank.forms.blueprint_filter import BlueprintFilter
from question_bank.models import Blueprint
from question_bank.views.bank_list import BankList


class BlueprintList(BankList):
    """Blueprints in scope."""

    model = Blueprint
    permission = Perm.QUESTION_VIEW
    template_name = "question_bank/blueprints.html"
    filter_class = BlueprintFilter
    first_sort = FIRST_SORT

    @cached_property
    def columns(self) -> Sequence[ListColumn[Blueprint]]:
        """The columns that the person sees."""
        return columns_for(self.actor)

    def get_queryset(self) -> QuerySet[Any]:
        """Return the blueprints that the valid filters leave, in the order asked for."""
        return listed_blueprints(actor=self.actor, asked=self.filter_form.asked(), sort=self.sort)
