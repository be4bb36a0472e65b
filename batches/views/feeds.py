"""The private calendar feed, and the page that gives its address."""

from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.generic import View

from accounts.forms import ConfirmForm
from accounts.middleware import arrived_at
from accounts.rights import Perm
from accounts.views.base import PortalFormView, PublicMixin
from batches.calendar.feeds import calendar_for, reader_of, token_of
from batches.models import CalendarFeed
from batches.services.feeds import renew_feed
from documents.codes import code_url

FRESH_SECONDS = 900
UNKNOWN = "没有这个日历，或者链接已经失效。请登录平台，在“考试日历”中生成新的订阅链接。"


class Feed(PublicMixin, View):
    """A person's calendar for the programs that subscribe to it: the address itself is the right to it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Return the calendar; a token that opens nothing gives the same 404 whatever is wrong with it."""
        user = reader_of(token)
        if user is None:
            return HttpResponse(UNKNOWN, content_type="text/plain; charset=utf-8", status=404)
        body = calendar_for(user, now=arrived_at(request), absolute=request.build_absolute_uri)
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="exams.ics"'
        answer["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
        patch_cache_control(answer, private=True, max_age=FRESH_SECONDS)
        return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


class Subscribe(PortalFormView):
    """A person's own address, and the button that replaces it."""

    permission = Perm.BATCH_VIEW
    form_class = ConfirmForm
    template_name = "batches/calendar_subscribe.html"
    heading = "订阅考试日历"
    done = "订阅链接已生成。请把它添加到手机或电脑的日历中；以前的链接不再有效。"

    def act(self, form: ConfirmForm) -> str:
        """Give out a new address."""
        renew_feed(actor=self.actor, at=arrived_at(self.request))
        return reverse("batches:calendar_subscribe")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the address, if there is one: as a link, as programs open it, and as a code to scan."""
        feed = CalendarFeed.objects.filter(user=self.actor).first()
        address = webcal = code = ""
        if feed is not None:
            path = reverse("batches:calendar_feed", kwargs={"token": token_of(feed)})
            address = self.request.build_absolute_uri(path)
            webcal = f"webcal://{address.partition('://')[2]}"
            code = code_url(webcal)
        return super().get_context_data(feed=feed, address=address, webcal=webcal, code=code, **kwargs)
