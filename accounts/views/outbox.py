"""The mails that wait or that no mail server took, for staff to send again."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property

from accounts import outbox
from accounts.models import OutgoingMail
from accounts.rights import Perm
from accounts.state_filter import StateFilter
from accounts.views.base import ScopedObjectView
from accounts.views.lists import FilteredListView
from ostami import clock

GIVEN_UP = "given_up"
STATES = ((GIVEN_UP, "已停止重试"), ("waiting", "等待重试"))


class MailList(FilteredListView):
    """Mails that haven't gone out: first those that were given up, then those that are tried again."""

    model = OutgoingMail
    permission = Perm.MAILS
    template_name = "accounts/mails.html"
    sorts = {
        "queued": ("queued_at",),
        "tries": ("tries",),
        "next": ("next_try_at",),
    }

    @cached_property
    def filter_form(self) -> StateFilter:
        """The filter as it stands in the address."""
        return StateFilter(self.request.GET, choices=STATES)

    def get_queryset(self) -> QuerySet[Any]:
        """Return what hasn't gone out and the filter leaves."""
        mails = super().get_queryset().filter(sent_at=None)
        if asked := self.filter_form.asked:
            mails = mails.filter(next_try_at__isnull=asked == GIVEN_UP)
        return mails.order_by("next_try_at", "-pk")


class MailTryAgain(ScopedObjectView):
    """Let a mail that was given up be tried from the beginning."""

    model = OutgoingMail
    permission = Perm.MAILS
    http_method_names = ["post"]

    def get_queryset(self) -> QuerySet[Any]:
        """Return what was given up."""
        return super().get_queryset().filter(sent_at=None, next_try_at=None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it back, and return to the list."""
        outbox.try_again(self.get_object(), at=clock.now())
        messages.success(request, "邮件已重新排入发送队列。")
        return redirect("accounts:mails")
