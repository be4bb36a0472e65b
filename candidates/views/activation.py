"""The pages on which a person opens the own login with an activation slip."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.links import make_link_token, read_link_token
from accounts.middleware import arrived_at
from accounts.models import User
from accounts.views.base import PublicMixin, add_problems
from candidates.forms.activation import CodeForm, NewPasswordBySlipForm, OpeningForm
from candidates.models import Activation
from candidates.person.privacy import TEXT
from candidates.services.activation import GONE, STEP_VALIDITY, redeem
from candidates.services.opening import open_login, reset_login
from ostami.problems import BlockedError

SESSION_KEY = "candidates.activation"
PURPOSE = "activation"


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class _SlipPage(PublicMixin, FormView[Any]):
    """A page for whoever holds a slip and isn't logged in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever is logged in to the own page."""
        if request.user.is_authenticated:
            messages.info(request, "您已登录。要用激活单开通其他账号，请先退出登录。")
            return redirect("portal:home")
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again as 422."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Activate(_SlipPage):
    """Number and code of a slip."""

    form_class = CodeForm
    template_name = "candidates/activate/code.html"
    extra_context = {"heading": "用激活单开通账号", "submit_label": "下一步"}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Go on if there is such a slip; whatever is wrong, the answer is the same."""
        facts = form.cleaned_data
        try:
            entry = redeem(number=facts["document_number"], code=facts["code"], at=arrived_at(self.request))
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        self.request.session[SESSION_KEY] = make_link_token(PURPOSE, f"{entry.pk}:{entry.code_digest}")
        return redirect("candidates:activate_choose")


class ActivateChoose(_SlipPage):
    """User name and password for a closed login; a new password for an open one."""

    extra_context = {"privacy_text": TEXT}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back to the first page whoever comes without a slip, or too late."""
        if not request.user.is_authenticated and self.entry is None:
            return self.gone()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def entry(self) -> Activation | None:
        """The entry that the first page found, while its code lives and the page is not too old."""
        try:
            payload = read_link_token(PURPOSE, self.request.session.get(SESSION_KEY, ""), STEP_VALIDITY)
        except BlockedError:
            return None
        key, _, digest = payload.partition(":")
        entries = Activation.objects.filter(pk=key, code_digest=digest)
        return entries.select_related("candidate__user", "batch__station__organisation").first()

    @property
    def resets(self) -> bool:
        """Tell whether the login is open already."""
        return self.entry is not None and self.entry.candidate.user.is_active

    def get_template_names(self) -> list[str]:
        """Return the page of an opening or of a new password."""
        return [f"candidates/activate/{'reset' if self.resets else 'open'}.html"]

    def get_form_class(self) -> type[NewPasswordBySlipForm]:
        """Ask for a new password alone where the login is open already."""
        return NewPasswordBySlipForm if self.resets else OpeningForm

    def get_initial(self) -> dict[str, Any]:
        """Offer phone and mailbox as the station entered them."""
        user = self.entry.candidate.user if self.entry and not self.resets else None
        return {"phone": user.phone, "email": user.email} if user else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the person to the form."""
        person = self.entry.candidate if self.entry else None
        return {**super().get_form_kwargs(), "person": person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose login it is."""
        heading = "设置新密码" if self.resets else "设置用户名和密码"
        label = "保存新密码并登录" if self.resets else "同意并开通账号"
        own = {"entry": self.entry, "masked_name": _masked(self.entry)}
        return super().get_context_data(heading=heading, submit_label=label, **own, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Open the login, or store the new password, and log in."""
        try:
            user = self._act(form)
        except BlockedError as blocked:
            if GONE in blocked.problems:
                return self.gone()
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        self.request.session.pop(SESSION_KEY, None)
        login(self.request, user)
        messages.success(self.request, f"已登录。请牢记用户名“{user.username}”和密码，下次登录时使用。")
        return redirect("candidates:mine")

    def gone(self) -> HttpResponse:
        """Say that the code is worth nothing any more, on the first page."""
        self.request.session.pop(SESSION_KEY, None)
        messages.warning(self.request, str(GONE))
        return redirect("candidates:activate")

    def _act(self, form: Any) -> User:
        assert self.entry is not None  # noqa: S101  `dispatch` has seen to it
        at = arrived_at(self.request)
        if self.resets:
            return reset_login(entry=self.entry, password=form.cleaned_data["password1"], at=at)
        return open_login(entry=self.entry, choice=form.choice, at=at)


def _masked(entry: Activation | None) -> str:
    """Return the first character of the holder's name and stars: enough to know oneself by."""
    name = entry.candidate.name if entry else ""
    return f"{name[:1]}{'*' * (len(name) - 1)}"
