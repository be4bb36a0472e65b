"""The privacy text, and agreeing to it."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import TemplateView, View

from accounts.middleware import arrived_at
from accounts.models import User
from accounts.rights import Perm, Role
from accounts.views.base import PortalFormView, PublicMixin
from candidates.forms.consents import ConsentForm
from candidates.person.privacy import TEXT, has_consented
from candidates.services.consents import give_consent

if TYPE_CHECKING:
    Base = View
else:
    Base = object


class Privacy(PublicMixin, TemplateView):
    """The text that holds, for anybody."""

    template_name = "candidates/privacy.html"
    extra_context = {"privacy_text": TEXT}


class ConsentPage(PortalFormView):
    """Agree to the text that holds, and go on with what was begun."""

    permission = Perm.ENROL
    form_class = ConsentForm
    template_name = "candidates/consent.html"
    heading = "个人信息处理说明"
    submit_label = "同意并继续"
    done = "已记录您的同意。"
    extra_context = {"privacy_text": TEXT}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether the person agreed already."""
        return super().get_context_data(agreed=has_consented(self.actor), **kwargs)

    def act(self, form: ConsentForm) -> str:
        """Store it and go where the person came from."""
        give_consent(user=self.actor, at=arrived_at(self.request))
        return self._next()

    def _next(self) -> str:
        asked = self.request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            asked, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return asked if safe else reverse("candidates:mine")


class ConsentFirst(Base):
    """A page of a candidate that opens once the person has agreed to the text that holds."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead a candidate who hasn't agreed to the text, and from there back."""
        user = request.user
        if isinstance(user, User) and user.role == Role.CANDIDATE and not has_consented(user):
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('candidates:consent')}?{query}")
        return super().dispatch(request, *args, **kwargs)
