"""What the pages of plans and batches share."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.middleware import arrived_at
from accounts.views.base import ScopedFormView, ScopedListView
from batches.filters import CaseFilter
from batches.forms import ConfirmForm
from batches.services.opening import not_open


class FilteredListView(ScopedListView):
    """A list with a filter form; an invalid filter is named on the page and leaves the list as it is."""

    abstract = True
    filter_form: CaseFilter

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Any, Any, QuerySet[Any], bool]:
        """Return the page asked for, or the nearest that there is: an old address stays good."""
        paginator = Paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filter."""
        asked = any(self.request.GET.get(name) for name in self.filter_form.fields)
        return super().get_context_data(filter_form=self.filter_form, filtered=asked, **kwargs)


class OpenCaseFormView(ScopedFormView):
    """A form that changes the content of a plan or batch: while it is open."""

    abstract = True

    @property
    def at(self) -> datetime:
        """The instant at which the request arrived."""
        return arrived_at(self.request)

    @property
    def case_page(self) -> str:
        """The address of the case's page, to which a change leads back."""
        address: str = self.object.get_absolute_url()
        return address

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; lead back to the case, with the reason, where nothing can be changed."""
        self.object = self.get_object()
        for problem in not_open(self.object):
            messages.warning(request, str(problem))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the case to go back to."""
        return super().get_context_data(**{"case": self.object, **kwargs})


class RemovalView(OpenCaseFormView):
    """Ask before something is taken out."""

    abstract = True
    template_name = "batches/removal.html"
    form_class = ConfirmForm
    submit_label = "确认删除"
