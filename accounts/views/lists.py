"""Lists whose filters, order and page size are kept in the address."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property

from accounts.sorting import orderings
from accounts.views.base import ScopedListView

PAGE_SIZES = (20, 50, 100)


class FilteredListView(ScopedListView):
    """A list with a filter form; an invalid filter is named on the page and leaves the list as it is.

    Attributes:
        sorts: by which keys the heads of its columns sort, each with its fields. Where none is asked for,
            the rows stay in the order of `get_queryset`.
        first_sort: the key by which that order goes, if it is one of them.
    """

    abstract = True
    sorts: ClassVar[Mapping[str, Sequence[str]]] = {}
    first_sort: ClassVar[str] = ""

    @cached_property
    def filter_form(self) -> forms.Form:
        """The filters as they stand in the address."""
        raise NotImplementedError

    @property
    def known_sorts(self) -> Collection[str]:
        """The keys that the list can be sorted by."""
        return self.sorts

    @property
    def sort(self) -> str:
        """The key to sort by, downwards with ``-`` before it; an unknown one counts for nothing."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self.known_sorts else self.first_sort

    @property
    def page_size(self) -> int:
        """How many rows a page has; a size that isn't offered counts for nothing."""
        asked = self.request.GET.get("size", "")
        return next((size for size in PAGE_SIZES if str(size) == asked), PAGE_SIZES[0])

    def get_paginate_by(self, queryset: Any) -> int:
        """Return how many rows a page has."""
        return self.page_size

    def in_order(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows in the order that the head of a column asks for."""
        fields = self.sorts.get(self.sort.removeprefix("-"))
        if fields is None or self.sort == self.first_sort:
            return rows
        return rows.order_by(*orderings(fields, falls=self.sort.startswith("-")), "pk")

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, QuerySet[Any], bool]:
        """Return the page asked for, or the nearest that there is: an old address stays good."""
        paginator = Paginator(self.in_order(queryset), page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()  # type: ignore[return-value]

    @property
    def kept(self) -> str:
        """What of the address makes the list: its filters, its order and its page size."""
        kept = QueryDict(mutable=True)
        for name in (*self.filter_form.fields, "sort", "size"):
            if values := [value for value in self.request.GET.getlist(name) if value]:
                kept.setlist(name, values)
        return kept.urlencode()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter, the order and the page sizes."""
        asked = any(self.request.GET.get(name) for name in self.filter_form.fields)
        words = {
            "filter_form": self.filter_form,
            "filtered": asked,
            "sort": self.sort,
            "page_size": self.page_size,
            "page_sizes": PAGE_SIZES,
            "kept": self.kept,
        }
        return super().get_context_data(**{**words, **kwargs})
