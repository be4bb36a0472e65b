"""Base views: each names its right, starts from what its person may see, and answers refusals in words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import DetailView, FormView, ListView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from accounts.models import User
from accounts.rights import Perm, need
from ostami.problems import BlockedError, Problem

if TYPE_CHECKING:
    from accounts.querysets import ScopedQuerySet

    Base = View
else:
    Base = object

M = TypeVar("M", bound=models.Model)
PAGE_SIZE = 20


class PublicMixin(Base):
    """A page that anybody may open without logging in."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view, marked as open for `LoginRequiredMiddleware`."""
        view = super().as_view(**initkwargs)
        view.login_required = False  # type: ignore[attr-defined]  # read by the middleware
        return view


class RightMixin(Base):
    """A page that needs a right.

    A subclass that neither names its `permission` nor says `abstract = True` can't be defined: a forgotten
    right would otherwise show only when somebody finds the page.
    """

    abstract: ClassVar[bool] = True
    permission: ClassVar[Perm]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "abstract" not in cls.__dict__:
            cls.abstract = False
        if not cls.abstract and not hasattr(cls, "permission"):
            raise TypeError(f"{cls.__qualname__} names no permission.")

    @property
    def actor(self) -> User:
        """Return the person who asks; the login middleware has seen to it that there is one."""
        return cast("User", self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse with the reason whoever lacks the right."""
        need(self.actor, self.permission)
        return super().dispatch(request, *args, **kwargs)


class ScopedMixin(RightMixin):
    """A page on rows of `model`: it starts from the rows that its person may see, so all others are a 404."""

    abstract = True
    model: Any

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return the rows in scope; a subclass narrows or joins what this returns."""
        rows: ScopedQuerySet[Any] = self.model._default_manager.all()  # noqa: SLF001  # Django's documented API
        return rows.visible_to(self.actor)


class PortalView(RightMixin, View):
    """A bare view with a right."""

    abstract = True


class PortalTemplateView(RightMixin, TemplateView):
    """A page without rows of its own."""

    abstract = True


class ScopedListView(ScopedMixin, ListView[Any]):
    """A paged list of rows in scope."""

    abstract = True
    paginate_by = PAGE_SIZE


class ScopedDetailView(ScopedMixin, DetailView[Any]):
    """One row in scope."""

    abstract = True


class ScopedObjectView(ScopedMixin, SingleObjectMixin[Any], View):
    """An act or a download on one row in scope."""

    abstract = True


def add_problems(form: forms.BaseForm, problems: tuple[Problem, ...]) -> None:
    """Put each problem at its field, or at the form's head where it has none."""
    for problem in problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))


class PortalFormView(RightMixin, FormView[Any]):
    """A form that calls one verb.

    A subclass writes `act`, which changes things and returns the address to go to. What `act` refuses is
    shown at the form, which keeps what was typed. Forms take the `actor`, so that their choices are scoped.
    """

    abstract = True
    template_name = "form.html"
    heading: ClassVar[str] = ""
    submit_label: ClassVar[str] = "保存"
    done: ClassVar[str] = ""

    def act(self, form: Any) -> str:
        """Do what the form asks and return the next address."""
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the actor to the form."""
        return {**super().get_form_kwargs(), "actor": self.actor}

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the verb; show every refusal at the form."""
        try:
            address = self.act(form)
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        if self.done:
            messages.success(self.request, self.done)
        return redirect(address)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again, as 422: scripts and tests can tell it from success."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page's words."""
        words = {"heading": self.heading, "submit_label": self.submit_label}
        return super().get_context_data(**{**words, **kwargs})


class ScopedFormView(ScopedMixin, SingleObjectMixin[Any], PortalFormView):
    """A form on one row in scope, which is `self.object`."""

    abstract = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form for the row."""
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the form for the row."""
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)
