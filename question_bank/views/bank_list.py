"""The frame of every list of the bank: filters and order in the address, heads and rows by its columns."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.functional import cached_property

from accounts.rights import Perm
from accounts.views.lists import FilteredListView
from documents.list_columns import ListColumn
from ostami import clock
from question_bank.forms.bank_filter import BankFilter


class BankList(FilteredListView):
    """Rows of the banks in scope.

    A subclass names its filter, its columns and rows, and the order where no known one is asked for.
    """

    abstract = True
    filter_class: ClassVar[type[BankFilter]]
    first_sort: ClassVar[str]

    @cached_property
    def filter_form(self) -> BankFilter:
        """What is asked for."""
        return self.filter_class(self.request.GET, actor=self.actor)

    @cached_property
    def columns(self) -> Sequence[ListColumn[Any]]:
        """The columns that the person sees."""
        raise NotImplementedError

    @property
    def sort(self) -> str:
        """The column to sort by, with ``-`` before it for downwards."""
        asked = self.request.GET.get("sort", "")
        known = {column.key for column in self.columns if column.order}
        return asked if asked.removeprefix("-") in known else self.first_sort

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.filter_form.page_size

    def shown(self, context: dict[str, Any]) -> Sequence[Any]:
        """Return the rows that the page shows."""
        rows: Sequence[Any] = context["object_list"]
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add heads and rows, and whether the person writes."""
        context, today, columns = super().get_context_data(**kwargs), clock.today(), self.columns
        rows = self.shown(context)
        return {
            **context,
            "sort": self.sort,
            "heads": [column.head(self.sort) for column in columns],
            "rows": [(row, [column.cell(row, today) for column in columns]) for row in rows],
            "filtered": bool(self.filter_form.asked()),
            "may_edit": self.actor.has_right(Perm.QUESTION_EDIT),
        }
