"""Issuing a station's first password."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.rights import Perm
from accounts.views.base import ScopedFormView, add_problems
from ostami.problems import BlockedError
from stations.forms import ConfirmForm
from stations.models import Station
from stations.services import issue_station_password


class FirstPasswordPage(ScopedFormView):
    """Ask, then issue a first password and show it once: in the answer itself, which no cache keeps."""

    permission = Perm.STATION_LOGIN
    model = Station
    slug_field = "organisation__code"
    slug_url_kwarg = "code"
    form_class = ConfirmForm
    template_name = "stations/first_password.html"
    heading = "发放首次登录密码"
    submit_label = "确认发放"

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        """Show the password; a redirect would have to keep it somewhere."""
        try:
            password = issue_station_password(station=self.object, actor=self.actor)
        except BlockedError as blocked:
            add_problems(form, blocked.problems)
            return self.form_invalid(form)
        issued = {"station": self.object, "password": password}
        return render(self.request, "stations/first_password_issued.html", issued)
