"""Forms that also save by themselves."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.middleware import arrived_at
from accounts.views.base import ScopedFormView, add_problems
from ostami.clock import SHANGHAI
from ostami.problems import BlockedError

AUTOSAVE_HEADER = "X-Autosave"


class AutosaveView(ScopedFormView):
    """A form that a script sends a second after typing stopped, where the template marks it data-autosave.

    Such a request carries the header `X-Autosave`. The fields that are right are saved, what is wrong with
    the others is answered. Without the script the button does all.
    """

    abstract = True

    def save(self, form: Any) -> None:
        """Store what the form holds in `cleaned_data`, which may be a part of its fields."""
        raise NotImplementedError

    def saved_values(self, form: Any) -> dict[str, str]:
        """Return what fields of the page change by having saved, by their names."""
        return {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save by the button or by the script."""
        if AUTOSAVE_HEADER not in request.headers:
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        return self.autosaved(self.get_form())

    def autosaved(self, form: Any) -> HttpResponse:
        """Save what is right; answer when, and what is wrong. `saved_at` is empty where nothing was saved."""
        form.is_valid()
        saved_at = f"{arrived_at(self.request).astimezone(SHANGHAI):%H:%M}"
        try:
            self.save(form)
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            saved_at = ""
        errors = {name: [str(error) for error in found] for name, found in form.errors.items()}
        answer: dict[str, Any] = {"saved_at": saved_at, "errors": errors}
        if saved_at and (values := self.saved_values(form)):
            answer["values"] = values
        return JsonResponse(answer)
