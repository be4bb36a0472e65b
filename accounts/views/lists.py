"""Lists with filters that are kept in the address."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from accounts.views.base import ScopedListView


class FilteredListView(ScopedListView):
    """A list with a filter form; an invalid filter is named on the page and leaves the list as it is."""

    abstract = True

    @cached_property
    def filter_form(self) -> forms.Form:
        """The filters as they stand in the address."""
        raise NotImplementedError

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, QuerySet[Any], bool]:
        """Return the page asked for, or the nearest that there is: an old address stays good."""
        paginator = Paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter."""
        asked = any(self.request.GET.get(name) for name in self.filter_form.fields)
        return super().get_context_data(filter_form=self.filter_form, filtered=asked, **kwargs)
