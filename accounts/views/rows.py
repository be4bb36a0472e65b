"""The button that adds blank rows to a page of rows."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from accounts.views.base import ScopedFormView as Base
else:
    Base = object


class MoreRowsMixin(Base):
    """Put before the view of a `RowsForm`: the button ``more`` adds blank rows instead of saving."""

    abstract = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add blank rows where they are asked for, else go on."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        form = self.get_form()
        form.show_more_rows()
        return self.render_to_response(self.get_context_data(form=form))
